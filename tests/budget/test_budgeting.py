"""A budget goes its way by acts, each with its paper; comes back as a new version; binds, is adjusted, and is kept to."""

import io
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from watching import signed_in
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.budget import acts, queries
from zhongdu.budget.models import Budget
from zhongdu.bureaus import acts as bureaus
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.duties.sweep import sweep
from zhongdu.fund import acts as fund
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
LINES = ["401 1,200,000", "501 1,150,000"]
TODAY = date(2026, 3, 20)


@pytest.fixture
def drafted(office: Any, book: Any) -> Budget:
    with clock.on(TODAY):
        keeper = office.officer(Role.ACCOUNTANT)
        made: Budget = perform(acts.draft_budget, book, keeper, year=2026)
        return perform(acts.enter_lines, made, keeper, lines=LINES)  # type: ignore[no-any-return]


def onward(office: Any, budget: Budget, scan: Any, *, until: str = "approved", day: date = TODAY) -> Budget:
    """Send it and let the others decide, up to a state."""
    chief, keeper = office.officer(Role.DECIDER), office.officer(Role.ACCOUNTANT)
    steps = {
        "sent": (acts.send_to_finance, chief, {"sent_on": day}),
        "reviewed": (acts.record_review, keeper, {"reviewed_on": day, "document": "财社〔2026〕1号", "scan": [scan()]}),
        "settled": (acts.record_settling, keeper, {"settled_on": day, "document": "政府常务会议纪要3号", "scan": [scan()]}),
        "approved": (acts.record_approval, chief, {"approved_on": day, "document": "人大决议5号", "scan": [scan()]}),
    }  # fmt: skip
    with clock.on(day):
        for state, (act, who, told) in steps.items():
            budget.refresh_from_db()
            perform(act, budget, who, **told)
            if state == until:
                break
    budget.refresh_from_db()
    return budget


@pytest.mark.clauses("city:14", "city:15")
def test_it_goes_through_finance_government_and_congress_in_this_order(
    office: Any, drafted: Budget, scan: Any
) -> None:
    chief = office.officer(Role.DECIDER)
    with clock.on(TODAY), pytest.raises(Refused):
        perform(acts.record_approval, drafted, chief, approved_on=TODAY, document="x", scan=[scan()])
    budget = onward(office, drafted, scan)
    assert (budget.state, budget.approved_on) == ("approved", TODAY)
    assert [stage.step for stage in budget.stages.all()] == ["sent", "reviewed", "settled", "approved"]
    cited = {str(clause) for clause in acts.record_approval.clauses(office.law)}
    assert cited == {"city:15"} and not list(breaks())
    page = shown(office, budget)
    for words in ("财政审核", "政府审定", "人大审议批准", "财社〔2026〕1号", "批复.png", "第十五条"):
        assert words in page, words


@pytest.mark.clauses("city:15")
def test_a_stage_needs_its_paper_and_its_day_in_order(office: Any, drafted: Budget, scan: Any) -> None:
    budget = onward(office, drafted, scan, until="sent")
    keeper = office.officer(Role.ACCOUNTANT)
    with clock.on(TODAY):
        for wrong in (
            {"reviewed_on": date(2026, 3, 19), "document": "1号", "scan": [scan()]},
            {"reviewed_on": date(2026, 3, 21), "document": "1号", "scan": [scan()]},
            {"reviewed_on": TODAY, "document": "1号", "scan": []},
            {"reviewed_on": TODAY, "document": "", "scan": [scan()]},
        ):
            with pytest.raises(Refused):
                perform(acts.record_review, budget, keeper, **wrong)
    budget.refresh_from_db()
    assert budget.state == "sent" and budget.stages.count() == 1


@pytest.mark.clauses("city:16")
def test_more_spent_than_taken_in_wants_a_reason_and_is_no_wall(
    office: Any, drafted: Budget, scan: Any
) -> None:
    keeper, chief = office.officer(Role.ACCOUNTANT), office.officer(Role.DECIDER)
    with clock.on(TODAY):
        perform(acts.enter_lines, drafted, keeper, lines=["401 100", "501 120"])
        with pytest.raises(Refused, match="支出大于收入") as refused:
            perform(acts.send_to_finance, drafted, chief, sent_on=TODAY)
        assert str(refused.value.clause) == "city:16" and "words" in refused.value.fields
        assert "报送时要写明理由" in shown(office, drafted)
        perform(acts.send_to_finance, drafted, chief, sent_on=TODAY, words="动用历年结余二十元")
    assert drafted.stages.get().words == "动用历年结余二十元"


