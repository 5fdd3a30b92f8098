"""Rewards nobody claimed in time; and those whose last day to claim is near."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial

from zhongdu.acts.performing import perform
from zhongdu.duties.sweep import sweeper
from zhongdu.rewards.acts import let_lapse
from zhongdu.rewards.models import Reward
from zhongdu.rewards.telling import tell_claim_ends
from zhongdu.scope.actor import SYSTEM

SOON = timedelta(days=14)  # our own choice, in no law: time for a letter, a bank, a grown-up child who helps


@sweeper
def claims_ending(today: date) -> Iterator[Callable[[], object]]:
    """领取期限将到的举报奖励提醒举报人"""
    near = Reward.objects.filter(state=Reward.State.TOLD, claim_until__range=(today, today + SOON))
    for reward in near.select_related("docket", "bureau", "lead__docket").order_by("claim_until", "id"):
        yield partial(tell_claim_ends, reward)


@sweeper
def unclaimed_rewards(today: date) -> Iterator[Callable[[], object]]:
    """逾期未领的举报奖励"""
    due = Reward.objects.filter(state=Reward.State.TOLD, claim_until__lt=today)
    for reward in due.select_related("docket", "bureau").order_by("claim_until", "id"):
        yield partial(perform, let_lapse, reward, SYSTEM)
