"""Sealing and keeping by registering: approved by the head, in time where it was urgent; for so long; then ended."""

from datetime import date, datetime
from typing import Annotated, Any

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.calendar import Reckoning, clock
from zhongdu.duties.models import Duty, Tick
from zhongdu.duties.opening import open_duty, tick
from zhongdu.inspections.attaching import keep
from zhongdu.inspections.measuring import words
from zhongdu.inspections.models import Inspection, Sealing
from zhongdu.inspections.rules import CLOCKS, WARNING, approve_by, held_until
from zhongdu.inspections.team import OFFICERS, enough, in_time, of_the_team, present
from zhongdu.law.governing import Law
from zhongdu.law.shelves import schedule
from zhongdu.messages.telling import tell
from zhongdu.scope.roles import Role

State, Sort, Disposal = Sealing.State, Sealing.Sort, Sealing.Disposal


def clocks(sealing: Sealing) -> tuple[str, str, str]:
    return CLOCKS[sealing.sort]


def reckoned(sealing: Sealing, law: Law) -> Reckoning | None:
    """How its last day comes about; none before it is sealed, or where the law has no number."""
    length, _, longer = clocks(sealing)
    first = law.find(length)
    if sealing.sealed_at is None or first is None or first.rule.span is None:
        return None
    more = law.find(longer) if sealing.extended_on and longer else None
    pauses = [(date.fromisoformat(since), date.fromisoformat(until)) for since, until in sealing.pauses]
    return held_until(
        clock.day_of(sealing.sealed_at), first.rule.span, more.rule.span if more else None, schedule(), pauses
    )


def _sorts(subject: Any, law: Any) -> list[tuple[str, str]]:
    return list(Sort.choices)


# --- begun ----------------------------------------------------------------------------------------------


@act(
    on=Inspection, creates=Sealing, when=[Inspection.State.UNDER_WAY], by=Role.INSPECTOR, reach="shared",
    under=["inspection.power.sealing"],
    tells="不紧急的，先由局负责人批准再实施；情况紧急当场实施的，要在法定时间内补办批准，过时没有批准就要解除。",
)  # fmt: skip
def seal_items(
    inspection: Inspection,
    deed: Doing,
    *,
    sort: Annotated[str, Says("哪一种", hint="可能被转移、隐匿、灭失的资料，封存；证据可能灭失或者以后难以取得的，先行登记保存。", options=_sorts)],
    urgent: Annotated[bool, Says("情况紧急，已经当场实施")] = False,
    sealed_at: Annotated[datetime | None, Says("当场实施的时间", hint="紧急的才填。")] = None,
    officers: Annotated[list[str], OFFICERS],
    place: Annotated[str, words("在哪里")],
    inventory: Annotated[str, words("清单", "一行一件：名称、数量、编号。")],
    keeper: Annotated[str, Says("由谁保管", hint="姓名和单位；加密保存。", secret="inspected_person", most=60)],
    words: Annotated[str, words("为什么要封存或者登记保存", "写明可能怎样灭失、转移。")],
    material: Annotated[list[Upload] | None, Says("现场照片", accept="evidence")] = None,
) -> Sealing:  # fmt: skip
    """封存或者先行登记保存

    What may be moved, hidden or lost is sealed, or registered and kept where it is.
    """
    of_the_team(inspection, deed)
    there = enough(inspection, deed, officers, sealed_at or clock.now())
    made = deed.open(
        Sealing,
        inspection.bureau,
        State.PROPOSED,
        inspection=inspection,
        sort=sort,
        urgent=urgent,
        officers=there,
    )
    length, approval, _ = clocks(made)
    deed.cite(*filter(None, [deed.law.find(length)]))
    if urgent:
        if sealed_at is None:
            deed.refuse("when", "当场实施的，请填时间。", beside="sealed_at")
        _hold(made, deed, sealed_at, inspection)
        bound = deed.law.rule(approval)
        made.approve_by = approve_by(sealed_at, bound.rule.span, schedule())
        deed.cite(bound)
        made.save()
        open_duty(
            made.docket,
            deed.law,
            approval,
            on=deed.on,
            deed=deed.id,
            due=clock.day_of(made.approve_by),
            role=Role.DECIDER,
        )
    keep(made, deed, material, "inspection_spot")
    return made


def _hold(sealing: Sealing, deed: Doing, sealed_at: datetime, inspection: Inspection) -> None:
    """From now on it is held, and its clock runs."""
    if not in_time(inspection, sealed_at):
        deed.refuse("wrong_time", "时间在出示证件之后、现在以前。", beside="sealed_at")
    sealing.state, sealing.sealed_at = State.HELD, sealed_at
    found = reckoned(sealing, deed.law)
    sealing.until = found.last if found else None
    length = clocks(sealing)[0]
    open_duty(sealing.docket, deed.law, length, on=clock.day_of(sealed_at), deed=deed.id, role=Role.INSPECTOR)


