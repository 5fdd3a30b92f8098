"""Double entry reckoned: what a voucher may say, what the lines come to. Pure; amounts are whole fen, debit positive."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from unicodedata import normalize

from django.db.models import TextChoices

from zhongdu.law.money import NotMoney, fen_of
from zhongdu.law.reliance import rests_on

MOST_LINES = 100


class Element(TextChoices):
    ASSET = "asset", "资产"
    LIABILITY = "liability", "负债"
    BALANCE = "balance", "净资产"
    INCOME = "income", "收入"
    EXPENDITURE = "expenditure", "支出"


class Way(TextChoices):
    """收支两条线: the line a money account stands on."""

    INCOME = "income", "收入户"
    SPECIAL = "special", "财政专户"
    EXPENDITURE = "expenditure", "支出户"


class BadVoucher(ValueError):
    """What is wrong with a voucher: one sentence for people."""


@dataclass(frozen=True)
class Booked:
    """One line as it is checked: an account by its code, and fen on one side."""

    code: str
    debit: int
    credit: int

    @property
    def said(self) -> str:
        """As :func:`read` reads it again."""
        side, fen = ("借", self.debit) if self.debit else ("贷", self.credit)
        return f"{self.code} {side} {fen // 100}.{fen % 100:02d}"


@dataclass(frozen=True)
class Kept:
    """What the rules need to know of an account."""

    element: str
    way: str = ""


_LINE = re.compile(r"(\S+)\s+(借|贷)\s*(\S+)")


def read(typed: Iterable[str]) -> list[Booked]:
    """``101 借 1,200.00`` → a line. Raises :class:`BadVoucher`, naming the line."""
    lines = []
    for at, each in enumerate(typed, start=1):
        if not (found := _LINE.fullmatch(normalize("NFKC", each).strip())):
            raise BadVoucher(f"第{at}行没有看懂，请写成“科目编号 借 金额”。")
        code, side, amount = found.groups()
        try:
            fen = fen_of(amount)
        except NotMoney as wrong:
            raise BadVoucher(f"第{at}行：{wrong}") from None
        lines.append(Booked(code, fen if side == "借" else 0, fen if side == "贷" else 0))
    return lines


@rests_on("fund.accounts")
def check(
    lines: Sequence[Booked], accounts: Mapping[str, Kept], *, interest: bool = False, opening: bool = False
) -> None:
    """Whether a voucher may be prepared. Raises :class:`BadVoucher`.

    ``interest``: the expenditure line's money takes its own interest and no other income. ``opening``: balances
    brought in from earlier books move no money between the lines.
    """
    if not 2 <= len(lines) <= MOST_LINES:
        raise BadVoucher(f"一张凭证至少两行，最多{MOST_LINES}行。")
    for at, line in enumerate(lines, start=1):
        if line.code not in accounts:
            raise BadVoucher(f"第{at}行：本账套没有在用的科目{line.code}。")
        if (line.debit > 0) == (line.credit > 0):
            raise BadVoucher(f"第{at}行：只能填借方或者贷方，金额要大于零。")
    debit, credit = sum(line.debit for line in lines), sum(line.credit for line in lines)
    if debit != credit:
        raise BadVoucher(
            f"借贷不平：借方{_yuan(debit)}元，贷方{_yuan(credit)}元，差{_yuan(abs(debit - credit))}元。"
        )
    if not opening and (crossed := _crossed(lines, accounts, interest)):
        raise BadVoucher(crossed)


def _crossed(lines: Sequence[Booked], accounts: Mapping[str, Kept], interest: bool) -> str:
    """How a voucher crosses the two lines; "" when it does not."""
    paid = {accounts[line.code].way for line in lines if line.credit}
    taken = {accounts[line.code].way for line in lines if line.debit}
    spends = any(accounts[line.code].element == Element.EXPENDITURE and line.debit for line in lines)
    earns = any(accounts[line.code].element == Element.INCOME and line.credit for line in lines)
    if spends and Way.INCOME in paid:
        return "收入户的钱不能直接支出，要先缴入财政专户，再拨到支出户。"
    if earns and Way.EXPENDITURE in taken and not interest:
        return "支出户除自己的利息外不收款，收入要进收入户或者财政专户。"
    if {Way.INCOME, Way.EXPENDITURE} <= paid | taken:
        return "收入户和支出户之间不能直接划转，要经过财政专户。"
    return ""


def reversed_(lines: Iterable[Booked]) -> list[Booked]:
    """The voucher that undoes another: every side exchanged."""
    return [Booked(line.code, line.credit, line.debit) for line in lines]


def carried_over(closing: Mapping[str, int], accounts: Mapping[str, Kept], into: str) -> list[Booked]:
    """The year's income and expenditure, emptied into an account of the net assets; [] where all are empty already."""
    turned = {
        code: fen
        for code, fen in closing.items()
        if fen and accounts[code].element in (Element.INCOME, Element.EXPENDITURE)
    }
    lines = [Booked(code, max(-fen, 0), max(fen, 0)) for code, fen in sorted(turned.items())]
    surplus = -sum(turned.values())
    if surplus:
        lines.append(Booked(into, max(-surplus, 0), max(surplus, 0)))
    return lines


@dataclass(frozen=True)
class Row:
    """One account in a trial balance. Debit positive, credit negative."""

    code: str
    opening: int
    debit: int
    credit: int

    @property
    def closing(self) -> int:
        return self.opening + self.debit - self.credit


def sides(fen: int) -> tuple[int, int]:
    """A balance in its column: debit or credit."""
    return max(fen, 0), max(-fen, 0)


@rests_on("fund.accounts")
def trial(opening: Mapping[str, int], lines: Iterable[Booked]) -> list[Row]:
    """The trial balance: of each account what it had, what came on either side, what it has."""
    debit, credit = dict[str, int](), dict[str, int]()
    for line in lines:
        debit[line.code] = debit.get(line.code, 0) + line.debit
        credit[line.code] = credit.get(line.code, 0) + line.credit
    codes = sorted({*opening, *debit})
    return [Row(code, opening.get(code, 0), debit.get(code, 0), credit.get(code, 0)) for code in codes]


def is_even(rows: Iterable[Row]) -> bool:
    """Whether a trial balance balances: openings, turnover and closings each come to nothing."""
    rows = list(rows)
    return not sum(row.opening for row in rows) and sum(row.debit for row in rows) == sum(
        row.credit for row in rows
    )


def following(first: date) -> date:
    """The first day of the month after."""
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _yuan(fen: int) -> str:
    return f"{fen // 100:,}.{fen % 100:02d}"
