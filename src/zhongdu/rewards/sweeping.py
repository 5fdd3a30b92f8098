"""Rewards nobody claimed in time."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from zhongdu.acts.performing import perform
from zhongdu.duties.sweep import sweeper
from zhongdu.rewards.acts import let_lapse
from zhongdu.rewards.models import Reward
from zhongdu.scope.actor import SYSTEM


@sweeper
def unclaimed_rewards(today: date) -> Iterator[Callable[[], object]]:
    """逾期未领的举报奖励"""
    due = Reward.objects.filter(state=Reward.State.TOLD, claim_until__lt=today)
    for reward in due.select_related("docket", "bureau").order_by("claim_until", "id"):
        yield partial(perform, let_lapse, reward, SYSTEM)
