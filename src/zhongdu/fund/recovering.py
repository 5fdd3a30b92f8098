"""Recovered money comes into the books: each payment of a decision gets its voucher in the special account of its own fund.

A fine goes to the treasury and is no money of a fund: nothing of it is entered here.
"""

from datetime import date, timedelta
from typing import Annotated, Any

from django.db.models import Q, QuerySet, Sum

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.cases.queries import Payment, Repayment, refunded, repaid
from zhongdu.fund import rules, vouchers
from zhongdu.fund.models import KEEPERS, Book, Month, PaidBack, Recovery, Voucher
from zhongdu.law.governing import Law
from zhongdu.law.money import yuan

_UNDER = ["fund.recovered", "fund.rules.refund", "fund.accounts"]
_MOST = 200  # payments offered at once


def payments(book: Book) -> "QuerySet[Payment]":
    """What was paid back into a book's fund: decided by its bureau or one below that keeps no such book of its own."""
    rows: QuerySet[Payment] = refunded(book.fund, book.bureau.path, _nearer(book))
    return rows


def _nearer(book: Book) -> list[str]:
    """Where below a book's bureau another keeps one of the same fund."""
    nearer = Book.objects.filter(fund=book.fund, bureau__path__startswith=book.bureau.path)
    return list(nearer.exclude(bureau=book.bureau_id).values_list("bureau__path", flat=True))


def back_in_month(month: Month) -> "QuerySet[Repayment]":
    """What went back out of the fund, the decisions it had come in by being undone, as :func:`of_month` reckons months."""
    rows: QuerySet[Repayment] = repaid(month.book.fund, month.book.bureau.path, _nearer(month.book))
    return rows.filter(_belonging(month, "repaid_on", "paid_back")).order_by("repaid_on", "id")


def of_month(month: Month) -> "QuerySet[Payment]":
    """What stands on a month's vouchers, and what waits: what was entered late, its own month being closed, waits in the
    open one."""
    return payments(month.book).filter(_belonging(month, "paid_on", "recovery"))


def _belonging(month: Month, day: str, stands: str) -> Q:
    """On one of its vouchers; or on none, and moved before its end, since the books were begun or, once it is closed, in it."""
    since = month.first if month.state == Month.State.CLOSED else month.book.since
    waits = Q(**{stands: None, f"{day}__gte": since, f"{day}__lt": rules.following(month.first)})
    return Q(**{f"{stands}__voucher__month": month}) | waits


def unbooked(month: Month) -> "QuerySet[Payment]":
    """What came in and stands on no voucher yet, the oldest first."""
    return of_month(month).filter(recovery=None).order_by("paid_on", "id")


def waiting(month: Month) -> int:
    """How many payments, in or back, are not in the books when a month is to be closed."""
    return unbooked(month).count() + back_in_month(month).filter(paid_back=None).count()


def elsewhere(month: Month) -> "QuerySet[Payment]":
    """What came in this month and stands on a voucher of another month."""
    rows = payments(month.book).filter(paid_on__gte=month.first, paid_on__lt=rules.following(month.first))
    return rows.exclude(recovery=None).exclude(recovery__voucher__month=month).order_by("paid_on", "id")


def entered(month: Month) -> int:
    """What a month's own vouchers say was recovered; those undone by a later one say nothing."""
    rows = month.vouchers.filter(kind=Voucher.Kind.RECOVERED, state=Voucher.State.POSTED)
    rows = rows.exclude(reversed_by__state=Voucher.State.POSTED)
    moved = Q(lines__account__way="")
    sums = rows.aggregate(came=Sum("lines__debit", filter=~moved), went=Sum("lines__credit", filter=~moved))
    return int(sums["came"] or 0) - int(sums["went"] or 0)


def stands_on(rows: "list[Payment]") -> dict[int, Voucher]:
    """The voucher each of some payments stands on."""
    known = Recovery.objects.filter(payment__in=[row.pk for row in rows]).select_related("voucher__month")
    return {row.payment_id: row.voucher for row in known}


def unexplained(month: Month) -> Any:
    """Vouchers of recovered money that no payment of a decision stands behind, each with its ``fen``."""
    rows = month.vouchers.filter(
        kind=Voucher.Kind.RECOVERED, recoveries=None, paid_back=None, reversed_by=None
    )
    return rows.annotate(fen=_into_the_account()).order_by("day", "id")


def _into_the_account() -> Sum:
    return Sum("lines__debit", filter=~Q(lines__account__way=""))


def said(row: Payment) -> str:
    return f"{row.paid_on:%Y年%-m月%-d日} {row.claim.decision.paper_number} {yuan(row.fen)}（缴款凭证{row.voucher}）"


def _waiting(month: Any, law: Any) -> list[tuple[str, str]]:
    return [(str(row.pk), said(row)) for row in unbooked(month)[:_MOST]]


def _none_waits(month: Any, law: Any) -> str:
    return "" if unbooked(month).exists() else "到这个月为止到账的退回款都已入账。"


def _codes(month: Month, law: Law) -> tuple[str, str]:
    """The account of the special account, and the one recovered money is told of by; "" where the book has none."""
    own = month.book.accounts.filter(retired_on=None)
    special = own.filter(way=rules.Way.SPECIAL).order_by("code").first()
    told = next(
        (each.rule.code for each in law.family("fund.account") if each.rule.purpose == "recovered"), ""
    )
    recovered = own.filter(code__startswith=told).order_by("code").first() if told else None
    return special.code if special else "", recovered.code if recovered else ""


