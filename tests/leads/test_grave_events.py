"""A grave event goes upwards, where the measure has it so, and somebody says that it was received."""

from datetime import date

import pytest
from django.urls import reverse

from watching import appoint, signed_in, supervisor
from world import Place
from zhongdu.acts.allowing import may_now
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.bureaus import acts as bureaus
from zhongdu.calendar import clock, default_schedule
from zhongdu.duties import board
from zhongdu.duties.models import Duty, Source
from zhongdu.duties.sweep import sweep
from zhongdu.leads import acts, grave, queries
from zhongdu.leads.models import Lead
from zhongdu.leads.rules import ACKNOWLEDGING, acknowledge_by
from zhongdu.record.models import Event
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
UPWARD = "grave_event.upward"
MONDAY = date(2026, 3, 2)


@pytest.fixture
def chaoyang(beijing: Place) -> Place:
    return beijing.below("110105", "朝阳区医疗保障局")


def grave_lead(place: Place) -> Lead:
    term = appoint(place)
    return perform(acts.file_lead, term, supervisor(term), words="有人倒卖药品，现场很乱", grave=True)


def page(user: object, name: str, **kwargs: str) -> str:
    return signed_in(user).get(reverse(name, kwargs=kwargs)).content.decode()


def verbs(lead: Lead, actor: object) -> set[str]:
    return {act.verb for act in may_now(lead, actor)}


@pytest.mark.clauses("beijing:8.6/1", "beijing:12")
def test_a_supervisor_reports_one_and_the_district_owes_the_city_a_report(
    beijing: Place, chaoyang: Place
) -> None:
    lead = grave_lead(chaoyang)
    assert lead.grave
    assert {"beijing:8.6/1", "beijing:12"} <= set(Event.objects.get(docket=lead.docket).clauses)
    owed = Duty.objects.get(docket=lead.docket, concept=UPWARD)
    assert (owed.clause, owed.bureau, owed.met_on) == ("beijing:12", chaoyang.bureau, None)
    listed = page(beijing.user(Role.CASE_OFFICER), "desk:leads")
    assert lead.number in listed and "重大" in listed
    perform(grave.report_upward, lead, chaoyang.officer(Role.DECIDER), report="已到现场，药监部门已介入。")
    owed.refresh_from_db()
    assert owed.met_on
    assert "药监部门已介入" in page(beijing.user(Role.CASE_OFFICER), "desk:lead", number=lead.number)


@pytest.mark.clauses("beijing:12")
def test_the_city_acknowledges_it_and_the_district_and_the_speaker_see_who_and_when(
    beijing: Place, chaoyang: Place
) -> None:
    with clock.on(MONDAY):
        lead, above = grave_lead(chaoyang), beijing.officer(Role.CASE_OFFICER)
        owed = Duty.objects.get(docket=lead.docket, concept=grave.RECEIPT)
        assert (owed.bureau, owed.clause, owed.source) == (beijing.bureau, "", Source.TARGET)
        assert owed.due == date(2026, 3, 3)  # the next working day, until the city settles it otherwise
        for role in (Role.CASE_OFFICER, Role.DECIDER):
            shown = page(beijing.user(role), "desk:home")
            assert shown.index("重大情况，等您确认收到") < shown.index("有期限的义务")
            assert lead.number in shown
        assert "等您确认收到" not in page(chaoyang.user(Role.CASE_OFFICER), "desk:home")
        shown = page(beijing.user(Role.CASE_OFFICER), "desk:board")
        assert "确认收到重大情况" in shown and "本局做法" in shown
        for waits in (
            page(chaoyang.user(Role.CASE_OFFICER), "desk:lead", number=lead.number),
            page(lead.user, "phone:lead", number=lead.number),
        ):
            assert "还没有确认收到" in waits and "不是办法的要求" in waits
        lead = perform(grave.acknowledge_from_below, lead, above)
        assert lead.bureau == chaoyang.bureau
    owed.refresh_from_db()
    assert owed.met_on == MONDAY
    assert "等您确认收到" not in page(beijing.user(Role.CASE_OFFICER), "desk:home")
    below = page(chaoyang.user(Role.CASE_OFFICER), "desk:lead", number=lead.number)
    assert "重大情况已收到" in below and beijing.user(Role.CASE_OFFICER).first_name in below
    assert queries.news_of(supervisor(lead.user.appointments.get())) == 1
    mine = page(lead.user, "phone:lead", number=lead.number)
    assert "重大情况已收到" in mine and "北京市医疗保障局" in mine
    assert beijing.user(Role.CASE_OFFICER).first_name not in mine


