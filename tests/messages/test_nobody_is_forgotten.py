"""Every act either tells somebody, or it is said here why nobody needs to be told. A new act has to decide."""

from datetime import timedelta
from typing import Any

import pytest
from untold import UNTOLD_TO_INSTITUTIONS

from watching import appoint, supervisor
from world import Place
from zhongdu.acts.performing import perform
from zhongdu.acts.registry import ACTS, FOLLOWERS, Act
from zhongdu.calendar import clock
from zhongdu.cli.trace import load_rooms
from zhongdu.duties.sweep import sweep
from zhongdu.leads import acts as leads
from zhongdu.messages.models import Message
from zhongdu.roster import acts as roster
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role
from zhongdu.service import acts as service

load_rooms()
SPEAKERS = {Role.SUPERVISOR, Role.APPLICANT, Role.ANYONE, Role.UNIT, Role.INSTITUTION}
WHOSE = frozenset({-1})
AMONG_OFFICERS = "officers among themselves; whom it is about hears of what comes of it"
STILL_OPEN = "nothing is certain yet; told once it is"
LOOKED_AT = "stands in the timeline of whom it is about, without who looked"
BY_HAND = "handed over in person, or the person was there"
UNTOLD = UNTOLD_TO_INSTITUTIONS | {
    "discipline.add_finding": AMONG_OFFICERS,
    "discipline.ask_recusal": AMONG_OFFICERS,
    "discipline.note_silence": "its last day was told with discipline.tell_person; decide_breach tells the rest",
    "discipline.open_breach": "discipline.tell_person tells, once there is something to be heard on",
    "discipline.record_hearing": BY_HAND,
    "fieldwork.ask_inspectors": "tells each inspector it asks, by name",
    "fieldwork.confirm_joining": AMONG_OFFICERS,
    "fieldwork.decline_joining": AMONG_OFFICERS,
    "fieldwork.mask_photo": AMONG_OFFICERS,
    "fieldwork.note_joining": AMONG_OFFICERS,
    "fieldwork.release_inspector": "fieldwork.call_off_joining follows and tells",
    "leads.add_note": AMONG_OFFICERS,
    "leads.ask_about": AMONG_OFFICERS,
    "leads.call_grave": "whoever received it says so: leads.acknowledge_grave tells",
    "leads.enter_lead": BY_HAND,
    "leads.mask_evidence": AMONG_OFFICERS,
    "leads.name_institution": AMONG_OFFICERS,
    "leads.note_inspection": "an inspection comes unannounced; the answer to the lead tells what it found",
    "leads.note_inspection_result": "tells the officer who has it in hand, by name; the answer tells the speaker",
    "leads.note_overdue": "opens the duty to explain: leads.explain_delay tells why",
    "leads.record_reply": AMONG_OFFICERS,
    "leads.report_upward": "whoever received it says so: leads.acknowledge_from_below tells",
    "leads.take_in": "the system that handed it in has the answer of the interface",
    "leads.take_over": "the act on what it was said in tells: voices.opinion_into_lead, voices.letter_into_lead",
    "meetings.record_view": "the speaker was there; what becomes of it is told by the acts on the opinion",
    "meetings.strike_attendance": BY_HAND,
    "meetings.tick_in": BY_HAND,
    "training.tick_in_to_class": BY_HAND,
    "publicity.take_part": "they were there; the hours counted for it stand on their own page",
    "recruitment.add_outlet": AMONG_OFFICERS,
    "recruitment.add_posting_proof": AMONG_OFFICERS,
    "recruitment.apply": BY_HAND,
    "recruitment.review": STILL_OPEN,
    "recruitment.second_review": STILL_OPEN,
    "recruitment.unmask": LOOKED_AT,
    "rewards.approve_reward": "rewards.tell_reporter tells, on the day the period to claim starts from",
    "rewards.attach_form": AMONG_OFFICERS,
    "rewards.check_reward": STILL_OPEN,
    "rewards.compute_reward": STILL_OPEN,
    "rewards.consider_reward": STILL_OPEN,
    "rewards.note_approval_above": "rewards.tell_reporter tells, on the day the period to claim starts from",
    "rewards.record_claim": BY_HAND,
    "rewards.reopen_reward": STILL_OPEN,
    "rewards.return_share": STILL_OPEN,
    "rewards.send_back": STILL_OPEN,
    "rewards.take_share": STILL_OPEN,
    "roster.give_way_in": BY_HAND,
    "roster.raise_ground": STILL_OPEN,
    "roster.record_letter_returned": BY_HAND,
    "roster.record_transfer": "the department it goes to tells whom it must",
    "roster.set_ground_aside": STILL_OPEN,
    "roster.take_in": "was appointed long ago, on paper; roster.give_way_in hands over the way in",
    "roster.take_over_change": "follows from what the person reported",
    "roster.unmask": LOOKED_AT,
    "service.grade": STILL_OPEN,
    "service.reckon_again": STILL_OPEN,
    "service.uncount_publicity": "publicity.strike_taking_part, which it follows, tells, and why",
    "service.count_training": "stands in the person's hours; the course's own page says it is completed",
    "voices.enter_letter": BY_HAND,
    "voices.enter_opinion": BY_HAND,
    "voices.note_letter_overdue": "opens the duty to explain: voices.explain_letter tells why",
    "voices.note_opinion_overdue": "opens the duty to explain: voices.explain_opinion tells why",
    "voices.sort_opinion": AMONG_OFFICERS,
    "voices.sum_up": AMONG_OFFICERS,
    "voices.unmask_letter": LOOKED_AT,
    "voices.unmask_opinion": LOOKED_AT,
}  # fmt: skip


