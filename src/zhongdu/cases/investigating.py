"""The case is investigated: evidence by two officers, what each fund lost, and the clock where it does not run."""

from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.cases import choices, files_of, timing
from zhongdu.cases.models import HANDLERS, Case, Evidence, Loss, StoodBack, Struck
from zhongdu.cases.queries import evidence_of, taken_by_inspections
from zhongdu.institutions.queries import people_of
from zhongdu.law.money import NotMoney, fen_of, yuan
from zhongdu.messages.telling import told
from zhongdu.scope.roles import Role
from zhongdu.vault import put

State = Case.State
BEFORE_DECISION = [*Case.FILED]
INSPECTED = "inspected:"  # marks, among the options, what an inspection took up


def only_handlers(case: Case, deed: Doing) -> None:
    """Refuse everybody but those the case was given to."""
    if deed.by.user_id not in case.handlers:
        deed.refuse("not_your_case", "这个案件不由您办理，由立案时确定的办案人员办理。")


def not_a_handler(case: Case, deed: Doing) -> None:
    """Refuse whoever investigates: reviewing, hearing and deciding are others'."""
    if deed.by.user_id in case.handlers:
        deed.refuse("own_case", "您是本案的办案人员，这一步要由没有参加办案的人办理。")


def money(deed: Doing, typed: str, beside: str) -> int:
    """An amount as it was typed, in fen; refuses what is none."""
    try:
        return fen_of(typed)
    except NotMoney as wrong:
        deed.refuse("not_money", str(wrong), beside=beside)


def _others(case: Any, law: Any) -> list[tuple[str, str]]:
    named = dict(choices.people(Role.INSPECTOR, certified=True)(case, law))
    return [(str(user), named.get(str(user), "办案人员")) for user in case.handlers]


@act(
    on=Case,
    when=[State.INVESTIGATING, State.READY, State.NOTIFIED],
    by=HANDLERS,
    under=["evidence.verified", "inspection.officers"],
)
def add_evidence(
    case: Case,
    deed: Doing,
    *,
    kind: Annotated[str, Says("证据种类", options=choices.evidence_kinds)],
    title: Annotated[
        str,
        Says(
            "证据名称和来源",
            hint="如：2026年3月结算明细，取自该院结算系统。",
            secret="case_evidence",
            most=300,
        ),
    ],
    taken_on: Annotated[date, Says("取得之日")],
    officers: Annotated[list[str], Says("取证的两名执法人员", people=True, options=_others)],
    proof: Annotated[list[Upload] | None, Says("附件", accept="evidence")] = None,
) -> None:
    """登记证据

    Two officers took it up: from now on it may carry the case.
    """
    only_handlers(case, deed)
    least = deed.law.rule("inspection.officers")
    if len({*officers}) < (least.rule.min or 0):
        deed.refuse("too_few_officers", f"取证不能少于{least.rule.min}人。", under=least, beside="officers")
    if taken_on > deed.on:
        deed.refuse("in_the_future", "日期不能晚于今天。", beside="taken_on")
    made = Evidence.objects.create(
        case=case, kind=kind, taken_on=taken_on, taken_by=sorted(map(int, {*officers}))
    )
    deed.cite(deed.law.rule(kind))
    deed.note(evidence=made.pk)
    _keep_title(deed, made, title)
    files_of.keep(deed, case, proof, beside="proof", sort=made.pk)


def _keep_title(deed: Doing, made: Evidence, title: str) -> None:
    deed.fix(f"evidence:{made.pk}", put(made.owner, {"case_evidence": title})["case_evidence"])


def _standing_evidence(case: Any, law: Any) -> list[tuple[str, str]]:
    own = [(str(row.pk), title) for row, title in evidence_of(case) if row.struck_on is None]
    return [*own, *((f"{INSPECTED}{each.number}", each.called) for each in taken_by_inspections(case))]


