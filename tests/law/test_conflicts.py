"""Where a measure contradicts higher law, cites what has lapsed, leaves a blank or disagrees: told, never decided."""

from datetime import date
from pathlib import Path

import pytest

from zhongdu.law.address import Address
from zhongdu.law.conflicts import Conflict, conflicts
from zhongdu.law.library import load
from zhongdu.law.shapes import Trust

from .packs import BASE, shelved

SHELF = load(Path(__file__).parents[2] / "law")


def town(tmp_path: Path, rules: str, on: date | None = None, base: str = BASE) -> list[Conflict]:
    return conflicts(shelved(tmp_path, rules, base=base), "town", on=on)


def officers(least: int) -> str:
    return f'[inspection.officers]\nmin = {least}\nof = "人"\nclause = "1"\nstrength = "must"\n'


def suspensions(least: int, trust: str = "text") -> str:
    return f'[agreement.suspensions]\nmin = {least}\nclause = "3.1"\nstrength = "must"\ntrust = "{trust}"\n'


@pytest.mark.parametrize(("least", "laxer"), [(1, True), (2, False), (3, False)])
def test_a_floor_of_the_base_may_not_be_undercut(tmp_path: Path, least: int, laxer: bool) -> None:
    found = town(tmp_path, officers(least))
    assert [doubt.kind for doubt in found] == ["contradicts"] * laxer
    if laxer:
        (doubt,) = found
        assert doubt.says == "检查人员人数：这里是1人，上位规定是2人，不能比它少。"
        assert (str(doubt.clause), str(doubt.against)) == ("town:1", "law:1")
        assert (doubt.citation, doubt.against_citation) == ("《镇办法》第一条", "《法》第一条")


@pytest.mark.parametrize(("least", "laxer"), [(1, False), (2, False), (3, True)])
def test_a_ceiling_of_the_base_may_not_be_passed(tmp_path: Path, least: int, laxer: bool) -> None:
    found = town(tmp_path, suspensions(least))
    assert [doubt.bites for doubt in found] == ["agreement.suspensions"] * laxer


@pytest.mark.parametrize(("trust", "sure"), [("text", "secondary"), ("unverified", "unverified")])
def test_a_conflict_is_no_surer_than_the_less_sure_of_its_two_texts(
    tmp_path: Path, trust: str, sure: str
) -> None:
    (doubt,) = town(tmp_path, suspensions(5, trust))
    assert doubt.trust is Trust(sure)


def test_a_measure_that_says_nothing_contradicts_nothing(tmp_path: Path) -> None:
    assert town(tmp_path, "", date(2030, 1, 1)) == []


REWARD = '[reward]\nto = ["{to}"]\nclause = "2"\nstrength = "must"\n'


@pytest.mark.parametrize("to", ["old", "旧办法", "《旧办法》"])
def test_a_text_that_was_replaced_is_named_with_its_successor(tmp_path: Path, to: str) -> None:
    (doubt,) = town(tmp_path, REWARD.format(to=to))
    assert doubt.kind == "lapsed" and doubt.says == "引用的《旧办法》已由《新办法》取代。"
    assert (str(doubt.against), doubt.against_citation) == ("new:whole", "《新办法》全文")


@pytest.mark.parametrize(
    ("day", "lapsed"), [(date(2024, 12, 31), False), (date(2025, 1, 1), True), (None, True)]
)
def test_a_replaced_text_stands_through_its_last_day(tmp_path: Path, day: date | None, lapsed: bool) -> None:
    assert bool(town(tmp_path, REWARD.format(to="old"), day)) == lapsed


@pytest.mark.parametrize(
    ("day", "lapsed"), [(date(2025, 6, 30), False), (date(2025, 7, 1), True), (None, False)]
)
def test_a_text_without_a_successor_lapses_with_its_date(
    tmp_path: Path, day: date | None, lapsed: bool
) -> None:
    found = town(tmp_path, REWARD.format(to="gone"), day)
    assert [doubt.says for doubt in found] == ["引用的《废止的办法》已经失效。"] * lapsed


def test_a_rule_that_rests_on_a_clause_of_a_lapsed_text_is_told_once(tmp_path: Path) -> None:
    rules = REWARD.format(to="old").replace('clause = "2"', 'clause = "2"\nalso = ["old:3"]')
    assert [doubt.kind for doubt in town(tmp_path, rules)] == ["lapsed"]


def test_a_measure_may_bring_the_lapsed_text_itself(tmp_path: Path) -> None:
    own = '[instrument.trial]\ntitle = "试行细则"\nrank = "normative_document"\nreplaced_by = "new"\n'
    (doubt,) = town(tmp_path, own + REWARD.format(to="trial"))
    assert doubt.says == "引用的《试行细则》已由《新办法》取代。"


