"""Every ground of every measure × what it asks for and what follows: the packs read as a table, each row done.

The table is the law's own; the test asks that whatever a ground says comes true, and nothing it does not say.
"""

from typing import Any

import pytest
from appointed_people import DAY, appoint, fresh, supervisor
from django.urls import reverse

from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.law.shapes import Strength
from zhongdu.law.shelves import shelf
from zhongdu.record.models import Event
from zhongdu.roster import acts
from zhongdu.roster.queries import cancellations
from zhongdu.scope.actor import SYSTEM
from zhongdu.scope.roles import Role

PLACES = {"wushan": "wushan", "shaoxing": "shaoxing", "hunan": "changsha", "beijing": "beijing"}
GROUNDS = [
    (code, bound.name) for code in PLACES for bound in shelf().statute(code).own() if bound.name.startswith("ending.ground.")
]  # fmt: skip
BY_OFFICERS = {"finding", "untrue_particulars", "fund_misuse"}
DECIDED = [(c, n) for c, n in GROUNDS if shelf().statute(c).rule(n).rule.raised_by in BY_OFFICERS]
HOW = {
    "wushan": {"breach", "punished", "unfit", "own_request", "term_over", "other"},
    "shaoxing": {"inability", "term_over", "tipping_off", "extortion"},
    "hunan": {"breach", "sanctioned", "untrue_particulars", "unable", "own_request", "term_over", "other"},
    "beijing": {
        "breach", "untrue_particulars", "unable", "own_request", "term_over", "sanctioned", "bad_credit", "fund_misuse",
        "other",
    },
}  # fmt: skip


def test_the_table_has_every_ground_the_four_texts_list():
    found = {code: {name.rpartition(".")[2] for at, name in GROUNDS if at == code} for code in PLACES}
    assert found == HOW


def finish(place: Any, made: Any, bound: Any) -> Any:
    """The ending as this ground has it come about."""
    me = supervisor(made)
    match bound.rule.raised_by:
        case "term_over":
            clock.travel_to(made.until.replace(day=made.until.day + 1))
            return perform(acts.let_term_end, made, SYSTEM)
        case "notice_of_inability":
            return perform(acts.tell_inability, made, me, since=DAY, reason="身体原因")
        case "own_request" if "consent" in bound.rule.needs:
            asked = perform(acts.resign, made, me, reason="家事")
            clock.travel_to(asked.resigns_from)
            return perform(acts.consent_to_resignation, asked, place.officer(Role.DECIDER))
        case "own_request":
            return perform(acts.step_down, made, me)
    told = {"ground": bound.name, "conduct_on": DAY, "facts": "经查实。"}
    if bound.rule.grave:
        told["graveness"] = "致检查落空。"
    if bound.rule.strength is Strength.MAY:
        told["discretion"] = "局务会议研究决定。"
    return perform(acts.end_appointment, made, place.officer(Role.DECIDER), **told)


@pytest.mark.clauses(
    "wushan:11", "wushan:11.1", "wushan:11.2", "wushan:11.3", "wushan:11.4", "wushan:11.5", "wushan:11.6",
    "shaoxing:11", "shaoxing:13",
    "hunan:9", "hunan:9.1", "hunan:9.2", "hunan:9.3", "hunan:9.4", "hunan:9.5", "hunan:9.6", "hunan:9.7",
    "beijing:14", "beijing:14.1", "beijing:14.2", "beijing:14.3", "beijing:14.4", "beijing:14.5", "beijing:14.6",
    "beijing:14.7", "beijing:14.8", "beijing:14.9",
)  # fmt: skip
@pytest.mark.parametrize(("code", "name"), GROUNDS)
def test_what_a_ground_says_follows_and_nothing_else(request, code, name):
    place = request.getfixturevalue(PLACES[code])
    made, bound = appoint(place), place.law.rule(name)
    ended = finish(place, made, bound)
    effects = set(bound.rule.effects)
    assert (ended.state, ended.ground) == ("ended", name)
    assert ended.letter_recalled == ("letter_recalled" in effects)
    assert ended.public_cancellation == ("public_cancellation" in effects)
    assert cancellations().filter(pk=made.pk).exists() == ("public_cancellation" in effects)
    over = bound.rule.raised_by == "term_over"
    assert ended.papers == ("expired" if over else "recalled" if "letter_recalled" in effects else "void")
    said = Event.objects.filter(docket=made.docket).order_by("seq").last()
    assert str(bound.address) in said.clauses


