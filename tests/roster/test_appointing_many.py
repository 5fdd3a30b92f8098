"""A round of appointments: everybody who may be appointed, from one day on; fifty in one deed, all or none."""

from datetime import date, timedelta

import pytest
from appointed_people import DAY, accept, appoint
from django.urls import reverse

from zhongdu.calendar import clock
from zhongdu.jobs.models import Job
from zhongdu.jobs.working import Run, start
from zhongdu.record.models import Event
from zhongdu.recruitment.queries import Application
from zhongdu.roster import appointing, jobs
from zhongdu.roster.models import Appointment
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
ADDRESS = "/desk/appointing/"


def desk(client, place, role=Role.RECRUITER):
    client.force_login(place.user(role))
    return client


def shown(client, query=""):
    return client.get(ADDRESS + query).content.decode()


def send(client, chosen, since=DAY, key="once"):
    who = [each.number for each in chosen]
    return client.post(ADDRESS, {"who": who, "since": since.isoformat(), "key": key, "seen": ""})


@pytest.mark.clauses("shaoxing:11", "shaoxing:annex1", "wushan:5", "hunan:6/2", "beijing:7")
@pytest.mark.parametrize("where", ["shaoxing", "wushan", "changsha", "beijing"])
def test_everybody_ready_is_ticked_and_appointed_in_one_deed(client, request, where):
    place = request.getfixturevalue(where)
    people = [accept(place, name=f"示例甲{n}") for n in "一二三"]
    page = shown(desk(client, place))
    assert all(f"示例甲{n}" in page for n in "一二三") and page.count(" checked") == 3
    answer = send(client, people)
    assert answer["Location"] == f"{reverse('desk:issue_papers')}?since={DAY}"
    made = list(Appointment.objects.order_by("letter_number"))
    assert [one.letter_number[-4:] for one in made] == ["0001", "0002", "0003"]
    assert len({Event.objects.get(docket=one.docket).deed for one in made}) == 1
    assert all(bool(one.badge_number) == bool(place.law.find("appointment.badge")) for one in made)
    assert "现在没有可以聘任的人" in shown(client)


def test_only_the_ticked_are_appointed_and_one_may_begin_with_nobody(client, wushan):
    first, second = accept(wushan), accept(wushan)
    assert " checked" not in shown(desk(client, wushan), "?none=1")
    send(client, [second])
    assert Appointment.objects.get().application == second
    assert Application.objects.get(pk=first.pk).state == "accepted"


def test_nobody_chosen_is_told(client, wushan):
    accept(wushan)
    assert "请至少选一个人" in send(desk(client, wushan), []).content.decode()


@pytest.mark.clauses("beijing:6.4")
def test_those_still_before_the_public_are_not_offered(client, beijing):
    accept(beijing, name="示例还在公示", state=Application.State.ACCEPTED)
    assert "示例还在公示" not in shown(desk(client, beijing))


@pytest.mark.clauses("beijing:6.4")
def test_the_day_after_the_public_notice_is_proposed_and_an_earlier_one_refused_by_name(client, beijing):
    ends = DAY + timedelta(days=3)
    posted = {"posted_on": DAY - timedelta(days=7), "notice_ends_on": ends, "posting": "a-list"}
    people = [accept(beijing, name="示例无公示"), accept(beijing, name="示例公示中", **posted)]
    assert (ends + timedelta(days=1)).isoformat() in shown(desk(client, beijing))
    said = send(client, people, since=ends).content.decode()
    assert "公示到" in said and f"示例公示中（报名{people[1].number}）不能聘任" in said
    assert not Appointment.objects.exists(), "all or none"
    assert f'value="{ends.isoformat()}"' in said, "what was typed is kept"


def test_who_serves_already_is_left_out_and_counted(client, wushan):
    appoint(wushan, person="the-same")
    accept(wushan, name="示例又来一次", person="the-same")
    said = shown(desk(client, wushan))
    assert "示例又来一次" not in said and "另有1份报名没有列在这里" in said


