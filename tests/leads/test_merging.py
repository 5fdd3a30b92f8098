"""Several leads that tell of one thing: dealt with as one, each with its own record, answer and clock."""

from datetime import date, timedelta

import pytest
from handling import afresh, brought, clerk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from watching import signed_in
from world import Place
from zhongdu import vault
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.bureaus import acts as bureaus
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.duties.sweep import sweep
from zhongdu.leads import acts, queries
from zhongdu.leads.answering import allegations
from zhongdu.leads.models import Finding, Lead
from zhongdu.record.models import Event
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
FREE = {"docket_id"}  # a docket grows; that is what it is for


def merged(place: Place, other: Lead, into: Lead) -> Lead:
    return perform(acts.merge_into, other, clerk(place), into=into.number, reason="同一家店同一天的事")


def as_it_is(lead: Lead) -> dict[str, object]:
    """All of a lead but what merely tells that something happened."""
    lead = afresh(lead)
    fields = {f.attname: getattr(lead, f.attname) for f in Lead._meta.concrete_fields if f.name != "told"}
    duties = Duty.objects.filter(docket=lead.docket_id).order_by("pk")
    owed = list(duties.values("concept", "since", "due", "met_on", "void_on", "owed_to"))
    return fields | {"duties": owed, "vault": vault.read(lead.number, "narrative", "whom", "event_place")}


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    state=some.sampled_from(["filed", "returned", "taken_up"]),
    wait=some.integers(0, 40),
    times=some.integers(1, 3),
)
def test_merged_and_split_again_it_is_what_it_was(beijing: Place, state: str, wait: int, times: int) -> None:
    day = date(2026, 3, 2)
    with clock.on(day):
        lead, leading = brought(beijing, "串换", place="东街"), brought(beijing, "也说串换")
        if state == "returned":
            perform(acts.return_for_completion, lead, clerk(beijing), words="请补充")
        elif state == "taken_up":
            perform(acts.take_up, lead, clerk(beijing))
    before, events = as_it_is(lead), Event.objects.filter(docket=lead.docket_id).count()
    with clock.on(day + timedelta(days=wait)):
        for _ in range(times):
            assert merged(beijing, lead, leading).state == "merged"
            perform(acts.split_off, lead, clerk(beijing), reason="不是一回事")
    assert as_it_is(lead) == before
    assert Event.objects.filter(docket=lead.docket_id).count() == events + 2 * times  # the record is whole
    assert list(breaks()) == []


@pytest.mark.clauses("wushan:10")
def test_each_speaker_gets_the_answer_and_neither_sees_the_other(wushan: Place) -> None:
    with clock.on(date(2026, 3, 2)):
        first = brought(wushan, "串换药品，我在现场")
    with clock.on(date(2026, 3, 9)):
        second = brought(wushan, "听说那家店串换")
        perform(acts.take_up, first, clerk(wushan))
        second = merged(wushan, second, first)
        listed = signed_in(wushan.user(Role.CASE_OFFICER)).get("/desk/leads/").content.decode()
        assert first.number in listed and second.number not in listed and "2条并案" in listed
        shown = signed_in(wushan.user(Role.CASE_OFFICER)).get(f"/desk/leads/{first.number}/").content.decode()
        assert second.number in shown
    with clock.on(date(2026, 3, 16)):
        perform(acts.explain_delay, first, clerk(wushan), words="等药监鉴定。", expected_on=date(2026, 3, 20))
        perform(acts.answer, first, clerk(wushan), outcome="proved", words="查实，已处理。")
    for lead, waited in ((first, 14), (second, 7)):
        lead = afresh(lead)
        assert (lead.state, lead.outcome) == ("answered", "proved")
        assert [each.words for each in queries.told(lead)] == ["等药监鉴定。", "查实，已处理。"]
        owed = Duty.objects.get(docket=lead.docket, concept="lead.answer")
        assert (owed.met_on - lead.filed_on).days == waited  # one's own wait, whenever it was merged
    mine = signed_in(second.user).get(f"/my/leads/{second.number}/").content.decode()
    assert "查实，已处理。" in mine and first.number not in mine and "我在现场" not in mine


