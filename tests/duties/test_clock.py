"""A duty's last day, folded from what happened to its clock."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhongdu.acts.performing import perform
from zhongdu.bureaus import acts as bureaus
from zhongdu.calendar import Period, Unit, clock, reckon
from zhongdu.duties.clock import fold
from zhongdu.duties.models import Duty, Source, Tick
from zhongdu.duties.opening import meet, open_duty, tick, void
from zhongdu.law.shelves import schedule
from zhongdu.scope.roles import Role

DAYS = st.dates(date(2024, 1, 1), date(2026, 10, 1))


def tock(kind: str, on: date, until: date | None = None) -> Tick:
    return Tick(kind=kind, on=on, until=until)


PERIOD = Period(10, Unit.WORKING_DAYS, rolls=True)


@given(DAYS)
def test_a_clock_that_only_started_is_the_period_itself(start: date) -> None:
    found = fold(PERIOD, [tock("start", start)], schedule())
    assert found and found.last == reckon(PERIOD, start, schedule()).last


@given(DAYS, st.integers(1, 8), st.integers(0, 30))
def test_a_pause_never_shortens_and_no_paused_day_counts(start: date, after: int, length: int) -> None:
    begun = start + timedelta(days=after)
    ended = begun + timedelta(days=length)
    whole = fold(PERIOD, [tock("start", start), tock("pause", begun), tock("resume", ended)], schedule())
    plain = fold(PERIOD, [tock("start", start)], schedule())
    assert whole and plain and whole.last >= plain.last
    counted = {day.date for day in whole.days if day.number}
    assert not counted & {begun + timedelta(days=n) for n in range(length + 1)}


def test_a_standing_clock_has_no_last_day() -> None:
    assert (
        fold(PERIOD, [tock("start", date(2026, 3, 2)), tock("pause", date(2026, 3, 4))], schedule()) is None
    )
    assert fold(PERIOD, [], schedule()) is None


def test_an_extension_names_the_new_last_day_and_never_brings_it_forward() -> None:
    start = tock("start", date(2026, 3, 2))
    plain = fold(PERIOD, [start], schedule())
    later = fold(PERIOD, [start, tock("extend", date(2026, 3, 9), date(2026, 4, 30))], schedule())
    sooner = fold(PERIOD, [start, tock("extend", date(2026, 3, 9), date(2026, 3, 5))], schedule())
    assert plain and later and sooner
    assert later.last == date(2026, 4, 30)
    assert sooner.last == plain.last


def opened(place: Any, concept: str, **more: Any) -> Duty | None:
    return open_duty(place.office.docket, place.law, concept, on=date(2026, 9, 29), deed="d", **more)


@pytest.mark.clauses("beijing:6.4", "beijing:7")
def test_a_duty_takes_its_period_from_the_law(beijing: Any) -> None:
    notice, change = opened(beijing, "public_notice.period"), opened(beijing, "change_report.period")
    assert notice and (notice.due, notice.source, notice.clause) == (
        date(2026, 10, 12),
        Source.LAW,
        "beijing:6.4",
    )
    assert change and change.period == {"n": 20, "unit": "working_days", "rolls": True, "counts": "after"}


def test_where_the_law_is_silent_no_duty_opens(wushan: Any) -> None:
    assert opened(wushan, "public_notice.period") is None


@pytest.mark.clauses("wushan:10")
def test_promptly_has_no_number_until_the_bureau_sets_its_own(wushan: Any) -> None:
    before = opened(wushan, "lead.answer")
    assert before and (before.due, before.source) == (None, Source.NONE)
    chief = wushan.officer(Role.DECIDER)
    perform(bureaus.set_target, wushan.office, chief, concept="lead.answer", n=10, unit="working_days")
    after = opened(wushan, "lead.answer")
    assert after and after.source == Source.TARGET, "never passed off as the law's"
    assert after.due == reckon(PERIOD, date(2026, 9, 29), schedule()).last


def test_a_day_fixed_by_name_is_neither(beijing: Any) -> None:
    duty = opened(beijing, "term.length", due=date(2029, 9, 29))
    assert duty and (duty.due, duty.source, duty.period) == (date(2029, 9, 29), Source.TERM, None)


def test_pausing_and_resuming_on_the_record(beijing: Any) -> None:
    duty = opened(beijing, "public_notice.period")
    assert duty
    tick(duty, Tick.Kind.PAUSE, on=date(2026, 10, 8), deed="p")
    assert duty.due is None
    tick(duty, Tick.Kind.RESUME, on=date(2026, 10, 9), deed="r")
    assert duty.due == date(2026, 10, 14)
    tick(duty, Tick.Kind.EXTEND, on=date(2026, 10, 14), until=date(2026, 10, 20), deed="e")
    assert duty.due == date(2026, 10, 20)


def test_met_and_void_duties_are_no_longer_open(beijing: Any) -> None:
    first, second = opened(beijing, "liaison"), opened(beijing, "pool")
    assert first and second
    assert meet(beijing.office.docket, "liaison", on=clock.today(), deed="m") == 1
    assert void(beijing.office.docket, None, on=clock.today(), deed="v") == 1
    assert not Duty.objects.open().exists()
    assert meet(beijing.office.docket, "liaison", on=clock.today(), deed="m") == 0, "met once"
