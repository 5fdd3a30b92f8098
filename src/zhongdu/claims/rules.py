"""What is owed and what came in, reckoned to the fen. Pure: no database, no clock."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zhongdu.law.money import NotMoney, fen_of, yuan
from zhongdu.law.reliance import rests_on

TREASURY = "国库"


class BadPlan(ValueError):
    """A plan of instalments that cannot be: the message is a sentence."""


@rests_on("fund.recovered", "fund.kind")
def account_of(fund_label: str) -> str:
    """Where money goes: back to its own fund's special account, or to the treasury."""
    return f"财政专户（{fund_label}）" if fund_label else TREASURY


def lowered(paid: int, waived: int, fen: int) -> tuple[int, int, int]:
    """What of an amount counts as paid and as written off once only ``fen`` is owed, and what was paid above that."""
    kept = min(paid, fen)
    return kept, min(waived, fen - kept), paid - kept


def shortened(parts: Sequence[int], by: int) -> list[int]:
    """The parts of a plan when so much less is owed: the last ones fall away first."""
    found = list[int]()
    for fen in reversed(parts):
        gone = min(fen, by)
        found.insert(0, fen - gone)
        by -= gone
    return found


def due_next(parts: Sequence[tuple[date, int]], owed: int, due_on: date | None) -> date | None:
    """When something of an amount is to be paid next: the day of its first part that what came in does not cover."""
    for day, fen in reversed(parts):
        due_on, owed = day, owed - fen
        if owed <= 0:
            break
    return due_on


_LINE = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})\s+(\S+)")


def read_plan(typed: str, owed: int, after: date) -> list[tuple[date, int]]:
    """``2026-07-01 5000`` a line, in the order of their days, together what is owed. Raises :class:`BadPlan`."""
    found: list[tuple[date, int]] = []
    for at, line in enumerate(filter(None, map(str.strip, typed.splitlines())), 1):
        match = _LINE.fullmatch(line)
        try:
            if match is None:
                raise ValueError
            year, month, day = map(int, match[1].split("-"))
            found.append((date(year, month, day), fen_of(match[2])))
        except (ValueError, NotMoney):
            raise BadPlan(f"第{at}行看不明白，请写成“2026-07-01 5000”的样子。") from None
    days = [day for day, _ in found]
    if len(found) < 2 or days != sorted({*days}) or days[0] <= after:
        raise BadPlan("至少写两期，日期从早到晚，都在今天以后。")
    if any(fen <= 0 for _, fen in found) or (total := sum(fen for _, fen in found)) != owed:
        total = sum(fen for _, fen in found)
        raise BadPlan(f"各期合计{yuan(total)}，应当正好是还没有缴的{yuan(owed)}。")
    return found


@dataclass(frozen=True)
class Sum:
    """A line of totals: what one account should get, got, and will not get."""

    account: str
    owed: int
    paid: int
    waived: int

    @property
    def open(self) -> int:
        return self.owed - self.paid - self.waived


@rests_on("fund.recovered")
def totals(claims: Sequence[tuple[str, int, int, int]], labels: Mapping[str, str]) -> list[Sum]:
    """By account: (fund, owed, paid, waived) of each claim added up, the treasury last."""
    sums: dict[str, list[int]] = {}
    for fund, *amounts in claims:
        have = sums.setdefault(fund, [0, 0, 0])
        sums[fund] = [a + b for a, b in zip(have, amounts, strict=True)]
    return [
        Sum(account_of(labels.get(fund, fund)), *sums[fund])
        for fund in sorted(sums, key=lambda fund: (not fund, fund))
    ]
