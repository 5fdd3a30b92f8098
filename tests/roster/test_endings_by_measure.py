"""How appointments end under each measure: on its grounds, in its time, with its consequences."""

from datetime import date, timedelta

import pytest
from appointed_people import DAY, appoint, fresh, supervisor
from django.urls import reverse

from zhongdu import vault
from zhongdu.acts.allowing import may_now
from zhongdu.acts.models import Refusal
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.record.models import Event
from zhongdu.roster import acts
from zhongdu.roster.queries import answer_of, user_by_phone
from zhongdu.scope.actor import SYSTEM, Actor
from zhongdu.scope.roles import Role

ONE = timedelta(days=1)


def end(made, place, ground, role=Role.DECIDER, **more):
    typed = {"conduct_on": clock.today(), "facts": "经查实。", "discretion": "局务会议研究决定。", **more}
    return perform(acts.end_appointment, made, place.officer(role), ground=f"ending.ground.{ground}", **typed)


def clauses_of(made, act):
    return Event.objects.get(docket=made.docket, act=f"roster.{act}").clauses


def on_phone(made):
    """What of this room the person may do now, by verb."""
    return {act.verb for act in may_now(fresh(made), supervisor(made)) if act.name.startswith("roster.")}


# --- on a finding ------------------------------------------------------------------------------------


@pytest.mark.clauses(
    "wushan:11.1", "wushan:11.2", "wushan:11.3", "wushan:11.6",
    "hunan:9.2", "hunan:9.3", "hunan:9.4", "hunan:9.7",
    "beijing:14.1", "beijing:14.2", "beijing:14.3", "beijing:14.6", "beijing:14.7", "beijing:14.8", "beijing:14.9",
    "shaoxing:13",
)  # fmt: skip
@pytest.mark.parametrize(
    ("where", "ground", "clause", "papers"),
    [
        ("wushan", "breach", "wushan:11.1", "void"),
        ("wushan", "punished", "wushan:11.2", "void"),
        ("wushan", "unfit", "wushan:11.3", "void"),
        ("wushan", "other", "wushan:11.6", "void"),
        ("changsha", "sanctioned", "hunan:9.2", "void"),
        ("changsha", "untrue_particulars", "hunan:9.3", "void"),
        ("changsha", "unable", "hunan:9.4", "void"),
        ("changsha", "other", "hunan:9.7", "void"),
        ("beijing", "breach", "beijing:14.1", "recalled"),
        ("beijing", "untrue_particulars", "beijing:14.2", "recalled"),
        ("beijing", "unable", "beijing:14.3", "recalled"),
        ("beijing", "sanctioned", "beijing:14.6", "recalled"),
        ("beijing", "bad_credit", "beijing:14.7", "recalled"),
        ("beijing", "fund_misuse", "beijing:14.8", "recalled"),
        ("beijing", "other", "beijing:14.9", "recalled"),
        ("shaoxing", "tipping_off", "shaoxing:13", "void"),
        ("shaoxing", "extortion", "shaoxing:13", "void"),
    ],
)
def test_each_ground_ends_and_does_to_the_papers_what_its_measure_says(
    request, client, where, ground, clause, papers
):
    place = request.getfixturevalue(where)
    made = appoint(place)
    assert answer_of(made, DAY) == "valid"
    ended = end(made, place, ground)
    assert (ended.state, ended.ended_on, ended.ground) == ("ended", DAY, f"ending.ground.{ground}")
    assert ended.papers == papers == answer_of(fresh(made), DAY)
    assert ended.public_cancellation == (where == "shaoxing")
    assert clause in clauses_of(made, "end_appointment")
    assert not Duty.objects.open().filter(docket=made.docket).exists()


@pytest.mark.clauses("hunan:9.1", "wushan:11.1", "beijing:14.1")
def test_graveness_is_asked_in_hunan_and_not_in_wushan_or_beijing(changsha, wushan, beijing):
    made = appoint(changsha)
    for words in ("", "   "):
        with pytest.raises(Refused) as refused:
            end(made, changsha, "breach", graveness=words)
        assert str(refused.value.clause) == "hunan:9.1" and "graveness" in refused.value.fields
    assert fresh(made).state == "serving"
    assert end(made, changsha, "breach", graveness="泄露检查计划，致检查落空。").state == "ended"
    assert end(appoint(wushan), wushan, "breach").state == "ended"
    assert end(appoint(beijing), beijing, "breach").state == "ended"


@pytest.mark.clauses("hunan:9.2", "beijing:14.6")
def test_only_the_grounds_of_ones_own_measure_are_offered(wushan, changsha):
    made = appoint(wushan)
    for elsewhere in ("bad_credit", "untrue_particulars", "own_request", "term_over"):
        with pytest.raises(Refused) as refused:
            end(made, wushan, elsewhere)
        assert refused.value.code == "bad_input" and "ground" in refused.value.fields


