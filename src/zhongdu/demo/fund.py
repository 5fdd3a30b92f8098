"""Where the demo tries out a fund's measure: the fund's books with a month closed and its budget, a pharmacy's agreement with something to
put right, a case under investigation, and what another department told."""

from datetime import timedelta
from typing import Any

from zhongdu.acts.performing import perform
from zhongdu.agreements import acts as agreements
from zhongdu.agreements.models import Text
from zhongdu.budget import acts as budgets
from zhongdu.calendar import clock
from zhongdu.cases import acts as cases
from zhongdu.demo import inspecting, pictures
from zhongdu.fund import acts as books
from zhongdu.institutions.queries import practitioners
from zhongdu.law.governing import governing
from zhongdu.scope.roles import Role

_EARLIER = (
    ("上年结余转入", "opening", ("102 借 8600000", "301 贷 8600000")),
    ("职工医保费收入", "ordinary", ("101 借 3250000", "401 贷 3250000")),
    ("缴入财政专户", "ordinary", ("102 借 3250000", "101 贷 3250000")),
    ("财政专户拨付", "ordinary", ("103 借 2900000", "102 贷 2900000")),
    ("支付待遇", "ordinary", ("501 借 2876543.21", "103 贷 2876543.21")),
    ("财政专户利息", "interest", ("102 借 9320.55", "403 贷 9320.55")),
    ("某药店退回（示例）", "recovered", ("102 借 1286.40", "409 贷 1286.40")),
)
_WAITING = ("职工医保费收入", "ordinary", ("101 借 3310000", "401 贷 3310000"))


def watched(place: Any, shops: list[Any]) -> None:
    """Nothing where no fund's measure is tried out, or nobody is there to do it."""
    needed = {Role.ACCOUNTANT, Role.AGENCY_OFFICER, Role.INSPECTOR}
    if not place.told.get("fund") or not needed <= place.users.keys():
        return
    _kept(place)
    _confirmed(place)
    pharmacies = [shop for shop in shops if shop.kind == "pharmacy"]
    _agreed(place, pharmacies[0])
    _investigated(place, pharmacies[1])
    _told(place)


def _kept(place: Any) -> None:
    """Last month is posted and closed; this month has a voucher that waits for the head."""
    today = clock.today()
    last = today.replace(day=1) - timedelta(days=1)
    with clock.on(last):
        keeper, chief = place.by(Role.ACCOUNTANT), place.by(Role.DECIDER)
        book = perform(
            books.open_book, place.office, keeper, fund="fund.kind.employees", name="职工基本医疗保险基金（含生育保险）",
            special_account="示例银行财政专户（末四位0000）", since=last,
        )  # fmt: skip
        month = book.months.get()
        for summary, kind, lines in _EARLIER:
            perform(
                books.prepare_voucher, month, keeper, day=last, kind=kind, summary=summary, source="示例单据1张",
                lines=list(lines),
            )  # fmt: skip
        perform(
            books.post_vouchers, month, chief, vouchers=[str(pk) for pk in month.vouchers.values_list("pk", flat=True)]
        )  # fmt: skip
        _budgeted(place, book)
    perform(books.close_month, month, place.by(Role.DECIDER))
    summary, kind, lines = _WAITING
    perform(
        books.prepare_voucher, book.months.get(state="open"), place.by(Role.ACCOUNTANT), day=today, kind=kind,
        summary=summary, lines=list(lines),
    )  # fmt: skip


def _budgeted(place: Any, book: Any) -> None:
    """This year's budget is approved and kept to; next year's is being drafted."""
    day, keeper, chief = clock.today(), place.by(Role.ACCOUNTANT), place.by(Role.DECIDER)
    made = perform(budgets.draft_budget, book, keeper, year=day.year)
    perform(budgets.enter_lines, made, keeper, lines=["401 39600000", "403 110000", "501 38400000"])
    perform(budgets.send_to_finance, made, chief, sent_on=day, document="示例医保〔示例〕1号")
    for act, word in (
        (budgets.record_review, "reviewed_on"), (budgets.record_settling, "settled_on"), (budgets.record_approval, "approved_on"),
    ):  # fmt: skip
        told: dict[str, Any] = {word: day, "document": "示例文件1号", "scan": [pictures.letter()]}
        perform(act, made, chief, **told)
    following = perform(budgets.draft_budget, book, keeper, year=day.year + 1)
    perform(budgets.enter_lines, following, keeper, lines=["401 41000000", "403 120000", "501 40200000"])


_AGENCYS = {
    "internal_control": "业务、财务、安全、风险管理四项制度今年3月修订。（示例）",
    "paying": "上月待遇都在规定时间内支付。（示例）",
    "other": "按月向本局报送经办情况。（示例）",
}


