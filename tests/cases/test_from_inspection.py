"""An inspection becomes a case: what two officers took up there carries it, what is still material does not."""

from datetime import date, timedelta
from typing import Any

import casework as at
import pytest
from django.test import Client
from inspecting import City, begun, city_of, copied, fresh, record, refused, taken_up

from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.cases import acts, paper, queries
from zhongdu.cases.models import Case, Decision
from zhongdu.duties.models import Duty
from zhongdu.inspections import acts as inspections
from zhongdu.inspections.queries import Inspection, evidence, to_become_cases
from zhongdu.leads import acts as leads
from zhongdu.leads.filing import CHANNELS
from zhongdu.leads.queries import Lead
from zhongdu.messages.models import Message
from zhongdu.record.models import Event
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(beijing: Any) -> City:
    clock.travel_to(date(2026, 6, 10))
    return city_of(beijing)


def closed(city: City, *, taken: bool = True, outcome: str = "case", lead: Any = None) -> Inspection:
    """An inspection of the shop, closed; with one piece taken up, or with it still material."""
    made, one, two = begun(city) if lead is None else _of(city, lead)
    made = copied(record(made, one, two), one, two)
    if taken:
        made = taken_up(made, one, two)
    found = "proved" if taken else "unclear"
    perform(
        inspections.write_report, made, one, outcomes=dict.fromkeys(made.allegations, found), words="已查明。", proposes="case",
    )  # fmt: skip
    head = city.east.officer(Role.DECIDER)
    return perform(inspections.close_inspection, fresh(made), head, outcome=outcome, words="将核查。")


def _of(city: City, lead: Lead) -> Any:
    from inspecting import show, team

    one, two = city.inspector(city.east, "one"), city.inspector(city.east, "two")
    officer = city.east.officer(Role.CASE_OFFICER)
    made = perform(
        inspections.inspect_lead, lead, officer, title="线索检查", way="inspection.way.special",
        allegations=[city.east.law.family("violation")[0].name], words="查进销存。",
    )  # fmt: skip
    made = team(made, officer, one, two)
    show(made, one, two)
    return fresh(made), one, two


def opened(city: City, made: Inspection, **more: Any) -> Case:
    row = made.respondents.first()
    assert row is not None
    given = {"respondent": str(row.pk), "conduct_until": clock.today() - timedelta(days=3)}
    return perform(acts.open_case_from_inspection, fresh(made), at.inspector(city.east), **{**given, **more})


@pytest.mark.clauses("city:6.3", "city:8.3", "city:11/1")
def test_what_an_inspection_found_becomes_a_case_with_its_evidence(city: City) -> None:
    made = closed(city)
    head = city.east.officer(Role.DECIDER)
    assert list(to_become_cases(head)) == [made]
    case = opened(city, made)
    assert (case.source, case.institution, case.violations) == ("inspection", city.shop, made.allegations)
    assert case.found_on == made.reported_on and queries.inspection_of(case) == made
    assert fresh(made).case == case.number and not to_become_cases(head)
    assert [each.number for each in queries.taken_by_inspections(case)] == [1]
    event = Event.objects.filter(docket=case.docket, act="cases.open_case_from_inspection").get()
    assert event.data["evidence"] == [1] and event.data["inspection"] == made.number
    assert Duty.objects.filter(docket=case.docket, concept="clock.filing_check").exists()
    assert refused(lambda: opened(city, made)).code == "not_now"  # nobody is left against whom there is none


def test_only_where_the_result_is_a_case(city: City) -> None:
    made = closed(city, outcome="agreement")
    assert refused(lambda: opened(city, made)).code == "not_now"


@pytest.mark.clauses("city:8.2")
def test_what_was_not_taken_up_cannot_be_cited(city: City) -> None:
    """Material stays material: no report rests on it, no decision lists it."""
    made = closed(city, taken=False)
    assert refused(lambda: opened(city, made)).code == "which_conduct"  # nothing was found true
    case = at.filed(city.east, opened(city, made, violations=[at.SWAPPING]))
    assert queries.taken_by_inspections(case) == [] and not queries.has_evidence(case)
    perform(acts.set_loss, case, at.inspector(city.east), fund=at.FUND, amount="10000")
    assert refused(lambda: at.reported(city.east, fresh(case))).code == "no_evidence"


@pytest.mark.clauses("city:8.2", "city:11/1")
def test_a_decision_lists_what_was_taken_up_by_what_it_is_and_shows(city: City) -> None:
    case = at.weighed(city.east, at.filed(city.east, opened(city, closed(city))))
    perform(acts.set_loss, case, at.inspector(city.east), fund=at.FUND, amount="10000")
    decision = at.decided(
        city.east, at.ready(city.east, at.reviewed(city.east, at.reported(city.east, fresh(case))))
    )
    told = " ".join(str(part) for part in paper.printed(Decision.objects.get(pk=decision.pk))["body"])
    assert "现场取得（证据1），证明3月8日刷卡买日用品" in told