def test_a_double_click_appoints_once(client, wushan):
    people = [accept(wushan), accept(wushan)]
    desk(client, wushan)
    first, again = send(client, people), send(client, people)
    assert first.status_code == 302 and Appointment.objects.count() == 2
    assert "现在没有可以聘任的人" in again.content.decode()


@pytest.mark.parametrize("since", ["", "2026-13-40", "昨天", "1200-01-01"])
def test_a_day_that_is_none_is_told_beside_the_field(client, wushan, since):
    person = accept(wushan)
    said = desk(client, wushan).post(ADDRESS, {"who": [person.number], "since": since, "key": "k"})
    assert "field-wrong" in said.content.decode() and not Appointment.objects.exists()


def test_somebody_elses_applications_cannot_be_slipped_in(client, wushan, changsha):
    theirs, ours = accept(changsha), accept(wushan)
    send(desk(client, wushan), [theirs, ours])
    assert [one.application for one in Appointment.objects.all()] == [ours]


@pytest.mark.clauses("hunan:3", "beijing:3")
def test_a_bureau_whose_level_does_not_recruit_has_no_such_page(client, hunan, beijing):
    district = beijing.below("110101", "东城区医疗保障局")
    for place in (hunan, district):
        assert desk(client, place, Role.DECIDER).get(ADDRESS).status_code == 403


# --- more than a request waits for ---------------------------------------------------------------------


@pytest.fixture
def deeds_of_two(monkeypatch):
    for module in (appointing, jobs):
        monkeypatch.setattr(module, "DEED", 2)


@pytest.mark.django_db(transaction=True)
def test_many_are_appointed_by_a_job_that_leads_on_to_their_papers(client, wushan, deeds_of_two):
    people = [accept(wushan) for _ in range(5)]
    answer = send(desk(client, wushan), people)
    job = Job.objects.get()
    assert answer["Location"] == reverse("desk:job", kwargs={"number": job.number})
    assert (job.state, job.done, job.total) == ("done", 5, 5) and job.leads_to.endswith(f"?since={DAY}")
    assert Appointment.objects.count() == 5
    assert len({Event.objects.get(docket=one.docket).deed for one in Appointment.objects.all()}) == 3
    jobs.appoint_round.function(Run(job), **job.told)
    assert Appointment.objects.count() == 5, "done again, it changes nothing"


@pytest.mark.django_db(transaction=True)
def test_a_job_that_is_stopped_says_how_far_it_came_and_names_no_person(client, wushan, deeds_of_two):
    people = [accept(wushan) for _ in range(5)]
    late = accept(wushan, name="示例不能聘", state=Application.State.WITHDRAWN)
    numbers = [each.number for each in [*people[:3], late, *people[3:]]]
    start(
        jobs.appoint_round,
        bureau=wushan.bureau,
        by=wushan.officer(Role.RECRUITER),
        numbers=numbers,
        since=str(DAY),
        key="k",
    )
    job = Job.objects.get()
    assert job.state == "failed" and "聘任了2人，其余4人没有聘任" in job.says and late.number in job.says
    assert "示例不能聘" not in job.says and Appointment.objects.count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.clauses("beijing:6.4")
def test_what_would_stop_a_round_in_its_middle_is_said_before_it_begins(client, beijing, deeds_of_two):
    posted = {"posted_on": DAY - timedelta(days=7), "notice_ends_on": DAY, "posting": "a-list"}
    people = [accept(beijing), accept(beijing), accept(beijing, name="示例公示中", **posted)]
    said = send(desk(client, beijing), people).content.decode()
    assert f"示例公示中（报名{people[2].number}）不能聘任" in said
    assert not Job.objects.exists() and not Appointment.objects.exists()


def test_of_somebody_who_applied_twice_one_application_is_offered(client, wushan):
    first, again = accept(wushan, person="the-same"), accept(wushan, person="the-same")
    said = shown(desk(client, wushan))
    assert first.number in said and again.number not in said and "另有1份报名没有列在这里" in said


def test_a_round_for_a_coming_day_is_not_yet_in_force(client, wushan):
    person = accept(wushan)
    send(desk(client, wushan), [person], since=date(2026, 4, 1))
    assert Appointment.objects.get().since == date(2026, 4, 1) and clock.today() == DAY