@pytest.mark.parametrize(("code", "name"), DECIDED)
def test_what_a_ground_asks_for_is_asked_and_what_it_does_not_is_not(request, code, name):
    place = request.getfixturevalue(PLACES[code])
    bound = place.law.rule(name)
    told = {"ground": name, "conduct_on": DAY, "facts": "经查实。"}
    asked = set()
    for _ in range(3):
        made = appoint(place)
        try:
            perform(acts.end_appointment, made, place.officer(Role.DECIDER), **told)
            break
        except Refused as refused:
            assert refused.clause == bound.address and fresh(made).state == "serving"
            asked |= set(refused.fields)
            told |= dict.fromkeys(refused.fields, "写明如下。")
    wanted = ({"graveness"} if bound.rule.grave else set()) | ({"discretion"} if code == "hunan" else set())
    assert asked == wanted


@pytest.mark.clauses("hunan:9", "beijing:14", "wushan:11", "shaoxing:13")
@pytest.mark.parametrize("code", PLACES)
def test_the_page_says_of_each_ground_what_it_asks_and_what_follows(request, client, code):
    place = request.getfixturevalue(PLACES[code])
    made = appoint(place)
    client.force_login(place.user(Role.DECIDER))
    common = reverse("desk:do", kwargs={"act": "roster.end_appointment", "number": made.number})
    said = client.get(client.get(common)["Location"]).content.decode()
    assert ("可以</strong>终止" in said) == (code == "hunan") and ("应当</strong>终止" in said) == (
        code != "hunan"
    )
    for bound in place.law.family("ending.ground"):
        decided = bound.rule.raised_by in BY_OFFICERS
        assert (f'value="{bound.name}"' in said) == decided
    assert ("并由本局收回" in said) == (code == "beijing")
    assert ("公告取消资格" in said) == (code == "shaoxing")
    assert ("为什么决定终止（办法写的是可以终止）" in said) == (code == "hunan")


def test_the_page_keeps_what_was_typed_and_ends_when_all_is_there(client, changsha):
    made = appoint(changsha)
    client.force_login(changsha.user(Role.DECIDER))
    address = reverse("desk:end_appointment", kwargs={"number": made.number})
    typed = {"ground": "ending.ground.breach", "conduct_on": DAY.isoformat(), "facts": "收受礼品", "key": "a"}
    wrong = client.post(address, typed).content.decode()
    assert "为什么严重" in wrong and "收受礼品" in wrong and 'value="ending.ground.breach" checked' in wrong
    client.post(address, typed | {"graveness": "影响恶劣", "key": "b"})
    assert fresh(made).state == "serving", "may end: why it is used is still to be said"
    client.post(address, typed | {"graveness": "影响恶劣", "discretion": "局务会议定", "key": "c"})
    assert fresh(made).state == "ended"
    assert client.post(address, typed).status_code == 409


# --- what surrounds an ending --------------------------------------------------------------------------


@pytest.mark.clauses("beijing:14")
def test_in_beijing_the_letter_itself_is_followed_until_it_is_back(client, beijing):
    made = appoint(beijing)
    clerk = beijing.officer(Role.RECRUITER)
    with pytest.raises(Refused):
        perform(acts.record_letter_returned, made, clerk, returned_on=DAY, how="当面交回")
    finish(beijing, made, beijing.law.rule("ending.ground.unable"))
    client.force_login(beijing.user(Role.RECRUITER))
    waiting = reverse("desk:appointments") + "?state=letter_out"
    assert made.letter_number in client.get(waiting).content.decode()
    with pytest.raises(Refused) as refused:
        perform(
            acts.record_letter_returned, fresh(made), clerk, returned_on=DAY.replace(day=1), how="当面交回"
        )
    assert "returned_on" in refused.value.fields
    perform(acts.record_letter_returned, fresh(made), clerk, returned_on=DAY, how="当面交回")
    assert made.letter_number not in client.get(waiting).content.decode()
    with pytest.raises(Refused):
        perform(acts.record_letter_returned, fresh(made), clerk, returned_on=DAY, how="再交一次")


