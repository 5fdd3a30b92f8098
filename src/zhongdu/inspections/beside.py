"""What an institution's page shows of inspections: those its reader may see; of one that has not begun, nothing else."""

from django.http import HttpRequest

from zhongdu.inspections import queries, showing
from zhongdu.inspections.models import READERS
from zhongdu.institutions.queries import Institution, same
from zhongdu.kit import lists
from zhongdu.kit.beside import Slot, slot
from zhongdu.scope.actor import Actor

_SHOWN = 10


@slot("institution", order=51)
def inspections_of(request: HttpRequest, institution: Institution) -> Slot | None:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.standing(READERS):
        return None
    rows = queries.visible(actor).filter(
        pk__in=queries.Respondent.objects.filter(institution__in=same(institution)).values("inspection")
    )
    found = lists.page(rows, by=("-id",), size=_SHOWN)
    shown = [(row, showing.chip(row)) for row in found]
    return Slot("监督检查", "clipboard-check", "inspections/beside.html", {"inspections": shown})
