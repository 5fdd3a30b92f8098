"""Recovered money in the books: each payment on a voucher of its own fund's special account, the same to the fen."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Q
from django.test import Client

from watching import photo
from world import Place
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.cases import acts as cases
from zhongdu.cases.models import Payment, Repayment
from zhongdu.fund import acts, origins, queries, recovering
from zhongdu.scope.roles import Role

sys.path.append(str(Path(__file__).parents[1] / "cases"))
import casework as at

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


@pytest.fixture
def month(book: Any) -> Any:
    clock.travel_to(DAY)
    return book.months.get()


def paid(office: Place, refund: str = "10000", fine: str = "15000") -> Any:
    """A decision served, and what came in of it."""
    made = at.served(office)
    payer = office.officer(Role.ACCOUNTANT)
    for sort, amount, voucher in (("refund", refund, "示转1"), ("fine", fine, "示库1")):
        perform(
            cases.record_payment, made, payer, claim=str(made.claims.get(sort=sort).pk), amount=amount, paid_on=DAY, voucher=voucher
        )  # fmt: skip
        made = type(made).objects.select_related("docket", "bureau").get(pk=made.pk)
    return made


def refund() -> Payment:
    return Payment.objects.exclude(claim__fund="").get()


def key(row: Payment | Repayment) -> str:
    return f"decision:{row.pk}"


def came_in(book: Any) -> int:
    return origins.counted(origins.came_in(book), Q())


def post(office: Place, month: Any) -> None:
    waiting = [str(row.pk) for row in month.vouchers.filter(state="prepared")]
    perform(acts.post_vouchers, month, office.officer(Role.DECIDER), vouchers=waiting)


@pytest.mark.clauses("city:28")
def test_what_came_back_is_entered_in_its_funds_special_account(office: Place, month: Any) -> None:
    paid(office)
    keeper = office.officer(Role.ACCOUNTANT)
    perform(acts.book_recovered, month, keeper, payments=[key(refund())])
    voucher = month.vouchers.get()
    assert [(line.account.way, line.debit, line.credit) for line in voucher.lines.all()] == [
        ("special", 1_000_000, 0), ("", 0, 1_000_000),
    ]  # fmt: skip
    assert queries.recovered(month.book, month.first, month.first) == 0  # until somebody else posts it
    post(office, month)
    assert queries.recovered(month.book, month.first, month.first) == 1_000_000 == refund().fen
    assert not recovering.unbooked(month) and not recovering.unexplained(month).exists()
    with pytest.raises(Refused) as twice:
        perform(acts.book_recovered, month, keeper, payments=[key(refund())])
    assert twice.value.code == "not_now"


@pytest.mark.clauses("city:28")
def test_the_fine_is_no_money_of_the_fund(office: Place, month: Any) -> None:
    paid(office)
    fine = Payment.objects.get(claim__fund="")
    with pytest.raises(Refused) as wrong:
        perform(acts.book_recovered, month, office.officer(Role.ACCOUNTANT), payments=[key(fine)])
    assert "payments" in wrong.value.fields and not month.vouchers.exists()


@pytest.mark.clauses("city:28")
def test_a_voucher_written_already_is_matched_only_to_the_fen(office: Place, month: Any) -> None:
    paid(office, refund="9999.99")
    keeper, written = office.officer(Role.ACCOUNTANT), {"day": DAY, "kind": "recovered", "summary": "退回"}
    perform(acts.prepare_voucher, month, keeper, **written, lines=["102 借 10000", "409 贷 10000"])
    voucher = month.vouchers.get()
    given = {"payments": [key(refund())], "voucher": str(voucher.pk)}
    with pytest.raises(Refused) as apart:
        perform(acts.match_recovered, month, keeper, **given)
    assert apart.value.code == "not_the_same" and "相差0.01元" in apart.value.sentence
    assert str(apart.value.clause) == "city:28"
    perform(acts.discard_voucher, month, keeper, voucher=str(voucher.pk))
    perform(acts.prepare_voucher, month, keeper, **written, lines=["102 借 9999.99", "409 贷 9999.99"])
    perform(acts.match_recovered, month, keeper, **given | {"voucher": str(month.vouchers.get().pk)})
    assert refund().recovery.voucher == month.vouchers.get()


@pytest.mark.clauses("city:28")
def test_undone_in_the_books_it_waits_again(office: Place, month: Any) -> None:
    paid(office)
    keeper = office.officer(Role.ACCOUNTANT)
    perform(acts.book_recovered, month, keeper, payments=[key(refund())])
    perform(acts.discard_voucher, month, keeper, voucher=str(month.vouchers.get().pk))
    assert len(recovering.unbooked(month)) == 1
    perform(acts.book_recovered, month, keeper, payments=[key(refund())])
    post(office, month)
    perform(
        acts.reverse_voucher,
        month,
        keeper,
        voucher=str(month.vouchers.get().pk),
        day=DAY,
        reason="记错了月份。",
    )
    post(office, month)
    assert len(recovering.unbooked(month)) == 1
    assert queries.recovered(month.book, month.first, month.first) == 0


def close(office: Place, month: Any, on: date) -> None:
    with clock.on(on):
        perform(acts.close_month, month, office.officer(Role.DECIDER))


@pytest.mark.clauses("city:28")
def test_a_payment_entered_late_is_booked_in_the_month_that_is_open(office: Place, month: Any) -> None:
    """Its own month being closed, its day stands in the summary; both months agree to the fen."""
    made = at.served(office)
    keeper = office.officer(Role.ACCOUNTANT)
    close(office, month, date(2026, 12, 1))
    december = month.book.months.get(state="open")
    clock.travel_to(date(2026, 12, 4))
    perform(
        cases.record_payment, made, keeper, claim=str(made.claims.get(sort="refund").pk), amount="10000", paid_on=DAY,
        voucher="示转1",
    )  # fmt: skip
    desk = Client()
    desk.force_login(office.user(Role.ACCOUNTANT))
    assert "没有入账" in desk.get(f"/desk/fund/months/{december.number}/recovered/").text
    perform(acts.book_recovered, december, keeper, payments=[key(refund())])
    voucher = december.vouchers.get()
    assert voucher.day == date(2026, 12, 4) and "（2026年11月20日到账）" in voucher.summary
    post(office, december)
    assert recovering.entered(december) == 1_000_000 == sum(row.fen for row in recovering.of_month(december))
    month.refresh_from_db()
    assert recovering.entered(month) == 0 == len(recovering.of_month(month))
    assert [each.row for each in recovering.elsewhere(month)] == [refund()]
    november, page = (
        desk.get(f"/desk/fund/months/{each.number}/recovered/").text for each in (month, december)
    )
    assert (
        "记在别的月份的" in november and "2026年12月记0001号" in november and "不一致" not in november + page
    )


@pytest.mark.clauses("city:28")
def test_a_month_does_not_close_over_money_that_is_not_entered(office: Place, month: Any) -> None:
    paid(office)
    with pytest.raises(Refused, match="还有1笔退回款或者退还款没有入账") as waits:
        close(office, month, date(2026, 12, 1))
    assert str(waits.value.clause) == "city:28"
    perform(acts.book_recovered, month, office.officer(Role.ACCOUNTANT), payments=[key(refund())])
    post(office, month)
    close(office, month, date(2026, 12, 1))
    month.refresh_from_db()
    assert month.state == "closed"


@pytest.mark.clauses("city:28")
def test_what_came_in_before_the_books_began_is_not_theirs(office: Place, month: Any) -> None:
    paid(office)
    later = perform(
        acts.open_book, office.office, office.officer(Role.ACCOUNTANT), fund="fund.kind.employees", name="职工（新）",
        special_account="居民户", since=date(2026, 12, 1),
    )  # fmt: skip
    assert len(recovering.unbooked(month)) == 1 and not recovering.unbooked(later.months.get())


@pytest.mark.clauses("city:28")
def test_a_reversal_thrown_away_has_undone_nothing(office: Place, month: Any) -> None:
    """Else the payment could be entered twice."""
    paid(office)
    keeper = office.officer(Role.ACCOUNTANT)
    perform(acts.book_recovered, month, keeper, payments=[key(refund())])
    post(office, month)
    first = month.vouchers.get()
    told = {"voucher": str(first.pk), "day": DAY, "reason": "看错了。"}
    perform(acts.reverse_voucher, month, keeper, **told)
    assert not recovering.unbooked(month)
    reversal = month.vouchers.get(state="prepared")
    perform(acts.discard_voucher, month, keeper, voucher=str(reversal.pk))
    assert refund().recovery.voucher == first and not recovering.unbooked(month)
    with pytest.raises(Refused):
        perform(acts.book_recovered, month, keeper, payments=[key(refund())])
    perform(acts.reverse_voucher, month, keeper, **told)
    post(office, month)
    assert len(recovering.unbooked(month)) == 1 and recovering.entered(month) == 0


@pytest.mark.clauses("city:28")
def test_entered_again_after_a_month_was_closed_both_months_agree(office: Place, month: Any) -> None:
    paid(office)
    keeper = office.officer(Role.ACCOUNTANT)
    perform(acts.book_recovered, month, keeper, payments=[key(refund())])
    post(office, month)
    wrong = month.vouchers.get()
    close(office, month, date(2026, 12, 1))
    december = month.book.months.get(state="open")
    clock.travel_to(date(2026, 12, 2))
    perform(
        acts.reverse_voucher, december, keeper, voucher=str(wrong.pk), day=date(2026, 12, 2), reason="摘要不对。"
    )  # fmt: skip
    post(office, december)
    perform(acts.book_recovered, december, keeper, payments=[key(refund())])
    post(office, december)
    month.refresh_from_db()
    for each, fen in ((month, 0), (december, 1_000_000)):
        assert recovering.entered(each) == fen == sum(row.fen for row in recovering.of_month(each))
    assert queries.recovered(month.book, month.first, december.first) == 1_000_000


@pytest.mark.clauses("city:28", "city:16")
def test_another_funds_money_and_a_nearer_book_are_left_alone(office: Place, month: Any) -> None:
    paid(office)
    keeper = office.officer(Role.ACCOUNTANT)
    other = perform(
        acts.open_book, office.office, keeper, fund="fund.kind.employees_large", name="大额", special_account="另一户", since=DAY
    )  # fmt: skip
    assert not came_in(other) and came_in(month.book) == 1
    county = office.below("330781", "示例县医疗保障局")
    clock.travel_to(DAY)
    own = perform(
        acts.open_book, county.office, county.officer(Role.ACCOUNTANT), fund="fund.kind.employees", name="县账", special_account="县户", since=DAY
    )  # fmt: skip
    assert came_in(month.book) == 1 and not came_in(own)


@pytest.mark.clauses("city:28")
def test_the_page_says_whether_both_agree(office: Place, month: Any) -> None:
    paid(office)
    desk = Client()
    desk.force_login(office.user(Role.ACCOUNTANT))
    page = desk.get(f"/desk/fund/months/{month.number}/recovered/").text
    assert "不一致" in page and "没有入账" in page and "10,000.00" in page and "15,000.00" in page
    perform(acts.book_recovered, month, office.officer(Role.ACCOUNTANT), payments=[key(refund())])
    post(office, month)
    page = desk.get(f"/desk/fund/months/{month.number}/recovered/").text
    assert "不一致" not in page and "已记账" in page


@pytest.mark.clauses("city:28")
def test_what_went_back_leaves_the_special_account_and_both_agree_again(office: Place, month: Any) -> None:
    made, keeper = paid(office), office.officer(Role.ACCOUNTANT)
    perform(acts.book_recovered, month, keeper, payments=[key(refund())])
    post(office, month)
    perform(cases.revoke_decision, made, office.officer(Role.DECIDER), reason="事实不清。")
    with pytest.raises(Refused) as early:  # owed back, but nothing has left the account yet
        perform(acts.book_paid_back, month, keeper, repayments=[])
    assert early.value.code == "not_now"
    for row in Repayment.objects.all():
        given = {
            "repayment": str(row.pk),
            "repaid_on": DAY,
            "voucher": f"示退{row.pk}",
            "proof": [photo("white")],
        }
        made = type(made).objects.select_related("docket", "bureau").get(pk=made.pk)
        perform(cases.record_repayment, made, keeper, **given)
    desk, url = Client(), f"/desk/fund/months/{month.number}/recovered/"
    desk.force_login(office.user(Role.ACCOUNTANT))
    page = desk.get(url).text
    assert "不一致" in page and "处理决定变更、撤销以后退还的" in page and "罚款退库（不进本账）" in page

    gone, fine = (Repayment.objects.get(claim__sort=sort) for sort in ("refund", "fine"))
    with pytest.raises(Refused) as wrong:  # the treasury's is no money of the fund
        perform(acts.book_paid_back, month, keeper, repayments=[key(fine)])
    assert "repayments" in wrong.value.fields
    perform(acts.book_paid_back, month, keeper, repayments=[key(gone)])
    voucher = month.vouchers.get(state="prepared")
    assert [(line.account.way, line.debit, line.credit) for line in voucher.lines.all()] == [
        ("", 1_000_000, 0), ("special", 0, 1_000_000),
    ]  # fmt: skip
    perform(acts.discard_voucher, month, keeper, voucher=str(voucher.pk))  # thrown away, it waits again
    perform(acts.book_paid_back, month, keeper, repayments=[key(gone)])
    post(office, month)
    assert (
        queries.recovered(month.book, month.first, month.first) == 0
        and not recovering.unexplained(month).exists()
    )
    assert "不一致" not in desk.get(url).text


@pytest.mark.clauses("city:16")
def test_what_comes_back_to_the_employees_fund_is_never_offered_to_the_residents_books(
    office: Place, month: Any
) -> None:
    paid(office)
    residents = perform(
        acts.open_book, office.office, office.officer(Role.ACCOUNTANT), fund="fund.kind.residents", name="居民",
        special_account="居民户", since=DAY,
    )  # fmt: skip
    assert len(recovering.unbooked(month)) == 1 and not recovering.unbooked(residents.months.get())
