"""When the night's work is done."""

import threading
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhongdu.calendar.clock import CHINA
from zhongdu.cli import nightly
from zhongdu.cli.nightly import keep_watch, next_night


@pytest.mark.parametrize(
    ("now", "following"),
    [
        (datetime(2026, 9, 29, 0, 4, 59, tzinfo=CHINA), datetime(2026, 9, 29, 0, 5, tzinfo=CHINA)),
        (datetime(2026, 9, 29, 0, 5, tzinfo=CHINA), datetime(2026, 9, 30, 0, 5, tzinfo=CHINA)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=CHINA), datetime(2027, 1, 1, 0, 5, tzinfo=CHINA)),
        (datetime(2026, 9, 29, 17, 0, tzinfo=UTC), datetime(2026, 10, 1, 0, 5, tzinfo=CHINA)),
    ],
)
def test_the_next_night(now, following) -> None:
    assert next_night(now) == following


@given(st.integers(1_500_000_000, 2_500_000_000))
def test_it_is_ahead_by_a_day_at_most_and_five_past_midnight(second) -> None:
    now = datetime.fromtimestamp(second, UTC)
    following = next_night(now)
    assert timedelta(0) < following - now <= timedelta(days=1)
    assert following.astimezone(CHINA).time() == time(0, 5)


def test_it_works_at_once_then_every_night_and_survives_a_bad_one(monkeypatch) -> None:
    monkeypatch.setattr(nightly, "LONGEST_NAP", 0)
    present = datetime(2026, 9, 29, 12, 0, tzinfo=CHINA)
    ended, worked = threading.Event(), []

    def now() -> datetime:
        nonlocal present
        present += timedelta(hours=1)
        return present

    def work() -> None:
        worked.append(present.date())
        if len(worked) == 2:
            raise RuntimeError("a bad night")
        if len(worked) == 4:
            ended.set()

    keep_watch(work, ended, now)
    assert worked == [date(2026, 9, 29), date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 2)]


def test_a_bad_night_leaves_no_particulars_in_the_log(caplog) -> None:
    ended = threading.Event()

    def work() -> None:
        ended.set()
        raise ValueError("王某 11010119900307123X")

    keep_watch(work, ended)
    assert "ValueError" in caplog.text
    assert "1101" not in caplog.text
