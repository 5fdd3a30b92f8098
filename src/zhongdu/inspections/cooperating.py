"""Who does not cooperate: it goes on the record; and a body suspected of fraud may have its settlement suspended.

Where the measure and the regulation above it disagree on who suspends (the pack says so), the head of the bureau approves
and the bureau asks the agency: what both allow. Which was chosen, by whom and why, stands on the record.
"""

from datetime import date, datetime
from typing import Annotated, Any

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act, follows
from zhongdu.duties import opening
from zhongdu.inspections.attaching import keep
from zhongdu.inspections.closing import close_inspection
from zhongdu.inspections.measuring import words
from zhongdu.inspections.models import Hold, Inspection, Obstacle, Respondent
from zhongdu.inspections.team import OFFICERS, enough, in_time, of_the_team
from zhongdu.inspections.whom import asked_whom, meant
from zhongdu.law.choosing import to_be_chosen, ways
from zhongdu.law.reliance import rely
from zhongdu.scope.roles import Role

State = Inspection.State
rely("duty", "inspections.suspend_settlement", "settlement.suspension")


@act(
    on=Inspection, when=[State.UNDER_WAY], by=Role.INSPECTOR, reach="shared", under=["cooperation.with_inspection"],
    tells="写事实：谁、什么时候、怎样做、怎样说。没有按要求提供的资料，在“登记资料提供情况”里逐项记。",
)  # fmt: skip
def note_obstruction(
    inspection: Inspection,
    deed: Doing,
    *,
    respondent: Annotated[str, asked_whom("谁不配合")] = "",
    sort: Annotated[str, Says("哪种情形", options=lambda inspection, law: Obstacle.Sort.choices)],
    happened_at: Annotated[datetime, Says("时间")],
    officers: Annotated[list[str], OFFICERS],
    words: Annotated[str, words("经过")],
    material: Annotated[list[Upload] | None, Says("录音、录像、照片", accept="evidence")] = None,
) -> None:
    """记下不配合的情况

    Refusal, obstruction, false or concealed statements go on the record as they happened.
    """
    of_the_team(inspection, deed)
    who = meant(inspection, deed, respondent)
    if not in_time(inspection, happened_at):
        deed.refuse("wrong_time", "时间在出示证件之后、现在以前。", beside="happened_at")
    there = enough(inspection, deed, officers, happened_at)
    Obstacle.objects.create(
        inspection=inspection, respondent=who, sort=sort, happened_at=happened_at, officers=there, at=inspection.docket.length + 1
    )  # fmt: skip
    keep(inspection, deed, material, "inspection_spot")


# --- settlement ------------------------------------------------------------------------------------------


def obstructing(inspection: Inspection, law: Any) -> list[tuple[str, str]]:
    """The institutions that themselves stood in the way: another's refusal is not theirs."""
    rows = inspection.respondents.filter(kind=Respondent.Kind.INSTITUTION, obstacles__isnull=False)
    return [(str(row.pk), str(row)) for row in rows.select_related("institution").distinct()]


def _may_suspend(inspection: Inspection, law: Any) -> str:
    if not inspection.respondents.filter(kind=Respondent.Kind.INSTITUTION).exists():
        return "暂停结算只用于定点医药机构。"
    return "" if obstructing(inspection, law) else "还没有记下哪家机构拒不配合，不能暂停结算。"


