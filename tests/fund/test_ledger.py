"""The ledger of one account: what it had, what stands against each line, what it has then; on the page, in Excel, on paper."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from watching import signed_in
from world import Place
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.fund import acts, ledgers, queries
from zhongdu.scope.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.clauses("city:16")]


@pytest.fixture
def kept(office: Place, book: Any) -> Any:
    """November closed, December with the year carried over and closed, January begun."""
    keeper, chief = office.officer(Role.ACCOUNTANT), office.officer(Role.DECIDER)

    def keep(day: date, *vouchers: tuple[str, ...]) -> None:
        month = book.months.get(state="open")
        with clock.on(day):
            for lines in vouchers:
                perform(
                    acts.prepare_voucher, month, keeper, day=day, summary=f"{day.month}月", lines=list(lines)
                )
            if day.month == 12:
                post(month)
                perform(acts.carry_over, month, keeper)
            post(month)

    def post(month: Any) -> None:
        waiting = [str(row.pk) for row in month.vouchers.filter(state="prepared")]
        perform(acts.post_vouchers, month, chief, vouchers=waiting)

    keep(date(2026, 11, 20), ("101 借 300", "401 贷 300"), ("102 借 300", "101 贷 300"))
    with clock.on(date(2026, 12, 1)):
        perform(acts.close_month, book.months.get(state="open"), chief)
    keep(date(2026, 12, 20), ("102 借 50", "403 贷 20", "409 贷 30"))
    with clock.on(date(2027, 1, 1)):
        perform(acts.close_month, book.months.get(state="open"), chief)
    keep(date(2027, 1, 5), ("103 借 80.05", "102 贷 80.05"))
    return book


def test_each_line_has_what_it_left_and_what_stands_against_it(kept: Any) -> None:
    account = kept.accounts.get(code="102")
    told = [(each.summary, each.debit, each.credit, each.balance) for each in ledgers.year_of(account, 2026)]
    assert told == [
        ("期初余额", 0, 0, 0), ("11月", 30_000, 0, 30_000), ("11月合计", 30_000, 0, 30_000), ("本年累计", 30_000, 0, 30_000),
        ("12月", 5_000, 0, 35_000), ("12月合计", 5_000, 0, 35_000), ("本年累计", 35_000, 0, 35_000),
    ]  # fmt: skip
    first, line, *_ = ledgers.year_of(account, 2027)
    assert (first.summary, first.balance) == ("上年结转", 35_000)
    assert (line.balance, line.side, line.against) == (26_995, "借", "103 支出户存款")
    two = next(each for each in ledgers.year_of(account, 2026) if each.summary == "12月")
    assert two.against == "403 利息收入、409 其他收入"
    income = kept.accounts.get(code="401")
    assert ledgers.year_of(income, 2026)[-1].side == "平", "carried over at the end of the year"


def test_a_page_of_it_goes_on_where_the_one_before_it_ended(kept: Any) -> None:
    account = kept.accounts.get(code="102")
    rows = list(queries.ledger(account, 2026).order_by("-voucher__month__first", "-voucher__serial", "-id"))
    whole = [each.balance for each in ledgers.page_of(account, 2026, rows)]
    assert whole == [35_000, 30_000] == [ledgers.page_of(account, 2026, [row])[0].balance for row in rows]


@pytest.fixture
def desk(office: Place) -> Callable[[str], Any]:
    client = signed_in(office.user(Role.ACCOUNTANT))

    def get(address: str) -> Any:
        with clock.on(date(2027, 1, 6)):
            answer = client.get(address)
        assert answer.status_code == 200
        return answer

    return get


def test_page_workbook_and_paper_say_the_same(kept: Any, desk: Any) -> None:
    base = f"/desk/fund/{kept.number}/ledger/102/"
    page = desk(base).text
    assert "年初余额 350.00" in page and "269.95" in page and "103 支出户存款" in page
    got = desk(f"{base}ledger.xlsx?year=2026").content
    assert got == desk(f"{base}ledger.xlsx?year=2026").content
    *_, last = CalamineWorkbook.from_filelike(BytesIO(got)).get_sheet_by_name("明细账").to_python()
    assert last == ["", "", "本年累计", "", "借", 350, "", 350]
    text = words(desk(f"{base}ledger.pdf?year=2026").content)
    assert "明细账" in text and "12月合计" in text and "350.00" in text and "409其他收入" in text


def test_the_trial_balance_prints_with_its_sums(kept: Any, desk: Any) -> None:
    month = kept.months.get(first=date(2026, 11, 1))
    text = words(desk(f"/desk/fund/months/{month.number}/trial.pdf").content)
    assert "科目余额表" in text and "合计" in text and "600.00" in text and "期末贷方" in text


def words(pdf: bytes) -> str:
    return "".join("".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())
