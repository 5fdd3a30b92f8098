"""Points: read, checked, brought to one datum, measured, drawn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhongdu.kit import places
from zhongdu.kit.places import NoPlace, Point, apart, direction, from_gcj02, metres, plan, read

HERE = Point(109.879, 31.074)
east, north = st.floats(74, 135), st.floats(18, 53)


@pytest.mark.parametrize(
    ("longitude", "latitude", "says"),
    [
        ("109.879", "", "一起写"),
        ("", "31.074", "一起写"),
        ("东边", "31.074", "写成数字"),
        ("nan", "31.074", "不在中国境内"),
        ("31.074", "109.879", "写反了"),
        ("0", "0", "不在中国境内"),
        ("72.9", "31", "不在中国境内"),
        ("109", "54.1", "不在中国境内"),
    ],
)
def test_what_is_no_place_is_told_why(longitude: str, latitude: str, says: str) -> None:
    with pytest.raises(NoPlace, match=says):
        read(longitude, latitude)


def test_a_place_is_written_and_read_again() -> None:
    assert places.from_text(str(HERE)) == HERE
    assert "CGCS2000" in HERE.says


@given(east, north)
def test_the_shift_of_public_maps_is_taken_off_to_less_than_a_metre(
    longitude: float, latitude: float
) -> None:
    true = Point(longitude, latitude)
    back = from_gcj02(*places._shifted(longitude, latitude))
    assert metres(true, back) < 1
    assert 50 < metres(true, Point(*places._shifted(longitude, latitude))) < 2_000


def test_a_known_place_of_a_public_map() -> None:
    """天安门 as such maps give it, and where it stands."""
    assert metres(from_gcj02(116.397428, 39.90923), Point(116.391185, 39.907823)) < 10


def test_how_far_and_which_way() -> None:
    assert metres(HERE, Point(109.879, 31.083)) == pytest.approx(1000.8, abs=1)
    assert (
        direction(HERE, Point(109.879, 31.083)) == "北" and direction(HERE, Point(109.88, 31.073)) == "东南"
    )
    assert apart(HERE, Point(109.889, 31.074))[0] == pytest.approx(952, abs=2)
    assert [places.spoken(each) for each in (7.4, 52, 998, 1240)] == ["7米", "50米", "1000米", "1.2公里"]


@given(st.lists(st.tuples(st.floats(-0.03, 0.03), st.floats(-0.03, 0.03)), max_size=30))
def test_whatever_is_near_is_on_the_plan_and_within_it(shifts: list[tuple[float, float]]) -> None:
    around = [(f"店{at}", Point(HERE.longitude + e, HERE.latitude + n)) for at, (e, n) in enumerate(shifts)]
    drawn = plan(HERE, around)
    assert len(drawn.marks) == min(
        len([each for each in around if metres(HERE, each[1]) <= 5000]), places.SHOWN
    )
    assert all(0 <= mark.x <= drawn.side and 0 <= mark.y <= drawn.side for mark in drawn.marks)
    assert 0 < drawn.bar < drawn.side


def test_north_is_up() -> None:
    [mark] = plan(HERE, [("北边的店", Point(109.879, 31.08))]).marks
    assert mark.x == 240 and mark.y < 240 and mark.away == "北665米"