@act(
    on=Inspection, when=[State.UNDER_WAY, State.REPORTED], by=Role.DECIDER, where="settlement.suspension",
    under=["settlement.suspension", "cooperation.with_inspection"], provided=_may_suspend, grave=True,
    tells="由局主要负责人批准，以医保局名义要求经办机构暂停，经办机构的待办里随即有这一件；只在检查期间、机构涉嫌骗保又拒不配合时用。查明不属于骗保的，按规定补结。",
)  # fmt: skip
def suspend_settlement(
    inspection: Inspection,
    deed: Doing,
    *,
    institution: Annotated[str, Says("哪家机构", hint="记下了不配合情况的机构。", options=obstructing)],
    suspected: Annotated[bool, Says("涉嫌骗取医疗保障基金支出")] = False,
    chief: Annotated[bool, Says("我是本局主要负责人")] = False,
    since: Annotated[date, Says("从哪天起暂停")],
    review_on: Annotated[date, Says("哪天复查要不要继续", hint="由您定，不是法定期限。")],
    words: Annotated[str, words("涉嫌骗保、拒不配合的事实")],
    choice: Annotated[
        str,
        words(
            "两处规定不一致，为什么这样办",
            "办法与条例对由谁决定写得不一样、本局又没有选定照哪个办的，必须写。",
        ),
    ] = "",
) -> None:
    """要求经办机构暂停结算

    While an institution suspected of fraud does not cooperate, the agency is asked to suspend its settlement.
    """
    bound = deed.law.rule("settlement.suspension")
    if not suspected:
        deed.refuse("not_suspected", "没有涉嫌骗保的，不能暂停结算。", under=bound, beside="suspected")
    if not chief:
        deed.refuse("not_the_chief", "须经本局主要负责人批准。", under=bound, beside="chief")
    if since < deed.on or review_on < since:
        deed.refuse("wrong_day", "从今天或者以后的日子起，复查在这以后。", beside="since")
    if to_be_chosen(deed.law, "settlement.suspension") and not choice:
        deed.refuse(
            "why_so", "办法与上位法对此规定不一致，请写明为什么这样办。", under=bound, beside="choice"
        )
    if inspection.holds.filter(respondent_id=int(institution), ended_on=None).exists():
        deed.refuse("held_already", "这家机构的结算已经要求暂停。", beside="institution")
    Hold.objects.create(
        inspection=inspection, respondent_id=int(institution), since=since, review_on=review_on, approved_by=deed.by.user_id or 0,
        at=inspection.docket.length + 1,
    )  # fmt: skip
    opening.void(inspection.docket, "settlement.suspension", on=deed.on, deed=deed.id)
    _look_again(inspection, deed)
    deed.clauses += [str(way.doubt.against) for way in ways(deed.law, "settlement.suspension")]


def _look_again(inspection: Inspection, deed: Doing) -> None:
    """The head looks again at what is still suspended, by the earliest of the days that were named."""
    days = inspection.holds.filter(ended_on=None).order_by("review_on").values_list("review_on", flat=True)
    if days:
        opening.open_duty(
            inspection.docket, deed.law, "settlement.suspension", on=deed.on, deed=deed.id, due=days[0], role=Role.DECIDER,
        )  # fmt: skip


@follows(close_inspection)
def suspension_outlives_the_inspection(deed: Doing, inspection: Inspection) -> None:
    """Where a case follows the suspension goes on, and so does the day it is looked at again."""
    _look_again(inspection, deed)


def holding(inspection: Inspection, law: Any) -> list[tuple[str, str]]:
    rows = inspection.holds.filter(ended_on=None).select_related("respondent__institution")
    return [(str(row.pk), str(row.respondent)) for row in rows]


@act(
    on=Inspection, when=[State.UNDER_WAY, State.REPORTED, State.CLOSED], by=Role.DECIDER, where="settlement.suspension",
    under=["settlement.suspension"], provided=lambda inspection, law: "" if holding(inspection, law) else "没有正在暂停的结算。",
)  # fmt: skip
def go_on_suspending(
    inspection: Inspection,
    deed: Doing,
    *,
    hold: Annotated[str, Says("哪家机构", options=holding)],
    review_on: Annotated[date, Says("下次复查日期")],
    words: Annotated[str, words("为什么还要继续")],
) -> None:
    """复查后继续暂停

    The institution still does not cooperate; it is looked at again on another day.
    """
    row = inspection.holds.get(pk=int(hold))
    if review_on <= deed.on:
        deed.refuse("wrong_day", "下次复查在今天以后。", beside="review_on")
    row.review_on = review_on
    row.save(update_fields=["review_on"])
    opening.meet(inspection.docket, "settlement.suspension", on=deed.on, deed=deed.id)
    _look_again(inspection, deed)


@act(
    on=Inspection, when=[State.UNDER_WAY, State.REPORTED, State.CLOSED], by=Role.DECIDER, where="settlement.suspension",
    under=["settlement.suspension"], provided=lambda inspection, law: "" if holding(inspection, law) else "没有正在暂停的结算。",
)  # fmt: skip
def resume_settlement(
    inspection: Inspection,
    deed: Doing,
    *,
    hold: Annotated[str, Says("哪家机构", options=holding)],
    ended_on: Annotated[date, Says("从哪天起恢复")],
    words: Annotated[str, words("为什么恢复", "如：已经配合；查明不属于骗保，暂停期间的按规定结算。")],
) -> None:
    """要求经办机构恢复结算

    The suspension is over: the institution cooperates, or the inspection has ended.
    """
    row = inspection.holds.get(pk=int(hold))
    if ended_on < row.since:
        deed.refuse("wrong_day", "恢复不能早于暂停。", beside="ended_on")
    row.ended_on, row.ended_at = ended_on, inspection.docket.length + 1
    row.save(update_fields=["ended_on", "ended_at"])
    opening.meet(inspection.docket, "settlement.suspension", on=deed.on, deed=deed.id)
    _look_again(inspection, deed)