@pytest.mark.clauses("city:16")
def test_what_is_more_than_a_small_surplus_is_the_bureaus_own_line(office: Any, drafted: Budget) -> None:
    keeper, chief = office.officer(Role.ACCOUNTANT), office.officer(Role.DECIDER)
    with clock.on(TODAY):
        perform(bureaus.choose_practice, office.office, chief, practice="budget.surplus=10")
        perform(acts.enter_lines, drafted, keeper, lines=["401 100", "501 80"])
        with pytest.raises(Refused, match="本局定的线"):
            perform(acts.send_to_finance, drafted, chief, sent_on=TODAY)


def test_an_empty_or_doubled_budget_is_refused(office: Any, book: Any, drafted: Budget) -> None:
    keeper, chief = office.officer(Role.ACCOUNTANT), office.officer(Role.DECIDER)
    with clock.on(TODAY):
        for lines, says in (
            (["401 100", "102 5"], "收支科目102"),
            (["401 abc"], "第1行"),
        ):
            with pytest.raises(Refused, match=says):
                perform(acts.enter_lines, drafted, keeper, lines=lines)
        with pytest.raises(Refused, match="已经有这一年的预算"):
            perform(acts.draft_budget, book, keeper, year=2026)
        with pytest.raises(Refused, match="上年、本年和下一年"):
            perform(acts.draft_budget, book, keeper, year=2036)
        other = perform(acts.draft_budget, book, keeper, year=2027)
        with pytest.raises(Refused, match="收入和支出都要有金额"):
            perform(acts.send_to_finance, other, chief, sent_on=TODAY)


@pytest.mark.clauses("city:14")
def test_what_comes_back_is_a_new_version_and_the_old_one_stays(
    office: Any, drafted: Budget, scan: Any
) -> None:
    budget = onward(office, drafted, scan, until="reviewed")
    keeper = office.officer(Role.ACCOUNTANT)
    with clock.on(TODAY):
        perform(acts.take_back, budget, keeper, returned_on=TODAY, words="支出偏高", document="政办函1号")
        budget.refresh_from_db()
        assert (budget.state, budget.version) == ("draft", 2)
        perform(acts.enter_lines, budget, keeper, lines=["401 1,200,000", "501 1,100,000"])
    assert queries.totals(budget, 1) == (120_000_000, 115_000_000)
    assert queries.totals(budget) == (120_000_000, 110_000_000)
    page = shown(office, budget)
    assert "-50,000.00" in page and "支出偏高" in page


@pytest.mark.clauses("city:14")
def test_an_approved_budget_binds_until_its_adjustment_is_approved(
    office: Any, drafted: Budget, scan: Any
) -> None:
    budget = onward(office, drafted, scan)
    keeper = office.officer(Role.ACCOUNTANT)
    with clock.on(TODAY):
        with pytest.raises(Refused):
            perform(acts.enter_lines, budget, keeper, lines=LINES)
        adjusted = perform(acts.draft_adjustment, budget, keeper)
        with pytest.raises(Refused, match="已经在调整了"):
            perform(acts.draft_adjustment, budget, keeper)
    assert queries.totals(adjusted) == queries.totals(budget)
    onward(office, adjusted, scan, until="settled")
    budget.refresh_from_db()
    assert budget.state == "approved"
    with clock.on(TODAY):
        told = {"approved_on": TODAY, "document": "人大决议6号", "scan": [scan()]}
        perform(acts.record_approval, adjusted, office.officer(Role.DECIDER), **told)
    budget.refresh_from_db()
    assert budget.state == "replaced"


