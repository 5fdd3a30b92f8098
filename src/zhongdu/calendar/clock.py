"""What time it is, in one place, so that a year can be tried out in a minute.

The law counts days in China's one time zone; every instant is stored with its zone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
_shift = timedelta()


def now() -> datetime:
    return datetime.now(CHINA) + _shift


def today() -> date:
    return now().date()


def day_of(moment: datetime) -> date:
    """The calendar day of an instant, in China."""
    return moment.astimezone(CHINA).date()


def travel_to(day: date) -> None:
    """Set this process's clock to noon of a day; it runs on from there. For rehearsals and tests."""
    global _shift
    _shift = datetime.combine(day, time(12), CHINA) - datetime.now(CHINA)


def come_back() -> None:
    global _shift
    _shift = timedelta()


@contextmanager
def on(day: date) -> Iterator[None]:
    """For the length of a block it is noon of that day."""
    global _shift
    before = _shift
    travel_to(day)
    try:
        yield
    finally:
        _shift = before