def test_what_cannot_be_merged(beijing: Place) -> None:
    chaoyang = beijing.below("110105", "朝阳区医疗保障局")
    lead, leading, third = (brought(beijing, words) for words in "一二三")
    accusing = brought(chaoyang, "窗口", against="110105")  # the city's too, but about somebody
    district, done = brought(chaoyang, "区里的"), brought(beijing, "办结的")
    perform(acts.decline_lead, done, clerk(beijing), words="重复。", clause="beijing:8.2")
    for into in (lead, accusing, district, done):
        with pytest.raises(Refused) as refused:
            merged(beijing, lead, into)
        assert "into" in refused.value.fields
    merged(beijing, lead, leading)
    with pytest.raises(Refused, match="先把它们拆开"):  # no chains
        merged(beijing, leading, third)
    with pytest.raises(Refused):
        merged(beijing, third, lead)
    for act, inputs in (
        (acts.decline_lead, {"words": "…", "clause": "beijing:8.2"}),
        (acts.pass_to_bureau, {"words": "…", "bureau": "110105"}),
        (acts.pass_to_department, {"words": "…", "department": "某局", "clause": "beijing:8.2"}),
        (acts.send_past, {"against": "110105"}),
    ):
        with pytest.raises(Refused, match="先把它们拆开"):
            perform(act, leading, clerk(beijing), **inputs)
    for act in (acts.answer, acts.take_up, acts.decline_lead):
        with pytest.raises(Refused) as refused:
            perform(act, lead, clerk(beijing), words="…", outcome="proved", clause="beijing:8.2")
        assert refused.value.code == "wrong_state"


@pytest.mark.clauses("wushan:7.2.2", "wushan:10")
def test_what_the_others_allege_is_answered_too_and_money_is_counted_once(wushan: Place) -> None:
    swapped, split = "violation.pharmacy_swapped_goods", "violation.swapped_items"
    first, second = brought(wushan, "一", violations=[split]), brought(wushan, "二", violations=[swapped])
    plain = brought(wushan, "三")
    perform(acts.take_up, first, clerk(wushan))
    for other in (second, plain):
        merged(wushan, other, first)
    assert [name for name, _ in allegations(first, wushan.law)] == [split, swapped]
    perform(
        acts.answer, first, clerk(wushan), each={split: "not_proved", swapped: "proved"}, amounts={swapped: "88.80"},
        words="查清了。",
    )  # fmt: skip
    assert [afresh(each).outcome for each in (first, second, plain)] == ["partly", "proved", "partly"]
    amounts = Finding.objects.exclude(amount=None).values_list("lead", "amount")
    assert list(amounts) == [(first.pk, 8880)]
    shown = signed_in(wushan.user(Role.CASE_OFFICER)).get(f"/desk/leads/{first.number}/").content.decode()
    assert second.number in shown and plain.number in shown  # it is still told what went along


@pytest.mark.clauses("wushan:10")
def test_whoever_goes_along_and_waits_too_long_is_owed_an_explanation_and_gets_it(wushan: Place) -> None:
    target = {"concept": "lead.answer", "n": 3, "unit": "days"}
    perform(bureaus.set_target, wushan.office, wushan.officer(Role.DECIDER), **target)
    with clock.on(date(2026, 3, 2)):
        early = brought(wushan, "先说的")
    with clock.on(date(2026, 3, 5)):
        late = brought(wushan, "后说的")
        perform(acts.take_up, late, clerk(wushan))
        merged(wushan, early, late)
    sweep(date(2026, 3, 6))
    owed = Duty.objects.open().filter(concept="lead.explanation")
    assert [duty.docket_id for duty in owed] == [early.docket_id]
    with clock.on(date(2026, 3, 7)):
        perform(acts.explain_delay, late, clerk(wushan), words="还在查。")
    assert not owed.all().exists()
    assert [each.words for each in queries.told(afresh(early))] == ["还在查。"]
