"""What surrounds an ending: a ground that events raise, the letter that comes back, the transfer to whom it concerns."""

from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.duties.opening import open_duty, void
from zhongdu.law.governing import Law, governing
from zhongdu.roster.models import Appointment
from zhongdu.roster.queries import ground_raised_by
from zhongdu.scope.roles import Role

State = Appointment.State
EVENTS = {"fund_misuse": "因违法违规使用医保基金被处理", "untrue_particulars": "报名信息与事实不符"}


# --- a ground the system comes to know -----------------------------------------------------------------


def _events(appointment: Any, law: Any) -> list[tuple[str, str]]:
    return list(EVENTS.items())


@act(on=Appointment, when=[State.SERVING], by=Role.SYSTEM, under="ending")
def raise_ground(
    appointment: Appointment,
    deed: Doing,
    *,
    event: Annotated[str, Says("发生了什么", options=_events)],
    conduct_on: Annotated[date, Says("事实发生之日")],
    case: Annotated[str, Says("案件或者线索编号", plain=True)],
) -> None:
    """出现终止事由

    What was decided elsewhere raises a ground by itself; the bureau then ends the appointment on it, or says
    why the ground does not hold. Ask :func:`ground_raised_by` first: a measure may have no such ground.
    """
    bound = ground_raised_by(governing(appointment.bureau, conduct_on), event)
    if bound is None:
        deed.refuse("no_such_ground_then", f"{conduct_on}施行的办法没有这一终止事由。")
    deed.cite(bound)
    if appointment.raised_ground:
        return  # one is waiting already; this one stands on the docket beside it
    appointment.raised_ground, appointment.raised_on = bound.name, conduct_on
    open_duty(appointment.docket, deed.law, bound.name, on=deed.on, deed=deed.id)


def _is_raised(appointment: Appointment, law: Any) -> str:
    return "" if appointment.raised_ground else "没有待处理的终止事由。"


@act(
    on=Appointment,
    when=[State.SERVING],
    by=Role.DECIDER,
    at="level.recruiting",
    under="ending",
    provided=_is_raised,
)
def set_ground_aside(
    appointment: Appointment,
    deed: Doing,
    *,
    reason: Annotated[str, Says("为什么不成立", words=True, most=2000)],
) -> None:
    """终止事由不成立

    The appointment goes on: what seemed to be a ground is none. A ground that holds is not laid aside where the law says 应当.
    """
    void(appointment.docket, appointment.raised_ground, on=deed.on, deed=deed.id)
    deed.note(ground=appointment.raised_ground)
    appointment.raised_ground, appointment.raised_on = "", None


# --- the letter comes back -----------------------------------------------------------------------------


def _letter_is_out(appointment: Appointment, law: Any) -> str:
    if not appointment.letter_recalled:
        return "这次终止没有要求收回聘书。"
    return "聘书已经收回。" if appointment.letter_returned_on else ""


@act(
    on=Appointment,
    when=[State.ENDED],
    by=(Role.RECRUITER, Role.LIAISON, Role.DECIDER),
    under="ending",
    provided=_letter_is_out,
)
def record_letter_returned(
    appointment: Appointment,
    deed: Doing,
    *,
    returned_on: Annotated[date, Says("收回之日")],
    how: Annotated[str, Says("怎样收回的", hint="如：当面交回；遗失的写明情况", words=True, most=500)],
) -> None:
    """登记聘书已收回

    Where the measure has the letter taken back, the paper itself is followed until it is in the bureau's hands.
    """
    if appointment.ended_on and not appointment.ended_on <= returned_on <= deed.on:
        deed.refuse("not_that_day", "收回之日应在终止之日和今天之间。", beside="returned_on")
    appointment.letter_returned_on = returned_on
    if ground := deed.law.find(appointment.ground):
        deed.cite(ground)


# --- transfer ------------------------------------------------------------------------------------------


def _to_be_transferred(appointment: Appointment, law: Law) -> str:
    if not appointment.to_transfer:
        return "没有决定移交。"
    return "已经登记移交。" if appointment.transferred_on else ""


@act(
    on=Appointment,
    when=[State.ENDED],
    by=(Role.DECIDER, Role.RECRUITER),
    under="breach.transfer",
    where="breach.transfer",
    provided=_to_be_transferred,
)
def record_transfer(
    appointment: Appointment,
    deed: Doing,
    *,
    department: Annotated[str, Says("移交给哪个部门", plain=True, most=80)],
    transferred_on: Annotated[date, Says("移交之日")],
    receipt: Annotated[str, Says("回执或者收文编号", plain=True, most=80)] = "",
) -> None:
    """登记移交

    To which department, when, and by what receipt it can be followed there.
    """
    if appointment.ended_on and not appointment.ended_on <= transferred_on <= deed.on:
        deed.refuse("not_that_day", "移交之日应在终止之日和今天之间。", beside="transferred_on")
    appointment.transferred_on = transferred_on
