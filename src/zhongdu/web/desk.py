"""The desk's common pages: what is due, and the form of any act."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhongdu.calendar import clock
from zhongdu.duties import board
from zhongdu.kit.act_pages import do
from zhongdu.kit.pages import page
from zhongdu.leads import queries as leads
from zhongdu.scope.roles import POSTS
from zhongdu.web import waiting

STAFF = frozenset(POSTS)


@page(face="desk", path="desk/", name="home", may=STAFF, methods=("GET",))
def home(request: HttpRequest) -> HttpResponse:
    """What is due comes first, the most urgent on top; then what waits without a date."""
    actor, today = request.actor, clock.today()  # type: ignore[attr-defined]
    to_do = board.to_do(actor, today)
    context = {
        "first": waiting.first_steps(actor, today),
        "grave": leads.grave_awaiting(actor),
        "owed_now": board.owed_now(actor, today, among=to_do),
        "due": board.due_for(actor, today, 20, but=leads.RECEIPT, among=to_do),
        "waiting": waiting.for_officer(actor),
        "today": today,
    }
    return render(request, "web/desk_home.html", context)


@page(face="desk", path="desk/do/<str:act>/<str:number>/", name="do", may=STAFF)
def do_on_desk(request: HttpRequest, act: str, number: str) -> HttpResponse:
    return do(request, "desk", act, number)
