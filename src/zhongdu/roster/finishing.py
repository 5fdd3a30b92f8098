"""What every ending comes to: its day, its ground, and what becomes of the papers and of what is still owed."""

from datetime import date
from typing import Annotated

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.duties.opening import meet
from zhongdu.law.pack import Bound
from zhongdu.messages.telling import told
from zhongdu.roster.models import Appointment
from zhongdu.roster.rules import papers_after
from zhongdu.scope.roles import Role

State = Appointment.State


def finish(appointment: Appointment, deed: Doing, ground: Bound, on: date | None = None) -> None:
    """The ending itself, on one ground of the law; a term already renewed falls with this one."""
    appointment.ended_on, appointment.ground = on or deed.on, ground.name
    appointment.papers = papers_after(ground.rule)
    appointment.letter_recalled = "letter_recalled" in ground.rule.effects
    if "public_cancellation" in ground.rule.effects:
        appointment.public_cancellation, appointment.announced_on = True, deed.on
    if appointment.raised_ground:
        meet(appointment.docket, appointment.raised_ground, on=deed.on, deed=deed.id)
        appointment.raised_ground, appointment.raised_on = "", None
    deed.cite(ground)
    deed.note(ground=ground.name, papers=appointment.papers)
    following = getattr(appointment, "followed_by", None)
    if following and following.state == State.SERVING:
        deed.then(fall_with_the_term_before, following, ground=ground.name)


@told("appointment.ended")
@act(on=Appointment, moves={State.SERVING: State.ENDED}, by=Role.SYSTEM, under="ending", closes=True)
def fall_with_the_term_before(
    appointment: Appointment, deed: Doing, *, ground: Annotated[str, Says("终止事由", plain=True)]
) -> None:
    """随前一聘期终止

    A term already renewed does not outlive the end of the one it follows.
    """
    finish(appointment, deed, deed.law.rule(ground))
