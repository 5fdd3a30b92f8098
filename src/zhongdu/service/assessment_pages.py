"""The yearly assessment on both faces: its scheme, the reckoning, each figure with what is behind it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from zhongdu.acts.allowing import refusal_of
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.acts.registry import Act
from zhongdu.bureaus.queries import Office, office_of
from zhongdu.calendar import clock
from zhongdu.duties.standing import owed_by
from zhongdu.jobs.working import start
from zhongdu.kit import lists
from zhongdu.kit.matters import band, matter_context, matter_or_404, own_or_404, page_of
from zhongdu.kit.pages import page
from zhongdu.law.governing import governing
from zhongdu.law.reliance import rests_on
from zhongdu.roster.queries import names
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import Role
from zhongdu.service import figures, showing
from zhongdu.service.acts import assess, change_scheme, set_scheme
from zhongdu.service.assessing import ASSESSORS
from zhongdu.service.jobs import assess_everybody
from zhongdu.service.models import Assessment, Scheme
from zhongdu.service.queries import said
from zhongdu.service.rules import points, read
from zhongdu.service.scheme_form import SchemeForm

READERS, MINE = frozenset(Assessment.readers), frozenset({Role.SUPERVISOR})
WORDS = ("service.grade", "service.answer_assessment", "service.settle_assessment")


@rests_on("assessment", kind="page")
@page(face="desk", path="desk/service/assessments/", name="assessments", may=READERS, methods=("GET",))
def assessments(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    bureau = Bureau.objects.get(pk=actor.standing(Assessment.readers)[0].bureau_id)
    law = governing(bureau, clock.today())
    schemes = (
        Scheme.objects.visible_to(actor).select_related("docket", "bureau").order_by("-year", "-id")[:10]
    )
    years = sorted({scheme.year for scheme in schemes}, reverse=True)
    filters = lists.Filters.read(
        request,
        lists.Choice("year", "年度", [(str(year), f"{year}年") for year in years]),
        lists.Choice("state", "状态", Assessment.State.choices),
        lists.Text("q", "查找", ["appointment__letter_number", "grade"], hint="聘书编号或等次"),
    )
    rows = Assessment.objects.visible_to(actor).select_related("docket", "bureau", "appointment__docket")
    found = lists.page_of(request, filters.narrow(rows), by=("-id",))
    people = names(row.appointment for row in found)
    return render(
        request,
        "service/desk_assessments.html",
        {
            "tabs": showing.tabs(actor, "desk:assessments"),
            "filters": filters,
            "found": found,
            "rows": [
                (row, people[row.appointment.number], points(row.tenths), showing.chip(row)) for row in found
            ],
            "schemes": [(scheme, showing.chip(scheme)) for scheme in schemes],
            "office": office_of(bureau) if actor.has(Role.DECIDER) else None,
            "basis": law.find("assessment") if owed_by(bureau, law, "assessment") else None,
            "demonstration": band(law),
        },
    )


# --- the scheme ----------------------------------------------------------------------------------------


@page(face="desk", path="desk/service/schemes/<str:number>/", name="scheme", may=READERS, methods=("GET",))
def scheme(request: HttpRequest, number: str) -> HttpResponse:
    matter = matter_or_404(request, Scheme, number)
    counted = [(figures.FIGURES[name], told) for name, told in matter.weights.items()]
    context = matter_context(request, matter, "desk") | {
        "chip": showing.chip(matter),
        "counted": counted,
        "assessed": matter.assessments.count(),
        "basis": _basis(matter.bureau),
    }
    return render(request, "service/desk_scheme.html", context)


def _basis(bureau: Bureau) -> Any:
    """The clause that wants assessment of this bureau; none where it is the bureau's own way."""
    law = governing(bureau, clock.today())
    return law.find("assessment") if owed_by(bureau, law, "assessment") else None


@page(face="desk", path="desk/offices/<str:number>/scheme/", name="set_scheme", may=frozenset({Role.DECIDER}))
def set_(request: HttpRequest, number: str) -> HttpResponse:
    office = matter_or_404(request, Office, number)
    last = Scheme.objects.filter(bureau=office.bureau).order_by("-year").first()
    return _scheme_page(request, set_scheme, office, last, with_year=True)


@page(
    face="desk", path="desk/service/schemes/<str:number>/change/", name="change_scheme", may=frozenset({Role.DECIDER})
)  # fmt: skip
def change(request: HttpRequest, number: str) -> HttpResponse:
    matter = matter_or_404(request, Scheme, number)
    return _scheme_page(request, change_scheme, matter, matter, with_year=False)


