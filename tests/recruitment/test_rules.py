"""What the law says of a person's facts, both sides of every boundary; pure, from the shipped packs."""

from datetime import date

import pytest
from recruiting import law_of

from zhongdu.recruitment import rules
from zhongdu.recruitment.rules import Facts

ON = date(2026, 9, 28)


def looks(code: str, **facts) -> dict[str, rules.Look]:
    law = law_of(code)
    return {each.bound.key: each for each in rules.look(law.family("eligibility"), Facts(**facts), {}, ON)}


@pytest.mark.clauses("beijing:4.1")
@pytest.mark.parametrize(
    ("born", "verdict", "choices"),
    [
        (date(2001, 9, 28), "met", ("met",)),  # 25 today
        (date(2001, 9, 29), "departs", ("departs", "unmet")),  # 25 tomorrow
        (date(1955, 9, 29), "met", ("met",)),  # 71 tomorrow, and 70 is 以下
        (date(1955, 9, 28), "departs", ("departs", "unmet")),  # 71 today
    ],
)
def test_beijing_counts_full_years_on_the_day_and_may_depart(born, verdict, choices) -> None:
    age = looks("beijing", born=born)["age"]
    assert (age.verdict, age.choices) == (verdict, choices)


@pytest.mark.clauses("beijing:4.1", "hunan:5.1")
@pytest.mark.parametrize("code", ["beijing", "hunan"])
def test_citizenship_is_computed_and_cannot_be_departed_from(code: str) -> None:
    assert looks(code, citizen=True)["citizenship"].choices == ("met",)
    assert looks(code, citizen=False)["citizenship"].choices == ("unmet",)
    assert looks(code)["citizenship"].choices == ("met", "unmet")  # on paper, without the field: judged


@pytest.mark.clauses("wushan:3", "hunan:5")
def test_an_age_is_asked_only_where_the_measure_asks_it() -> None:
    assert "age" not in looks("wushan") and "age" not in looks("hunan")


@pytest.mark.clauses("hunan:5.4", "hunan:5.6", "wushan:3.1", "beijing:4.2")
@pytest.mark.parametrize(
    ("code", "keys"),
    [
        ("wushan", {"politics"}),
        ("hunan", {"politics", "clean_record", "secrecy"}),
        ("beijing", {"politics", "clean_record", "secrecy"}),
    ],
)
def test_what_is_declared_counts_as_met_only_when_declared(code: str, keys: set[str]) -> None:
    declared = frozenset(f"eligibility.{key}" for key in keys)
    found = looks(code, declared=declared)
    assert {key for key, each in found.items() if each.verdict == "met"} == keys
    assert all(looks(code)[key].verdict == "open" for key in keys)


@pytest.mark.clauses(
    "wushan:3.2",
    "wushan:3.3",
    "wushan:3.4",
    "hunan:5.2",
    "hunan:5.3",
    "hunan:5.5",
    "beijing:4.3",
    "beijing:4.4",
)
@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("wushan", "commitment"), ("wushan", "principle"), ("wushan", "fitness"),
        ("hunan", "commitment"), ("hunan", "integrity"), ("hunan", "expertise"), ("hunan", "health"),
        ("beijing", "commitment"), ("beijing", "knowledge"), ("beijing", "public_contact"), ("beijing", "health"),
    ],
)  # fmt: skip
def test_what_must_be_judged_stops_until_it_is_and_when_it_is_not_met(code: str, key: str) -> None:
    each = looks(code)[key]
    assert each.choices == ("met", "unmet")
    assert rules.obstacles([each], {})[0].bound is each.bound
    assert rules.obstacles([each], {each.name: "unmet"})
    assert not rules.obstacles([each], {each.name: "met"})


@pytest.mark.clauses("wushan:3.5")
def test_a_preference_marks_and_never_excludes() -> None:
    each = looks("wushan")["preferred"]
    assert each.is_preference and "人大代表" in each.bound.rule.options
    assert not rules.obstacles([each], {each.name: "unmet"})