def test_the_ground_is_that_of_the_day_of_the_conduct(wushan):
    made = appoint(wushan)
    before_the_measure = date(2019, 5, 6)
    with pytest.raises(Refused) as refused:
        end(made, wushan, "breach", conduct_on=before_the_measure)
    assert refused.value.code == "no_such_ground_then"
    with pytest.raises(Refused):
        end(made, wushan, "breach", conduct_on=DAY + ONE)
    assert end(made, wushan, "breach", conduct_on=DAY - ONE).state == "ended"


def test_facts_are_written_down_in_the_vault_and_not_on_the_record(wushan):
    made = appoint(wushan)
    with pytest.raises(Refused) as refused:
        end(made, wushan, "breach", facts="")
    assert "facts" in refused.value.fields
    end(made, wushan, "breach", facts="向某某药房索要礼品")
    event = Event.objects.get(docket=made.docket, act="roster.end_appointment")
    assert "索要礼品" not in str(event.data)
    assert list(vault.recall([event.data["vault"]["facts"][0]]).values()) == ["向某某药房索要礼品"]


@pytest.mark.clauses("wushan:13", "shaoxing:13", "hunan:8.5", "beijing:10")
@pytest.mark.parametrize(
    ("where", "ground", "clause"),
    [
        ("wushan", "other", "wushan:13"),
        ("shaoxing", "extortion", "shaoxing:13"),
        ("changsha", "other", "hunan:8.5"),
        ("beijing", "other", "beijing:10"),
    ],
)
def test_a_transfer_where_law_is_broken_cites_its_clause(request, where, ground, clause):
    place = request.getfixturevalue(where)
    made = appoint(place)
    end(made, place, ground, transfer=True)
    event = Event.objects.get(docket=made.docket, act="roster.end_appointment")
    assert clause in event.clauses and event.data["transfer"] is True


