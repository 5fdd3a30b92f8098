"""A wrong ending is undone by a reasoned act: what it took away comes back, and the docket keeps both."""

from datetime import timedelta

import pytest
from appointed_people import DAY, appoint, fresh, sign_in, supervisor
from django.urls import reverse

from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.duties.sweep import sweep
from zhongdu.record.models import Event
from zhongdu.record.verifying import breaks
from zhongdu.roster import acts
from zhongdu.roster.queries import answer_of
from zhongdu.scope.actor import SYSTEM
from zhongdu.scope.roles import Role

ONE = timedelta(days=1)
WRONG = {"wrong": "张冠李戴，查实的是另一人。", "reason": "复核决定〔2026〕3号"}


def end(place, made, ground="breach"):
    told = {
        "conduct_on": clock.today(),
        "facts": "经查实。",
        "graveness": "严重。",
        "discretion": "研究决定。",
    }
    return perform(
        acts.end_appointment, made, place.officer(Role.DECIDER), ground=f"ending.ground.{ground}", **told
    )


def restore(place, made, role=Role.DECIDER):
    return perform(acts.restore_appointment, fresh(made), place.officer(role), **WRONG)


def open_duties(made):
    return set(Duty.objects.open().filter(docket=made.docket).values_list("concept", flat=True))


@pytest.mark.parametrize("where", ["wushan", "shaoxing", "changsha", "beijing"])
def test_it_goes_on_as_if_it_had_not_ended_and_the_docket_shows_both(request, client, where):
    place = request.getfixturevalue(where)
    made = appoint(place)
    owed = open_duties(made)
    end(place, made, "tipping_off" if where == "shaoxing" else "breach")
    assert open_duties(made) == set() and owed == {"term.length"}
    again = restore(place, made)
    assert (again.state, again.ground, again.ended_on, again.papers) == ("serving", "", None, "valid")
    assert answer_of(again, DAY) == "valid" and open_duties(made) == owed
    events = list(Event.objects.filter(docket=made.docket).order_by("seq").values_list("act", flat=True))
    assert events[-2:] == ["roster.end_appointment", "roster.restore_appointment"]
    assert sign_in(client, made).get(reverse("phone:me")).status_code == 200
    client.force_login(place.user(Role.DECIDER))
    said = client.get(reverse("desk:appointment", kwargs={"number": made.number})).content.decode()
    assert "终止聘任" in said and "恢复聘任" in said and "张冠李戴" in said
    assert "张冠李戴" not in str(Event.objects.filter(docket=made.docket).last().data)
    assert list(breaks()) == []


@pytest.mark.clauses("shaoxing:13")
def test_a_public_cancellation_is_withdrawn_as_publicly(client, shaoxing):
    made = appoint(shaoxing)
    end(shaoxing, made, "extortion")
    assert "取消资格" in client.get(reverse("public:cancellations")).content.decode()
    clock.travel_to(DAY + ONE)
    restored = restore(shaoxing, made)
    assert (restored.public_cancellation, restored.announced_on) == (False, DAY + ONE)
    said = client.get(reverse("public:cancellations")).content.decode()
    assert "撤销取消" in said and made.letter_number in said
    end(shaoxing, fresh(made), "extortion")
    assert "撤销取消</" not in client.get(reverse("public:cancellations")).content.decode()


@pytest.mark.clauses("beijing:14")
def test_a_letter_that_was_taken_back_is_out_again(beijing):
    made = appoint(beijing)
    end(beijing, made)
    perform(
        acts.record_letter_returned, fresh(made), beijing.officer(Role.RECRUITER), returned_on=DAY, how="交回"
    )
    again = restore(beijing, made)
    assert (again.letter_recalled, again.letter_returned_on) == (False, None)


