"""Last days of assigned visits: reminded once, asked after, put off with a reason, and late said with how late."""

from datetime import timedelta

import pytest
from test_assigned_visit import assign, record, refused

from zhongdu.acts.performing import perform
from zhongdu.bureaus import acts as bureaus
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty, Tick
from zhongdu.duties.sweep import sweep
from zhongdu.fieldwork import acts, deadlines
from zhongdu.fieldwork.queries import Visit, late, near
from zhongdu.record.models import Event
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(shaoxing, serving, institution):
    """A visit to be made in seven days: (visit, appointment)."""
    appointment = serving(shaoxing)
    return assign(shaoxing, appointment, institution(shaoxing), "checklist.annex2"), appointment


def reminders(visit):
    return Event.objects.filter(docket=visit.docket, act="fieldwork.remind_visit").count()


def days(n):
    return clock.today() + timedelta(days=n)


@pytest.mark.clauses("shaoxing:4.4", "beijing:8.6/1")
def test_two_days_before_it_is_brought_to_mind_once(asked, signed_in):
    visit, appointment = asked
    sweep(days(4))
    assert reminders(visit) == 0
    with clock.on(days(4)):
        assert "快到期的任务" not in signed_in(appointment.user).get("/my/").content.decode()
    sweep(days(5))
    sweep(days(5))
    sweep(days(6))
    assert reminders(visit) == 1
    with clock.on(days(5)):
        page = signed_in(appointment.user).get("/my/").content.decode()
    assert "快到期的任务" in page and visit.institution.name in page and "还有2天" in page


@pytest.mark.parametrize(("value", "first"), [("1", 6), ("3", 4), ("off", None)])
def test_how_long_before_is_the_bureaus_own_way(asked, shaoxing, value, first):
    visit, _ = asked
    perform(
        bureaus.choose_practice,
        shaoxing.office,
        shaoxing.officer(Role.DECIDER),
        practice=f"fieldwork.reminder={value}",
    )
    found = [n for n in range(9) if near(days(n)).filter(pk=visit.pk).exists()]
    assert found == (list(range(first, 9)) if first else [])


def test_on_the_front_page_a_covert_task_has_no_name(shaoxing, serving, institution, signed_in):
    appointment, shop = serving(shaoxing), institution(shaoxing, "保密药房")
    assign(shaoxing, appointment, shop, "checklist.annex2", way="covert", due=days(1))
    page = signed_in(appointment.user).get("/my/").content.decode()
    assert "一项任务" in page and shop.name not in page and "暗访" not in page


@pytest.mark.clauses("shaoxing:4.4")
def test_put_off_with_a_reason_the_duty_s_clock_goes_on_and_keeps_the_first_day(asked, shaoxing, signed_in):
    visit, appointment = asked
    first, later = visit.due, days(20)
    sweep(days(5))
    visit.refresh_from_db()
    assert visit.reminded_on == days(5)
    liaison = shaoxing.officer(Role.LIAISON)
    assert refused(deadlines.extend_visit, visit, liaison, due=first, words="x").fields.keys() == {"due"}
    assert "words" in refused(deadlines.extend_visit, visit, liaison, due=later).fields
    past_term = appointment.until + timedelta(days=1)
    assert (
        refused(deadlines.extend_visit, visit, liaison, due=past_term, words="x").code == "due_after_the_term"
    )
    visit = perform(deadlines.extend_visit, visit, liaison, due=later, words="药店装修停业")
    assert (visit.due, visit.reminded_on) == (later, None)
    duty = Duty.objects.get(docket=visit.docket, due=later)
    assert [(tick.kind, tick.until) for tick in duty.ticks.all()] == [
        (Tick.Kind.START, first),
        (Tick.Kind.EXTEND, later),
    ]
    told = signed_in(appointment.user).get(f"/my/visits/{visit.number}/").content.decode()
    assert "期限延长了" in told and "药店装修停业" in told
    assert (
        "药店装修停业"
        in signed_in(shaoxing.user(Role.CASE_OFFICER)).get(f"/desk/visits/{visit.number}/").content.decode()
    )
    sweep(days(18))
    assert reminders(visit) == 2  # once for each last day


def test_what_is_late_stands_on_the_desk_with_how_long_and_may_be_asked_after(asked, shaoxing, signed_in):
    visit, appointment = asked
    desk = signed_in(shaoxing.user(Role.CASE_OFFICER))
    assert not late(shaoxing.officer(Role.CASE_OFFICER), days(7)).exists()
    with clock.on(days(10)):
        home = desk.get("/desk/").content.decode()
        assert "巡查逾期没有完成" in home
        listed = desk.get("/desk/visits/?late=waiting").content.decode()
        assert visit.number in listed and "逾期3天" in listed
        perform(deadlines.urge_visit, visit, shaoxing.officer(Role.LIAISON), words="月底前请去一趟")
        page = signed_in(appointment.user).get(f"/my/visits/{visit.number}/").content.decode()
        assert "医保局催办" in page and "月底前请去一趟" in page
    assert visit.number not in desk.get("/desk/visits/?late=waiting").content.decode()


def test_done_late_says_how_late(asked, shaoxing, himself, signed_in):
    visit, appointment = asked
    me = himself(appointment)
    with clock.on(days(9)):
        done = record(perform(acts.accept_visit, visit, me), me)
        assert done.days_late(days(30)) == 2
        assert "晚了2天" in signed_in(appointment.user).get("/my/visits/").content.decode()
        desk = signed_in(shaoxing.user(Role.CASE_OFFICER))
        for address in (f"/desk/visits/{visit.number}/", "/desk/visits/?late=done"):
            assert "晚了2天" in desk.get(address).content.decode()


def test_in_time_is_not_late(asked, himself):
    visit, appointment = asked
    me = himself(appointment)
    with clock.on(days(7)):
        assert record(perform(acts.accept_visit, visit, me), me).days_late(days(30)) == 0


def test_what_one_chose_oneself_has_no_last_day_to_put_off(shaoxing, serving, institution, himself):
    appointment = serving(shaoxing)
    own = perform(
        acts.choose_visit, appointment, himself(appointment), institution=institution(shaoxing).code, way="open",
        checklist="checklist.annex2",
    )  # fmt: skip
    says = refused(deadlines.extend_visit, own, shaoxing.officer(Role.LIAISON), due=days(9), words="x")
    assert says.code == "not_now" and Visit.objects.get().due is None
