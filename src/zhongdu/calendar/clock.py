"""What time it is, in one place, so that a year can be tried out in a minute.

The law counts days in China's one time zone; every instant is stored with its zone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
_shift = timedelta()  # of the whole process
_here: ContextVar[timedelta | None] = ContextVar(
    "shift", default=None
)  # of one block, in its own thread only


def now() -> datetime:
    here = _here.get()
    return datetime.now(CHINA) + (_shift if here is None else here)


def today() -> date:
    return now().date()


def day_of(moment: datetime) -> date:
    """The calendar day of an instant, in China."""
    return moment.astimezone(CHINA).date()


def travel_to(day: date) -> None:
    """Set this process's clock to noon of a day; it runs on from there. For rehearsals and tests."""
    global _shift
    _shift = _noon_of(day)


def come_back() -> None:
    global _shift
    _shift = timedelta()


@contextmanager
def on(day: date) -> Iterator[None]:
    """For the length of a block it is noon of that day, to whoever runs the block and to nobody else."""
    token = _here.set(_noon_of(day))
    try:
        yield
    finally:
        _here.reset(token)


def _noon_of(day: date) -> timedelta:
    return datetime.combine(day, time(12), CHINA) - datetime.now(CHINA)
