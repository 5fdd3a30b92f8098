"""Joint inspections on an inspector's desk: where one is asked to go along, and one such visit."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhongdu import vault
from zhongdu.fieldwork import checklists, showing
from zhongdu.fieldwork.models import Joining, Visit
from zhongdu.fieldwork.queries import joinings_of
from zhongdu.kit import lists
from zhongdu.kit.matters import matter_context, matter_or_404
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Tone
from zhongdu.record.models import Event
from zhongdu.roster.queries import names
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

INSPECTOR = frozenset({Role.INSPECTOR})
_TONES: dict[str, Tone] = {
    Joining.State.ASKED: "info",
    Joining.State.CONFIRMED: "good",
    Joining.State.DECLINED: "warn",
    Joining.State.CALLED_OFF: "quiet",
}


@page(face="desk", path="desk/joint/", name="joinings", may=INSPECTOR, methods=("GET",))
def joinings(request: HttpRequest) -> HttpResponse:
    """The visits one was asked to go along on, the newest first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    filters = lists.Filters.read(request, lists.Choice("state", "状态", Joining.State.choices))
    rows = Joining.objects.visible_to(actor).select_related("docket", "bureau", "visit__institution")
    found = lists.page_of(request, filters.narrow(rows), by=("-id",))
    seen = {*_seen(actor, [each.visit_id for each in found])}
    return render(
        request,
        "fieldwork/joinings.html",
        {
            "filters": filters,
            "found": found,
            "rows": [(each, each.visit_id in seen, _TONES[each.state]) for each in found],
        },
    )


@page(face="desk", path="desk/joint/<str:number>/", name="joining", may=INSPECTOR, methods=("GET",))
def joining(request: HttpRequest, number: str) -> HttpResponse:
    """One invitation: where, with whom, by when, and what to answer."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = matter_or_404(request, Joining, number)
    visit = Visit.objects.select_related("docket", "bureau", "institution", "appointment__docket").get(
        pk=found.visit_id
    )
    readable = bool(_seen(actor, [visit.pk]))
    context = matter_context(request, found, "desk") | {"tone": _TONES[found.state], "visit": None}
    if readable:
        context |= {
            "visit": visit,
            "supervisor": names([visit.appointment])[visit.appointment.number],
            "checklist": checklists.followed(visit),
            "request_words": showing.written(visit, "fieldwork.assign_visit"),
            "others": [each for each in shown(visit) if each["joining"].pk != found.pk],
            "mine": notes(found),
        }
    return render(request, "fieldwork/joining.html", context)


def _seen(actor: Actor, visits: list[int]) -> list[int]:
    """Those of these visits that the inspector may read: who went back on it reads a covert plan no more."""
    return list(Visit.objects.visible_to(actor).filter(pk__in=visits).values_list("pk", flat=True))


def shown(visit: Visit) -> list[dict[str, Any]]:
    """Who was asked along on a visit, with their answer and their notes: for officers who may read the visit."""
    return [
        {
            "joining": each,
            "name": each.user.get_full_name(),
            "tone": _TONES[each.state],
            "why": _told(each, "fieldwork.decline_joining")[-1:],
            "notes": notes(each),
        }
        for each in joinings_of(visit)
    ]


def notes(joining: Joining) -> list[tuple[Any, str]]:
    """What an inspector noted on the spot: (when, words)."""
    return _told(joining, "fieldwork.note_joining")


def _told(joining: Joining, act: str) -> list[tuple[Any, str]]:
    events = list(Event.objects.filter(docket=joining.docket_id, act=act).order_by("seq"))
    kept = {event.pk: (event.data.get("vault") or {}).get("words") for event in events}
    found = vault.recall([pair[0] for pair in kept.values() if pair])
    return [(event.at, found[pair[0]]) for event in events if (pair := kept[event.pk]) and pair[0] in found]