@act(on=Case, when=BEFORE_DECISION, by=[*HANDLERS, Role.LEGAL_REVIEWER], under="evidence.verified")
def strike_evidence(
    case: Case,
    deed: Doing,
    *,
    evidence: Annotated[str, Says("哪一项证据", people=True, options=_standing_evidence)],
    reason: Annotated[str, Says("排除的理由", words=True, secret="case_opinion")],
) -> None:
    """排除证据

    What was not verified, or was taken unlawfully, carries nothing; it stays on the docket as struck out. What an
    inspection took up against another of those it was of does not carry this case.
    """
    inspected = evidence.removeprefix(INSPECTED)
    if evidence.startswith(INSPECTED):
        Struck.objects.create(case=case, number=int(inspected), struck_on=deed.on)
    else:
        Evidence.objects.filter(case=case, pk=int(evidence)).update(struck_on=deed.on)
    deed.note(struck=int(inspected))


@act(on=Case, when=[State.INVESTIGATING], by=HANDLERS, under="fund.recovered")
def set_loss(
    case: Case,
    deed: Doing,
    *,
    fund: Annotated[str, Says("哪一项基金", options=choices.funds)],
    amount: Annotated[
        str, Says("这一基金的损失（元）", hint="没有损失的填0，原来登记的就去掉。", plain=True, most=20)
    ],
) -> None:
    """登记基金损失

    How much one fund lost: what is to be returned to it, and what a fine is a multiple of.
    """
    only_handlers(case, deed)
    fen = money(deed, amount, "amount")
    Loss.objects.filter(case=case, fund=fund).delete()
    if fen:
        Loss.objects.create(case=case, fund=fund, fen=fen)
    deed.note(fund_lost=yuan(fen))


@act(on=Case, when=BEFORE_DECISION, by=[*HANDLERS, Role.DECIDER], under="deliberation")
def weigh_case(
    case: Case,
    deed: Doing,
    *,
    people: Annotated[int, Says("涉及多少人")],
    major: Annotated[bool, Says("属于重大行政决定")] = False,
    complicated: Annotated[bool, Says("情况复杂")] = False,
    social_impact: Annotated[bool, Says("可能造成重大社会影响")] = False,
) -> None:
    """认定案件的轻重

    An officer's finding of what makes a case one for deliberation; beside it stand the bureau's own thresholds.
    """
    if people < 1:
        deed.refuse("nobody", "至少是1人。", beside="people")
    case.people, case.major, case.complicated, case.social_impact = people, major, complicated, social_impact


# --- time ---------------------------------------------------------------------------------------------------

_WHY = [
    ("test", "检测、检验"), ("appraisal", "鉴定"), ("hearing", "听证"), ("public_service", "公告"),
    ("experts", "专家评审"),
]  # fmt: skip


def _runs(case: Any, law: Any) -> str:
    duty = timing.running(case.docket, timing.DECISION)
    return "" if duty and not timing.is_paused(duty) else "办案期限现在没有在计时。"


def _stands(case: Any, law: Any) -> str:
    duty = timing.running(case.docket, timing.DECISION)
    return "" if duty and timing.is_paused(duty) else "办案期限没有停止计时。"


@act(on=Case, when=BEFORE_DECISION, by=HANDLERS, under="clock.decision", provided=_runs)
def stop_clock(
    case: Case,
    deed: Doing,
    *,
    why: Annotated[str, Says("依法不计入的是", options=lambda subject, law: _WHY)],
    on: Annotated[date, Says("从哪天起")],
    reason: Annotated[str, Says("说明", words=True, secret="case_opinion")],
) -> None:
    """停止计算办案期限

    Tests, appraisals, hearings, public notices and expert reviews are not counted; the clock stands still.
    """
    only_handlers(case, deed)
    timing.pause(case.docket, timing.DECISION, on, deed)


@act(on=Case, when=BEFORE_DECISION, by=HANDLERS, under="clock.decision", provided=_stands)
def start_clock(
    case: Case, deed: Doing, *, on: Annotated[date, Says("到哪天为止", hint="这一天还不计入。")]
) -> None:
    """恢复计算办案期限

    What was not counted is over; the clock runs on.
    """
    only_handlers(case, deed)
    timing.resume(case.docket, timing.DECISION, on, deed)


def _first_extension(case: Any, law: Any) -> str:
    duty = timing.running(case.docket, timing.DECISION)
    if duty is None or duty.ticks.filter(kind="extend").exists():
        return "办案期限已经由负责人延长过一次；再延长要经集体讨论。"
    return _runs(case, law)


