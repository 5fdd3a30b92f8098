"""My rewards on the phone: what was granted, how it was reckoned, and how to claim it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhongdu.calendar import clock
from zhongdu.kit import lists
from zhongdu.kit.matters import matter_context, own_or_404
from zhongdu.kit.pages import page
from zhongdu.law.reliance import rests_on
from zhongdu.rewards import queries, showing
from zhongdu.rewards.models import Reward
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

MAY = frozenset({Role.SUPERVISOR})


@page(face="phone", path="my/rewards/", name="rewards", may=MAY, methods=("GET",))
def rewards(request: HttpRequest) -> HttpResponse:
    """Those to claim stand among the others, each with its last day."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = lists.page_of(request, queries.mine(actor), by=("-id",))
    rows = [(row, showing.title(row.lead), showing.amount(row), showing.chip(row)) for row in found]
    context = {"found": found, "rows": rows, "today": clock.today()}
    return render(request, "rewards/phone_rewards.html", context)


@rests_on("reward.claim", "reward.scale", kind="page")
@page(face="phone", path="my/rewards/<str:number>/", name="reward", may=MAY, methods=("GET",))
def reward(request: HttpRequest, number: str) -> HttpResponse:
    """One of mine."""
    found = own_or_404(request, Reward, number)
    return render(request, "rewards/phone_reward.html", shown(request, found, "phone"))


def shown(request: HttpRequest, found: Reward, face: str) -> dict[str, object]:
    """What a reporter is shown of a reward, by account or by receipt code."""
    context = matter_context(request, found, face)
    return context | {
        "title": showing.title(found.lead),
        "lead_number": found.lead.number,
        "chip": showing.chip(found),
        "amount": showing.amount(found),
        "derivation": showing.derivation(found) if found.state != Reward.State.REFUSED else [],
        "told": queries.told(found)[::-1],
        "account": showing.own_account(found),
        "claim": context["law"].find("reward.claim"),
        "paying": next((duty for duty in context["duties"] if duty.concept == "reward.payment"), None),
        "entries": showing.for_reporter(context["entries"], found),
    }
