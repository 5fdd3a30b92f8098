"""Who does not cooperate is on the record; settlement is suspended only where the law lets it, by the head, for a time."""

from datetime import timedelta
from typing import Any

import pytest
from inspecting import City, begun, fresh, now, planned, refused

from watching import institution
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.inspections import acts, paper, queries
from zhongdu.law.choosing import ways
from zhongdu.measures import acts as measures
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


def obstructed(made: Any, one: Any, sort: str = "refused", **more: Any) -> Any:
    there = [str(each.user_id) for each in made.members.all()]
    given = {"sort": sort, "happened_at": now(), "officers": there, "words": "店长锁上门，说不给看。"}
    perform(acts.note_obstruction, made, one, **{**given, **more})
    return fresh(made)


def held(city: City, made: Any, **more: Any) -> Any:
    row = made.respondents.first()
    given = {
        "institution": str(row.pk), "suspected": True, "chief": True, "since": clock.today(), "review_on": clock.today() + timedelta(days=30),
        "words": "涉嫌虚假结算，拒不提供进销存。", "choice": "按条例由主要负责人批准，由本局要求经办机构暂停。",
    }  # fmt: skip
    return perform(acts.suspend_settlement, made, city.east.officer(Role.DECIDER), **{**given, **more})


@pytest.mark.clauses("city:9/1")
@pytest.mark.parametrize("sort", ["refused", "obstructed", "false", "concealed"])
def test_what_stood_in_the_way_is_on_the_record(city: City, sort: str) -> None:
    made, one, _ = begun(city)
    made = obstructed(made, one, sort)
    assert made.obstacles.get().sort == sort
    assert "city:9/1" in made.docket.events.order_by("-seq").first().clauses


@pytest.mark.clauses("city:9/2")
def test_settlement_is_suspended_for_who_is_suspected_and_does_not_cooperate(city: City) -> None:
    made, one, _ = begun(city)
    assert refused(lambda: held(city, made)).code == "not_now"  # nothing on the record yet
    made = obstructed(made, one)
    assert refused(lambda: held(city, made, suspected=False)).code == "not_suspected"
    assert refused(lambda: held(city, made, chief=False)).code == "not_the_chief"
    made = held(city, made)
    (hold,) = queries.open_holds(city.shop)
    assert hold.inspection_id == made.pk and hold.ended_on is None
    assert refused(lambda: held(city, fresh(made))).code == "held_already"


@pytest.mark.clauses("city:9/2")
def test_where_the_texts_disagree_the_head_says_why(city: City) -> None:
    (way,) = ways(city.east.law, "settlement.suspension")
    assert "30/1" in str(way.doubt.against) and way.is_open
    made, one, _ = begun(city)
    made = obstructed(made, one)
    assert refused(lambda: held(city, made, choice="")).code == "why_so"
    made = held(city, made)
    assert "fund-regulation:30/1" in str(made.docket.events.order_by("-seq").first().clauses)


@pytest.mark.clauses("city:9/2")
def test_once_the_bureau_chose_its_reason_is_not_asked_again(city: City) -> None:
    [found] = ways(city.east.law, "settlement.suspension")
    doubt = f"{found.doubt.clause.code}={found.doubt.known_by}"
    by = city.east.officer(Role.LEGAL_REVIEWER)
    perform(measures.settle_doubt, city.east.office, by, doubt=doubt, goes_by="higher", reason="局务会议定")
    made, one, _ = begun(city)
    made = held(city, obstructed(made, one), choice="")
    assert "fund-regulation:30/1" in made.docket.events.order_by("-seq").first().clauses


@pytest.mark.clauses("city:9/2")
def test_it_lasts_until_it_is_ended_and_a_closing_without_a_case_waits_for_that(city: City) -> None:
    made, one, _ = begun(city)
    made = held(city, obstructed(made, one))
    hold, head = made.holds.get(), city.east.officer(Role.DECIDER)
    perform(
        acts.go_on_suspending,
        fresh(made),
        head,
        hold=str(hold.pk),
        review_on=clock.today() + timedelta(days=60),
        words="仍不提供。",
    )
    perform(
        acts.resume_settlement,
        fresh(made),
        head,
        hold=str(hold.pk),
        ended_on=clock.today(),
        words="已经提供。",
    )
    assert list(queries.open_holds(city.shop)) == []


def test_only_while_the_inspection_lasts(city: City) -> None:
    made = planned(city)
    assert refused(lambda: held(city, made)).code == "wrong_state"


def test_an_inspector_does_not_decide_it(city: City) -> None:
    made, one, _ = begun(city)
    assert refused(lambda: perform(acts.suspend_settlement, made, one)).code == "not_your_role"


# --- of several inspected, each answers for itself -------------------------------------------------------


def of_two(city: City) -> tuple[Any, Any, Any]:
    """An inspection of two pharmacies at once."""
    made, one, _ = begun(city)
    other = institution(city.east, "康宁药房")
    perform(acts.add_respondent, made, one, kind="institution", institution=other.code, words="同一法人。")
    return fresh(made), one, other


@pytest.mark.clauses("city:9/1", "city:9/2")
def test_ones_refusal_is_not_laid_to_the_other(city: City) -> None:
    made, one, other = of_two(city)
    first, second = made.respondents.all()
    assert refused(lambda: obstructed(made, one)).code == "which_one"
    made = obstructed(made, one, respondent=str(second.pk))
    assert made.obstacles.get().respondent == second
    assert [each.number for each in queries.obstructed([other])] == [made.number]
    assert queries.obstructed([city.shop]) == []  # nothing is raised against who cooperates
    why = refused(lambda: held(city, made, institution=str(first.pk)))
    assert "institution" in why.fields
    held(city, made, institution=str(second.pk))
    assert not queries.open_holds(city.shop).exists() and queries.open_holds(other).count() == 1
    made = obstructed(fresh(made), one, "false", respondent=str(first.pk))
    (noted,) = queries.obstructed([city.shop])
    assert [says for _, says in noted.noted] == ["谎报"] and noted.asked_on is None


@pytest.mark.clauses("city:6.2", "city:9/1")
def test_it_is_noted_by_two_who_were_there(city: City) -> None:
    made, one, two = begun(city)
    alone = refused(lambda: obstructed(made, one, officers=[str(one.user_id)]))
    assert (alone.code, str(alone.clause)) == ("too_few", "city:6.2")
    assert obstructed(made, one).obstacles.get().officers == [one.user_id, two.user_id]


def test_a_demand_goes_to_the_one_it_is_made_of(city: City) -> None:
    made, one, other = of_two(city)
    given = {
        "things": "进销存台账", "until": clock.today() + timedelta(days=3), "receiver": "示例店长",
        "officers": [str(each.user_id) for each in made.members.all()],
    }  # fmt: skip
    assert refused(lambda: perform(acts.demand_documents, made, one, **given)).code == "which_one"
    second = made.respondents.last()
    perform(acts.demand_documents, made, one, respondent=str(second.pk), **given)
    letter = paper.demand(fresh(made), "1").data
    assert letter["addressee"] == other.name and "检查人员" in str(letter["body"])
