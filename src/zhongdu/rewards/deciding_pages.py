"""Checking and approving: the whole derivation stands on the page on which one answers for it."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from zhongdu.acts.allowing import refusal_of
from zhongdu.acts.registry import Act
from zhongdu.calendar import clock
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.matters import band, cited, matter_or_404, page_of
from zhongdu.kit.pages import page
from zhongdu.law.governing import governing
from zhongdu.rewards import acts, showing
from zhongdu.rewards.models import CHECKERS, Reward
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role


@page(face="desk", path="desk/rewards/<str:number>/check/", name="check_reward", may=frozenset(CHECKERS))
def check_reward(request: HttpRequest, number: str) -> HttpResponse:
    return _decide(request, number, acts.check_reward)


@page(
    face="desk",
    path="desk/rewards/<str:number>/approve/",
    name="approve_reward",
    may=frozenset({Role.DECIDER}),
)
def approve_reward(request: HttpRequest, number: str) -> HttpResponse:
    return _decide(request, number, acts.approve_reward)


def _decide(request: HttpRequest, number: str, act: Act) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    matter = matter_or_404(request, Reward, number)
    law = governing(matter.bureau, clock.today())
    initial = {"seen": matter.docket.length, "key": uuid4().hex}
    form = ActForm(act, matter, law, request.POST or None, initial=initial)
    refusal = refusal_of(act, matter, actor, law)
    if form.perform(actor):
        messages.success(request, f"已办：{act.label}。")
        return redirect(page_of(matter, "desk"))
    context = {
        "act": act, "form": form, "matter": matter, "refusal": refusal, "clauses": cited(act, law),
        "back": page_of(matter, "desk"), "demonstration": band(law), "title": showing.title(matter.lead),
        "amount": showing.amount(matter), "derivation": showing.derivation(matter),
        "findings": showing.findings(matter, law), "doubts": showing.doubts(law), "people": showing.steps_of(matter),
    }  # fmt: skip
    return render(request, "rewards/desk_decide.html", context)