# --- approved or not ------------------------------------------------------------------------------------


def _unapproved(sealing: Sealing, law: Any) -> str:
    return "已经批准过了。" if sealing.approved_at else ""


@act(
    on=Sealing, moves={State.PROPOSED: State.APPROVED}, when=[State.HELD], by=Role.DECIDER, under=["inspection.power.sealing"],
    provided=_unapproved, meets=["clock.sealing_approval", "clock.seizure_approval"],
)  # fmt: skip
def approve_sealing(
    sealing: Sealing,
    deed: Doing,
    *,
    approved_at: Annotated[
        datetime, Says("批准的时间", hint="电话、口头批准的，填当时的时间；系统同时记下您现在登记的时间。")
    ],
    words: Annotated[str, words("批准意见")],
) -> None:
    """批准

    The head of the bureau approves; what was sealed at once, within the hours the law gives.
    """
    asked_at = (sealing.sealed_at or sealing.docket.opened_at).replace(second=0, microsecond=0)
    if not asked_at <= approved_at <= clock.now():
        deed.refuse("wrong_time", "批准的时间在提出之后、现在以前。", beside="approved_at")
    if sealing.approve_by:
        bound = deed.law.find(clocks(sealing)[1])
        if approved_at > sealing.approve_by:
            last = sealing.approve_by.astimezone(clock.CHINA)
            says = f"补办批准最晚到{last:%-m月%-d日%H:%M}，已经过了，请办“不予批准”，立即解除。"
            deed.refuse("too_late", says, under=bound, beside="approved_at")
    sealing.approved_at, sealing.approved_by = approved_at, deed.by.user_id


@act(
    on=Sealing, moves={State.PROPOSED: State.REFUSED, State.HELD: State.UNAPPROVED}, by=Role.DECIDER,
    under=["inspection.power.sealing"], provided=_unapproved, grave=True,
    meets=["clock.sealing_approval", "clock.seizure_approval"], tells="已经当场实施的，检查组要立即解除。",
)  # fmt: skip
def refuse_sealing(sealing: Sealing, deed: Doing, *, words: Annotated[str, words("理由")]) -> None:
    """不予批准

    The head does not approve; what was sealed at once is to be given back at once.
    """
    for member in sealing.inspection.members.filter(state="clear"):
        tell("work.inspection_due", member.user_id, sealing.bureau, docket=sealing.docket, occasion=deed.id)


def _present(sealing: Sealing, law: Any) -> list[tuple[str, str]]:
    return present(sealing.inspection, law)


_THERE = Says("在场的检查人员", options=_present, people=True)


@act(
    on=Sealing,
    moves={State.APPROVED: State.HELD},
    by=Role.INSPECTOR,
    reach="shared",
    under=["inspection.power.sealing"],
)
def carry_out_sealing(
    sealing: Sealing,
    deed: Doing,
    *,
    sealed_at: Annotated[datetime, Says("实施的时间")],
    officers: Annotated[list[str], _THERE],
    words: Annotated[str, words("怎样实施的", "如：加贴封条，清单当面核对，双方签字。")],
    material: Annotated[list[Upload] | None, Says("封条、现场照片", accept="evidence")] = None,
) -> None:
    """实施

    Approved beforehand, it is now done on the spot; its clock runs from this day.
    """
    of_the_team(sealing.inspection, deed)
    sealing.officers = enough(sealing.inspection, deed, officers, sealed_at)
    if sealing.approved_at and sealed_at < sealing.approved_at.replace(second=0, microsecond=0):
        deed.refuse("wrong_time", "先批准，再实施。", beside="sealed_at")
    _hold(sealing, deed, sealed_at, sealing.inspection)
    keep(sealing, deed, material, "inspection_spot")


# --- longer, and what is not counted --------------------------------------------------------------------


def _may_extend(sealing: Sealing, law: Any) -> str:
    if not clocks(sealing)[2]:
        return "先行登记保存不能延长，到期以前要作出处理决定。"
    if sealing.extended_on:
        return "已经延长过一次。"
    return "" if sealing.approved_at else "还没有批准。"


@act(
    on=Sealing, when=[State.HELD], by=Role.DECIDER, under=["inspection.power.sealing"], where="clock.sealing_extension",
    provided=_may_extend, tells="情况复杂才延长，只有一次；要及时书面告知当事人并说明理由。",
)  # fmt: skip
def extend_sealing(
    sealing: Sealing,
    deed: Doing,
    *,
    words: Annotated[str, words("为什么情况复杂", "会写进延长决定书。")],
    told_on: Annotated[date, Says("书面告知当事人的日期")],
) -> None:
    """延长封存

    Once, because the matter is complicated; the person concerned is told in writing.
    """
    bound = deed.law.rule("clock.sealing_extension")
    if sealing.until and deed.on > sealing.until:
        deed.refuse("too_late", "封存已经到期，不能再延长，应当解除。", under=bound)
    if told_on > deed.on:
        deed.refuse("wrong_day", "告知的日期不能晚于今天。", beside="told_on")
    deed.cite(bound)
    sealing.extended_on = deed.on
    _recount(sealing, deed)


