"""Money demanded, reckoned to the fen: plans, sums by account, what is owed back, what is due next."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhongdu.claims.rules import BadPlan, due_next, lowered, read_plan, shortened, totals

START = date(2026, 6, 10)
FEN = st.integers(0, 10**9)


@given(st.lists(st.integers(1, 10**9), min_size=2, max_size=9))
def test_a_plan_adds_up_to_what_is_owed(parts) -> None:
    typed = "\n".join(
        f"{START + timedelta(days=30 * n)} {fen // 100}.{fen % 100:02d}" for n, fen in enumerate(parts, 1)
    )
    assert [fen for _, fen in read_plan(typed, sum(parts), START)] == parts
    with pytest.raises(BadPlan, match="合计"):
        read_plan(typed, sum(parts) + 1, START)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "2026-07-01 5000",
        "7月1日 5000\n2026-08-01 1",
        "2026-08-01 1\n2026-07-01 1",
        "2026-06-10 1\n2026-07-01 1",
    ],
)
def test_a_plan_that_cannot_be_is_refused(typed) -> None:
    with pytest.raises(BadPlan):
        read_plan(typed, 2_00, START)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "a", "b"]), st.integers(1, 10**9), st.integers(0, 9), st.integers(0, 9)
        )
    )
)
def test_the_sums_by_account_are_the_sums_of_the_lines(claims) -> None:
    found = totals(claims, {"a": "甲基金"})
    assert sum(each.owed for each in found) == sum(claim[1] for claim in claims)
    assert sum(each.paid for each in found) == sum(claim[2] for claim in claims)
    assert len({each.account for each in found}) == len(found) == len({claim[0] for claim in claims})


@given(FEN, FEN, FEN)
def test_what_is_owed_back_is_never_more_than_was_paid(paid: int, waived: int, fen: int) -> None:
    kept, still_waived, over = lowered(paid, waived, fen)
    assert kept + over == paid and kept >= 0 and over >= 0
    assert kept + still_waived <= max(fen, kept) and 0 <= still_waived <= waived
    assert over == 0 or kept == fen


@given(st.lists(st.integers(1, 10**6), max_size=6), st.integers(0, 10**7))
def test_a_shorter_plan_keeps_its_first_parts(parts: list[int], by: int) -> None:
    left = shortened(parts, by)
    assert sum(left) == max(0, sum(parts) - by) and all(0 <= a <= b for a, b in zip(left, parts, strict=True))
    changed = [at_ for at_, (a, b) in enumerate(zip(left, parts, strict=True)) if a != b]
    assert changed == list(range(len(parts) - len(changed), len(parts)))


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=6), st.data())
def test_the_next_part_is_the_first_that_what_came_in_does_not_cover(parts: list[int], data) -> None:
    plan = [(START + timedelta(days=at), fen) for at, fen in enumerate(parts)]
    paid = data.draw(st.integers(0, sum(parts) - 1))
    covered, expected = 0, None
    for day, fen in plan:
        covered += fen
        if covered > paid:
            expected = day
            break
    assert due_next(plan, sum(parts) - paid, START) == expected


def test_without_a_plan_its_own_day_is_the_next() -> None:
    assert due_next([], 5, START) == START and due_next([], 5, None) is None
