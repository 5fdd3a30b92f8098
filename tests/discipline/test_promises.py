"""Promised and declared before the first task; what was declared is nobody's but one's own."""

from datetime import date, timedelta

import pytest

from watching import institution, signed_in, supervisor
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.bureaus.acts import choose_practice
from zhongdu.calendar import clock
from zhongdu.discipline import acts, queries
from zhongdu.discipline.models import Undertaking
from zhongdu.fieldwork import acts as fieldwork
from zhongdu.record.models import Event
from zhongdu.record.verifying import breaks
from zhongdu.roster.models import Appointment
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


def refused(act, subject, by, **inputs) -> Refused:
    with pytest.raises(Refused) as caught:
        perform(act, subject, by, **inputs)
    return caught.value


def assigned(place, appointment, shop):
    return perform(
        fieldwork.assign_visit, appointment, place.officer(Role.CASE_OFFICER), institution=shop.code, way="open",
        checklist="checklist.general", due=clock.today() + timedelta(days=7),
    )  # fmt: skip


def sign(appointment, interests="none", name="张示例"):
    return perform(
        acts.sign_undertaking, appointment, supervisor(appointment), interests=interests, signature=name
    )


# --- the promise ------------------------------------------------------------------------------------------


@pytest.mark.clauses("wushan:9.3", "wushan:9.5", "wushan:9.7")
def test_the_first_task_waits_for_the_undertaking(wushan, serving):
    one = serving(wushan, sworn=False)
    visit = assigned(wushan, one, institution(wushan))
    no = refused(fieldwork.accept_visit, visit, supervisor(one))
    assert no.code == "not_now" and "承诺书" in no.says and "本局做法" in no.says
    sign(one)
    assert perform(fieldwork.accept_visit, visit, supervisor(one)).state == "accepted"


def test_whoever_has_interests_first_says_which(wushan, serving):
    one = serving(wushan, sworn=False)
    visit = assigned(wushan, one, institution(wushan))
    sign(one, interests="some")
    assert "申报利害关系" in refused(fieldwork.accept_visit, visit, supervisor(one)).says
    perform(acts.declare_interest, one, supervisor(one), kind="kin", body="别的药店")
    assert perform(fieldwork.accept_visit, visit, supervisor(one)).state == "accepted"


def test_going_by_oneself_waits_too(wushan, serving):
    one = serving(wushan, sworn=False)
    inputs = {"institution": institution(wushan).code, "way": "open", "checklist": "checklist.general"}
    assert refused(fieldwork.choose_visit, one, supervisor(one), **inputs).code == "not_now"
    answer = signed_in(one.user).get(f"/my/appointments/{one.number}/visit/")
    assert answer.url == "/my/discipline/"


def test_a_bureau_may_do_without(wushan, serving):
    one = serving(wushan, sworn=False)
    visit = assigned(wushan, one, institution(wushan))
    chief = wushan.officer(Role.DECIDER)
    perform(choose_practice, wushan.office, chief, practice="discipline.undertaking=free")
    assert perform(fieldwork.accept_visit, visit, supervisor(one)).state == "accepted"


@pytest.mark.clauses("beijing:9.1", "beijing:9.5", "beijing:9.7", "beijing:9.8")
def test_it_is_signed_by_ones_own_name_in_the_words_of_the_day(beijing, serving):
    one = serving(beijing, sworn=False)
    assert refused(
        acts.sign_undertaking, one, supervisor(one), interests="none", signature="李四"
    ).fields.keys() == {"signature"}
    perform(acts.word_undertaking, beijing.office, beijing.officer(Role.DECIDER), text="本局另加：不收红包。")
    sign(one, name="张 示例")
    kept = Undertaking.objects.get(appointment=one)
    assert "本局另加：不收红包。" in kept.text and "第九条第（五）项" in kept.text
    event = Event.objects.get(docket=one.docket, act="discipline.sign_undertaking")
    assert event.data["version"] == kept.version
    assert {"beijing:9.1", "beijing:9.5", "beijing:9.8"} <= set(event.clauses)
    assert "张" not in str(event.data) and "none" not in str(event.data)
    assert not list(breaks())


