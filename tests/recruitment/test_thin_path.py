"""From the notice to the person who may be appointed, through the acts."""

from datetime import date

import pytest
from recruiting import TODAY, accepted, notice

from zhongdu.acts.performing import perform_all
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.duties.sweep import sweep
from zhongdu.recruitment import acts
from zhongdu.recruitment.queries import ready_to_appoint
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


@pytest.mark.clauses("wushan:4/1.1")
def test_a_county_without_public_notice_may_appoint_whom_it_accepted(wushan) -> None:
    person = accepted(wushan, notice(wushan))
    assert person.state == "accepted"
    assert ready_to_appoint(person, wushan.law) == ""


@pytest.mark.clauses("beijing:6.3", "beijing:6.4")
def test_beijing_clears_on_the_day_after_five_working_days(beijing) -> None:
    person = accepted(beijing, notice(beijing))
    assert "第六条第（四）项" in ready_to_appoint(person, beijing.law)
    [person] = perform_all(
        acts.post_for_public_notice, [person], beijing.officer(Role.RECRUITER), posted_on=TODAY
    )
    assert person.notice_ends_on == date(2026, 10, 10)  # 29, 30 September, 8, 9 October, 10 is a make-up day
    duty = Duty.objects.get(docket=person.docket_id, concept="public_notice.period")
    assert (duty.due, duty.source) == (date(2026, 10, 10), "law")
    sweep(date(2026, 10, 10))
    person.refresh_from_db()
    assert person.state == "on_notice"
    sweep(date(2026, 10, 11))
    person.refresh_from_db()
    assert person.state == "cleared"
    clock.travel_to(date(2026, 10, 11))
    assert ready_to_appoint(person, beijing.law) == ""
