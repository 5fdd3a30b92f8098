"""Deciding, before a term is over, that it will not be renewed. Renewing itself grants a new term: see ``granting``."""

from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.calendar import clock
from zhongdu.messages.telling import told
from zhongdu.roster.models import Appointment
from zhongdu.scope.roles import Role

State = Appointment.State


def _undecided(appointment: Appointment, law: Any) -> str:
    if hasattr(appointment, "followed_by"):
        return "这次聘任已经续聘。"
    if appointment.resigning_on:
        return "本人已申请终止聘任，先办结申请。"
    if clock.today() > appointment.until:
        return "聘期已经届满。"
    return "已经决定期满不续聘。" if appointment.not_renewing_on else ""


@told("appointment.changed")
@act(
    on=Appointment,
    when=[State.SERVING],
    by=(Role.DECIDER, Role.RECRUITER),
    at="level.recruiting",
    under="term.renewal",
    where="term.renewal",
    provided=_undecided,
    tells="聘任照常到聘期届满那天，届满自然结束；本人在手机上会看到这个决定和理由。",
)
def decide_not_to_renew(
    appointment: Appointment,
    deed: Doing,
    *,
    reason: Annotated[str, Says("不续聘的理由", words=True, most=1000)],
) -> None:
    """期满不续聘

    The term runs to its last day and ends by itself; the person knows beforehand, and why.
    """
    appointment.not_renewing_on = deed.on


def _decided(appointment: Appointment, law: Any) -> str:
    return "" if appointment.not_renewing_on else "没有作过不续聘的决定。"


@told("appointment.changed")
@act(
    on=Appointment,
    when=[State.SERVING],
    by=(Role.DECIDER, Role.RECRUITER),
    at="level.recruiting",
    under="term.renewal",
    where="term.renewal",
    provided=_decided,
)
def reconsider_renewal(
    appointment: Appointment, deed: Doing, *, reason: Annotated[str, Says("理由", words=True, most=1000)]
) -> None:
    """撤回不续聘的决定

    Whether to renew is open again.
    """
    appointment.not_renewing_on = None
