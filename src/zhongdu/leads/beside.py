"""What an institution's page shows of leads: those its reader may see, and nothing of the others, not even their number."""

from django.http import HttpRequest

from zhongdu.institutions.queries import Institution, same
from zhongdu.kit import lists
from zhongdu.kit.beside import Slot, slot
from zhongdu.leads import queries
from zhongdu.leads.models import Lead
from zhongdu.scope.actor import Actor

_SHOWN = 10


@slot("institution", order=50)
def leads_about(request: HttpRequest, institution: Institution) -> Slot | None:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.standing(Lead.readers):
        return None
    rows = queries.for_desk(actor).filter(institution__in=same(institution))
    found = lists.page(rows, by=("-filed_on", "-id"), size=_SHOWN)
    return Slot("线索", "flag", "leads/beside.html", {"leads": found})
