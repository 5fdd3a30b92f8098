"""Periods and their last days, each day of the count explained.

Sources: 民法典 200–203 (days, months and years; the day of the start is not counted; hours run from the
moment itself); 民事诉讼法 85 (a period whose last day is a day off ends with the next working day; days the
law does not count). Whether a period rolls, and in which unit it runs, is for its own rule to say.

Months and years end on the corresponding day (对应日), or on the month's last day where it has none: three
years from 1 May 2026 run through 1 May 2029, one month from 31 January through the end of February.

A period counted before an event (提前1个月, 听证的7日前) mirrors this: the event's day is not counted, the nth day
back is the last on which the thing may be done, and if it is a day off the working day before it is.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import MAXYEAR, MINYEAR, date, datetime, time, timedelta
from enum import StrEnum
from typing import Literal

from zhongdu.calendar.clock import CHINA
from zhongdu.calendar.schedule import Schedule, civil

DAY = timedelta(days=1)
NOT_COUNTED = "依法不计入"


class Unit(StrEnum):
    """What a period is counted in."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    YEARS = "years"


SPOKEN = {
    Unit.HOURS: "小时",
    Unit.DAYS: "日",
    Unit.WORKING_DAYS: "个工作日",
    Unit.MONTHS: "个月",
    Unit.YEARS: "年",
}


@dataclass(frozen=True)
class Period:
    """`n` of `unit`, after or before an event; `rolls` if a last day that is a day off moves on."""

    n: int
    unit: Unit
    rolls: bool
    counts: Literal["after", "before"] = "after"

    def __post_init__(self) -> None:
        if self.n < 1:
            raise ValueError("期间至少是1")
        if self.rolls and self.unit is Unit.HOURS:
            raise ValueError("按小时计算的期间不顺延")


@dataclass(frozen=True)
class CountedDay:
    """A day of the count: its number, or None where it was not counted, and the reason in Chinese."""

    date: date
    number: int | None
    reason: str


@dataclass(frozen=True)
class Reckoning:
    """Where a period ends and how that was found.

    `last`: its last day, or its last moment (datetime) for hours. `provisional`: it leant on days whose
    schedule is not published. `days`: every day for periods in days and working days, else the landmarks.
    """

    last: date
    provisional: bool
    days: tuple[CountedDay, ...]


def reckon(
    period: Period, start: date, schedule: Schedule, pauses: Iterable[tuple[date, date]] = ()
) -> Reckoning:
    """Find the last day of `period` from `start`, a day or a moment (its date in China counts).

    `pauses`: (first, last) days, both included, that the law does not count; months and years end as many
    days later. Hours start at a moment, keep its time zone or lack of one, and have no number a day.
    ValueError, in Chinese, for hours without a moment, a pause back to front, an end outside years 1–9999.
    """
    walk = _Walk(period, schedule, _days_of(pauses))
    try:
        if period.unit is Unit.HOURS:
            last: date = walk.by_the_clock(start)
        else:
            walk.note(civil(start), None, "起算日，不计入")
            if period.unit in (Unit.MONTHS, Unit.YEARS):
                walk.to_corresponding_day()
            else:
                walk.day_by_day()
            if period.rolls:
                walk.off_a_day_of_rest()
            last = walk.days[-1].date
    except OverflowError:
        raise ValueError("期间的末日超出了公历1年至9999年") from None
    return Reckoning(last, walk.provisional, tuple(walk.days))