def _dated(month: Month, deed: Doing, moved_on: date, summary: str, how: str) -> dict[str, Any]:
    """A voucher's day and summary. What moved before its month is entered in it, and the summary says the true day."""
    if moved_on >= month.first:
        return {"day": moved_on, "summary": summary[:120]}
    last = rules.following(month.first) - timedelta(days=1)
    return {
        "day": min(max(deed.on, month.first), last),
        "summary": f"{summary[:100]}（{moved_on:%Y年%-m月%-d日}{how}）",
    }


@act(
    on=Month, by=KEEPERS, under=_UNDER, when=[Month.State.OPEN], provided=_none_waits,
    tells="每一笔缴款制一张凭证：借记财政专户，贷记追回退回的科目；由另一人审核记账。罚款上缴国库，不在这里。",
)  # fmt: skip
def book_recovered(
    month: Month, deed: Doing, *, payments: Annotated[list[str], Says("哪几笔退回款", options=_waiting)]
) -> None:
    """退回款制单

    Each payment of a decision becomes a voucher of its own in the fund's special account; somebody else posts it.
    """
    special, recovered = _codes(month, deed.law)
    if not special or not recovered:
        deed.refuse("no_such_account", "账套里没有财政专户科目，或者没有追回退回的科目，请先增设科目。")
    accounts = {each.code: each for each in month.book.accounts.filter(retired_on=None)}
    for row in unbooked(month).filter(pk__in=[int(each) for each in payments]):
        lines = [rules.Booked(special, row.fen, 0), rules.Booked(recovered, 0, row.fen)]
        made = vouchers.write(
            month, deed, lines, accounts, kind=Voucher.Kind.RECOVERED,
            **_dated(month, deed, row.paid_on, f"{row.claim.decision.paper_number}退回", "到账"), source=f"缴款凭证{row.voucher}",
        )  # fmt: skip
        Recovery.objects.create(payment=row, voucher=made)
    deed.note(booked=[int(each) for each in payments])


def _unexplained(month: Any, law: Any) -> list[tuple[str, str]]:
    return [
        (str(row.pk), f"{row.day:%-m月%-d日} {row.summary} {yuan(row.fen)}")
        for row in unexplained(month)[:_MOST]
    ]


def _nothing_to_match(month: Any, law: Any) -> str:
    return _none_waits(month, law) or ("" if unexplained(month).exists() else "没有还没对上的追回退回凭证。")


@act(
    on=Month, by=KEEPERS, under=_UNDER, when=[Month.State.OPEN], provided=_nothing_to_match,
    tells="已经自己制过单的，不再制单，和缴款对上；金额一分也不能差。",
)  # fmt: skip
def match_recovered(
    month: Month,
    deed: Doing,
    *,
    payments: Annotated[list[str], Says("哪几笔退回款", options=_waiting)],
    voucher: Annotated[str, Says("和哪一张凭证对上", options=_unexplained)],
) -> None:
    """退回款与凭证对上

    A voucher that was written already stands for these payments; their sum is its amount, to the fen.
    """
    rows = list(unbooked(month).filter(pk__in=[int(each) for each in payments]))
    found, total = unexplained(month).get(pk=int(voucher)), sum(row.fen for row in rows)
    if found.fen != total:
        apart = yuan(abs(found.fen - total))
        says = f"凭证进财政专户的是{yuan(found.fen)}，选的缴款合计{yuan(total)}，相差{apart}。"
        deed.refuse("not_the_same", says, under=deed.law.rule("fund.recovered"), beside="voucher")
    Recovery.objects.bulk_create(Recovery(payment=row, voucher=found) for row in rows)


def left_by(rows: "list[Repayment]") -> dict[int, Voucher]:
    """The voucher by which each of some repayments left the fund."""
    known = PaidBack.objects.filter(repayment__in=[row.pk for row in rows]).select_related("voucher")
    return {row.repayment_id: row.voucher for row in known}


def _back(month: Any, law: Any) -> list[tuple[str, str]]:
    rows = back_in_month(month).filter(paid_back=None)[:_MOST]
    return [
        (str(row.pk), f"{row.repaid_on:%Y年%-m月%-d日} {row.claim.decision.paper_number} {yuan(row.fen)}（凭证{row.voucher}）")
        for row in rows
    ]  # fmt: skip


@act(
    on=Month, by=KEEPERS, under=_UNDER, when=[Month.State.OPEN],
    provided=lambda month, law: "" if _back(month, law) else "到这个月为止没有要制单的退还款。",
    tells="决定撤销以后退还当事人的款，每一笔制一张凭证：借记追回退回的科目，贷记财政专户；由另一人审核记账。",
)  # fmt: skip
def book_paid_back(
    month: Month, deed: Doing, *, repayments: Annotated[list[str], Says("哪几笔退还款", options=_back)]
) -> None:
    """退还款制单

    What went back to who had paid it leaves the fund's special account by a voucher of its own.
    """
    special, recovered = _codes(month, deed.law)
    if not special or not recovered:
        deed.refuse("no_such_account", "账套里没有财政专户科目，或者没有追回退回的科目，请先增设科目。")
    accounts = {each.code: each for each in month.book.accounts.filter(retired_on=None)}
    for row in back_in_month(month).filter(paid_back=None, pk__in=[int(each) for each in repayments]):
        assert row.repaid_on  # what has no day yet has not gone back
        lines = [rules.Booked(recovered, row.fen, 0), rules.Booked(special, 0, row.fen)]
        made = vouchers.write(
            month, deed, lines, accounts, kind=Voucher.Kind.RECOVERED,
            **_dated(month, deed, row.repaid_on, f"{row.claim.decision.paper_number}撤销，退还", "付出"), source=f"凭证{row.voucher}",
        )  # fmt: skip
        PaidBack.objects.create(repayment=row, voucher=made)
    deed.note(booked=[int(each) for each in repayments])
