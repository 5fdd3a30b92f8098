"""A case begins: what was brought is checked, and then filed or not."""

from datetime import date
from typing import Annotated, Any

from zhongdu import vault
from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import Opens, act
from zhongdu.bureaus.queries import Office
from zhongdu.cases import choices, timing
from zhongdu.cases.models import Case
from zhongdu.cases.rules import barred_since
from zhongdu.duties.opening import open_duty
from zhongdu.institutions.queries import named
from zhongdu.law.judging import judge_bounds
from zhongdu.law.reliance import rely
from zhongdu.law.shelves import schedule
from zhongdu.leads import acts as leads
from zhongdu.leads.queries import Lead
from zhongdu.scope.roles import Role
from zhongdu.vault.identity import BadNumber, read_id_number

State, Respondent = Case.State, Case.Respondent
OPENERS = (Role.INSPECTOR, Role.CASE_OFFICER)
TO_REPORTER = "clock.filing_notice_to_reporter"
for _act in ("cases.file_case", "cases.decline_case"):
    rely("duty", _act, TO_REPORTER)

VIOLATIONS = Says("涉嫌的行为", options=choices.violations)
FOUND_ON = Says("发现线索或者收到材料之日", hint="核查的期限从这一天起算。")
CONDUCT_FROM = Says("行为发生之日")
CONDUCT_UNTIL = Says("行为终了之日", hint="一直在继续的填今天；处罚时效从这一天起算。")
FACTS = Says("线索的内容", words=True, secret="case_facts")
_CHECK = [Opens("clock.filing_check", since="found_on")]


@act(
    on=Office,
    creates=Case,
    by=OPENERS,
    at="level.inspecting",
    under=["case.filing", "contractor"],
    opens=_CHECK,
)
def open_case(
    office: Any,
    deed: Doing,
    *,
    source: Annotated[str, Says("案件来源", options=lambda subject, law: Case.Source.choices)],
    respondent: Annotated[str, Says("当事人是", options=lambda subject, law: Respondent.choices)],
    institution: Annotated[
        str, Says("哪一家机构", hint="当事人是定点医药机构的填：医保机构代码或者全称。", plain=True, most=120)
    ] = "",
    person: Annotated[
        str, Says("当事人姓名", hint="当事人是个人的填。", secret="respondent_name", most=60)
    ] = "",
    id_number: Annotated[str, Says("身份证号", hint="知道的填。", secret="respondent_id", most=18)] = "",
    unit: Annotated[
        str, Says("单位名称", hint="当事人是经办机构、承办单位的填。", secret="respondent_unit", most=120)
    ] = "",
    violations: Annotated[list[str], VIOLATIONS],
    found_on: Annotated[date, FOUND_ON],
    conduct_from: Annotated[date | None, CONDUCT_FROM] = None,
    conduct_until: Annotated[date, CONDUCT_UNTIL],
    words: Annotated[str, FACTS],
) -> Case:
    """登记线索核查

    Something was found, handed over or reported: within its period it is checked, and filed or not.
    """
    whom = _whom(office.bureau, deed, respondent, institution, person, unit)
    check_days(deed, found_on, conduct_from, conduct_until)
    return deed.open(
        Case, office.bureau, State.CHECKING, source=source, violations=violations, found_on=found_on,
        conduct_from=conduct_from, conduct_until=conduct_until, person=_token(deed, id_number), **whom,
    )  # fmt: skip


def _token(deed: Doing, id_number: str) -> str:
    """By what another case against the same person is known."""
    if not id_number:
        return ""
    try:
        known = read_id_number(id_number, today=deed.on)
    except BadNumber as wrong:
        deed.refuse("bad_id_number", wrong.message, beside="id_number")
    return vault.token("respondent_id", known.number)


def _no_case_yet(lead: Any, law: Any) -> str:
    return "这条线索已经立了核查。" if Case.objects.filter(lead=lead).exists() else ""


@act(
    on=Lead, creates=Case, when=[Lead.State.TAKEN_UP, Lead.State.ANSWERED], by=Role.CASE_OFFICER,
    at="level.inspecting", under=["case.filing", "evidence.verified"], opens=_CHECK, provided=_no_case_yet,
    tells="线索里的材料是线索材料，不是证据；由两名执法人员取证以后才是。反映人是谁不会带到案件里。",
)  # fmt: skip
def open_case_from_lead(
    lead: Any,
    deed: Doing,
    *,
    violations: Annotated[list[str], VIOLATIONS],
    conduct_from: Annotated[date | None, CONDUCT_FROM] = None,
    conduct_until: Annotated[date, CONDUCT_UNTIL],
    found_on: Annotated[date, FOUND_ON],
    words: Annotated[str, Says("线索的内容", hint="不要写反映人是谁。", words=True, secret="case_facts")],
) -> Case:
    """转为案件核查

    A lead about an institution is checked as a case; who brought it stays where it is.
    """
    if lead.institution is None:
        deed.refuse("no_institution", "这条线索没有写明机构，请在“本局事项”里登记线索核查。")
    check_days(deed, found_on, conduct_from, conduct_until)
    return deed.open(
        Case, lead.bureau, State.CHECKING, source=Case.Source.LEAD, respondent=Respondent.INSTITUTION, lead=lead,
        institution=lead.institution, violations=violations, found_on=found_on, conduct_from=conduct_from,
        conduct_until=conduct_until,
    )  # fmt: skip


def check_days(deed: Doing, found_on: date, conduct_from: date | None, conduct_until: date) -> None:
    if found_on > deed.on:
        deed.refuse("in_the_future", "日期不能晚于今天。", beside="found_on")
    if conduct_until > deed.on:
        deed.refuse("in_the_future", "还在继续的，填今天。", beside="conduct_until")
    if conduct_from and conduct_from > conduct_until:
        deed.refuse("back_to_front", "行为发生之日不能晚于终了之日。", beside="conduct_from")