def overdue_by(last: date, today: date) -> int:
    """Days begun since `last` passed: 0 while in time, 1 on the day after, or in the first 24 hours after a moment."""
    if isinstance(last, datetime) and isinstance(today, datetime):
        return max(0, -((last - today) // DAY))
    return max(0, (civil(today) - civil(last)).days)


def describe(period: Period) -> str:
    """The period in Chinese with what happens at its end: 5个工作日; 3年（末日不顺延）."""
    length = f"{period.n}{SPOKEN[period.unit]}"
    if period.counts == "before":
        length += "前"
    if period.unit in (Unit.HOURS, Unit.WORKING_DAYS):
        return length  # hours never move on, and a working day never has to
    if not period.rolls:
        return f"{length}（末日不顺延）"
    if period.counts == "before":
        return f"{length}（末日为休息日的，提前到前一个工作日）"
    return f"{length}（末日为休息日的，顺延到下一个工作日）"


@dataclass
class _Walk:
    """One walk along the calendar: every day noted, and whether unpublished days were leant on."""

    period: Period
    schedule: Schedule
    paused: frozenset[date]
    days: list[CountedDay] = field(default_factory=list)
    provisional: bool = False

    def __post_init__(self) -> None:
        self.step = DAY if self.period.counts == "after" else -DAY

    def note(self, day: date, number: int | None, reason: str) -> None:
        self.days.append(CountedDay(day, number, reason))

    def is_working(self, day: date) -> bool:
        self.provisional |= not self.schedule.settled(day)
        return self.schedule.is_working(day)

    def day_by_day(self) -> None:
        """Walk n days, passing over pauses and, for working days, days off."""
        day, number, working_days = self.days[-1].date, 0, self.period.unit is Unit.WORKING_DAYS
        while number < self.period.n:
            day += self.step
            if day in self.paused:
                self.note(day, None, NOT_COUNTED)
            elif working_days and not self.is_working(day):
                self.note(day, None, self.schedule.why(day))
            else:
                number += 1
                self.note(day, number, self.schedule.why(day) if working_days else "自然日")

    def to_corresponding_day(self) -> None:
        """Leap to the corresponding day, then make up for the paused days leapt over."""
        start = self.days[-1].date
        months = self.period.n * (12 if self.period.unit is Unit.YEARS else 1)
        day = _months_from(start, months * self.step.days)
        self.note(day, None, "对应日" if day.day == start.day else "当月没有对应日，以月末日为准")
        nearer, further = sorted((start + self.step, day))
        if owed := sum(nearer <= pause <= further for pause in self.paused):
            reason = f"补足其间{NOT_COUNTED}的{owed}日"
            while owed:
                day += self.step
                owed -= day not in self.paused
            self.note(day, None, reason)

    def off_a_day_of_rest(self) -> None:
        """Where the last day is a day off, go on to the next working day outside every pause."""
        ending = self.days[-1]
        day, word = ending.date, "顺延" if self.step == DAY else "提前"
        if self.is_working(day):
            return
        self.days[-1] = replace(ending, reason=f"{ending.reason}，{word}（{self.schedule.why(day)}）")
        while True:
            day += self.step
            if day in self.paused:
                self.note(day, None, NOT_COUNTED)
            elif not self.is_working(day):
                self.note(day, None, self.schedule.why(day))
            else:
                self.note(day, None, f"{self.schedule.why(day)}，{word}至此")
                return

    def by_the_clock(self, start: date) -> datetime:
        """Spend n hours day by day, passing over paused days from midnight to midnight."""
        if not isinstance(start, datetime):
            raise ValueError("按小时计算的期间要写明起算的时刻")
        moment = start.astimezone(CHINA) if start.tzinfo else start
        self.note(moment.date(), None, f"自{moment:%H:%M}起算")
        left = timedelta(hours=self.period.n)
        while left:
            # Going back, midnight belongs to the day before it.
            day = moment.date() if self.step == DAY else (moment - datetime.resolution).date()
            edge = datetime.combine(day + DAY if self.step == DAY else day, time(), moment.tzinfo)
            if day in self.paused:
                self.note(day, None, NOT_COUNTED)
                moment = edge
            else:
                spent = min(left, abs(edge - moment))
                moment += spent * self.step.days
                left -= spent
        self.note(moment.date(), None, f"{moment:%H:%M}届满")
        return moment.astimezone(start.tzinfo) if start.tzinfo else moment


def _months_from(day: date, months: int) -> date:
    """The same day of the month so many months on, or the month's last day where it is shorter."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise OverflowError
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))


def _days_of(pauses: Iterable[tuple[date, date]]) -> frozenset[date]:
    days = set[date]()
    for first, last in ((civil(first), civil(last)) for first, last in pauses):
        if last < first:
            raise ValueError(f"不计入的期间先后颠倒：{first} 至 {last}")
        days.update(first + DAY * n for n in range((last - first).days + 1))
    return frozenset(days)