def test_two_of_one_inspection_are_two_cases(city: City) -> None:
    made, one, two = begun(city)
    perform(
        inspections.add_respondent, made, one, kind="practitioner", institution=city.shop.code, person="赵示例",
        identity="110101199003070019", words="处方都是他开的。",
    )  # fmt: skip
    made = taken_up(copied(record(fresh(made), one, two), one, two), one, two)
    perform(
        inspections.write_report, made, one, outcomes=dict.fromkeys(made.allegations, "proved"), words="已查明。", proposes="case",
    )  # fmt: skip
    head = city.east.officer(Role.DECIDER)
    made = perform(inspections.close_inspection, fresh(made), head, outcome="case", words="将核查。")
    shop, person = made.respondents.all()
    first, second = opened(city, made), opened(city, made, respondent=str(person.pk))
    assert (first.institution, second.institution) == (city.shop, None)
    assert queries.respondent_of(second, whole=True) == "赵示例" and second.respondent == "practitioner"
    assert fresh(made).case == first.number and shop.case_of == first
    sworn = str(Event.objects.filter(docket=second.docket).values_list("data", flat=True))
    assert "赵示例" not in sworn and "1990" not in sworn


@pytest.mark.clauses("report-handling:whole")
def test_the_speaker_of_the_lead_is_told_whether_it_was_filed(city: City) -> None:
    lead = perform(
        leads.enter_lead, city.east.office, city.east.officer(Role.CASE_OFFICER), channel=CHANNELS[0][0], institution=city.shop.name,
        words="药店换药", received_on=clock.today(),
    )  # fmt: skip
    lead = perform(leads.take_up, lead, city.east.officer(Role.CASE_OFFICER))
    case = opened(city, closed(city, lead=lead))
    assert case.lead == lead
    officer = at.inspector(city.east)
    assert (
        refused(lambda: perform(acts.note_reporter_told, case, officer, told_on=clock.today())).code
        == "not_now"
    )
    case = at.filed(city.east, case)
    assert Duty.objects.open().filter(docket=case.docket, concept="clock.filing_notice_to_reporter").exists()
    perform(acts.note_reporter_told, fresh(case), officer, told_on=clock.today())
    event = Event.objects.filter(docket=lead.docket, act="leads.tell_filing").get()
    assert event.data["result"] == "已经立案" and case.number not in str(event.data)
    assert (
        not Duty.objects.open().filter(docket=case.docket, concept="clock.filing_notice_to_reporter").exists()
    )
    assert Message.objects.filter(docket=lead.docket).count() in (0, 1)


def test_both_pages_show_each_other_and_only_to_who_may_see_them(city: City) -> None:
    made = closed(city)
    case = opened(city, made)
    desk = Client()
    desk.force_login(city.east.user(Role.DECIDER))
    assert f"/desk/inspections/{made.number}/" in desk.get(f"/desk/cases/{case.number}/").text
    assert f"/desk/cases/{case.number}/" in desk.get(f"/desk/inspections/{made.number}/").text
    accountant = Client()  # reads cases and no inspections
    accountant.force_login(city.east.user(Role.ACCOUNTANT))
    page = accountant.get(f"/desk/cases/{case.number}/").text
    assert made.number not in page and "由两人收作证据" in page
    discipline = Client()  # reads inspections and no cases
    discipline.force_login(city.east.user(Role.DISCIPLINE_OFFICER))
    assert case.number not in discipline.get(f"/desk/inspections/{made.number}/").text.split("留痕")[0]


@pytest.mark.clauses("city:8.2")
def test_what_an_inspection_took_up_can_be_struck_out_of_one_case(city: City) -> None:
    case = at.filed(city.east, opened(city, closed(city)))
    desk = Client()
    desk.force_login(city.east.user(Role.DELIBERATOR))
    address = f"/desk/cases/{case.number}/"
    assert "不作本案的根据" not in desk.get(address).text and queries.has_evidence(case)
    officer = at.inspector(city.east)
    perform(acts.strike_evidence, case, officer, evidence="inspected:1", reason="与本案当事人无关。")
    assert queries.taken_by_inspections(case) == [] and not queries.has_evidence(case)
    assert "不作本案的根据" in desk.get(address).text
    led = queries.inspection_of(case)
    assert led and len(evidence(led)) == 1  # there it stays, for the others
    again = refused(
        lambda: perform(acts.strike_evidence, fresh(case), officer, evidence="inspected:1", reason="x")
    )
    assert "evidence" in again.fields
    perform(acts.set_loss, fresh(case), officer, fund=at.FUND, amount="10000")
    assert refused(lambda: at.reported(city.east, fresh(case))).code == "no_evidence"
    own = at.evidence(city.east, fresh(case))  # the case's own is struck as before
    assert queries.has_evidence(own)
    perform(acts.strike_evidence, own, officer, evidence=str(own.evidence.get().pk), reason="没有核实。")
    assert not queries.has_evidence(fresh(own))