def test_only_the_bureau_just_above_says_that_it_received_it(beijing: Place, chaoyang: Place) -> None:
    lead = grave_lead(chaoyang)
    haidian = beijing.below("110108", "海淀区医疗保障局")
    for actor, code in (
        (chaoyang.officer(Role.CASE_OFFICER), "not_your_territory"),
        (chaoyang.officer(Role.DECIDER), "not_your_territory"),
        (haidian.officer(Role.DECIDER), "not_there"),
        (beijing.officer(Role.RECRUITER), "not_yours"),
    ):
        with pytest.raises(Refused) as refused:
            perform(grave.acknowledge_from_below, lead, actor)
        assert refused.value.code == code
        assert "acknowledge_grave" not in verbs(lead, actor)
    perform(grave.acknowledge_from_below, lead, beijing.officer(Role.DECIDER))
    with pytest.raises(Refused, match="没有等待确认收到"):
        perform(grave.acknowledge_from_below, lead, beijing.officer(Role.CASE_OFFICER))


def test_the_receiving_bureau_sets_the_time_and_late_is_told(beijing: Place, chaoyang: Place) -> None:
    perform(
        bureaus.choose_practice,
        beijing.office,
        beijing.officer(Role.DECIDER),
        practice=f"{ACKNOWLEDGING.name}=same_day",
    )
    perform(
        bureaus.choose_practice,
        chaoyang.office,
        chaoyang.officer(Role.DECIDER),
        practice=f"{ACKNOWLEDGING.name}=two_working_days",
    )
    with clock.on(MONDAY):
        lead = grave_lead(chaoyang)
        assert Duty.objects.get(docket=lead.docket, concept=grave.RECEIPT).due == MONDAY
    me = supervisor(lead.user.appointments.get())
    sweep(MONDAY)
    assert queries.news_of(me) == 0
    for day in (date(2026, 3, 3), date(2026, 3, 4)):  # told once
        sweep(day)
    noted = Event.objects.filter(docket=lead.docket, act=grave.note_unacknowledged.name)
    assert noted.count() == 1 and queries.news_of(me) == 1
    with clock.on(date(2026, 3, 4)):
        assert "已经超过 2 天" in page(lead.user, "phone:lead", number=lead.number)
        perform(grave.acknowledge_from_below, lead, beijing.officer(Role.DECIDER))
    for shown in (
        page(lead.user, "phone:lead", number=lead.number),
        page(chaoyang.user(Role.DECIDER), "desk:lead", number=lead.number),
    ):
        assert "比目标晚了 2 天" in shown


def test_what_a_bureau_settles_for_itself_is_reckoned_in_working_days() -> None:
    friday, schedule = date(2026, 3, 6), default_schedule()
    assert acknowledge_by("same_day", date(2026, 3, 7), schedule) == date(2026, 3, 7)  # a Saturday too
    assert acknowledge_by("working_day", friday, schedule) == date(2026, 3, 9)
    assert acknowledge_by("two_working_days", friday, schedule) == date(2026, 3, 10)


@pytest.mark.clauses("beijing:12")
def test_a_lead_that_is_answered_or_declined_takes_nothing_of_it_away(
    beijing: Place, chaoyang: Place
) -> None:
    officer = chaoyang.officer(Role.CASE_OFFICER)
    declined, answered = grave_lead(chaoyang), grave_lead(chaoyang)
    perform(acts.decline_lead, declined, officer, words="不归医保管。", clause="beijing:8.2")
    perform(acts.take_up, answered, officer)
    perform(acts.answer, answered, officer, outcome="not_proved", words="没有查到。")
    for lead in (declined, answered):
        assert {duty.concept for duty in Duty.objects.open().filter(docket=lead.docket)} == {
            UPWARD,
            grave.RECEIPT,
        }
        perform(grave.acknowledge_from_below, lead, beijing.officer(Role.CASE_OFFICER))
        perform(grave.report_upward, lead, officer, report="经核实不属重大情况。")
        assert not Duty.objects.open().filter(docket=lead.docket).exists()


@pytest.mark.clauses("beijing:12")
def test_an_officer_may_find_it_grave_and_the_city_itself_owes_nobody(
    beijing: Place, chaoyang: Place
) -> None:
    for place, owed in ((chaoyang, 1), (beijing, 0)):
        term, officer = appoint(place), place.officer(Role.CASE_OFFICER)
        lead = perform(acts.file_lead, term, supervisor(term), words="…")
        lead = perform(grave.call_grave, lead, officer, reason="涉及多家机构")
        assert Duty.objects.filter(docket=lead.docket, concept=UPWARD).count() == owed
        assert ("report_upward" in verbs(lead, officer)) == bool(owed)
        with pytest.raises(Refused, match="已经是重大情况"):
            perform(grave.call_grave, lead, officer, reason="再说一次")


