"""Which days are worked: against chinesecalendar, against the official list for 2026, and where nobody knows yet."""

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import chinese_calendar
import pytest

from zhongdu.calendar import SHIPPED, HolidaysError, Schedule, default_schedule, publish

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def shipped() -> Schedule:
    return Schedule.load(SHIPPED)


def notice(year: int, off: str, work: str = "") -> str:
    return f"""year = {year}
source = "测试"
checked_on = 2026-11-22
work = [{work}]
[[off]]
name = "元旦"
days = [{off}]
"""


def test_every_day_of_23_years_agrees_with_an_independent_list(shipped: Schedule) -> None:
    days = [date(2004, 1, 1) + n * DAY for n in range((date(2027, 1, 1) - date(2004, 1, 1)).days)]
    assert len(days) == 8401
    assert [day for day in days if shipped.is_working(day) != chinese_calendar.is_workday(day)] == []


def test_2026_agrees_with_the_dates_of_its_notice(shipped: Schedule) -> None:
    off = "0101 0102 0216 0217 0218 0219 0220 0223 0406 0501 0504 0505 0619 0925 1001 1002 1005 1006 1007"
    work = "0104 0214 0228 0509 0920 1010"
    assert sorted(f"{d:%m%d}" for d in shipped.off if d.year == 2026) == off.split()
    assert sorted(f"{d:%m%d}" for d in shipped.work if d.year == 2026) == work.split()


@pytest.mark.parametrize(
    ("day", "working", "why"),
    [
        (date(2026, 9, 30), True, "工作日"),
        (date(2026, 10, 1), False, "国庆节放假"),
        (date(2026, 10, 3), False, "周末"),
        (date(2026, 10, 10), True, "调休上班"),
        (date(2018, 12, 29), True, "调休上班"),
        (date(2018, 12, 31), False, "元旦放假"),
        (date(2027, 1, 1), True, "未公布，按周末推算"),
        (date(2027, 1, 2), False, "未公布，按周末推算"),
        (date(2003, 12, 25), True, "未公布，按周末推算"),
    ],
)
def test_a_day_says_why(shipped: Schedule, day: date, working: bool, why: str) -> None:
    assert (shipped.is_working(day), shipped.why(day)) == (working, why)


def test_a_moment_is_read_on_china_s_calendar(shipped: Schedule) -> None:
    assert shipped.is_working(datetime(2026, 9, 30, 15, 59, tzinfo=UTC))  # 23:59 in Beijing
    assert not shipped.is_working(datetime(2026, 9, 30, 16, 0, tzinfo=UTC))  # midnight there
    assert shipped.why(datetime(2026, 9, 30, 16, 0, tzinfo=UTC)) == "国庆节放假"
    assert shipped.why(datetime(2026, 10, 1, 8, 0)) == "国庆节放假"  # noqa: DTZ001


def test_the_end_of_december_waits_for_the_next_notice(shipped: Schedule, tmp_path: Path) -> None:
    assert shipped.published(2026) and not shipped.published(2027)
    assert shipped.settled(date(2026, 12, 28)) and shipped.settled(date(2025, 12, 31))
    assert not shipped.settled(date(2026, 12, 29))
    (tmp_path / "2027.toml").write_text(notice(2027, "2026-12-31, 2027-01-01", "2026-12-27"))
    known = Schedule.load(SHIPPED, tmp_path)
    assert known.why(date(2026, 12, 27)) == "调休上班"
    assert known.why(date(2026, 12, 30)) == "工作日"
    assert known.why(date(2026, 12, 31)) == "元旦放假"
    assert known.why(date(2027, 12, 31)) == "未公布，按周末推算"


def test_a_day_named_by_the_next_notice_is_settled_though_its_own_year_is_not(tmp_path: Path) -> None:
    (tmp_path / "2030.toml").write_text(notice(2030, "2029-12-31"))
    schedule = Schedule.load(tmp_path)
    assert schedule.why(date(2029, 12, 31)) == "元旦放假"
    assert not schedule.settled(date(2029, 12, 28))


def test_a_later_folder_wins_the_whole_year(tmp_path: Path) -> None:
    (tmp_path / "2026.toml").write_text(notice(2026, "2026-01-01"))
    schedule = Schedule.load(SHIPPED, tmp_path)
    assert schedule.why(date(2026, 1, 1)) == "元旦放假"
    assert schedule.why(date(2026, 10, 1)) == "工作日"
    assert schedule.why(date(2026, 10, 10)) == "周末"
    assert schedule.why(date(2025, 10, 1)) == "国庆节放假"
    assert Schedule.load(tmp_path, SHIPPED).why(date(2026, 10, 1)) == "国庆节放假"


def test_a_folder_not_there_yet_holds_nothing(tmp_path: Path) -> None:
    assert Schedule.load(tmp_path / "later").years == frozenset()


def test_a_file_must_bear_its_year(tmp_path: Path) -> None:
    (tmp_path / "2027.toml").write_text(notice(2028, "2028-01-03"))
    with pytest.raises(HolidaysError, match=r"^2027\.toml：写的是2028年，文件名应当是 2028\.toml。$"):
        Schedule.load(tmp_path)


def test_the_default_schedule_is_kept_until_a_file_changes(tmp_path: Path) -> None:
    before = default_schedule(tmp_path)
    assert default_schedule(tmp_path) is before and not before.published(2027)

    source = tmp_path.parent / "announced.toml"
    source.write_text(notice(2027, "2027-01-01"))
    placed = publish(source, tmp_path)
    after = default_schedule(tmp_path)
    assert after.why(date(2027, 1, 1)) == "元旦放假" and after.published(2026)
    assert default_schedule(tmp_path) is after

    placed.write_text(notice(2027, "2027-01-04"))  # edited where it lies
    os.utime(placed, ns=(1, 1))
    assert default_schedule(tmp_path).why(date(2027, 1, 1)) == "工作日"

    placed.unlink()
    assert not default_schedule(tmp_path).published(2027)
