"""A year's holidays as a TOML file: read, checked, published.

    year = 2026
    source = "where the dates were taken from"
    checked_on = 2026-11-22                 # the day somebody compared them with the source
    work = [2026-01-04, 2026-02-14]         # Saturdays and Sundays that are working days (调休上班)

    [[off]]                                 # Mondays to Fridays that are days off
    name = "元旦"
    days = [2026-01-01, 2026-01-02]

The State Council announces New Year's Day with the year it opens, and may move days of the December
before it (29 and 31 December 2018 stand in the notice for 2019); so may the file.
"""

import os
import re
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

KEYS = {"year", "source", "checked_on", "work", "off"}
WEEKDAYS = "一二三四五六日"


class HolidaysError(ValueError):
    """A file of holidays that cannot be used. `mistakes`: one Chinese sentence each, opening with the file's name."""

    code = "holidays"

    def __init__(self, name: str, mistakes: list[str]) -> None:
        self.mistakes = tuple(f"{name}：{mistake}。" for mistake in mistakes)
        super().__init__("\n".join(self.mistakes))


@dataclass(frozen=True)
class Holidays:
    """What one year's notice changes in the plain week: `off`, day → name of the holiday, and `work`."""

    year: int
    source: str
    checked_on: date
    off: Mapping[date, str]
    work: frozenset[date]


def read_holidays(path: Path) -> Holidays:
    """Read and check `path`; HolidaysError says everything that is wrong with it."""
    return _parse(_bytes(path), path.name)


def publish(path: Path, folder: Path) -> Path:
    """Check the file `path` and put it into `folder` as <year>.toml, whole or not at all.

    An earlier file for the same year is replaced: holidays have been changed in mid-year before (2020).
    Returns the new file's path; HolidaysError leaves the folder as it was.
    """
    content = _bytes(path)  # read once, so that what was checked is what is kept
    holidays = _parse(content, path.name)
    folder.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=folder, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(draft, 0o644)  # mkstemp keeps it from everybody else, the server included
        target = folder / f"{holidays.year}.toml"
        os.replace(draft, target)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    return target


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise HolidaysError(path.name, ["读不到这个文件"]) from None


def _parse(content: bytes, name: str) -> Holidays:
    try:
        table = tomllib.loads(content.decode("utf-8-sig"))  # Windows Notepad puts a mark in front
    except UnicodeDecodeError:
        raise HolidaysError(name, ["不是 UTF-8 编码的文本"]) from None
    except tomllib.TOMLDecodeError as error:
        spot = re.search(r"line (\d+), column (\d+)", str(error))
        where = f"第{spot[1]}行第{spot[2]}列" if spot else "文件末尾"
        raise HolidaysError(name, [f"{where}不合 TOML 的写法"]) from None
    # Days are judged only once everything has its shape: otherwise one slip would be reported ten times.
    if mistakes := [*_misshapen(table)] or [*_misplaced(table)]:
        raise HolidaysError(name, mistakes)
    return Holidays(
        year=table["year"],
        source=table["source"],
        checked_on=table["checked_on"],
        off={day: holiday["name"] for holiday in table["off"] for day in holiday["days"]},
        work=frozenset(table["work"]),
    )


def _misshapen(table: dict[str, Any]) -> Iterator[str]:
    """What is missing, unknown, or of the wrong kind."""
    yield from (f"不认识的项目 {key}" for key in table if key not in KEYS)
    if type(table.get("year")) is not int or not 1949 <= table["year"] <= 9998:
        yield "year 要写四位年份，例如 year = 2027"
    if not _words(table.get("source")):
        yield "source 要写明依据，例如通知的名称和文号"
    if type(table.get("checked_on")) is not date:
        yield "checked_on 要写核对的日期，例如 2026-11-22"
    if not _dates(table.get("work")):
        yield "work 要写周末上班的日期，没有的写 work = []"
    blocks = table.get("off")
    if not isinstance(blocks, list) or not blocks:
        yield "没有放假的日子，至少要有一段 [[off]]"
        return
    for place, holiday in enumerate(blocks, 1):
        if (
            not isinstance(holiday, dict)
            or holiday.keys() != {"name", "days"}
            or not _words(holiday["name"])
            or not _dates(holiday["days"])
            or not holiday["days"]
        ):
            yield f"第{place}段 [[off]] 要有且只有节日名称 name 和日期 days"


def _misplaced(table: dict[str, Any]) -> Iterator[str]:
    """Days outside the notice's reach, days that change nothing, days given twice."""
    year, seen = table["year"], set[date]()
    days = [(day, "off") for holiday in table["off"] for day in holiday["days"]]
    for day, place in days + [(day, "work") for day in table["work"]]:
        if day in seen:
            yield f"{day} 写了两次"
        elif day.year != year and (day.year, day.month) != (year - 1, 12):
            yield f"{day} 不在{year}年（元旦调休可以用到上一年12月的日子）"
        elif (place == "off") == is_weekend(day):
            plain = "休息" if place == "off" else "上班"
            yield f"{day} 是周{WEEKDAYS[day.weekday()]}，本来就{plain}，不写在 {place} 里"
        seen.add(day)


def is_weekend(day: date) -> bool:
    """Saturday or Sunday."""
    return day.weekday() >= 5


def _words(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _dates(value: Any) -> bool:
    return isinstance(value, list) and all(type(day) is date for day in value)  # a datetime is no day
