"""The books: opened, kept by two, closed month by month; and the database that keeps them itself."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from watching import signed_in
from world import Place
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.fund import acts, queries
from zhongdu.fund.books import kinds
from zhongdu.fund.models import Line, Voucher
from zhongdu.law.governing import governing
from zhongdu.scope.roles import Role

NOVEMBER = date(2026, 11, 20)
pytestmark = pytest.mark.django_db


@pytest.fixture
def month(book: Any) -> Any:
    return book.months.get()


@pytest.fixture
def keep(office: Place) -> Callable[..., Any]:
    """Prepare and post a voucher."""

    def keep_(month: Any, *lines: str, day: date = NOVEMBER, **more: Any) -> Any:
        told = {"day": day, "summary": "示例", "lines": list(lines)} | more
        perform(acts.prepare_voucher, month, office.officer(Role.ACCOUNTANT), **told)
        made = month.vouchers.latest("pk")
        perform(acts.post_vouchers, month, office.officer(Role.DECIDER), vouchers=[str(made.pk)])
        made.refresh_from_db()
        return made

    return keep_


def on_new_year(act: Any, subject: Any, by: Any) -> None:
    with clock.on(date(2027, 1, 1)):
        perform(act, subject, by)


@pytest.mark.clauses("city:2/2", "city:16", "city:27/1")
def test_every_fund_has_books_of_its_own(office: Place, book: Any) -> None:
    assert [str(each) for each in book.accounts.all()][:3] == [
        "101 收入户存款",
        "102 财政专户存款",
        "103 支出户存款",
    ]
    assert book.months.get().first == date(2026, 11, 1)
    other = perform(
        acts.open_book, office.office, office.officer(Role.ACCOUNTANT), fund="fund.kind.employees_large", name="职工大额",
        special_account="另一户", since=date(2026, 11, 1),
    )  # fmt: skip
    assert not set(other.accounts.all()) & set(book.accounts.all())
    with pytest.raises(Refused, match="本局已经有这个名称的账套"):
        perform(
            acts.open_book, office.office, office.officer(Role.ACCOUNTANT), fund="fund.kind.employees", name=book.name,
            special_account="又一户", since=NOVEMBER,
        )  # fmt: skip


def test_where_no_fund_measure_is_in_force_no_books_are_kept(wushan: Place) -> None:
    with pytest.raises(Refused) as refused:
        perform(
            acts.open_book, wushan.office, wushan.officer(Role.ACCOUNTANT), fund="fund.kind.employees", name="账",
            special_account="户", since=NOVEMBER,
        )  # fmt: skip
    assert refused.value.code == "not_in_this_law"


@pytest.mark.clauses("city:16")
def test_one_prepares_and_another_posts(office: Place, month: Any) -> None:
    keeper = office.officer(Role.ACCOUNTANT)
    with pytest.raises(Refused) as refused:
        perform(
            acts.prepare_voucher, month, keeper, day=NOVEMBER, summary="付款", lines=["501 借 5", "101 贷 5"]
        )
    assert "收入户的钱不能直接支出" in refused.value.fields["lines"]
    assert str(refused.value.clause) == "city:16"
    assert not Voucher.objects.exists() and not Line.objects.exists()

    perform(acts.prepare_voucher, month, keeper, day=NOVEMBER, summary="保费", lines=["101 借 5", "401 贷 5"])
    made = month.vouchers.get()
    with pytest.raises(Refused, match="制单和记账要由两个人办"):
        perform(acts.post_vouchers, month, keeper, vouchers=[str(made.pk)])
    perform(acts.post_vouchers, month, office.officer(Role.DECIDER), vouchers=[str(made.pk)])
    assert str(month.vouchers.get()) == "记0001号"


def test_numbers_follow_one_another_and_what_was_thrown_away_leaves_no_gap(
    office: Place, month: Any, keep: Any
) -> None:
    keep(month, "101 借 5", "401 贷 5")
    perform(
        acts.prepare_voucher, month, office.officer(Role.ACCOUNTANT), day=NOVEMBER, summary="错", lines=["101 借 6", "401 贷 6"]
    )  # fmt: skip
    perform(
        acts.discard_voucher, month, office.officer(Role.ACCOUNTANT), voucher=str(month.vouchers.get(state="prepared").pk)
    )  # fmt: skip
    keep(month, "101 借 7", "401 贷 7")
    assert [each.serial for each in month.vouchers.all()] == [1, 2]


def test_a_wrong_voucher_is_reversed_once(office: Place, month: Any, keep: Any) -> None:
    wrong = keep(month, "101 借 8.88", "401 贷 8.88")
    told = {"voucher": str(wrong.pk), "day": NOVEMBER, "reason": "金额看错了"}
    perform(acts.reverse_voucher, month, office.officer(Role.ACCOUNTANT), **told)
    again = month.vouchers.get(state="prepared")
    perform(acts.post_vouchers, month, office.officer(Role.DECIDER), vouchers=[str(again.pk)])
    assert all(not row.closing for row in queries.trial(month))
    with pytest.raises(Refused):
        perform(acts.reverse_voucher, month, office.officer(Role.ACCOUNTANT), **told)


def test_interest_and_recovered_money_stand_on_their_own(
    office: Place, book: Any, month: Any, keep: Any
) -> None:
    keep(month, "103 借 3.21", "403 贷 3.21", kind="interest")
    keep(month, "102 借 10.00", "403 贷 10.00", kind="interest")
    paid = keep(month, "102 借 500", "409 贷 500", kind="recovered")
    assert queries.interest(month) == [("102", "财政专户存款", 1000, 1000), ("103", "支出户存款", 321, 321)]
    assert queries.recovered(book, month.first, month.first) == 50_000
    with pytest.raises(Refused, match="追回退回要记在“409 其他收入”"):
        keep(month, "102 借 500", "401 贷 500", kind="recovered")
    perform(
        acts.reverse_voucher,
        month,
        office.officer(Role.ACCOUNTANT),
        voucher=str(paid.pk),
        day=NOVEMBER,
        reason="记错账套",
    )
    perform(
        acts.post_vouchers, month, office.officer(Role.DECIDER), vouchers=[str(month.vouchers.get(state="prepared").pk)]
    )  # fmt: skip
    assert queries.recovered(book, month.first, month.first) == 0


@pytest.mark.clauses("city:16")
def test_interest_that_was_reversed_is_no_interest(office: Place, book: Any, month: Any, keep: Any) -> None:
    """In its own month, and in the year of a later one; the page and the workbook say it by account."""
    keeper, chief = office.officer(Role.ACCOUNTANT), office.officer(Role.DECIDER)
    wrong = keep(month, "102 借 10.00", "403 贷 10.00", kind="interest")
    keep(month, "103 借 3.21", "403 贷 3.21", kind="interest")
    desk = signed_in(office.user(Role.ACCOUNTANT))
    page = desk.get(f"/desk/fund/months/{month.number}/").text
    assert "各户利息" in page and "3.21" in page
    with clock.on(date(2026, 12, 2)):
        perform(acts.close_month, month, chief)
        december = book.months.get(state="open")
        day = date(2026, 12, 2)
        perform(acts.reverse_voucher, december, keeper, voucher=str(wrong.pk), day=day, reason="多记")
        assert queries.interest(december)[0] == ("102", "财政专户存款", 0, 1000), "until it is posted"
        waiting = [str(december.vouchers.get(state="prepared").pk)]
        perform(acts.post_vouchers, december, chief, vouchers=waiting)
        assert queries.interest(december) == [
            ("102", "财政专户存款", -1000, 0), ("103", "支出户存款", 0, 321),
        ]  # fmt: skip
        address = f"/desk/fund/months/{december.number}/statement.xlsx"
        got, again = desk.get(address).content, desk.get(address).content
    sheet = CalamineWorkbook.from_filelike(BytesIO(got)).get_sheet_by_name("各户利息").to_python()
    assert sheet[1:] == [["102", "财政专户存款", -10, 0], ["103", "支出户存款", 0, 3.21]]
    assert got == again


def test_months_close_in_turn_and_the_year_is_carried_over(
    office: Place, book: Any, month: Any, keep: Any
) -> None:
    chief, keeper = office.officer(Role.DECIDER), office.officer(Role.ACCOUNTANT)
    keep(month, "102 借 1000", "301 贷 1000", kind="opening")
    keep(month, "101 借 300", "401 贷 300")
    with clock.on(date(2026, 12, 1)):
        perform(acts.close_month, month, chief)
    december = book.months.get(first=date(2026, 12, 1))
    with clock.on(date(2026, 12, 31)):
        day = date(2026, 12, 15)
        keep(december, "102 借 300", "101 贷 300", day=day)
        keep(december, "103 借 200", "102 贷 200", day=day)
        keep(december, "501 借 120.50", "103 贷 120.50", day=day)
        with pytest.raises(Refused, match="请先办年终结转并记账"):
            on_new_year(acts.close_month, december, chief)
        perform(acts.carry_over, december, keeper)
        with pytest.raises(Refused, match="还有1张凭证没有记账"):
            on_new_year(acts.close_month, december, chief)
        perform(
            acts.post_vouchers, december, chief, vouchers=[str(december.vouchers.get(state="prepared").pk)]
        )
        with pytest.raises(Refused, match="这个月还没有过完，2027年1月1日起才能结账"):
            perform(acts.close_month, december, chief)
        on_new_year(acts.close_month, december, chief)
        said = queries.statement(december)
        january = book.months.get(first=date(2027, 1, 1))
    assert said.surplus == (-12_050, 17_950)
    assert [(code, fen) for code, _, fen in said.balance] == [("301", 117_950)]
    assert queries.opening(january) == {"102": 110_000, "103": 7_950, "301": -117_950}
    assert sum(queries.opening(january).values()) == 0


def test_a_month_closed_reads_the_same_as_when_it_was_open(
    office: Place, book: Any, month: Any, keep: Any
) -> None:
    keep(month, "101 借 300", "401 贷 300")
    keep(month, "102 借 300", "101 贷 300")
    before = queries.trial(month)
    with clock.on(date(2026, 12, 1)):
        perform(acts.close_month, month, office.officer(Role.DECIDER))
    month.refresh_from_db()
    assert queries.trial(month) == before
    with pytest.raises(Refused):
        keep(month, "101 借 300", "401 贷 300")


def test_an_account_below_another_is_of_its_kind(office: Place, book: Any, month: Any, keep: Any) -> None:
    keeper = office.officer(Role.ACCOUNTANT)
    perform(acts.add_account, book, keeper, code="50101", name="住院费用", below="501")
    assert book.accounts.get(code="50101").element == "expenditure"
    with pytest.raises(Refused, match="编号用数字，以上级科目的编号501开头"):
        perform(acts.add_account, book, keeper, code="60101", name="住院费用", below="501")
    perform(acts.retire_account, book, keeper, code="50101")
    with pytest.raises(Refused, match="没有在用的科目50101"):
        keep(month, "50101 借 5", "103 贷 5")
    with pytest.raises(Refused, match="不能停用"):
        perform(acts.retire_account, book, keeper, code="301")


@pytest.mark.clauses("city:2/2", "city:16", "city:27/1", "city:27/2")
def test_each_kind_of_fund_says_how_the_measure_applies_to_it(office: Place) -> None:
    called = dict(kinds(office.office, governing(office.bureau, date(2026, 11, 1))))
    assert called["fund.kind.employees"] == "职工基本医疗保险基金（含生育保险）（适用本办法）"
    assert called["fund.kind.residents"] == "城乡居民基本医疗保险基金（适用本办法）"
    assert called["fund.kind.civil_servants"].endswith("（参照本办法）")
    assert called["fund.kind.long_term_care"].endswith("（按国家规定）")
