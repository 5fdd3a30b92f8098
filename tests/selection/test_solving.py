"""What the computation promises, against trying everything on small pools; and what holds of every draw."""

import itertools
from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from zhongdu.selection import maximin, optimum, relaxing
from zhongdu.selection.features import FEATURES
from zhongdu.selection.task import Person, Range, Task, tie_order

GROUPS = {"profession": ("医药", "法律", "其他"), "sex": ("女", "男")}


@some.composite
def tasks(draw: some.DrawFn) -> Task:
    people = tuple(
        Person(
            f"P{number}",
            {name: draw(some.sampled_from(groups)) for name, groups in GROUPS.items()},
            draw(some.integers(0, 3)),
            draw(some.booleans()),
        )
        for number in range(draw(some.integers(2, 8)))
    )
    ranges = []
    for name, groups in GROUPS.items():
        for group in groups:
            if draw(some.booleans()):
                least = draw(some.integers(0, 3))
                ranges.append(Range(name, group, least, draw(some.none() | some.integers(least, 4))))
    return Task(people, tuple(ranges), draw(some.integers(1, len(people))))


def choices(task: Task) -> list[tuple[Person, ...]]:
    return [each for each in itertools.combinations(task.people, task.places) if not task.broken_by(each)]


@given(tasks(), some.text(max_size=5))
@settings(max_examples=60)
def test_the_optimum_is_the_one_that_trying_everything_finds(task: Task, seed: str) -> None:
    drawn = tie_order(seed, [person.number for person in task.people])

    def worth(choice: Sequence[Person]) -> tuple[int, int, list[int]]:
        return (
            -sum(person.score for person in choice),
            -sum(person.preferred for person in choice),
            sorted(drawn[person.number] for person in choice),
        )

    found = choices(task)
    if not found:
        with pytest.raises(optimum.Impossible):
            optimum.choose(task, drawn)
        return
    best = optimum.ranked(min(found, key=worth), drawn)
    assert optimum.choose(task, drawn) == [person.number for person in best]


@given(tasks())
@settings(max_examples=40)
def test_the_draw_is_as_fair_as_its_bound_and_keeps_every_range(task: Task) -> None:
    if not choices(task):
        with pytest.raises(optimum.Impossible):
            maximin.fairest(task, seconds=10)
        return
    draw = maximin.fairest(task, seconds=10)
    assert draw.gap <= 1e-5
    assert sum(draw.chances) == maximin.PARTS
    possible = {task.type_of(person) for choice in choices(task) for person in choice}
    assert {draw.types[at] for at in draw.shut_out} == set(draw.types) - possible
    for panel in draw.panels:
        left = dict(zip(draw.types, panel, strict=True))
        chosen = []
        for person in task.people:
            if left[task.type_of(person)]:
                left[task.type_of(person)] -= 1
                chosen.append(person)
        assert len(chosen) == task.places and not task.broken_by(chosen)


@given(tasks())
@settings(max_examples=40)
def test_the_relaxation_is_the_smallest_there_is(task: Task) -> None:
    def missing(choice: Sequence[Person]) -> int:
        pairs = zip(task.ranges, task.counts(choice), strict=True)
        return sum(
            max(0, each.least - n) + (0 if each.most is None else max(0, n - each.most)) for each, n in pairs
        )

    least = min(map(missing, itertools.combinations(task.people, task.places)))
    assert relaxing.is_possible(task) == (least == 0)
    given_way = relaxing.easings(task)
    assert (
        sum(each.range.least - each.least + (each.most or 0) - (each.range.most or 0) for each in given_way)
        == least
    )
    assert relaxing.is_possible(relaxing.eased(task))


def test_a_relaxation_says_what_is_impossible_and_what_would_do() -> None:
    people = tuple(Person(f"P{n}", {"profession": "医药" if n < 2 else "其他"}) for n in range(6))
    task = Task(people, (Range("profession", "医药", 3), Range("profession", "其他", 0, 1)), 4)
    said = [each.says(FEATURES.__getitem__) for each in relaxing.easings(task)]
    assert any(
        line == "“专业背景：医药”至少3人做不到（候选人里一共2人），最多只能2人；可把下限改为2。"
        for line in said
    )
    assert any("“专业背景：其他”最多1人做不到" in line and "可把上限改为2。" in line for line in said)


def test_a_lot_falls_on_panels_as_often_as_their_chances_say() -> None:
    panels, chances = [(1, 0), (0, 1)], [maximin.PARTS // 4, maximin.PARTS * 3 // 4]
    lots = [maximin.drawn_panel(panels, chances, lot, 1000) for lot in range(1000)]
    assert lots.count((1, 0)) == 250


def test_equals_have_equal_chances_where_nothing_is_limited() -> None:
    people = tuple(Person(f"P{n}", {"sex": "女" if n % 3 else "男"}) for n in range(9))
    draw = maximin.fairest(Task(people, (), 4))
    assert draw.worst == Fraction(4, 9).limit_denominator(9)


def test_ten_thousand_are_chosen_from_quickly() -> None:
    people = tuple(
        Person(
            f"P{n:05}",
            {"profession": GROUPS["profession"][n % 3], "sex": GROUPS["sex"][n % 2]},
            n * 7919 % 6001,
            n % 5 == 0,
        )
        for n in range(10_000)
    )
    ranges = (
        Range("sex", "女", 100, 140),
        Range("profession", "法律", 0, 60),
        Range("profession", "医药", 120),
    )
    drawn = tie_order("s", [person.number for person in people])
    chosen = optimum.choose(Task(people, ranges, 300), drawn)
    assert len(chosen) == len(set(chosen)) == 300
