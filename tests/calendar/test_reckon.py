"""Last days of periods: at the edges of real holidays, and against counts made in another way."""

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import count, islice

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhongdu.calendar import SHIPPED, Period, Reckoning, Schedule, Unit, describe, overdue_by, reckon

SCHEDULE = Schedule.load(SHIPPED)
DAY = timedelta(days=1)

Pauses = list[tuple[date, date]]


def working_days(n: int, start: date) -> Reckoning:
    return reckon(Period(n, Unit.WORKING_DAYS, rolls=True), start, SCHEDULE)


def last(
    n: int,
    unit: Unit,
    start: date,
    *,
    rolls: bool = False,
    before: bool = False,
    pauses: Pauses | tuple[()] = (),
) -> date:
    return reckon(Period(n, unit, rolls, "before" if before else "after"), start, SCHEDULE, pauses).last


class TestHolidays:
    def test_five_working_days_over_national_day_count_the_make_up_saturday(self) -> None:
        reckoning = working_days(5, date(2026, 9, 29))
        assert reckoning.last == date(2026, 10, 12) and not reckoning.provisional
        counted = [(day.number, f"{day.date:%m-%d}", day.reason) for day in reckoning.days if day.number]
        assert counted == [
            (1, "09-30", "工作日"),
            (2, "10-08", "工作日"),
            (3, "10-09", "工作日"),
            (4, "10-10", "调休上班"),
            (5, "10-12", "工作日"),
        ]
        skipped = {f"{day.date:%m-%d}": day.reason for day in reckoning.days if not day.number}
        assert skipped == {
            "09-29": "起算日，不计入",
            **{f"10-0{n}": "国庆节放假" for n in (1, 2, 5, 6, 7)},
            **dict.fromkeys(("10-03", "10-04", "10-11"), "周末"),
        }

    @pytest.mark.parametrize(
        ("n", "start", "end"),
        [
            (1, date(2026, 2, 13), date(2026, 2, 14)),  # the make-up Saturday before the Spring Festival
            (2, date(2026, 2, 13), date(2026, 2, 24)),
            (5, date(2026, 2, 13), date(2026, 2, 27)),
            (6, date(2026, 2, 13), date(2026, 2, 28)),  # and the one after it
            (1, date(2026, 2, 17), date(2026, 2, 24)),  # started within the holiday
            (1, date(2018, 12, 28), date(2018, 12, 29)),  # December moved by the notice for 2019
            (2, date(2018, 12, 28), date(2019, 1, 2)),
            (1, date(2025, 12, 31), date(2026, 1, 4)),
        ],
    )
    def test_working_days(self, n: int, start: date, end: date) -> None:
        assert working_days(n, start).last == end

    def test_fifteen_days_do_not_skip_but_roll(self) -> None:
        assert last(15, Unit.DAYS, date(2026, 9, 16)) == date(2026, 10, 1)
        reckoning = reckon(Period(15, Unit.DAYS, rolls=True), date(2026, 9, 16), SCHEDULE)
        assert reckoning.last == date(2026, 10, 8)
        tail = [(f"{day.date:%m-%d}", day.number, day.reason) for day in reckoning.days[15:]]
        assert tail[0] == ("10-01", 15, "自然日，顺延（国庆节放假）")
        assert tail[2] == ("10-03", None, "周末")
        assert tail[-1] == ("10-08", None, "工作日，顺延至此")

    def test_rolling_onto_a_make_up_saturday(self) -> None:
        assert last(2, Unit.DAYS, date(2026, 10, 8), rolls=True) == date(2026, 10, 10)
        assert last(3, Unit.DAYS, date(2026, 10, 8), rolls=True) == date(2026, 10, 12)

    def test_counting_back_from_a_hearing(self) -> None:
        hearing = date(2026, 10, 13)
        assert last(7, Unit.WORKING_DAYS, hearing, before=True) == date(2026, 9, 28)
        reckoning = reckon(Period(1, Unit.MONTHS, True, "before"), date(2026, 11, 3), SCHEDULE)
        assert reckoning.last == date(2026, 9, 30)  # 3 October is off: earlier, never later
        assert reckoning.days[1].reason == "对应日，提前（周末）"
        assert reckoning.days[-1].reason == "工作日，提前至此"


