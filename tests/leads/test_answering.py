"""The bureau's side: taken up, explained, declined, answered; and what the speaker gets to read."""

from datetime import date

import pytest

from watching import appoint, supervisor
from world import Place
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.bureaus import acts as bureaus
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty, Source
from zhongdu.duties.sweep import sweep
from zhongdu.leads import acts, queries
from zhongdu.leads.models import Lead
from zhongdu.record.models import Event
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


def brought(place: Place) -> Lead:
    term = appoint(place)
    return perform(acts.file_lead, term, supervisor(term), words="药店串换药品")


@pytest.mark.clauses("wushan:10")
def test_an_answer_is_told_in_plain_words_and_meets_the_duty(wushan: Place) -> None:
    lead, officer = brought(wushan), wushan.officer(Role.CASE_OFFICER)
    lead = perform(acts.take_up, lead, officer)
    assert (lead.state, lead.handler_id) == ("taken_up", officer.user_id)
    lead = perform(acts.answer, lead, officer, outcome="proved", words="查实串换 12 次，已责令退回。")
    assert (lead.state, lead.outcome, lead.answered_on) == ("answered", "proved", clock.today())
    told = queries.told(lead)
    assert [(each.words, each.outcome) for each in told] == [("查实串换 12 次，已责令退回。", "查证属实")]
    assert "wushan:10" in told[0].clauses
    owed = Duty.objects.get(docket=lead.docket, concept="lead.answer")
    assert (owed.met_on, bool(owed.met_by)) == (clock.today(), True)


@pytest.mark.clauses("hunan:10.2")
def test_what_cannot_be_done_yet_is_explained_and_the_wait_goes_on(hunan: Place) -> None:
    lead, officer = brought(hunan), hunan.officer(Role.CASE_OFFICER)
    with pytest.raises(Refused):  # nobody has taken it up yet
        perform(acts.explain_delay, lead, officer, words="等鉴定")
    lead = perform(acts.take_up, lead, officer)
    lead = perform(acts.explain_delay, lead, officer, words="正等药监部门的鉴定。", expected_on=clock.today())
    explained = Duty.objects.get(docket=lead.docket, concept="lead.explanation")
    assert (explained.clause, explained.met_on, explained.owed_to) == ("hunan:10.2", clock.today(), lead.user)
    assert Duty.objects.open().get(docket=lead.docket).concept == "lead.answer"
    assert queries.told(lead)[-1].words == "正等药监部门的鉴定。"
    lead = perform(acts.explain_delay, lead, officer, words="鉴定延期。")  # said again, kept apart
    assert [each.words for each in queries.told(lead)] == ["正等药监部门的鉴定。", "鉴定延期。"]
    assert Duty.objects.filter(docket=lead.docket, concept="lead.explanation").count() == 2


def test_an_explanation_promises_no_day_that_has_passed(hunan: Place) -> None:
    officer = hunan.officer(Role.CASE_OFFICER)
    lead = perform(acts.take_up, brought(hunan), officer)
    with pytest.raises(Refused) as refused:
        perform(acts.explain_delay, lead, officer, words="…", expected_on=date(2020, 1, 1))
    assert "expected_on" in refused.value.fields


@pytest.mark.clauses("shaoxing:8")
def test_shaoxing_owes_an_answer_too_and_a_draft_only_for_demonstration(shaoxing: Place) -> None:
    lead = brought(shaoxing)
    assert Duty.objects.get(docket=lead.docket, concept="lead.answer").clause == "shaoxing:8"
    assert shaoxing.law.demonstration


def test_who_is_told_it_is_not_for_this_bureau_is_told_why(beijing: Place) -> None:
    lead, officer = brought(beijing), beijing.officer(Role.CASE_OFFICER)
    with pytest.raises(Refused) as refused:
        perform(acts.decline_lead, lead, officer)
    assert refused.value.fields.keys() == {"words", "clause"}
    lead = perform(
        acts.decline_lead,
        lead,
        officer,
        words="这是市场监管部门的职责，已告知联系方式。",
        clause="beijing:8.2",
    )
    assert lead.state == "declined"
    assert not Duty.objects.open().filter(docket=lead.docket).exists()
    assert queries.told(lead)[0].words.startswith("这是市场监管")


