"""From an accepted application to a term, a letter and an account."""

from datetime import date, timedelta

import pytest
from appointed_people import DAY, accept, appoint, fresh, supervisor
from django.contrib.auth.models import User

from zhongdu import files, vault
from zhongdu.acts.models import Refusal
from zhongdu.acts.performing import perform, perform_all
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.duties.sweep import sweep
from zhongdu.record.models import Event
from zhongdu.recruitment.queries import Application
from zhongdu.roster import acts
from zhongdu.roster.models import Appointment
from zhongdu.roster.queries import answer_of, current, user_by_letter, user_by_phone
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

EVE = timedelta(days=1)


def cited(number: str, act: str) -> list[str]:
    return Event.objects.get(docket__number=number, act=act).clauses


@pytest.mark.clauses("wushan:5", "shaoxing:11", "hunan:6/2", "beijing:7")
@pytest.mark.parametrize(
    ("where", "until", "clause"),
    [
        ("wushan", date(2028, 3, 16), "wushan:5"),
        ("shaoxing", date(2029, 3, 16), "shaoxing:11"),
        ("changsha", date(2029, 3, 16), "hunan:6/2"),
        ("beijing", date(2029, 3, 16), "beijing:7"),
    ],
)
def test_the_term_is_the_measures_own_and_verifies_through_its_last_day(request, where, until, clause):
    place = request.getfixturevalue(where)
    made = appoint(place)
    assert made.until == until
    assert clause in cited(made.number, "roster.appoint")

    clock.travel_to(until)
    sweep(until)
    assert answer_of(fresh(made), until) == "valid"

    after = until + EVE
    assert answer_of(fresh(made), after) == "expired", "whether or not the sweep has run"
    sweep(after)
    ended = fresh(made)
    assert (ended.state, ended.ended_on, ended.papers) == ("ended", after, "expired")
    assert answer_of(ended, after) == "expired"


@pytest.mark.clauses("wushan:11.5", "hunan:9.6", "beijing:14.5", "shaoxing:11")
@pytest.mark.parametrize(
    ("where", "clause"),
    [
        ("wushan", "wushan:11.5"),
        ("changsha", "hunan:9.6"),
        ("beijing", "beijing:14.5"),
        ("shaoxing", "shaoxing:11"),
    ],
)
def test_a_term_that_ran_out_ends_on_the_measures_own_ground(request, where, clause):
    made = appoint(request.getfixturevalue(where))
    sweep(made.until + EVE)
    assert clause in cited(made.number, "roster.let_term_end")
    assert not Duty.objects.open().filter(docket=made.docket).exists()
    assert Duty.objects.get(docket=made.docket, concept="term.length").met_on == made.until


def test_the_sweep_ends_late_what_it_missed_and_nothing_twice(wushan):
    made = appoint(wushan)
    late = made.until + timedelta(days=40)
    assert sweep(late).done["聘期届满"] == 1
    assert fresh(made).ended_on == made.until + EVE
    assert sweep(late).done["聘期届满"] == 0


@pytest.mark.clauses("shaoxing:annex1", "hunan:6/2")
def test_a_badge_is_numbered_only_where_the_measure_has_one(wushan, beijing, shaoxing, changsha):
    assert appoint(wushan).badge_number is None
    assert appoint(beijing).badge_number is None
    ours = appoint(shaoxing)
    assert ours.badge_number == "330600-2026-Z0001"
    assert "shaoxing:annex1" in cited(ours.number, "roster.appoint")
    assert appoint(changsha).badge_number == "430100-2026-Z0001"


@pytest.mark.clauses("wushan:5", "beijing:6.5")
def test_letters_are_numbered_by_bureau_and_year_in_one_row(wushan, beijing):
    assert [appoint(wushan).letter_number for _ in range(2)] == ["500237-2026-0001", "500237-2026-0002"]
    assert appoint(beijing).letter_number == "110000-2026-0001"
    assert appoint(wushan, since=date(2027, 1, 4)).letter_number == "500237-2027-0001"


@pytest.mark.clauses("wushan:5", "hunan:6/2", "beijing:6.5")
def test_the_duty_to_publish_is_opened_and_met_where_the_list_must_be_public(
    wushan, changsha, beijing, shaoxing
):
    for place in (wushan, changsha, beijing):
        duty = Duty.objects.get(docket=appoint(place).docket, concept="appointment.list_public")
        assert duty.met_on == DAY
    assert not Duty.objects.filter(
        docket=appoint(shaoxing).docket, concept="appointment.list_public"
    ).exists()


