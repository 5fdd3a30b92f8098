"""What a lead is, whose it is, whether it says enough: nothing is refused at the door."""

from datetime import date

import pytest
from django.urls import reverse
from handling import afresh, brought, clerk, speaker

from watching import appoint, institution, signed_in, supervisor
from world import Place
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.bureaus import acts as bureaus
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.duties.sweep import sweep
from zhongdu.leads import acts, likening, queries
from zhongdu.leads.models import Lead
from zhongdu.leads.rules import COMPLETING, Told, bureau_meant, likeness
from zhongdu.record.models import Event
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
SWAPPED = "店员把保健品当成药品刷了我母亲的医保卡，小票上写的是感冒药"


def page(user: object, name: str, **kwargs: str) -> str:
    return signed_in(user).get(reverse(name, kwargs=kwargs)).content.decode()


# --- the same thing told before --------------------------------------------------------------------------
def test_what_was_told_before_is_shown_before_a_new_matter_opens(beijing: Place) -> None:
    shop = institution(beijing)
    same_shop = brought(beijing, "另一件事，收银台没有小票", institution=shop.code)
    same_words = brought(beijing, "我看见店员把保健品当成药品刷医保卡，小票却写感冒药")
    other = brought(beijing, "医院让没有病的人住院")
    lead = brought(beijing, SWAPPED, institution=shop.code)
    officer = clerk(beijing)
    found = likening.earlier_like(lead, officer)
    assert {each.lead.pk: each.reasons[0] for each in found} == {
        same_shop.pk: "同一机构",
        same_words.pk: "说法相近",
    }
    assert all("时间相近" in each.reasons for each in found)
    for name in ("desk:lead", "desk:take_up"):
        shown = page(beijing.user(Role.CASE_OFFICER), name, number=lead.number)
        assert same_shop.number in shown and same_words.number in shown and other.number not in shown
        assert f"leads.merge_into/{lead.number}/?into={same_shop.number}" in shown


def test_likeness_is_by_institution_or_words_and_never_by_time_alone() -> None:
    day = date(2026, 3, 2)
    one = Told(7, frozenset({"串换", "换药", "药品"}), day)
    assert likeness(one, Told(None, frozenset({"住院"}), day)) is None
    assert likeness(one, Told(None, frozenset(), day)) is None
    far = likeness(one, Told(7, frozenset(), date(2024, 3, 2)))
    assert far and far.reasons == ("同一机构",)
    near = likeness(one, Told(7, frozenset({"串换", "换药"}), day))
    assert near and near.reasons == ("同一机构", "说法相近", "时间相近") and near.nearness > far.nearness


def test_who_may_not_know_of_a_lead_does_not_learn_that_another_is_like_it(beijing: Place) -> None:
    brought(beijing, SWAPPED, against=beijing.bureau.code)
    lead = brought(beijing, SWAPPED)
    assert likening.earlier_like(lead, clerk(beijing)) == []


# --- thin ones come back on a clock -----------------------------------------------------------------------
@pytest.mark.clauses("beijing:8.6/2")
def test_a_thin_lead_goes_back_until_a_day_of_the_bureaus_own_and_then_goes_on_as_it_is(
    beijing: Place,
) -> None:
    perform(
        bureaus.choose_practice,
        beijing.office,
        beijing.officer(Role.DECIDER),
        practice=f"{COMPLETING.name}=5",
    )
    with clock.on(date(2026, 3, 2)):
        lead, other = brought(beijing, "有问题"), brought(beijing, "也有问题")
        for each in (lead, other):
            perform(acts.return_for_completion, each, clerk(beijing), words="请补充时间和地点")
    lead = afresh(lead)
    assert (lead.state, lead.complete_by) == ("returned", date(2026, 3, 7))
    with clock.on(date(2026, 3, 3)):
        shown = page(lead.user, "phone:lead", number=lead.number)
        assert "没有补充也不要紧" in shown and "2026年3月7日" in shown
        other = perform(acts.complete, other, speaker(other), words="3月1日下午")
        assert (other.state, other.complete_by) == ("filed", None)
    sweep(date(2026, 3, 7))
    assert afresh(lead).state == "returned"
    sweep(date(2026, 3, 8))
    assert (afresh(lead).state, afresh(lead).complete_by) == ("filed", None)
    assert Duty.objects.open().filter(docket=lead.docket, concept="lead.answer").count() == 1


# --- declined and passed on -----------------------------------------------------------------------------
@pytest.mark.clauses("wushan:10")
def test_a_decline_says_why_and_by_which_clause(wushan: Place) -> None:
    lead, officer = brought(wushan), clerk(wushan)
    with pytest.raises(Refused) as refused:
        perform(acts.decline_lead, lead, officer, words="…", clause="wushan:99")
    assert refused.value.fields == {"clause": "请从给出的选项里选。"}
    lead = perform(acts.decline_lead, lead, officer, words="与医保基金无关。", clause="wushan:6.4")
    told = queries.told(lead)[-1]
    assert told.words == "与医保基金无关。" and {"wushan:6.4", "wushan:10"} <= set(told.clauses)
    assert "第六条第（四）项" in page(lead.user, "phone:lead", number=lead.number)