def test_what_has_ended_does_not_end_again_and_gives_nothing_back(wushan):
    made = appoint(wushan)
    end(made, wushan, "breach")
    for act, who, typed in (
        (acts.end_appointment, wushan.officer(Role.DECIDER), {"ground": "ending.ground.other", "conduct_on": DAY, "facts": "x"}),
        (acts.step_down, supervisor(made), {}),
        (acts.renew, wushan.officer(Role.DECIDER), {}),
        (acts.report_change, supervisor(made), {"field": "phone", "value": "13900001111", "changed_on": DAY}),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            perform(act, fresh(made), who, **typed)
        assert refused.value.code == "wrong_state", act.name
    assert on_phone(made) == set()


def test_a_double_click_ends_once_and_a_stale_page_ends_nothing(wushan):
    made, chief = appoint(wushan), wushan.officer(Role.DECIDER)
    seen = fresh(made).docket.length
    perform(acts.report_change, made, supervisor(made), field="address", value="新居", changed_on=DAY)
    typed = {"ground": "ending.ground.other", "conduct_on": DAY, "facts": "经查实。"}
    with pytest.raises(Refused) as refused:
        perform(acts.end_appointment, made, chief, seen=seen, **typed)
    assert refused.value.code == "stale"
    for _ in range(2):
        perform(acts.end_appointment, fresh(made), chief, key="click", **typed)
    assert Event.objects.filter(docket=made.docket, act="roster.end_appointment").count() == 1


@pytest.mark.parametrize(
    "role", [role for role in Role if role.is_post and role not in (Role.DECIDER, Role.RECRUITER)]
)
def test_no_other_post_ends(wushan, role):
    made = appoint(wushan)
    with pytest.raises(Refused):
        end(made, wushan, "breach", role=role)
    assert fresh(made).state == "serving" and Refusal.objects.get().act == "roster.end_appointment"


def test_neighbours_strangers_and_other_supervisors_end_nothing(wushan, changsha):
    made, other = appoint(wushan), appoint(changsha)
    typed = {"ground": "ending.ground.other", "conduct_on": DAY, "facts": "x"}
    for who in (changsha.officer(Role.DECIDER), Actor(), supervisor(other)):
        with pytest.raises(Refused) as refused:
            perform(acts.end_appointment, made, who, **typed)
        assert refused.value.code == "not_there"
    with pytest.raises(Refused):
        perform(acts.step_down, made, supervisor(other))
    with pytest.raises(Refused):
        perform(acts.end_appointment, made, supervisor(made), **typed)
    assert fresh(made).state == "serving"


def test_the_system_ends_no_term_before_its_day(wushan):
    made = appoint(wushan)
    clock.travel_to(made.until)
    with pytest.raises(Refused):
        perform(acts.let_term_end, made, SYSTEM)
    clock.travel_to(made.until + ONE)
    with pytest.raises(Refused):
        perform(acts.let_term_end, made, wushan.officer(Role.DECIDER))
    assert perform(acts.let_term_end, made, SYSTEM).state == "ended"


# --- by the fact itself (Shaoxing) ---------------------------------------------------------------------


@pytest.mark.clauses("shaoxing:11")
def test_telling_that_one_cannot_go_on_voids_the_papers_without_a_decision(shaoxing):
    made = appoint(shaoxing)
    with pytest.raises(Refused):
        perform(acts.tell_inability, made, supervisor(made), since=DAY + ONE, reason="身体原因")
    told = perform(acts.tell_inability, made, supervisor(made), since=DAY - ONE, reason="身体原因")
    assert (told.state, told.ended_on, told.papers) == ("ended", DAY, "void")
    assert "shaoxing:11" in clauses_of(made, "tell_inability")
    duty = Duty.objects.get(docket=made.docket, concept="inability.notice")
    assert (duty.since, duty.met_on, duty.due, duty.person_id) == (DAY - ONE, DAY, None, made.user_id)


@pytest.mark.clauses("shaoxing:11")
def test_only_shaoxing_has_the_notice_and_it_has_no_resignation(shaoxing, wushan, changsha, beijing):
    assert "tell_inability" in on_phone(appoint(shaoxing))
    for place in (wushan, changsha, beijing):
        made = appoint(place)
        assert "tell_inability" not in on_phone(made)
        with pytest.raises(Refused) as refused:
            perform(acts.tell_inability, made, supervisor(made), since=DAY, reason="身体原因")
        assert refused.value.code == "not_in_this_law"
    assert not {"step_down", "resign"} & on_phone(appoint(shaoxing))


# --- at one's own request ------------------------------------------------------------------------------


@pytest.mark.clauses("wushan:11.4", "hunan:9.5")
@pytest.mark.parametrize(("where", "clause"), [("wushan", "wushan:11.4"), ("changsha", "hunan:9.5")])
def test_where_no_consent_is_asked_the_request_ends_it_today(request, where, clause):
    made = appoint(request.getfixturevalue(where))
    assert "step_down" in on_phone(made) and "resign" not in on_phone(made)
    gone = perform(acts.step_down, made, supervisor(made), reason="家事")
    assert (gone.state, gone.ended_on, gone.papers) == ("ended", DAY, "void")
    assert clause in clauses_of(made, "step_down")


@pytest.fixture
def asking(beijing):
    made = appoint(beijing)
    return perform(acts.resign, made, supervisor(made), reason="家事")


@pytest.mark.clauses("beijing:14.4")
def test_in_beijing_one_asks_a_month_ahead_and_serves_on(beijing, asking):
    assert (asking.state, asking.resigning_on, asking.resigns_from) == ("serving", DAY, date(2026, 4, 16))
    assert answer_of(asking, DAY) == "valid"
    assert "beijing:14.4" in clauses_of(asking, "resign")
    duty = Duty.objects.open().get(docket=asking.docket, concept="ending.ground.own_request")
    assert duty.due is None, "the law gives the bureau no last day"
    assert "resign" not in on_phone(asking) and "withdraw_resignation" in on_phone(asking)
    assert "step_down" not in on_phone(appoint(beijing))


@pytest.mark.clauses("beijing:14.4")
def test_consent_after_the_month_ends_it_and_recalls_the_letter(beijing, asking):
    clock.travel_to(asking.resigns_from)
    gone = perform(acts.consent_to_resignation, asking, beijing.officer(Role.DECIDER))
    assert (gone.state, gone.ended_on, gone.papers) == ("ended", date(2026, 4, 16), "recalled")
    duty = Duty.objects.get(docket=asking.docket, concept="ending.ground.own_request")
    assert duty.met_on == gone.ended_on


@pytest.mark.clauses("beijing:14.4")
def test_consent_a_day_too_early_is_a_departure_with_a_reason(beijing, asking):
    clock.travel_to(asking.resigns_from - ONE)
    with pytest.raises(Refused) as refused:
        perform(acts.consent_to_resignation, asking, beijing.officer(Role.DECIDER))
    assert refused.value.code == "departure_needs_a_reason" and "departure" in refused.value.fields
    gone = perform(acts.consent_to_resignation, asking, beijing.officer(Role.DECIDER), departure="病重住院")
    assert gone.state == "ended"
    assert (
        "departure:resignation.period"
        in Event.objects.get(docket=asking.docket, act="roster.consent_to_resignation").data["vault"]
    )


@pytest.mark.clauses("beijing:14.4")
def test_only_the_chief_consents_and_only_to_what_was_asked(beijing, asking):
    clock.travel_to(asking.resigns_from)
    for who in (beijing.officer(Role.RECRUITER), supervisor(asking)):
        with pytest.raises(Refused):
            perform(acts.consent_to_resignation, asking, who)
    with pytest.raises(Refused) as refused:
        perform(acts.consent_to_resignation, appoint(beijing), beijing.officer(Role.DECIDER))
    assert refused.value.code == "not_now"


def test_a_request_declined_or_withdrawn_leaves_the_appointment_as_it_was(beijing, asking):
    perform(acts.decline_resignation, asking, beijing.officer(Role.DECIDER), reason="任务未了")
    assert fresh(asking).resigning_on is None and fresh(asking).resigns_from is None
    assert not Duty.objects.open().filter(docket=asking.docket, concept="ending.ground.own_request").exists()
    perform(acts.resign, fresh(asking), supervisor(asking), reason="家事")
    perform(acts.withdraw_resignation, fresh(asking), supervisor(asking))
    assert fresh(asking).resigning_on is None
    with pytest.raises(Refused):
        perform(acts.consent_to_resignation, fresh(asking), beijing.officer(Role.DECIDER))
    with pytest.raises(Refused):
        perform(acts.withdraw_resignation, fresh(asking), supervisor(asking))


# --- changes -----------------------------------------------------------------------------------------


@pytest.mark.clauses("beijing:7")
@pytest.mark.parametrize(("days_after", "late"), [(0, 0), (1, 1)])
def test_twenty_working_days_to_report_a_change(beijing, days_after, late):
    """From Monday 16 March: the twentieth working day after is Tuesday 14 April, the 6th being a day off (清明)."""
    made = appoint(beijing, phone="13800001111")
    last = date(2026, 4, 14)
    clock.travel_to(last + timedelta(days=days_after))
    perform(acts.report_change, made, supervisor(made), field="phone", value="139 0000 2222", changed_on=DAY)
    duty = Duty.objects.get(docket=made.docket, concept="change_report.period")
    assert (duty.since, duty.due, duty.met_on, duty.person_id) == (DAY, last, clock.today(), made.user_id)
    assert duty.was_late(clock.today()) is bool(late)
    data = Event.objects.get(docket=made.docket, act="roster.report_change").data
    assert (data["last_day"], data["days_late"]) == (last.isoformat(), late)
    assert vault.read(made.number, "phone") == {"phone": "13900002222"} and "13900002222" not in str(data)
    assert user_by_phone("13900002222").pk == made.user_id and user_by_phone("13800001111") is None


@pytest.mark.clauses("beijing:7")
def test_elsewhere_a_change_is_taken_without_a_clock(wushan):
    made = appoint(wushan)
    perform(
        acts.report_change, made, supervisor(made), field="address", value="新居", changed_on=date(2026, 1, 1)
    )
    assert not Duty.objects.filter(docket=made.docket, concept="change_report.period").exists()
    assert vault.read(made.number, "address") == {"address": "新居"}


def test_a_change_that_has_not_happened_or_cannot_be_is_not_taken(beijing):
    made = appoint(beijing)
    for typed in (
        {"field": "phone", "value": "13900002222", "changed_on": DAY + ONE},
        {"field": "phone", "value": "99", "changed_on": DAY},
        {"field": "id_number", "value": "11010119600307704X", "changed_on": DAY},
        {"field": "address", "value": "", "changed_on": DAY},
    ):
        with pytest.raises(Refused) as refused:
            perform(acts.report_change, made, supervisor(made), **typed)
        assert refused.value.fields
    with pytest.raises(Refused):
        perform(
            acts.report_change,
            made,
            beijing.officer(Role.DECIDER),
            field="address",
            value="x",
            changed_on=DAY,
        )


# --- what the papers say afterwards ------------------------------------------------------------------


@pytest.mark.clauses("beijing:14", "shaoxing:11", "wushan:11.4")
def test_the_verify_page_follows_every_ending(client, beijing, shaoxing, wushan):
    def told(made):
        return client.get(reverse("public:verify", kwargs={"code": made.verify_code})).content.decode()

    recalled, voided, left = appoint(beijing), appoint(shaoxing), appoint(wushan)
    for made in (recalled, voided, left):
        assert "<h1>有效</h1>" in told(made)
    end(recalled, beijing, "breach")
    perform(acts.tell_inability, voided, supervisor(voided), since=DAY, reason="身体原因")
    perform(acts.step_down, left, supervisor(left))
    assert "<h1>已收回</h1>" in told(recalled)
    assert "<h1>已作废</h1>" in told(voided) and "<h1>已作废</h1>" in told(left)
    assert "经查实" not in told(recalled), "the page does not say why"
