"""The agency's money in the books, beside the decisions': entered by fund, never what was refused, and whatever happens to
it, what came in less what went back is what the special account has, to the fen."""

import random
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError
from django.db.models import Sum
from django.test import Client

from watching import photo
from world import Place
from zhongdu.acts.models import acting
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.agreements import acts as agreements
from zhongdu.agreements.models import Claim, Handling, Payment, Repayment
from zhongdu.calendar import clock
from zhongdu.fund import acts, queries, recovering
from zhongdu.fund.models import Line, Recovery, Voucher
from zhongdu.scope.roles import Role

sys.path += [str(Path(__file__).parents[1] / "agreements"), str(Path(__file__).parents[1] / "cases")]
import agreeing as at
import casework

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)
BASIC = "fund.kind.employees"


@pytest.fixture
def month(book: Any) -> Any:
    clock.travel_to(DAY)
    return book.months.get()


def demanded(office: Place, *also: str, **more: Any) -> Handling:
    return at.decided(office, at.signed(office), "recover", *also, recovered={BASIC: "1000"}, **more)


def paid(office: Place, handling: Handling, fen: int, slip: str) -> None:
    perform(
        agreements.record_recovered, at.afresh(handling), office.officer(Role.ACCOUNTANT),
        claim=str(Claim.objects.get(measure__handling=handling).pk), amount=f"{fen / 100:.2f}", paid_on=DAY, voucher=slip,
    )  # fmt: skip


def ended(office: Place, handling: Handling, effect: str, **more: Any) -> None:
    made = perform(
        agreements.receive_dispute, at.afresh(handling), office.officer(Role.CASE_OFFICER), received_on=DAY, words="不服。"
    )  # fmt: skip
    judge = office.officer(Role.LEGAL_REVIEWER)
    perform(agreements.take_up_dispute, made, judge)
    given = {"effect": effect, "words": "查明了。", "unmediated": "不愿意。"} | more
    perform(agreements.decide_dispute, at.afresh(made), judge, **given)


def gave_back(office: Place, row: Repayment, slip: str) -> None:
    told = {"repayment": str(row.pk), "repaid_on": DAY, "voucher": slip, "proofs": [photo()]}
    handling = Handling.objects.get(measures__claims=row.claim_id)
    perform(agreements.pay_back_recovered, handling, office.officer(Role.ACCOUNTANT), **told)


def entered(office: Place, month: Any) -> None:
    """All that waits, in or out, gets its voucher; somebody else posts them."""
    keeper = office.officer(Role.ACCOUNTANT)
    if came := recovering.unbooked(month):
        perform(acts.book_recovered, month, keeper, payments=[each.key for each in came])
    if went := recovering.not_yet_out(month):
        perform(acts.book_paid_back, month, keeper, repayments=[each.key for each in went])
    post(office, month)


def post(office: Place, month: Any) -> None:
    if waiting := [str(row.pk) for row in month.vouchers.filter(state="prepared")]:
        perform(acts.post_vouchers, month, office.officer(Role.DECIDER), vouchers=waiting)


def in_the_account(month: Any) -> int:
    rows = Line.objects.filter(voucher__month=month, voucher__state="posted", account__way="special")
    sums = rows.aggregate(came=Sum("debit"), went=Sum("credit"))
    return (sums["came"] or 0) - (sums["went"] or 0)


@pytest.mark.clauses("city:28", "city:16")
def test_each_payment_has_a_voucher_of_its_own_and_the_page_says_where_it_comes_from(
    office: Place, month: Any
) -> None:
    handling = demanded(office, "refusal", refused="300")
    paid(office, handling, 400_00, "示付1")
    paid(office, handling, 600_00, "示付2")
    decision = casework.served(office)
    perform(
        casework.acts.record_payment, decision, office.officer(Role.ACCOUNTANT),
        claim=str(decision.claims.get(sort="refund").pk), amount="10000", paid_on=DAY, voucher="示转1",
    )  # fmt: skip
    desk = Client()
    desk.force_login(office.user(Role.ACCOUNTANT))
    url = f"/desk/fund/months/{month.number}/recovered/"
    assert "没有入账" in desk.get(url).text
    with clock.on(date(2026, 12, 1)), pytest.raises(Refused, match="还有3笔") as waits:
        perform(acts.close_month, month, office.officer(Role.DECIDER))
    assert str(waits.value.clause) == "city:28"
    entered(office, month)
    kinds = month.vouchers.filter(kind=Voucher.Kind.RECOVERED)
    assert sorted(row.lines.aggregate(fen=Sum("debit"))["fen"] for row in kinds) == [
        400_00,
        600_00,
        10_000_00,
    ]
    assert queries.recovered(month.book, month.first, month.first) == 11_000_00 == in_the_account(month)
    page = desk.get(url).text
    assert "不一致" not in page and f"协议处理{handling.number}" in page and decision.paper_number in page
    assert "协议处理的退回款" in page and "1,000.00" in page and "300.00" not in page
    with clock.on(date(2026, 12, 1)):
        perform(acts.close_month, month, office.officer(Role.DECIDER))