@pytest.mark.clauses("shaoxing:13", "wushan:13", "hunan:8.5", "beijing:10")
@pytest.mark.parametrize("code", PLACES)
def test_a_transfer_is_decided_then_recorded_with_department_day_and_receipt(request, code):
    place = request.getfixturevalue(PLACES[code])
    made, chief = appoint(place), place.officer(Role.DECIDER)
    ground = next(b for b in place.law.family("ending.ground") if b.rule.raised_by == "finding").name
    told = {"conduct_on": DAY, "facts": "经查实。", "graveness": "严重。", "discretion": "研究决定。"}
    perform(acts.end_appointment, made, chief, ground=ground, transfer=True, **told)
    sent = {"department": "县公安局", "transferred_on": DAY, "receipt": "收文〔2026〕8号"}
    perform(acts.record_transfer, fresh(made), chief, **sent)
    event = Event.objects.filter(docket=made.docket).order_by("seq").last()
    assert event.data["department"] == "县公安局" and event.data["receipt"] == "收文〔2026〕8号"
    assert str(place.law.rule("breach.transfer").address) in event.clauses
    other = appoint(place)
    perform(acts.end_appointment, other, chief, ground=ground, **told)
    with pytest.raises(Refused):
        perform(acts.record_transfer, fresh(other), chief, **sent)


@pytest.mark.clauses("beijing:14.8")
def test_fund_misuse_found_elsewhere_raises_the_ground_by_itself(client, beijing, wushan):
    made, told = appoint(beijing), {"event": "fund_misuse", "conduct_on": DAY, "case": "AB12-CD34"}
    raised = perform(acts.raise_ground, made, SYSTEM, **told)
    assert (raised.state, raised.raised_ground) == ("serving", "ending.ground.fund_misuse")
    client.force_login(beijing.user(Role.DECIDER))
    address = reverse("desk:appointment", kwargs={"number": made.number})
    assert "有终止事由待处理" in client.get(address).content.decode()
    assert "终止事由待处理" in client.get(reverse("desk:home")).content.decode()
    perform(acts.set_ground_aside, raised, beijing.officer(Role.DECIDER), reason="处理决定已撤销。")
    assert not fresh(made).raised_ground
    perform(acts.raise_ground, fresh(made), SYSTEM, **told)
    ended = finish(beijing, fresh(made), beijing.law.rule("ending.ground.fund_misuse"))
    assert ended.state == "ended" and not ended.raised_ground
    with pytest.raises(Refused) as refused:
        perform(acts.raise_ground, appoint(wushan), SYSTEM, **told)
    assert refused.value.code == "no_such_ground_then"


@pytest.mark.clauses("hunan:9.1", "beijing:14.1")
def test_a_case_that_heard_the_person_ends_by_the_system_on_the_ground_of_that_day(beijing, changsha):
    for place in (beijing, changsha):
        made = appoint(place)
        with pytest.raises(Refused):
            perform(
                acts.end_after_hearing,
                made,
                SYSTEM,
                ground="ending.ground.breach",
                conduct_on=DAY.replace(year=2019),
                case="X",
            )
        told = {"ground": "ending.ground.breach", "conduct_on": DAY, "case": "AB12-CD34"}
        with pytest.raises(Refused):
            perform(acts.end_after_hearing, made, place.officer(Role.DECIDER), **told)
        assert perform(acts.end_after_hearing, made, SYSTEM, **told).state == "ended"
