"""How an appointment ends by the fact itself or on a finding: on the measure's own grounds, with what follows from each."""

from datetime import date, timedelta
from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.calendar import clock
from zhongdu.duties.opening import meet, open_duty
from zhongdu.law.governing import Law, governing
from zhongdu.law.pack import Bound
from zhongdu.law.shapes import Strength
from zhongdu.messages.telling import told
from zhongdu.roster.finishing import finish
from zhongdu.roster.models import Appointment
from zhongdu.roster.queries import ground_raised_by
from zhongdu.scope.roles import Role

State = Appointment.State
DECIDED = (
    "finding",
    "untrue_particulars",
    "fund_misuse",
)  # what an officer finds; the rest happens by itself

# --- by the fact itself ------------------------------------------------------------------------------


def run_out(appointment: Appointment, deed: Doing) -> None:
    """The end of a term that ran to its last day: into the next one where it was renewed, else for good."""
    renewed = deed.law.find("term.renewal") if hasattr(appointment, "followed_by") else None
    ground = ground_raised_by(deed.law, "term_over")
    appointment.ended_on = appointment.until + timedelta(days=1)
    appointment.papers = Appointment.Paper.EXPIRED
    appointment.raised_ground, appointment.raised_on = "", None
    for reason in [found for found in (renewed, ground) if found][:1]:
        appointment.ground = reason.name
        appointment.letter_recalled = "letter_recalled" in getattr(reason.rule, "effects", ())
        deed.cite(reason)
    deed.note(ground=appointment.ground, papers=appointment.papers)


def _term_has_run(appointment: Appointment, law: Any) -> str:
    return "" if clock.today() > appointment.until else "聘期还没有届满。"


@told("appointment.ended")
@act(
    on=Appointment,
    moves={State.SERVING: State.ENDED},
    by=Role.SYSTEM,
    under="term.lapse",
    provided=_term_has_run,
    meets=["term.length"],
    closes=True,
)
def let_term_end(appointment: Appointment, deed: Doing) -> None:
    """聘期届满

    The day after its last day a term is over, without a decision; a renewed one goes on in the next.
    """
    # It ran its whole time whenever the night says so: it was over with its last day, not late.
    meet(appointment.docket, "term.length", on=appointment.until, deed=deed.id)
    run_out(appointment, deed)


@act(
    on=Appointment,
    moves={State.SERVING: State.ENDED},
    by=Role.SUPERVISOR,
    under="inability.notice",
    where="inability.notice",
    closes=True,
    grave=True,
    tells="告知以后聘任当即终止，聘书和证件随即作废，不再需要批准。",
)
def tell_inability(
    appointment: Appointment,
    deed: Doing,
    *,
    since: Annotated[date, Says("从哪天起不能履职")],
    reason: Annotated[str, Says("原因", hint="工作变动、身体健康或者其他原因", words=True, most=1000)],
) -> None:
    """告知不能继续履职

    Letter and badge are void by this notice itself; nobody decides on it.
    """
    if since > deed.on:
        deed.refuse(
            "not_yet", "请在不能履职的那一天或者以后告知；告知之后聘书和证件随即作废。", beside="since"
        )
    open_duty(
        appointment.docket, deed.law, "inability.notice", on=since, deed=deed.id, person=appointment.user
    )
    meet(appointment.docket, "inability.notice", on=deed.on, deed=deed.id)
    ground = ground_raised_by(deed.law, "notice_of_inability")
    assert ground is not None, "a measure with a notice of inability has the ground it raises"
    finish(appointment, deed, ground)


# --- on a finding ------------------------------------------------------------------------------------


def decided(law: Law) -> list[Bound]:
    """The grounds of a measure that an officer decides on."""
    return [bound for bound in law.family("ending.ground") if bound.rule.raised_by in DECIDED]


def _grounds(appointment: Any, law: Law) -> list[tuple[str, str]]:
    return [(bound.name, f"{bound.label}（{bound.address.citation}）") for bound in decided(law)]


@told("appointment.ended")
@act(
    on=Appointment,
    moves={State.SERVING: State.ENDED},
    by=(Role.DECIDER, Role.RECRUITER),
    at="level.recruiting",
    under="ending",
    closes=True,
    grave=True,
    tells="终止以后聘书和证件随即失效。终止错了的，只能另行办理恢复聘任，写明理由，两次都留痕。",
)
def end_appointment(
    appointment: Appointment,
    deed: Doing,
    *,
    ground: Annotated[str, Says("终止事由", options=_grounds)],
    conduct_on: Annotated[date, Says("事实发生之日", hint="按这一天施行的办法认定事由；持续的，填最后一天")],
    facts: Annotated[str, Says("认定的事实", words=True, most=4000)],
    graveness: Annotated[
        str, Says("情节或者后果为什么严重", hint="事由要求情节严重的，必须写明", words=True, most=2000)
    ] = "",
    discretion: Annotated[
        str,
        Says("为什么决定终止", hint="办法写的是可以终止、由本局决定的，必须写明", words=True, most=2000),
    ] = "",
    transfer: Annotated[bool, Says("涉嫌违法违规，移交有关部门处理")] = False,
) -> None:
    """终止聘任

    End on a ground of the measure that was in force on the day of the conduct; the facts are written down.
    """
    if conduct_on > deed.on:
        deed.refuse("not_yet_happened", "事实发生之日不能晚于今天。", beside="conduct_on")
    bound = _as_of(appointment, deed, ground, conduct_on)
    if bound.rule.grave and not graveness.strip():
        deed.refuse(
            "not_shown_to_be_grave",
            "这一事由要求情节严重或者造成严重后果，请写明为什么严重。",
            under=bound,
            beside="graveness",
        )
    if bound.rule.strength is Strength.MAY and not discretion.strip():
        deed.refuse(
            "not_said_why",
            "办法写的是“可以终止”，终止与否由本局决定，请写明为什么决定终止。",
            under=bound,
            beside="discretion",
        )
    if transfer:
        appointment.to_transfer = True
        deed.cite(*filter(None, [deed.law.find("breach.transfer")]))
    finish(appointment, deed, bound)


@told("appointment.ended")
@act(on=Appointment, moves={State.SERVING: State.ENDED}, by=Role.SYSTEM, under="ending", closes=True)
def end_after_hearing(
    appointment: Appointment,
    deed: Doing,
    *,
    ground: Annotated[str, Says("终止事由", plain=True)],
    conduct_on: Annotated[date, Says("事实发生之日")],
    case: Annotated[str, Says("违纪案件编号", plain=True)],
) -> None:
    """依案件决定终止聘任

    What a case decided that heard the person: facts, gravity and hearing stand on its docket. The ground is
    that of the day of the conduct, as when an officer ends an appointment.
    """
    finish(appointment, deed, _as_of(appointment, deed, ground, conduct_on))


def _as_of(appointment: Appointment, deed: Doing, ground: str, day: date) -> Bound:
    """The ground as it stood on the day of the conduct: substance is judged by that day's text."""
    then = governing(appointment.bureau, day)
    bound = then.find(ground)
    if bound is None:
        deed.refuse(
            "no_such_ground_then",
            f"{day}施行的《{then.statute.title}》没有这一事由，不能据此终止。",
            beside="ground",
        )
        raise AssertionError("refused above")
    return bound
