"""A class on the desk: the code at the door, the sheet to sign, and ticking in whoever cannot scan."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from zhongdu.calendar import clock
from zhongdu.kit import doors
from zhongdu.kit.matters import matter_or_404
from zhongdu.kit.pages import page
from zhongdu.roster.queries import names
from zhongdu.training import acts
from zhongdu.training.classroom import awaited, there
from zhongdu.training.models import TEACHERS, Course, Study

MAY = frozenset(TEACHERS)


def _called(request: HttpRequest, number: str) -> Course:
    matter: Course = matter_or_404(request, Course, number)
    if matter.class_at is None or matter.state != Course.State.OPEN:
        raise Http404("没有通知上课。")
    return matter


@page(face="desk", path="desk/courses/<str:number>/code/", name="class_code", may=MAY, methods=("GET",))
def class_code(request: HttpRequest, number: str) -> HttpResponse:
    """The code at the door of the class that is called."""
    matter: Any = _called(request, number)
    here = there(matter).count()
    return doors.screen(
        request,
        matter,
        reverse("phone:class_sign_in", kwargs={"code": doors.made(matter.door, clock.now())}),
        title=matter.title,
        here=here,
        of=here + awaited(matter).count(),
        listing=(reverse("desk:courses"), "培训"),
        home=reverse("desk:course", kwargs={"number": matter.number}),
    )


@page(face="desk", path="desk/courses/<str:number>/sheet.pdf", name="class_sheet", may=MAY, methods=("GET",))
def class_sheet(request: HttpRequest, number: str) -> HttpResponse:
    """A sheet for pens; whoever has scanned is on it already."""
    matter: Any = _called(request, number)
    rows = list(
        matter.studies.filter(state=Study.State.ASSIGNED)
        .select_related("docket", "appointment__docket")
        .order_by("appointment__letter_number", "id")
    )
    called = names(row.appointment for row in rows)
    lines = [
        (called[each.appointment.number], each.appointment.letter_number, each.get_way_display())
        for each in rows
    ]
    answer = HttpResponse(
        doors.sheet(matter, matter.title, matter.class_at, matter.class_where, lines),
        content_type="application/pdf",
    )
    answer["Cache-Control"] = "private, no-store"
    return answer


@page(face="desk", path="desk/courses/<str:number>/tick/", name="tick_class", may=MAY, methods=("POST",))
def tick_class(request: HttpRequest, number: str) -> HttpResponse:
    """Those ticked on the list were there, for one reason: all of them or none."""
    matter: Course = matter_or_404(request, Course, number)
    chosen = list(
        awaited(matter)
        .filter(docket__number__in=request.POST.getlist("who"))
        .select_related("docket", "bureau", "course")
    )
    doors.tick(request, acts.tick_in_to_class, chosen, "到课")
    return redirect("desk:course", number=matter.number)