@act(on=Sealing, when=[State.HELD], by=Role.DECIDER, under=["inspection.power.sealing"])
def exclude_testing(
    sealing: Sealing,
    deed: Doing,
    *,
    first: Annotated[date, Says("检测、检验、鉴定从哪天起")],
    last: Annotated[date, Says("到哪天为止")],
    words: Annotated[str, words("做什么检测、怎样书面告知当事人的", "期间要明确，并书面告知当事人。")],
) -> None:
    """扣除检测、鉴定的期间

    Days of testing or appraisal are not counted, where they were fixed and the person concerned was told in writing.
    """
    bound = deed.law.find(clocks(sealing)[0])
    if not bound or not getattr(bound.rule, "excludes", ""):
        deed.refuse("nothing_excluded", f"法律没有规定{sealing.called}可以扣除期间。", under=bound)
    began = clock.day_of(sealing.sealed_at) if sealing.sealed_at else deed.on
    if not began <= first <= last or (sealing.until and first > sealing.until):
        deed.refuse("wrong_days", "期间在封存期限以内，先后不能颠倒。", beside="first")
    sealing.pauses = [*sealing.pauses, [first.isoformat(), last.isoformat()]]
    _recount(sealing, deed)


def _recount(sealing: Sealing, deed: Doing) -> None:
    found = reckoned(sealing, deed.law)
    if found is None:
        return
    sealing.until, sealing.reminded_on = found.last, None
    deed.note(until=found.last.isoformat())
    length = clocks(sealing)[0]
    for duty in _running(sealing, length):
        tick(duty, Tick.Kind.EXTEND, on=deed.on, deed=deed.id, until=found.last)


def _running(sealing: Sealing, concept: str) -> Any:
    return Duty.objects.open().filter(docket=sealing.docket, concept=concept).order_by("id")


# --- ended ----------------------------------------------------------------------------------------------


def _disposals(sealing: Sealing, law: Any) -> list[tuple[str, str]]:
    """What may become of it: what was registered and kept may be sealed, what was sealed not once more."""
    return [
        (each.value, str(each.label))
        for each in Disposal
        if each != Disposal.SEALED or getattr(sealing, "sort", "") == Sort.SEIZURE
    ]


@act(
    on=Sealing, moves={State.HELD: State.LIFTED, State.UNAPPROVED: State.LIFTED}, by=Role.INSPECTOR, reach="shared",
    under=["inspection.power.sealing"], meets=["clock.sealing", "clock.seizure_decision"], closes=True,
    tells="打印解除和退还清单，请对方签收。",
)  # fmt: skip
def lift_sealing(
    sealing: Sealing,
    deed: Doing,
    *,
    disposal: Annotated[str, Says("怎样处理", options=_disposals)],
    officers: Annotated[list[str], _THERE],
    receiver: Annotated[str, Says("交给谁", secret="inspected_person", most=60)],
    words: Annotated[str, words("清点情况", "如：逐件核对无误，封条完好。")],
    material: Annotated[list[Upload] | None, Says("签收的单子、照片", accept="evidence")] = None,
) -> None:
    """解除，作出处理

    Returned, taken as evidence, sealed after it was registered, or passed on; before its last day.
    """
    of_the_team(sealing.inspection, deed)
    enough(sealing.inspection, deed, officers, clock.now())
    sealing.disposal, sealing.lifted_on = disposal, deed.on
    deed.note(late=bool(sealing.until and deed.on > sealing.until))
    keep(sealing, deed, material, "inspection_spot")


@act(
    on=Sealing,
    moves={State.PROPOSED: State.REFUSED, State.APPROVED: State.REFUSED},
    by=Role.INSPECTOR,
    reach="shared",
    closes=True,
)
def drop_sealing(sealing: Sealing, deed: Doing, *, words: Annotated[str, words("为什么不做了")]) -> None:
    """不再实施

    It is no longer called for: nothing was sealed.
    """
    of_the_team(sealing.inspection, deed)


@act(on=Sealing, when=[State.HELD], by=Role.SYSTEM, under=["inspection.power.sealing"])
def remind_of_sealing(sealing: Sealing, deed: Doing) -> None:
    """提醒检查组：快到期了

    The team is told before the last day, while there is time to decide.
    """
    if sealing.reminded_on or sealing.until is None or deed.on < sealing.until - WARNING:
        deed.refuse("not_now", "还不到提醒的时候，或者已经提醒过。")
    sealing.reminded_on = deed.on
    for member in sealing.inspection.members.filter(state="clear"):
        tell("work.inspection_due", member.user_id, sealing.bureau, docket=sealing.docket, occasion=deed.id)
