"""The respondent is told, may answer and may be heard, before anything is decided."""

from datetime import date, datetime, timedelta
from typing import Annotated, Any

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.calendar import clock, reckon
from zhongdu.cases import choices, files_of, timing
from zhongdu.cases.investigating import only_handlers
from zhongdu.cases.models import HANDLERS, Case, StoodBack
from zhongdu.cases.rules import ANSWERING, HEARING_FROM, hearing_rights
from zhongdu.institutions.queries import people_of
from zhongdu.law.shelves import schedule
from zhongdu.messages.telling import told
from zhongdu.scope.roles import Role

State = Case.State


def _not_yet_told(case: Any, law: Any) -> str:
    return "" if case.proposals.exists() else "还没有处理意见。"


@told("institution.notice", to=people_of())
@act(
    on=Case, moves={State.REVIEWED: State.NOTIFIED}, by=HANDLERS,
    under=["case.notice", "case.hearing", "clock.hearing_request"], provided=_not_yet_told,
    tells="告知书写明拟处理的内容、事实、理由、依据，和陈述、申辩、要求听证的权利。",
)  # fmt: skip
def notify_respondent(
    case: Case,
    deed: Doing,
    *,
    received_on: Annotated[date, Says("当事人收到告知之日")],
    receipt: Annotated[list[Upload] | None, Says("送达回证", accept="evidence")] = None,
) -> None:
    """告知当事人

    The respondent learns what is proposed and why, and may answer; a weighty decision, also be heard.
    """
    only_handlers(case, deed)
    if received_on > deed.on or (case.filed_on and received_on < case.filed_on):
        deed.refuse("wrong_day", "日期要在立案以后、今天以前。", beside="received_on")
    proposal = case.proposals.order_by("-id").first()
    assert proposal is not None  # _not_yet_told
    grounds = hearing_rights(
        HEARING_FROM.of(case.bureau), proposal.fine_fen, proposal.months, proposal.bars, case.is_person
    )
    deed.cite(*(deed.law.rule(name) for name in grounds))
    case.notified, case.notified_on, case.may_be_heard = proposal, received_on, bool(grounds)
    files_of.keep(deed, case, receipt, beside="receipt")


def answers_until(case: Case) -> date | None:
    """Until when the respondent may answer before the case goes on. The law says that, not how long: the bureau does."""
    return case.notified_on + timedelta(days=int(ANSWERING.of(case.bureau))) if case.notified_on else None


def asked_until(case: Case, law: Any) -> date | None:
    """Until when the respondent may ask to be heard."""
    return timing.last_day(law, "clock.hearing_request", case.notified_on) if case.notified_on else None


@act(
    on=Case,
    when=[State.NOTIFIED, State.HEARING, State.READY],
    by=HANDLERS,
    under=["case.notice", "case.defence"],
)
def record_defence(
    case: Case,
    deed: Doing,
    *,
    said_on: Annotated[date, Says("哪天陈述申辩的")],
    words: Annotated[str, Says("当事人怎样说", hint="照当事人的话记。", words=True, secret="case_defence")],
    answer: Annotated[
        str, Says("复核的意见", hint="事实、理由和证据成立的，应当采纳。", words=True, secret="case_opinion")
    ],
    adopted: Annotated[
        str,
        Says("采纳没有", options=lambda s, law: [("yes", "采纳"), ("partly", "部分采纳"), ("no", "不采纳")]),
    ],
    attached: Annotated[list[Upload] | None, Says("当事人提供的材料", accept="evidence")] = None,
) -> None:
    """登记陈述申辩

    What the respondent says is written down and looked into; nobody is punished more for having spoken.
    """
    only_handlers(case, deed)
    if case.notified_on and not case.notified_on <= said_on <= deed.on:
        deed.refuse("wrong_day", "日期要在告知以后、今天以前。", beside="said_on")
    case.defended = True
    files_of.keep(deed, case, attached, beside="attached")


