"""明细账: one account of a year as a clerk keeps it: what it had, each line with what stands against it, what it has then."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import F, Q, Sum

from zhongdu.fund import queries
from zhongdu.fund.models import Account, Line, Voucher


@dataclass(frozen=True)
class Entry:
    """One line of a ledger, or a sum: ``line`` is none where it opens the year or ends a month. Debit positive."""

    summary: str
    debit: int
    credit: int
    balance: int
    line: Line | None = None
    against: str = ""

    @property
    def side(self) -> str:
        return "平" if not self.balance else "借" if self.balance > 0 else "贷"


def opening(account: Account, year: int) -> int:
    """What an account had when a year of its book began."""
    first = account.book.months.filter(first__year=year).order_by("first").first()
    return queries.opening(first).get(account.code, 0) if first else 0


def year_of(account: Account, year: int) -> list[Entry]:
    """The whole year, oldest first, each month with its sum and the year's so far."""
    rows = queries.ledger(account, year).order_by("voucher__month__first", "voucher__serial", "id")
    lines, had = list(rows), opening(account, year)
    return [Entry("上年结转" if had else "期初余额", 0, 0, had), *_told(lines, had)]


def _told(lines: list[Line], balance: int) -> Iterator[Entry]:
    against = standing_against(lines)
    debit = credit = of_year_debit = of_year_credit = 0
    for at, line in enumerate(lines):
        balance += line.debit - line.credit
        debit, credit = debit + line.debit, credit + line.credit
        yield Entry(line.voucher.summary, line.debit, line.credit, balance, line, against[line.pk])
        month = line.voucher.month_id
        if at + 1 == len(lines) or lines[at + 1].voucher.month_id != month:
            of_year_debit, of_year_credit = of_year_debit + debit, of_year_credit + credit
            yield Entry(f"{line.voucher.month.first.month}月合计", debit, credit, balance)
            yield Entry("本年累计", of_year_debit, of_year_credit, balance)
            debit = credit = 0


def page_of(account: Account, year: int, lines: Iterable[Line]) -> list[Entry]:
    """Some lines that follow one another, newest first, each with the account's balance after it."""
    shown = list(lines)
    if not shown:
        return []
    against, balance = standing_against(shown), _until(account, year, shown[0])
    found = []
    for line in shown:
        found.append(Entry(line.voucher.summary, line.debit, line.credit, balance, line, against[line.pk]))
        balance -= line.debit - line.credit
    return found


def _until(account: Account, year: int, line: Line) -> int:
    """What an account had after a line of a year."""
    first, serial = line.voucher.month.first, line.voucher.serial
    same = Q(voucher__month__first=first)
    before = Q(voucher__month__first__lt=first) | same & Q(voucher__serial__lt=serial)
    before |= same & Q(voucher__serial=serial, id__lte=line.pk)
    sums = queries.ledger(account, year).filter(before).aggregate(fen=Sum(F("debit") - F("credit")))
    return opening(account, year) + int(sums["fen"] or 0)


def standing_against(lines: Iterable[Line]) -> dict[int, str]:
    """对方科目: the accounts on the other side of each line's voucher."""
    rows = list(lines)
    vouchers = {line.voucher_id: Voucher(pk=line.voucher_id) for line in rows}
    whole = queries.lines_of_many(vouchers.values())
    return {
        line.pk: "、".join(
            dict.fromkeys(
                str(other.account)
                for other in whole[line.voucher_id]
                if bool(other.debit) != bool(line.debit)
            )
        )
        for line in rows
    }
