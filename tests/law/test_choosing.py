"""What a bureau chose where texts disagree takes effect where the rule bites: another text's way is dropped or followed."""

from typing import Any

import pytest

from world import Place, place
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.cli.trace import load_rooms
from zhongdu.law.choosing import goes_higher, to_be_chosen, ways
from zhongdu.measures import acts
from zhongdu.scope.roles import Role

load_rooms()
pytestmark = pytest.mark.django_db


@pytest.fixture
def city(db: None) -> Place:
    return place("330700", "示例市医疗保障局", "city", "city")


def choose(at: Place, bites: str, goes_by: str) -> None:
    """The bureau's officer settles every disagreement that bites a rule."""
    for way in ways(at.law, bites):
        doubt = f"{way.doubt.clause.code}={way.doubt.known_by}"
        by = at.officer(Role.LEGAL_REVIEWER)
        perform(acts.settle_doubt, at.office, by, doubt=doubt, goes_by=goes_by, reason="局务会议定")


@pytest.mark.clauses("city:20/1")
@pytest.mark.parametrize("means", ["deposit", "quota"])
def test_a_means_higher_law_does_not_list_is_dropped_once_the_bureau_goes_by_it(
    city: Place, means: str
) -> None:
    name = f"agreement.measure.{means}"
    assert to_be_chosen(city.law, name) and name in [
        each.name for each in city.law.family("agreement.measure")
    ]
    before = len(city.law.family("agreement.measure"))
    choose(city, name, "higher")
    left = [each.name for each in city.law.family("agreement.measure")]
    assert name not in left and len(left) == before - 1 and city.law.find(name) is None


@pytest.mark.clauses("city:20/1")
def test_a_means_stays_where_the_bureau_goes_by_its_own_text(city: Place) -> None:
    choose(city, "agreement.measure.deposit", "own")
    bound = city.law.rule("agreement.measure.deposit")
    [way] = ways(city.law, bound.name)
    assert str(bound.address).startswith("city:20/1") and way.clause == "city:20/1" and not way.is_open


@pytest.mark.clauses("city:9/2")
@pytest.mark.parametrize(("goes_by", "clause"), [("higher", "fund-regulation:30/1"), ("own", "city:9/2")])
def test_who_suspends_settlement_is_said_by_the_text_that_was_chosen(
    city: Place, goes_by: str, clause: str
) -> None:
    assert str(city.law.rule("settlement.suspension").address) == "city:9/2"
    choose(city, "settlement.suspension", goes_by)
    assert str(city.law.rule("settlement.suspension").address) == clause


@pytest.mark.clauses("city:21/1")
def test_practitioners_are_handled_by_points_once_the_bureau_goes_by_the_scheme(city: Place) -> None:
    assert "practitioner.measure.talk" in [each.name for each in city.law.family("practitioner.measure")]
    choose(city, "practitioner.measure", "higher")
    found = city.law.family("practitioner.measure")
    assert {each.address.code for each in found} == {"physicians-scheme"}
    assert city.law.find("practitioner.measure.talk") is None


@pytest.mark.clauses("city:20/2")
def test_the_grounds_of_ending_stay_the_citys_whichever_text_is_chosen(city: Place) -> None:
    """Only their condition is in dispute; deciding on one asks for it or not (tests/agreements)."""
    before = [each.name for each in city.law.family("agreement.ending")]
    choose(city, "agreement.ending", "higher")
    assert goes_higher(city.law, "agreement.ending")
    assert [each.name for each in city.law.family("agreement.ending")] == before


@pytest.mark.parametrize(
    ("code", "level", "measure", "own"),
    [
        pytest.param("430000", "province", "hunan", "hunan:10.4", marks=pytest.mark.clauses("hunan:10.4")),
        pytest.param("330600", "city", "shaoxing", "shaoxing:9", marks=pytest.mark.clauses("shaoxing:9")),
        pytest.param("500237", "county", "wushan", "wushan:12", marks=pytest.mark.clauses("wushan:12")),
    ],
)
def test_rewards_follow_the_national_rules_once_the_bureau_goes_by_them(
    db: None, code: str, level: str, measure: str, own: str
) -> None:
    home = place(code, "示例医疗保障局", level, measure)
    assert str(home.law.rule("reward").address) == own
    choose(home, "reward", "higher")
    rule = home.law.rule("reward")
    assert rule.rule.to == ("reward-rules",) and "reward-rules" in {each.code for each in rule.addresses}


@pytest.mark.clauses("wushan:5")
@pytest.mark.parametrize(("goes_by", "wants"), [("higher", "person"), ("own", "department")])
def test_a_liaison_is_a_person_where_the_bureau_goes_by_the_guidance(
    wushan: Place, goes_by: str, wants: str
) -> None:
    choose(wushan, "liaison", goes_by)
    assert wushan.law.rule("liaison").rule.wants == wants


@pytest.mark.clauses("wushan:4/2", "wushan:5", "wushan:10")
@pytest.mark.parametrize("name", ["selection.number", "term.length", "lead.answer"])
def test_where_the_other_text_gives_no_rule_the_measures_own_goes_on_and_the_choice_is_shown(
    wushan: Place, name: str
) -> None:
    before = wushan.law.rule(name)
    choose(wushan, name, "higher")
    [way] = [each for each in ways(wushan.law, name) if each.doubt.bites == name]
    assert wushan.law.rule(name) == before and way.is_higher and "对照的规定" in way.says


@pytest.mark.clauses("shaoxing:10", "shaoxing:7")
@pytest.mark.parametrize(("goes_by", "clause"), [("higher", "shaoxing:7"), ("own", "shaoxing:10")])
def test_whether_a_covert_visitor_shows_the_badge_is_said_by_the_clause_chosen(
    shaoxing: Place, goes_by: str, clause: str
) -> None:
    choose(shaoxing, "badge.at_work", goes_by)
    [way] = ways(shaoxing.law, "badge.at_work")
    assert way.clause == clause and str(shaoxing.law.rule("badge.at_work").address) == "shaoxing:10"


def test_a_choice_that_is_taken_back_takes_nothing_away_any_more(city: Place) -> None:
    choose(city, "agreement.measure.deposit", "higher")
    [way] = ways(city.law, "agreement.measure.deposit")
    given: dict[str, Any] = {"doubt": f"city={way.doubt.known_by}", "reason": "再议"}
    by = city.officer(Role.LEGAL_REVIEWER)
    with pytest.raises(Refused):
        perform(acts.settle_anew, city.office, by, goes_by="higher", **given)
    perform(acts.settle_anew, city.office, by, goes_by="none", **given)
    assert city.law.find("agreement.measure.deposit") and to_be_chosen(city.law, "agreement.measure.deposit")