class TestMonthsAndYears:
    @pytest.mark.parametrize(
        ("n", "unit", "start", "end"),
        [
            (1, Unit.MONTHS, date(2026, 1, 31), date(2026, 2, 28)),
            (1, Unit.MONTHS, date(2024, 1, 31), date(2024, 2, 29)),
            (1, Unit.MONTHS, date(2026, 2, 28), date(2026, 3, 28)),
            (12, Unit.MONTHS, date(2026, 12, 31), date(2027, 12, 31)),
            (11, Unit.MONTHS, date(2026, 1, 31), date(2026, 12, 31)),
            (3, Unit.YEARS, date(2026, 5, 1), date(2029, 5, 1)),
            (2, Unit.YEARS, date(2024, 2, 29), date(2026, 2, 28)),
            (4, Unit.YEARS, date(2024, 2, 29), date(2028, 2, 29)),
        ],
    )
    def test_the_corresponding_day_or_the_month_s_last(
        self, n: int, unit: Unit, start: date, end: date
    ) -> None:
        reckoning = reckon(Period(n, unit, rolls=False), start, SCHEDULE)
        assert reckoning.last == end and not reckoning.provisional
        reason = "对应日" if start.day == end.day else "当月没有对应日，以月末日为准"
        assert [(day.date, day.number, day.reason) for day in reckoning.days] == [
            (start, None, "起算日，不计入"),
            (end, None, reason),
        ]

    def test_back_over_a_year_end_and_a_short_month(self) -> None:
        assert last(1, Unit.MONTHS, date(2026, 1, 15), before=True) == date(2025, 12, 15)
        assert last(1, Unit.MONTHS, date(2026, 3, 31), before=True) == date(2026, 2, 28)
        assert last(1, Unit.YEARS, date(2024, 2, 29), before=True) == date(2023, 2, 28)

    def test_pauses_move_the_last_day_by_as_many_days_and_pauses_on_the_way_again(self) -> None:
        pauses = [(date(2026, 3, 5), date(2026, 3, 9)), (date(2026, 4, 3), date(2026, 4, 4))]
        reckoning = reckon(Period(1, Unit.MONTHS, False), date(2026, 3, 1), SCHEDULE, pauses)
        assert reckoning.last == date(
            2026, 4, 8
        )  # 1 April and five days, of which 3 and 4 April do not count
        assert reckoning.days[-1].reason == "补足其间依法不计入的5日"

    def test_pauses_outside_or_twice_change_nothing(self) -> None:
        outside = [(date(2026, 2, 1), date(2026, 3, 1)), (date(2026, 4, 2), date(2026, 5, 1))]
        assert last(1, Unit.MONTHS, date(2026, 3, 1), pauses=outside) == date(2026, 4, 1)
        twice = [(date(2026, 3, 5), date(2026, 3, 9)), (date(2026, 3, 7), date(2026, 3, 9))]
        assert last(1, Unit.MONTHS, date(2026, 3, 1), pauses=twice) == date(2026, 4, 6)


class TestUnpublished:
    def test_counting_into_2027_is_provisional(self) -> None:
        reckoning = working_days(5, date(2026, 12, 28))
        assert reckoning.last == date(2027, 1, 4) and reckoning.provisional
        assert {day.reason for day in reckoning.days[1:]} == {"未公布，按周末推算"}

    def test_counting_up_to_the_end_of_what_is_known_is_not(self) -> None:
        assert not working_days(5, date(2026, 12, 21)).provisional

    def test_calendar_days_only_if_they_might_roll(self) -> None:
        start = date(2026, 12, 20)
        assert not reckon(Period(30, Unit.DAYS, rolls=False), start, SCHEDULE).provisional
        assert reckon(Period(30, Unit.DAYS, rolls=True), start, SCHEDULE).provisional
        assert not reckon(Period(3, Unit.YEARS, rolls=False), start, SCHEDULE).provisional
        assert reckon(Period(3, Unit.YEARS, rolls=True), start, SCHEDULE).provisional

    def test_back_from_2027_only_as_far_as_it_matters(self) -> None:
        assert reckon(Period(3, Unit.WORKING_DAYS, False, "before"), date(2027, 1, 4), SCHEDULE).provisional
        assert not reckon(Period(1, Unit.MONTHS, True, "before"), date(2027, 1, 4), SCHEDULE).provisional

    def test_known_days_at_the_end_do_not_make_up_for_unknown_ones(self) -> None:
        reckoning = reckon(Period(10, Unit.WORKING_DAYS, False, "before"), date(2027, 1, 8), SCHEDULE)
        assert SCHEDULE.settled(reckoning.last) and reckoning.provisional


