"""Courses on the phone: what to read and watch, the test, the certificate."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from zhongdu.acts.allowing import refusal_of
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.kit import doors, evidence, lists
from zhongdu.kit.matters import matter_context, own_or_404
from zhongdu.kit.pages import page
from zhongdu.law.reliance import rests_on
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role
from zhongdu.training import acts, queries, showing
from zhongdu.training.desk import certificate_file
from zhongdu.training.learning import left, under_way
from zhongdu.training.models import Study
from zhongdu.training.teaching import FILES

MINE = frozenset({Role.SUPERVISOR})


@page(face="phone", path="my/courses/", name="courses", may=MINE, methods=("GET",))
def courses(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = lists.page_of(request, queries.mine(actor), by=("-id",))
    context = {"found": found, "rows": [(row, showing.chip(row)) for row in found]}
    return render(request, "training/phone_courses.html", context)


@rests_on("training", "training.for_supervisors", kind="page")
@page(face="phone", path="my/courses/<str:number>/", name="study", may=MINE, methods=("GET",))
def study(request: HttpRequest, number: str) -> HttpResponse:
    matter: Study = own_or_404(request, Study, number)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    context = matter_context(request, matter, "phone")
    begun = under_way(matter)
    elsewhere = {acts.begin_test.label, acts.hand_in_test.label, acts.sign_in_to_class.label}
    context |= {
        "course": matter.course,
        "chip": showing.chip(matter),
        "enclosed": list(showing.enclosed(matter.course, "phone:course_file", matter.number)),
        "offered": [each for each in context["offered"] if each.label not in elsewhere],
        "last": matter.attempts.exclude(ended_at=None).last(),
        "left": left(matter),
        "begun": begun,
        "may_test": bool(begun) or not refusal_of(acts.begin_test, matter, actor, context["law"]),
        "key": uuid4().hex,
    }
    return render(request, "training/phone_study.html", context)


@page(face="phone", path="my/courses/class/<str:code>/", name="class_sign_in", may=MINE)
def class_sign_in(request: HttpRequest, code: str) -> HttpResponse:
    """Where the code at the door of a class leads."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    mine = queries.mine(actor).select_related("docket", "bureau", "course__bureau")
    door = doors.door_of(code)
    found = mine.filter(course__door=door).first() if door else None
    if found and found.attended_at:
        return redirect("phone:study", number=found.number)
    told = (
        {"title": found.course.title, "at": found.course.class_at, "where": found.course.class_where}
        if found
        else {}
    )
    return doors.entrance(
        request,
        acts.sign_in_to_class,
        found,
        code,
        page="phone:study",
        listing=reverse("phone:courses"),
        **told,
    )


@page(face="phone", path="my/courses/<str:number>/test/", name="take_test", may=MINE)
def take_test(request: HttpRequest, number: str) -> HttpResponse:
    """The questions as they were drawn; what was ticked stays while something is missing."""
    matter: Study = own_or_404(request, Study, number)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    begun, wrong, given = under_way(matter), "", dict[str, Any]()
    try:
        if request.method == "POST" and not begun:
            perform(acts.begin_test, matter, actor, key=request.POST.get("key", "")[:64])
            return redirect("phone:take_test", number=matter.number)
        if request.method == "POST" and begun:
            given = {str(key): request.POST.getlist(f"q{key}") for key in begun.drawn}
            told = {key: ",".join(places) for key, places in given.items()}
            done = perform(
                acts.hand_in_test, matter, actor, key=request.POST.get("key", "")[:64], answers=told
            )
            _say(request, done)
            return redirect("phone:study", number=matter.number)
    except Refused as refused:
        wrong = next(iter(refused.fields.values()), refused.sentence)
    if not begun:
        if wrong:
            messages.warning(request, wrong)
        return redirect("phone:study", number=matter.number)
    questions = [(each, _ticked(each, given.get(str(each.pk), []))) for each in showing.asked(begun)]
    context = matter_context(request, matter, "phone") | {
        "course": matter.course,
        "questions": questions,
        "wrong": wrong,
        "key": uuid4().hex,
    }
    return render(request, "training/phone_test.html", context, status=409 if wrong else 200)


def _ticked(question: Any, given: list[str]) -> list[tuple[int, str, bool]]:
    return [(at, option, str(at) in given) for at, option in enumerate(question.options)]


def _say(request: HttpRequest, study: Study) -> None:
    attempt: Any = study.attempts.last()
    if attempt.passed:
        messages.success(request, f"{attempt.score}分，合格。证书已经开好。")
    else:
        messages.warning(request, f"{attempt.score}分，没有到合格线，可以再看看内容。")


@page(
    face="phone", path="my/courses/<str:number>/files/<str:file>/", name="course_file", may=MINE, methods=("GET",)
)  # fmt: skip
def course_file(request: HttpRequest, number: str, file: str) -> HttpResponseBase:
    matter: Study = own_or_404(request, Study, number)
    return evidence.serve(request, evidence.attachment_or_404(matter.course.number, file, FILES))


@page(
    face="phone", path="my/courses/<str:number>/certificate.pdf", name="certificate", may=MINE, methods=("GET",)
)  # fmt: skip
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    matter: Study = own_or_404(request, Study, number)
    return certificate_file(matter)
