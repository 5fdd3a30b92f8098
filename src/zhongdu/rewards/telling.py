"""A reporter hears of the reward as they hear of the lead: by account in the inbox, under a receipt code where the lead's
page says it. Nothing in the words tells that somebody reported."""

from collections.abc import Callable
from typing import Any

from zhongdu.acts.registry import Act, follows
from zhongdu.messages.telling import HOLDER, tell, told
from zhongdu.rewards.models import Reward


def news(name: str) -> Callable[[Act], Act]:
    """Declare that an act on a reward is news to its reporter."""

    def declare(act: Act) -> Act:
        @follows(act)
        def tell_of_code(deed: Any, reward: Reward) -> None:
            tell_by_code(reward, deed.id)

        return told(name)(act)

    return declare


def tell_by_code(reward: Reward, occasion: str) -> None:
    """Whoever reported under a code is told as of the lead, where they left a number: there it lies, and not here."""
    if reward.lead.receipt and reward.user_id is None:
        tell("lead.public", HOLDER, reward.bureau, docket=reward.lead.docket, occasion=occasion)


def tell_claim_ends(reward: Reward) -> None:
    """The last day to claim is near. Said once for each last day, however many nights pass."""
    occasion = f"claim until {reward.claim_until:%F} {reward.number}"
    if reward.user_id:
        tell("reward.ending", reward.user_id, reward.bureau, docket=reward.docket, occasion=occasion)
    tell_by_code(reward, occasion)
