"""Officers' pages of selection: the list, one selection step by step, its candidates, its sealed file."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from zhongdu import files, vault
from zhongdu.acts.allowing import may_now
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.bureaus.queries import Office
from zhongdu.kit import lists
from zhongdu.kit.matters import matter_context, matter_or_404
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Fact, Offer, Step, Tone
from zhongdu.law.reliance import rests_on
from zhongdu.scope.actor import Actor, territory
from zhongdu.scope.roles import POSTS, Role
from zhongdu.selection import acts, balance, queries, rules
from zhongdu.selection import deciding as deciding  # its pages are declared on import
from zhongdu.selection import settling as settling  # so are these
from zhongdu.selection import sheets as sheets  # and these
from zhongdu.selection.features import FEATURES, UNKNOWN
from zhongdu.selection.models import Candidate, Selection
from zhongdu.selection.pages import TONES, fresh, visitor

STAFF, READ = frozenset(POSTS), frozenset(Selection.readers)
_State, _Place = Selection.State, Candidate.Place
_INLINE = 60  # people of a list that stand on the page itself
_PLACES: dict[str, Tone] = {
    _Place.CHOSEN: "good", _Place.RESERVE: "info", _Place.PASSED_OVER: "quiet", _Place.LEFT: "warn", _Place.OPEN: "neutral",
}  # fmt: skip


@rests_on("selection.best", "selection.looks_at", kind="page")
@page(face="desk", path="desk/selections/", name="selections", may=STAFF, methods=("GET",))
def selections(request: HttpRequest) -> HttpResponse:
    actor = visitor(request)
    rows = Selection.objects.visible_to(actor).filter(territory(actor) | Selection.held_by(actor))
    found = lists.page_of(request, rows.select_related("docket", "bureau", "notice"), by=("-id",))
    shown = [(row, TONES[row.state]) for row in found]
    context = {"found": found, "shown": shown, "opening": _opening(actor)}
    return render(request, "selection/selections.html", context)


def _opening(actor: Actor) -> str:
    """Where a selection is begun: at the bureau where the visitor recruits, if its law lets it."""
    posts = actor.standing([Role.RECRUITER])
    offices = Office.objects.filter(bureau_id__in=[post.bureau_id for post in posts])
    for office in offices.select_related("docket", "bureau").order_by("bureau__path"):
        if acts.open_selection in may_now(office, actor):
            return reverse("desk:do", kwargs={"act": acts.open_selection.name, "number": office.number})
    return ""


@rests_on("selection.best", "selection.looks_at", "selection.number", kind="page")
@page(face="desk", path="desk/selections/<str:number>/", name="selection", may=STAFF, methods=("GET",))
def selection(request: HttpRequest, number: str) -> HttpResponse:
    matter = matter_or_404(request, Selection, number)
    actor = visitor(request)
    context = matter_context(request, matter, "desk")
    reviewers = list(matter.reviewers.select_related("user"))
    mine = next((each for each in reviewers if each.user_id == actor.user_id), None)
    reads = any(actor.has(role) for role in Selection.readers)
    decided = matter.state in {_State.PROPOSED, _State.CONFIRMED}
    context |= {
        "tone": TONES[matter.state],
        "steps": _steps(matter),
        "reads": reads,
        "reviewers": reviewers,
        "mine": mine,
        "criteria": list(matter.criteria.all()),
        "ranges": [(each, FEATURES[each.feature], balance.spoken(each)) for each in matter.ranges.all()],
        "number_of_candidates": matter.candidates.count(),
        "offered": _offered(context["offered"], matter, mine),
        "facts": _facts(matter),
        "looks_at": context["law"].find("selection.looks_at"),
        "best": context["law"].find("selection.best"),
        "number_rule": context["law"].find("selection.number"),
        "impossible": queries.explained(matter) if reads and matter.state == _State.PREPARING and matter.ranges.exists() else [],
        "compositions": balance.compositions(matter) if reads and matter.candidates.exists() else [],
        "chosen": _people(matter, _Place.CHOSEN) if decided and reads else [],
        "reserves": _people(matter, _Place.RESERVE) if decided and reads else [],
        "changed": decided and matter.candidates.filter(proposed=True).exclude(place=_Place.CHOSEN).exists(),
        "untold": queries.not_yet_told(matter).count() if _may_tell(matter, actor) else 0,
        "sealed": files.attached(matter.number, queries.SEALED).last() if decided and reads else None,
    }  # fmt: skip
    return render(request, "selection/selection.html", context)


def _may_tell(matter: Selection, actor: Actor) -> bool:
    return matter.state in {_State.CONFIRMED, _State.DROPPED} and actor.has(Role.DECIDER)


def _steps(matter: Selection) -> list[Step]:
    order = [_State.PREPARING, _State.SCORING, _State.PROPOSED, _State.CONFIRMED]
    labels = ["准备", "评分", "拟定方案", "确认"]
    if matter.state == _State.DROPPED:
        return [Step(labels[0], "stopped"), *(Step(label, "ahead") for label in labels[1:])]
    at = order.index(_State(matter.state)) + (matter.state in {_State.PROPOSED, _State.CONFIRMED})
    return [
        Step(label, "done" if place < at else "now" if place == at else "ahead")
        for place, label in enumerate(labels)
    ]


def _offered(offered: Iterable[Offer], matter: Selection, mine: Any) -> list[Offer]:
    """A sheet is for those who score, until they have handed it in; to change the ranges is never the next step."""
    scoring = mine is not None and not mine.handed_in_at
    shown = [each for each in offered if each.label != acts.hand_in_scores.label or scoring]
    return [replace(each, main=each.main and each.label != acts.set_ranges.label) for each in shown]


def _facts(matter: Selection) -> list[Fact]:
    facts = [
        Fact("拟聘", f"{matter.places}人" + (f"，候补{matter.reserves}人" if matter.reserves else "")),
        Fact("怎样选", matter.get_way_display()),
    ]
    if matter.way == Selection.Way.FAIR and matter.line:
        facts.append(Fact("分数线", rules.spoken(matter.line)))
    if matter.seed_says:
        facts.append(Fact("抽签种子", f"公开随机数：{matter.seed_says}"))
    if matter.commitment:
        facts.append(Fact("种子的SM3（评分以前公布）", matter.commitment))
    if matter.seed:
        facts.append(Fact("种子", matter.seed))
    if matter.inputs_sm3:
        facts.append(Fact("封存数据的SM3", matter.inputs_sm3))
    return facts


def _people(matter: Selection, place: str) -> list[tuple[Candidate, str]]:
    """The first of a list, each with the name as a list may show it."""
    rows = matter.candidates.filter(place=place).order_by("rank", "-score", "-preferred", "drawn", "id")
    return named(rows[:_INLINE])


def named(rows: Iterable[Candidate]) -> list[tuple[Candidate, str]]:
    listed = list(rows)
    people = vault.read_many([row.number for row in listed], ["name"])
    return [(row, vault.masked("name", people[row.number].get("name", ""))) for row in listed]


@page(face="desk", path="desk/selections/<str:number>/candidates/", name="correct_groups", may=READ)
def candidates(request: HttpRequest, number: str) -> HttpResponse:
    """Everybody in a selection; while it is prepared, the groups can be corrected row by row."""
    matter = matter_or_404(request, Selection, number)
    context = matter_context(request, matter, "desk")
    filters = lists.Filters.read(
        request,
        lists.Choice("place", "去向", [each for each in _Place.choices if each[0]]),
        *_by_group(matter),
    )
    found = lists.page_of(request, filters.narrow(matter.candidates.all()), by=("id",))
    editable = matter.state == _State.PREPARING and visitor(request).has(Role.RECRUITER)
    wrong = ""
    if request.method == "POST":
        try:
            changes = list(_changes(request, matter, found))
            if changes:
                perform(
                    acts.correct_groups,
                    matter,
                    visitor(request),
                    key=request.POST.get("key", ""),
                    changes=changes,
                )
        except Refused as refused:
            wrong = refused.sentence
        else:
            return redirect(request.get_full_path())
    context |= {
        "found": found,
        "filters": filters,
        "editable": editable,
        "wrong": wrong,
        "key": fresh(),
        "features": [
            (name, label, [*matter.groups.get(name, ()), UNKNOWN]) for name, label in FEATURES.items()
        ],
        "shown": [(each, name, _PLACES[each.place]) for each, name in named(found)],
        "scored": matter.state in {_State.PROPOSED, _State.CONFIRMED},
    }
    return render(request, "selection/candidates.html", context)


def _by_group(matter: Selection) -> list[lists.Choice]:
    return [
        lists.Choice(
            name,
            label,
            [(group, group) for group in (*matter.groups.get(name, ()), UNKNOWN)],
            field=f"groups__{name}",
        )
        for name, label in FEATURES.items()
    ]


def _changes(request: HttpRequest, matter: Selection, rows: Iterable[Candidate]) -> Iterable[str]:
    for each in rows:
        for feature in FEATURES:
            chosen = request.POST.get(f"{each.number}:{feature}", "")
            if chosen and chosen != UNKNOWN and chosen != each.groups.get(feature):
                yield f"{each.number}:{feature}={chosen}"


@page(
    face="desk",
    path="desk/selections/<str:number>/sealed.json",
    name="sealed_selection",
    may=READ,
    methods=("GET",),
)
def sealed_selection(request: HttpRequest, number: str) -> HttpResponse:
    """The latest sealed file: everything that decided, and nobody's name."""
    matter = matter_or_404(request, Selection, number)
    kept = files.attached(matter.number, queries.SEALED).last()
    if kept is None or matter.state not in {_State.PROPOSED, _State.CONFIRMED}:
        raise Http404("还没有封存文件。")
    answer = HttpResponse(files.original(kept).read(), content_type="application/json")
    answer["Content-Disposition"] = content_disposition_header(True, f"selection-{number}.json")
    answer["Cache-Control"] = "private, no-store"
    return answer
