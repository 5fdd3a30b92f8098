"""Undoing an ending that was wrong: by a reasoned act, never by editing. No measure speaks of it; it is the platform's way.

The docket keeps both, the ending and why it was undone. Once the term has run out there is nothing to restore:
then only the record of how it ended is put right.
"""

from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act, acts_on
from zhongdu.calendar import clock
from zhongdu.duties.opening import reopen
from zhongdu.messages.telling import told
from zhongdu.record.models import Event
from zhongdu.roster.ending import run_out
from zhongdu.roster.finishing import fall_with_the_term_before
from zhongdu.roster.models import Appointment
from zhongdu.scope.roles import Role

State, Paper = Appointment.State, Appointment.Paper


def _ended_before_its_time(appointment: Appointment) -> str:
    if appointment.papers == Paper.EXPIRED:
        return "聘期届满自然结束，没有可以恢复的。"
    before = appointment.follows
    if before and before.state == State.ENDED and before.papers != Paper.EXPIRED:
        return "它随前一聘期终止，请恢复前一聘期。"
    return ""


def _may_restore(appointment: Appointment, law: Any) -> str:
    if says := _ended_before_its_time(appointment):
        return says
    if clock.today() > appointment.until:
        return f"聘期已在{appointment.until}届满，不能恢复；终止错了的，可以更正终止记录。"
    others = Appointment.objects.filter(
        user=appointment.user_id, bureau=appointment.bureau_id, state=State.SERVING
    )
    return "此人已另有在聘的聘任，不能再恢复这一次。" if others.exists() else ""


@told("appointment.changed")
@act(
    on=Appointment,
    moves={State.ENDED: State.SERVING},
    by=Role.DECIDER,
    at="level.recruiting",
    provided=_may_restore,
    grave=True,
    tells="办法没有写终止错了怎样恢复，这是平台做法：由局负责人写明理由，原来的终止和这次恢复都留痕。"
    "恢复以后原聘书和证件重新有效，公告过取消资格的同时撤销；已经收回的聘书要退还本人。",
)
def restore_appointment(
    appointment: Appointment,
    deed: Doing,
    *,
    wrong: Annotated[str, Says("原来的终止错在哪里", words=True, most=2000)],
    reason: Annotated[
        str, Says("恢复的理由和依据", hint="如：复核决定、行政复议决定", words=True, most=2000)
    ],
) -> None:
    """恢复聘任

    The appointment goes on as if it had not ended; what was void by that ending is so no longer.
    """
    _take_back(appointment, deed)
    _with_the_term_after(appointment, deed)


@told("appointment.changed")
@act(on=Appointment, moves={State.ENDED: State.SERVING}, by=Role.SYSTEM)
def restore_with_the_term_before(appointment: Appointment, deed: Doing) -> None:
    """随前一聘期恢复

    A renewed term that fell with the one before stands again with it.
    """
    _take_back(appointment, deed)


def _may_correct(appointment: Appointment, law: Any) -> str:
    if says := _ended_before_its_time(appointment):
        return says
    return "" if clock.today() > appointment.until else "聘期还没有届满，终止错了的请办理恢复聘任。"


@told("appointment.changed")
@act(
    on=Appointment,
    when=[State.ENDED],
    by=Role.DECIDER,
    at="level.recruiting",
    provided=_may_correct,
    grave=True,
    tells="聘期已经届满，不能再恢复履职；更正以后，记为聘期届满，公告过取消资格的同时撤销。这是平台做法，原来的记录不删除。",
)
def correct_ending(
    appointment: Appointment,
    deed: Doing,
    *,
    wrong: Annotated[str, Says("原来的终止错在哪里", words=True, most=2000)],
    reason: Annotated[str, Says("更正的理由和依据", words=True, most=2000)],
) -> None:
    """更正终止记录

    A wrong ending found out after the term was over: it ended with its term, and not on that ground.
    """
    _clear(appointment, deed)
    run_out(appointment, deed)
    _with_the_term_after(appointment, deed)


def _take_back(appointment: Appointment, deed: Doing) -> None:
    if ended_by := _ended_by(appointment):
        deed.note(undoes=ended_by.act, duties=reopen(appointment.docket, voided_by=ended_by.deed))
    deed.note(ground=appointment.ground, ended_on=str(appointment.ended_on))
    _clear(appointment, deed)
    appointment.ended_on, appointment.ground, appointment.papers = None, "", Paper.VALID
    appointment.resigning_on = appointment.resigns_from = None


def _clear(appointment: Appointment, deed: Doing) -> None:
    """What the wrong ending had set going. The public is told that a cancellation is withdrawn."""
    if appointment.public_cancellation:
        appointment.public_cancellation, appointment.announced_on = False, deed.on
    appointment.letter_recalled, appointment.letter_returned_on = False, None
    if appointment.transferred_on is None:
        appointment.to_transfer = False


def _with_the_term_after(appointment: Appointment, deed: Doing) -> None:
    following = getattr(appointment, "followed_by", None)
    if following is None or following.state != State.ENDED or deed.on > following.until:
        return
    last = _ended_by(following)
    if last and last.act == fall_with_the_term_before.name:
        deed.then(restore_with_the_term_before, following)


def _ended_by(appointment: Appointment) -> Event | None:
    """The event of the ending that now stands."""
    endings = [each.name for each in acts_on(Appointment) if State.ENDED in each.moves.values()]
    return Event.objects.filter(docket=appointment.docket_id, act__in=endings).order_by("-seq").first()
