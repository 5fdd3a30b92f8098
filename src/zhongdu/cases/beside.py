"""What other rooms' pages show of cases: those their reader may see, and nothing of the others, not even their number."""

from django.http import HttpRequest

from zhongdu.cases import queries, showing
from zhongdu.cases.models import READERS
from zhongdu.inspections.queries import Inspection
from zhongdu.institutions.queries import Institution, same
from zhongdu.kit import lists
from zhongdu.kit.beside import Slot, slot
from zhongdu.scope.actor import Actor

_SHOWN = 10


@slot("inspection", order=20)
def cases_of_inspection(request: HttpRequest, inspection: Inspection) -> Slot | None:
    """What became of what an inspection found."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not inspection.case or not actor.standing(READERS):
        return None
    rows = list(queries.for_desk(actor).filter(inspected__inspection=inspection).order_by("id"))
    named = queries.respondents_of(rows)
    shown = [(row, named[row.number], showing.chip(row)) for row in rows]
    return Slot("案件", "scale", "cases/beside.html", {"cases": shown}) if shown else None


@slot("institution", order=52)
def cases_against(request: HttpRequest, institution: Institution) -> Slot | None:
    """The cases against it, as far as one may see them."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.standing(READERS):
        return None
    rows = queries.for_desk(actor).filter(institution__in=same(institution))
    found = lists.page(rows, by=("-id",), size=_SHOWN)
    shown = [(row, row.get_source_display(), showing.chip(row)) for row in found]
    return Slot("案件（医保行政部门）", "scale", "cases/beside.html", {"cases": shown})
