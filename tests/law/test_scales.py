"""Scales of rewards: every kind there is, on both sides of each boundary; and what holds whatever the numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from zhongdu.law.money import NotMoney, capital, fen_of, percent, plain_yuan, points_of, yuan
from zhongdu.law.scale_shapes import Grade, Scale, Segment, Sharing
from zhongdu.law.scales import grade_of, part_of, steps, worth

YUAN = 100


def scale(*grades: Grade, **more: object) -> Scale:
    return Scale.model_validate({"clause": "1", "strength": "must", "grades": grades, **more})


LEVELS = scale(
    Grade(name="level_1", label="一级", rate_bp=300, floor_fen=400 * YUAN),
    Grade(name="level_2", label="二级", rate_bp=200, floor_fen=300 * YUAN),
    insider_bp=2000,
)
STRETCHES = scale(
    Grade(
        name="unit",
        label="单位",
        segments=(Segment(up_to_fen=500_000 * YUAN, rate_bp=200), Segment(rate_bp=100)),
    ),
    Grade(name="person", label="个人", rate_bp=1000),
)
WHOLE = scale(
    Grade(
        name="unit",
        label="单位",
        segments=(Segment(up_to_fen=500_000 * YUAN, rate_bp=200), Segment(rate_bp=400)),
    ),
    cumulative=False,
)


def of(rule: Scale, grade: str, value: int, **more: bool) -> int:
    return worth(rule, grade_of(rule, grade), value, **more)


@pytest.mark.parametrize(
    ("rule", "grade", "value", "fen"),
    [
        (LEVELS, "level_1", 13_333 * YUAN, 400 * YUAN),  # 3 % is 399.99: the floor
        (LEVELS, "level_1", 13_334 * YUAN, 40_002),  # the first above it
        (LEVELS, "level_2", 0, 300 * YUAN),
        (STRETCHES, "unit", 500_000 * YUAN, 10_000 * YUAN),  # the end of a stretch belongs to it
        (STRETCHES, "unit", 500_001 * YUAN, 10_000 * YUAN + 1),
        (STRETCHES, "person", 500_001 * YUAN, 5_000_010),
        (WHOLE, "unit", 500_000 * YUAN, 10_000 * YUAN),
        (WHOLE, "unit", 500_001 * YUAN, 2_000_004),  # all of it at the higher rate
    ],
)
def test_both_sides_of_every_boundary(rule: Scale, grade: str, value: int, fen: int) -> None:
    assert of(rule, grade, value) == fen


def test_an_insider_gets_more_and_the_floor_counts_first() -> None:
    assert of(LEVELS, "level_1", 0, insider=True) == 480 * YUAN
    assert of(STRETCHES, "person", 100 * YUAN, insider=True) == 10 * YUAN  # a scale that has no uplift


def test_a_derivation_says_each_step_and_what_it_comes_to() -> None:
    read = [
        (step.says, yuan(step.fen)) for step in steps(LEVELS, LEVELS.grades[0], 1_000 * YUAN, insider=True)
    ]
    assert read == [
        ("一级，案值1,000.00元 × 3%", "30.00元"),
        ("一级不足400.00元的，按400.00元", "400.00元"),
        ("内部人员举报，上浮20%", "480.00元"),
    ]
    read = [(step.says, step.fen) for step in steps(STRETCHES, STRETCHES.grades[0], 600_000 * YUAN)]
    assert read == [
        ("单位，不超过500,000.00元的部分500,000.00元 × 2%", 1_000_000),
        ("单位，超过500,000.00元的部分100,000.00元 × 1%", 1_100_000),
    ]


def test_a_product_is_rounded_as_the_scale_says() -> None:
    assert [part_of(25, 200, how) for how in ("half_up", "down", "up")] == [1, 0, 1]  # half a fen
    assert [part_of(24, 200, how) for how in ("half_up", "down", "up")] == [0, 0, 1]
    assert [part_of(50, 200, how) for how in ("half_up", "down", "up")] == [1, 1, 1]


def test_a_level_that_is_not_there_is_asked_for_in_words() -> None:
    assert grade_of(WHOLE, "").name == "unit"  # the only one
    with pytest.raises(LookupError, match="没有“level_9”这一级，有 level_1（一级）"):
        grade_of(LEVELS, "level_9")
    with pytest.raises(LookupError):
        grade_of(LEVELS, "")


@pytest.mark.parametrize(
    "wrong",
    [
        {"grades": []},
        {"grades": [{"name": "a", "label": "甲"}]},
        {"grades": [{"name": "a", "label": "甲", "rate_bp": 1, "segments": [{"rate_bp": 1}]}]},
        {"grades": [{"name": "a", "label": "甲", "rate_bp": 10_001}]},
        {"grades": [{"name": "a", "label": "甲", "segments": [{"rate_bp": 1}, {"rate_bp": 1}]}]},
        {"grades": [{"name": "a", "label": "甲", "segments": [{"up_to_fen": 5, "rate_bp": 1}]}]},
        {"grades": [{"name": "a", "label": "甲", "rate_bp": 1}, {"name": "a", "label": "乙", "rate_bp": 1}]},
        {"cumulative": False, "grades": [{"name": "a", "label": "甲", "segments": [{"up_to_fen": 5, "rate_bp": 2}, {"rate_bp": 1}]}]},
    ],
)  # fmt: skip
def test_a_scale_that_cannot_be_reckoned_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Scale.model_validate({"clause": "1", "strength": "must", **wrong})


@pytest.mark.parametrize(
    "wrong",
    [{"among": "by_order"}, {"among": "first", "weights": [1]}, {"among": "by_order", "weights": [0]}],
)
def test_a_sharing_by_order_says_its_parts(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Sharing.model_validate({"clause": "1", "strength": "must", **wrong})


# --- whatever the numbers ------------------------------------------------------------------------------
RATES = st.integers(0, 10_000)
VALUES = st.integers(0, 10**13)


@st.composite
def scales(draw: st.DrawFn) -> Scale:
    cumulative = draw(st.booleans())
    ends = sorted(draw(st.sets(st.integers(1, 10**12), max_size=4)))
    rates = draw(st.lists(RATES, min_size=len(ends) + 1, max_size=len(ends) + 1))
    segments = [
        {"up_to_fen": e, "rate_bp": r}
        for e, r in zip([*ends, None], rates if cumulative else sorted(rates), strict=True)
    ]
    share = {"rate_bp": draw(RATES)} if draw(st.booleans()) else {"segments": segments}
    grade = {"name": "a", "label": "甲", "floor_fen": draw(st.integers(0, 10**6)), **share}
    rounding = draw(st.sampled_from(["half_up", "down", "up"]))
    return scale(
        Grade.model_validate(grade), cumulative=cumulative, insider_bp=draw(RATES), rounding=rounding
    )


@given(scales(), VALUES, VALUES, st.booleans())
def test_a_greater_case_is_never_paid_less_and_nothing_is_negative(
    rule: Scale, a: int, b: int, insider: bool
) -> None:
    less, more = (worth(rule, rule.grades[0], value, insider=insider) for value in sorted((a, b)))
    assert 0 <= less <= more


@given(scales(), VALUES)
def test_the_steps_only_grow_and_end_in_what_it_is_worth(rule: Scale, value: int) -> None:
    amounts = [step.fen for step in steps(rule, rule.grades[0], value, insider=True)]
    assert amounts == sorted(amounts)
    assert (
        amounts[-1] == worth(rule, rule.grades[0], value, insider=True) >= worth(rule, rule.grades[0], value)
    )


# --- money ---------------------------------------------------------------------------------------------
@given(VALUES)
def test_an_amount_reads_back_as_it_was_said(fen: int) -> None:
    assert fen_of(plain_yuan(fen)) == fen_of(yuan(fen)) == fen


@pytest.mark.parametrize(
    ("typed", "fen"), [("0", 0), ("1,234.5", 123_450), ("１２３４．５０元", 123_450), (" 8 ", 800)]
)
def test_amounts_are_read_however_they_are_typed(typed: str, fen: int) -> None:
    assert fen_of(typed) == fen


@pytest.mark.parametrize("typed", ["", "-1", "1.234", "一万", "1e5", ".5", "1234567890123"])
def test_what_is_no_amount_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(NotMoney, match="以元为单位"):
        fen_of(typed)


def test_shares_are_read_and_said() -> None:
    assert [points_of(each) for each in ("2.5", "3%", "100", "0.01")] == [250, 300, 10_000, 1]
    assert [percent(each) for each in (250, 300, 10_000, 1)] == ["2.5%", "3%", "100%", "0.01%"]
    for wrong in ("101", "-1", "三", ""):
        with pytest.raises(NotMoney):
            points_of(wrong)


@pytest.mark.parametrize(
    ("fen", "said"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角整"),
        (105, "壹元零伍分"),
        (123_450, "壹仟贰佰叁拾肆元伍角整"),
        (100_000, "壹仟元整"),
        (100_100, "壹仟零壹元整"),
        (1_000_000, "壹万元整"),
        (1_005_000, "壹万零伍拾元整"),
        (1_050_000, "壹万零伍佰元整"),
        (1_100_000, "壹万壹仟元整"),
        (20_000_000, "贰拾万元整"),
        (100_000_001, "壹佰万元零壹分"),
        (10_000_100_000_000, "壹仟亿零壹佰万元整"),
        (1_000_000_000_000, "壹佰亿元整"),
    ],
)
def test_amounts_in_formal_numerals(fen: int, said: str) -> None:
    assert capital(fen) == said