@pytest.mark.clauses("beijing:4.5")
def test_an_ambiguous_condition_waits_for_the_bureaus_reading_only_where_it_matters() -> None:
    family = law_of("beijing").family("eligibility")

    def obstacle(reading: str, verdict: str) -> str:
        readings = {"eligibility.background": reading} if reading else {}
        each = next(e for e in rules.look(family, Facts(), readings, ON) if e.bound.key == "background")
        return next((o.says for o in rules.obstacles([each], {each.name: verdict})), "")

    assert not obstacle("", "met")
    assert "两种理解" in obstacle("", "unmet")
    assert "不符合" in obstacle("condition", "unmet")
    assert not obstacle("preference", "unmet")


def test_a_finding_that_the_facts_have_overtaken_must_be_made_again() -> None:
    older = looks("beijing", born=date(1955, 9, 28))["age"]
    assert "已经变化" in rules.obstacles([older], {older.name: "met"})[0].says


@pytest.mark.clauses("wushan:4/2")
@pytest.mark.parametrize(("number", "short"), [(24, True), (25, False), (26, False)])
def test_wushan_normally_chooses_twenty_five(number: int, short: bool) -> None:
    assert bool(rules.short_of(law_of("wushan").find("selection.number"), number)) is short


@pytest.mark.clauses("beijing:5/2")
def test_beijing_sets_the_number_itself() -> None:
    assert rules.short_of(law_of("beijing").find("selection.number"), 1) == ""


@pytest.mark.clauses("beijing:5/1.4", "hunan:4", "wushan:4/1")
@pytest.mark.parametrize(
    ("code", "with_notice", "ways"),
    [
        ("beijing", False, {"channel.self_nominated"}),
        ("beijing", True, {"channel.open", "channel.self_nominated"}),
        ("hunan", False, set()),
        ("hunan", True, {"channel.open", "channel.self_nominated"}),
        ("wushan", False, set()),
        ("wushan", True, {"channel.open"}),
    ],
)
def test_which_ways_a_person_may_go_alone(code: str, with_notice: bool, ways: set[str]) -> None:
    found = rules.own_ways(law_of(code).family("channel"), with_notice=with_notice)
    assert {each.name for each in found} == ways


@pytest.mark.clauses("beijing:6.4")
@pytest.mark.parametrize(
    ("reading", "own", "others", "stops"),
    [
        ("", 0, 0, ""),
        ("", 1, 1, "对此人的异议"),
        ("", 0, 1, "两种理解"),
        ("the_person", 0, 1, ""),
        ("the_person", 1, 1, "对此人的异议"),
        ("the_list", 0, 1, "整份名单"),
        ("the_list", 0, 0, ""),
    ],
)
def test_whom_an_open_objection_stops(reading: str, own: int, others: int, stops: str) -> None:
    says = rules.stopped(reading, own_open=own, list_open=others)
    assert stops in says and bool(says) is bool(stops)


@pytest.mark.parametrize(
    ("state", "has_notice", "reached", "expected"),
    [
        ("submitted", True, "", "done now ahead ahead"),
        ("returned", False, "submitted", "done now ahead"),
        ("accepted", True, "", "done done now ahead"),
        ("accepted", False, "", "done done now"),
        ("on_notice", True, "", "done done now ahead"),
        ("cleared", True, "", "done done done now"),
        ("appointed", True, "", "done done done done"),
        ("appointed", False, "", "done done done"),
        ("refused", True, "on_notice", "done done stopped ahead"),
        ("refused", False, "submitted", "done stopped ahead"),
        ("withdrawn", True, "cleared", "done done done stopped"),
    ],
)
def test_how_far_one_has_come(state: str, has_notice: bool, reached: str, expected: str) -> None:
    steps = rules.progress(state, has_public_notice=has_notice, reached=reached)
    assert [step.state for step in steps] == expected.split()
