"""The phone's common pages: today, and the form of any act."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhongdu.calendar import clock
from zhongdu.duties import board, reminding
from zhongdu.fieldwork.queries import pressing
from zhongdu.kit.act_pages import do
from zhongdu.kit.matters import band, page_of
from zhongdu.kit.pages import page
from zhongdu.law.governing import governing
from zhongdu.roster.queries import current
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role
from zhongdu.web import waiting

SUPERVISOR = frozenset({Role.SUPERVISOR})


@page(face="phone", path="my/", name="home", may=SUPERVISOR, methods=("GET",))
def home(request: HttpRequest) -> HttpResponse:
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    appointment = current(actor.user_id, today)
    context = {
        "appointment": appointment,
        "pressing": _pressing(actor, today),
        "waiting": waiting.for_supervisor(actor),
        "duties": board.for_person(actor),
        "today": today,
        "demonstration": band(governing(appointment.bureau, today)) if appointment else "",
    }
    return render(request, "web/phone_home.html", context)


@dataclass(frozen=True)
class Pressing:
    """Something near its last day or past it: a task, or whatever else is owed by name."""

    title: str
    due: date
    url: str
    line: str = ""
    own: bool = False  # its last day is the bureau's own target
    provisional: bool = False


def _pressing(actor: Actor, today: date) -> list[Pressing]:
    """The most urgent first, tasks and other duties alike."""
    tasks = [
        Pressing(
            "一项任务" if visit.way == visit.Way.COVERT else visit.institution.name, visit.due, page_of(visit, "phone"),
            "还没有接受" if visit.state == visit.State.ASSIGNED else "",
        )
        for visit in pressing(actor, today) if visit.due
    ]  # fmt: skip
    owed = [
        Pressing(row.duty.says, row.duty.due, row.url, row.matter, row.is_own_target, row.duty.provisional)
        for row in reminding.pressing(actor, today) if row.duty.due
    ]  # fmt: skip
    return sorted([*tasks, *owed], key=lambda each: each.due)


@page(face="phone", path="my/do/<str:act>/<str:number>/", name="do", may=SUPERVISOR)
def do_on_phone(request: HttpRequest, act: str, number: str) -> HttpResponse:
    return do(request, "phone", act, number)
