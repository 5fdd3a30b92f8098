"""A standing duty has no last day: whoever heads the bureau is reminded of it as often as the bureau chose, never twice for
the same, and the level above reads in the record that they were."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from watching import signed_in
from world import Place, place
from zhongdu.acts.performing import perform
from zhongdu.bureaus import acts as bureaus
from zhongdu.calendar import clock
from zhongdu.duties import board
from zhongdu.duties.models import Duty
from zhongdu.duties.sweep import sweep
from zhongdu.messages.models import Message
from zhongdu.record.models import Event
from zhongdu.scope.models import Post
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 10)  # a Wednesday


@pytest.fixture
def city(hunan: Place) -> Place:
    """A city that keeps nothing of what it should, with somebody at its head."""
    clock.travel_to(TODAY)
    made = hunan.below("430100", "长沙市医疗保障局", "city")
    made.user(Role.DECIDER)
    return made


def reminded(place: Place) -> list[tuple[date, int]]:
    rows = Event.objects.filter(docket=place.office.docket, act="bureaus.remind_of_owed").order_by("seq")
    return [(event.on, event.data["n"]) for event in rows]


def swept(*days: int) -> None:
    for n in days:
        sweep(TODAY + timedelta(days=n))


@pytest.mark.clauses("hunan:10.1")
def test_it_is_told_on_the_day_after_and_then_as_often_as_the_bureau_chose(city: Place) -> None:
    swept(0)
    assert reminded(city) == [], "on the day it begins nobody has had time"
    swept(1, 1, 2, 5, 15)
    assert reminded(city) == [(TODAY + timedelta(days=1), 4)]
    swept(16)
    assert reminded(city) == [(TODAY + timedelta(days=1), 4), (TODAY + timedelta(days=16), 4)]
    told = Message.objects.filter(kind="duties.owed_now", user=city.user(Role.DECIDER))
    assert {each.bureau for each in told} == {city.bureau} and len(told) == 2
    chief = city.officer(Role.DECIDER)
    perform(bureaus.choose_practice, city.office, chief, practice="bureaus.owed_reminded=7")
    swept(22, 23)
    assert reminded(city)[2:] == [(TODAY + timedelta(days=23), 4)]
    perform(bureaus.choose_practice, city.office, chief, practice="bureaus.owed_reminded=never")
    swept(60, 90)
    assert len(reminded(city)) == 3


def test_not_on_a_day_off_but_on_the_next_working_day(city: Place) -> None:
    swept(2, 3)  # Friday, Saturday
    assert reminded(city) == []
    swept(5)  # Monday
    assert [on for on, _ in reminded(city)] == [TODAY + timedelta(days=5)]


def test_what_is_kept_meanwhile_is_not_reminded_of(city: Place) -> None:
    swept(0)
    chief = city.officer(Role.DECIDER)
    perform(bureaus.name_liaison, city.office, chief, person=str(chief.user_id))
    perform(bureaus.publish_hotline, city.office, chief, hotline="12393")
    swept(1)
    assert [n for _, n in reminded(city)] == [1], "the register alone: the symposium has a last day"


def test_where_nobody_heads_the_bureau_the_one_above_is_told(hunan: Place, city: Place) -> None:
    Post.objects.filter(bureau=city.bureau).update(until=TODAY)
    above = hunan.user(Role.DECIDER)
    swept(0, 1)
    told = Message.objects.filter(kind="duties.owed_now", bureau=city.bureau)
    assert [each.user for each in told] == [above]


def test_the_level_above_reads_that_it_was_reminded_and_a_neighbour_does_not(
    hunan: Place, city: Place
) -> None:
    neighbour = hunan.below("430200", "示例市医疗保障局", "city")
    swept(0, 1)
    address = reverse("desk:board_standing")
    with clock.on(TODAY + timedelta(days=1)):
        shown = signed_in(hunan.user(Role.DECIDER)).get(address, {"bureau": "430100"}).content.decode()
        assert "已提醒 1 次" in shown and "2026年6月11日" in shown and "每十五天一次" in shown
        office = reverse("desk:office", kwargs={"number": city.office.number})
        assert "提醒常设义务" in signed_in(hunan.user(Role.DECIDER)).get(office).content.decode()
        other = signed_in(neighbour.user(Role.DECIDER)).get(address, {"bureau": "430100"}).content.decode()
        assert city.bureau.name not in other
        assert signed_in(neighbour.user(Role.DECIDER)).get(office).status_code == 404


@pytest.mark.clauses("city:17.1", "city:24")
def test_each_is_shown_what_is_theirs_to_keep_standing(db: None) -> None:
    clock.travel_to(date(2026, 6, 10))
    made = place("330700", "示例市医疗保障局", "city", "city")
    sweep(clock.today())
    agency, head, liaison = (
        {row.duty.concept for row in board.owed_now(made.officer(role), clock.today())}
        for role in (Role.AGENCY_OFFICER, Role.DECIDER, Role.LIAISON)
    )
    assert agency and all(concept.startswith("agency.duty.") for concept in agency)
    assert not agency & liaison and liaison, "the agency's own are not the liaison's to meet"
    assert head == agency | liaison, "the head answers for both"
    assert set(Duty.objects.filter(concept__in=agency).values_list("role", flat=True)) == {
        Role.AGENCY_OFFICER
    }
