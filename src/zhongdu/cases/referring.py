"""A case is handed on: reported by two, decided by the head in three days, sent within a day, received, answered."""

from datetime import date, timedelta
from typing import Annotated, Any

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.calendar import clock
from zhongdu.cases import choices, files_of, timing
from zhongdu.cases.departments import DISCIPLINE, departments
from zhongdu.cases.investigating import only_handlers
from zhongdu.cases.models import HANDLERS, Case, Referral
from zhongdu.duties.opening import meet, open_duty, open_own_duty
from zhongdu.law.governing import Law
from zhongdu.law.reliance import rely
from zhongdu.scope.practices import practice
from zhongdu.scope.roles import Role

State = Referral.State
DECIDING, SENDING, HANDING = "clock.referral_decision", "clock.referral_transfer", "clock.referral_handover"
FOLLOWING = "case.referral_followed"
FOLLOW_UP = practice(
    "cases.referral_followed",
    "移送以后几天没有回音，去催问一次",
    {"15": "15天", "7": "7天", "30": "30天", "60": "60天"},
)
for _name, _concept in (
    ("propose_referral", DECIDING),
    ("refer_closed_case", DECIDING),
    ("approve_referral", SENDING),
    ("note_answer", HANDING),
):
    rely("duty", f"cases.{_name}", _concept)


def _cite(referral_to: str, deed: Doing) -> None:
    if referral_to != DISCIPLINE[0] and (bound := deed.law.find(referral_to)):
        deed.cite(bound)
    if referral_to == Referral.POLICE:
        deed.cite(deed.law.rule("referral.police"))


OFFICERS = Says(
    "核实情况的人员", hint="至少两名。", people=True, options=choices.people(Role.INSPECTOR, certified=True)
)
# The duty to hand over what points to a crime begins when it is found, whatever has become of the case by then.
REFERRED_FROM = [
    Case.State.CHECKING, Case.State.NOT_FILED, *Case.FILED, Case.State.SUSPENDED, Case.State.DECIDED,
]  # fmt: skip
REPORT = Says("核实情况的书面报告", words=True, secret="case_facts", most=20_000)


@act(
    on=Case, creates=Referral, when=REFERRED_FROM, by=HANDLERS,
    under=["referral.police", "department"],
    tells="涉嫌犯罪的应当移送公安机关，不得以行政处罚代替移送；移送前由两名以上执法人员核实并提出书面报告。",
)  # fmt: skip
def propose_referral(
    case: Case,
    deed: Doing,
    *,
    to: Annotated[str, Says("移送给", options=departments)],
    officers: Annotated[list[str], OFFICERS],
    words: Annotated[str, REPORT],
    report: Annotated[list[Upload] | None, Says("附件", accept="evidence")] = None,
) -> Referral:
    """提出移送

    Two officers report what points to a crime, or to what others must deal with; the head has three days.
    """
    return _report(case, deed, to, officers, report)


@act(
    on=Case, creates=Referral, when=[Case.State.CLOSED], by=HANDLERS, under="referral.police",
    tells="结案以后，案卷不再增改；发现涉嫌犯罪的，仍然应当移送公安机关，从书面报告起算。其他的事，另行登记线索核查。",
)  # fmt: skip
def refer_closed_case(
    case: Case,
    deed: Doing,
    *,
    officers: Annotated[list[str], OFFICERS],
    words: Annotated[str, REPORT],
    report: Annotated[list[Upload] | None, Says("附件", accept="evidence")] = None,
) -> Referral:
    """结案后发现涉嫌犯罪，提出移送

    The file is closed, the duty to hand over what points to a crime is not.
    """
    return _report(case, deed, Referral.POLICE, officers, report)


def _report(case: Case, deed: Doing, to: str, officers: list[str], report: list[Any] | None) -> Referral:
    """Two officers' written report, from which the head's days run."""
    if case.handlers:
        only_handlers(case, deed)
    least = deed.law.rule("inspection.officers")
    if len({*officers}) < (least.rule.min or 0):
        deed.refuse(
            "too_few_officers", f"核实情况不能少于{least.rule.min}人。", under=least, beside="officers"
        )
    if (
        Referral.objects.filter(case=case, to=to)
        .exclude(state__in=[State.DECLINED, State.CLOSED, State.NOT_TAKEN])
        .exists()
    ):
        deed.refuse("referred_already", "已经在移送这个部门。", beside="to")
    made = deed.open(
        Referral,
        case.bureau,
        State.PROPOSED,
        case=case,
        to=to,
        officers=sorted(map(int, {*officers})),
        reported_on=deed.on,
    )
    _cite(to, deed)
    if to == Referral.POLICE:
        open_duty(made.docket, deed.law, DECIDING, on=deed.on, deed=deed.id)
    files_of.keep(deed, made, report, beside="report")
    return made