def _scheme_page(
    request: HttpRequest, act: Act, subject: Any, last: Scheme | None, *, with_year: bool
) -> HttpResponse:
    """A scheme's form: a row of points for every figure there is, filled in as the last scheme had it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = SchemeForm(request.POST or None, last=last, with_year=with_year, seen=subject.docket.length)
    refusal = refusal_of(act, subject, actor)
    if request.method == "POST" and form.is_valid():
        try:
            done = perform(
                act,
                subject,
                actor,
                key=form.cleaned_data["key"],
                seen=form.cleaned_data["seen"],
                **form.inputs,
            )
        except Refused as refused:
            form.refused(refused)
        else:
            messages.success(request, f"已办：{act.label}。")
            return redirect(page_of(done, "desk"))
    context = {
        "act": act, "form": form, "refusal": refusal, "basis": _basis(subject.bureau),
        "demonstration": band(governing(subject.bureau, clock.today())),
    }  # fmt: skip
    return render(request, "service/desk_scheme_form.html", context)


@page(
    face="desk", path="desk/service/schemes/<str:number>/assess/", name="assess",
    may=frozenset({*ASSESSORS, Role.DECIDER}),
)  # fmt: skip
def run(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for the year to be reckoned for everybody: a job, since thousands take a while."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    matter = matter_or_404(request, Scheme, number)
    refusal = refusal_of(assess, matter, actor)
    if request.method == "POST" and not refusal:
        started = start(assess_everybody, bureau=matter.bureau, by=actor, scheme=matter.pk)
        return redirect("desk:job", number=started.number)
    context = {
        "matter": matter, "refusal": refusal, "how_many": figures.served(matter).count(),
        "assessed": matter.assessments.count(), "window": figures.window(matter),
        "demonstration": band(governing(matter.bureau, clock.today())),
    }  # fmt: skip
    return render(request, "service/desk_assess.html", context)


# --- one assessment --------------------------------------------------------------------------------------


@rests_on("assessment", kind="page")
@page(
    face="desk",
    path="desk/service/assessments/<str:number>/",
    name="assessment",
    may=READERS,
    methods=("GET",),
)
def assessment(request: HttpRequest, number: str) -> HttpResponse:
    return _one(request, matter_or_404(request, Assessment, number), "desk")


@page(face="phone", path="my/assessments/<str:number>/", name="assessment", may=MINE, methods=("GET",))
def mine(request: HttpRequest, number: str) -> HttpResponse:
    return _one(request, own_or_404(request, Assessment, number), "phone")


def _one(request: HttpRequest, matter: Assessment, face: str) -> HttpResponse:
    """What the record holds, figure by figure, with the sum of each; then what people wrote of it."""
    context = matter_context(request, matter, face) | {
        "chip": showing.chip(matter),
        "rows": showing.rows(matter, face),
        "score": points(matter.tenths),
        "said": said(matter, WORDS),
        "window": figures.window(matter.scheme, matter.reckoned_on),
        "basis": _basis(matter.bureau),
        "supervisor": names([matter.appointment])[matter.appointment.number] if face == "desk" else "",
    }
    return render(request, f"service/{face}_assessment.html", context)


@page(
    face="desk", path="desk/service/assessments/<str:number>/<str:figure>/", name="assessment_figure", may=READERS,
    methods=("GET",),
)  # fmt: skip
def figure(request: HttpRequest, number: str, figure: str) -> HttpResponse:
    return _behind(request, matter_or_404(request, Assessment, number), figure, "desk")


@page(
    face="phone", path="my/assessments/<str:number>/<str:figure>/", name="assessment_figure", may=MINE, methods=("GET",)
)  # fmt: skip
def my_figure(request: HttpRequest, number: str, figure: str) -> HttpResponse:
    return _behind(request, own_or_404(request, Assessment, number), figure, "phone")


def _behind(request: HttpRequest, matter: Assessment, name: str, face: str) -> HttpResponse:
    """The matters behind one figure, each leading to its page."""
    found = next((each for each in read(matter.figures) if each.name == name), None)
    if found is None:
        raise Http404("这份考核没有这一项。")
    context = {
        "matter": matter,
        "figure": found,
        "sealed": face == "desk" and figures.FIGURES[name].sealed,
        "linked": showing.behind(matter, name, face),
        "most": figures.MOST,
        "back": page_of(matter, face),
        "demonstration": band(governing(matter.bureau, clock.today())),
    }
    return render(request, f"service/{face}_figure.html", context)