def tells(act: Act) -> bool:
    return any("tell_of" in follower.__qualname__ for follower in FOLLOWERS.get(act.name, ()))


def names_nobody(act: Act) -> bool:
    """What it happens to, and what it opens, is nobody's by account or by receipt code, and no institution's: there is
    nobody to tell. What waits there for officers stands on the desk's 待办."""
    touched = [kind for kind in (act.on if act.changes_subject else None, act.creates) if kind]
    return not any(
        {"user", "receipt"} & {field.name for field in kind._meta.get_fields()} or is_an_institutions(kind)
        for kind in touched
    )


def is_an_institutions(kind: Any) -> bool:
    """Whether matters of a kind are an institution's to open, signed in with its own account."""

    def names_it(condition: Any) -> bool:
        if hasattr(condition, "children"):
            return any(names_it(each) for each in condition.children)
        return condition[1] == WHOSE

    return names_it(kind.held_by(Actor(user_id=1, institutions=WHOSE)))


def is_by_whom_it_concerns(act: Act) -> bool:
    """Only those may do it who would have to be told."""
    return set(act.by) <= SPEAKERS


@pytest.mark.parametrize("name", sorted(ACTS))
def test_somebody_is_told_or_it_is_said_why_not(name: str) -> None:
    act = ACTS[name]
    excused = is_by_whom_it_concerns(act) or names_nobody(act) or name in UNTOLD
    assert tells(act) or excused, (
        f"{name}: put @told above it, with a sentence in messages/words.toml; or write here why nobody is told"
    )


def test_no_excuse_is_left_behind() -> None:
    needless = [name for name in UNTOLD if name in ACTS and (names_nobody(ACTS[name]) or tells(ACTS[name]))]
    assert needless == [] and UNTOLD.keys() <= ACTS.keys()


# --- whom, and what ------------------------------------------------------------------------------------


def told_to(user: Any) -> list[str]:
    return list(Message.objects.filter(user=user).order_by("id").values_list("kind", flat=True))


@pytest.mark.django_db
def test_whoever_spoke_hears_that_their_identity_was_opened_and_not_by_whom(beijing: Place) -> None:
    term = appoint(beijing)
    lead = perform(leads.file_lead, term, supervisor(term), words="药店换药")
    officer = beijing.officer(Role.CASE_OFFICER)
    perform(leads.unmask, lead, officer, field="speaker", reason="要当面核实")
    assert told_to(term.user) == ["lead.progress"]
    assert not Message.objects.exclude(user=term.user).exists()


@pytest.mark.django_db
def test_the_officer_a_lead_is_given_to_hears_of_it_and_nobody_else_of_the_bureau(beijing: Place) -> None:
    term = appoint(beijing)
    lead = perform(leads.file_lead, term, supervisor(term), words="药店换药")
    one, other = (beijing.officer(Role.CASE_OFFICER, name) for name in ("one", "other"))
    perform(leads.assign_lead, lead, beijing.officer(Role.DECIDER), officer=str(one.user_id))
    assert told_to(one.user_id) == ["desk.handed"] and told_to(other.user_id) == []
    perform(leads.hand_over, lead, one, officer=str(other.user_id), words="请接着办")
    assert told_to(other.user_id) == ["desk.handed"]