VALIDITY = '[measure.validity]\nclause = "2"\nstrength = "must"\n'


@pytest.mark.parametrize(
    ("day", "over"), [(date(2026, 1, 31), False), (date(2026, 2, 1), True), (None, False)]
)
def test_a_measure_is_past_its_validity_the_day_after_its_last(
    tmp_path: Path, day: date | None, over: bool
) -> None:
    found = town(tmp_path, VALIDITY + 'n = 2\nunit = "years"\n', day)
    assert [(doubt.kind, doubt.bites) for doubt in found] == [("lapsed", "measure.validity")] * over


def test_a_number_left_blank_is_told(tmp_path: Path) -> None:
    (doubt,) = town(tmp_path, VALIDITY + "blank = true\n", date(2040, 1, 1))
    assert doubt.kind == "blank" and doubt.against is None and doubt.against_citation == ""


TENSION = '[[tension]]\nclause = "3.1"\nagainst = "law:2"\nsays = "不一样。"\nbites = "dispute"\n'


def test_a_declared_tension_is_told_in_its_own_words(tmp_path: Path) -> None:
    (doubt,) = town(tmp_path, TENSION)
    assert (doubt.kind, doubt.says, doubt.bites) == ("tension", "不一样。", "dispute")
    assert doubt.as_json() == {
        "kind": "tension",
        "label": "需要由人选择",
        "clause": "town:3.1",
        "citation": "《镇办法》第三条第（一）项",
        "against": "law:2",
        "against_citation": "《法》第二条",
        "says": "不一样。",
        "bites": "dispute",
        "trust": "text",
    }


def test_doubts_come_in_the_order_of_the_text(tmp_path: Path) -> None:
    found = town(tmp_path, suspensions(3) + officers(1) + VALIDITY + "blank = true\n" + TENSION)
    assert [str(doubt.clause) for doubt in found] == ["town:1", "town:2", "town:3.1", "town:3.1"]


def test_an_unknown_measure_is_a_key_error(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        conflicts(shelved(tmp_path, ""), "village")


# --- the ones known among what ships -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "clause", "against", "bites"),
    [
        ("contradicts", "city:20/2.1", "designation-medical:43.1", "agreement.suspensions"),
        ("tension", "city:9/2", "fund-regulation:30/1", "settlement.suspension"),
        ("tension", "city:20/1", "fund-regulation:13/1", "agreement.measure.deposit"),
        ("tension", "city:20/1", "fund-regulation:13/1", "agreement.measure.quota"),
        ("tension", "city:20/2", "designation-medical:43", "agreement.ending"),
        ("tension", "city:21/1", "physicians-scheme:whole", "practitioner.measure"),
        ("blank", "city:29", None, "measure.validity"),
        ("tension", "shaoxing:10", "shaoxing:7", "badge.at_work"),
        ("tension", "wushan:10", "wushan:6.2", "lead.answer"),
    ],
)
def test_a_known_doubt_comes_out(kind: str, clause: str, against: str | None, bites: str) -> None:
    found = conflicts(SHELF, on=date(2026, 11, 22))
    told = {
        (doubt.kind, str(doubt.clause), doubt.against and str(doubt.against), doubt.bites) for doubt in found
    }
    assert (kind, clause, against, bites) in told


@pytest.mark.parametrize("clause", ["wushan:12", "shaoxing:9", "hunan:10.4"])
def test_the_reward_rules_of_an_earlier_generation_are_told(clause: str) -> None:
    found = conflicts(SHELF, clause.partition(":")[0], on=date(2026, 11, 22))
    assert any(
        str(doubt.clause) == clause
        and doubt.against
        and doubt.against.code == "reward-rules"
        and doubt.bites == "reward"
        for doubt in found
    )


def test_hunan_is_past_its_validity_after_five_years_from_printing() -> None:
    assert SHELF.packs["hunan"].ends == date(2030, 4, 22)
    lapsed = [
        doubt.clause for doubt in conflicts(SHELF, "hunan", on=date(2030, 4, 23)) if doubt.kind == "lapsed"
    ]
    assert lapsed == [Address.parse("hunan:12")]


def test_every_doubt_of_what_ships_is_a_sentence_with_both_clauses() -> None:
    for doubt in conflicts(SHELF, on=date(2026, 11, 22)):
        assert SHELF.clause(doubt.clause) and doubt.says.endswith("。") and doubt.citation.startswith("《")
        if doubt.against:
            assert SHELF.clause(doubt.against), doubt.against
