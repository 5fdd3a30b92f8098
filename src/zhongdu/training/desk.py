"""Courses on the desk: the list, one with its bank and its learners, and opening it."""

from dataclasses import replace
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from zhongdu.bureaus.queries import office_of
from zhongdu.calendar import clock
from zhongdu.kit import evidence, lists
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.act_pages import act_page
from zhongdu.kit.choosing import choose_people
from zhongdu.kit.matters import band, matter_context, matter_or_404
from zhongdu.kit.pages import page
from zhongdu.law.governing import governing
from zhongdu.law.reliance import rests_on
from zhongdu.roster.queries import names
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Bureau
from zhongdu.training import acts, classroom_desk, paper, queries, showing
from zhongdu.training.classroom import there
from zhongdu.training.learning import left
from zhongdu.training.models import TEACHERS, Course, Study
from zhongdu.training.teaching import FILES, bases, unassigned

MAY = frozenset(TEACHERS)
PER_PAGE = 100
assert classroom_desk, "declares its pages"


@rests_on("training", "training.for_supervisors", kind="page")
@page(face="desk", path="desk/courses/", name="courses", may=MAY, methods=("GET",))
def courses(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    filters = lists.Filters.read(
        request,
        lists.Choice("state", "状态", Course.State.choices),
        lists.Text("q", "查找", ["title"], hint="课程名称"),
    )
    found = lists.page_of(request, filters.narrow(queries.for_desk(actor)), by=("-id",))
    posts = actor.standing(TEACHERS)
    bureau = Bureau.objects.get(pk=posts[0].bureau_id)
    context = {
        "filters": filters,
        "found": found,
        "rows": [(row, showing.chip(row)) for row in found],
        "draft": reverse(
            "desk:do", kwargs={"act": acts.draft_course.name, "number": office_of(bureau).number}
        ),
        "demonstration": band(governing(bureau, clock.today())),
    }
    return render(request, "training/desk_courses.html", context)


@rests_on("training", "training.for_supervisors", kind="page")
@page(face="desk", path="desk/courses/<str:number>/", name="course", may=MAY, methods=("GET",))
def course(request: HttpRequest, number: str) -> HttpResponse:
    matter: Course = matter_or_404(request, Course, number)
    context = matter_context(request, matter, "desk")
    filters = lists.Filters.read(request, lists.Choice("state", "学得怎样", Study.State.choices))
    rows = matter.studies.select_related("docket", "appointment__docket")
    found = lists.page_of(
        request, filters.narrow(rows), by=("appointment__letter_number", "id"), size=PER_PAGE
    )
    called = names(row.appointment for row in found)
    context |= {
        "chip": showing.chip(matter),
        "bases": bases(matter, context["law"]),
        "enclosed": list(showing.enclosed(matter, "desk:course_file", matter.number)),
        "bank": list(matter.questions.filter(retired_on=None)),
        "offered": [
            replace(each, main=each.label == acts.open_course.label and matter.state == Course.State.DRAFT)
            for each in context["offered"]
        ],
        "all": matter.studies.count(),
        "done": matter.studies.exclude(state=Study.State.ASSIGNED).count(),
        "here": there(matter).count(),
        "class_day": matter.class_at is not None and clock.today() >= clock.day_of(matter.class_at),
        "key": uuid4().hex,
        "filters": filters,
        "found": found,
        "rows": [(row, called[row.appointment.number], showing.chip(row)) for row in found],
    }
    return render(request, "training/desk_course.html", context)


@page(face="desk", path="desk/studies/<str:number>/", name="study", may=MAY, methods=("GET",))
def study(request: HttpRequest, number: str) -> HttpResponse:
    """One supervisor's: every try, with the seed its questions were drawn by."""
    matter: Study = matter_or_404(request, Study, number)
    context = matter_context(request, matter, "desk") | {
        "chip": showing.chip(matter),
        "name": names([matter.appointment])[matter.appointment.number],
        "attempts": list(matter.attempts.exclude(ended_at=None)),
        "left": left(matter),
    }
    return render(request, "training/desk_study.html", context)


@page(face="desk", path="desk/courses/<str:number>/open/", name="open_course", may=MAY)
def open_course(request: HttpRequest, number: str) -> HttpResponse:
    """All at once, or those ticked."""
    matter: Course = matter_or_404(request, Course, number)
    law = governing(matter.bureau, clock.today())
    return choose_people(
        request, acts.open_course, matter, unassigned(matter), names,
        template="training/desk_open.html", done="已开课，并且通知了他们。",
        clauses=[str(bound.address) for bound in bases(matter, law)],
    )  # fmt: skip


@page(face="desk", path="desk/courses/<str:number>/change/", name="change_course", may=MAY)
def change_course(request: HttpRequest, number: str) -> HttpResponse:
    """The course as it stands, to be written anew."""
    matter: Course = matter_or_404(request, Course, number)
    now = {name: getattr(matter, name) for name in (item.name for item in acts.change_course.inputs.fields)}
    form = ActForm.of(request, acts.change_course, matter, governing(matter.bureau, clock.today()), **now)
    return act_page(request, form, "kit/do/desk.html", done="已改。", large=True)


@page(
    face="desk", path="desk/courses/<str:number>/files/<str:file>/", name="course_file", may=MAY, methods=("GET",)
)  # fmt: skip
def course_file(request: HttpRequest, number: str, file: str) -> HttpResponseBase:
    matter = matter_or_404(request, Course, number)
    return evidence.serve(request, evidence.attachment_or_404(matter.number, file, FILES))


@page(
    face="desk", path="desk/studies/<str:number>/certificate.pdf", name="certificate", may=MAY, methods=("GET",)
)  # fmt: skip
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    matter: Study = matter_or_404(request, Study, number)
    return certificate_file(matter)


def certificate_file(study: Study) -> HttpResponse:
    if study.state != Study.State.COMPLETED:
        raise Http404("没有有效的证书。")
    answer = HttpResponse(paper.certificate_of(study), content_type="application/pdf")
    answer["Cache-Control"] = "private, no-store"
    return answer