def test_another_bureau_that_is_competent_gets_the_lead_whole_and_owes_the_answer(beijing: Place) -> None:
    chaoyang, haidian = (
        beijing.below("110105", "朝阳区医疗保障局"),
        beijing.below("110108", "海淀区医疗保障局"),
    )
    with clock.on(date(2026, 3, 2)):
        lead = brought(chaoyang)
        perform(acts.take_up, lead, clerk(chaoyang))
    with clock.on(date(2026, 3, 9)):
        lead = perform(
            acts.pass_to_bureau, lead, clerk(chaoyang), bureau="110108", words="这家药店在海淀区。"
        )
    assert (lead.state, lead.bureau, lead.handler, lead.filed_on) == (
        "filed",
        haidian.bureau,
        None,
        date(2026, 3, 2),
    )
    owed = Duty.objects.open().get(docket=lead.docket, concept="lead.answer")
    assert (owed.bureau, owed.since, owed.owed_to) == (haidian.bureau, date(2026, 3, 9), lead.user)
    assert (
        signed_in(chaoyang.user(Role.CASE_OFFICER))
        .get(reverse("desk:lead", kwargs={"number": lead.number}))
        .status_code
        == 404
    )
    with clock.on(date(2026, 3, 10)):
        assert "已等 8 天" in page(haidian.user(Role.CASE_OFFICER), "desk:lead", number=lead.number)
        assert "这家药店在海淀区。" in page(lead.user, "phone:lead", number=lead.number)
        perform(acts.take_up, lead, clerk(haidian))
        perform(acts.answer, lead, clerk(haidian), outcome="proved", words="已查实。")
    assert not Duty.objects.open().filter(docket=lead.docket, concept="lead.answer").exists()
    assert Event.objects.filter(docket=lead.docket).count() == 5


def test_a_department_that_is_competent_is_told_to_the_speaker(beijing: Place) -> None:
    lead = brought(beijing)
    lead = perform(
        acts.pass_to_department, lead, clerk(beijing), department="市场监督管理局", words="价格的事归它管，电话12315。", clause="beijing:8.2"
    )  # fmt: skip
    assert lead.state == "passed_on"
    assert not Duty.objects.open().filter(docket=lead.docket).exists()
    assert "价格的事归它管" in page(lead.user, "phone:lead", number=lead.number)
    assert (
        lead.number
        in signed_in(beijing.user(Role.CASE_OFFICER))
        .get(reverse("desk:leads"), {"done": "1"})
        .content.decode()
    )


# --- about the bureau after all -------------------------------------------------------------------------
@pytest.mark.clauses("beijing:8.3")
def test_an_officer_who_reads_that_it_is_about_the_bureau_sends_it_past_it(beijing: Place) -> None:
    chaoyang = beijing.below("110105", "朝阳区医疗保障局")
    lead = brought(chaoyang, "你们局长的亲戚开的药店从来不查", grave=True)
    lead = perform(acts.send_past, lead, clerk(chaoyang), against="110105")
    assert (lead.bureau, lead.against, lead.state) == (beijing.bureau, chaoyang.bureau, "filed")
    for role in (Role.CASE_OFFICER, Role.DECIDER, Role.DISCIPLINE_OFFICER):
        assert not Lead.objects.visible_to(chaoyang.officer(role)).exists()
        assert lead.number not in page(chaoyang.user(role), "desk:home")
        assert lead.number not in page(chaoyang.user(role), "desk:board")
    assert lead.number in page(
        beijing.user(Role.DECIDER), "desk:home"
    )  # whose turn it is to say that it is received
    perform(acts.acknowledge_grave, lead, beijing.officer(Role.DECIDER))
    owed = Duty.objects.open().filter(docket=lead.docket)
    assert [(duty.concept, duty.bureau) for duty in owed] == [("lead.answer", beijing.bureau)]


@pytest.mark.clauses("beijing:8.3", "wushan:6.2")
@pytest.mark.parametrize(
    "written", ["朝阳区医疗保障局", "朝阳区医保局的王科长", "医保中心窗口", "区医保经办机构"]
)
def test_whoever_writes_the_bureaus_name_has_named_it(beijing: Place, written: str) -> None:
    chaoyang = beijing.below("110105", "朝阳区医疗保障局")
    term = appoint(chaoyang)
    lead = perform(acts.file_lead, term, supervisor(term), words="窗口插队", institution=written)
    assert (lead.against, lead.bureau) == (chaoyang.bureau, beijing.bureau)


@pytest.mark.parametrize(
    "written", ["医保局旁边的惠民药房", "惠民大药房", "医保定点门诊部", "某某医院医保办"]
)
def test_an_institution_is_no_bureau(written: str) -> None:
    assert bureau_meant(written, ["朝阳区医疗保障局"]) is None
