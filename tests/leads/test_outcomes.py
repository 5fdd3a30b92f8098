"""What was found, allegation by allegation, in fen; and a second look by somebody else, once."""

from datetime import date

import pytest
from django.urls import reverse
from handling import afresh, answered, brought, clerk, speaker
from hypothesis import given
from hypothesis import strategies as some

from watching import signed_in
from world import Place
from zhongdu.acts.allowing import may_now
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.law.money import fen_of, yuan
from zhongdu.leads import acts, looking, queries
from zhongdu.leads.models import Finding, Lead
from zhongdu.leads.rules import overall
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
KINDS = ["violation.pharmacy_swapped_goods", "violation.swapped_items"]


def page(user: object, name: str, **kwargs: str) -> str:
    return signed_in(user).get(reverse(name, kwargs=kwargs)).content.decode()


@pytest.mark.clauses("wushan:10")
def test_each_thing_alleged_has_its_own_outcome_and_amount(wushan: Place) -> None:
    lead, user = brought(wushan, violations=KINDS), wushan.user(Role.CASE_OFFICER)
    perform(acts.take_up, lead, clerk(wushan))
    address, client = reverse("desk:answer", kwargs={"number": lead.number}), signed_in(user)
    assert (
        client.get(reverse("desk:do", kwargs={"number": lead.number, "act": "leads.answer"})).url == address
    )
    typed = {"each-0": "proved", "amount-0": "12.345", "each-1": "", "amount-1": "", "words": "查了三天。"}
    back = client.post(address, typed).content.decode()
    assert (
        "最多两位小数" in back and "请选择结果" in back and "查了三天。" in back and 'value="12.345"' in back
    )
    assert afresh(lead).state == "taken_up"
    assert client.post(address, typed | {"amount-0": "1,234.50", "each-1": "not_proved"}).status_code == 302
    lead = afresh(lead)
    assert (lead.state, lead.outcome) == ("answered", "partly")
    found = {each.allegation: (each.outcome, each.amount) for each in lead.findings.all()}
    assert found == {KINDS[0]: ("proved", 123_450), KINDS[1]: ("not_proved", None)}
    assert [each.clause for each in looking.found(lead, wushan.law)] == [
        str(wushan.law.rule(name).address) for name in KINDS
    ]
    assert "1,234.50元" in page(user, "desk:lead", number=lead.number)
    phone = page(lead.user, "phone:lead", number=lead.number)
    assert "查证属实" in phone and "查无实据" in phone and "1,234.50" not in phone


def test_one_outcome_is_enough_where_nothing_is_told_apart(beijing: Place) -> None:
    lead, officer = brought(beijing), clerk(beijing)
    perform(acts.take_up, lead, officer)
    for wrong in ({}, {"outcome": "surely"}, {"each": {"whole": "surely"}}):
        with pytest.raises(Refused):
            perform(acts.answer, lead, officer, words="…", **wrong)
    lead = perform(acts.answer, lead, officer, outcome="unclear", words="材料不足，查不清。")
    assert [(each.allegation, each.outcome) for each in Finding.objects.filter(lead=lead)] == [
        ("", "unclear")
    ]


@given(some.lists(some.sampled_from(Lead.Outcome.values), min_size=1))
def test_the_whole_is_no_more_and_no_less_than_its_parts(found: list[str]) -> None:
    whole = overall(found)
    assert (whole == "proved") == (set(found) == {"proved"})
    assert (whole == "not_proved") == (set(found) == {"not_proved"})
    assert (whole in {"proved", "partly"}) == bool(set(found) & {"proved", "partly"})


@given(some.integers(0, 10**13))
def test_money_is_kept_to_the_fen(amount: int) -> None:
    assert fen_of(yuan(amount)) == amount


@pytest.mark.parametrize("typed", ["-1", "1.234", "一百", "1e5", "1.2.3", ""])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="请填金额"):
        fen_of(typed)


