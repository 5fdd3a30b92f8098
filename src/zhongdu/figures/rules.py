"""What of a count may be shown. Pure."""

from dataclasses import dataclass, replace
from datetime import date

LEAST = 3  # below it a figure about what people told would point at who told it
PERIODS = {"year": "今年", "last_year": "去年", "twelve": "近十二个月"}


@dataclass(frozen=True)
class Shown:
    """One bar as a page prints it: how many and, where money is counted, how much. ``hidden``: not to be said."""

    key: str
    label: str
    n: int
    fen: int
    hidden: bool = False

    def length(self, money: bool) -> int:
        return 0 if self.hidden else self.fen if money else self.n


def guarded(bars: list[Shown]) -> list[Shown]:
    """The bars of what people told, with what is too few not said, nor anything it could be reckoned from.

    Somebody may know the sum from elsewhere. So numbers are hidden by value, and at least two of them: whoever hides a
    one hides the next larger number too (where there is none, the noughts), wherever they stand. What is hidden could
    then be dealt out among the hidden bars in another order and would look the same. Where every bar is alike there is
    nothing to hide among, and the bars are not told apart.
    """
    hidden = {bar.n for bar in bars if 0 < bar.n < LEAST}
    if not hidden:
        return bars
    others = sorted({bar.n for bar in bars} - hidden, key=lambda n: (n == 0, n))
    if len(hidden) == 1:
        hidden.update(others[:1])
    if len(hidden) == 1 and len(bars) > 1:
        return [Shown("", "每一项都太少，不分开写", 0, 0, hidden=True)]
    return [replace(bar, n=0, fen=0, hidden=True) if bar.n in hidden else bar for bar in bars]


def total(bars: list[Shown], money: bool) -> int | None:
    """The sum; none where a bar is hidden, since what is left over would say it."""
    return None if any(bar.hidden for bar in bars) else sum(bar.length(money) for bar in bars)


def span(period: str, today: date) -> tuple[date, date]:
    """The first and the last day of a period."""
    if period == "last_year":
        return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
    if period == "twelve":
        months = today.year * 12 + today.month - 12
        return date(months // 12, months % 12 + 1, 1), today
    return date(today.year, 1, 1), today


def months(since: date, until: date) -> list[date]:
    """The first days of the months from one day to another."""
    count = (until.year - since.year) * 12 + until.month - since.month + 1
    firsts = (since.year * 12 + since.month - 1 + n for n in range(count))
    return [date(at // 12, at % 12 + 1, 1) for at in firsts]
