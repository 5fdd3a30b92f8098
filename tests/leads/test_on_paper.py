"""What came by letter or by telephone is a lead like any other, and who brought it is as safe."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from handling import afresh, clerk

from watching import signed_in
from world import Place
from zhongdu import vault
from zhongdu.acts.models import acting
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.leads import acts
from zhongdu.leads.models import Lead
from zhongdu.record.models import Event
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
NAME, PHONE = "示例来信人", "13700001234"


def entered(place: Place, **more: object) -> Lead:
    given = {
        "received_on": date(2026, 3, 2),
        "channel": "letter",
        "words": "药店刷卡卖米",
        "name": NAME,
        "phone": PHONE,
    }
    return perform(acts.enter_lead, place.office, clerk(place), **given | more)


@pytest.mark.clauses("beijing:8.6/2")
def test_a_letter_is_a_lead_from_the_day_it_came(beijing: Place) -> None:
    with clock.on(date(2026, 3, 9)):
        lead = entered(beijing)
        assert (lead.speaker, lead.user, lead.filed_on, lead.entered_by_id) == (
            "on_paper",
            None,
            date(2026, 3, 2),
            clerk(beijing).user_id,
        )
        assert lead.lacks == ["时间", "地点", "证据"]
        assert Duty.objects.open().get(docket=lead.docket).concept == "lead.answer"
        client = signed_in(beijing.user(Role.CASE_OFFICER))
        shown = client.get(reverse("desk:lead", kwargs={"number": lead.number})).content.decode()
        assert "已等 7 天" in shown and "来信来访（身份封存）" in shown
        for sealed in (NAME, PHONE):
            assert sealed not in shown
            assert sealed not in str(Event.objects.filter(docket=lead.docket).values_list("data", flat=True))
        with pytest.raises(Refused) as refused:
            entered(beijing, received_on=date(2026, 3, 10))
        assert "received_on" in refused.value.fields


def test_each_field_of_who_spoke_is_opened_by_itself(beijing: Place) -> None:
    lead, officer = entered(beijing), clerk(beijing)
    perform(acts.unmask, lead, officer, field="phone", reason="约时间看原件")
    shown = signed_in(beijing.user(Role.CASE_OFFICER)).get(
        reverse("desk:lead", kwargs={"number": lead.number})
    )
    assert PHONE in shown.content.decode() and NAME not in shown.content.decode()
    nameless = entered(beijing, name="", phone="")
    with pytest.raises(Refused) as refused:
        perform(acts.unmask, nameless, officer, field="speaker", reason="…")
    assert "field" in refused.value.fields
    shown = signed_in(beijing.user(Role.CASE_OFFICER)).get(
        reverse("desk:lead", kwargs={"number": nameless.number})
    )
    assert "没有留名" in shown.content.decode()


def test_an_officer_keys_in_a_letter_about_the_own_bureau_and_it_is_gone(beijing: Place) -> None:
    chaoyang = beijing.below("110105", "朝阳区医疗保障局")
    client = signed_in(chaoyang.user(Role.CASE_OFFICER))
    address = reverse("desk:enter_lead", kwargs={"number": chaoyang.office.number})
    assert address in client.get(reverse("desk:leads")).content.decode()
    answer = client.post(
        address, {"received_on": "2026-03-02", "channel": "letter", "words": "局长收礼", "against": "110105"}
    )
    lead = Lead.objects.get()
    assert answer.status_code == 200 and lead.number not in answer.content.decode()
    assert (lead.bureau, lead.against) == (beijing.bureau, chaoyang.bureau)
    assert client.get(reverse("desk:lead", kwargs={"number": lead.number})).status_code == 404


def test_whoever_holds_the_receipt_code_is_the_speaker(beijing: Place) -> None:
    """The public's own channel opens such leads; the walls are here."""
    term = entered(beijing)
    with acting():
        term.receipt = vault.token("words", "code")
        term.save()
    holder = Actor(roles=frozenset({Role.ANYONE, Role.APPLICANT}), holds=frozenset({term.number}))
    officer = clerk(beijing)
    perform(acts.return_for_completion, term, officer, words="哪家药店？")
    assert perform(acts.complete, afresh(term), holder, words="街口那家").state == "filed"
    perform(acts.take_up, afresh(term), officer)
    perform(acts.answer, afresh(term), officer, outcome="not_proved", words="没有查到。")
    stranger = Actor(roles=frozenset({Role.ANYONE, Role.APPLICANT}), holds=frozenset({"XXXX-XXXX"}))
    with pytest.raises(Refused) as refused:
        perform(acts.say_unanswered, afresh(term), stranger, words="…")
    assert refused.value.code == "not_there"
    assert perform(acts.say_unanswered, afresh(term), holder, words="再看看").state == "second_look"


def test_the_database_knows_a_speaker_in_one_way_only(beijing: Place) -> None:
    from django.db import IntegrityError, transaction

    lead = entered(beijing)
    for wrong in ({"speaker": "citizen"}, {"speaker": "supervisor"}, {"entered_by": None}):
        with pytest.raises(IntegrityError), transaction.atomic(), acting():
            Lead.objects.filter(pk=lead.pk).update(**wrong)
    assert clock.today() - timedelta(days=1) > lead.filed_on
