"""At least two, free of interests, with valid certificates, shown: before that there is no inspection."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inspecting import City, begun, crossed, fresh, planned, post_of, refused, show, team

from world import Place
from zhongdu.acts.performing import perform
from zhongdu.bureaus import acts as bureaus
from zhongdu.calendar import clock
from zhongdu.inspections import acts, queries
from zhongdu.inspections.rules import crossing_plan, is_at_home
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


@pytest.mark.clauses("city:6.2")
def test_one_inspector_alone_does_not_begin(city: City) -> None:
    one = city.inspector(city.east, "one")
    made = team(planned(city), city.east.officer(Role.CASE_OFFICER), one)
    assert refused(lambda: show(made, one)).code == "not_now"


@pytest.mark.clauses("city:6.2")
def test_two_are_enough_and_the_papers_shown_stand_on_the_record(city: City) -> None:
    made, *_ = begun(city)
    assert made.state == "under_way" and made.began_at is not None
    event = made.docket.events.get(act="inspections.show_papers")
    assert "city:6.2" in event.clauses
    assert len(event.data["certificates"]) == 2
    assert made.members.filter(papers__certificate__startswith="执法").count() == 2


@pytest.mark.clauses("city:6.2")
def test_of_a_team_of_three_one_alone_cannot_show_the_papers(city: City) -> None:
    three = [city.inspector(city.east, name) for name in ("one", "two", "three")]
    made = team(planned(city), city.east.officer(Role.CASE_OFFICER), *three)
    wrong = refused(lambda: show(made, three[0]))
    assert (wrong.code, str(wrong.clause)) == ("too_few", "city:6.2")


@pytest.mark.clauses("city:6.2")
@pytest.mark.parametrize(("days", "valid"), [(0, True), (-1, False)])
def test_a_certificate_is_valid_through_its_last_day(city: City, days: int, valid: bool) -> None:
    last = clock.today() + timedelta(days=days)
    one, two = city.inspector(city.east, "one", until=last), city.inspector(city.east, "two")
    made = team(planned(city), city.east.officer(Role.CASE_OFFICER), one, two)
    if valid:
        assert show(made, one, two).state == "under_way"
    else:
        wrong = refused(lambda: show(made, one, two))
        assert (wrong.code, str(wrong.clause)) == ("no_valid_certificate", "city:6.2")


@pytest.mark.clauses("city:6.2")
def test_a_certificate_without_a_last_day_cannot_be_shown_until_it_is_recorded(city: City) -> None:
    one, two = city.inspector(city.east, "one", until=None), city.inspector(city.east, "two")
    made = team(planned(city), city.east.officer(Role.CASE_OFFICER), one, two)
    assert refused(lambda: show(made, one, two)).code == "no_valid_certificate"
    head = city.east.officer(Role.DECIDER)
    perform(
        bureaus.record_certificate, city.east.office, head, post=post_of(one), certificate="执法0001",
        certificate_until=date(2027, 1, 1),
    )  # fmt: skip
    assert show(made, one, two).state == "under_way"


def test_who_stands_back_sees_it_no_more_and_another_takes_the_place(city: City) -> None:
    one, two, three = (city.inspector(city.east, name) for name in ("one", "two", "three"))
    planner = city.east.officer(Role.CASE_OFFICER)
    made = planned(city)
    perform(acts.name_team, made, planner, posts=[post_of(one), post_of(two)])
    perform(acts.say_conflict, made, one, conflict="recuse", words="店主是我表哥。")
    perform(acts.say_conflict, made, two, conflict="none")
    assert not queries.visible(one).filter(pk=made.pk).exists()
    assert made.docket.events.order_by("-seq").first().clauses == [
        "penalty-law:43/1"
    ]  # not the supervisors' own rule
    assert refused(lambda: show(made, two)).code == "not_now"
    assert (
        refused(lambda: perform(acts.name_team, made, planner, posts=[post_of(one)])).code == "named_already"
    )
    perform(acts.name_team, made, planner, posts=[post_of(three)])
    assert refused(lambda: show(made, two, three)).code == "not_now"  # three has not answered
    perform(acts.say_conflict, made, three, conflict="none")
    assert show(made, two, three).members.get(leads=True).user_id == two.user_id


def test_standing_back_takes_a_word_and_the_word_is_sealed(city: City) -> None:
    one = city.inspector(city.east, "one")
    planner, made = city.east.officer(Role.CASE_OFFICER), planned(city)
    perform(acts.name_team, made, planner, posts=[post_of(one)])
    assert refused(lambda: perform(acts.say_conflict, made, one, conflict="recuse")).code == "what_interest"
    perform(acts.say_conflict, made, one, conflict="recuse", words="店主是我表哥。")
    from zhongdu.kit.matters import entries

    assert "表哥" not in str(entries(fresh(made), planner))


def test_who_is_not_of_the_team_shows_no_papers(city: City) -> None:
    one, two, other = (city.inspector(city.east, name) for name in ("one", "two", "other"))
    made = team(planned(city), city.east.officer(Role.CASE_OFFICER), one, two)
    assert refused(lambda: show(made, other)).code == "not_there"


@pytest.mark.clauses("city:7")
def test_nobody_of_the_managing_district_is_offered_for_a_crossed_team(city: City) -> None:
    home, away = city.inspector(city.east, "home"), city.inspector(city.west, "away")
    made = crossed(city)
    from zhongdu.inspections.team import candidates

    offered = dict(candidates(made, city.west.law))
    assert post_of(away) in offered and post_of(home) not in offered


def test_the_base_alone_asks_for_two_and_their_papers(wushan: Place) -> None:
    bound = wushan.law.rule("inspection.officers")
    assert (bound.rule.min, str(bound.address)) == (2, "fund-regulation:29/1")


@given(st.integers(2, 5), st.integers(1, 30))
def test_a_crossing_plan_sends_nobody_home_and_is_even(districts: int, shops: int) -> None:
    paths = [f"/1/{n}/" for n in range(districts)]
    places = [(f"P{n:03}", paths[n % districts]) for n in range(shops)]
    plan = crossing_plan(places, paths, "/1/")
    assert set(plan) == {code for code, _ in places}
    assert not any(is_at_home(plan[code], home, "/1/") for code, home in places)
    loads = [list(plan.values()).count(path) for path in paths]
    assert max(loads) - min(loads) <= 2


def test_one_bureau_alone_cannot_cross(city: City) -> None:
    assert crossing_plan([("P1", "/1/2/")], ["/1/2/"], "/1/") == {}