class TestHours:
    def test_hours_run_from_the_moment_and_stay_as_naive_or_aware_as_it_was(self) -> None:
        naive = datetime(2026, 10, 1, 10, 30)  # noqa: DTZ001
        assert last(24, Unit.HOURS, naive) == naive + DAY
        for zone in (UTC, timezone(timedelta(hours=8)), timezone(timedelta(hours=-5))):
            aware = naive.replace(tzinfo=zone)
            end = last(24, Unit.HOURS, aware)
            assert isinstance(end, datetime)
            assert (end, end.utcoffset()) == (aware + DAY, aware.utcoffset())
            assert last(24, Unit.HOURS, aware, before=True) == aware - DAY

    def test_paused_days_are_days_in_china(self) -> None:
        start = datetime(2026, 10, 1, 10, 0, tzinfo=UTC)  # 18:00 in Beijing
        reckoning = reckon(
            Period(24, Unit.HOURS, False), start, SCHEDULE, [(date(2026, 10, 2), date(2026, 10, 2))]
        )
        assert reckoning.last == start + 2 * DAY and not reckoning.provisional
        assert [(f"{day.date:%m-%d}", day.reason) for day in reckoning.days] == [
            ("10-01", "自18:00起算"),
            ("10-02", "依法不计入"),
            ("10-03", "18:00届满"),
        ]

    def test_a_day_is_no_moment(self) -> None:
        with pytest.raises(ValueError, match="要写明起算的时刻"):
            last(24, Unit.HOURS, date(2026, 10, 1))


def test_a_moment_counts_on_its_date_in_china() -> None:
    assert last(1, Unit.DAYS, datetime(2026, 3, 1, 16, 30, tzinfo=UTC)) == date(2026, 3, 3)
    assert type(last(1, Unit.DAYS, datetime(2026, 3, 1, 16, 30, tzinfo=UTC))) is date


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (Period(5, Unit.WORKING_DAYS, True), "5个工作日"),
        (Period(7, Unit.WORKING_DAYS, False, "before"), "7个工作日前"),
        (Period(24, Unit.HOURS, False), "24小时"),
        (Period(15, Unit.DAYS, True), "15日（末日为休息日的，顺延到下一个工作日）"),
        (Period(1, Unit.MONTHS, True, "before"), "1个月前（末日为休息日的，提前到前一个工作日）"),
        (Period(3, Unit.YEARS, False), "3年（末日不顺延）"),
    ],
)
def test_a_period_describes_itself(period: Period, words: str) -> None:
    assert describe(period) == words


def test_how_late() -> None:
    end = date(2026, 10, 12)
    assert [overdue_by(end, end + n * DAY) for n in (-1, 0, 1, 5)] == [0, 0, 1, 5]
    assert overdue_by(end, datetime(2026, 10, 12, 15, 59, tzinfo=UTC)) == 0
    assert overdue_by(end, datetime(2026, 10, 12, 16, 0, tzinfo=UTC)) == 1  # midnight in Beijing
    moment = datetime(2026, 10, 12, 10, 0, tzinfo=UTC)
    late = [overdue_by(moment, moment + timedelta(hours=n)) for n in (-1, 0, 1, 24, 25)]
    assert late == [0, 0, 1, 1, 2]
    assert [overdue_by(moment, end + n * DAY) for n in (0, 1)] == [0, 1]


def test_what_cannot_be_reckoned_is_said_in_a_sentence() -> None:
    with pytest.raises(ValueError, match="期间至少是1"):
        Period(0, Unit.DAYS, False)
    with pytest.raises(ValueError, match="按小时计算的期间不顺延"):
        Period(24, Unit.HOURS, True)
    with pytest.raises(ValueError, match="先后颠倒：2026-03-02 至 2026-03-01"):
        last(1, Unit.DAYS, date(2026, 3, 1), pauses=[(date(2026, 3, 2), date(2026, 3, 1))])
    for n, unit, before in [
        (8000, Unit.YEARS, False),
        (3000, Unit.YEARS, True),
        (12 * 8000, Unit.MONTHS, False),
    ]:
        with pytest.raises(ValueError, match="超出了公历"):
            last(n, unit, date(2026, 3, 1), before=before)
    with pytest.raises(ValueError, match="超出了公历"):
        last(1, Unit.DAYS, date.max)
    with pytest.raises(ValueError, match="超出了公历"):
        last(24, Unit.HOURS, datetime.max.replace(tzinfo=UTC))


# Against another count. Starts and lengths keep every walk inside 2004–2026, where chinesecalendar judges.

starts = st.dates(date(2006, 1, 1), date(2024, 12, 31))
directions = st.sampled_from([1, -1])
pauses_near = st.lists(st.tuples(st.integers(-40, 90), st.integers(0, 12)), max_size=4)


def pauses_at(start: date, near: list[tuple[int, int]]) -> Pauses:
    return [(start + offset * DAY, start + (offset + length) * DAY) for offset, length in near]


def is_paused(day: date, pauses: Pauses) -> bool:
    return any(first <= day <= end for first, end in pauses)


