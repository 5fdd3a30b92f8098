"""Hours of service: stated by the supervisor or entered by an officer, confirmed, put right; and praise."""

from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.calendar import clock
from zhongdu.fieldwork.queries import Visit
from zhongdu.messages.telling import told
from zhongdu.roster.queries import Appointment
from zhongdu.scope.roles import Role
from zhongdu.service.models import OFFICERS, Commendation, Proof, Stint
from zhongdu.service.proving import outdate_proof
from zhongdu.service.rules import fits, spoken, within

State, Kind = Stint.State, Stint.Kind
_LONG = 500

_MINUTES = Says("时长（分钟）", hint="只填数字：一小时填60，一个半小时填90。")
_WHY = Says("原因", hint="监督员能看到。", words=True, most=_LONG)


def kinds(subject: Any, law: Any) -> list[tuple[str, str]]:
    """What may be entered by itself; a visit is counted from its own record."""
    return [(kind.value, kind.label) for kind in Kind if kind is not Kind.VISIT]


def _not_counted_yet(visit: Visit, law: Any) -> str:
    counted = Stint.objects.filter(visit=visit).exclude(state=State.DECLINED)
    return "这次巡查已经记过时长了。" if counted.exists() else ""


@act(
    on=Visit,
    creates=Stint,
    when=[Visit.State.DONE],
    by=Role.SUPERVISOR,
    under="service.record",
    provided=_not_counted_yet,
    tells="从出门到回来都算。医保局确认以后计入服务时长。",
)
def state_hours(visit: Visit, deed: Doing, *, minutes: Annotated[int, _MINUTES]) -> Stint:
    """记下这次巡查的时长

    A visit that is done proposes an entry; only the supervisor knows how long it took.
    """
    on = clock.day_of(visit.done_at)  # type: ignore[arg-type]
    _has_room(deed, visit.user_id, on, minutes)
    return deed.open(
        Stint, visit.appointment.bureau, State.PROPOSED, appointment=visit.appointment, user_id=visit.user_id,
        sort=Kind.VISIT, visit=visit, on=on, minutes=minutes,
    )  # fmt: skip


@act(on=Appointment, creates=Stint, by=Role.SUPERVISOR, under="service.record")
def state_service(
    appointment: Appointment,
    deed: Doing,
    *,
    kind: Annotated[str, Says("做了哪一类事", options=kinds)],
    on: Annotated[date, Says("哪一天")],
    minutes: Annotated[int, _MINUTES],
    words: Annotated[str, Says("做了什么", hint="写一句就可以。", secret="service_words", most=_LONG)],
) -> Stint:
    """记一次服务

    Service beside visits, as the supervisor tells it; it counts once an officer has confirmed it.
    """
    return _opened(deed, appointment, State.PROPOSED, kind, on, minutes)


@told("service.hours")
@act(on=Appointment, creates=Stint, by=OFFICERS, under=("service.record", "service.training"))
def enter_service(
    appointment: Appointment,
    deed: Doing,
    *,
    kind: Annotated[str, Says("服务类别", options=kinds)],
    on: Annotated[date, Says("日期")],
    minutes: Annotated[int, _MINUTES],
    words: Annotated[str, Says("活动内容", hint="如：基金监管宣传月", secret="service_words", most=_LONG)],
) -> Stint:
    """登记服务时长

    The bureau enters what it organised itself, for one or for many at once: confirmed by that.
    """
    return _opened(deed, appointment, State.CONFIRMED, kind, on, minutes)


@told("service.hours")
@act(on=Stint, moves={State.PROPOSED: State.CONFIRMED}, by=OFFICERS, under="service.record")
def confirm_service(
    stint: Stint,
    deed: Doing,
    *,
    minutes: Annotated[int | None, Says("核定的时长（分钟）", hint="与本人所报相同的，不用填。")] = None,
    reason: Annotated[str, Says("与本人所报不同的原因", hint="监督员能看到。", words=True, most=_LONG)] = "",
) -> None:
    """确认时长

    An officer takes what was stated into the record, as it is or, with a reason, as it should be.
    """
    agreed = stint.minutes if minutes is None else minutes
    if agreed != stint.minutes and not reason:
        deed.refuse("no_reason", f"本人报的是{spoken(stint.minutes)}，要改请写明原因。", beside="reason")
    _has_room(deed, stint.user_id, stint.on, agreed, besides=stint)
    stint.minutes = agreed
    deed.note(agreed=agreed)


