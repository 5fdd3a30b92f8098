"""What a late fine costs, reckoned to the fen, and what a bureau settles for itself about money. Pure: no clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from zhongdu.law.money import yuan
from zhongdu.law.reliance import rests_on
from zhongdu.scope.practices import practice

REPAY_WITHIN = practice(
    "cases.repay_within",
    "决定变更、撤销以后，多缴的几天以内退还（读到的办法没有写）",
    {"30": "30日", "15": "15日", "60": "60日"},
)
REFUND_WITHIN = practice(
    "cases.refund_within",
    "责令退回的基金，决定送达以后几天以内退回（读到的办法没有写）",
    {"15": "15日", "30": "30日", "60": "60日"},
)
REFUND_IN_PARTS = practice(
    "cases.refund_in_parts",
    "退回的基金能不能分期（罚款才有法律规定的分期）",
    {"on": "确有困难的，可以同意分期", "off": "不分期"},
)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stretch:
    """Some days in a row on which the same part of a fine was unpaid; ``counts`` not while a remedy was sought."""

    first: date
    last: date
    unpaid: int
    fen: int  # what these days add
    counts: bool = True

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


Span = tuple[date, date]


@rests_on("fine.surcharge", "fine.surcharge_cap", "fine.surcharge_pause")
def surcharge(
    fine: int,
    due_on: date,
    payments: Iterable[tuple[date, int]],
    until: date,
    percent: int,
    pauses: Sequence[Span] = (),
) -> tuple[int, list[Stretch]]:
    """What is added to a fine that was not paid in time: so much per cent of what is unpaid, for each day after the last
    one, up to ``until`` included, but for the days of ``pauses``; never more than the fine itself. A fen's fraction is
    left out."""
    paid = sum(fen for day, fen in payments if day <= due_on)
    late = sorted((day, fen) for day, fen in payments if day > due_on)
    found, start, unpaid = list[Stretch](), due_on + DAY, fine - paid
    for day, fen in [*late, (until + DAY, 0)]:
        end = min(day - DAY, until)
        if unpaid > 0 and end >= start:
            found += _reckoned((start, end), unpaid, percent, pauses)
        start, unpaid = max(start, day), unpaid - fen
        if start > until:
            break
    return min(fine, sum(each.fen for each in found)), found


def _reckoned(span: Span, unpaid: int, percent: int, pauses: Sequence[Span]) -> Iterable[Stretch]:
    """The days of a span, parted where a pause begins or ends."""
    first, last = span
    turns = {first, last + DAY}
    turns |= {day for begun, over in pauses for day in (begun, over + DAY) if first < day <= last}
    for start, following in pairwise(sorted(turns)):
        days = (following - start).days
        counts = not any(begun <= start <= over for begun, over in pauses)
        yield Stretch(start, following - DAY, unpaid, unpaid * percent * days // 100 if counts else 0, counts)


def said(stretch: Stretch, percent: int) -> str:
    """A line of the derivation."""
    when = f"{stretch.first:%Y-%m-%d}至{stretch.last:%Y-%m-%d}共{stretch.days}日"
    if not stretch.counts:
        return f"{when}，复议、诉讼期间，不予计算"
    return f"{when}，{yuan(stretch.unpaid)}×{percent}%×{stretch.days}={yuan(stretch.fen)}"
