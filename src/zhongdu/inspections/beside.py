"""What an institution's or a contractor's page shows of inspections: those its reader may see; of one that has not begun,
nothing else. And where another is begun."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from zhongdu.acts.allowing import may_now
from zhongdu.bureaus.queries import Office
from zhongdu.inspections import acts, queries, showing
from zhongdu.inspections.models import READERS
from zhongdu.institutions.queries import Contractor, Institution, same
from zhongdu.kit import lists
from zhongdu.kit.beside import Slot, slot
from zhongdu.scope.actor import Actor

_SHOWN = 10


@slot("institution", order=51)
def inspections_of(request: HttpRequest, institution: Institution) -> Slot | None:
    shown, begun = _shown(request, institution__in=same(institution)), acts.open_inspection.label
    address = dict(openings(request.actor)).get(begun) if shown and not institution.merged_into_id else None  # type: ignore[attr-defined]
    if shown and address:
        shown.context["open"] = (
            f"{address}?{urlencode({'kind': 'institution', 'institution': institution.code})}"
        )
    return shown


@slot("contractor", order=20)
def inspections_of_contractor(request: HttpRequest, contractor: Contractor) -> Slot | None:
    return _shown(request, contractor=contractor)


def _shown(request: HttpRequest, **whom: Any) -> Slot | None:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.standing(READERS):
        return None
    inspected = queries.Respondent.objects.filter(**whom).values("inspection")
    found = lists.page(queries.visible(actor).filter(pk__in=inspected), by=("-id",), size=_SHOWN)
    shown = [(row, showing.chip(row)) for row in found]
    return Slot("监督检查", "clipboard-check", "inspections/beside.html", {"inspections": shown})


def openings(actor: Actor) -> list[tuple[str, str]]:
    """Where an inspection is planned, at the officer's own bureau: (label, address)."""
    opening = (acts.open_inspection, acts.assign_inspection, acts.plan_campaign, acts.name_campaign)
    offices = Office.objects.filter(bureau_id__in={post.bureau_id for post in actor.posts})
    found: dict[str, str] = {}
    for office in offices.select_related("docket", "bureau").order_by("bureau__path"):
        now = {act.name for act in may_now(office, actor)}
        for act in opening:
            if act.name in now:
                address = reverse("desk:do", kwargs={"act": act.name, "number": office.number})
                found.setdefault(act.label, address)
    return list(found.items())
