"""What is asked of the books: balances, ledgers, statements. Amounts are fen, debit positive."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Max, Q, QuerySet, Sum

from zhongdu.fund import rules
from zhongdu.fund.models import Account, Balance, Book, Line, Month, Voucher
from zhongdu.scope.actor import Actor

__all__ = [
    "Account",
    "Book",
    "Month",
    "Voucher",
    "books",
    "earliest_open",
    "interest",
    "last_closed",
    "ledger",
    "lines_of_many",
    "opening",
    "recovered",
    "statement",
    "trial",
    "turned_by_month",
    "years",
]

_POSTED = {"voucher__state": Voucher.State.POSTED}


def books(actor: Actor) -> "QuerySet[Book]":
    rows: QuerySet[Book] = Book.objects.visible_to(actor).select_related("docket", "bureau")
    return rows


def opening(month: Month) -> dict[str, int]:
    """What each account had when the month began: from the last closed month, and what was posted since."""
    closed = (
        month.book.months.filter(state=Month.State.CLOSED, first__lt=month.first).order_by("-first").first()
    )
    kept = Balance.objects.filter(month=closed).values_list("account__code", "closing") if closed else ()
    found = {code: closing for code, closing in kept if closing}
    since = Line.objects.filter(
        **_POSTED, voucher__month__book=month.book, voucher__month__first__lt=month.first
    )
    if closed:
        since = since.filter(voucher__month__first__gt=closed.first)
    for code, debit, credit in _sums(since):
        found[code] = found.get(code, 0) + debit - credit
    return found


def trial(month: Month) -> list[rules.Row]:
    """The month's trial balance."""
    if month.state == Month.State.CLOSED:
        kept = Balance.objects.filter(month=month).order_by("account__code")
        return [rules.Row(*row) for row in kept.values_list("account__code", "opening", "debit", "credit")]
    turned = _sums(Line.objects.filter(**_POSTED, voucher__month=month))
    both = [rules.Booked(code, debit, credit) for code, debit, credit in turned]
    return rules.trial(opening(month), both)


def _sums(lines: "QuerySet[Line]") -> Iterable[tuple[str, int, int]]:
    return lines.order_by("account__code").values_list("account__code").annotate(Sum("debit"), Sum("credit"))


def ledger(account: Account, year: int) -> "QuerySet[Line]":
    """The posted lines of an account in a year."""
    within = (date(year, 1, 1), date(year, 12, 1))
    rows = Line.objects.filter(**_POSTED, account=account, voucher__month__first__range=within)
    return rows.select_related("voucher__month__docket")


def years(book: Book) -> list[int]:
    """The years a book has months in, the last first."""
    return [first.year for first in book.months.dates("first", "year", order="DESC")]


def earliest_open(found: Iterable[Book]) -> "QuerySet[Month]":
    """The open month of each book that is closed next."""
    rows = Month.objects.filter(book__in=[book.pk for book in found], state=Month.State.OPEN).select_related(
        "docket"
    )
    return rows.order_by("-first")  # whoever keys them by book keeps the earliest


@dataclass(frozen=True)
class Statement:
    """A year's income and expenditure so far: (code, name, this month, since January); and what the fund has."""

    income: list[tuple[str, str, int, int]]
    expenditure: list[tuple[str, str, int, int]]
    assets: list[tuple[str, str, int]]
    liabilities: list[tuple[str, str, int]]
    balance: list[tuple[str, str, int]]

    @property
    def surplus(self) -> tuple[int, int]:
        """Income less expenditure: of the month, and since January."""
        month = sum(row[2] for row in self.income) - sum(row[2] for row in self.expenditure)
        year = sum(row[3] for row in self.income) - sum(row[3] for row in self.expenditure)
        return month, year