# --- it does not answer ----------------------------------------------------------------------------------
@pytest.mark.clauses("wushan:10")
def test_the_speaker_says_once_that_it_does_not_answer_and_another_officer_looks(wushan: Place) -> None:
    with clock.on(date(2026, 3, 2)):
        lead = answered(wushan, clerk(wushan, "first"))
    with clock.on(date(2026, 3, 5)):
        assert "say_unanswered" in {act.verb for act in may_now(lead, speaker(lead))}
        lead = perform(acts.say_unanswered, lead, speaker(lead), words="没有说小票的事。")
        assert (lead.state, lead.handler, lead.dissented_on) == ("second_look", None, date(2026, 3, 5))
        owed = Duty.objects.open().get(docket=lead.docket, concept="lead.answer")
        assert (owed.since, owed.owed_to, owed.clause) == (date(2026, 3, 5), lead.user, "wushan:10")
        for user in (wushan.user(Role.CASE_OFFICER, "first"), wushan.user(Role.CASE_OFFICER, "second")):
            assert "没有说小票的事。" in page(user, "desk:lead", number=lead.number)
            assert "线索待复核" in page(user, "desk:home")
        mine = page(wushan.user(Role.CASE_OFFICER, "first"), "desk:lead", number=lead.number)
        assert (
            "您经手过，不能由您复核" in mine and "接手复核" not in mine and "第一次等了 0 天得到答复" in mine
        )
        for act, inputs in (
            (acts.take_second_look, {}),
            (acts.answer_again, {"outcome": "proved", "words": "…"}),
        ):
            with pytest.raises(Refused) as refused:
                perform(act, lead, clerk(wushan, "first"), **inputs)
            assert refused.value.code == "not_the_second"
        second = clerk(wushan, "second")
        lead = perform(acts.take_second_look, lead, second)
        assert lead.handler_id == second.user_id
        with pytest.raises(Refused):  # nor is it handed back to the first
            perform(
                acts.hand_over, lead, second, officer=str(clerk(wushan, "first").user_id), words="还给您。"
            )
        lead = perform(acts.answer_again, lead, second, outcome="proved", words="小票查到了，属实。")
    assert (lead.state, lead.outcome, lead.answered_on) == ("answered", "proved", date(2026, 3, 5))
    assert [each.words for each in queries.told(lead)] == ["没有查到串换。", "小票查到了，属实。"]
    assert not Duty.objects.open().filter(docket=lead.docket, concept="lead.answer").exists()
    with pytest.raises(Refused, match="已经复核过一次"):
        perform(acts.say_unanswered, lead, speaker(lead), words="还是不满意。")
    assert [each.outcome for each in lead.findings.all()] == ["proved"]


def test_an_officer_who_only_had_it_before_is_one_of_the_first(beijing: Place) -> None:
    lead = brought(beijing)
    perform(acts.assign_lead, lead, beijing.officer(Role.DECIDER), officer=str(clerk(beijing, "one").user_id))
    perform(
        acts.hand_over, lead, clerk(beijing, "one"), officer=str(clerk(beijing, "two").user_id), words="…"
    )
    lead = perform(acts.answer, lead, clerk(beijing, "two"), outcome="not_proved", words="没有。")
    lead = perform(acts.say_unanswered, lead, speaker(lead), words="没有答。")
    for name in ("one", "two"):
        with pytest.raises(Refused) as refused:
            perform(acts.take_second_look, lead, clerk(beijing, name))
        assert refused.value.code == "not_now"  # nobody else is there yet
    assert "没有另一名可以复核" in refused.value.sentence
    perform(acts.take_second_look, lead, clerk(beijing, "three"))


def test_only_the_speaker_says_so(beijing: Place) -> None:
    lead, other = answered(beijing), answered(beijing)
    for actor in (speaker(other), clerk(beijing)):
        with pytest.raises(Refused):
            perform(acts.say_unanswered, lead, actor, words="…")


@pytest.mark.clauses("hunan:10.2")
def test_a_second_look_that_takes_long_is_explained_too(hunan: Place) -> None:
    lead = answered(hunan, clerk(hunan, "first"))
    lead = perform(acts.say_unanswered, lead, speaker(lead), words="没有答。")
    perform(acts.take_second_look, lead, clerk(hunan, "second"))
    lead = perform(acts.explain_delay, lead, clerk(hunan, "second"), words="要调监控。")
    assert queries.told(lead)[-1].words == "要调监控。"
    assert Duty.objects.get(docket=lead.docket, concept="lead.explanation").met_on
