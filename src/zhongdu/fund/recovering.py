"""Recovered money comes into the books: each payment gets its voucher in the special account of its own fund, whether
a decision of the bureau demanded it or a handling of the agency.

A fine goes to the treasury and is no money of a fund; what the agency refused to pay never left it, and what it took off a
deposit no text says whose it is: nothing of these is entered here.
"""

from datetime import date, timedelta
from typing import Annotated, Any

from django.db.models import Q, Sum

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.fund import origins, rules, vouchers
from zhongdu.fund.models import KEEPERS, Month, PaidBack, Recovery, Voucher
from zhongdu.fund.origins import Moved, chosen
from zhongdu.law.governing import Law
from zhongdu.law.money import yuan

_UNDER = ["fund.recovered", "fund.rules.refund", "fund.accounts"]
_MOST = 200  # payments offered at once
_IN, _BACK = ("paid_on", "recovery"), ("repaid_on", "paid_back")


def of_month(month: Month) -> list[Moved]:
    """What stands on a month's vouchers, and what waits: what was entered late, its own month being closed, waits in the
    open one."""
    return origins.moved(origins.came_in(month.book), *_IN, _belonging(month, *_IN))


def back_in_month(month: Month) -> list[Moved]:
    """What went back out of the fund, as :func:`of_month` reckons months."""
    return origins.moved(origins.went_back(month.book), *_BACK, _belonging(month, *_BACK))


def _belonging(month: Month, day: str, stands: str) -> Q:
    """On one of its vouchers; or on none, and moved before its end, since the books were begun or, once it is closed, in it."""
    return Q(**{f"{stands}__voucher__month": month}) | _waits(month, day, stands)


def _waits(month: Month, day: str, stands: str) -> Q:
    since = month.first if month.state == Month.State.CLOSED else month.book.since
    return Q(**{stands: None, f"{day}__gte": since, f"{day}__lt": rules.following(month.first)})


def unbooked(month: Month, most: int | None = None) -> list[Moved]:
    """What came in and stands on no voucher yet, the oldest first."""
    return origins.moved(origins.came_in(month.book), *_IN, _waits(month, *_IN), most)


def not_yet_out(month: Month, most: int | None = None) -> list[Moved]:
    """What went back and stands on no voucher yet."""
    return origins.moved(origins.went_back(month.book), *_BACK, _waits(month, *_BACK), most)


def waiting(month: Month) -> int:
    """How many payments, in or back, are not in the books when a month is to be closed."""
    came = origins.counted(origins.came_in(month.book), _waits(month, *_IN))
    return came + origins.counted(origins.went_back(month.book), _waits(month, *_BACK))


def elsewhere(month: Month) -> list[Moved]:
    """What came in this month and stands on a voucher of another month."""
    when = Q(paid_on__gte=month.first, paid_on__lt=rules.following(month.first), recovery__isnull=False)
    return origins.moved(origins.came_in(month.book), *_IN, when & ~Q(recovery__voucher__month=month))


def entered(month: Month) -> int:
    """What a month's own vouchers say was recovered; those undone by a later one say nothing."""
    rows = month.vouchers.filter(kind=Voucher.Kind.RECOVERED, state=Voucher.State.POSTED)
    rows = rows.exclude(reversed_by__state=Voucher.State.POSTED)
    moved = Q(lines__account__way="")
    sums = rows.aggregate(came=Sum("lines__debit", filter=~moved), went=Sum("lines__credit", filter=~moved))
    return int(sums["came"] or 0) - int(sums["went"] or 0)


def unexplained(month: Month) -> Any:
    """Vouchers of recovered money that no payment stands behind, each with its ``fen``."""
    rows = month.vouchers.filter(
        kind=Voucher.Kind.RECOVERED, recoveries=None, paid_back=None, reversed_by=None
    )
    return rows.annotate(fen=_into_the_account()).order_by("day", "id")


def _into_the_account() -> Sum:
    return Sum("lines__debit", filter=~Q(lines__account__way=""))


def _waiting(month: Any, law: Any) -> list[tuple[str, str]]:
    return [(each.key, each.said) for each in unbooked(month, _MOST)]


def _none_waits(month: Any, law: Any) -> str:
    return "" if unbooked(month, 1) else "到这个月为止到账的退回款都已入账。"


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

    Each payment becomes a voucher of its own in the fund's special account; somebody else posts it.
    """
    special, recovered = _codes(month, deed.law)
    if not special or not recovered:
        deed.refuse("no_such_account", "账套里没有财政专户科目，或者没有追回退回的科目，请先增设科目。")
    accounts = {each.code: each for each in month.book.accounts.filter(retired_on=None)}
    for each in chosen(unbooked(month), payments):
        lines = [rules.Booked(special, each.fen, 0), rules.Booked(recovered, 0, each.fen)]
        made = vouchers.write(
            month, deed, lines, accounts, kind=Voucher.Kind.RECOVERED,
            **_dated(month, deed, each.on, f"{each.paper}退回", "到账"), source=f"缴款凭证{each.slip}",
        )  # fmt: skip
        Recovery.objects.create(**{each.origin.payment: each.row}, voucher=made)
    deed.note(booked=payments)


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
    rows = chosen(unbooked(month), payments)
    found, total = unexplained(month).get(pk=int(voucher)), sum(row.fen for row in rows)
    if found.fen != total:
        apart = yuan(abs(found.fen - total))
        says = f"凭证进财政专户的是{yuan(found.fen)}，选的缴款合计{yuan(total)}，相差{apart}。"
        deed.refuse("not_the_same", says, under=deed.law.rule("fund.recovered"), beside="voucher")
    Recovery.objects.bulk_create(Recovery(**{each.origin.payment: each.row}, voucher=found) for each in rows)


def _back(month: Any, law: Any) -> list[tuple[str, str]]:
    return [(each.key, each.said) for each in not_yet_out(month, _MOST)]


@act(
    on=Month, by=KEEPERS, under=_UNDER, when=[Month.State.OPEN],
    provided=lambda month, law: "" if _back(month, law) else "到这个月为止没有要制单的退还款。",
    tells="决定、处理变更或者撤销以后退还的款，每一笔制一张凭证：借记追回退回的科目，贷记财政专户；由另一人审核记账。",
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
    for each in chosen(not_yet_out(month), repayments):
        lines = [rules.Booked(recovered, each.fen, 0), rules.Booked(special, 0, each.fen)]
        made = vouchers.write(
            month, deed, lines, accounts, kind=Voucher.Kind.RECOVERED,
            **_dated(month, deed, each.on, f"{each.paper}变更、撤销，退还", "付出"), source=f"凭证{each.slip}",
        )  # fmt: skip
        PaidBack.objects.create(**{each.origin.repayment: each.row}, voucher=made)
    deed.note(booked=repayments)
