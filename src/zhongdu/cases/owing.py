"""What is owed and what came in, reckoned to the fen. Pure: no database, no clock."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from zhongdu.law.money import NotMoney, fen_of, yuan
from zhongdu.law.reliance import rests_on
from zhongdu.scope.practices import practice

REPAY_WITHIN = practice(
    "cases.repay_within",
    "决定变更、撤销以后，多缴的几天以内退还（读到的办法没有写）",
    {"30": "30日", "15": "15日", "60": "60日"},
)
TREASURY = "国库"
DAY = timedelta(days=1)


class BadPlan(ValueError):
    """A plan of instalments that cannot be: the message is a sentence."""


@rests_on("fund.recovered", "fund.kind")
def account_of(fund_label: str) -> str:
    """Where money goes: back to its own fund's special account, or to the treasury."""
    return f"财政专户（{fund_label}）" if fund_label else TREASURY


@dataclass(frozen=True)
class Stretch:
    """Some days in a row on which the same part of a fine was unpaid."""

    first: date
    last: date
    unpaid: int
    fen: int  # what these days add

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@rests_on("fine.surcharge", "fine.surcharge_cap")
def surcharge(
    fine: int, due_on: date, payments: Iterable[tuple[date, int]], until: date, percent: int
) -> tuple[int, list[Stretch]]:
    """What is added to a fine that was not paid in time: so much per cent of what is unpaid, for each day after the last
    one, up to ``until`` included; never more than the fine itself. A fen's fraction is left out."""
    paid = sum(fen for day, fen in payments if day <= due_on)
    late = sorted((day, fen) for day, fen in payments if day > due_on)
    found, start, unpaid = list[Stretch](), due_on + DAY, fine - paid
    for day, fen in [*late, (until + DAY, 0)]:
        end = min(day - DAY, until)
        if unpaid > 0 and end >= start:
            days = (end - start).days + 1
            found.append(Stretch(start, end, unpaid, unpaid * percent * days // 100))
        start, unpaid = max(start, day), unpaid - fen
        if start > until:
            break
    return min(fine, sum(each.fen for each in found)), found


def said(stretch: Stretch, percent: int) -> str:
    """A line of the derivation."""
    return f"{stretch.first:%Y-%m-%d}至{stretch.last:%Y-%m-%d}共{stretch.days}日，{yuan(stretch.unpaid)}×{percent}%×{stretch.days}={yuan(stretch.fen)}"


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


_LINE = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})\s+(\S+)")


@rests_on("fine.instalments")
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
