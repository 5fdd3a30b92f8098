"""A crossed inspection leads to a case: the bureau that gave it says by name whose case it is; the others see what they must."""

from datetime import date
from typing import Any

import casework as at
import pytest
from django.test import Client
from inspecting import City, city_of, copied, crossed, fresh, record, refused, show, taken_up, team

from world import Place
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.cases import acts, queries
from zhongdu.cases.crossed import bureaus
from zhongdu.cases.models import Case
from zhongdu.duties.models import Duty
from zhongdu.inspections import acts as inspections
from zhongdu.inspections.queries import Inspection, to_become_cases
from zhongdu.messages.models import Message
from zhongdu.record.models import Event
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
WHY = "行为发生在东城，由管理的局办理便于追回。"


@pytest.fixture
def city(beijing: Any) -> City:
    clock.travel_to(date(2026, 6, 10))
    return city_of(beijing)


def closed(city: City, outcome: str = "case") -> Inspection:
    """The west inspected the east's shop, and its head closes with what the report found."""
    one, two = city.inspector(city.west, "one"), city.inspector(city.west, "two")
    made = crossed(city, allegations=[city.west.law.family("violation")[0].name])
    made = team(made, city.west.officer(Role.DECIDER), one, two)
    show(made, one, two)
    made = taken_up(copied(record(fresh(made), one, two), one, two), one, two)
    perform(
        inspections.write_report, made, one, outcomes=dict.fromkeys(made.allegations, "proved"), words="已查明。", proposes="case",
    )  # fmt: skip
    head = city.west.officer(Role.DECIDER)
    return perform(inspections.close_inspection, fresh(made), head, outcome=outcome, words="将核查。")


def handed(city: City, made: Inspection, to: Place, **more: Any) -> Case:
    given = {
        "bureau": to.bureau.code, "reason": WHY, "respondent": str(made.respondents.first().pk), "conduct_until": date(2026, 5, 10),
    }  # fmt: skip
    return perform(acts.hand_case_to, fresh(made), city.city.officer(Role.DECIDER), **{**given, **more})


def page(place: Place, role: Role, url: str) -> str:
    browser = Client()
    browser.force_login(place.user(role))
    answer = browser.get(url)
    return answer.text if answer.status_code == 200 else str(answer.status_code)


@pytest.mark.clauses("city:7")
def test_the_bureau_that_inspected_does_not_take_the_case_by_itself(city: City) -> None:
    made = closed(city)
    given = {"respondent": str(made.respondents.first().pk), "conduct_until": date(2026, 5, 10)}
    why = refused(
        lambda: perform(acts.open_case_from_inspection, fresh(made), at.inspector(city.west), **given)
    )
    assert why.code == "not_now" and city.city.bureau.name in why.sentence
    assert not to_become_cases(city.west.officer(Role.DECIDER)).exists()
    assert list(to_become_cases(city.city.officer(Role.DECIDER))) == [made]
    owed = Duty.objects.open().get(docket=made.docket, concept="case.competence")
    assert (owed.bureau, owed.role, owed.clause) == (city.city.bureau, Role.DECIDER, "")
    assert owed.due == city.west.law.last_day("clock.filing_check", made.reported_on).last  # type: ignore[union-attr]


