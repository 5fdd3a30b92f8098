"""Conditions as each measure has them, through the acts: what stops a person, what may be departed from, what waits for a reading."""

from typing import Any

import pytest
from recruiting import applied, id_number, law_of, notice, review_all

from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.measures import acts as measures
from zhongdu.record.models import Event
from zhongdu.recruitment import acts
from zhongdu.recruitment.models import Finding
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


def judged(code: str) -> list[tuple[str, str]]:
    """The conditions of a measure that an officer finds met or not, each with its measure."""
    conditions = law_of(code).family("eligibility")
    plain = [
        each for each in conditions if each.rule.how in {"judged", "declared"} and not each.rule.readings
    ]
    return [(code, each.key) for each in plain]


def home(code: str, request: pytest.FixtureRequest) -> Any:
    place = request.getfixturevalue(code)
    return place.below("430100", "长沙市医疗保障局", "city") if code == "hunan" else place


def accept(place, person):
    person.refresh_from_db()
    return perform(acts.accept, person, place.officer(Role.RECRUITER))


@pytest.mark.clauses(
    "wushan:3.1", "wushan:3.2", "wushan:3.3", "wushan:3.4", "wushan:4/1.1", "hunan:5.2", "hunan:5.3", "hunan:5.4",
    "hunan:5.5", "hunan:5.6", "hunan:6/1.3", "beijing:4.2", "beijing:4.3", "beijing:4.4", "beijing:6.3",
)  # fmt: skip
@pytest.mark.parametrize(("code", "key"), [*judged("wushan"), *judged("hunan"), *judged("beijing")])
def test_one_condition_that_is_not_met_keeps_a_person_out_by_its_clause(code, key, request) -> None:
    place = home(code, request)
    bound = place.law.rule(f"eligibility.{key}")
    person = review_all(place, applied(place, notice(place)), **{key: "unmet=经核实不具备"})
    with pytest.raises(Refused) as caught:
        accept(place, person)
    assert caught.value.clause == bound.address and bound.label in caught.value.says
    perform(acts.review, person, place.officer(Role.RECRUITER), verdicts=[f"eligibility.{key}=met"])
    assert accept(place, person).state == "accepted"
    assert str(bound.address) in Event.objects.filter(docket=person.docket_id).last().clauses


def test_where_a_measure_names_no_conditions_the_bureau_weighs_the_whole(shaoxing) -> None:
    assert not shaoxing.law.family("eligibility")
    assert accept(shaoxing, applied(shaoxing, notice(shaoxing))).state == "accepted"


@pytest.mark.clauses("beijing:4.1")
@pytest.mark.parametrize(
    ("born", "passes"),
    [("20010928", True), ("20010929", False), ("19550929", True), ("19550928", False)],
)
def test_in_beijing_24_and_71_pass_only_by_a_departure_with_a_name(beijing, born, passes) -> None:
    person = applied(beijing, notice(beijing), id_number=id_number(born))
    officer = beijing.officer(Role.RECRUITER)
    if passes:
        assert accept(beijing, review_all(beijing, person)).state == "accepted"
        assert Finding.objects.get(condition="eligibility.age").verdict == "met"
        return
    with pytest.raises(Refused) as caught:
        review_all(beijing, person)
    assert "不能这样认定" in caught.value.fields["eligibility.age"]
    with pytest.raises(Refused) as caught:
        review_all(beijing, person, age="departs")
    assert caught.value.code == "departure_needs_a_reason" and str(caught.value.clause) == "beijing:4.1"
    review_all(beijing, person, age="departs=长期从事医保监督，身体健康")
    assert accept(beijing, person).state == "accepted"
    found = Finding.objects.get(condition="eligibility.age")
    assert (found.verdict, found.reasoned, found.by_id) == ("departs", True, officer.user_id)


@pytest.mark.clauses("beijing:4.1", "hunan:5.1")
@pytest.mark.parametrize("code", ["beijing", "hunan"])
def test_who_is_no_citizen_is_told_before_handing_in(code, request) -> None:
    place = home(code, request)
    with pytest.raises(Refused) as caught:
        applied(place, notice(place), citizenship="其他")
    assert place.law.rule("eligibility.citizenship").address.citation in caught.value.fields["citizenship"]


@pytest.mark.clauses("beijing:4.5")
def test_who_lacks_the_background_waits_until_the_bureau_has_chosen_a_reading(beijing) -> None:
    person = review_all(beijing, applied(beijing, notice(beijing)), background="unmet=没有相关经历")
    with pytest.raises(Refused) as caught:
        accept(beijing, person)
    assert "先选定一种" in caught.value.says and str(caught.value.clause) == "beijing:4.5"
    chief, reading = beijing.officer(Role.DECIDER), "eligibility.background=preference"
    perform(measures.choose_reading, beijing.office, chief, reading=reading, reason="示例")
    assert accept(beijing, person).state == "accepted"


@pytest.mark.clauses("wushan:3.5")
def test_a_preference_keeps_nobody_out_and_its_groups_are_marked(wushan) -> None:
    person = review_all(wushan, applied(wushan, notice(wushan)), preferred="unmet")
    assert accept(wushan, person).state == "accepted"
