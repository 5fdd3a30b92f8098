"""China's working days: the plain week, as the published holiday notices change it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import chain
from pathlib import Path
from types import MappingProxyType

from zhongdu.calendar.clock import day_of
from zhongdu.calendar.holidays import Holidays, HolidaysError, is_weekend, read_holidays
from zhongdu.places import SHIPPED_LAW

SHIPPED = SHIPPED_LAW / "holidays"


def civil(moment: date) -> date:
    """The date in China of a day or a moment; a moment without a time zone is taken as it stands."""
    if not isinstance(moment, datetime):
        return moment
    return day_of(moment) if moment.tzinfo else moment.date()


@dataclass(frozen=True, eq=False)
class Schedule:
    """Which days are worked. Days no notice has settled are guessed from the week, and `settled` says so."""

    years: frozenset[int]
    off: Mapping[date, str]
    work: frozenset[date]

    @classmethod
    def of(cls, *notices: Holidays) -> "Schedule":
        """The schedule these notices make together; where two name one day, the later year's prevails."""
        off: dict[date, str] = {}
        work: set[date] = set()
        for notice in sorted(notices, key=lambda notice: notice.year):
            off |= notice.off
            work |= notice.work
        return cls(frozenset(notice.year for notice in notices), MappingProxyType(off), frozenset(work))

    @classmethod
    def load(cls, *folders: Path) -> "Schedule":
        """Read every <year>.toml; a year found in several folders is taken from the last of them.

        A folder that does not exist yet holds nothing. HolidaysError if a file is wrong.
        """
        notices = {}
        for path in chain.from_iterable(sorted(folder.glob("*.toml")) for folder in folders):
            notice = read_holidays(path)
            if path.stem != str(notice.year):
                raise HolidaysError(path.name, [f"写的是{notice.year}年，文件名应当是 {notice.year}.toml"])
            notices[notice.year] = notice
        return cls.of(*notices.values())

    def published(self, year: int) -> bool:
        """Whether the notice for this year is known."""
        return year in self.years

    def settled(self, day: date) -> bool:
        """Whether published notices decide this day.

        The last three days of December also wait for the next year's notice: with New Year's Day it has
        moved days back to 29 December (2007, 2018), never further.
        """
        day = civil(day)
        if day in self.off or day in self.work:
            return True
        needed = day.year + 1 if (day.month, day.day) >= (12, 29) else day.year
        return self.published(day.year) and self.published(needed)

    def is_working(self, day: date) -> bool:
        """Whether this day is worked; a guess from the week alone where `settled` is false."""
        day = civil(day)
        return day in self.work or (day not in self.off and not is_weekend(day))

    def why(self, day: date) -> str:
        """In a few Chinese words, why this day is worked or not."""
        day = civil(day)
        if not self.settled(day):
            return "未公布，按周末推算"
        if day in self.off:
            return f"{self.off[day]}放假"
        if day in self.work:
            return "调休上班"
        return "周末" if is_weekend(day) else "工作日"


def default_schedule(*folders: Path) -> Schedule:
    """The shipped notices with those of `folders` over them; read again only when a file has changed."""
    every = (SHIPPED, *folders)
    return _loaded(every, tuple(_stamp(path) for folder in every for path in sorted(folder.glob("*.toml"))))


def _stamp(path: Path) -> tuple[str, int, int, int]:
    """What changes with a file's content: an edit in place leaves its folder's own time as it was."""
    stat = path.stat()
    return (path.name, stat.st_ino, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=16)
def _loaded(folders: tuple[Path, ...], stamps: tuple[tuple[str, int, int, int], ...]) -> Schedule:
    return Schedule.load(*folders)
