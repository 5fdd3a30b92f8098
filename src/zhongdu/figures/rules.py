"""What of a count may be shown. Pure."""

from dataclasses import dataclass
from datetime import date

LEAST = 3  # below it a figure about what people told would point at who told it
PERIODS = {"year": "今年", "last_year": "去年", "twelve": "近十二个月"}


@dataclass(frozen=True)
class Shown:
    """One bar as a page prints it: how many and, where money is counted, how much. ``hidden``: too few to say."""

    key: str
    label: str
    n: int
    fen: int
    hidden: bool

    def length(self, money: bool) -> int:
        return 0 if self.hidden else self.fen if money else self.n


def shown(key: str, label: str, n: int, fen: int, *, about_speakers: bool) -> Shown:
    """A bar; of what people told, one or two are not said, and neither is their money."""
    if about_speakers and 0 < n < LEAST:
        return Shown(key, label, 0, 0, hidden=True)
    return Shown(key, label, n, fen, hidden=False)


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
