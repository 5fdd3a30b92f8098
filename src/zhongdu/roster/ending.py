"""How an appointment ends: on the measure's own grounds, with what follows from each."""

from datetime import date, timedelta
from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.calendar import clock
from zhongdu.duties.opening import meet, open_duty, void
from zhongdu.law.governing import Law, governing
from zhongdu.law.pack import Bound
from zhongdu.roster.models import Appointment
from zhongdu.roster.rules import leaves_early, papers_after
from zhongdu.scope.roles import Role

State = Appointment.State
DECIDED = (
    "finding",
    "untrue_particulars",
    "fund_misuse",
)  # what an officer finds; the rest happens by itself


def ground_raised_by(law: Law, *events: str) -> Bound | None:
    """The measure's ground that one of these events raises."""
    return next((bound for bound in law.family("ending.ground") if bound.rule.raised_by in events), None)


def _end(appointment: Appointment, deed: Doing, ground: Bound, on: date | None = None) -> None:
    """The ending itself: its day, its ground, and what becomes of the papers."""
    appointment.ended_on, appointment.ground = on or deed.on, ground.name
    appointment.papers = papers_after(ground.rule)
    appointment.public_cancellation = "public_cancellation" in ground.rule.effects
    deed.cite(ground)
    deed.note(ground=ground.name, papers=appointment.papers)
    following = getattr(appointment, "followed_by", None)
    if following and following.state == State.SERVING:
        deed.then(fall_with_the_term_before, following, ground=ground.name)


@act(on=Appointment, moves={State.SERVING: State.ENDED}, by=Role.SYSTEM, under="ending", closes=True)
def fall_with_the_term_before(
    appointment: Appointment, deed: Doing, *, ground: Annotated[str, Says("终止事由", plain=True)]
) -> None:
    """随前一聘期终止

    A term already renewed does not outlive the end of the one it follows.
    """
    _end(appointment, deed, deed.law.rule(ground))


# --- by the fact itself ------------------------------------------------------------------------------


def _term_has_run(appointment: Appointment, law: Any) -> str:
    return "" if clock.today() > appointment.until else "聘期还没有届满。"


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
    renewed = deed.law.find("term.renewal") if hasattr(appointment, "followed_by") else None
    ground = ground_raised_by(deed.law, "term_over")
    appointment.ended_on = appointment.until + timedelta(days=1)
    appointment.papers = Appointment.Paper.EXPIRED
    for reason in [found for found in (renewed, ground) if found][:1]:
        appointment.ground = reason.name
        deed.cite(reason)
    deed.note(ground=appointment.ground, papers=appointment.papers)


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
    _end(appointment, deed, ground)


# --- at the supervisor's own request -----------------------------------------------------------------


def _needs_consent(law: Law) -> bool | None:
    """Whether leaving at one's own request takes the bureau's consent; none where the law has no such way."""
    ground = ground_raised_by(law, "own_request")
    return None if ground is None else "consent" in ground.rule.needs


def _may_step_down(appointment: Appointment, law: Law) -> str:
    if (needed := _needs_consent(law)) is None:
        return f"《{law.statute.title}》没有规定本人申请终止；不能继续履职的，请告知医保局。"
    return "先提出申请，经医保局同意后终止。" if needed else ""


@act(
    on=Appointment,
    moves={State.SERVING: State.ENDED},
    by=Role.SUPERVISOR,
    under="ending",
    provided=_may_step_down,
    closes=True,
    grave=True,
    tells="提交以后聘任当天终止，聘书随即失效，不再需要批准。",
)
def step_down(
    appointment: Appointment, deed: Doing, *, reason: Annotated[str, Says("原因", words=True, most=1000)] = ""
) -> None:
    """申请退出，终止聘任

    Where the measure asks for no consent, the request ends the appointment today.
    """
    ground = ground_raised_by(deed.law, "own_request")
    assert ground is not None
    _end(appointment, deed, ground)


def _may_resign(appointment: Appointment, law: Law) -> str:
    if not _needs_consent(law):
        return f"《{law.statute.title}》没有经同意后终止这一步。"
    return "您已经提出申请，医保局正在研究。" if appointment.resigning_on else ""


