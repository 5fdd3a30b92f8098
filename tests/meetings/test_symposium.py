"""The symposium of all: planned, called, signed in to, held, minuted; and the duty it meets."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from meeting import asked, called, come, held, planned

from watching import appoint, signed_in, supervisor
from world import Place
from zhongdu import vault
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.bureaus import acts as bureaus
from zhongdu.calendar import clock
from zhongdu.calendar.clock import CHINA
from zhongdu.cli.trace import load_rooms
from zhongdu.duties import board
from zhongdu.duties.models import Duty
from zhongdu.duties.sweep import sweep
from zhongdu.kit import doors
from zhongdu.meetings import acts
from zhongdu.meetings.models import Invitation, Meeting
from zhongdu.messages.models import Message
from zhongdu.record.models import Event
from zhongdu.record.verifying import breaks
from zhongdu.scope.actor import SYSTEM
from zhongdu.scope.roles import Role
from zhongdu.service.queries import Stint
from zhongdu.voices import acts as voices

load_rooms()
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> None:
    clock.travel_to(date(2026, 6, 10))


def refused(act: Any, subject: Any, by: Any, **inputs: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        perform(act, subject, by, **inputs)
    return caught.value


def told_to(term: Any) -> list[str]:
    return list(Message.objects.filter(user=term.user_id).order_by("id").values_list("kind", flat=True))


def owed(place: Place) -> list[Duty]:
    return list(Duty.objects.filter(docket=place.office.docket, concept="symposium").order_by("id"))


# --- the duty --------------------------------------------------------------------------------------------


@pytest.mark.clauses("wushan:8", "wushan:8.3")
def test_a_year_without_a_symposium_is_owed_and_a_held_one_meets_it_at_once(wushan: Place) -> None:
    term = appoint(wushan)
    sweep(clock.today())
    [duty] = owed(wushan)
    assert (duty.clause, duty.due, duty.met_on) == ("wushan:8.3", date(2026, 12, 31), None)
    rows = board.read([duty], wushan.officer(Role.LIAISON), clock.today(), "desk")
    assert [row.heading for row in rows] == ["以后到期"]
    called(wushan)
    sweep(clock.today())
    assert owed(wushan)[0].met_on is None, "called is not held"
    clock.travel_to(date(2026, 6, 20))
    meeting = Meeting.objects.get()
    come(meeting, term)
    done = perform(acts.hold_meeting, meeting, wushan.officer(Role.LIAISON), minutes=90)
    assert owed(wushan)[0].met_on == clock.today() and done.held_on == date(2026, 6, 20)
    assert "wushan:8.3" in Event.objects.get(docket=done.docket, act="meetings.hold_meeting").clauses
    sweep(clock.today())
    assert len(owed(wushan)) == 1
    sweep(date(2027, 1, 1))
    assert [duty.due for duty in owed(wushan)] == [date(2026, 12, 31), date(2027, 12, 31)], "each year anew"
    assert list(breaks()) == []


@pytest.mark.clauses("hunan:10.3")
def test_the_city_owes_it_each_year_and_the_province_does_not(hunan: Place) -> None:
    city = hunan.below("430100", "长沙市医疗保障局", "city")
    sweep(clock.today())
    assert [duty.clause for duty in owed(city)] == ["hunan:10.3"] and owed(hunan) == []
    held(city, appoint(city))
    assert owed(city)[0].met_on == clock.today()


@pytest.mark.clauses("shaoxing:8")
def test_regularly_is_the_bureaus_own_number_and_no_last_day_passes_for_the_laws(shaoxing: Place) -> None:
    held(shaoxing, appoint(shaoxing))
    sweep(clock.today())
    assert owed(shaoxing) == []
    half_a_year_on = date(2026, 12, 11)
    sweep(half_a_year_on)
    assert owed(shaoxing) == [], "twelve months until the bureau chooses"
    perform(
        bureaus.choose_practice, shaoxing.office, shaoxing.officer(Role.DECIDER), practice="meetings.symposium=6"
    )  # fmt: skip
    sweep(half_a_year_on)
    assert [(duty.due, duty.clause) for duty in owed(shaoxing)] == [(None, "shaoxing:8")]


@pytest.mark.clauses("beijing:15")
def test_as_work_requires_is_nobodys_debt(beijing: Place) -> None:
    sweep(clock.today())
    assert owed(beijing) == []
    meeting = held(beijing, appoint(beijing))
    assert "beijing:15" in Event.objects.get(docket=meeting.docket, act="meetings.hold_meeting").clauses


# --- all of them -----------------------------------------------------------------------------------------


@pytest.mark.clauses("wushan:8.3", "hunan:10.3")
def test_a_symposium_asks_everybody_who_serves(wushan: Place) -> None:
    one, other = appoint(wushan), appoint(wushan)
    liaison, meeting = wushan.officer(Role.LIAISON), planned(wushan, days=0)
    no = refused(acts.invite_supervisors, meeting, liaison, who=[one.number])
    assert no.code == "not_everybody" and str(no.clause) == "wushan:8.3"
    perform(acts.invite_supervisors, meeting, liaison, everybody=True)
    assert Invitation.objects.filter(meeting=meeting).count() == 2
    assert told_to(one) == told_to(other) == ["meeting.asked"]
    come(Meeting.objects.get(), one)
    late = appoint(wushan)
    no = refused(acts.hold_meeting, meeting, liaison, minutes=60)
    assert "没有通知到" in no.says
    perform(acts.invite_supervisors, meeting, liaison, everybody=True)
    assert told_to(late) == ["meeting.asked"] and told_to(one) == ["meeting.asked"], "nobody twice"
    perform(acts.hold_meeting, meeting, liaison, minutes=60)


@pytest.mark.clauses("shaoxing:8", "beijing:15")
@pytest.mark.parametrize("which", ["shaoxing", "beijing"])
def test_where_the_measure_does_not_write_all_the_bureau_chooses_whom_to_ask(
    which: str, request: pytest.FixtureRequest
) -> None:
    place: Place = request.getfixturevalue(which)
    one, other = appoint(place), appoint(place)
    liaison, meeting = place.officer(Role.LIAISON), planned(place, days=0)
    perform(acts.invite_supervisors, meeting, liaison, who=[one.number])
    assert told_to(one) == ["meeting.asked"] and told_to(other) == []
    come(Meeting.objects.get(), one)
    assert perform(acts.hold_meeting, meeting, liaison, minutes=60).state == Meeting.State.HELD


def test_asking_many_takes_few_statements(wushan: Place, django_assert_max_num_queries: Any) -> None:
    for _ in range(30):
        appoint(wushan)
    meeting, liaison = planned(wushan), wushan.officer(Role.LIAISON)
    with django_assert_max_num_queries(60):
        perform(acts.invite_supervisors, meeting, liaison, everybody=True)
    assert Message.objects.filter(kind="meeting.asked").count() == 30


@pytest.mark.clauses("wushan:8.4", "hunan:10.3")
def test_a_special_meeting_asks_whom_the_bureau_chooses_and_stands_on_its_clause(
    wushan: Place, hunan: Place
) -> None:
    city = hunan.below("430100", "长沙市医疗保障局", "city")
    for place, clause in ((wushan, "wushan:8.4"), (city, "hunan:10.3")):
        one, other = appoint(place), appoint(place)
        meeting, liaison = planned(place, "special", days=0), place.officer(Role.LIAISON)
        assert refused(acts.invite_supervisors, meeting, liaison).code == "nobody"
        perform(acts.invite_supervisors, meeting, liaison, who=[one.number])
        assert [each.user_id for each in Invitation.objects.filter(meeting=meeting)] == [one.user_id]
        come(Meeting.objects.get(pk=meeting.pk), one)
        perform(acts.hold_meeting, meeting, liaison, minutes=60)
        assert clause in Event.objects.get(docket=meeting.docket, act="meetings.hold_meeting").clauses
        assert told_to(other) == []
    sweep(clock.today())
    assert owed(wushan)[0].met_on is None, "a special meeting is no symposium"


# --- replying and signing in -----------------------------------------------------------------------------


def test_they_reply_and_may_change_their_mind(wushan: Place) -> None:
    term = appoint(wushan)
    meeting = called(wushan)
    mine = asked(meeting, term)
    perform(acts.decline_invitation, mine, supervisor(term), reason="那天出差")
    assert asked(meeting, term).state == "declined"
    perform(acts.accept_invitation, mine, supervisor(term))
    assert asked(meeting, term).state == "coming"
    other = appoint(wushan)
    assert refused(acts.accept_invitation, mine, supervisor(other)).code == "not_there"


def test_only_the_screen_at_the_door_signs_somebody_in(wushan: Place) -> None:
    term = appoint(wushan)
    meeting, elsewhere = called(wushan, days=0), called(wushan, "special", days=0, title="别的会")
    mine, me = asked(meeting, term), supervisor(term)
    made_up = doors.made(meeting.door, clock.now())[:-1] + "A"
    for code, why in (
        (doors.made(elsewhere.door, clock.now()), "wrong_code"),
        (made_up if made_up != doors.made(meeting.door, clock.now()) else made_up[:-1] + "B", "wrong_code"),
        (doors.made(meeting.door, clock.now() - timedelta(minutes=6)), "stale_code"),
    ):
        assert refused(acts.sign_in, mine, me, code=code).code == why
    assert come(meeting, term).way == "code"
    assert refused(acts.sign_in, mine, me, code=doors.made(meeting.door, clock.now())).code == "wrong_state"


def test_nobody_signs_in_before_the_day_or_after_it_was_held(wushan: Place) -> None:
    term, late = appoint(wushan), appoint(wushan)
    meeting = called(wushan, days=1)
    code = doors.made(meeting.door, clock.now())
    assert refused(acts.sign_in, asked(meeting, term), supervisor(term), code=code).code == "not_yet"
    clock.travel_to(date(2026, 6, 11))
    come(meeting, term)
    perform(acts.hold_meeting, meeting, wushan.officer(Role.LIAISON), minutes=60)
    code = doors.made(meeting.door, clock.now())
    assert "已召开" in refused(acts.sign_in, asked(meeting, late), supervisor(late), code=code).says


def test_an_officer_notes_who_has_no_phone_with_the_reason_and_takes_it_back(wushan: Place) -> None:
    term = appoint(wushan)
    meeting, liaison = called(wushan, days=0), wushan.officer(Role.LIAISON)
    assert refused(acts.tick_in, asked(meeting, term), liaison).code == "bad_input"
    perform(acts.tick_in, asked(meeting, term), liaison, reason="没带手机")
    assert asked(meeting, term).way == "by_hand"
    perform(acts.strike_attendance, asked(meeting, term), liaison, reason="认错了人")
    assert (asked(meeting, term).state, asked(meeting, term).signed_at) == ("asked", None)


def test_it_is_not_held_before_its_day_nor_without_anybody(wushan: Place) -> None:
    term, liaison = appoint(wushan), wushan.officer(Role.LIAISON)
    meeting = called(wushan, days=1)
    assert "还没有到" in refused(acts.hold_meeting, meeting, liaison, minutes=60).says
    clock.travel_to(date(2026, 6, 11))
    assert "没有人签到" in refused(acts.hold_meeting, meeting, liaison, minutes=60).says
    come(meeting, term)
    assert refused(acts.hold_meeting, meeting, liaison, minutes=0).code == "no_such_time"


def test_whoever_was_there_has_served_that_long(wushan: Place) -> None:
    here, away, full = (appoint(wushan) for _ in range(3))
    from zhongdu.service import acts as service

    perform(
        service.enter_service, full, wushan.officer(Role.LIAISON), kind="other", on=clock.today(), minutes=1400, words="值守"
    )  # fmt: skip
    meeting = held(wushan, here, full)
    [stint] = Stint.objects.filter(sort="meeting")
    assert (stint.user_id, stint.minutes, stint.state) == (here.user_id, 120, "confirmed")
    assert vault.read(stint.number, "service_words")["service_words"] == meeting.title
    assert Event.objects.filter(docket=stint.docket, act="service.count_attendance").exists()
    assert not Stint.objects.filter(user=away.user_id).exists()


# --- views and minutes -----------------------------------------------------------------------------------


@pytest.mark.clauses("wushan:8.3", "wushan:8.4", "hunan:10.3", "shaoxing:8", "wushan:10")
def test_a_view_brought_there_is_followed_to_its_outcome(wushan: Place) -> None:
    term, case_officer = appoint(wushan), wushan.officer(Role.CASE_OFFICER)
    perform(
        bureaus.set_target, wushan.office, wushan.officer(Role.DECIDER), concept="suggestion.answer", n=10,
        unit="working_days",
    )  # fmt: skip
    meeting = held(wushan, term)
    told = {"words": "窗口中午没有人", "gist": "建议窗口中午有人值班"}
    spoke = asked(meeting, term)
    said = {"speaker": spoke.number, **told}
    name = term.user.get_full_name()
    no = refused(acts.record_view, meeting, case_officer, **{**said, "gist": f"{name}建议值班"})
    assert no.code == "names_somebody"
    view = perform(acts.record_view, meeting, case_officer, **said)
    assert (view.source, view.user_id, view.filed_on) == ("meeting", term.user_id, clock.today())
    duty = Duty.objects.get(docket=view.docket, concept="suggestion.answer")
    assert duty.is_open() and duty.source == "target" and duty.owed_to_id == term.user_id
    desk = signed_in(wushan.user(Role.LIAISON))
    page = reverse("desk:meeting", kwargs={"number": meeting.number})
    assert "建议窗口中午有人值班" in desk.get(page).content.decode()
    assert "本局目标" in desk.get(page).content.decode()
    perform(voices.settle_opinion, view, case_officer, outcome="adopted", words="下月起值班")
    assert "采纳" in desk.get(page).content.decode()
    phone = signed_in(term.user).get(reverse("phone:invitation", kwargs={"number": spoke.number}))
    assert "建议窗口中午有人值班" in phone.content.decode() and "采纳" in phone.content.decode()
    assert told_to(term)[-1] == "lead.progress" or "lead" in told_to(term)[-1]


@pytest.mark.clauses("shaoxing:8", "hunan:10.3")
def test_minutes_reach_those_who_were_there_and_those_who_were_not(wushan: Place) -> None:
    here, away = appoint(wushan), appoint(wushan)
    liaison, meeting = wushan.officer(Role.LIAISON), held(wushan, here)
    assert "还没有写纪要" in refused(acts.issue_minutes, meeting, liaison).says
    perform(acts.record_view, meeting, liaison, words="说得不清楚", gist="建议通报写明金额")
    perform(acts.write_minutes, meeting, liaison, words="会议议定：按季通报。")
    absent = asked(meeting, away)
    phone = signed_in(away.user)
    address = reverse("phone:minutes_paper", kwargs={"number": absent.number})
    assert phone.get(address).status_code == 404, "not issued yet"
    perform(acts.issue_minutes, meeting, liaison)
    assert told_to(here)[-1] == "meeting.minutes" and told_to(away)[-1] == "meeting.missed"
    page = phone.get(reverse("phone:invitation", kwargs={"number": absent.number})).content.decode()
    assert "会议议定：按季通报。" in page and "没有到会" in page
    assert phone.get(address).content.startswith(b"%PDF")
    desk = signed_in(wushan.user(Role.LIAISON))
    assert (
        "1人看过纪要" in desk.get(reverse("desk:meeting", kwargs={"number": meeting.number})).content.decode()
    )
    page = desk.get(reverse("desk:meeting", kwargs={"number": meeting.number})).content.decode()
    assert page.count(">看过<") == 1 and page.count("还没有看") == 1
    perform(acts.take_back_minutes, meeting, liaison, reason="漏了一项")
    assert Meeting.objects.get().state == "held"


def test_the_papers_say_what_was_issued_and_are_the_same_again(wushan: Place) -> None:
    from zhongdu.meetings import paper

    term, liaison = appoint(wushan), wushan.officer(Role.LIAISON)
    meeting = held(wushan, term)
    view = perform(acts.record_view, meeting, liaison, words="慢", gist="建议快些答复")
    perform(acts.write_minutes, meeting, liaison, words="按季通报。")
    issued = perform(acts.issue_minutes, meeting, liaison)
    body = str(paper.printed(issued)["body"])
    assert all(word in body for word in ("按季通报", "建议快些答复", "应到监督员1人，实到1人", "三楼会议室"))
    assert term.user.get_full_name() not in body
    before = paper.pdf_of(issued), paper.word_of(issued)
    perform(voices.sum_up, view, liaison, gist="另一种写法")
    clock.travel_to(date(2026, 8, 1))
    assert (paper.pdf_of(issued), paper.word_of(issued)) == before
    assert paper.sheet_of(issued).startswith(b"%PDF")


# --- changes ---------------------------------------------------------------------------------------------


def test_a_change_and_a_cancelling_are_told(wushan: Place) -> None:
    term, liaison = appoint(wushan), wushan.officer(Role.LIAISON)
    meeting = called(wushan)
    again = {
        "title": "年度座谈会",
        "starts_at": clock.now() + timedelta(days=12),
        "where": "一楼",
        "agenda": "同上",
    }
    perform(acts.change_meeting, meeting, liaison, **again)
    perform(acts.call_off_meeting, meeting, liaison, reason="停电")
    assert told_to(term) == ["meeting.asked", "meeting.changed", "meeting.called_off"]
    mine = asked(meeting, term)
    page = (
        signed_in(term.user).get(reverse("phone:invitation", kwargs={"number": mine.number})).content.decode()
    )
    assert "停电" in page
    assert refused(acts.accept_invitation, mine, supervisor(term)).code != "ok"


def test_the_day_before_those_who_have_not_declined_are_reminded_once(wushan: Place) -> None:
    coming, not_coming = appoint(wushan), appoint(wushan)
    meeting = called(wushan, days=3)
    perform(acts.decline_invitation, asked(meeting, not_coming), supervisor(not_coming), reason="出差")
    for day in (11, 12, 12, 13):
        sweep(date(2026, 6, day))
    assert told_to(coming) == ["meeting.asked", "meeting.tomorrow"] and told_to(not_coming) == [
        "meeting.asked"
    ]


def test_the_system_counts_nobody_before_a_meeting_was_held(wushan: Place) -> None:
    from zhongdu.service.acts import count_attendance

    appoint(wushan)
    assert refused(count_attendance, called(wushan), SYSTEM).code == "wrong_state"


@pytest.mark.clauses("wushan:8.3")
def test_a_missed_year_stays_missed_when_the_next_year_has_its_symposium(wushan: Place) -> None:
    """What is held in 2027 speaks of 2027 alone, at once and in the night."""
    sweep(clock.today())
    clock.travel_to(date(2027, 3, 1))
    sweep(clock.today())
    term = appoint(wushan)
    held(wushan, term)
    sweep(clock.today())
    met = {duty.due: duty.met_on for duty in owed(wushan)}
    assert met == {date(2026, 12, 31): None, date(2027, 12, 31): Meeting.objects.get().held_on}
    sweep(date(2028, 1, 3))
    assert [duty.due for duty in owed(wushan) if duty.is_open()] == [date(2026, 12, 31), date(2028, 12, 31)]


@pytest.mark.clauses("wushan:8.3")
def test_what_was_held_in_time_and_entered_after_new_year_meets_its_own_year(wushan: Place) -> None:
    clock.travel_to(date(2026, 12, 20))
    sweep(clock.today())
    term = appoint(wushan)
    meeting = called(wushan, starts_at=datetime(2026, 12, 30, 9, 0, tzinfo=CHINA))
    clock.travel_to(date(2026, 12, 30))
    come(meeting, term)
    clock.travel_to(date(2027, 1, 4))
    sweep(clock.today())
    perform(acts.hold_meeting, Meeting.objects.get(), wushan.officer(Role.LIAISON), minutes=90)
    met = {duty.due: duty.met_on for duty in owed(wushan)}
    assert met == {date(2026, 12, 31): date(2027, 1, 4), date(2027, 12, 31): None}