def _told_of_hearing(case: Any, law: Any) -> str:
    return "" if case.may_be_heard else "拟作出的决定不属于应当告知听证权利的。"


@act(
    on=Case, moves={State.NOTIFIED: State.HEARING}, by=HANDLERS, under=["clock.hearing_request", "case.hearing"],
    provided=_told_of_hearing, tells="听证的时间不计入办案期限，从要求听证那天起停止计时。",
)  # fmt: skip
def ask_hearing(case: Case, deed: Doing, *, asked_on: Annotated[date, Says("当事人要求听证之日")]) -> None:
    """登记听证申请

    The respondent asks to be heard, in time; what is late is refused with the day it ended.
    """
    only_handlers(case, deed)
    last = asked_until(case, deed.law)
    if last and asked_on > last:
        says = f"要求听证的期限到{last:%Y年%-m月%-d日}为止。"
        deed.refuse("too_late", says, under=deed.law.rule("clock.hearing_request"), beside="asked_on")
    if asked_on > deed.on or (case.notified_on and asked_on < case.notified_on):
        deed.refuse("wrong_day", "日期要在告知以后、今天以前。", beside="asked_on")
    case.hearing_asked_on = asked_on
    duty = timing.running(case.docket, timing.DECISION)
    if duty and not timing.is_paused(duty):
        timing.pause(case.docket, timing.DECISION, asked_on, deed)


@told("institution.notice", to=people_of())
@act(
    on=Case, when=[State.HEARING], by=[*HANDLERS, Role.DECIDER],
    under=["clock.hearing_notice", "case.hearing_officer"],
)  # fmt: skip
def call_hearing(
    case: Case,
    deed: Doing,
    *,
    hearing_at: Annotated[datetime, Says("听证时间")],
    place: Annotated[str, Says("听证地点", plain=True, most=120)],
    officer: Annotated[
        str,
        Says(
            "听证主持人",
            hint="不能是本案的办案人员。",
            people=True,
            options=choices.people(Role.HEARING_OFFICER),
        ),
    ],
    notified_on: Annotated[date, Says("通知当事人之日", hint="举行听证的七个工作日前。")],
) -> None:
    """通知听证

    Time, place and the officer who presides, who is not of the case; told seven working days ahead.
    """
    if int(officer) in case.handlers:
        deed.refuse(
            "own_case",
            "听证由非本案调查人员主持。",
            under=deed.law.rule("case.hearing_officer"),
            beside="officer",
        )
    if case.stood_back.filter(user=int(officer)).exists():
        deed.refuse(
            "must_stand_back",
            "这个人已经回避，请另定主持人。",
            under=deed.law.find("recusal"),
            beside="officer",
        )
    if hearing_at <= clock.now():
        deed.refuse("in_the_past", "听证时间要在以后。", beside="hearing_at")
    bound = deed.law.rule("clock.hearing_notice")
    last = reckon(bound.rule.span, clock.day_of(hearing_at), schedule()).last
    if notified_on > last:
        says = f"这一天举行听证，最晚{last:%Y年%-m月%-d日}通知当事人。"
        deed.refuse("too_short_notice", says, under=bound, beside="notified_on")
    case.hearing_at, case.hearing_officer = hearing_at, int(officer)


def _presides(case: Any, law: Any) -> str:
    return "" if case.hearing_officer else "还没有定主持人。"


@act(
    on=Case, when=[State.HEARING], by=Role.HEARING_OFFICER, under=["case.hearing_officer", "recusal"], provided=_presides,
    tells="与本案有直接利害关系，或者有其他关系可能影响公正的，应当回避。回避以后您不再看到这个案件，不能再改；由医保局另定主持人。",
)  # fmt: skip
def stand_back_from_hearing(
    case: Case,
    deed: Doing,
    *,
    reason: Annotated[str, Says("是什么关系", words=True, secret="case_opinion")],
) -> None:
    """回避听证

    Who was to preside has an interest in the case: somebody else is called, and this one reads no further.
    """
    me = deed.by.user_id
    if me is None or me != case.hearing_officer:
        deed.refuse("not_presiding", "由通知里写明的主持人本人提出。")
    StoodBack.objects.create(case=case, user_id=me, on=deed.on)
    case.hearing_officer, case.hearing_at = None, None


