"""What acts do to money demanded, the same in every room: it comes in, is put off, let go, lowered, and goes back.

Who may, under which clause, and from which state is each room's own: its acts say so and call these.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import ProtectedError

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.calendar import Period, Unit, reckon
from zhongdu.claims import rules
from zhongdu.claims.rows import Claim, Payment, Repayment
from zhongdu.law.governing import Law
from zhongdu.law.money import NotMoney, fen_of, yuan
from zhongdu.law.shelves import schedule

AMOUNT = Says("金额（元）", plain=True, most=20)
PLAN = Says("分期计划", hint="一行一期，如“2026-07-01 5000”。", words=True, plain=True, most=2000)


def fund_called(fund: str, law: Law) -> str:
    """A fund in the law's words; "" for what is no fund's."""
    bound = law.find(fund) if fund else None
    return bound.label if bound else fund


def account(claim: Claim, law: Law) -> str:
    """Where what is paid on a claim goes."""
    return rules.account_of(fund_called(claim.fund, law))


def days_after(start: date, days: str) -> date:
    """The last day of so many days a bureau sets itself."""
    return reckon(Period(int(days), Unit.DAYS, rolls=False), start, schedule()).last


def amount(deed: Doing, typed: str, beside: str = "amount") -> int:
    """What was typed, in fen."""
    try:
        return fen_of(typed)
    except NotMoney as wrong:
        deed.refuse("not_money", str(wrong), beside=beside)


def _within(claim: Claim, typed: str, deed: Doing) -> int:
    fen = amount(deed, typed)
    if not 0 < fen <= claim.open_fen:
        deed.refuse("too_much", f"这一笔还欠{yuan(claim.open_fen)}，请填不超过它的金额。", beside="amount")
    return fen


def pay(claim: Claim, deed: Doing, typed: str, paid_on: date, voucher: str, since: date) -> None:
    """Money came in on a claim that arose on ``since``, by its voucher; nothing more than is owed."""
    _came(claim, deed, _within(claim, typed, deed), paid_on, voucher, since, "paid_on")


def take_in(
    claim: Claim,
    deed: Doing,
    fen: int,
    paid_on: date,
    voucher: str,
    since: date,
    repay_within: str,
    *,
    beside: str,
) -> int:
    """Money that came in, however much is still owed: what is above it is owed back; how much that is."""
    over = max(0, fen - claim.open_fen)
    _came(claim, deed, fen, paid_on, voucher, since, beside, fen - over)
    if over:
        claim.repayments.create(fen=over, arose_on=deed.on, due_on=days_after(deed.on, repay_within))
    return over


def _came(
    claim: Claim,
    deed: Doing,
    fen: int,
    on: date,
    voucher: str,
    since: date,
    beside: str,
    counts: int | None = None,
) -> None:
    if not since <= on <= deed.on:
        deed.refuse("wrong_day", "日期要在决定以后、今天以前。", beside=beside)
    if claim.payments.filter(voucher=voucher).exists():
        deed.refuse("voucher_used", "这张凭证已经登记过。", beside="voucher")
    claim.payments.create(fen=fen, paid_on=on, voucher=voucher, entered_by=deed.by.user_id)
    claim.paid_fen += fen if counts is None else counts
    claim.save()
    deed.note(account=account(claim, deed.law), fen=fen)


def take_back(claim: Claim, deed: Doing, row: Payment) -> None:
    """A payment was entered wrongly: it is as if it had not been. What stands on a voucher is undone there first."""
    if row.fen > claim.paid_fen:
        deed.refuse("owed_back", "这一笔里有已经列为要退还的，不能更正。", beside="payment")
    deed.note(taken_back=[row.voucher, row.fen, row.paid_on.isoformat()])
    fen = row.fen
    try:
        row.delete()
    except ProtectedError:
        says = "这一笔在基金账上已经制了凭证。先把凭证作废或者冲销，再更正。"
        deed.refuse("in_the_books", says, beside="payment")
    claim.paid_fen -= fen
    claim.save()


def payments_offered(payments: Iterable[Payment]) -> list[tuple[str, str]]:
    """Payments to choose from."""
    return [
        (str(row.pk), f"{row.paid_on:%Y年%-m月%-d日} {yuan(row.fen)}（凭证{row.voucher}）")
        for row in payments
    ]


def put_off(claim: Claim, deed: Doing, plan: str) -> None:
    """What is still owed may be paid in parts, which add up to it; its last day is that of the last part."""
    try:
        parts = rules.read_plan(plan, claim.open_fen, deed.on)
    except rules.BadPlan as wrong:
        deed.refuse("bad_plan", str(wrong), beside="plan")
    claim.instalments.all().delete()
    for day, fen in parts:
        claim.instalments.create(due_on=day, fen=fen)
    claim.due_on = parts[-1][0]
    claim.save()


def let_go(claim: Claim, deed: Doing, typed: str) -> None:
    """What can no longer be had is written off; it never counts as paid."""
    fen = _within(claim, typed, deed)
    claim.waived_fen += fen
    claim.save()
    deed.note(fen=fen)


def lower(claim: Claim, fen: int, deed: Doing, repay_within: str) -> int:
    """From today only so much is owed on a claim: what had come in above it is owed back; how much that is."""
    claim.paid_fen, claim.waived_fen, over = rules.lowered(claim.paid_fen, claim.waived_fen, fen)
    _shorten_plan(claim, claim.fen - fen)
    claim.fen = fen
    claim.save()
    if over:
        claim.repayments.create(fen=over, arose_on=deed.on, due_on=days_after(deed.on, repay_within))
    return over


def _shorten_plan(claim: Claim, by: int) -> None:
    plan = list(claim.instalments.all())
    claim.instalments.all().delete()
    for part, fen in zip(plan, rules.shortened([each.fen for each in plan], by), strict=True):
        if fen:
            claim.instalments.create(due_on=part.due_on, fen=fen)


def pay_back(row: Repayment, deed: Doing, repaid_on: date, voucher: str) -> None:
    """What had come in too much went back to who paid it, whole."""
    if not row.arose_on <= repaid_on <= deed.on:
        deed.refuse("wrong_day", "日期要在变更、撤销以后，今天以前。", beside="repaid_on")
    row.repaid_on, row.voucher = repaid_on, voucher
    row.save()


def shown(claim: Claim, called: str, law: Law) -> tuple[Any, ...]:
    """A claim as pages have it: with its payments and the parts agreed on, which are to be fetched with it."""
    payments = [(each.paid_on, yuan(each.fen), each.voucher) for each in claim.payments.all()]
    parts: Sequence[tuple[date, str]] = [(each.due_on, yuan(each.fen)) for each in claim.instalments.all()]
    amounts = (yuan(each) for each in (claim.fen, claim.paid_fen, claim.open_fen))
    return (claim, called, account(claim, law), *amounts, payments, parts)
