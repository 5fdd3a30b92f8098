"""The phone's common pages: today, and the form of any act."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhongdu.calendar import clock
from zhongdu.duties import board
from zhongdu.fieldwork.queries import pressing
from zhongdu.kit.act_pages import do
from zhongdu.kit.matters import band
from zhongdu.kit.pages import page
from zhongdu.law.governing import governing
from zhongdu.roster.queries import current
from zhongdu.scope.roles import Role
from zhongdu.web import waiting

SUPERVISOR = frozenset({Role.SUPERVISOR})


@page(face="phone", path="my/", name="home", may=SUPERVISOR, methods=("GET",))
def home(request: HttpRequest) -> HttpResponse:
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    appointment = current(actor.user_id, today)
    context = {
        "appointment": appointment,
        "pressing": pressing(actor, today),
        "waiting": waiting.for_supervisor(actor),
        "duties": board.for_person(actor),
        "today": today,
        "demonstration": band(governing(appointment.bureau, today)) if appointment else "",
    }
    return render(request, "web/phone_home.html", context)


@page(face="phone", path="my/do/<str:act>/<str:number>/", name="do", may=SUPERVISOR)
def do_on_phone(request: HttpRequest, act: str, number: str) -> HttpResponse:
    return do(request, "phone", act, number)