@act(
    on=Case,
    when=BEFORE_DECISION,
    by=Role.DECIDER,
    under="clock.decision_extension",
    provided=_first_extension,
)
def extend_decision(
    case: Case, deed: Doing, *, reason: Annotated[str, Says("延长的理由", words=True, secret="case_opinion")]
) -> None:
    """批准延长办案期限

    The head gives the case its first extension.
    """
    case.decision_until = timing.extend(case.docket, timing.DECISION, "clock.decision_extension", deed)


# --- stopped, ended ------------------------------------------------------------------------------------------


@told("institution.changed", to=people_of())
@act(
    on=Case, moves=dict.fromkeys((State.INVESTIGATING, State.REVIEWED, State.NOTIFIED, State.READY), State.SUSPENDED),
    by=Role.DECIDER, under="case.suspending",
    tells="可以中止的五种情形在《医疗保障行政处罚程序暂行规定》第四十二条，原文没有逐项读到，请对照原文。中止不自动停止计时。",
)  # fmt: skip
def suspend_case(
    case: Case,
    deed: Doing,
    *,
    reason: Annotated[str, Says("中止的情形和理由", words=True, secret="case_opinion")],
) -> None:
    """中止调查

    Something stands in the way that is not the bureau's doing.
    """
    case.before = case.state


@told("institution.changed", to=people_of())
@act(on=Case, when=[State.SUSPENDED], by=Role.DECIDER, under="case.suspending")
def resume_case(
    case: Case, deed: Doing, *, reason: Annotated[str, Says("恢复的理由", words=True, secret="case_opinion")]
) -> None:
    """恢复调查

    The case goes on where it stood.
    """
    case.state, case.before = case.before, ""


@told("institution.changed", to=people_of())
@act(
    on=Case, moves=dict.fromkeys((State.INVESTIGATING, State.REVIEWED, State.READY, State.SUSPENDED), State.TERMINATED),
    by=Role.DECIDER, under="case.terminating", closes=True, grave=True,
    tells="终止以后不再办理。哪些情形可以终止，原文没有逐项读到，请对照第四十七条。",
)  # fmt: skip
def terminate_case(
    case: Case,
    deed: Doing,
    *,
    reason: Annotated[str, Says("终止的情形和理由", words=True, secret="case_opinion")],
) -> None:
    """终止调查

    There is nothing left to decide upon.
    """
    case.before = ""


@act(on=Case, when=[State.CHECKING, *BEFORE_DECISION], by=Role.DECIDER, under="recusal")
def change_handlers(
    case: Case,
    deed: Doing,
    *,
    officers: Annotated[
        list[str],
        Says(
            "办案人员",
            hint="至少两名，有执法证。",
            people=True,
            options=choices.people(Role.INSPECTOR, certified=True),
        ),
    ],
    recused: Annotated[
        list[str] | None,
        Says(
            "哪几名是因为应当回避",
            hint="回避以后不再看到这个案件，不能再改。",
            people=True,
            options=choices.handling,
        ),
    ] = None,
    reason: Annotated[str, Says("更换的理由", hint="如：应当回避。", words=True, secret="case_opinion")],
) -> None:
    """更换办案人员

    Somebody must stand back, or has left: others go on. Who must stand back reads the case no more.
    """
    back = {*map(int, recused or ())}
    chosen = {*map(int, officers)}
    gone = back | {*case.stood_back.values_list("user", flat=True)}
    if chosen & gone:
        deed.refuse(
            "must_stand_back",
            "应当回避的人不能办这个案件。",
            under=deed.law.find("recusal"),
            beside="officers",
        )
    if chosen & {deed.by.user_id, case.reviewer, case.hearing_officer}:
        deed.refuse("own_case", "决定、审核这个案件，或者主持过听证的人，不能办这个案件。", beside="officers")
    least = deed.law.rule("inspection.officers")
    if len({*officers}) < (least.rule.min or 0):
        deed.refuse(
            "too_few_officers", f"办案人员不能少于{least.rule.min}人。", under=least, beside="officers"
        )
    case.handlers = sorted(chosen)
    for user in sorted(back):
        StoodBack.objects.create(case=case, user_id=user, on=deed.on)
