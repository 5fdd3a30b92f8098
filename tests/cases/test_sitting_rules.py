"""When several must deliberate, how many, and what carries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhongdu.cases.sitting import Voice, Weight, carries, quorum_of, reasons, why_not_yet

VOTES = st.sampled_from(["for", "against", "abstain"])
ROOMS = st.lists(
    st.one_of(
        st.builds(Voice, st.just(False), st.just(True), VOTES), st.just(Voice(True, False, "")),
    ), max_size=12,
)  # fmt: skip
ALL_WAYS = st.sampled_from(["present", "members", "two_thirds"])


def weight(**more) -> Weight:
    given_ = {
        "outcome_punishes": True,
        "loss_fen": 0,
        "fine_fen": 0,
        "restricts": False,
        "people": 1,
        "flags": (),
    }
    return Weight(**{**given_, **more})


@pytest.mark.clauses("city:10")
def test_the_three_kinds_the_measure_names_are_always_deliberated_on() -> None:
    for flag, says in (
        ("major", "重大行政决定"),
        ("complicated", "情况复杂"),
        ("social_impact", "重大社会影响"),
    ):
        [why] = reasons(weight(flags=[flag], outcome_punishes=False), "found", "ignored")
        assert says in why and "本局做法" not in why


@pytest.mark.clauses("city:10")
def test_a_bureaus_thresholds_include_their_number_and_say_whose_they_are() -> None:
    below, at = weight(loss_fen=60_000_00, fine_fen=39_999_99), weight(loss_fen=60_000_00, fine_fen=40_000_00)
    assert reasons(below, "100000", "ignored") == []
    assert "100,000.00元（本局做法）" in reasons(at, "100000", "ignored")[0]
    assert reasons(weight(people=9), "found", "10") == [] and reasons(weight(people=10), "found", "10")
    assert reasons(weight(), "every", "ignored") and not reasons(
        weight(outcome_punishes=False), "every", "ignored"
    )
    assert reasons(weight(restricts=True), "found", "ignored") == ["暂停医药服务或者限制从业（本局做法）"]


@given(ROOMS, ALL_WAYS)
def test_whoever_stood_back_is_not_counted(room, way) -> None:
    without = [voice for voice in room if not voice.conflicted]
    assert carries(room, way) == carries(without, way)


@given(ROOMS, ALL_WAYS, st.integers(0, 11))
def test_one_more_yes_never_loses_what_was_carried(room, way, at) -> None:
    if not carries(room, way) or at >= len(room) or room[at].conflicted:
        return
    turned = [*room[:at], Voice(False, True, "for"), *room[at + 1 :]]
    assert carries(turned, way)


@given(st.integers(0, 6), st.integers(0, 6), st.integers(0, 6))
def test_half_is_not_more_than_half(yes, no, none) -> None:
    room = (
        [Voice(False, True, "for")] * yes
        + [Voice(False, True, "against")] * no
        + [Voice(False, True, "abstain")] * none
    )
    assert carries(room, "present") == (yes > no + none)
    assert carries(room, "two_thirds") == (bool(room) and 3 * yes >= 2 * len(room))


@given(ROOMS, st.integers(1, 7))
def test_no_resolution_without_its_quorum(room, quorum) -> None:
    assert bool(why_not_yet(room, quorum)) == (sum(voice.counts for voice in room) < quorum)


def test_everybody_says_first_whether_they_must_stand_back_and_then_speaks() -> None:
    ready = [Voice(False, True, "for")] * 3
    assert why_not_yet(ready, quorum_of("three")) == ""
    assert "利害关系" in why_not_yet([*ready, Voice(None, False, "")], 3)
    assert "没有发表意见" in why_not_yet([*ready, Voice(False, True, "")], 3)
    assert "至少要5人" in why_not_yet(ready, quorum_of("five"))
