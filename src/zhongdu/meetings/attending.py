"""A supervisor says whether they come, and signs in at the door; an officer can note it by hand."""

from typing import Annotated

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.calendar import clock
from zhongdu.kit import doors
from zhongdu.law.governing import Law
from zhongdu.meetings.models import OFFICERS, Invitation, Meeting
from zhongdu.scope.roles import Role

State, Way = Invitation.State, Invitation.Way
REPLIED = (State.ASKED, State.COMING, State.DECLINED)


def _still_ahead(invitation: Invitation, law: Law) -> str:
    meeting = invitation.meeting
    return "" if meeting.state == Meeting.State.CALLED else f"这个会{meeting.get_state_display()}。"


@act(
    on=Invitation,
    moves={State.ASKED: State.COMING, State.DECLINED: State.COMING},
    by=Role.SUPERVISOR,
    provided=_still_ahead,
)
def accept_invitation(invitation: Invitation, deed: Doing) -> None:
    """能来

    The supervisor comes.
    """


@act(
    on=Invitation,
    moves={State.ASKED: State.DECLINED, State.COMING: State.DECLINED},
    by=Role.SUPERVISOR,
    provided=_still_ahead,
    tells="不来也没有关系，会后的纪要会发给您。",
)
def decline_invitation(
    invitation: Invitation,
    deed: Doing,
    *,
    reason: Annotated[str, Says("来不了的原因", hint="写一句就可以。", words=True, most=300)],
) -> None:
    """来不了

    The supervisor cannot come, and says why.
    """


@act(on=Invitation, moves=dict.fromkeys(REPLIED, State.ATTENDED), by=Role.SUPERVISOR, provided=_still_ahead)
def sign_in(
    invitation: Invitation, deed: Doing, *, code: Annotated[str, Says("签到码", plain=True, most=60)]
) -> None:
    """签到

    Whoever is in the room scans the code on the screen there, which changes twice a minute.
    """
    doors.check(deed, code, invitation.meeting.door)
    if deed.on < clock.day_of(invitation.meeting.starts_at):
        deed.refuse("not_yet", "还没有到开会那一天。", beside="code")
    _signed(invitation, Way.CODE)


@act(on=Invitation, moves=dict.fromkeys(REPLIED, State.ATTENDED), by=OFFICERS, provided=_still_ahead)
def tick_in(
    invitation: Invitation,
    deed: Doing,
    *,
    reason: Annotated[str, Says("为什么由工作人员登记", hint="如：没有带手机；纸质签到表上有签名。", words=True, most=200)],
) -> None:  # fmt: skip
    """登记到会

    Somebody is there who cannot scan: an officer says so, and why.
    """
    if deed.on < clock.day_of(invitation.meeting.starts_at):
        deed.refuse("not_yet", "还没有到开会那一天。", beside="reason")
    _signed(invitation, Way.BY_HAND)


@act(on=Invitation, moves={State.ATTENDED: State.ASKED}, by=OFFICERS, provided=_still_ahead)
def strike_attendance(
    invitation: Invitation, deed: Doing, *, reason: Annotated[str, Says("原因", words=True, most=200)]
) -> None:
    """撤销签到

    Somebody was signed in who is not there.
    """
    invitation.signed_at, invitation.way = None, ""


def _signed(invitation: Invitation, way: str) -> None:
    invitation.signed_at, invitation.way = clock.now(), way
