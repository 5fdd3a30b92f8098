"""Opinions from three mouths: answered, explained, carried out, passed on, and hidden from those they are about."""

from datetime import date, timedelta

import pytest
from speaking import WORDS, afresh, brought, clerk, settled, speaker, voiced, writer

from watching import appoint, supervisor
from world import Place
from zhongdu import vault
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.bureaus import acts as bureaus
from zhongdu.calendar import clock
from zhongdu.duties import board
from zhongdu.duties.models import Duty, Source
from zhongdu.duties.sweep import sweep
from zhongdu.leads.queries import Lead
from zhongdu.messages.models import Message
from zhongdu.record.models import Event
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role
from zhongdu.voices import acts, queries, themes
from zhongdu.voices.models import Opinion
from zhongdu.voices.talking import talk_of_opinion, told_of_opinion

pytestmark = pytest.mark.django_db


def owed(opinion: Opinion, concept: str = "suggestion.answer") -> Duty:
    return Duty.objects.filter(docket=opinion.docket, concept=concept).latest("id")


@pytest.mark.clauses("wushan:6.5", "wushan:8.1", "wushan:10")
def test_a_supervisors_opinion_is_owed_an_answer_and_gets_one(wushan: Place) -> None:
    opinion = brought(wushan, source="heard")
    duty = owed(opinion)
    assert (duty.clause, duty.owed_to, duty.met_on) == ("wushan:10", opinion.user, None)
    perform(acts.take_opinion, opinion, clerk(wushan))
    done = settled(wushan, opinion, words="下月起手机上可以办。")
    assert (done.state, done.get_outcome_display(), done.answered_on) == ("answered", "采纳", clock.today())
    assert owed(opinion).met_on == clock.today()
    assert [said.words for said in talk_of_opinion(done)] == [WORDS, "下月起手机上可以办。"]
    told = Message.objects.filter(user=opinion.user, docket=opinion.docket)
    assert set(told.values_list("kind", flat=True)) == {"lead.progress", "lead.answer"}
    assert list(breaks()) == []


@pytest.mark.clauses("shaoxing:4.3", "shaoxing:8")
def test_another_measure_binds_its_own_clauses(shaoxing: Place) -> None:
    opinion = brought(shaoxing)
    assert owed(opinion).clause == "shaoxing:8"
    [event] = Event.objects.filter(docket=opinion.docket)
    assert "shaoxing:4.3" in event.clauses


@pytest.mark.clauses("hunan:7.5", "beijing:8.5")
def test_the_mood_of_the_public_is_told_as_what_it_is(hunan: Place, beijing: Place) -> None:
    changsha = hunan.below("430100", "长沙市医疗保障局", "city")
    for place, clause in ((changsha, "hunan:7.5"), (beijing, "beijing:8.5")):
        opinion = brought(place, source="online")
        [event] = Event.objects.filter(docket=opinion.docket)
        assert clause in event.clauses and opinion.get_source_display() == "网上、媒体上看到的"


def test_words_stand_in_the_vault_and_not_in_the_record(wushan: Place) -> None:
    opinion = brought(wushan)
    [event] = Event.objects.filter(docket=opinion.docket)
    assert WORDS not in str(event.data)
    assert vault.read(opinion.number, "opinion")["opinion"] == WORDS


# --- the number is the bureau's own ----------------------------------------------------------------------
def test_promptly_has_no_number_until_the_bureau_sets_its_own(wushan: Place) -> None:
    assert owed(brought(wushan)).due is None
    chief = wushan.officer(Role.DECIDER)
    perform(bureaus.set_target, wushan.office, chief, concept="suggestion.answer", n=5, unit="working_days")
    duty = owed(brought(wushan))
    assert duty.due is not None and duty.source == Source.TARGET


def test_late_ones_owe_an_explanation_and_the_wait_goes_on(wushan: Place) -> None:
    chief, officer = wushan.officer(Role.DECIDER), clerk(wushan)
    with clock.on(date(2026, 9, 1)):
        perform(
            bureaus.set_target, wushan.office, chief, concept="suggestion.answer", n=5, unit="working_days"
        )
        opinion = brought(wushan)
        due = owed(opinion).due
        assert due
    with clock.on(due):
        sweep(clock.today())
        assert not Duty.objects.filter(docket=opinion.docket, concept="lead.explanation").exists()
    with clock.on(due + timedelta(days=1)):
        sweep(clock.today())
        sweep(clock.today())
        [explanation] = Duty.objects.filter(docket=opinion.docket, concept="lead.explanation")
        assert explanation.owed_to == opinion.user and explanation.met_on is None
        perform(acts.explain_opinion, opinion, officer, words="系统要等省里升级。", expected_on=clock.today())
        explanation.refresh_from_db()
        assert explanation.met_on == clock.today() and owed(opinion).met_on is None
        assert told_of_opinion(opinion)[-1].expected_on == clock.today()
        row = next(row for row in board.due_for(officer, clock.today()) if row.duty.docket == opinion.docket)
        assert row.late and row.waited >= 7