@pytest.mark.clauses("wushan:10")
def test_a_bureaus_own_target_is_its_own_and_when_it_passes_an_explanation_is_owed(wushan: Place) -> None:
    perform(
        bureaus.set_target,
        wushan.office,
        wushan.officer(Role.DECIDER),
        concept="lead.answer",
        n=5,
        unit="working_days",
    )
    with clock.on(date(2026, 3, 2)):  # a Monday
        lead = brought(wushan)
        owed = Duty.objects.get(docket=lead.docket, concept="lead.answer")
        assert (owed.due, owed.source) == (date(2026, 3, 9), Source.TARGET)
    sweep(date(2026, 3, 9))
    assert not Duty.objects.filter(docket=lead.docket, concept="lead.explanation").exists()
    sweep(date(2026, 3, 10))
    sweep(date(2026, 3, 11))  # asked again, owed once
    explanation = Duty.objects.get(docket=lead.docket, concept="lead.explanation")
    assert (explanation.clause, explanation.owed_to, explanation.met_on) == ("wushan:10", lead.user, None)
    with clock.on(date(2026, 3, 12)):
        officer = wushan.officer(Role.CASE_OFFICER)
        lead = perform(acts.take_up, lead, officer)
        perform(acts.explain_delay, lead, officer, words="人手不足，下周查。")
    explanation.refresh_from_db()
    assert explanation.met_on == date(2026, 3, 12)


@pytest.mark.parametrize("verb", ["take_up", "answer", "explain_delay", "return_for_completion", "unmask"])
def test_officers_of_other_bureaus_and_other_roles_do_not_handle_it(beijing: Place, verb: str) -> None:
    lead, act = brought(beijing), getattr(acts, verb)
    district = beijing.below("110105", "朝阳区医疗保障局")
    stranger, recruiter = district.officer(Role.CASE_OFFICER), beijing.officer(Role.RECRUITER)
    given = {"words": "…", "outcome": "proved", "reason": "…", "field": "speaker"}
    wanted = {each.name: given[each.name] for each in act.inputs.fields if each.name in given}
    for actor, code in ((stranger, "not_there"), (recruiter, "not_yours")):
        with pytest.raises(Refused) as refused:
            perform(act, lead, actor, **wanted)
        assert refused.value.code == code
    assert Event.objects.filter(docket=lead.docket).count() == 1


def test_a_page_that_is_stale_does_not_overwrite(beijing: Place) -> None:
    lead, officer = brought(beijing), beijing.officer(Role.CASE_OFFICER)
    perform(acts.return_for_completion, lead, officer, words="请补充")
    with pytest.raises(Refused) as refused:
        perform(acts.take_up, lead, officer, seen=1)
    assert refused.value.code == "stale"


def test_what_was_said_to_the_speaker_is_news_until_it_is_opened(beijing: Place) -> None:
    term = appoint(beijing)
    me, officer = supervisor(term), beijing.officer(Role.CASE_OFFICER)
    quiet = perform(acts.file_lead, term, me, words="第一条")
    lead = perform(acts.file_lead, term, me, words="第二条")
    newest = perform(acts.file_lead, term, me, words="第三条")
    assert queries.news_of(me) == 0
    lead = perform(acts.return_for_completion, lead, officer, words="请补充")
    order = [each.pk for each in queries.mine(me).order_by("-news", "-id")]
    assert (queries.news_of(me), order) == (1, [lead.pk, newest.pk, quiet.pk])
    queries.was_read(lead, officer)  # an officer looking is not the speaker reading
    assert queries.news_of(me) == 1
    queries.was_read(lead, me)
    assert queries.news_of(me) == 0
    lead = perform(acts.complete, lead, me, words="补充")
    assert queries.news_of(me) == 0  # one's own words are no news
    perform(acts.take_up, lead, officer)
    assert queries.news_of(me) == 0
