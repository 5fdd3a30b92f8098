"""For whoever reported without an account: the reward of a lead whose receipt code they have shown."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhongdu.kit.matters import own_or_404
from zhongdu.kit.pages import page
from zhongdu.law.reliance import rests_on
from zhongdu.rewards.models import Reward
from zhongdu.rewards.phone import shown


@rests_on("reward.claim", kind="page")
@page(face="public", path="rewards/<str:number>/", name="reward", may="public", methods=("GET",))
def reward(request: HttpRequest, number: str) -> HttpResponse:
    """What was granted, how it was reckoned, and the way to claim it."""
    found = own_or_404(request, Reward, number)
    return render(request, "rewards/public_reward.html", shown(request, found, "public"))