def test_an_explanation_does_not_promise_the_past(wushan: Place) -> None:
    with pytest.raises(Refused) as refused:
        perform(
            acts.explain_opinion, brought(wushan), clerk(wushan), words="等", expected_on=date(2020, 1, 1)
        )
    assert "expected_on" in refused.value.fields


# --- what came of it -------------------------------------------------------------------------------------
def test_what_was_adopted_is_carried_out_once(wushan: Place) -> None:
    opinion, officer = brought(wushan), clerk(wushan)
    with pytest.raises(Refused):
        perform(acts.report_carried_out, opinion, officer, done_on=clock.today(), words="做了")
    settled(wushan, opinion)
    with pytest.raises(Refused) as early:
        perform(acts.report_carried_out, opinion, officer, done_on=date(2020, 1, 1), words="做了")
    assert "done_on" in early.value.fields
    done = perform(acts.report_carried_out, opinion, officer, done_on=clock.today(), words="已上线")
    assert done.carried_out_on == clock.today() and told_of_opinion(done)[-1].words == "已上线"
    with pytest.raises(Refused):
        perform(acts.report_carried_out, opinion, officer, done_on=clock.today(), words="又做了")


def test_what_was_not_adopted_is_never_carried_out(wushan: Place) -> None:
    opinion = settled(wushan, brought(wushan), outcome="not_adopted", words="目录由国家定，本局不能改。")
    with pytest.raises(Refused):
        perform(acts.report_carried_out, opinion, clerk(wushan), done_on=clock.today(), words="做了")


def test_an_answer_needs_its_reason(wushan: Place) -> None:
    with pytest.raises(Refused) as refused:
        perform(acts.settle_opinion, brought(wushan), clerk(wushan), outcome="not_adopted")
    assert "words" in refused.value.fields


# --- themes ------------------------------------------------------------------------------------------------
@pytest.mark.clauses("beijing:8.3", "hunan:7.3")
def test_the_measures_themes_stand_beside_the_bureaus_own(beijing: Place, hunan: Place) -> None:
    keeper = clerk(beijing, Role.LIAISON)
    perform(acts.add_themes, beijing.office, keeper, names="异地就医\n\n报销待遇、异地就医\n完善医保政策")
    names = [label for _, label in themes.in_use(beijing.bureau, beijing.law)]
    assert names == ["完善医保政策", "优化医保管理", "强化基金监管", "异地就医", "报销待遇"]
    law = dict(themes.in_use(beijing.bureau, beijing.law))
    own = next(code for code, label in law.items() if label == "异地就医")
    opinion = brought(beijing, about=["suggestion.theme.policy", own])
    assert [tag.theme for tag in opinion.tags.all()] == ["suggestion.theme.policy", own]
    perform(acts.retire_theme, beijing.office, keeper, theme=own)
    assert own not in dict(themes.in_use(beijing.bureau, beijing.law))
    assert themes.labels(beijing.bureau, beijing.law, [own]) == {own: "异地就医"}
    with pytest.raises(Refused):
        brought(beijing, about=[own])


def test_a_theme_too_long_or_of_another_bureau_is_refused(wushan: Place, shaoxing: Place) -> None:
    with pytest.raises(Refused) as refused:
        perform(acts.add_themes, wushan.office, clerk(wushan), names="很" * 21)
    assert "names" in refused.value.fields
    perform(acts.add_themes, shaoxing.office, clerk(shaoxing), names="报销")
    there = themes.in_use(shaoxing.bureau, shaoxing.law)[0][0]
    with pytest.raises(Refused):
        brought(wushan, about=[there])


def test_an_officer_sorts_and_sums_up_without_names(wushan: Place) -> None:
    opinion, officer = brought(wushan), clerk(wushan)
    perform(acts.add_themes, wushan.office, officer, names="异地就医")
    code = themes.in_use(wushan.bureau, wushan.law)[0][0]
    perform(acts.sort_opinion, opinion, officer, about=[code])
    assert [tag.theme for tag in opinion.tags.all()] == [code]
    with pytest.raises(Refused) as named:
        perform(acts.sum_up, opinion, officer, gist=f"{opinion.user.get_full_name()}建议手机上办备案。")
    assert "gist" in named.value.fields and not afresh(opinion).summed
    perform(acts.sum_up, opinion, officer, gist="建议手机上办异地备案。")
    assert afresh(opinion).summed
    perform(acts.add_to_opinion, opinion, speaker(opinion), words="老人用不来手机，窗口也要留")
    assert not afresh(opinion).summed


