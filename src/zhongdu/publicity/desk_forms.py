"""The desk's forms that the generic one is not good enough for: whom to ask, who was there, and what stands already."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from zhongdu.acts.registry import Act
from zhongdu.bureaus.queries import Office
from zhongdu.calendar import clock
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.act_pages import act_page
from zhongdu.kit.choosing import choose_people
from zhongdu.kit.matters import cited, matter_or_404
from zhongdu.kit.pages import page
from zhongdu.law.governing import governing
from zhongdu.publicity import acts
from zhongdu.publicity.joining import absent, unasked
from zhongdu.publicity.models import READERS, Activity
from zhongdu.publicity.queries import account_of
from zhongdu.roster.queries import names

MAY = frozenset(READERS)


@page(face="desk", path="desk/offices/<str:number>/publicity/", name="plan_publicity", may=MAY)
def plan_publicity(request: HttpRequest, number: str) -> HttpResponse:
    """What, how, when and where."""
    office = matter_or_404(request, Office, number)
    return _form(request, office, acts.plan_publicity, "安排好了，接下来可以请监督员参加。")


@page(face="desk", path="desk/offices/<str:number>/publicity/done/", name="enter_publicity", may=MAY)
def enter_publicity(request: HttpRequest, number: str) -> HttpResponse:
    """What was done without being planned here."""
    office = matter_or_404(request, Office, number)
    return _form(request, office, acts.enter_publicity, "已登记。有监督员参加的，接着登记。")


@page(face="desk", path="desk/publicity/<str:number>/change/", name="change_publicity", may=MAY)
def change_publicity(request: HttpRequest, number: str) -> HttpResponse:
    """Filled in with what stands now."""
    matter: Activity = matter_or_404(request, Activity, number)
    now = {name: getattr(matter, name) for name in ("title", "topic", "way", "on", "where", "arrangement")}
    return _form(request, matter, acts.change_publicity, "安排已改。", **now, leader=str(matter.led_by_id))


@page(face="desk", path="desk/publicity/<str:number>/done/", name="record_publicity", may=MAY)
def record_publicity(request: HttpRequest, number: str) -> HttpResponse:
    """The day it was planned for stands there already."""
    matter: Activity = matter_or_404(request, Activity, number)
    return _form(request, matter, acts.record_publicity, "已登记开展。", on=matter.on)


@page(face="desk", path="desk/publicity/<str:number>/correct/", name="correct_publicity", may=MAY)
def correct_publicity(request: HttpRequest, number: str) -> HttpResponse:
    """Filled in with what was written."""
    matter: Activity = matter_or_404(request, Activity, number)
    now = {name: getattr(matter, name) for name in ("topic", "way", "where", "reach", "link")}
    return _form(request, matter, acts.correct_publicity, "已更正。", **now, account=account_of(matter))


def _form(request: HttpRequest, matter: Any, act: Act, done: str, **now: Any) -> HttpResponse:
    form = ActForm.of(request, act, matter, governing(matter.bureau, clock.today()), **now)
    return act_page(
        request, form, "publicity/desk_form.html", done=done,
        then=lambda made: reverse("desk:activity", kwargs={"number": made.number}),
        back="", of=matter if isinstance(matter, Activity) else None, over=getattr(matter, "title", ""),
    )  # fmt: skip


@page(face="desk", path="desk/publicity/<str:number>/ask/", name="ask_to_take_part", may=MAY)
def ask_to_take_part(request: HttpRequest, number: str) -> HttpResponse:
    """All at once, or those ticked."""
    matter: Activity = matter_or_404(request, Activity, number)
    return _choose(request, acts.ask_to_take_part, matter, unasked(matter), "已通知。")


@page(face="desk", path="desk/publicity/<str:number>/there/", name="note_taking_part", may=MAY)
def note_taking_part(request: HttpRequest, number: str) -> HttpResponse:
    """Those ticked were there, whether they had been asked or not."""
    matter: Activity = matter_or_404(request, Activity, number)
    return _choose(request, acts.note_taking_part, matter, absent(matter), "已登记。")


def _choose(request: HttpRequest, act: Act, matter: Activity, people: Any, done: str) -> HttpResponse:
    return choose_people(
        request, act, matter, people, names, template="publicity/desk_choose.html", done=done,
        clauses=cited(act, governing(matter.bureau, clock.today())), asking=act is acts.ask_to_take_part,
    )  # fmt: skip