def test_a_renewed_term_that_fell_with_it_stands_again(wushan):
    made = appoint(wushan)
    after = perform(acts.renew, made, wushan.officer(Role.DECIDER))
    end(wushan, fresh(made))
    assert fresh(after).state == "ended"
    with pytest.raises(Refused) as refused:
        restore(wushan, after)
    assert "恢复前一聘期" in refused.value.says
    restore(wushan, made)
    assert fresh(after).state == "serving" and open_duties(after) == {"term.length"}


def test_once_the_term_is_over_only_the_record_is_put_right(wushan, client):
    made = appoint(wushan)
    end(wushan, made)
    with pytest.raises(Refused):
        perform(acts.correct_ending, fresh(made), wushan.officer(Role.DECIDER), **WRONG)
    clock.travel_to(made.until + ONE)
    with pytest.raises(Refused) as refused:
        restore(wushan, made)
    assert "不能恢复" in refused.value.says
    put_right = perform(acts.correct_ending, fresh(made), wushan.officer(Role.DECIDER), **WRONG)
    assert (put_right.state, put_right.ground) == ("ended", "ending.ground.term_over")
    assert (put_right.ended_on, put_right.papers) == (made.until + ONE, "expired")
    for act in (acts.correct_ending, acts.restore_appointment):
        with pytest.raises(Refused):
            perform(act, fresh(made), wushan.officer(Role.DECIDER), **WRONG)


@pytest.mark.clauses("shaoxing:13")
def test_a_cancellation_is_withdrawn_too_when_only_the_record_is_put_right(shaoxing):
    made = appoint(shaoxing)
    end(shaoxing, made, "extortion")
    clock.travel_to(made.until + ONE)
    put_right = perform(acts.correct_ending, fresh(made), shaoxing.officer(Role.DECIDER), **WRONG)
    assert not put_right.public_cancellation and put_right.announced_on == clock.today()


def test_a_following_term_stands_again_even_where_the_first_has_run_out(wushan):
    made = appoint(wushan)
    after = perform(acts.renew, made, wushan.officer(Role.DECIDER))
    end(wushan, fresh(made))
    clock.travel_to(made.until + ONE)
    put_right = perform(acts.correct_ending, fresh(made), wushan.officer(Role.DECIDER), **WRONG)
    assert put_right.ground == "term.renewal" and fresh(after).state == "serving"


def test_what_ended_with_its_term_is_not_restored(wushan):
    made = appoint(wushan)
    clock.travel_to(made.until + ONE)
    sweep(clock.today())
    with pytest.raises(Refused) as refused:
        restore(wushan, made)
    assert "自然结束" in refused.value.says


def test_only_the_chief_of_the_bureau_restores_and_with_both_reasons(wushan, changsha):
    made = appoint(wushan)
    end(wushan, made)
    for who in (wushan.officer(Role.RECRUITER), supervisor(made), changsha.officer(Role.DECIDER), SYSTEM):
        with pytest.raises(Refused):
            perform(acts.restore_appointment, fresh(made), who, **WRONG)
    for missing in WRONG:
        with pytest.raises(Refused) as refused:
            perform(
                acts.restore_appointment, fresh(made), wushan.officer(Role.DECIDER), **WRONG | {missing: " "}
            )
        assert missing in refused.value.fields
    assert fresh(made).state == "ended"


def test_somebody_appointed_anew_meanwhile_is_not_made_to_serve_twice(wushan):
    made = appoint(wushan, person="one")
    end(wushan, made)
    again = appoint(wushan, person="one")
    assert again.user_id == made.user_id
    with pytest.raises(Refused) as refused:
        restore(wushan, made)
    assert "另有在聘" in refused.value.says


def test_a_resignation_consented_to_by_mistake_is_no_request_any_more(beijing):
    made = appoint(beijing)
    asked = perform(acts.resign, made, supervisor(made), reason="家事")
    clock.travel_to(asked.resigns_from)
    perform(acts.consent_to_resignation, asked, beijing.officer(Role.DECIDER))
    again = restore(beijing, made)
    assert again.resigning_on is None and again.state == "serving"