@given(starts, st.integers(1, 60), directions, pauses_near)
def test_working_days_against_a_filtered_list(
    start: date, n: int, way: int, near: list[tuple[int, int]]
) -> None:
    pauses = pauses_at(start, near)
    ahead = (start + way * i * DAY for i in count(1))
    counted = [d for d in islice(ahead, 400) if chinese_calendar.is_workday(d) and not is_paused(d, pauses)][
        :n
    ]
    reckoning = reckon(
        Period(n, Unit.WORKING_DAYS, True, "before" if way < 0 else "after"), start, SCHEDULE, pauses
    )
    assert [day.date for day in reckoning.days if day.number] == counted
    assert reckoning.last == counted[-1] and not reckoning.provisional
    walked = [day.date for day in reckoning.days]
    assert walked == [start + way * i * DAY for i in range(len(walked))]  # no day left out, none twice


@given(starts, st.integers(1, 120), directions, pauses_near, st.booleans())
def test_days_against_a_filtered_list(
    start: date, n: int, way: int, near: list[tuple[int, int]], rolls: bool
) -> None:
    pauses = pauses_at(start, near)
    free = [d for d in (start + way * i * DAY for i in range(1, 400)) if not is_paused(d, pauses)]
    end = free[n - 1]
    if rolls:
        end = next(d for d in free[n - 1 :] if chinese_calendar.is_workday(d))
    assert last(n, Unit.DAYS, start, rolls=rolls, before=way < 0, pauses=pauses) == end


def corresponding(start: date, months: int) -> date:
    """The corresponding day found by stepping month by month and trying ever smaller days."""
    year, month = start.year, start.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        if month in (0, 13):
            year, month = (year - 1, 12) if month == 0 else (year + 1, 1)
    for day in range(start.day, 0, -1):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    raise AssertionError


@given(starts, st.integers(1, 18), directions, pauses_near, st.booleans())
def test_months_against_the_number_of_free_days(
    start: date, n: int, way: int, near: list[tuple[int, int]], rolls: bool
) -> None:
    pauses = pauses_at(start, near)
    span = abs((corresponding(start, way * n) - start).days)
    free = [d for d in (start + way * i * DAY for i in range(1, span + 200)) if not is_paused(d, pauses)]
    end = free[span - 1]  # as many free days as the plain period has days
    if rolls:
        end = next(d for d in free[span - 1 :] if chinese_calendar.is_workday(d))
    assert last(n, Unit.MONTHS, start, rolls=rolls, before=way < 0, pauses=pauses) == end


@given(starts, st.integers(1, 3), directions, st.booleans())
def test_a_year_is_twelve_months(start: date, n: int, way: int, rolls: bool) -> None:
    years = last(n, Unit.YEARS, start, rolls=rolls, before=way < 0)
    assert years == last(12 * n, Unit.MONTHS, start, rolls=rolls, before=way < 0)


@settings(max_examples=40)
@given(starts, st.integers(0, 1439), st.integers(1, 72), directions, pauses_near)
def test_hours_against_minutes(day: date, minute: int, n: int, way: int, near: list[tuple[int, int]]) -> None:
    start = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)  # noqa: DTZ001
    pauses = pauses_at(day, near)
    left, moment = n * 60, start
    while left:
        after = moment + way * timedelta(minutes=1)
        if not is_paused(min(moment, after).date(), pauses):  # the minute that lies between the two
            left -= 1
        moment = after
    assert last(n, Unit.HOURS, start, before=way < 0, pauses=pauses) == moment


@given(
    starts, st.integers(0, 40), st.integers(1, 60), st.sampled_from(list(Unit)[1:]), directions, st.booleans()
)
def test_later_starts_and_longer_periods_never_end_nearer(
    start: date, later: int, n: int, unit: Unit, way: int, rolls: bool
) -> None:
    n = 1 if unit is Unit.YEARS else n % 12 + 1 if unit is Unit.MONTHS else n
    end = last(n, unit, start, rolls=rolls, before=way < 0)
    assert last(n, unit, start + later * DAY, rolls=rolls, before=way < 0) >= end
    longer = last(n + 1, unit, start, rolls=rolls, before=way < 0)
    assert longer <= end if way < 0 else longer >= end


@given(starts, st.integers(1, 60), st.sampled_from(list(Unit)[1:3]), pauses_near, st.booleans())
def test_pauses_never_bring_the_end_nearer_and_never_hold_it(
    start: date, n: int, unit: Unit, near: list[tuple[int, int]], rolls: bool
) -> None:
    pauses = pauses_at(start, near)
    end = last(n, unit, start, rolls=rolls, pauses=pauses)
    assert end >= last(n, unit, start, rolls=rolls)
    assert not is_paused(end, pauses)
