"""What a capture gives away: pure rules, on both sides of every line."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhongdu.calendar.clock import CHINA
from zhongdu.fieldwork import signs

T = 1_780_000_000_000  # a moment, in milliseconds
HERE = (30.0, 120.58)


def clock(**more):
    return {"begun_at": T, "signed_at": T + 600_000, "sent_at": T + 900_000, **more}


def fix(at=0, place=HERE, accuracy=12.0):
    return {"at": T + at * 1000, "latitude": place[0], "longitude": place[1], "accuracy": accuracy}


def moment(milliseconds):
    return datetime.fromtimestamp(milliseconds / 1000, CHINA)


# --- the clock ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "sending", "offset", "moved"),
    [
        (0, 0, 0, False),
        (120_000, 119_000, 0, False),
        (120_001, 120_001, 120_001, False),
        (10_800_000, 10_800_500, 10_800_000, False),
        (10_800_000, 0, 10_800_000, True),  # put right on the way home: what was measured before counts
        (0, -10_800_000, 0, True),
    ],
)
def test_a_wrong_clock_is_put_right(before, sending, offset, moved):
    found = signs.reckon(clock(before=before, sending=sending), T)
    assert (found.at, found.offset, found.moved) == (moment(T + offset), offset, moved)


def test_a_phone_that_never_met_the_server_is_reckoned_when_it_sends():
    assert signs.reckon(clock(sending=-86_400_000), T).at == moment(T - 86_400_000)


@given(st.integers(-(10**9), 10**9))
def test_the_correction_undoes_the_mistake(wrong):
    """Whatever the clock was wrong by, the moment is right to two minutes."""
    found = signs.reckon(clock(before=-wrong, sending=-wrong), T + wrong)
    assert abs(found.at - moment(T)) <= timedelta(minutes=2)


def test_it_is_told_in_words():
    assert list(signs.of_clock(clock(before=0, sending=0))) == []
    assert list(signs.of_clock(clock(before=3 * 3_600_000, sending=3 * 3_600_000))) == [
        "手机时间比服务器慢3小时，巡查时间已按服务器时间校正"
    ]
    assert "快1天" in next(signs.of_clock(clock(sending=-86_400_000)))
    assert "调过" in next(signs.of_clock(clock(before=0, sending=9_000_000)))


# --- the place ---------------------------------------------------------------------------------------


def test_an_honest_walk_shows_no_signs():
    assert (
        list(signs.of_place([fix(0), fix(60, (30.0003, 120.5801), 9.5), fix(120, (30.0005, 120.58), 15.0)]))
        == []
    )


@pytest.mark.parametrize(
    ("fixes", "says"),
    [
        ([fix(accuracy=0)], "精度为0"),
        ([fix(0), fix(60), fix(120)], "分毫不差"),
        ([fix(0), fix(60, (31.0, 120.58))], "太快"),
        ([fix(accuracy=1_001)], "超过1公里"),
    ],
)
def test_signs_of_a_place_made_up(fixes, says):
    assert any(says in sign for sign in signs.of_place(fixes))


def test_just_this_side_of_each_line():
    assert list(signs.of_place([fix(0), fix(60)])) == [], "two alike happen"
    assert list(signs.of_place([fix(accuracy=1_000)])) == []
    north = (HERE[0] + 70 * 60 / 111_195, HERE[1])  # 70 m/s for a minute
    assert list(signs.of_place([fix(0), fix(60, north)])) == []


@given(
    st.tuples(st.floats(-89, 89), st.floats(-179, 179)), st.tuples(st.floats(-89, 89), st.floats(-179, 179))
)
def test_a_distance_is_the_same_both_ways_and_no_longer_than_half_the_earth(one, other):
    there = signs.metres(one, other)
    assert there == pytest.approx(signs.metres(other, one)) and 0 <= there <= 20_100_000


def test_a_degree_of_latitude_is_some_111_kilometres():
    assert signs.metres((30, 120), (31, 120)) == pytest.approx(111_195, abs=50)


# --- photographs -------------------------------------------------------------------------------------


def capture(**more):
    return {
        "device": "a",
        "clock": clock(),
        "steps": [],
        "fixes": [fix()],
        "pieces": [],
        "codes": [],
        "place": "taken",
        **more,
    }


def taken(seconds):
    return {"taken_at": moment(T + seconds * 1000).replace(tzinfo=None)}


@pytest.mark.parametrize("seconds", [0, 600, -1_800, 600 + 1_800])
def test_a_photograph_of_the_visit_fits(seconds):
    assert list(signs.of_photo(taken(seconds), capture())) == []


@pytest.mark.parametrize("seconds", [-1_801, 600 + 1_801, -86_400])
def test_one_taken_at_another_time_is_marked(seconds):
    assert list(signs.of_photo(taken(seconds), capture())) == ["拍摄时间不在这次巡查期间"]


def test_one_taken_elsewhere_is_marked_only_where_the_place_is_known():
    there = {"place": (HERE[0] + 0.02, HERE[1])}
    assert list(signs.of_photo(there, capture())) == ["拍摄位置离巡查地点超过1公里"]
    assert list(signs.of_photo({"place": (HERE[0] + 0.005, HERE[1])}, capture())) == []
    assert list(signs.of_photo(there, capture(fixes=[]))) == []
    assert list(signs.of_photo(there, capture(fixes=[fix(accuracy=5_000)]))) == [], "the fix says too little"


def test_of_a_visit_written_down_later_only_the_day_is_compared():
    done = moment(T)
    assert list(signs.of_day(taken(0), done)) == []
    assert list(signs.of_day(taken(-86_400), done)) == ["拍摄日期不是巡查那一天"]
    assert list(signs.of_day({}, done)) == []
