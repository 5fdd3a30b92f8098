"""Checking and approving: the whole derivation stands on the page on which one answers for it."""

from django.http import HttpRequest, HttpResponse

from zhongdu.acts.registry import Act
from zhongdu.calendar import clock
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.act_pages import act_page
from zhongdu.kit.matters import matter_or_404
from zhongdu.kit.pages import page
from zhongdu.law.governing import governing
from zhongdu.rewards import acts, showing
from zhongdu.rewards.models import CHECKERS, Reward
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
    matter = matter_or_404(request, Reward, number)
    law = governing(matter.bureau, clock.today())
    return act_page(
        request, ActForm.of(request, act, matter, law), "rewards/desk_decide.html", title=showing.title(matter.lead),
        amount=showing.amount(matter), derivation=showing.derivation(matter), findings=showing.findings(matter, law),
        doubts=showing.doubts(law), people=showing.steps_of(matter),
    )  # fmt: skip