@pytest.mark.clauses("city:14")
def test_the_books_stand_against_it_by_month_and_what_strays_is_explained(
    office: Any, book: Any, drafted: Budget, scan: Any, book_month: Any
) -> None:
    budget = onward(office, drafted, scan)
    book_month(book, date(2026, 1, 20), ("401 贷 100000", "102 借 100000"), ("501 借 95000", "103 贷 95000"))
    book_month(
        book, date(2026, 2, 20), ("401 贷 100000", "102 借 100000"), ("501 借 400000", "103 贷 400000")
    )
    keeper = office.officer(Role.ACCOUNTANT)
    with clock.on(TODAY):
        found = queries.execution(budget)
        assert found.month == 2
        assert [(row.code, row.so_far(1), row.so_far(2)) for row in found.rows] == [
            ("401", 10_000_000, 20_000_000), ("501", 9_500_000, 49_500_000),
        ]  # fmt: skip
        assert [row.code for row in found.unexplained] == ["501"]
        assert "快26.4个百分点" in shown(office, budget)
        with pytest.raises(Refused):
            perform(acts.explain_variance, budget, keeper, code="401", words="没有偏")
        perform(acts.explain_variance, budget, keeper, code="501", words="二月集中支付上年清算")
        assert queries.execution(budget).unexplained == []
        page = shown(office, budget)
        assert "二月集中支付上年清算" in page and "还没有说明" not in page


@pytest.mark.clauses("city:14")
def test_half_a_month_is_not_held_against_the_calendar(
    office: Any, book: Any, drafted: Budget, scan: Any, book_month: Any
) -> None:
    """What is posted in the month that is open is shown, and counts once the month is closed."""
    budget = onward(office, drafted, scan)
    book_month(book, date(2026, 1, 20), ("401 贷 100000", "102 借 100000"), ("501 借 95000", "103 贷 95000"))
    half, keeper = book.months.get(state="open"), office.officer(Role.ACCOUNTANT)
    with clock.on(date(2026, 2, 10)):
        told = {"day": date(2026, 2, 10), "summary": "半个月", "lines": ["501 借 300007", "103 贷 300007"]}
        perform(fund.prepare_voucher, half, keeper, **told)
        waiting = [str(half.vouchers.get().pk)]
        perform(fund.post_vouchers, half, office.officer(Role.DECIDER), vouchers=waiting)
        found = queries.execution(budget)
    assert (found.month, found.told) == (1, 2) and found.sums("expenditure") == (115_000_000, 9_500_000)
    assert found.straying == [] and found.unexplained == []
    page = shown(office, budget)
    assert "未结账" in page and "300,007.00" in page and "到2026年1月" in page
    with clock.on(date(2026, 3, 1)):
        perform(fund.close_month, half, office.officer(Role.DECIDER))
        assert [row.code for row in queries.execution(budget).straying] == ["501"]


@pytest.mark.clauses("city:14")
def test_a_draft_for_the_wrong_year_is_dropped_before_anything_was_sent(
    office: Any, book: Any, drafted: Budget, scan: Any
) -> None:
    keeper = office.officer(Role.ACCOUNTANT)
    with clock.on(TODAY):
        perform(acts.drop_budget, drafted, keeper, reason="年度填错了")
        assert not queries.drafted(office.bureau, 2026)
        assert "已作罢" in shown(office, drafted)
        with pytest.raises(Refused):
            perform(acts.enter_lines, drafted, keeper, lines=LINES)
        again = perform(acts.draft_budget, book, keeper, year=2026)
        perform(acts.enter_lines, again, keeper, lines=LINES)
    budget = onward(office, again, scan)
    with clock.on(TODAY):
        unwanted = perform(acts.draft_adjustment, budget, keeper)
        perform(acts.drop_budget, unwanted, keeper, reason="不调整了")
        another = perform(acts.draft_adjustment, budget, keeper)
        assert budget.adjusted_by == another
    sent = onward(office, another, scan, until="sent")
    with clock.on(TODAY):
        perform(acts.take_back, sent, keeper, returned_on=TODAY, words="再议")
        sent.refresh_from_db()
        with pytest.raises(Refused, match="已经报送过财政的不能作罢"):
            perform(acts.drop_budget, sent, keeper, reason="不要了")


@pytest.mark.clauses("city:14")
def test_a_year_without_a_budget_is_owed_until_it_went_to_finance(
    office: Any, drafted: Budget, scan: Any
) -> None:
    owed = Duty.objects.filter(docket=office.office.docket, concept="budget.drafting")
    sweep(TODAY)
    assert owed.get().is_open() and owed.get().clause == "city:14"
    onward(office, drafted, scan, until="sent")
    sweep(TODAY)
    assert not owed.get().is_open()
    sweep(date(2027, 1, 2))  # the next year has none
    assert owed.filter(met_on=None).count() == 1