def statement(month: Month) -> Statement:
    """Income and expenditure, assets and liabilities at a month's end. What was carried over at the end of the year is
    left out of the year's turnover: it moves nothing in or out."""
    accounts = list(month.book.accounts.all())
    turned = _turnover(month, month.first), _turnover(month, month.first.replace(month=1))
    closing = {row.code: row.closing for row in trial(month)}

    def flows(element: str, sign: int) -> list[tuple[str, str, int, int]]:
        rows = [
            (a.code, a.name, sign * turned[0].get(a.code, 0), sign * turned[1].get(a.code, 0))
            for a in accounts
            if a.element == element
        ]
        return [row for row in rows if row[2] or row[3]]

    def stocks(element: str, sign: int) -> list[tuple[str, str, int]]:
        rows = [(a.code, a.name, sign * closing.get(a.code, 0)) for a in accounts if a.element == element]
        return [row for row in rows if row[2]]

    return Statement(
        income=flows(rules.Element.INCOME, -1),
        expenditure=flows(rules.Element.EXPENDITURE, 1),
        assets=stocks(rules.Element.ASSET, 1),
        liabilities=stocks(rules.Element.LIABILITY, -1),
        balance=stocks(rules.Element.BALANCE, -1),
    )


def _turnover(month: Month, since: date) -> dict[str, int]:
    rows = Line.objects.filter(
        **_POSTED, voucher__month__book=month.book, voucher__month__first__range=(since, month.first)
    ).exclude(voucher__kind__in=[Voucher.Kind.CARRY_OVER, Voucher.Kind.OPENING])
    return {code: debit - credit for code, debit, credit in _sums(rows)}


def turned_by_month(book: Book, year: int) -> dict[tuple[str, date], int]:
    """What was posted on each account in each month of a year: {(code, first of the month): fen}, in one query."""
    rows = _of_year(book, year).order_by().values_list("account__code", "voucher__month__first")
    sums = rows.annotate(Sum("debit"), Sum("credit"))
    return {(code, first): debit - credit for code, first, debit, credit in sums}


def last_closed(book: Book, year: int) -> date | None:
    """The last month of a year that is closed: what comes after may still be half told."""
    closed = book.months.filter(state=Month.State.CLOSED, first__year=year)
    found: date | None = closed.aggregate(last=Max("first"))["last"]
    return found


def _of_year(book: Book, year: int) -> "QuerySet[Line]":
    """The posted lines of income and expenditure of a year, without what was only carried over."""
    rows = Line.objects.filter(
        **_POSTED, voucher__month__book=book, voucher__month__first__range=(date(year, 1, 1), date(year, 12, 1)),
        account__element__in=[rules.Element.INCOME, rules.Element.EXPENDITURE],
    )  # fmt: skip
    return rows.exclude(voucher__kind__in=[Voucher.Kind.CARRY_OVER, Voucher.Kind.OPENING])


def interest(month: Month) -> list[tuple[str, str, int, int]]:
    """分别计息: the interest each money account earned, reversals taken off: (code, name, this month, since January)."""
    since = month.first.replace(month=1)
    own = Line.objects.filter(
        **_POSTED, voucher__month__book=month.book, voucher__month__first__range=(since, month.first)
    )
    earned, now = F("debit") - F("credit"), Q(voucher__month=month)
    sums = (
        _of_kind(own, Voucher.Kind.INTEREST)
        .order_by("account__code")
        .values_list("account__code", "account__name")
        .annotate(now=Sum(earned, filter=now, default=0), year=Sum(earned))
    )
    return [(code, name, int(of_month), int(year)) for code, name, of_month, year in sums if of_month or year]


def _of_kind(lines: "QuerySet[Line]", kind: str) -> "QuerySet[Line]":
    """The money moved by vouchers of a kind, and by those that reversed one."""
    of_it = Q(voucher__kind=kind) | Q(voucher__reverses__kind=kind)
    return lines.filter(of_it).exclude(account__way="")


def recovered(book: Book, first: date, until: date) -> int:
    """What was paid back into the fund from one month to another, reversals taken off."""
    own = Line.objects.filter(
        **_POSTED, voucher__month__book=book, voucher__month__first__range=(first, until)
    )
    rows = _of_kind(own, Voucher.Kind.RECOVERED)
    found: dict[str, Any] = rows.aggregate(debit=Sum("debit"), credit=Sum("credit"))
    return int(found["debit"] or 0) - int(found["credit"] or 0)


def lines_of_many(vouchers: Iterable[Voucher]) -> dict[int, list[Line]]:
    """The lines of each voucher, in their order."""
    found: dict[int, list[Line]] = {voucher.pk: [] for voucher in vouchers}
    for line in Line.objects.filter(voucher__in=found).select_related("account").order_by("place"):
        found[line.voucher_id].append(line)
    return found
