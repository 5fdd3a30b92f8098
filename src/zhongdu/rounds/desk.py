"""Officers' pages of rounds: the list, one round from plan to results, its drawing's file, its workbook."""

import json
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from zhongdu.acts.allowing import may_now, refusal_of
from zhongdu.bureaus.queries import Office
from zhongdu.calendar import clock
from zhongdu.institutions.queries import Institution
from zhongdu.jobs.working import start
from zhongdu.kit import lists
from zhongdu.kit.matters import matter_context, matter_or_404
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Fact, Step, Tone
from zhongdu.kit.workbooks import MEDIA_TYPE
from zhongdu.law.reliance import rests_on
from zhongdu.roster.queries import names
from zhongdu.rounds import acts, jobs, queries, results, workbook
from zhongdu.rounds.models import Round
from zhongdu.rounds.planning import OFFICERS
from zhongdu.scope.actor import Actor

READ, WRITE = frozenset(Round.readers), frozenset(OFFICERS)
State = Round.State
_TONES: dict[str, Tone] = {
    State.PLANNED: "info", State.DRAWN: "info", State.PAIRED: "warn", State.UNDER_WAY: "warn", State.CLOSED: "good",
    State.DROPPED: "quiet",
}  # fmt: skip
_NEXT = {
    State.PLANNED: acts.draw_institutions.label, State.PAIRED: acts.begin_round.label, State.UNDER_WAY: acts.close_round.label,
}  # fmt: skip
_HERE = frozenset(
    {acts.pair_supervisors.label, acts.send_more.label}
)  # with a button of their own on the page


