"""Forwarded letters: the writer's own thread and code, the supervisor's feedback, and what a letter becomes."""

from datetime import date, timedelta

import pytest
from speaking import CODE, LETTER, afresh, clerk, forwarded, speaker, writer

from watching import appoint, photo, supervisor
from world import Place
from zhongdu import files, vault
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.bureaus import acts as bureaus
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.duties.sweep import sweep
from zhongdu.leads import acts as leads
from zhongdu.leads.queries import Lead, opened_by
from zhongdu.messages.models import Message
from zhongdu.record.models import Event
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role
from zhongdu.voices import acts, queries
from zhongdu.voices.models import ForwardedLetter, Opinion
from zhongdu.voices.talking import talk_with_writer, told_supervisor

pytestmark = pytest.mark.django_db
ASKED, REPLIED = "哪一个月的事？", "八月，床号记不得了。"
ANSWERED, FED_BACK = "查实挂床，卡已退还您父亲。", "信里反映的情况属实，已责令改正。"


def owed(letter: ForwardedLetter, concept: str = "forwarded.answer") -> Duty:
    return Duty.objects.filter(docket=letter.docket, concept=concept).latest("id")


def talked(place: Place) -> ForwardedLetter:
    """Asked, and answered by the writer."""
    letter, officer = forwarded(place), clerk(place)
    perform(acts.take_letter, letter, officer)
    perform(acts.ask_writer, letter, officer, words=ASKED)
    perform(acts.write_again, letter, writer(letter), words=REPLIED)
    return letter


@pytest.mark.clauses("wushan:8.1", "wushan:10")
def test_a_letter_keeps_its_own_thread_and_both_who_wait_are_answered(wushan: Place) -> None:
    letter = talked(wushan)
    assert owed(letter).clause == "wushan:10" and afresh(letter).turn == "bureau"
    perform(acts.answer_letter, letter, clerk(wushan), words=ANSWERED, feedback=FED_BACK)
    assert [said.words for said in talk_with_writer(letter)] == [LETTER, ASKED, REPLIED, ANSWERED]
    assert [said.words for said in told_supervisor(letter)] == [FED_BACK]
    assert owed(letter).met_on == clock.today() and afresh(letter).state == "answered"
    told = Message.objects.filter(user=letter.user).values_list("kind", flat=True).order_by("id")
    assert list(told) == ["lead.progress", "lead.answer"]
    officers = Message.objects.get(kind="voice.words")
    assert officers.user_id == clerk(wushan).user_id
    assert list(breaks()) == []


@pytest.mark.clauses("hunan:10.2")
def test_the_answer_is_fed_back_or_it_is_no_answer(hunan: Place) -> None:
    changsha = hunan.below("430100", "长沙市医疗保障局", "city")
    letter = forwarded(changsha)
    assert owed(letter).clause == "hunan:10.2" and owed(letter).owed_to == letter.user
    with pytest.raises(Refused) as refused:
        perform(acts.answer_letter, letter, clerk(changsha), words=ANSWERED)
    assert "feedback" in refused.value.fields and owed(letter).met_on is None
    perform(acts.answer_letter, letter, clerk(changsha), words=ANSWERED, feedback=FED_BACK)
    assert owed(letter).met_on == clock.today()


def test_the_supervisor_is_not_the_writer(wushan: Place) -> None:
    letter = forwarded(wushan)
    for act, words in ((acts.write_again, "我来答"), (acts.ask_writer, "我来问")):
        with pytest.raises(Refused):
            perform(act, letter, speaker(letter), words=words)
    both = speaker(letter)
    other_code = type(both)(
        user_id=both.user_id, roles=both.roles | {Role.APPLICANT}, holds=frozenset({"2222-2222"})
    )
    with pytest.raises(Refused):
        perform(acts.write_again, letter, other_code, words="我来答")


def test_a_photograph_is_enough_and_nothing_is_not(wushan: Place) -> None:
    letter = forwarded(wushan, words="", evidence=[photo()])
    assert files.attached(letter.number, "evidence").count() == 1
    with pytest.raises(Refused) as refused:
        forwarded(wushan, words="", code="2222-2222-2222-2222")
    assert "words" in refused.value.fields


@pytest.mark.clauses("wushan:10", "hunan:10.2")
def test_late_ones_are_explained_to_both(wushan: Place) -> None:
    chief = wushan.officer(Role.DECIDER)
    with clock.on(date(2026, 9, 1)):
        perform(
            bureaus.set_target, wushan.office, chief, concept="forwarded.answer", n=5, unit="working_days"
        )
        letter = forwarded(wushan)
        due = owed(letter).due
        assert due
    with clock.on(due + timedelta(days=1)):
        sweep(clock.today())
        assert owed(letter, "lead.explanation").owed_to == letter.user
        perform(acts.explain_letter, letter, clerk(wushan), feedback="要等鉴定结论。")
        assert owed(letter, "lead.explanation").met_on == clock.today()
        assert owed(letter).met_on is None
    assert talk_with_writer(letter)[-1].words == told_supervisor(letter)[-1].words == "要等鉴定结论。"


