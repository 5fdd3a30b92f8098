"""Credit: shared and published, and everybody who was told of an entry is told that it ended; persons are never shown."""

from datetime import date
from typing import Any

import casework as at
import pytest
from django.test import Client
from django.urls import reverse

from watching import at_institution, institution_actor
from world import Place
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.cases import acts
from zhongdu.cases.kept import credit_is_made_known
from zhongdu.cases.models import CreditEntry
from zhongdu.duties.models import Duty
from zhongdu.law.governing import governing
from zhongdu.messages.models import Message
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
START = date(2026, 6, 10)


@pytest.fixture
def town(db: None) -> Place:
    clock.travel_to(START)
    return at.town()


def refusal(act: Any, subject: Any, by: Any, **inputs: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        perform(act, subject, by, **inputs)
    return caught.value


def page() -> str:
    return str(Client().get(reverse("public:credit")).content.decode())


def paid(decision: Any, town: Place) -> None:
    for claim in decision.claims.all():
        amount = f"{claim.fen // 100}.{claim.fen % 100:02d}"
        given = {"claim": str(claim.pk), "amount": amount, "paid_on": START, "voucher": f"示{claim.pk}"}
        perform(acts.record_payment, decision, town.officer(Role.ACCOUNTANT), **given)


@pytest.mark.clauses("city:13")
def test_an_entry_is_public_until_it_is_repaired_and_then_those_it_was_shared_with_are_told(
    town: Place,
) -> None:
    made = at.served(town)
    name = made.case.institution.name
    row = perform(acts.list_credit, made, at.chief(town), joint=True)
    law = governing(town.bureau, START)
    assert not credit_is_made_known(town.bureau, law, START).met
    assert name not in page()
    row = perform(acts.publish_credit, row, at.chief(town))
    assert name in page() and "失信联合惩戒对象" in page()
    assert credit_is_made_known(town.bureau, law, START).met
    assert refusal(acts.publish_credit, row, at.chief(town)).code == "not_now"
    row = perform(acts.share_credit, row, at.inspector(town), shared_with=["department.market", "platform"])
    row = perform(acts.ask_repair, row, at.inspector(town), words="已经改正")
    paid(made, town)
    row = perform(acts.grant_repair, row, at.chief(town), reason="已履行")
    assert name not in page()
    owed = Duty.objects.get(concept="credit.ended_told")
    assert owed.due == date(2026, 6, 13) and not owed.clause and owed.is_open()
    row = perform(acts.tell_credit_ended, row, at.inspector(town), told_to=["platform"])
    assert Duty.objects.get(pk=owed.pk).is_open(), "the other still goes by our word"
    perform(acts.tell_credit_ended, row, at.inspector(town), told_to=["department.market"])
    assert Duty.objects.get(pk=owed.pk).met_on == START
    assert refusal(acts.tell_credit_ended, row, at.chief(town), told_to=["platform"]).code == "not_now"


@pytest.mark.clauses("city:13")
def test_a_persons_credit_is_shared_and_never_before_the_public(town: Place) -> None:
    given = {
        "respondent": "insured",
        "institution": "",
        "person": "赵示例",
        "violations": ["violation.lending_credential"],
    }
    case = at.proved(town, at.filed(town, at.checking(town, **given)))
    case = at.reported(town, case, sanction="sanction.personal", fine="0", months=3)
    made = at.served(town, at.decided(town, at.ready(town, at.reviewed(town, case))))
    row = perform(acts.list_credit, made, at.chief(town))
    assert refusal(acts.publish_credit, row, at.chief(town)).code == "not_now"
    perform(acts.share_credit, row, at.inspector(town), shared_with=["platform"])
    assert "赵" not in page()


@pytest.mark.clauses("city:13")
def test_an_institution_sees_its_record_and_asks_for_repair_itself(town: Place) -> None:
    made = at.served(town)
    account = at_institution(town, made.case.institution)
    access = account.user
    row = perform(acts.list_credit, made, at.chief(town))
    desk = Client()
    desk.force_login(access)
    assert Message.objects.filter(user=access, kind="institution.changed").exists()
    address = reverse("institution:creditentry", kwargs={"number": row.number})
    assert "申请信用修复" in desk.get(address).content.decode()
    perform(acts.ask_repair, row, institution_actor(account), words="已经改正，款项缴清。")
    assert CreditEntry.objects.get().state == "repairing"
    decided = desk.get(reverse("institution:decision", kwargs={"number": made.number})).content.decode()
    assert address in decided