@act(
    on=Case, moves={State.HEARING: State.READY}, by=Role.HEARING_OFFICER, under=["case.hearing_record", "case.hearing_officer"],
    tells="听证结束，恢复计算办案期限；根据听证笔录作出决定。",
)  # fmt: skip
def report_hearing(
    case: Case,
    deed: Doing,
    *,
    heard_on: Annotated[date, Says("哪天举行的")],
    words: Annotated[
        str,
        Says(
            "听证报告",
            hint="双方的意见、质证情况、处理建议。",
            words=True,
            secret="case_defence",
            most=20_000,
        ),
    ],
    record: Annotated[list[Upload], Says("签过字的听证笔录", accept="evidence")],
) -> None:
    """提交听证报告

    The officer who presided reports what both sides said; the record, signed, joins the docket.
    """
    if deed.by.user_id != case.hearing_officer or case.hearing_at is None:
        deed.refuse("not_presiding", "听证报告由通知里写明的主持人提交。")
    if not clock.day_of(case.hearing_at) <= heard_on <= deed.on:
        deed.refuse("wrong_day", "日期不能早于通知的听证时间，也不能晚于今天。", beside="heard_on")
    case.heard_on = heard_on
    files_of.keep(deed, case, record, beside="record")
    _run_on(case, deed, heard_on)


@act(on=Case, moves={State.HEARING: State.READY}, by=HANDLERS, under="case.hearing")
def end_hearing(
    case: Case,
    deed: Doing,
    *,
    ended_on: Annotated[date, Says("哪天")],
    reason: Annotated[
        str,
        Says(
            "为什么不举行了",
            hint="如：当事人撤回申请；无正当理由不出席，视为放弃。",
            words=True,
            secret="case_opinion",
        ),
    ],
) -> None:
    """终止听证

    The request was withdrawn, or nobody came.
    """
    only_handlers(case, deed)
    if ended_on > deed.on or (case.hearing_asked_on and ended_on < case.hearing_asked_on):
        deed.refuse("wrong_day", "日期要在要求听证以后、今天以前。", beside="ended_on")
    _run_on(case, deed, ended_on)


def _run_on(case: Case, deed: Doing, on: date) -> None:
    duty = timing.running(case.docket, timing.DECISION)
    if duty and timing.is_paused(duty):
        timing.resume(case.docket, timing.DECISION, on, deed)


@act(
    on=Case, moves={State.NOTIFIED: State.READY}, by=HANDLERS, under=["case.notice", "clock.hearing_request"]
)
def close_notice(
    case: Case,
    deed: Doing,
    *,
    waived: Annotated[bool, Says("当事人书面放弃陈述、申辩和听证")] = False,
    words: Annotated[
        str, Says("情况说明", hint="如：到期没有陈述申辩，没有要求听证。", words=True, secret="case_opinion")
    ],
) -> None:
    """告知期满

    The time to ask for a hearing is over, or was given up in writing; now it may be decided.
    """
    only_handlers(case, deed)
    last = asked_until(case, deed.law) if case.may_be_heard else None
    if last and deed.on <= last and not waived:
        says = f"当事人到{last:%Y年%-m月%-d日}为止可以要求听证；书面放弃的请勾选。"
        deed.refuse("still_open", says, under=deed.law.rule("clock.hearing_request"), beside="waived")
    answers = answers_until(case)
    if answers and deed.on <= answers and not (waived or case.defended):
        says = f"当事人到{answers:%Y年%-m月%-d日}为止可以陈述、申辩（{ANSWERING.said(case.bureau)}是本局做法）；书面放弃的请勾选。"
        deed.refuse("may_still_answer", says, under=deed.law.rule("case.notice"), beside="waived")