@act(
    on=Appointment,
    when=[State.SERVING],
    by=Role.SUPERVISOR,
    under="resignation.period",
    provided=_may_resign,
    grave=True,
    tells="提交以后由医保局答复；答复以前聘任照常，也可以撤回申请。",
)
def resign(
    appointment: Appointment, deed: Doing, *, reason: Annotated[str, Says("原因", words=True, most=1000)]
) -> None:
    """申请终止聘任

    Where consent is needed, the request starts the time that should lie between it and the end.
    """
    ground = ground_raised_by(deed.law, "own_request")
    assert ground is not None
    ahead = deed.law.last_day("resignation.period", deed.on)
    appointment.resigning_on = deed.on
    appointment.resigns_from = ahead.last if ahead else deed.on
    deed.cite(ground)
    deed.note(resigns_from=appointment.resigns_from.isoformat())
    open_duty(appointment.docket, deed.law, ground.name, on=deed.on, deed=deed.id, owed_to=appointment.user)


def _has_asked(appointment: Appointment, law: Any) -> str:
    return "" if appointment.resigning_on else "本人没有提出终止申请。"


@act(
    on=Appointment,
    moves={State.SERVING: State.ENDED},
    by=Role.DECIDER,
    at="level.recruiting",
    under="resignation.period",
    provided=_has_asked,
    closes=True,
)
def consent_to_resignation(
    appointment: Appointment,
    deed: Doing,
    *,
    departure: Annotated[
        str, Says("提前同意的理由", hint="申请后不满规定时间就同意的，要写明", words=True, most=1000)
    ] = "",
) -> None:
    """同意终止聘任

    The appointment ends today. Before the time is up only as a departure, by name and with a reason.
    """
    ahead = deed.law.find("resignation.period")
    if ahead and leaves_early(appointment.resigns_from, deed.on):
        says = f"{appointment.resigning_on}提出申请，原则上要到{appointment.resigns_from}才终止。"
        deed.depart(ahead, departure, says, beside="departure")
    ground = ground_raised_by(deed.law, "own_request")
    assert ground is not None
    meet(appointment.docket, ground.name, on=deed.on, deed=deed.id)
    _end(appointment, deed, ground)


@act(
    on=Appointment,
    when=[State.SERVING],
    by=Role.DECIDER,
    at="level.recruiting",
    under="resignation.period",
    provided=_has_asked,
)
def decline_resignation(
    appointment: Appointment, deed: Doing, *, reason: Annotated[str, Says("理由", words=True, most=1000)]
) -> None:
    """不同意终止聘任

    The appointment goes on; the person sees why.
    """
    _settle_request(appointment, deed)
    if ground := ground_raised_by(deed.law, "own_request"):
        deed.cite(ground)
        meet(appointment.docket, ground.name, on=deed.on, deed=deed.id)


@act(
    on=Appointment,
    when=[State.SERVING],
    by=Role.SUPERVISOR,
    provided=_has_asked,
    tells="撤回以后聘任照常继续，就像没有申请过一样。",
)
def withdraw_resignation(appointment: Appointment, deed: Doing) -> None:
    """撤回终止申请

    The appointment goes on as if nothing had been asked.
    """
    _settle_request(appointment, deed)
    if ground := ground_raised_by(deed.law, "own_request"):
        void(appointment.docket, ground.name, on=deed.on, deed=deed.id)


def _settle_request(appointment: Appointment, deed: Doing) -> None:
    appointment.resigning_on = appointment.resigns_from = None


# --- on a finding ------------------------------------------------------------------------------------


def _grounds(appointment: Any, law: Law) -> list[tuple[str, str]]:
    return [
        (bound.name, f"{bound.label}（{bound.address.citation}）")
        for bound in law.family("ending.ground")
        if bound.rule.raised_by in DECIDED
    ]


@act(
    on=Appointment,
    moves={State.SERVING: State.ENDED},
    by=(Role.DECIDER, Role.RECRUITER),
    at="level.recruiting",
    under="ending",
    closes=True,
    grave=True,
    tells="终止以后聘书和证件随即失效，不能恢复。",
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
    if transfer and (rule := deed.law.find("breach.transfer")):
        deed.cite(rule)
    _end(appointment, deed, bound)


@act(on=Appointment, moves={State.SERVING: State.ENDED}, by=Role.SYSTEM, under="ending", closes=True)
def end_after_hearing(
    appointment: Appointment,
    deed: Doing,
    *,
    ground: Annotated[str, Says("终止事由", plain=True)],
    conduct_on: Annotated[date, Says("事实发生之日")],
    case: Annotated[str, Says("违纪处理", plain=True, most=12)],
) -> None:
    """经听取意见终止聘任

    A case of discipline was decided after the person was heard; this is its effect.
    """
    _end(appointment, deed, _as_of(appointment, deed, ground, conduct_on))


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