# --- what it becomes ---------------------------------------------------------------------------------------
@pytest.mark.clauses("wushan:10")
def test_the_leads_answer_comes_into_the_letters_own_thread(wushan: Place) -> None:
    officer = clerk(wushan)
    with clock.on(date(2026, 9, 1)):
        letter = forwarded(wushan, evidence=[photo()], name="示例写信人", phone="13700005678")
    perform(acts.letter_into_lead, letter, officer, institution="示例卫生院")
    lead = Lead.objects.get()
    assert (lead.speaker, lead.user, lead.filed_on, lead.receipt) == (
        "citizen", None, date(2026, 9, 1), letter.receipt,
    )  # fmt: skip
    assert vault.read(lead.number, "narrative")["narrative"] == LETTER
    assert files.attached(lead.number, "evidence").count() == 1
    with pytest.raises(Refused):
        perform(acts.letter_into_lead, letter, officer)
    perform(leads.take_up, lead, officer)
    perform(leads.explain_delay, lead, officer, words="等结算明细。")
    perform(leads.answer, lead, officer, outcome="proved", words=ANSWERED)
    done = afresh(letter)
    assert done.state == "answered" and owed(letter).met_on == clock.today()
    assert [said.words for said in talk_with_writer(letter)] == [LETTER, "等结算明细。", ANSWERED]
    fed_back = [said.words for said in told_supervisor(letter)]
    assert "查证属实" in fed_back[-1] and ANSWERED not in "".join(fed_back)
    assert list(breaks()) == []


def test_a_second_look_at_the_lead_is_heard_in_the_letter_too(wushan: Place) -> None:
    letter, officer = forwarded(wushan), clerk(wushan)
    perform(acts.letter_into_lead, letter, officer)
    lead = Lead.objects.get()
    perform(leads.decline_lead, lead, officer, words="归民政办。", clause="wushan:10")
    assert afresh(letter).state == "answered" and "不予受理" in told_supervisor(letter)[-1].words
    first = afresh(letter).answered_on
    assert talk_with_writer(letter)[-1].words == "归民政办。" and first == clock.today()


def test_a_letter_about_the_bureau_goes_past_it_with_the_lead(beijing: Place) -> None:
    district = beijing.below("110108", "海淀区医疗保障局")
    letter, officer = forwarded(district), clerk(district)
    perform(acts.letter_into_lead, letter, officer, against="110108")
    moved = afresh(letter)
    assert (moved.bureau, moved.against, moved.handler) == (beijing.bureau, district.bureau, None)
    for kind in (ForwardedLetter, Lead):
        assert not kind.objects.visible_to(officer).exists()
        assert kind.objects.visible_to(clerk(beijing)).exists()
    assert owed(moved).bureau == beijing.bureau
    assert ForwardedLetter.objects.visible_to(speaker(letter)).exists()


@pytest.mark.clauses("wushan:10")
def test_the_opinions_answer_comes_into_the_letters_own_thread(wushan: Place) -> None:
    letter, officer = forwarded(wushan, "希望卫生院能刷外县的卡。"), clerk(wushan)
    perform(acts.letter_into_opinion, letter, officer, words="建议外县卡在卫生院能刷。")
    opinion = Opinion.objects.get()
    assert (opinion.speaker, opinion.letter) == ("citizen", letter)
    perform(acts.settle_opinion, opinion, officer, outcome="partly", words="先开通两家。")
    assert afresh(letter).state == "answered" and talk_with_writer(letter)[-1].words == "先开通两家。"
    assert "部分采纳" in told_supervisor(letter)[-1].words
    assert list(breaks()) == []


def test_it_goes_to_another_bureau_or_department(hunan: Place) -> None:
    changsha = hunan.below("430100", "长沙市医疗保障局", "city")
    letter = forwarded(changsha)
    perform(acts.pass_letter, letter, clerk(changsha), bureau="430000", feedback="这家医院归省局管。")
    assert afresh(letter).bureau == hunan.bureau and owed(letter).bureau == hunan.bureau
    perform(
        acts.send_letter_off, letter, clerk(hunan), department="卫生健康委员会", words="药品质量归他们管。", feedback="已移送。"
    )  # fmt: skip
    assert afresh(letter).state == "passed_on" and owed(letter).met_on == clock.today()
    assert told_supervisor(letter)[-1].department == "卫生健康委员会"


# --- whose code --------------------------------------------------------------------------------------------
def test_one_code_opens_the_letter_and_the_lead_it_became(wushan: Place) -> None:
    letter = forwarded(wushan)
    perform(acts.letter_into_lead, letter, clerk(wushan))
    assert list(queries.opened_by(CODE)) == [letter] and opened_by(CODE) == [Lead.objects.get()]


def test_keyed_in_it_is_the_same_with_the_supervisor_named(wushan: Place) -> None:
    term, officer = appoint(wushan), clerk(wushan)
    letter = perform(
        acts.enter_letter, wushan.office, officer, supervisor=str(term.user_id), received_on=date(2026, 9, 1),
        sort="complaint", words=LETTER, receipt="x" * 64, name="示例写信人",
    )  # fmt: skip
    assert (letter.user, letter.filed_on, letter.entered_by_id) == (
        term.user, date(2026, 9, 1), officer.user_id,
    )  # fmt: skip
    assert ForwardedLetter.objects.visible_to(supervisor(term)).get() == letter
    [event] = Event.objects.filter(docket=letter.docket)
    assert term.user.get_full_name() not in str(event.data) and "示例写信人" not in str(event.data)


def test_where_nobody_serves_nothing_is_forwarded(wushan: Place) -> None:
    with pytest.raises(Refused) as refused:
        perform(acts.enter_letter, wushan.office, clerk(wushan), received_on=clock.today(), sort="letter")
    assert "没有在聘的监督员" in refused.value.says