def _confirmed(place: Any) -> None:
    """What no other act would show, the agency says it does."""
    for duty, words in _AGENCYS.items():
        perform(
            agreements.confirm_agency_duty, place.office, place.by(Role.AGENCY_OFFICER), duty=f"agency.duty.{duty}",
            words=words,
        )  # fmt: skip


def _agreed(place: Any, shop: Any) -> None:
    """An agreement in its term; a breach was found, the pharmacy heard, and it has until a day to put things right."""
    today = clock.today()
    with clock.on(today - timedelta(days=90)):
        agency, day = place.by(Role.AGENCY_OFFICER), clock.today()
        perform(
            agreements.write_text, place.office, agency, kind="pharmacy", title="定点零售药店医保服务协议（示例）",
            body="甲方按规定及时结算费用。\n乙方核验凭证，如实上传，不串换药品。（示例）", indicators="处方合格率\n扫码率",
        )  # fmt: skip
        made = perform(
            agreements.apply_for_agreement, place.office, agency, institution=shop.code, kind="pharmacy", applied_on=day
        )  # fmt: skip
        perform(agreements.pass_assessment, made, agency, on=day, words="场地、人员、系统合要求。（示例）")
        perform(
            agreements.sign_agreement, made, agency, text=str(Text.objects.get(bureau=place.bureau).pk), signed_on=day,
            since=day, until=day + timedelta(days=364), deposit="20000", quota="500000",
        )  # fmt: skip
    with clock.on(today - timedelta(days=12)):
        agency, day = place.by(Role.AGENCY_OFFICER), clock.today()
        handling = perform(
            agreements.propose_handling, made, agency, conduct_on=day - timedelta(days=5), article="第八条",
            measures=["agreement.measure.rectification", "agreement.measure.refusal", "agreement.measure.recover"],
            facts="有六笔没有扫码。（示例）",
            proportion="初次，数额小，愿意退回。（示例）", answer_by=day + timedelta(days=5),
        )  # fmt: skip
        perform(agreements.hear_statement, handling, agency, how="written", words="承认，愿意改正。（示例）")
    with clock.on(today - timedelta(days=5)):
        perform(
            agreements.decide_handling, handling, place.by(Role.AGENCY_OFFICER), words="事实清楚。（示例）", refused="286.40",
            rectify_by=today + timedelta(days=9), recovered={"fund.kind.employees": "1,086.00"},
        )  # fmt: skip
    with clock.on(today - timedelta(days=2)):
        demanded = handling.measures.get(does="recovery").claims.get()
        perform(
            agreements.record_recovered, handling, place.by(Role.ACCOUNTANT), claim=str(demanded.pk), amount="500.00",
            paid_on=clock.today(), voucher="示例转账1号",
        )  # fmt: skip


def _told(place: Any) -> None:
    """The health department wrote of somebody on the list, and of somebody it has another code for."""
    today, officer = clock.today(), place.by(Role.INSPECTOR)
    who = practitioners.within(place.bureau).order_by("code").first()
    for code, what, document in (
        (who.code if who else "", "practitioner", "示卫健罚〔示例〕1号"),
        (f"D{place.bureau.code[:6]}999999", "certificate", "示卫健撤〔示例〕2号"),
    ):
        if code:
            perform(
                cases.enter_notice, place.office, officer, department="department.health", what=what, code=code,
                document=document, happened_on=today - timedelta(days=4), words="见所附文书。（示例）",
            )  # fmt: skip


def _investigated(place: Any, shop: Any) -> None:
    """An inspection found something; its case was filed by the head, with two officers and one more piece of evidence."""
    today = clock.today()
    violation = next(
        bound.name
        for bound in governing(place.bureau, today).family("violation")
        if bound.rule.of in {shop.kind, "institution"}
    )
    with clock.on(today - timedelta(days=24)):
        made, team = inspecting.carried_out(place, shop, violation)
    officers = [str(each.user_id) for each in team]
    with clock.on(today - timedelta(days=20)):
        case = perform(
            cases.open_case_from_inspection, made, team[0], respondent=str(made.respondents.get().pk),
            conduct_from=clock.today() - timedelta(days=60), conduct_until=clock.today() - timedelta(days=30),
        )  # fmt: skip
    with clock.on(today - timedelta(days=15)):
        perform(
            cases.file_case, case, place.by(Role.DECIDER), case_number="示例医保立1号", officers=officers,
            reason="三项条件都符合。（示例）",
        )  # fmt: skip
    with clock.on(today - timedelta(days=10)):
        perform(
            cases.add_evidence, case, place.by(Role.INSPECTOR), kind="evidence.kind.electronic", title="结算明细（示例）",
            taken_on=clock.today(), officers=officers,
        )  # fmt: skip
