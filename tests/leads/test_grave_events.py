"""A grave event goes upwards, where the measure has it so."""

import pytest
from django.urls import reverse

from watching import appoint, signed_in, supervisor
from world import Place
from zhongdu.acts.allowing import may_now
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.duties.models import Duty
from zhongdu.leads import acts, grave
from zhongdu.record.models import Event
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
UPWARD = "grave_event.upward"


@pytest.fixture
def chaoyang(beijing: Place) -> Place:
    return beijing.below("110105", "朝阳区医疗保障局")


@pytest.mark.clauses("beijing:8.6/1", "beijing:12")
def test_a_supervisor_reports_one_and_the_district_owes_the_city_a_report(
    beijing: Place, chaoyang: Place
) -> None:
    term = appoint(chaoyang)
    lead = perform(acts.file_lead, term, supervisor(term), words="有人倒卖药品，现场很乱", grave=True)
    assert lead.grave
    assert {"beijing:8.6/1", "beijing:12"} <= set(Event.objects.get(docket=lead.docket).clauses)
    owed = Duty.objects.get(docket=lead.docket, concept=UPWARD)
    assert (owed.clause, owed.bureau, owed.met_on) == ("beijing:12", chaoyang.bureau, None)
    listed = signed_in(beijing.user(Role.CASE_OFFICER)).get(reverse("desk:leads")).content.decode()
    assert lead.number in listed and "重大" in listed
    perform(grave.report_upward, lead, chaoyang.officer(Role.DECIDER), report="已到现场，药监部门已介入。")
    owed.refresh_from_db()
    assert owed.met_on
    shown = signed_in(beijing.user(Role.CASE_OFFICER)).get(
        reverse("desk:lead", kwargs={"number": lead.number})
    )
    assert "药监部门已介入" in shown.content.decode()


@pytest.mark.clauses("beijing:12")
def test_an_officer_may_find_it_grave_and_the_city_itself_owes_nobody(
    beijing: Place, chaoyang: Place
) -> None:
    for place, owed in ((chaoyang, 1), (beijing, 0)):
        term, officer = appoint(place), place.officer(Role.CASE_OFFICER)
        lead = perform(acts.file_lead, term, supervisor(term), words="…")
        lead = perform(grave.call_grave, lead, officer, reason="涉及多家机构")
        assert Duty.objects.filter(docket=lead.docket, concept=UPWARD).count() == owed
        assert ("report_upward" in {act.verb for act in may_now(lead, officer)}) == bool(owed)
        with pytest.raises(Refused, match="已经是重大情况"):
            perform(grave.call_grave, lead, officer, reason="再说一次")


def test_where_the_measure_does_not_speak_of_it_nobody_is_asked(wushan: Place) -> None:
    term = appoint(wushan)
    assert "grave" not in signed_in(term.user).get(reverse("phone:file_lead")).content.decode()
    lead = perform(acts.file_lead, term, supervisor(term), words="…", grave=True)
    assert not lead.grave
    with pytest.raises(Refused) as refused:
        perform(grave.call_grave, lead, wushan.officer(Role.CASE_OFFICER), reason="…")
    assert refused.value.code == "not_in_this_law"
