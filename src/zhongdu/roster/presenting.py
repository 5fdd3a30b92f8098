"""亮证: the badge on the phone, held out to somebody, with a code that changes while it is looked at."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe

from zhongdu import papers
from zhongdu.calendar import clock
from zhongdu.fieldwork.queries import Visit, under_way
from zhongdu.kit.matters import band
from zhongdu.kit.pages import page
from zhongdu.law.governing import governing
from zhongdu.law.reliance import rests_on
from zhongdu.roster import live, showing
from zhongdu.roster.models import Appointment
from zhongdu.roster.queries import answer_of, current, law_as_granted, names
from zhongdu.roster.rules import BADGE_EVERY
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

MINE = frozenset({Role.SUPERVISOR})


@page(face="phone", path="my/badge/", name="show_badge", may=MINE, methods=("GET",))
def show_badge(request: HttpRequest) -> HttpResponse:
    """Who the holder is, to be compared with the person, and the code to scan."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    mine = current(actor.user_id, clock.today()) if actor.user_id else None
    if mine is None:
        raise Http404
    return _shown(request, mine, None)


@rests_on("badge.at_work", kind="page")
@page(
    face="phone", path="my/visits/<str:number>/badge/", name="show_badge_on_visit", may=MINE, methods=("GET",)
)
def show_badge_on_visit(request: HttpRequest, number: str) -> HttpResponse:
    """The same on an open visit under way: whoever scans learns of the visit too. Of a covert one there is none."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    visit = under_way(actor.user_id, number) if actor.user_id else None
    if visit is None:
        raise Http404("没有进行中的明察，请核对编号。")
    return _shown(
        request, Appointment.objects.select_related("docket", "bureau").get(pk=visit.appointment_id), visit
    )


def _shown(request: HttpRequest, mine: Appointment, visit: Visit | None) -> HttpResponse:
    name, law = names([mine])[mine.number], governing(mine.bureau, clock.today())
    context = {
        "appointment": mine,
        "visit": visit,
        "card": showing.card(mine, name, "phone"),
        "verb": verb(mine),
        "at_work": law.find("badge.at_work"),
        "demonstration": band(law),
        **code(mine, visit),
    }
    answer = render(request, "roster/show_badge.html", context)
    answer["Cache-Control"] = "private, no-store"
    return answer


def verb(mine: Appointment) -> str:
    """What holding it out is called: a badge where the law has one, else the letter."""
    return "亮证" if law_as_granted(mine).find("appointment.badge") else "出示聘书"


def code(mine: Appointment, visit: Visit | None = None) -> dict[str, Any]:
    """The code of this minute, as pages show it; none of papers that are not in force."""
    if answer_of(mine, clock.today()) != "valid":
        return {"live": None}
    shown, every = live.Shown(clock.now(), visit.number if visit else ""), period(mine)
    address = reverse(
        "public:verify_shown", kwargs={"code": mine.verify_code, "token": live.made(mine.verify_code, shown)}
    )
    return {
        "live": mark_safe(papers.qr_svg(settings.PUBLIC_URL.rstrip("/") + address)),  # our own drawing
        "live_at": shown.at,
        "live_every": int(every.total_seconds()),
        "live_from": reverse("phone:show_badge_on_visit", kwargs={"number": visit.number})
        if visit
        else reverse("phone:show_badge"),
    }


def period(appointment: Appointment) -> timedelta:
    """How long a code stands before the next one, by the bureau's own way."""
    return timedelta(seconds=int(BADGE_EVERY.of(appointment.bureau)))