def test_what_was_sent_and_given_back_was_drafted(office: Any, drafted: Budget, scan: Any) -> None:
    onward(office, drafted, scan, until="sent")
    assert queries.drafted(office.bureau, drafted.year)
    with clock.on(TODAY):
        given = {"returned_on": TODAY, "words": "补充说明。"}
        perform(acts.take_back, Budget.objects.get(pk=drafted.pk), office.officer(Role.ACCOUNTANT), **given)
    assert queries.drafted(office.bureau, drafted.year)


@pytest.mark.clauses("city:14", "city:27/1")
def test_only_the_funds_the_article_speaks_of_owe_a_budget(office: Any, drafted: Budget, scan: Any) -> None:
    with clock.on(TODAY):
        perform(
            fund.open_book, office.office, office.officer(Role.ACCOUNTANT), fund="fund.kind.civil_servants",
            name="公务员医疗补助资金", special_account="示例银行财政专户（末四位4321）", since=date(2026, 1, 1),
        )  # fmt: skip
    onward(office, drafted, scan, until="sent")
    sweep(TODAY)
    assert not Duty.objects.open().filter(docket=office.office.docket, concept="budget.drafting").exists()


def test_it_prints_and_goes_to_excel(office: Any, drafted: Budget, scan: Any) -> None:
    client = signed_in(office.user(Role.ACCOUNTANT))
    with clock.on(TODAY):
        draft = client.get(reverse("desk:budget_paper", kwargs={"number": drafted.number}))
        budget = onward(office, drafted, scan)
        executed = client.get(reverse("desk:budget_paper", kwargs={"number": budget.number}))
        book = client.get(reverse("desk:budget_workbook", kwargs={"number": budget.number}))
        again = client.get(reverse("desk:budget_workbook", kwargs={"number": budget.number}))
    text = [PdfReader(io.BytesIO(each.content)).pages[0].extract_text() for each in (draft, executed)]
    assert "收支预算表" in text[0] and "1,150,000.00" in text[0] and "预算执行情况表" in text[1]
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(book.content))
    assert sheets.sheet_names == ["各稿", "执行", "经过"]
    assert sheets.get_sheet_by_name("各稿").to_python()[1][3] == 1_200_000
    assert book.content == again.content


@pytest.mark.clauses("city:15")
def test_from_finance_to_congress_it_is_a_row_of_the_board(office: Any, drafted: Budget, scan: Any) -> None:
    """Owed from the day it was sent; ended when it comes back, owed anew when it is sent again, met by the congress."""

    def rows() -> list[tuple[str, date, date | None, date | None]]:
        found = Duty.objects.filter(docket=drafted.docket, concept="budget.approval").order_by("id")
        return list(found.values_list("clause", "since", "met_on", "void_on"))

    onward(office, drafted, scan, until="sent")
    assert rows() == [("city:15", TODAY, None, None)]
    later = date(2026, 3, 25)
    with clock.on(later):
        chief = office.officer(Role.DECIDER)
        perform(acts.take_back, drafted, chief, returned_on=later, words="数额要改")
    assert rows() == [("city:15", TODAY, None, later)]
    onward(office, drafted, scan, day=date(2026, 4, 1))
    assert rows()[1:] == [("city:15", date(2026, 4, 1), date(2026, 4, 1), None)]


def test_it_is_filled_in_on_its_page_and_nothing_typed_is_lost(office: Any, drafted: Budget) -> None:
    client = signed_in(office.user(Role.ACCOUNTANT))
    address = reverse("desk:enter_lines", kwargs={"number": drafted.number})
    with clock.on(TODAY):
        shown_ = client.get(address).content.decode()
        assert 'value="1200000.00"' in shown_
        wrong = client.post(address, {"seen": drafted.docket.length, "key": "a", "a401": "许多", "a501": "7"})
        assert "第1行" in wrong.content.decode() and 'value="许多"' in wrong.content.decode()
        drafted.docket.refresh_from_db()
        right = client.post(
            address, {"seen": drafted.docket.length, "key": "b", "a401": "10", "a501": "7.50"}
        )
    assert right.status_code == 302 and queries.totals(drafted) == (1000, 750)


def shown(office: Any, budget: Budget) -> str:
    with clock.on(TODAY):
        answer = signed_in(office.user(Role.ACCOUNTANT)).get(
            reverse("desk:budget", kwargs={"number": budget.number})
        )
    assert answer.status_code == 200
    return answer.content.decode()
