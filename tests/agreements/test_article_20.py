"""Article 20 ¶2 (1) and ¶3 against a second reading, over random histories: suspensions, rectifications, renewals.

The second reading walks a plain list of what happened, day by day; it shares no code with the rules. What the acts make
of such histories, renewals and ends included, is in ``test_article_20_lived.py``.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhongdu.agreements import rules
from zhongdu.agreements.rules import Held, Span, Suspension, Term
from zhongdu.calendar import Period, Schedule, Unit, reckon
from zhongdu.law.shapes import Bounds

START = date(2024, 1, 1)
DAYS = st.integers(0, 900).map(lambda n: START + timedelta(days=n))
LEAST = Bounds(clause="1", strength="must", min=3)  # type: ignore[arg-type]


@st.composite
def suspension(draw: st.DrawFn, number: int) -> Suspension:
    since = draw(DAYS)
    by = since + timedelta(days=draw(st.integers(0, 60))) if draw(st.booleans()) else None
    outcome = draw(st.sampled_from(["", "passed", "failed", "missed"])) if by else ""
    checked = None
    if outcome and by:
        least = by + timedelta(days=1) if outcome == "missed" else since
        checked = least + timedelta(days=draw(st.integers(0, 30)))
    return Suspension(number, since, f"D-{number}", by, outcome, checked)


@st.composite
def history(draw: st.DrawFn) -> list[Suspension]:
    return [draw(suspension(number)) for number in range(draw(st.integers(0, 6)))]


@st.composite
def terms(draw: st.DrawFn) -> list[Span]:
    """Terms one after the other, some renewed without a day between, each to its own last day."""
    found, since = [], START
    for _ in range(draw(st.integers(1, 4))):
        until = since + timedelta(days=draw(st.integers(0, 400)))
        found.append(Span(since, until))
        since = until + timedelta(days=draw(st.sampled_from([1, 1, 1, 30])))
    return found


def read_by_hand(history: list[Suspension], term: Span, today: date) -> tuple[int, set[int]]:
    """How often it was suspended in the term by today; and which suspensions were not put right as they had to be."""
    times, not_right = 0, set()
    day = term.since
    while day <= today and (term.until is None or day <= term.until):
        for each in history:
            if each.since == day:
                times += 1
        day += timedelta(days=1)
    for each in history:
        if each.since > today or each.rectify_by is None:
            continue
        if each.outcome in ("failed", "missed") or (each.outcome == "" and each.rectify_by < today):
            not_right.add(each.number)
    return times, not_right


@pytest.mark.clauses("city:20/2.1")
@given(history(), terms(), DAYS)
def test_grounds_are_those_a_second_reading_finds(
    known: list[Suspension], renewed: list[Span], today: date
) -> None:
    for term in renewed:
        times, not_right = read_by_hand(known, term, today)
        shown = rules.often_enough(known, term, LEAST, today)
        assert (shown is not None) == (times >= 3)
        if shown:
            assert len(shown.evidence) == times and shown.key == f"suspensions:{times}"
            assert [day for day, _, _ in shown.evidence] == sorted(day for day, _, _ in shown.evidence)
        found = {int(each.key.partition(":")[2]) for each in rules.not_put_right(known, today)}
        assert found == not_right


@pytest.mark.clauses("city:20/2.1")
@given(history(), terms(), DAYS)
def test_no_suspension_is_counted_in_two_terms(
    known: list[Suspension], renewed: list[Span], today: date
) -> None:
    counted = [each.number for term in renewed for each in rules.within(known, term, today)]
    assert len(counted) == len({*counted})


@pytest.mark.clauses("city:20/2.1")
@given(history(), DAYS, st.randoms())
def test_the_order_in_which_they_are_told_does_not_matter(
    known: list[Suspension], today: date, by: object
) -> None:
    mixed, term = [*known], Span(START)
    by.shuffle(mixed)  # type: ignore[attr-defined]
    assert rules.often_enough(known, term, LEAST, today) == rules.often_enough(mixed, term, LEAST, today)
    told = {each.key for each in rules.not_put_right(known, today)}
    assert told == {each.key for each in rules.not_put_right(mixed, today)}


@given(history(), DAYS)
def test_a_ground_once_shown_by_days_stays_until_somebody_checks(
    known: list[Suspension], today: date
) -> None:
    now = {each.key for each in rules.not_put_right(known, today)}
    later = {each.key for each in rules.not_put_right(known, today + timedelta(days=30))}
    assert now <= later


@pytest.mark.clauses("city:20/3")
@given(st.dates(date(2020, 1, 1), date(2090, 12, 31)))
def test_three_years_of_the_bar_to_the_day(ended: date) -> None:
    last = reckon(Period(3, Unit.YEARS, rolls=False), ended, Schedule.of()).last
    by_hand = date(ended.year + 3, ended.month, 28 if (ended.month, ended.day) == (2, 29) else ended.day)
    assert last == by_hand
    assert rules.is_barred(last, last) and not rules.is_barred(last, last + timedelta(days=1))


# --- whether a code may settle ------------------------------------------------------------------------


@st.composite
def span(draw: st.DrawFn) -> Span:
    since = draw(DAYS)
    return Span(since, since + timedelta(days=draw(st.integers(0, 300))) if draw(st.booleans()) else None)


@st.composite
def world(draw: st.DrawFn) -> tuple[list[Term], list[Held]]:
    terms = [Term(number, f"kind-{number}", draw(span())) for number in range(draw(st.integers(0, 3)))]
    on = st.sampled_from([None, *(term.id for term in terms)])
    holds = [
        Held(draw(span()), "suspended", "city:20/1", f"D-{number}", draw(on))
        for number in range(draw(st.integers(0, 4)))
    ]
    return terms, holds


def plainly(terms: list[Term], holds: list[Held], day: date) -> bool:
    """Some agreement runs that day, and nothing lies on it or on the whole."""
    stopped = [
        each.on
        for each in holds
        if each.span.since <= day and (each.span.until is None or each.span.until >= day)
    ]
    if None in stopped:
        return False
    runs = [
        each.id
        for each in terms
        if each.span.since <= day and (each.span.until is None or each.span.until >= day)
    ]
    return any(each not in stopped for each in runs)


@given(world(), DAYS)
def test_the_answer_is_the_same_on_every_day_it_says_it_is(
    made: tuple[list[Term], list[Held]], today: date
) -> None:
    terms, holds = made
    found = rules.answer(terms, holds, today)
    assert found.may == plainly(terms, holds, today) == bool(found.kinds)
    assert found.may == (found.why == ())
    first = found.since or START - timedelta(days=1)
    last = found.until or START + timedelta(days=1300)
    for n in range((last - first).days + 1):
        assert plainly(terms, holds, first + timedelta(days=n)) == found.may
    if found.since:
        assert plainly(terms, holds, found.since - timedelta(days=1)) != found.may
    if found.until:
        assert plainly(terms, holds, found.until + timedelta(days=1)) != found.may