def _whom(
    bureau: Any, deed: Doing, respondent: str, institution: str, person: str, unit: str
) -> dict[str, Any]:
    """Whom the case is against; each kind of respondent is named in its own way."""
    if respondent == Respondent.INSTITUTION:
        found = named(bureau, institution)
        if len(found) != 1:
            says = (
                "没有找到这一家机构，请填医保机构代码。"
                if not found
                else "有几家机构对得上，请填医保机构代码。"
            )
            deed.refuse("which_institution", says, beside="institution")
        return {"respondent": respondent, "institution": found[0]}
    asked, field_ = (
        (unit, "unit") if respondent in {Respondent.AGENCY, Respondent.CONTRACTOR} else (person, "person")
    )
    if not asked:
        deed.refuse("who", "请填写当事人。", beside=field_)
    return {"respondent": respondent}


# --- filed or not -------------------------------------------------------------------------------------------


def _can_extend(case: Any, law: Any) -> str:
    duty = timing.running(case.docket, timing.FILING_CHECK)
    if duty is None or duty.ticks.filter(kind="extend").exists():
        return "核查的期限只能延长一次，或者已经不在计时。"
    return ""


@act(
    on=Case,
    when=[State.CHECKING],
    by=Role.DECIDER,
    under="clock.filing_check_extension",
    provided=_can_extend,
)
def extend_check(
    case: Case, deed: Doing, *, reason: Annotated[str, Says("延长的理由", words=True, secret="case_opinion")]
) -> None:
    """批准延长核查

    The head gives the check its one extension.
    """
    timing.extend(case.docket, timing.FILING_CHECK, "clock.filing_check_extension", deed)


@act(
    on=Case, moves={State.CHECKING: State.INVESTIGATING}, by=Role.DECIDER, at="level.inspecting",
    under=["case.filing", "inspection.officers"], meets=["clock.filing_check"],
    opens=[Opens("clock.decision")],
    tells="批准立案后九十日内要作出决定。两名以上办案人员要有执法证；不参加本案的审核、听证和决定。",
)  # fmt: skip
def file_case(
    case: Case,
    deed: Doing,
    *,
    case_number: Annotated[str, Says("立案号", plain=True, most=60)],
    officers: Annotated[
        list[str],
        Says(
            "办案人员",
            hint="至少两名，有执法证。",
            people=True,
            options=choices.people(Role.INSPECTOR, certified=True),
        ),
    ],
    reason: Annotated[str, Says("怎样符合立案的条件", words=True, secret="case_opinion")],
    harms_health: Annotated[bool, Says("涉及公民生命健康安全且有危害后果")] = False,
) -> None:
    """批准立案

    The head files the case and names its officers; the clock to the decision starts.
    """
    least = deed.law.rule("inspection.officers")
    if judge_bounds(least.rule, len({*officers})) != "holds":
        deed.refuse(
            "too_few_officers", f"办案人员不能少于{least.rule.min}人。", under=least, beside="officers"
        )
    if str(deed.by.user_id) in officers:
        deed.refuse("own_case", "批准立案、作决定的人不能自己办这个案件。", beside="officers")
    within_limitation(case, deed, harms_health)
    case.case_number, case.filed_on, case.harms_health = case_number, deed.on, harms_health
    case.handlers = sorted(map(int, {*officers}))
    reporter_waits(case, deed)


@act(
    on=Case, moves={State.CHECKING: State.NOT_FILED}, by=Role.DECIDER, at="level.inspecting", under="case.filing",
    meets=["clock.filing_check"],
)  # fmt: skip
def decline_case(
    case: Case,
    deed: Doing,
    *,
    reason: Annotated[str, Says("不予立案的理由", words=True, secret="case_opinion")],
) -> None:
    """不予立案

    The check found nothing to be filed; why stands on the docket.
    """
    reporter_waits(case, deed)


def within_limitation(case: Case, deed: Doing, harms_health: bool) -> None:
    """What ended too long before it was found is not punished any more."""
    limitation = deed.law.rule("clock.limitation_health" if harms_health else "clock.limitation")
    if last := barred_since(limitation.rule.span, case.conduct_until, case.found_on, schedule()):
        deed.refuse(
            "time_barred",
            f"行为终了已超过处罚时效（到{last:%Y年%-m月%-d日}），不能处罚。",
            under=limitation,
        )
    deed.cite(limitation)


def reporter_waits(case: Case, deed: Doing) -> None:
    """Whoever brought the lead is told whether it was filed."""
    if case.lead:
        open_duty(case.docket, deed.law, TO_REPORTER, on=deed.on, deed=deed.id)


def _owed(case: Any, law: Any) -> str:
    return "" if timing.running(case.docket, TO_REPORTER) else "没有要告知的举报人，或者已经告知。"


@act(on=Case, by=OPENERS, under=TO_REPORTER, meets=[TO_REPORTER], provided=_owed)
def note_reporter_told(
    case: Case,
    deed: Doing,
    *,
    told_on: Annotated[date, Says("告知日期", hint="当面、打电话告知的，填那一天；没有的填今天。")],
) -> None:
    """告知举报人是否立案

    Whoever reported learns whether the case was filed; it stands with the lead, where they read it, and nothing else of
    the case does.
    """
    if told_on > deed.on:
        deed.refuse("in_the_future", "日期不能晚于今天。", beside="told_on")
    result = "不予立案" if case.state == State.NOT_FILED else "已经立案"
    assert case.lead is not None  # nobody else is owed it
    deed.then(leads.tell_filing, case.lead, result=result)