@pytest.mark.clauses("beijing:6.4")
def test_nobody_is_appointed_from_a_day_of_the_public_notice(beijing):
    posted = {"posted_on": date(2026, 3, 9), "notice_ends_on": DAY, "posting": "a-list"}
    application = accept(beijing, **posted)
    chief = beijing.officer(Role.DECIDER)
    clock.travel_to(DAY + EVE)
    with pytest.raises(Refused) as refused:
        perform(acts.appoint, application, chief, since=DAY)
    assert str(refused.value.clause) == "beijing:6.4" and "since" in refused.value.fields
    assert perform(acts.appoint, application, chief, since=DAY + EVE).since == DAY + EVE


@pytest.mark.clauses("beijing:6.4")
def test_where_the_measure_has_a_public_notice_review_alone_is_not_enough(beijing, wushan):
    with pytest.raises(Refused):
        perform(
            acts.appoint,
            accept(beijing, state=Application.State.ACCEPTED),
            beijing.officer(Role.DECIDER),
            since=DAY,
        )
    assert perform(acts.appoint, accept(wushan), wushan.officer(Role.RECRUITER), since=DAY).state == "serving"


def test_the_person_moves_into_the_vault_and_the_account_knows_nothing(wushan):
    made = appoint(wushan, name="王秀英", phone="13800001111")
    assert vault.read(made.number, "name", "phone", "employer") == {
        "name": "王秀英",
        "phone": "13800001111",
        "employer": "退休",
    }
    user = User.objects.get(pk=made.user_id)
    assert (user.username, user.first_name, user.last_name, user.email) == (made.letter_number, "", "", "")
    assert not user.has_usable_password()
    assert files.attached(made.number, "photo").count() == 1
    assert user_by_phone("138 0000 1111") == user == user_by_letter(made.letter_number)
    event = Event.objects.get(docket__number=made.number, act="roster.appoint")
    assert "王秀英" not in str(event.data) and "13800001111" not in str(event.data)


def test_a_phone_two_accounts_share_signs_neither_in(wushan):
    appoint(wushan, phone="13800001111")
    appoint(wushan, phone="13800001111")
    assert user_by_phone("13800001111") is None


def test_a_round_of_appointments_is_one_deed_all_or_none(wushan):
    chief = wushan.officer(Role.DECIDER)
    good = [accept(wushan) for _ in range(3)]
    withdrawn = accept(wushan, state=Application.State.WITHDRAWN)
    with pytest.raises(Refused):
        perform_all(acts.appoint, [*good, withdrawn], chief, since=DAY)
    assert not Appointment.objects.exists()
    made = perform_all(acts.appoint, good, chief, since=DAY)
    assert [one.letter_number[-4:] for one in made] == ["0001", "0002", "0003"]
    assert len({Event.objects.get(docket=one.docket).deed for one in made}) == 1


def test_a_double_click_appoints_once(wushan):
    application, chief = accept(wushan), wushan.officer(Role.DECIDER)
    first = perform(acts.appoint, application, chief, key="click", since=DAY)
    assert perform(acts.appoint, application, chief, key="click", since=DAY).pk == first.pk
    with pytest.raises(Refused) as refused:
        perform(acts.appoint, application, chief, key="another", since=DAY)
    assert refused.value.code == "wrong_state"
    assert Appointment.objects.count() == 1


def test_somebody_who_serves_is_not_appointed_again_and_keeps_one_account_for_life(wushan):
    first = appoint(wushan, person="the-same")
    with pytest.raises(Refused) as refused:
        appoint(wushan, person="the-same")
    assert refused.value.code == "already_serving"
    clock.travel_to(first.until + EVE)
    sweep(first.until + EVE)
    again = appoint(wushan, person="the-same")
    assert again.user_id == first.user_id
    assert user_by_letter(again.letter_number) == user_by_letter(first.letter_number)


@pytest.mark.parametrize(
    "role", [role for role in Role if role.is_post and role not in (Role.DECIDER, Role.RECRUITER)]
)
def test_no_other_post_appoints(wushan, role):
    application = accept(wushan)
    with pytest.raises(Refused):
        perform(acts.appoint, application, wushan.officer(role), since=DAY)
    assert not Appointment.objects.exists()
    assert Refusal.objects.get().act == "roster.appoint"


@pytest.mark.clauses("beijing:3", "hunan:3")
def test_only_levels_the_measure_lets_recruit_appoint(beijing, hunan):
    for place in (beijing.below("110101", "东城区医疗保障局"), hunan):
        with pytest.raises(Refused) as refused:
            perform(acts.appoint, accept(place), place.officer(Role.DECIDER), since=DAY)
        assert refused.value.code == "not_your_level"


