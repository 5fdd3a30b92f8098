"""A course taught in a room: called, signed in at the door, over for those who were there; the absent are asked again."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from watching import appoint, signed_in, supervisor
from world import Place
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.cli.trace import load_rooms
from zhongdu.duties.sweep import sweep
from zhongdu.kit import doors
from zhongdu.messages.models import Message
from zhongdu.record.models import Event
from zhongdu.scope.roles import Role
from zhongdu.service.queries import Stint
from zhongdu.training import acts
from zhongdu.training.models import Course, Study

load_rooms()
pytestmark = pytest.mark.django_db
NINE = datetime(2026, 6, 12, 9, tzinfo=clock.CHINA)


@pytest.fixture(autouse=True)
def two_days_before() -> None:
    clock.travel_to(date(2026, 6, 10))


def refused(act: Any, subject: Any, by: Any, **inputs: Any) -> str:
    with pytest.raises(Refused) as caught:
        perform(act, subject, by, **inputs)
    return caught.value.code


def called(place: Place, questions: int = 0) -> Course:
    """Taken by all who serve, and called for nine o'clock in two days."""
    liaison = place.officer(Role.LIAISON)
    told = {"title": "看懂结算单", "body": "带上笔。", "minutes": 90, "in_class": True, "draws": questions}
    made = perform(acts.draft_course, place.office, liaison, **told)
    for n in range(questions):
        perform(acts.add_question, made, liaison, text=f"第{n}题", options="*对\n错")
    made = perform(acts.open_course, made, liaison, everybody=True)
    return perform(acts.call_class, made, liaison, at=NINE, where="二楼会议室")


def of(course: Course, term: Any) -> Study:
    rows = Study.objects.select_related("docket", "bureau", "course__docket", "appointment__docket")
    return rows.get(course=course, user=term.user_id)


def told_to(term: Any) -> list[str]:
    return list(Message.objects.filter(user=term.user_id).order_by("id").values_list("kind", flat=True))


def now(course: Course) -> str:
    return doors.made(course.door or "", clock.now())


@pytest.mark.clauses("wushan:8.4", "shaoxing:8")
def test_who_was_there_has_completed_it_and_who_was_not_is_asked_again(shaoxing: Place) -> None:
    one, two, liaison = appoint(shaoxing), appoint(shaoxing), shaoxing.officer(Role.LIAISON)
    course = called(shaoxing)
    assert told_to(one) == ["training.assigned", "training.class"]
    assert "shaoxing:8" in Event.objects.get(act="training.call_class").clauses
    assert refused(acts.complete_study, of(course, one), supervisor(one)) == "not_now", "only in the room"
    assert refused(acts.sign_in_to_class, of(course, one), supervisor(one), code=now(course)) == "not_now"
    clock.travel_to(NINE.date())
    perform(acts.sign_in_to_class, of(course, one), supervisor(one), code=now(course))
    assert refused(acts.sign_in_to_class, of(course, one), supervisor(one), code=now(course)) == "not_now"
    course = perform(acts.end_class, course, liaison)
    assert (course.class_at, course.door) == (None, None)
    assert of(course, one).state == "completed" and of(course, one).verify_code
    assert told_to(one)[-1] == "training.completed"
    assert [(each.user_id, each.minutes) for each in Stint.objects.all()] == [(one.user_id, 90)]
    assert of(course, two).state == "assigned"
    again = perform(acts.call_class, course, liaison, at=NINE + timedelta(days=7), where="三楼")
    assert told_to(two).count("training.class") == 2 and told_to(one).count("training.class") == 1
    assert again.door


def test_a_code_of_another_door_or_of_five_minutes_ago_opens_nothing(wushan: Place) -> None:
    term = appoint(wushan)
    course, other = called(wushan), called(wushan)
    clock.travel_to(NINE.date())
    mine, me = of(course, term), supervisor(term)
    assert refused(acts.sign_in_to_class, mine, me, code=now(other)) == "wrong_code"
    stale = doors.made(course.door or "", clock.now() - timedelta(minutes=6))
    assert refused(acts.sign_in_to_class, mine, me, code=stale) == "stale_code"


def test_a_test_comes_after_the_class(wushan: Place) -> None:
    term, liaison = appoint(wushan), wushan.officer(Role.LIAISON)
    course, me = called(wushan, questions=1), supervisor(term)
    assert refused(acts.begin_test, of(course, term), me) == "not_now"
    clock.travel_to(NINE.date())
    perform(acts.tick_in_to_class, of(course, term), liaison, reason="没有带手机")
    perform(acts.end_class, course, liaison)
    assert of(course, term).state == "assigned", "the test is still to be passed"
    perform(acts.begin_test, of(course, term), me)
    perform(
        acts.hand_in_test, of(course, term), me, answers={str(of(course, term).attempts.get().drawn[0]): "0"}
    )
    assert of(course, term).state == "completed"


def test_somebody_signed_in_by_mistake_is_struck_and_told(wushan: Place) -> None:
    term, liaison = appoint(wushan), wushan.officer(Role.LIAISON)
    course = called(wushan)
    assert refused(acts.end_class, course, liaison) == "not_now"
    clock.travel_to(NINE.date())
    perform(acts.tick_in_to_class, of(course, term), liaison, reason="纸质签到表")
    assert refused(acts.close_course, course, liaison) == "not_now", "somebody sits in it"
    perform(acts.strike_class, of(course, term), liaison, reason="看错了人")
    assert told_to(term)[-1] == "training.class_struck"
    assert refused(acts.end_class, course, liaison) == "not_now", "nobody is there"
    perform(acts.close_course, course, liaison)


def test_the_day_before_those_awaited_are_reminded_once(wushan: Place) -> None:
    term = appoint(wushan)
    called(wushan)
    for _ in range(2):
        sweep(date(2026, 6, 11))
    assert told_to(term).count("training.class_tomorrow") == 1


def test_the_room_signs_in_by_phone_and_the_desk_ticks_the_rest(wushan: Place) -> None:
    one, two = appoint(wushan), appoint(wushan)
    course = called(wushan)
    clock.travel_to(NINE.date())
    phone = signed_in(one.user)
    address = reverse("phone:class_sign_in", kwargs={"code": now(course)})
    assert "看懂结算单" in phone.get(address).content.decode()
    assert phone.post(address).status_code == 302 and of(course, one).way == "code"
    assert (
        "二楼会议室" not in phone.get(reverse("phone:study", args=[of(course, one).number])).content.decode()
    )
    desk = signed_in(wushan.user(Role.LIAISON))
    shown = desk.get(reverse("desk:class_code", args=[course.number])).content.decode()
    assert "已签到 <strong>1</strong>／2人" in shown
    tick = reverse("desk:tick_class", args=[course.number])
    desk.post(tick, {"who": [of(course, two).number], "reason": ""})
    assert not of(course, two).attended_at, "no reason, nobody"
    desk.post(tick, {"who": [of(course, two).number], "reason": "没有带手机"})
    assert of(course, two).way == "by_hand"
    page = desk.get(reverse("desk:course", args=[course.number])).content.decode()
    assert "已签到2人" in page
    assert desk.get(reverse("desk:class_sheet", args=[course.number])).content.startswith(b"%PDF")