@told("service.hours")
@act(
    on=Stint,
    when=[State.CONFIRMED],
    by=OFFICERS,
    under="service.record",
    tells="已经开出的服务证明如果算了这一条，核验时会显示“已更新”。",
)
def correct_service(
    stint: Stint, deed: Doing, *, minutes: Annotated[int, _MINUTES], reason: Annotated[str, _WHY]
) -> None:
    """更正时长

    What was confirmed turns out otherwise; proofs that counted it say so from now on.
    """
    if minutes == stint.minutes:
        deed.refuse("nothing_changed", "时长和原来一样，没有要更正的。", beside="minutes")
    _has_room(deed, stint.user_id, stint.on, minutes, besides=stint)
    deed.note(before=stint.minutes)
    stint.minutes = minutes
    outdate(stint, deed)


@told("service.hours")
@act(on=Stint, moves={State.PROPOSED: State.DECLINED}, by=OFFICERS, under="service.record")
def decline_service(stint: Stint, deed: Doing, *, reason: Annotated[str, _WHY]) -> None:
    """不计入

    What was stated is not service, or cannot be confirmed; the supervisor is told why.
    """


@told("service.hours")
@act(
    on=Stint,
    moves={State.CONFIRMED: State.DECLINED},
    by=OFFICERS,
    under="service.record",
    grave=True,
    tells="已经开出的服务证明如果算了这一条，核验时会显示“已更新”。",
)
def strike_service(stint: Stint, deed: Doing, *, reason: Annotated[str, _WHY]) -> None:
    """撤销已确认的时长

    Something was confirmed that was none.
    """
    outdate(stint, deed)


@told("service.praised")
@act(
    on=Appointment,
    by=Role.DECIDER,
    under=("incentive", "service.record"),
    tells="表扬会印在服务证明上，看到证明的人都能读到，请不要写个人信息。",
)
def commend(
    appointment: Appointment,
    deed: Doing,
    *,
    words: Annotated[str, Says("因为什么表扬", hint="如：全年巡查二十次，认真负责", plain=True, most=200)],
) -> None:
    """表扬

    The bureau says in plain words what somebody did well. No money goes with it.
    """
    Commendation.objects.create(appointment=appointment, user_id=appointment.user_id, on=deed.on, words=words)


# --- shared --------------------------------------------------------------------------------------------


def _opened(deed: Doing, appointment: Appointment, state: str, kind: str, on: date, minutes: int) -> Stint:
    if on > deed.on:
        deed.refuse("not_yet", "日期不能晚于今天，做过以后再记。", beside="on")
    if (
        kind == Kind.PUBLICITY
        and Stint.objects.filter(user_id=appointment.user_id, on=on, part__isnull=False)
        .exclude(state=State.DECLINED)
        .exists()
    ):
        says = "这一天的宣传活动已经自动记了时长；做的是另一件事，类别请选“其他”。"
        deed.refuse("counted_already", says, beside="kind")
    last = appointment.ended_on or appointment.until
    if not within(on, appointment.since, last):
        deed.refuse("outside_the_term", f"这一天不在聘期里（{appointment.since}至{last}）。", beside="on")
    _has_room(deed, appointment.user_id, on, minutes)
    return deed.open(
        Stint, appointment.bureau, state, appointment=appointment, user_id=appointment.user_id,
        sort=kind, on=on, minutes=minutes,
    )  # fmt: skip


def _has_room(deed: Doing, user_id: int, on: date, minutes: int, besides: Stint | None = None) -> None:
    """A day has twenty-four hours, whoever entered them."""
    rows = Stint.objects.filter(user_id=user_id, on=on).exclude(state=State.DECLINED)
    others = list((rows.exclude(pk=besides.pk) if besides else rows).values_list("minutes", flat=True))
    if not fits(minutes, others):
        already = f"这一天已经记了{spoken(sum(others))}，" if others else ""
        deed.refuse("no_room", f"{already}时长要在1分钟以上，一天合计不超过24小时。", beside="minutes")


def outdate(stint: Stint, deed: Doing) -> None:
    """Proofs that counted an entry say from now on that they are out of date."""
    counted = Proof.objects.filter(lines__stint=stint, state=Proof.State.VALID).select_related("docket")
    for proof in counted.order_by("id"):
        deed.then(outdate_proof, proof)