def test_strangers_and_neighbours_appoint_nobody(wushan, changsha):
    application = accept(wushan)
    for actor in (Actor(), changsha.officer(Role.DECIDER)):
        with pytest.raises(Refused) as refused:
            perform(acts.appoint, application, actor, since=DAY)
        assert refused.value.code == "not_there"


# --- renewal -----------------------------------------------------------------------------------------


@pytest.mark.clauses("wushan:5", "hunan:6/2", "beijing:7")
@pytest.mark.parametrize(
    ("where", "clause"), [("wushan", "wushan:5"), ("changsha", "hunan:6/2"), ("beijing", "beijing:7")]
)
def test_a_renewed_term_follows_on_the_next_day_with_papers_of_its_own(request, where, clause):
    place = request.getfixturevalue(where)
    first = appoint(place, phone="13800001111")
    second = perform(acts.renew, first, place.officer(Role.DECIDER))
    assert (second.since, second.user_id) == (first.until + EVE, first.user_id)
    assert second.letter_number != first.letter_number and second.verify_code != first.verify_code
    assert clause in cited(second.number, "roster.renew")
    assert answer_of(second, first.until) == "not_yet" and answer_of(second, second.since) == "valid"
    assert user_by_phone("13800001111").pk == first.user_id

    clock.travel_to(second.since)
    sweep(second.since)
    ended = fresh(first)
    assert (ended.state, ended.ground, ended.papers) == ("ended", "term.renewal", "expired")
    assert current(first.user_id, second.since) == second
    with pytest.raises(Refused):
        perform(acts.renew, ended, place.officer(Role.DECIDER))


def test_a_term_is_renewed_once(wushan):
    first, chief = appoint(wushan), wushan.officer(Role.DECIDER)
    perform(acts.renew, first, chief)
    with pytest.raises(Refused) as refused:
        perform(acts.renew, fresh(first), chief)
    assert refused.value.code == "not_now"


def test_what_is_reported_before_the_next_term_begins_is_known_in_it(wushan):
    first = appoint(wushan, phone="13800001111")
    second = perform(acts.renew, first, wushan.officer(Role.DECIDER))
    perform(
        acts.report_change,
        fresh(first),
        supervisor(first),
        field="phone",
        value="13900002222",
        changed_on=DAY,
    )
    assert vault.read(second.number, "phone") == {"phone": "13900002222"}
    assert user_by_phone("13900002222").pk == first.user_id and user_by_phone("13800001111") is None


def test_a_phone_given_up_signs_in_whoever_has_it_now(wushan):
    first = appoint(wushan, phone="13800001111")
    second = perform(acts.renew, first, wushan.officer(Role.DECIDER))
    clock.travel_to(second.since)
    sweep(second.since)
    perform(
        acts.report_change,
        second,
        supervisor(second),
        field="phone",
        value="13900002222",
        changed_on=second.since,
    )
    assert user_by_phone("13800001111") is None
    newcomer = appoint(wushan, phone="13800001111")
    assert user_by_phone("13800001111").pk == newcomer.user_id


def test_a_renewed_term_does_not_outlive_the_end_of_the_first(wushan):
    first, chief = appoint(wushan), wushan.officer(Role.DECIDER)
    second = perform(acts.renew, first, chief)
    perform(
        acts.end_appointment,
        fresh(first),
        chief,
        ground="ending.ground.breach",
        conduct_on=DAY,
        facts="经查实。",
    )
    fallen = fresh(second)
    assert (fallen.state, fallen.ended_on, fallen.papers, fallen.ground) == (
        "ended",
        DAY,
        "void",
        "ending.ground.breach",
    )
    assert answer_of(fallen, second.since) == "void"
    assert not Duty.objects.open().filter(docket__in=[first.docket, second.docket]).exists()


# --- the way in --------------------------------------------------------------------------------------


def test_the_account_is_opened_by_receipt_and_anew_after_a_reset(wushan):
    made = appoint(wushan)
    application = made.application
    applicant = Actor(roles=frozenset({Role.ANYONE, Role.APPLICANT}), holds=frozenset({application.number}))
    with pytest.raises(Refused):
        perform(acts.activate, application, Actor())
    perform(acts.activate, application, applicant)
    made.user.set_password("watch-over-2")
    made.user.save()
    with pytest.raises(Refused) as refused:
        perform(acts.activate, Application.objects.get(pk=application.pk), applicant)
    assert refused.value.code == "not_now"

    with pytest.raises(Refused):
        perform(acts.reset_sign_in, made, supervisor(made))
    perform(acts.reset_sign_in, made, wushan.officer(Role.RECRUITER))
    assert not User.objects.get(pk=made.user_id).has_usable_password()
    perform(acts.activate, Application.objects.get(pk=application.pk), applicant)