@rests_on("visit.organised", kind="page")
@page(face="desk", path="desk/rounds/", name="rounds", may=READ, methods=("GET",))
def rounds(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    gap = lists.Choice("waits", "等着办", [("gap", "有人没去成，待另请")])
    filters = lists.Filters.read(request, lists.Choice("state", "状态", State.choices), gap)
    rows = filters.narrow(queries.for_desk(actor))
    if "waits" in filters.chosen:
        rows = rows.filter(pk__in=queries.with_a_gap(actor).values("pk"))
    found = lists.page_of(request, rows, by=("-id",))
    shown = [(row, _TONES[row.state]) for row in found]
    context = {"filters": filters, "found": found, "shown": shown, "opening": _opening(actor)}
    return render(request, "rounds/rounds.html", context)


def _opening(actor: Actor) -> str:
    """Where a round is begun: at the officer's own bureau."""
    posts = actor.standing(OFFICERS)
    offices = Office.objects.filter(bureau_id__in=[post.bureau_id for post in posts])
    for office in offices.select_related("docket", "bureau").order_by("bureau__path"):
        if acts.open_round in may_now(office, actor):
            return reverse("desk:do", kwargs={"act": acts.open_round.name, "number": office.number})
    return ""


@rests_on("visit.organised", "work.dispatch", kind="page")
@page(face="desk", path="desk/rounds/<str:number>/", name="round", may=READ, methods=("GET",))
def round_(request: HttpRequest, number: str) -> HttpResponse:
    matter = matter_or_404(request, Round, number)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    context = matter_context(request, matter, "desk")
    stops = queries.stops_of(matter)
    drawing = matter.drawings.last()
    context |= {
        "tone": _TONES[matter.state],
        "steps": _steps(matter),
        "facts": _facts(matter),
        "offered": [
            replace(each, main=each.label == _NEXT.get(matter.state))
            for each in context["offered"]
            if each.label not in _HERE
        ],
        "may_pair": acts.pair_supervisors in may_now(matter, actor),
        "unsent": queries.unsent(matter).count() if matter.state == State.UNDER_WAY else 0,
        "drawing": drawing,
        "drawings": list(matter.drawings.all()),
        "signs": drawing.signs if drawing else {},
        "lines": results.lines(matter, stops, actor),
        "progress": results.progress(stops),
        "tallies": results.tallies(stops),
    }
    return render(request, "rounds/round.html", context)


def _steps(matter: Round) -> list[Step]:
    order = [State.PLANNED, State.DRAWN, State.PAIRED, State.UNDER_WAY, State.CLOSED]
    labels = ["抽取机构", "安排人员", "派出", "巡查", "结束"]
    if matter.state == State.DROPPED:
        return [Step(labels[0], "stopped"), *(Step(label, "ahead") for label in labels[1:])]
    at = order.index(State(matter.state)) + (matter.state == State.CLOSED)
    return [
        Step(label, "done" if place < at else "now" if place == at else "ahead")
        for place, label in enumerate(labels)
    ]


def _facts(matter: Round) -> list[Fact]:
    kinds = "、".join(Institution.Kind(kind).label for kind in matter.kinds)
    said = [
        ("看哪类机构", kinds),
        ("方式", matter.get_way_display()),
        ("怎样抽", matter.get_how_display() + (f"，抽{matter.wanted}家" if matter.wanted else "")),
        ("每家几人", f"{matter.each}人"),
        ("种子", matter.seed_says or (f"SM3 {matter.commitment}" if matter.commitment else "")),
    ]
    return [Fact(label, value) for label, value in said if value]


@rests_on("work.dispatch", kind="page")
@page(face="desk", path="desk/rounds/<str:number>/pair/", name="pair_supervisors", may=WRITE)
def pair(request: HttpRequest, number: str) -> HttpResponse:
    """Who takes part; then the machine works out who goes where."""
    matter = matter_or_404(request, Round, number)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    refusal = refusal_of(acts.pair_supervisors, matter, actor)
    ready = queries.ready(matter, actor, clock.today())
    chosen = [each for each in request.POST.getlist("who") if each in {row.number for row in ready}]
    if request.method == "POST" and not refusal and chosen:
        job = start(jobs.pair, bureau=matter.bureau, by=actor, number=matter.number, people=chosen)
        return redirect("desk:job", number=job.number)
    told = names(ready)
    context = matter_context(request, matter, "desk") | {
        "refusal": refusal,
        "wrong": "请至少勾选一位监督员。" if request.method == "POST" and not chosen else "",
        "rows": [(row, told[row.number]) for row in ready],
        "needed": matter.stops.count() * matter.each,
    }
    return render(request, "rounds/pair.html", context)


@page(face="desk", path="desk/rounds/<str:number>/send/", name="send_more", may=WRITE, methods=("POST",))
def send_more(request: HttpRequest, number: str) -> HttpResponse:
    """Whoever is still to be sent, fifty at a time, beside the requests."""
    matter = matter_or_404(request, Round, number)
    job = start(jobs.send, bureau=matter.bureau, by=request.actor, number=matter.number)  # type: ignore[attr-defined]
    return redirect("desk:job", number=job.number)


@page(
    face="desk", path="desk/rounds/<str:number>/drawings/<int:place>.json", name="drawing", may=READ, methods=("GET",)
)  # fmt: skip
def drawing(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Everything that decided a drawing: whoever has it can do it again (``./zhongdu rounds verify``)."""
    matter = matter_or_404(request, Round, number)
    found = matter.drawings.filter(number=place).first()
    if found is None:
        raise Http404("没有这次抽取。")
    text = json.dumps(found.file, ensure_ascii=False, sort_keys=True, indent=1)
    return _download(text.encode(), "application/json", f"抽取记录-{number}-{place}.json")


@page(
    face="desk",
    path="desk/rounds/<str:number>/results.xlsx",
    name="round_results",
    may=READ,
    methods=("GET",),
)
def round_results(request: HttpRequest, number: str) -> HttpResponse:
    matter = matter_or_404(request, Round, number)
    stops = queries.stops_of(matter)
    lines = results.lines(matter, stops, request.actor)  # type: ignore[attr-defined]
    return _download(
        workbook.results(matter.title, lines, results.tallies(stops)), MEDIA_TYPE, f"{matter.title}-结果.xlsx"
    )


def _download(content: bytes, media_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["Cache-Control"] = "private, no-store"
    return answer