@pytest.mark.clauses("city:28")
def test_another_funds_share_waits_in_its_own_book(office: Place, month: Any) -> None:
    handling = at.decided(
        office, at.signed(office), "recover", recovered={BASIC: "1000", "fund.kind.assistance": "5"}
    )  # fmt: skip
    for row in Claim.objects.all():
        given = {"claim": str(row.pk), "amount": f"{row.fen / 100:.2f}", "paid_on": DAY, "voucher": "示付1"}
        perform(agreements.record_recovered, at.afresh(handling), office.officer(Role.ACCOUNTANT), **given)
    assert [each.fen for each in recovering.unbooked(month)] == [1000_00]


def test_money_has_one_origin_in_the_database_too(office: Place, month: Any) -> None:
    paid(office, demanded(office), 1, "示付1")
    entered(office, month)
    with acting(), pytest.raises(IntegrityError):
        Recovery.objects.update(agency_payment=None)


@pytest.mark.clauses("city:28")
@pytest.mark.parametrize("seed", range(8))
def test_whatever_happens_to_it_the_account_has_what_came_in_less_what_went_back(
    office: Place, month: Any, seed: int
) -> None:
    chance, top = random.Random(seed), 1000_00
    handling = demanded(office)
    keeper = office.officer(Role.ACCOUNTANT)

    def pay(step: int) -> None:
        if left := Claim.objects.get().open_fen:
            paid(office, handling, chance.randint(1, left), f"示付{step}")

    def lower(step: int) -> None:
        nonlocal top
        if top > 100:
            top = chance.randrange(100, top)
            ended(office, handling, "changed", recovered={BASIC: f"{top / 100:.2f}"})

    def give_back(step: int) -> None:
        if row := Repayment.objects.filter(repaid_on=None).first():
            gave_back(office, row, f"示退{step}")

    def enter(step: int) -> None:
        entered(office, month)

    def discard(step: int) -> None:
        if came := recovering.unbooked(month):
            perform(acts.book_recovered, month, keeper, payments=[came[0].key])
            row = month.vouchers.filter(state="prepared").latest("id")
            perform(acts.discard_voucher, month, keeper, voucher=str(row.pk))

    def reverse(step: int) -> None:
        rows = month.vouchers.filter(state="posted", kind="recovered", reversed_by=None)
        if row := rows.order_by("id").first():
            perform(acts.reverse_voucher, month, keeper, voucher=str(row.pk), day=DAY, reason="记错了。")
            post(office, month)

    for step in range(10):
        chance.choice([pay, pay, lower, give_back, enter, discard, reverse])(step)
        came, back = recovering.of_month(month), recovering.back_in_month(month)
        out = sum(each.fen for each in recovering.unbooked(month))
        out -= sum(each.fen for each in recovering.not_yet_out(month))
        apart = sum(each.fen for each in came) - sum(each.fen for each in back) - recovering.entered(month)
        assert apart == out and recovering.entered(month) == in_the_account(month)
    ended(office, handling, "withdrawn")
    for at_, row in enumerate(Repayment.objects.filter(repaid_on=None)):
        gave_back(office, row, f"示末{at_}")
    entered(office, month)
    came_in, went_back = (kind.objects.aggregate(fen=Sum("fen"))["fen"] or 0 for kind in (Payment, Repayment))
    assert came_in == went_back and in_the_account(month) == 0 == recovering.entered(month)
    assert not recovering.waiting(month)
    with clock.on(date(2026, 12, 1)):
        perform(acts.close_month, month, office.officer(Role.DECIDER))


def test_a_payment_entered_wrongly_is_taken_back_but_not_from_under_a_voucher(
    office: Place, month: Any
) -> None:
    handling, keeper = demanded(office), office.officer(Role.ACCOUNTANT)
    paid(office, handling, 1000_00, "示付1")
    entered(office, month)
    given = {"payment": str(Payment.objects.get().pk), "words": "记到别的机构了。"}
    with pytest.raises(Refused) as booked:
        perform(agreements.take_back_recovered, at.afresh(handling), keeper, **given)
    assert booked.value.code == "in_the_books" and Claim.objects.get().open_fen == 0
    voucher = month.vouchers.get()
    perform(acts.reverse_voucher, month, keeper, voucher=str(voucher.pk), day=DAY, reason="记错了。")
    post(office, month)
    perform(agreements.take_back_recovered, at.afresh(handling), keeper, **given)
    assert Claim.objects.get().open_fen == 1000_00 and not Payment.objects.exists()
    assert not recovering.unbooked(month) and recovering.entered(month) == 0 == in_the_account(month)