@act(
    on=Referral, moves={State.PROPOSED: State.APPROVED}, by=Role.DECIDER, under=["referral.police", "department"],
    meets=[DECIDING], tells="批准移送公安机关的，二十四小时内移送。",
)  # fmt: skip
def approve_referral(
    referral: Referral,
    deed: Doing,
    *,
    words: Annotated[str, Says("意见", words=True, secret="case_opinion")] = "",
) -> None:
    """批准移送

    The head decides; to the police it goes within twenty-four hours.
    """
    _cite(referral.to, deed)
    if referral.to != Referral.POLICE:
        return
    hours = deed.law.rule(SENDING).rule.span.n
    referral.transfer_by = clock.now() + timedelta(hours=hours)
    due = clock.day_of(referral.transfer_by)
    open_duty(referral.docket, deed.law, SENDING, on=deed.on, deed=deed.id, due=due)


@act(
    on=Referral,
    moves={State.PROPOSED: State.DECLINED},
    by=Role.DECIDER,
    under=["referral.police", "department"],
    meets=[DECIDING],
)
def decline_referral(
    referral: Referral,
    deed: Doing,
    *,
    reason: Annotated[str, Says("不予移送的理由", words=True, secret="case_opinion")],
) -> None:
    """不批准移送

    Why it stays here is put on record.
    """


def attachments(subject: Any, law: Law) -> list[tuple[str, str]]:
    return [(item, item) for item in law.rule("referral.attachments").rule.items]


@act(
    on=Referral, moves={State.APPROVED: State.SENT}, by=HANDLERS, under=["referral.attachments", "department"],
    meets=[SENDING], tells="移送公安机关要附移送书、调查报告、涉案物品清单；有检验报告、鉴定结论和其他材料的一并附上。",
)  # fmt: skip
def send_referral(
    referral: Referral,
    deed: Doing,
    *,
    sent_on: Annotated[date, Says("移送之日")],
    attached: Annotated[list[str] | None, Says("附了哪些材料", options=attachments)] = None,
    papers: Annotated[list[Upload], Says("移送的文书和材料", accept="evidence")],
) -> None:
    """登记移送

    What was sent, with what, on which day.
    """
    if referral.case.handlers:
        only_handlers(referral.case, deed)
    if not referral.reported_on <= sent_on <= deed.on:
        deed.refuse("wrong_day", "日期要在书面报告以后、今天以前。", beside="sent_on")
    bound = deed.law.rule("referral.attachments")
    if referral.to == Referral.POLICE and (
        missing := [item for item in bound.rule.items[:3] if item not in (attached or ())]
    ):
        deed.refuse("papers_missing", f"还缺：{'、'.join(missing)}。", under=bound, beside="attached")
    referral.sent_on = sent_on
    _wait_on(referral, deed, sent_on)
    files_of.keep(deed, referral, papers, beside="papers")


@act(
    on=Referral,
    moves={State.SENT: State.RECEIVED},
    by=HANDLERS,
    under=["department", "clock.police_decision"],
)
def note_receipt(
    referral: Referral,
    deed: Doing,
    *,
    received_on: Annotated[date, Says("对方接收之日")],
    receipt: Annotated[list[Upload], Says("移送回执", accept="evidence")],
) -> None:
    """登记回执

    The other side has it, and says so in writing.
    """
    if referral.sent_on and not referral.sent_on <= received_on <= deed.on:
        deed.refuse("wrong_day", "日期要在移送以后、今天以前。", beside="received_on")
    referral.received_on = received_on
    _wait_on(referral, deed, received_on)
    files_of.keep(deed, referral, receipt, beside="receipt")


@act(
    on=Referral,
    when=[State.RECEIVED, State.NOT_TAKEN],
    by=HANDLERS,
    under=["department", "department.police"],
)
def note_answer(
    referral: Referral,
    deed: Doing,
    *,
    answer: Annotated[
        str,
        Says(
            "对方的决定",
            options=lambda s, law: [("taken", "立案、受理"), ("not_taken", "不予立案、不予受理")],
        ),
    ],
    answered_on: Annotated[date, Says("收到通知之日")],
    words: Annotated[str, Says("通知的内容", words=True, secret="case_opinion")] = "",
    paper: Annotated[list[Upload] | None, Says("通知书", accept="evidence")] = None,
) -> None:
    """登记是否立案

    Whether they take it up; what they seized is handed over within three days, a refusal may be reviewed.
    """
    if referral.received_on and not referral.received_on <= answered_on <= deed.on:
        deed.refuse("wrong_day", "日期要在接收以后、今天以前。", beside="answered_on")
    referral.answered_on = answered_on
    referral.state = State.TAKEN if answer == "taken" else State.NOT_TAKEN
    meet(referral.docket, FOLLOWING, on=deed.on, deed=deed.id)
    if answer == "taken":
        _wait_on(referral, deed, answered_on)
    if answer == "taken" and referral.to == Referral.POLICE:
        open_duty(referral.docket, deed.law, HANDING, on=answered_on, deed=deed.id)
    files_of.keep(deed, referral, paper, beside="paper")


