"""How an appointment ends at the supervisor's own request: at once, or ahead of time and with consent, as the measure says."""

from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.duties.opening import meet, open_duty, void
from zhongdu.law.governing import Law
from zhongdu.messages.telling import told
from zhongdu.roster.finishing import finish
from zhongdu.roster.models import Appointment
from zhongdu.roster.queries import ground_raised_by
from zhongdu.roster.rules import leaves_early
from zhongdu.scope.roles import Role

State = Appointment.State


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
    finish(appointment, deed, ground)


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


@told("appointment.ended")
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
    finish(appointment, deed, ground)


@told("request.answered")
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
