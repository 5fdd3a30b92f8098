"""Whether the same was told before: earlier leads like one, by institution, words and time.

Narratives are sealed, so they are opened for comparing and forgotten; who may not see a lead does not learn that it
is like another.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from zhongdu import vault
from zhongdu.leads.models import Lead
from zhongdu.leads.rules import Told, likeness
from zhongdu.scope.actor import Actor
from zhongdu.vault.blind import bigrams

BACK = timedelta(days=180)  # how far words are compared; the same institution is found however long ago
MOST = 200  # leads compared


@dataclass(frozen=True)
class Like:
    """An earlier lead, and in what it is like the one at hand."""

    lead: Lead
    reasons: tuple[str, ...]
    nearness: float


def earlier_like(lead: Lead, actor: Actor, most: int = 5) -> list[Like]:
    """The earlier leads that tell of much the same, as far as the actor may see them, the nearest first."""
    near = Q(filed_on__gte=lead.filed_on - BACK)
    if lead.institution_id:
        near |= Q(institution=lead.institution_id)
    rows = Lead.objects.visible_to(actor).filter(near, bureau=lead.bureau_id, pk__lt=lead.pk)
    others = list(rows.select_related("docket", "institution", "against").order_by("-pk")[:MOST])
    words = vault.read_many([each.number for each in (lead, *others)], ["narrative"])
    this = _told(lead, words[lead.number].get("narrative", ""))
    found = [
        Like(other, alike.reasons, alike.nearness)
        for other in others
        if (alike := likeness(this, _told(other, words[other.number].get("narrative", ""))))
    ]
    return sorted(found, key=lambda like: (-like.nearness, -like.lead.pk))[:most]


def _told(lead: Lead, words: str) -> Told:
    on = lead.happened_at.date() if lead.happened_at else lead.filed_on
    return Told(lead.institution_id, frozenset(bigrams(words)), on)
