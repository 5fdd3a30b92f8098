"""Rewards reckoned and shared: what holds whatever the numbers, and both sides of what the law draws."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhongdu.law.address import Address
from zhongdu.law.pack import Bound
from zhongdu.law.scale_shapes import Scale
from zhongdu.law.shapes import Bounds, Condition, Rule
from zhongdu.law.shelves import shelf
from zhongdu.law.vocabulary import concept
from zhongdu.rewards.rules import (
    MET,
    UNMET,
    OwnShare,
    decides_above,
    is_counted,
    kept,
    read,
    reckon,
    shares,
    unmet,
    weights,
)

YUAN = 100


def bound(name: str, rule: Rule) -> Bound:
    return Bound(name, concept(name), rule, Address.parse("9", "sample"), "sample")


def limits(least: int | None = 200, most: int | None = 200_000) -> Bound:
    return bound("reward.limits", Bounds(clause="9", strength="must", min=least, max=most, of="元"))


def scale(**more: Any) -> Bound:
    grades = more.pop("grades", [{"name": "a", "label": "一级", "rate_bp": 300}])
    return bound(
        "reward.scale", Scale.model_validate({"clause": "9", "strength": "must", "grades": grades, **more})
    )


def amount(value: int, rule: Bound | None = None, **more: Any) -> int:
    return reckon(value, "示例", rule or scale(), limits(), **more)[-1].fen


# --- both sides ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("value", "fen"),
    [
        (6_666_66, 200_00),  # 199.9998 rounds to 200.00
        (6_650_00, 200_00),  # 199.50: the floor
        (6_667_00, 200_01),  # the first above it
        (6_666_666_66, 200_000_00),  # 3 % is the cap to the fen
        (6_666_667_00, 200_000_00),  # one fen more: the cap
        (0, 200_00),
    ],
)
@pytest.mark.clauses("hunan:10.4", "beijing:13", "city:25")
def test_the_national_floor_and_cap_hold_to_the_fen(value: int, fen: int) -> None:
    assert amount(value) == fen


def test_a_derivation_begins_with_the_case_value_and_cites_each_clause() -> None:
    lines = reckon(1_000_00, "处罚决定一号", scale(insider_bp=2000), limits(), insider=True)
    assert [(line.says, line.fen, line.clause) for line in lines] == [
        ("案值，依据处罚决定一号", 1_000_00, ""),
        ("一级，案值1,000.00元 × 3%", 30_00, "sample:9"),
        ("内部人员举报，上浮20%", 36_00, "sample:9"),
        ("不足200.00元的，按200.00元", 200_00, "sample:9"),
    ]
    assert read(kept(lines)) == lines


def test_where_no_law_has_a_share_the_bureaus_own_is_named_with_its_document() -> None:
    lines = reckon(50_000_00, "示例", None, limits(), own=OwnShare(250, "示例细则"))
    assert [(line.says, line.fen, line.clause) for line in lines[1:]] == [
        ("按示例细则：50,000.00元 × 2.5%，四舍五入到分", 1_250_00, "")
    ]
    with pytest.raises(ValueError, match="没有奖励标准"):
        reckon(1, "示例", None, limits())


def test_a_law_without_limits_sets_none() -> None:
    assert reckon(10**12, "示例", scale(), None)[-1].fen == 3 * 10**10
    assert reckon(1_00, "示例", scale(), limits(least=None))[-1].fen == 3
    assert reckon(10**12, "示例", scale(), limits(most=None))[-1].fen == 3 * 10**10


@pytest.mark.clauses("hunan:10.4")
def test_hunans_three_levels_as_far_as_they_were_read() -> None:
    rule = shelf().statute("hunan").rule("reward.scale")
    assert [amount(1_000_000_00, rule, grade=f"level_{n}") for n in (1, 2, 3)] == [
        50_000_00,
        30_000_00,
        20_000_00,
    ]
    assert rule.rule.trust == "secondary"


def test_a_condition_that_binds_bars_and_one_that_is_preferred_does_not() -> None:
    must = bound("reward.condition.a", Condition(clause="9", strength="must", label="甲", how="judged"))
    may = bound("reward.condition.b", Condition(clause="9", strength="prefer", label="乙", how="judged"))
    assert unmet([must, may], {must.name: MET, may.name: UNMET}) == []
    assert unmet([must, may], {must.name: UNMET, may.name: MET}) == [must]
    assert unmet([must], {}) == [must]  # not found is not met


def test_assigned_work_counts_as_the_law_or_the_bureau_has_it() -> None:
    assert is_counted(False, "not_counted") and is_counted(True, "counted")
    assert not is_counted(True, "not_counted")


def test_a_bureau_does_not_decide_on_what_is_about_its_own_people() -> None:
    assert decides_above("/500000/", "/500000/500237/")
    assert not decides_above("/500000/500237/", "/500000/500237/")
    assert not decides_above("/500000/500237/500237999/", "/500000/500237/")  # nor one below it
    assert decides_above("/500000/500237/", "")


# --- whatever the numbers ------------------------------------------------------------------------------
RATES, VALUES = st.integers(0, 10_000), st.integers(0, 10**13)
FLOORS, CAPS = st.integers(0, 10_000), st.integers(0, 10**6)


@given(RATES, RATES, st.integers(0, 10**6), FLOORS, CAPS, VALUES, VALUES)
def test_never_above_the_cap_never_negative_and_never_less_for_more(
    rate: int, uplift: int, floor: int, least: int, most: int, a: int, b: int
) -> None:
    rule = scale(
        grades=[{"name": "a", "label": "甲", "rate_bp": rate, "floor_fen": floor}], insider_bp=uplift
    )
    bounds = limits(least, most)
    less, more = (reckon(value, "示例", rule, bounds, insider=True)[-1].fen for value in sorted((a, b)))
    assert 0 <= less <= more <= most * YUAN
    assert less >= min(least, most) * YUAN


@st.composite
def scales(draw: Any) -> Bound:
    """Any scale a measure can write: levels or kinds of body, each with one share and a floor or with stretches."""

    def grade(at: int) -> dict[str, Any]:
        told: dict[str, Any] = {"name": f"g{at}", "label": f"第{at}级"}
        if draw(st.booleans()):
            return told | {"rate_bp": draw(RATES), "floor_fen": draw(FLOORS)}
        ends = sorted(draw(st.sets(st.integers(1, 10**12), max_size=3)))
        rates = sorted(draw(st.lists(RATES, min_size=len(ends) + 1, max_size=len(ends) + 1)))
        stretches = [
            {"up_to_fen": end, "rate_bp": rate} for end, rate in zip([*ends, None], rates, strict=True)
        ]
        return told | {"segments": [{k: v for k, v in each.items() if v is not None} for each in stretches]}

    return scale(
        grades=[grade(at) for at in range(draw(st.integers(1, 4)))],
        cumulative=draw(st.booleans()),
        insider_bp=draw(RATES),
        rounding=draw(st.sampled_from(["half_up", "down", "up"])),
    )


@given(scales(), FLOORS, CAPS, VALUES, VALUES, st.data())
def test_whatever_a_measure_writes_holds_its_limits_and_is_shared_to_the_fen(
    rule: Bound, least: int, most: int, a: int, b: int, data: Any
) -> None:
    grade = data.draw(st.sampled_from([each.name for each in rule.rule.grades]))
    bounds = limits(least, most)

    def whole(value: int, insider: bool) -> int:
        return reckon(value, "示例", rule, bounds, grade=grade, insider=insider)[-1].fen

    less, more = sorted((a, b))
    total = whole(more, True)
    assert 0 <= whole(less, False) <= whole(more, False) <= total <= most * YUAN
    assert whole(less, True) <= total
    people = data.draw(st.integers(1, 6))
    parts = data.draw(st.lists(st.integers(1, 99), min_size=people, max_size=people))
    for among, named in (("first", ()), ("equally", ()), ("by_order", (5, 3, 1)), ("by_weight", parts)):
        split = shares(total, weights(among, people, named))
        assert sum(split) == total and all(0 <= each <= total for each in split)


@given(st.integers(0, 10**10), st.lists(st.integers(0, 1000), min_size=1, max_size=9).filter(any))
def test_shares_add_up_to_the_fen_and_follow_the_parts(total: int, parts: list[int]) -> None:
    split = shares(total, parts)
    whole = sum(parts)
    assert sum(split) == total
    assert all(
        total * part // whole <= fen <= total * part // whole + 1
        for part, fen in zip(parts, split, strict=True)
    )
    assert all(fen == 0 for part, fen in zip(parts, split, strict=True) if part == 0)


@given(st.integers(0, 10**10), st.integers(1, 9))
def test_equal_shares_differ_by_no_more_than_a_fen_and_the_earlier_has_it(total: int, people: int) -> None:
    split = shares(total, weights("equally", people))
    assert max(split) - min(split) <= 1
    assert split == sorted(split, reverse=True)


@given(st.integers(1, 9), st.integers(0, 10**8))
def test_only_the_first_where_the_law_has_it_so(people: int, total: int) -> None:
    assert shares(total, weights("first", people)) == [total, *[0] * (people - 1)]


def test_an_order_has_the_parts_the_law_gives_and_contributions_those_an_officer_found() -> None:
    assert weights("by_order", 2, (6, 3, 1)) == [6, 3]
    assert weights("by_order", 4, (6, 3, 1)) == [6, 3, 1, 0]
    assert weights("by_weight", 2, (5, 3)) == [5, 3]
    for wrong in ((5,), (5, 3, 1), (5, 0)):
        with pytest.raises(ValueError, match="共 2 人"):
            weights("by_weight", 2, wrong)
    with pytest.raises(ValueError, match="至少要有一个人"):
        shares(1, [0])
