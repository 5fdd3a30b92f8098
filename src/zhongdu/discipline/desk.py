"""Discipline on the desk: what waits, kind by kind; one matter; its files; who has not promised yet."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from zhongdu.discipline import evidence, queries, showing
from zhongdu.discipline.models import Breach, Complaint, MediaRequest, Obstruction, RecusalQuestion
from zhongdu.discipline.rules import UNDERTAKING
from zhongdu.fieldwork.queries import may_read_visits
from zhongdu.kit import lists
from zhongdu.kit.matters import matter_context, matter_or_404, unmasked
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Tab
from zhongdu.law.reliance import rests_on
from zhongdu.roster.queries import Appointment, names
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Bureau, Post
from zhongdu.scope.roles import Role

READERS = frozenset(role for kind in showing.KINDS.values() for role in kind.readers)
_PLEDGES, _TIED = "pledge", "tied"


@page(face="desk", path="desk/discipline/", name="discipline", may=READERS, methods=("GET",))
def discipline(request: HttpRequest) -> HttpResponse:
    """One kind of matter at a time, the newest first; only the kinds an officer's posts read."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    mine = {word: kind for word, kind in showing.KINDS.items() if actor.standing(kind.readers)}
    chosen = request.GET.get("kind", "")
    if chosen == _PLEDGES:
        return _pledges(request, actor, mine)
    if chosen == _TIED and may_read_visits(actor):
        return _tied(request, actor, mine)
    word = chosen if chosen in mine else next(iter(mine))
    kind = mine[word]
    filters = lists.Filters.read(request, lists.Choice("state", "状态", kind.State.choices))
    found = lists.page_of(request, filters.narrow(_rows(kind, actor)), by=("-id",))
    titles = showing.titles(found)
    context = {
        "tabs": _tabs(actor, mine, word), "word": word, "label": kind.label, "filters": filters, "found": found,
        "rows": [(row, titles[row.number], showing.chip(row)) for row in found], "missing": _no_investigator(actor),
    }  # fmt: skip
    return render(request, "discipline/desk_list.html", context)


def _rows(kind: Any, actor: Actor) -> Any:
    rows = kind.objects.visible_to(actor).select_related("docket", "bureau")
    related = {"appointment", "institution"} & {field.name for field in kind._meta.get_fields()}
    return rows.select_related("appointment__docket", *related) if related else rows


def _tabs(actor: Actor, mine: dict[str, Any], current: str) -> list[Tab]:
    tabs = [Tab(kind.label, f"?kind={word}", word == current) for word, kind in mine.items()]
    if may_read_visits(actor):
        tabs.append(Tab("有利害关系的巡查", f"?kind={_TIED}", current == _TIED))
    return [*tabs, Tab("承诺与申报", f"?kind={_PLEDGES}", current == _PLEDGES)]


def _tied(request: HttpRequest, actor: Actor, mine: dict[str, Any]) -> HttpResponse:
    """The visits that an interest declared later puts in doubt."""
    visits = queries.tied_visits(actor)
    people = names([visit.appointment for visit in visits])
    rows = [(visit, people[visit.appointment.number]) for visit in visits]
    return render(request, "discipline/desk_tied.html", {"tabs": _tabs(actor, mine, _TIED), "rows": rows})


def _no_investigator(actor: Actor) -> bool:
    """Whether the bureau has nobody yet to look into complaints."""
    homes = {post.bureau_id for post in actor.standing([Role.DECIDER])}
    return (
        bool(homes)
        and not Post.objects.filter(bureau__in=homes, role=Role.DISCIPLINE_OFFICER, until=None).exists()
    )


def _pledges(request: HttpRequest, actor: Actor, mine: dict[str, Any]) -> HttpResponse:
    found = lists.page_of(request, queries.unpledged(actor).distinct(), by=("-id",))
    people = names(found)
    bureau = Bureau.objects.get(pk=actor.posts[0].bureau_id)
    promised = queries.pledges(found)
    rows = [(row, people[row.number], *promised[row.pk]) for row in found]
    context = {
        "tabs": _tabs(actor, mine, _PLEDGES),
        "found": found,
        "rows": rows,
        "way": UNDERTAKING.said(bureau),
        "added": queries.added_wording(bureau),
    }
    return render(request, "discipline/desk_pledges.html", context)


def _matter(request: HttpRequest, kind: Any, number: str, **more: Any) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = matter_or_404(request, kind, number)
    context = matter_context(request, found, "desk")
    extra = {name: make(found) for name, make in more.items()}
    context |= {
        "title": showing.titles([found])[found.number],
        "chip": showing.chip(found),
        "kind": kind._meta.model_name,
        "facts": showing.facts(found, context["law"], actor, unmasked(found, actor)),
        "said": showing.said(found),
        "pieces": showing.pieces(found, "desk"),
        "deciding": None,
        "appointment": _appointment(found, actor),
    }
    return render(request, "discipline/desk_matter.html", context | extra)


def _appointment(matter: Any, actor: Actor) -> Any:
    """The appointment the matter is about, where this officer may open its page."""
    return (
        matter.appointment
        if not isinstance(matter, Complaint) and actor.standing(Appointment.readers)
        else None
    )


@rests_on("discipline", "ending", "ending.ground", "breach.transfer", kind="page")
@page(face="desk", path="desk/breaches/<str:number>/", name="breach", may=READERS, methods=("GET",))
def breach(request: HttpRequest, number: str) -> HttpResponse:
    """One case: what is held against whom, what they said, and what a decision may be."""
    return _matter(request, Breach, number, deciding=showing.deciding)


@page(face="desk", path="desk/complaints/<str:number>/", name="complaint", may=READERS, methods=("GET",))
def complaint(request: HttpRequest, number: str) -> HttpResponse:
    return _matter(request, Complaint, number)


@page(face="desk", path="desk/recusals/<str:number>/", name="recusalquestion", may=READERS, methods=("GET",))
def recusalquestion(request: HttpRequest, number: str) -> HttpResponse:
    return _matter(request, RecusalQuestion, number)


@page(face="desk", path="desk/obstructions/<str:number>/", name="obstruction", may=READERS, methods=("GET",))
def obstruction(request: HttpRequest, number: str) -> HttpResponse:
    return _matter(request, Obstruction, number)


@page(face="desk", path="desk/publishing/<str:number>/", name="mediarequest", may=READERS, methods=("GET",))
def mediarequest(request: HttpRequest, number: str) -> HttpResponse:
    return _matter(request, MediaRequest, number)


@page(
    face="desk",
    path="desk/discipline/<str:word>/<str:number>/files/<str:file>/",
    name="discipline_file",
    may=READERS,
    methods=("GET",),
)
def discipline_file(request: HttpRequest, word: str, number: str, file: str) -> Any:
    if word not in showing.KINDS:
        raise Http404
    return evidence.serve(request, matter_or_404(request, showing.KINDS[word], number), file)