# --- whose it is, and who may know -------------------------------------------------------------------------
def test_it_goes_to_the_bureau_that_can_do_it_with_its_wait(hunan: Place) -> None:
    changsha = hunan.below("430100", "长沙市医疗保障局", "city")
    with clock.on(date(2026, 9, 1)):
        opinion = brought(changsha)
    perform(acts.pass_opinion, opinion, clerk(changsha), bureau="430000", words="省里的目录归省局定。")
    passed = afresh(opinion)
    assert (passed.bureau, passed.state, passed.filed_on) == (hunan.bureau, "filed", date(2026, 9, 1))
    assert owed(passed).bureau == hunan.bureau and owed(passed).met_on is None
    with pytest.raises(Refused):
        settled(changsha, passed)
    assert settled(hunan, passed).state == "answered"


@pytest.mark.clauses("beijing:8.3", "hunan:7.3")
def test_what_is_said_of_a_bureaus_people_goes_past_them(beijing: Place) -> None:
    district = beijing.below("110108", "海淀区医疗保障局")
    term = appoint(district)
    said = perform(acts.bring_opinion, term, supervisor(term), words="窗口的人让熟人插队。", against="110108")
    assert (said.bureau, said.against) == (beijing.bureau, district.bureau)
    for role in (Role.CASE_OFFICER, Role.DECIDER, Role.LIAISON):
        assert not Opinion.objects.visible_to(clerk(district, role)).exists()
        assert queries.waiting_for_officer(clerk(district, role)) == []
    assert Opinion.objects.visible_to(clerk(beijing)).get() == said
    assert Opinion.objects.visible_to(speaker(said)).get() == said
    [event] = Event.objects.filter(docket=said.docket)
    assert "beijing:8.3" in event.clauses


@pytest.mark.clauses("beijing:8.3")
def test_an_opinion_that_turns_out_to_be_about_the_bureau_becomes_a_lead_past_it(beijing: Place) -> None:
    district = beijing.below("110108", "海淀区医疗保障局")
    with clock.on(date(2026, 9, 1)):
        opinion = brought(district, "窗口那位收了药店老板的烟。")
    officer = clerk(district)
    perform(acts.opinion_into_lead, opinion, officer, against="110108")
    turned, lead = afresh(opinion), Lead.objects.get()
    assert (turned.state, turned.lead, turned.against) == ("became_lead", lead, district.bureau)
    assert (lead.bureau, lead.against, lead.user, lead.filed_on) == (
        beijing.bureau, district.bureau, opinion.user, date(2026, 9, 1),
    )  # fmt: skip
    assert vault.read(lead.number, "narrative")["narrative"] == "窗口那位收了药店老板的烟。"
    for kind in (Opinion, Lead):
        assert not kind.objects.visible_to(officer).exists()
    assert Lead.objects.visible_to(clerk(beijing)).get() == lead
    open_ = Duty.objects.open().filter(docket__in=[opinion.docket, lead.docket])
    assert [duty.concept for duty in open_] == ["lead.answer"]
    assert list(breaks()) == []


def test_a_citizens_code_opens_the_lead_its_opinion_became(wushan: Place) -> None:
    opinion = voiced(wushan, "药店卖米刷医保卡。", name="示例热心人", phone="13700005678")
    perform(acts.opinion_into_lead, opinion, clerk(wushan))
    lead = Lead.objects.get()
    assert (lead.receipt, lead.speaker) == (opinion.receipt, "citizen")
    assert vault.read(lead.number, "reporter_name")["reporter_name"] == "示例热心人"
    assert afresh(opinion).bureau == wushan.bureau and not afresh(opinion).against


def test_what_came_by_letter_becomes_a_lead_of_the_same_letter(wushan: Place) -> None:
    officer = clerk(wushan)
    opinion = perform(
        acts.enter_opinion, wushan.office, officer, received_on=date(2026, 9, 1), channel="phone", words="有人冒名住院。"
    )  # fmt: skip
    perform(acts.opinion_into_lead, opinion, officer, institution="示例医院")
    lead = Lead.objects.get()
    assert (lead.speaker, lead.entered_by_id) == ("on_paper", officer.user_id)


def test_nothing_keyed_in_comes_from_the_future(wushan: Place) -> None:
    with pytest.raises(Refused) as refused:
        perform(
            acts.enter_opinion, wushan.office, clerk(wushan), received_on=date(2199, 1, 1), channel="letter", words="快"
        )  # fmt: skip
    assert "received_on" in refused.value.fields


def test_an_account_leaves_no_trace_on_what_a_code_opened(wushan: Place) -> None:
    """A supervisor who has also shown some code speaks in his own opinion, and in the citizen's not by his name."""
    opinion, other = voiced(wushan), brought(wushan)
    both = speaker(other)
    mixed = type(both)(
        user_id=both.user_id, roles=both.roles | {Role.APPLICANT}, holds=frozenset({opinion.number})
    )
    perform(acts.add_to_opinion, other, mixed, words="再说一句")
    with pytest.raises(Refused):
        perform(acts.add_to_opinion, opinion, mixed, words="再说一句")
    perform(acts.add_to_opinion, opinion, writer(opinion), words="再说一句")
    assert Event.objects.filter(docket=opinion.docket).latest("seq").actor["user"] is None
