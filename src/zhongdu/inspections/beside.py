"""What an institution's or a contractor's page shows of inspections: those its reader may see; of one that has not begun, nothing else."""

from typing import Any

from django.http import HttpRequest

from zhongdu.inspections import queries, showing
from zhongdu.inspections.models import READERS
from zhongdu.institutions.queries import Contractor, Institution, same
from zhongdu.kit import lists
from zhongdu.kit.beside import Slot, slot
from zhongdu.scope.actor import Actor

_SHOWN = 10


@slot("institution", order=51)
def inspections_of(request: HttpRequest, institution: Institution) -> Slot | None:
    return _shown(request, institution__in=same(institution))


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
