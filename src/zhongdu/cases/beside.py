"""What other rooms' pages show of cases: those their reader may see, and nothing of the others, not even their number."""

from typing import Any

from django.http import HttpRequest

from zhongdu.cases import outward_desk, queries, showing
from zhongdu.cases.models import READERS, DepartmentNotice
from zhongdu.inspections.queries import Inspection, by_number
from zhongdu.institutions.queries import Institution, Practitioner, same
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


def _told(request: HttpRequest, rows: Any, title: str) -> Slot | None:
    """Departments' information, as far as one may see it; no slot where there is none."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = rows.visible_to(actor).select_related("docket", "institution", "practitioner").order_by("-id")
    shown = [(row, row.get_what_display(), outward_desk.chip(row)) for row in found[:_SHOWN]]
    return Slot(title, "inbox", "cases/told_beside.html", {"notices": shown}) if shown else None


@slot("case", order=10)
@slot("inspection", order=10)
@slot("handling", order=10)
@slot("practitionerhandling", order=10)
def what_it_came_of(request: HttpRequest, matter: Any) -> Slot | None:
    """The department's information a matter came of."""
    return _told(request, DepartmentNotice.objects.filter(opened=matter.number), "来自部门信息")


@slot("institution", order=56)
def told_of_institution(request: HttpRequest, institution: Institution) -> Slot | None:
    return _told(request, DepartmentNotice.objects.filter(institution__in=same(institution)), "部门信息")


@slot("practitioner", order=56)
def told_of_practitioner(request: HttpRequest, practitioner: Practitioner) -> Slot | None:
    return _told(request, DepartmentNotice.objects.filter(practitioner__in=same(practitioner)), "部门信息")


@slot("departmentnotice", order=10)
def what_came_of_it(request: HttpRequest, notice: DepartmentNotice) -> Slot | None:
    """The case or the inspection it led to, for whoever may open them."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    shown: list[Any] = []
    if notice.outcome == DepartmentNotice.Outcome.CASE:
        rows = list(queries.for_desk(actor).filter(docket__number=notice.opened))
        named = queries.respondents_of(rows)
        shown = [("desk:case", row.number, named[row.number], showing.chip(row)) for row in rows]
    elif notice.inspection and (found := by_number(notice.opened, actor)):
        shown = [("desk:inspection", found.number, found.title, found.get_state_display())]
    return Slot("转成的事项", "arrow-right", "kit/led_to.html", {"led": shown}) if shown else None


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