@pytest.mark.clauses("city:7", "city:8.3")
def test_handed_to_the_bureau_that_manages_it_has_all_it_needs(city: City) -> None:
    made = closed(city)
    page_of = f"/desk/inspections/{made.number}/"
    assert (
        page(city.east, Role.DECIDER, page_of) == "404"
    )  # until it has the case the inspection is not its own to read
    head = city.east.officer(Role.DECIDER)
    case = handed(city, made, city.east)
    made = fresh(made)
    assert (case.bureau, made.case, made.handled_by) == (city.east.bureau, case.number, city.east.bureau)
    assert not Duty.objects.open().filter(docket=made.docket, concept="case.competence").exists()
    assert (
        Duty.objects.open().get(docket=case.docket, concept="clock.filing_check").bureau == city.east.bureau
    )
    assert Message.objects.filter(user_id=head.user_id, kind="desk.handed", docket=case.docket).count() == 1
    said = Event.objects.get(docket=case.docket, act="cases.hand_case_to")
    assert said.actor["user"] == city.city.officer(Role.DECIDER).user_id and "reason" in said.data["vault"]
    told = Event.objects.get(docket=made.docket, act="inspections.note_case")
    assert (told.data["case"], told.data["handled_by"]) == (case.number, city.east.bureau.code)

    text = page(city.east, Role.DECIDER, page_of)
    assert (
        "由哪个局立案" in text
        and "本局做法" in text
        and "由两人收作证据" in page(city.east, Role.DECIDER, f"/desk/cases/{case.number}/")
    )
    assert "本局做法，读到的办法没有写" in page(city.east, Role.DECIDER, f"/desk/cases/{case.number}/")
    text = page(
        city.west, Role.DECIDER, page_of
    )  # who inspected learns whose it is, and reads nothing more of it
    assert city.east.bureau.name in text and "由哪个局立案" in text
    assert page(city.west, Role.DECIDER, f"/desk/cases/{case.number}/") == "404"

    filed = at.filed(city.east, case)
    assert queries.has_evidence(filed)


@pytest.mark.clauses("city:7")
def test_kept_by_the_bureau_that_inspected_the_other_learns_when_the_shop_does(city: City) -> None:
    case = handed(city, closed(city), city.west)
    assert case.bureau == city.west.bureau
    url = f"/desk/cases/{case.number}/"
    assert page(city.east, Role.DECIDER, url) == "404"
    case = at.proved(city.west, at.filed(city.west, case))
    case = at.notified(
        city.west, at.reviewed(city.west, at.reported(city.west, case, sanction="sanction.use"))
    )
    text = page(city.east, Role.DECIDER, url)
    assert case.case_number in text and "现在没有您要办的事" in text
    case = perform(acts.close_notice, case, at.inspector(city.west), waived=True, words="书面放弃。")
    decision = at.decided(city.west, case)
    assert page(city.east, Role.DECIDER, f"/desk/decisions/{decision.number}/") == "404"
    at.served(city.west, decision)
    assert decision.paper_number in page(city.east, Role.DECIDER, f"/desk/decisions/{decision.number}/")


@pytest.mark.clauses("city:7")
def test_only_the_head_of_the_bureau_that_gave_it_says_so(city: City) -> None:
    made = closed(city)
    given = {
        "bureau": city.west.bureau.code, "reason": WHY, "respondent": str(made.respondents.first().pk), "conduct_until": date(2026, 5, 10),
    }  # fmt: skip
    for by, code in (
        (city.west.officer(Role.DECIDER), "not_your_territory"),
        (city.city.officer(Role.CASE_OFFICER), "not_your_role"),
    ):
        assert refused(lambda by=by: perform(acts.hand_case_to, fresh(made), by, **given)).code == code
    assert "reason" in refused(lambda: handed(city, made, city.west, reason="")).fields
    assert "bureau" in refused(lambda: handed(city, made, city.city)).fields  # a third bureau is no choice


@pytest.mark.clauses("city:7")
def test_of_one_inspection_all_cases_are_one_bureaus(city: City) -> None:
    made = closed(city)
    handed(city, made, city.east)
    assert refused(lambda: handed(city, made, city.west)).code == "not_now"
    assert [code for code, _ in bureaus(fresh(made), made.bureau)] == [city.east.bureau.code]


def test_where_nothing_leads_to_a_case_nobody_is_asked(city: City) -> None:
    made = closed(city, outcome="agreement")
    assert not Duty.objects.filter(docket=made.docket, concept="case.competence").exists()
    assert refused(lambda: handed(city, made, city.east)).code == "not_now"
