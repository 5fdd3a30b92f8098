"""Two approvals by two people; above the bureau where its own people are concerned."""

from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.rewards.considering import not_ones_own
from zhongdu.rewards.models import CHECKERS, HANDLERS, Reward
from zhongdu.rewards.rules import decides_above
from zhongdu.rewards.scans import keep
from zhongdu.scope.roles import Role

State = Reward.State


def is_above(reward: Any) -> bool:
    """Whether its bureau may decide on it: it is not about that bureau's own people."""
    return decides_above(reward.bureau.path, reward.against.path if reward.against_id else "")


def _may_decide(reward: Any, law: Any) -> str:
    if is_above(reward):
        return ""
    return "这条线索反映的是本局的人，奖励要由上级局审定；上级局不在本平台的，请办“登记上级批复”。"


@act(
    on=Reward, moves={State.COMPUTED: State.CHECKED}, by=CHECKERS, under="reward", provided=_may_decide,
    tells="请对照文书核对案值、等级和核算过程。复核的人不能是核算的人。",
)  # fmt: skip
def check_reward(reward: Reward, deed: Doing) -> None:
    """复核

    The first of two approvals: somebody else goes through the derivation.
    """
    not_ones_own(reward, deed)
    if deed.by.user_id == reward.computed_by:
        deed.refuse("same_person", "这笔奖励是您核算的，请由另一位同事复核。")
    reward.checked_by = deed.by.user_id


@act(
    on=Reward, moves={State.CHECKED: State.APPROVED}, by=Role.DECIDER, under="reward", provided=_may_decide,
    tells="审定以后告知举报人。审定的人不能是核算或者复核的人。",
)  # fmt: skip
def approve_reward(reward: Reward, deed: Doing) -> None:
    """审定

    The second approval, by a third person, who answers for it.
    """
    not_ones_own(reward, deed)
    if deed.by.user_id in (reward.computed_by, reward.checked_by):
        deed.refuse("same_person", "这笔奖励您已经办过前面的一步，请由另一位负责人审定。")
    reward.approved_by, reward.approved_on = deed.by.user_id, deed.on


def _wants_a_letter(reward: Any, law: Any) -> str:
    return "这件奖励不涉及本局的人，由本局两人先后复核、审定。" if is_above(reward) else ""


@act(
    on=Reward, moves={State.COMPUTED: State.APPROVED}, by=HANDLERS, under="reward", provided=_wants_a_letter,
    tells="反映本局工作人员的线索，奖励由上级局审定。上级局不在本平台上，凭它的批复登记。",
)  # fmt: skip
def note_approval_above(
    reward: Reward,
    deed: Doing,
    *,
    bureau: Annotated[str, Says("审定的上级机关", plain=True, most=60)],
    letter: Annotated[str, Says("批复文号", plain=True, most=50)],
    approved_on: Annotated[date, Says("批复日期")],
    scan: Annotated[list[Upload], Says("批复扫描件", accept="evidence")],
) -> None:
    """登记上级批复

    Where no bureau above stands on this platform, its stamped letter decides.
    """
    if approved_on > deed.on:
        deed.refuse("in_the_future", "批复日期不能晚于今天。", beside="approved_on")
    keep(reward, deed, scan)
    reward.approved_above, reward.approved_on = f"{bureau} {letter}", approved_on