@pytest.mark.django_db
def test_a_lead_against_a_bureau_tells_nobody_it_names(beijing: Place) -> None:
    """Of all that happens to it, only its speaker and whoever has it in hand above hear."""
    district = beijing.below("110105", "朝阳区医疗保障局")
    everybody = [
        district.user(role)
        for role in (Role.DECIDER, Role.CASE_OFFICER, Role.LIAISON, Role.DISCIPLINE_OFFICER)
    ]
    term = appoint(district)
    lead = perform(
        leads.file_lead, term, supervisor(term), words="局长让下面不要查", institution="朝阳区医保局局长"
    )
    assert lead.against_id == district.bureau.pk
    officer = beijing.officer(Role.CASE_OFFICER)
    perform(leads.assign_lead, lead, beijing.officer(Role.DECIDER), officer=str(officer.user_id))
    perform(leads.ask_speaker, lead, officer, words="是哪一天？")
    perform(leads.unmask, lead, officer, field="speaker", reason="要当面核实")
    perform(leads.answer, lead, officer, outcome="proved", words="已经查清。")
    heard = set(Message.objects.values_list("user", flat=True))
    assert heard == {term.user_id, officer.user_id} and not heard & {each.pk for each in everybody}
    says = {message.says + message.words.sent(message.n) + message.title for message in Message.objects.all()}
    assert not any("朝阳" in each or "局" in each for each in says)


@pytest.mark.django_db
@pytest.mark.clauses("beijing:8.6/1", "beijing:12")
def test_of_a_grave_event_those_who_must_receive_it_hear_at_once_and_no_one_it_is_about(
    beijing: Place,
) -> None:
    district = beijing.below("110105", "朝阳区医疗保障局")
    district.user(Role.DECIDER), district.user(Role.CASE_OFFICER)
    head, clerk = beijing.user(Role.DECIDER), beijing.user(Role.CASE_OFFICER)
    beijing.user(Role.RECRUITER)
    term = appoint(district)
    told = Message.objects.filter(kind="desk.urgent")
    perform(leads.file_lead, term, supervisor(term), words="有人员危险", grave=True)
    assert set(told.values_list("user", flat=True)) == {head.pk, clerk.pk}
    about = {
        "institution": "朝阳区医保局局长",
        "grave": True,
    }  # goes past the district: the city's own, for its head
    lead = perform(leads.file_lead, term, supervisor(term), words="有人员危险", **about)
    assert list(told.filter(docket=lead.docket).values_list("user", flat=True)) == [head.pk]


@pytest.mark.django_db
def test_the_end_of_a_term_is_brought_to_mind_once_and_not_again_every_night(wushan: Place) -> None:
    term = appoint(wushan)
    soon = term.until - timedelta(days=20)
    for day in (soon - timedelta(days=30), soon, soon + timedelta(days=1)):
        sweep(day)
    assert told_to(term.user) == ["appointment.ending"]
    with clock.on(term.until + timedelta(days=1)):
        perform(roster.let_term_end, term, _system())
    assert told_to(term.user) == ["appointment.ending", "appointment.ended"]


def _system() -> Any:
    from zhongdu.scope.actor import SYSTEM

    return SYSTEM


@pytest.mark.django_db
def test_insurance_about_to_run_out_is_told_unless_there_is_more(beijing: Place) -> None:
    one, other = appoint(beijing, "one"), appoint(beijing, "other")
    today, officer = clock.today(), beijing.officer(Role.LIAISON)
    ends = {"insurer": "示例保险", "since": today, "until": today + timedelta(days=10)}
    for term in (one, other):
        perform(service.note_insurance, term, officer, policy="P1", **ends)
    perform(
        service.note_insurance, other, officer, policy="P2", **ends | {"until": today + timedelta(days=300)}
    )
    sweep(today)
    sweep(today)
    assert told_to(one.user) == ["service.insured", "service.insurance_ending"]
    assert told_to(other.user) == ["service.insured", "service.insured"]
