"""Drawing and pairing as pure computations."""

import itertools
import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from zhongdu.rounds import pairing, rules
from zhongdu.rounds.pairing import Impossible, Person, Place, paired
from zhongdu.rounds.rules import ALL, BY_RISK, PLAIN, WEIGHTED, Signs, Weights

codes = st.integers(0, 99_999).map(lambda n: f"P500237{n:05}")
risks = st.dictionaries(codes, st.integers(0, 12), min_size=1, max_size=30)
hows = st.sampled_from([ALL, BY_RISK, PLAIN, WEIGHTED])


def file(how: str, risk: dict, seed: str = "s", number: int | None = 5) -> dict:
    return rules.file_of(how, risk, seed, rules.commit(seed), number)


@given(hows, risks, st.text(max_size=10), st.integers(1, 40))
def test_a_drawing_is_its_own_proof(how: str, risk: dict, seed: str, number: int) -> None:
    made = json.loads(json.dumps(file(how, risk, seed, number)))
    assert list(rules.differences(made)) == []
    assert (
        len(set(made["drawn"])) == len(made["drawn"]) == (len(risk) if how == ALL else min(number, len(risk)))
    )
    assert set(made["drawn"]) <= set(risk)


@given(hows, risks, st.integers(1, 30))
def test_what_was_altered_shows(how: str, risk: dict, number: int) -> None:
    made = file(how, risk, "s", number)
    other = next(iter(risk))
    assert list(rules.differences({**made, "seed": "another"}))
    assert list(
        rules.differences({**made, "inputs": {**made["inputs"], "risk": {**risk, other: risk[other] + 1}}})
    )
    if len(made["drawn"]) > 1:
        assert list(rules.differences({**made, "drawn": made["drawn"][::-1]}))
        assert list(rules.differences({**made, "drawn": made["drawn"][:-1]}))


@given(risks, st.text(max_size=10))
def test_the_riskiest_come_first_and_ties_by_lot(risk: dict, seed: str) -> None:
    drawn = rules.drawn(BY_RISK, risk, seed, len(risk))
    assert [risk[code] for code in drawn] == sorted(risk.values(), reverse=True)
    plain = rules.drawn(PLAIN, risk, seed, len(risk))
    for points in set(risk.values()):
        assert [c for c in drawn if risk[c] == points] == [c for c in plain if risk[c] == points]


def test_more_tickets_more_often_first() -> None:
    """Of two, one with three tickets and one with one: three of four seeds put the former first."""
    risk = {"P50023700001": 2, "P50023700002": 0}
    first = [rules.drawn(WEIGHTED, risk, str(seed), 1)[0] for seed in range(2_000)]
    assert 0.71 < first.count("P50023700001") / len(first) < 0.79
    first = [rules.drawn(PLAIN, risk, str(seed), 1)[0] for seed in range(2_000)]
    assert 0.46 < first.count("P50023700001") / len(first) < 0.54


def test_points_and_their_words() -> None:
    signs = Signs(proved=2, filed=1, trouble=True, never=False, long_ago=True)
    assert rules.points(signs, Weights()) == 2 * 3 + 1 + 2 + 1
    assert rules.spoken(signs) == "近一年查实线索2条，近一年待办线索1条，上次巡查发现问题，一年多没有看过"
    assert rules.points(Signs(), Weights()) == 0 and rules.spoken(Signs()) == ""


# --- pairing -----------------------------------------------------------------------------------------------


def people(number: int) -> list[Person]:
    return [Person(f"A{at}") for at in range(number)]


def places(number: int) -> list[Place]:
    return [Place(f"P{at}", f"示例药房{at}") for at in range(number)]


@given(
    st.integers(1, 7), st.integers(1, 6), st.integers(1, 3),
    st.sets(st.tuples(st.integers(0, 5), st.integers(0, 6)), max_size=12), st.text(max_size=5),
)  # fmt: skip
def test_everybody_has_their_people_and_nobody_goes_where_they_must_not(
    stops: int, going: int, each: int, no: set, seed: str
) -> None:
    barred = {(f"A{person}", f"P{place}") for person, place in no}
    try:
        found = paired(places(stops), people(going), each, barred, seed)
    except Impossible:
        assert any(
            sum((person.number, place.code) not in barred for person in people(going)) < each
            for place in places(stops)
        ), "as long as every institution has enough people of its own, there is a plan"
        return
    assert {code: len(set(numbers)) for code, numbers in found.items()} == {
        f"P{at}": each for at in range(stops)
    }
    assert not {(number, code) for code, numbers in found.items() for number in numbers} & barred
    assert found == paired(places(stops), people(going)[::-1], each, barred, seed), (
        "the order given tells nothing"
    )


@given(st.integers(1, 4), st.integers(2, 4), st.data())
def test_the_plan_costs_least_among_the_even_ones(stops: int, going: int, data: st.DataObject) -> None:
    """Against every plan there is, one person to each."""
    who = [
        Person(f"A{at}", data.draw(st.sampled_from(["东区", "西区"])), data.draw(st.integers(0, 6)))
        for at in range(going)
    ]
    where = [
        Place(f"P{at}", "药房", data.draw(st.sampled_from(["东区", "西区", ""])), data.draw(st.sampled_from(["", "A0", "A1"])))
        for at in range(stops)
    ]  # fmt: skip
    found = paired(where, who, 1, set(), "s")
    most = max([*found.values()].count([person.number]) for person in who)
    even = -(-stops // going)
    assert most <= even
    by_number = {person.number: person for person in who}
    cost = sum(pairing._cost(place, by_number[found[place.code][0]]) for place in where)
    plans = [
        plan
        for plan in itertools.product(who, repeat=stops)
        if max(plan.count(person) for person in who) <= even
    ]
    assume(plans)
    assert cost == min(
        sum(pairing._cost(place, person) for place, person in zip(where, plan, strict=True)) for plan in plans
    )


def test_where_it_fails_is_said() -> None:
    with pytest.raises(Impossible, match="能去示例药房1的人不够2位"):
        paired(places(2), people(2), 2, {("A0", "P1")}, "s")


def test_whoever_was_there_last_time_is_not_sent_again() -> None:
    where = [Place("P0", "药房", last="A0"), Place("P1", "药房", last="A1")]
    assert paired(where, people(2), 1, set(), "s") == {"P0": ["A1"], "P1": ["A0"]}


def test_a_large_round_is_paired() -> None:
    found = paired(places(200), people(60), 2, {(f"A{at % 60}", f"P{at}") for at in range(200)}, "s")
    loads = [sum(f"A{at}" in numbers for numbers in found.values()) for at in range(60)]
    assert max(loads) == 7 and sum(loads) == 400