def _wait_on(referral: Referral, deed: Doing, since: date) -> None:
    """The other side has so many days before somebody asks after it: no text says how many, the bureau does."""
    meet(referral.docket, FOLLOWING, on=deed.on, deed=deed.id)
    days = int(FOLLOW_UP.of(referral.bureau))
    open_own_duty(
        referral.docket, FOLLOWING, bureau=referral.bureau, on=deed.on, due=since + timedelta(days=days), deed=deed.id,
        role=Role.INSPECTOR,
    )  # fmt: skip


@act(
    on=Referral, when=[State.SENT, State.RECEIVED, State.TAKEN], by=HANDLERS, under=["department", "department.police"],
    tells="几天催问一次是本局做法；催问以后重新起算。",
)  # fmt: skip
def ask_after(
    referral: Referral,
    deed: Doing,
    *,
    asked_on: Annotated[date, Says("催问之日")],
    words: Annotated[str, Says("怎样催问的、对方怎样说", words=True, secret="case_opinion", most=2000)],
    paper: Annotated[list[Upload] | None, Says("催问的函件", accept="evidence")] = None,
) -> None:
    """催问

    Nothing was heard: somebody asks, and writes down what the other side said.
    """
    if referral.sent_on and not referral.sent_on <= asked_on <= deed.on:
        deed.refuse("wrong_day", "日期要在移送以后、今天以前。", beside="asked_on")
    _wait_on(referral, deed, asked_on)
    files_of.keep(deed, referral, paper, beside="paper")


def _to_hand_over(referral: Any, law: Law) -> str:
    return "" if timing.running(referral.docket, HANDING) else "没有要移交的。"


@act(on=Referral, when=[State.TAKEN], by=HANDLERS, under=HANDING, meets=[HANDING], provided=_to_hand_over)
def hand_over(
    referral: Referral, deed: Doing, *, paper: Annotated[list[Upload], Says("交接清单", accept="evidence")]
) -> None:
    """移交物品和材料

    What belongs to the case is handed over.
    """
    files_of.keep(deed, referral, paper, beside="paper")


def _police(referral: Any, law: Law) -> str:
    return "" if referral.to == Referral.POLICE else "只有公安机关不予立案，才提请复议。"


@act(
    on=Referral, when=[State.NOT_TAKEN], by=HANDLERS, under="clock.referral_review_request", provided=_police
)
def ask_police_review(
    referral: Referral,
    deed: Doing,
    *,
    asked_on: Annotated[date, Says("提请复议之日")],
    paper: Annotated[list[Upload], Says("提请复议的文件", accept="evidence")],
) -> None:
    """提请公安机关复议

    Within three days of the refusal; or the procuratorate may be asked to supervise.
    """
    bound = deed.law.rule("clock.referral_review_request")
    last = timing.last_day(deed.law, bound.name, referral.answered_on) if referral.answered_on else None
    if last and asked_on > last:
        deed.refuse("too_late", f"提请复议到{last:%Y年%-m月%-d日}为止。", under=bound, beside="asked_on")
    files_of.keep(deed, referral, paper, beside="paper")


@act(
    on=Referral,
    moves=dict.fromkeys((State.TAKEN, State.NOT_TAKEN, State.RECEIVED), State.CLOSED),
    by=HANDLERS,
    under="department",
    closes=True,
)
def close_referral(
    referral: Referral,
    deed: Doing,
    *,
    words: Annotated[str, Says("处理结果", words=True, secret="case_opinion")],
    paper: Annotated[list[Upload] | None, Says("结果文书", accept="evidence")] = None,
) -> None:
    """登记处理结果

    What came of it, as the other side told.
    """
    meet(referral.docket, FOLLOWING, on=deed.on, deed=deed.id)
    files_of.keep(deed, referral, paper, beside="paper")


@act(on=Case, when=[*Case.FILED], by=HANDLERS, under=["department.police", "department"])
def note_joint_enforcement(
    case: Case,
    deed: Doing,
    *,
    department: Annotated[str, Says("哪个部门", options=departments)],
    acted_on: Annotated[date, Says("哪天")],
    words: Annotated[str, Says("联合执法的情况", words=True, secret="case_facts")],
) -> None:
    """登记联合执法

    Who came along, and what each did under its own power.
    """
    if acted_on > deed.on:
        deed.refuse("in_the_future", "日期不能晚于今天。", beside="acted_on")
    _cite(department, deed)


def why_not_decide(case: Case, outcome: str) -> str:
    """Why a decision must wait for the police's part; "" when it need not."""
    rows = Referral.objects.filter(case=case, to=Referral.POLICE)
    if rows.filter(state__in=[State.PROPOSED, State.APPROVED]).exists():
        return "移送公安机关的报告还没有办完，不得以行政处罚代替移送。"
    if outcome == "case.decision.referred" and not rows.exclude(state=State.DECLINED).exists():
        return "这样决定的，请先提出移送并移送公安机关。"
    return ""