def test_it_is_signed_again_only_when_its_words_changed(wushan, serving):
    one = serving(wushan, sworn=False)
    sign(one)
    assert (
        refused(acts.sign_undertaking, one, supervisor(one), interests="none", signature="张示例").code
        == "not_now"
    )
    perform(acts.word_undertaking, wushan.office, wushan.officer(Role.DECIDER), text="新的一句。")
    sign(one)
    assert Undertaking.objects.filter(appointment=one).count() == 2


# --- interests --------------------------------------------------------------------------------------------


def test_what_is_declared_is_sealed_from_the_officers_of_the_appointment(wushan, serving):
    one = serving(wushan)
    perform(acts.declare_interest, one, supervisor(one), kind="kin", body="示例医院", detail="妻子在药房")
    event = Event.objects.get(docket=one.docket, act="discipline.declare_interest")
    for word in ("近亲属", "示例医院", "妻子"):
        assert word not in str(event.data)
    for role in Appointment.readers:
        page = signed_in(wushan.user(role)).get(f"/desk/appointments/{one.number}/").content.decode()
        assert "申报一项利害关系" in page
        for word in ("近亲属在那里", "示例医院", "妻子"):
            assert word not in page, (role, word)
    own = signed_in(one.user).get("/my/discipline/").content.decode()
    assert "示例医院" in own and "妻子在药房" in own


def test_an_interest_that_is_over_bars_no_more(wushan, serving):
    one, shop = serving(wushan), institution(wushan, "示例医院")
    perform(acts.declare_interest, one, supervisor(one), kind="past_employer", body="示例医院")
    declared = queries.interests_of(one.user_id)[0]
    assert queries.recusal(one, shop, wushan.law) == "barred"
    perform(
        acts.end_interest, one, supervisor(one), interest=str(declared.interest.pk), reason="离开满十年了"
    )
    assert queries.recusal(one, shop, wushan.law) == ""
    assert refused(acts.end_interest, one, supervisor(one), interest="1", reason="再试").code == "not_now"


def test_a_stranger_ends_nobodys_interest(wushan, serving):
    one, other = serving(wushan), serving(wushan, "李示例")
    for each in (one, other):
        perform(acts.declare_interest, each, supervisor(each), kind="other", body="示例医院")
    theirs = queries.interests_of(other.user_id)[0]
    no = refused(acts.end_interest, one, supervisor(one), interest=str(theirs.interest.pk), reason="试试")
    assert no.fields.keys() == {"interest"}


def test_once_a_year_one_is_asked_again(wushan, serving):
    one = serving(wushan, sworn=False)
    sign(one)
    day = clock.today()
    assert not queries.must_confirm(one, day)
    assert not queries.must_confirm(one, date(2027, 6, 9))
    assert queries.must_confirm(one, date(2027, 6, 10))
    clock.travel_to(date(2027, 6, 10))
    assert "利害关系申报等您确认" in signed_in(one.user).get("/my/").content.decode()
    assert refused(acts.confirm_interests, one, supervisor(one), complete=False).fields.keys() == {"complete"}
    perform(acts.confirm_interests, one, supervisor(one), complete=True)
    assert not queries.must_confirm(one, clock.today())


def test_a_bureau_may_ask_only_when_something_changes(wushan, serving):
    one = serving(wushan, sworn=False)
    sign(one)
    chief = wushan.officer(Role.DECIDER)
    perform(choose_practice, wushan.office, chief, practice="discipline.confirming=when_changed")
    assert not queries.must_confirm(one, date(2028, 1, 1))


def test_who_has_not_signed_is_listed_for_officers_and_nothing_of_interests(wushan, serving):
    serving(wushan)
    late = serving(wushan, "李示例", sworn=False)
    page = signed_in(wushan.user(Role.LIAISON)).get("/desk/discipline/?kind=pledge").content.decode()
    assert "李示例" in page and late.letter_number in page and "张示例" not in page