@pytest.mark.clauses("beijing:12")
@pytest.mark.parametrize("state", ["returned", "taken_up", "second_look"])
def test_it_may_be_found_grave_as_long_as_somebody_waits(chaoyang: Place, state: str) -> None:
    term, officer = appoint(chaoyang), chaoyang.officer(Role.CASE_OFFICER)
    lead = perform(acts.file_lead, term, supervisor(term), words="…")
    if state == "returned":
        lead = perform(acts.return_for_completion, lead, officer, words="请补充")
    else:
        lead = perform(acts.take_up, lead, officer)
    if state == "second_look":
        perform(acts.answer, lead, officer, outcome="not_proved", words="没有查到。")
        lead = perform(acts.say_unanswered, lead, supervisor(term), words="没有说到药店")
    lead = perform(grave.call_grave, lead, officer, reason="涉及多家机构")
    assert lead.grave and lead.state == state
    assert {duty.concept for duty in Duty.objects.open().filter(docket=lead.docket)} >= {
        UPWARD,
        grave.RECEIPT,
    }


@pytest.mark.clauses("beijing:12")
def test_the_head_says_why_it_is_not_grave_after_all_and_nobody_waits_for_a_receipt(
    beijing: Place, chaoyang: Place
) -> None:
    lead, head = grave_lead(chaoyang), chaoyang.officer(Role.DECIDER)
    with pytest.raises(Refused) as refused:
        perform(grave.call_no_longer_grave, lead, chaoyang.officer(Role.CASE_OFFICER), words="是演练")
    assert refused.value.code == "not_your_role"
    with pytest.raises(Refused, match="有几处要改"):
        perform(grave.call_no_longer_grave, lead, head)
    lead = perform(grave.call_no_longer_grave, lead, head, words="当天是药店演练，没有人受伤。")
    assert not lead.grave and lead.state == "filed"
    open_now = {duty.concept for duty in Duty.objects.open().filter(docket=lead.docket)}
    assert open_now.isdisjoint({UPWARD, grave.RECEIPT}) and "lead.answer" in open_now
    assert lead.number not in page(beijing.user(Role.CASE_OFFICER), "desk:home")
    assert "当天是药店演练" in page(beijing.user(Role.CASE_OFFICER), "desk:lead", number=lead.number)
    assert queries.news_of(supervisor(lead.user.appointments.get())) == 1
    mine = page(lead.user, "phone:lead", number=lead.number)
    assert "当天是药店演练" in mine and "确认收到" not in mine
    with pytest.raises(Refused, match="没有按重大情况办理"):
        perform(grave.call_no_longer_grave, lead, head, words="再说一次")
    again = perform(grave.call_grave, lead, chaoyang.officer(Role.CASE_OFFICER), reason="有人受伤")
    assert Duty.objects.open().filter(docket=again.docket, concept=UPWARD).count() == 1


@pytest.mark.parametrize("upwards", ["no_such_clause", "nobody_above"])
def test_where_nothing_goes_upwards_the_head_of_the_bureau_acknowledges(
    wushan: Place, beijing: Place, upwards: str
) -> None:
    """Wushan has no such clause, although a bureau stands above it; the city of Beijing owes nobody above."""
    place = wushan if upwards == "no_such_clause" else beijing
    if place is wushan:
        wushan.bureau.parent = Bureau.objects.create(
            code="500000", name="重庆市医疗保障局", level="province", since=date(2020, 1, 1)
        )
        wushan.bureau.save()
    term = appoint(place)
    assert "这是重大情况" in page(term.user, "phone:file_lead")
    lead = perform(acts.file_lead, term, supervisor(term), words="…", grave=True)
    assert lead.grave
    owed = Duty.objects.get(docket=lead.docket, concept=grave.RECEIPT)
    assert (owed.bureau, owed.role) == (place.bureau, Role.DECIDER)
    assert not Duty.objects.filter(docket=lead.docket, concept=UPWARD).exists()
    assert "等您确认收到" not in page(place.user(Role.CASE_OFFICER), "desk:home")
    assert "等您确认收到" in page(place.user(Role.DECIDER), "desk:home")
    with pytest.raises(Refused) as refused:
        perform(grave.acknowledge_grave, lead, place.officer(Role.CASE_OFFICER))
    assert refused.value.code == "not_your_role"
    lead = perform(grave.acknowledge_grave, lead, place.officer(Role.DECIDER))
    assert "重大情况已收到" in page(lead.user, "phone:lead", number=lead.number)
    assert not board.awaiting(place.officer(Role.DECIDER), grave.RECEIPT, clock.today())


@pytest.mark.clauses("wushan:6.2")
def test_a_grave_one_against_the_bureau_waits_for_its_discipline_officer_alone(wushan: Place) -> None:
    term = appoint(wushan)
    lead = perform(
        acts.file_lead, term, supervisor(term), words="收钱", grave=True, against=wushan.bureau.code
    )
    for role in (Role.DECIDER, Role.CASE_OFFICER):
        assert lead.number not in page(wushan.user(role), "desk:home")
        with pytest.raises(Refused):
            perform(grave.acknowledge_grave, lead, wushan.officer(role))
    assert lead.number in page(wushan.user(Role.DISCIPLINE_OFFICER), "desk:home")
    perform(grave.acknowledge_grave, lead, wushan.officer(Role.DISCIPLINE_OFFICER))
    assert not Duty.objects.open().filter(docket=lead.docket, concept=grave.RECEIPT).exists()
