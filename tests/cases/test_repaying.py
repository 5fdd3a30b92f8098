"""What was paid by a decision that was changed or undone is owed back: counted to the fen, due, told, paid, and then closed."""

import random
from datetime import date, timedelta
from html import unescape
from typing import Any

import casework as at
import pytest
from django.db.models import Sum
from django.urls import reverse
from hypothesis import strategies as st

from watching import at_institution, institution, photo, signed_in
from world import Place
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.cases import acts
from zhongdu.cases.models import Claim, Decision, Payment, Repayment
from zhongdu.cases.owing import REPAY_WITHIN
from zhongdu.duties.models import Duty
from zhongdu.messages.models import Message
from zhongdu.scope.models import Practice
from zhongdu.scope.roles import Role

START = date(2026, 6, 10)
FEN = st.integers(0, 10**9)


# --- by acts ------------------------------------------------------------------------------------------------


@pytest.fixture
def town(db: Any) -> Place:
    clock.travel_to(START)
    return at.town()


def afresh(matter: Any) -> Any:
    return type(matter).objects.select_related("docket", "bureau").get(pk=matter.pk)


def pay(town: Place, decision: Decision, sort: str, fen: int, voucher: str) -> Decision:
    given = {
        "claim": str(decision.claims.get(sort=sort).pk),
        "amount": f"{fen / 100:.2f}",
        "paid_on": clock.today(),
    }
    perform(acts.record_payment, afresh(decision), town.officer(Role.ACCOUNTANT), **given, voucher=voucher)
    return afresh(decision)


def ended(town: Place, decision: Decision, outcome: str, **more: Any) -> Decision:
    perform(
        acts.note_remedy, afresh(decision), at.inspector(town), sort="reconsideration", asked_on=clock.today()
    )
    row = decision.remedies.latest("pk")
    given = {
        "remedy": str(row.pk),
        "outcome": outcome,
        "ended_on": clock.today(),
        "document": "示府复决〔2026〕1号",
    }
    perform(acts.note_remedy_outcome, afresh(decision), at.inspector(town), **given, **more)
    return afresh(decision)


def repay(town: Place, decision: Decision, row: Repayment, **more: Any) -> Decision:
    given = {
        "repayment": str(row.pk),
        "repaid_on": clock.today(),
        "voucher": f"示退{row.pk}",
        "proof": [photo("white")],
    }
    perform(acts.record_repayment, afresh(decision), town.officer(Role.ACCOUNTANT), **{**given, **more})
    return afresh(decision)


def against(town: Place, shop: Any) -> Decision:
    return at.served(
        town,
        at.decided(
            town,
            at.ready(
                town,
                at.reviewed(
                    town,
                    at.reported(
                        town, at.proved(town, at.filed(town, at.checking(town, institution=shop.code)))
                    ),
                ),
            ),
        ),
    )


def adds_up(decision: Decision) -> None:
    """All that came in on a claim counts for it or is owed back, and nothing else is."""
    for claim in decision.claims.all():
        came = claim.payments.aggregate(fen=Sum("fen"))["fen"] or 0
        back = claim.repayments.aggregate(fen=Sum("fen"))["fen"] or 0
        assert came == claim.paid_fen + back and 0 <= back <= came and 0 <= claim.open_fen <= claim.fen


def duties(decision: Decision) -> list[date]:
    return list(
        Duty.objects.open()
        .filter(docket=decision.docket, concept="case.repayment")
        .values_list("due", flat=True)
    )


def test_a_lower_fine_is_paid_back_by_the_bureaus_own_day_and_then_the_case_closes(town: Place) -> None:
    shop = institution(town, "示例惠民大药房")
    owner = at_institution(town, shop).user
    decision = pay(town, against(town, shop), "refund", 10_000_00, "示转1")
    decision = ended(town, pay(town, decision, "fine", 13_000_00, "示库1"), "changed", fine="10000")
    row = Repayment.objects.get()
    assert (row.fen, row.due_on, row.claim.sort) == (3_000_00, START + timedelta(days=30), Claim.Sort.FINE)
    owed = Duty.objects.open().get(docket=decision.docket, concept="case.repayment")
    assert (owed.due, owed.source, owed.clause, owed.bureau, owed.role) == (
        row.due_on,
        "target",
        "",
        town.bureau,
        Role.ACCOUNTANT,
    )
    adds_up(decision)

    page = signed_in(town.user(Role.ACCOUNTANT)).get(f"/desk/decisions/{decision.number}/").text
    assert "要退还当事人的" in page and "3,000.00" in page and "本局做法" in page and "登记退还" in page
    own = signed_in(owner)
    text = unescape(own.get(reverse("institution:decision", kwargs={"number": decision.number})).text)
    assert "3,000.00" in text and "还没有退还" in text and "本局做法" in text

    closing = {"archive_number": "2026-1", "words": "已履行"}
    with pytest.raises(Refused) as waits:
        perform(acts.close_case, afresh(decision.case), at.inspector(town), **closing)
    assert "还没有退还" in waits.value.sentence
    told = Message.objects.filter(user=owner).count()
    at.later(3)
    decision = repay(town, decision, row, voucher="示退1")
    assert Message.objects.filter(user=owner).count() == told + 1
    assert duties(decision) == []
    text = unescape(own.get(reverse("institution:decision", kwargs={"number": decision.number})).text)
    assert "已退还" in text and "示退1" in text and "还没有退还" not in text
    assert perform(acts.close_case, afresh(decision.case), at.inspector(town), **closing).state == "closed"


def test_an_undone_decision_owes_back_all_of_it_account_by_account(town: Place) -> None:
    decision = pay(town, at.served(town), "refund", 10_000_00, "示转1")
    decision = pay(town, decision, "fine", 5_000_00, "示库1")
    perform(acts.revoke_decision, afresh(decision), at.chief(town), reason="依据的事实不清。")
    decision = afresh(decision)
    assert not any(claim.open_fen or claim.fen for claim in decision.claims.all())
    adds_up(decision)
    rows = list(Repayment.objects.order_by("fen"))
    assert [(row.claim.fund, row.fen) for row in rows] == [("", 5_000_00), (at.FUND, 10_000_00)]
    page = signed_in(town.user(Role.ACCOUNTANT)).get(f"/desk/decisions/{decision.number}/").text
    assert "从国库退" in page and "从财政专户（职工基本医疗保险基金（含生育保险））退" in page
    decision = repay(town, decision, rows[0])
    assert duties(decision) == [START + timedelta(days=30)]  # the other is still open
    with pytest.raises(Refused) as twice:
        repay(town, decision, rows[0])
    assert twice.value.code == "bad_input"
    decision = repay(town, decision, rows[1])
    assert duties(decision) == []
    with pytest.raises(Refused) as none_left:
        repay(town, decision, rows[1])
    assert none_left.value.code == "not_now"


def test_nothing_is_owed_back_where_nothing_came_in(town: Place) -> None:
    decision = at.served(town)
    perform(acts.revoke_decision, decision, at.chief(town), reason="依据的事实不清。")
    assert not Repayment.objects.exists() and duties(decision) == []


def test_only_the_accountant_pays_back_on_a_day_that_can_be_with_its_proof(town: Place) -> None:
    decision = ended(town, pay(town, at.served(town), "fine", 13_000_00, "示库1"), "changed", fine="10000")
    row = Repayment.objects.get()
    for day in (START - timedelta(days=1), START + timedelta(days=1)):
        with pytest.raises(Refused) as wrong:
            repay(town, decision, row, repaid_on=day)
        assert wrong.value.code == "wrong_day"
    with pytest.raises(Refused) as bare:
        repay(town, decision, row, proof=[])
    assert "proof" in bare.value.fields
    with pytest.raises(Refused) as other:
        perform(
            acts.record_repayment,
            afresh(decision),
            at.chief(town),
            repayment=str(row.pk),
            repaid_on=START,
            voucher="1",
            proof=[photo("white")],
        )
    assert other.value.code == "not_your_role"


def test_the_bureaus_own_practice_says_within_how_many_days(town: Place) -> None:
    Practice.objects.create(bureau=town.bureau, name=REPAY_WITHIN.name, value="15")
    ended(town, pay(town, at.served(town), "fine", 13_000_00, "示库1"), "changed", fine="10000")
    assert Repayment.objects.get().due_on == START + timedelta(days=15)


@pytest.mark.clauses("penalty-law:72")
def test_a_surcharge_is_reckoned_again_on_the_lower_fine(town: Place) -> None:
    decision = pay(town, at.served(town), "fine", 5_000_00, "示库1")
    clock.travel_to(date(2026, 6, 27))  # two days late
    perform(acts.add_surcharge, decision, at.inspector(town))
    assert decision.claims.get(sort="surcharge").fen == 2 * 300_00
    decision = pay(town, afresh(decision), "surcharge", 600_00, "示库2")
    clock.travel_to(date(2026, 7, 20))  # the surcharge stays reckoned to the day it was
    decision = ended(town, decision, "changed", fine="8000")
    added = decision.claims.get(sort="surcharge")
    assert (added.fen, added.paid_fen, added.due_on) == (2 * 90_00, 2 * 90_00, date(2026, 6, 27))
    assert [(row.claim.sort, row.fen) for row in Repayment.objects.all()] == [("surcharge", 420_00)]
    assert decision.remedies.get().overpaid_fen == 420_00
    adds_up(decision)


@pytest.mark.clauses("penalty-law:72")
def test_what_was_added_never_passes_the_lower_fine_and_falls_away_when_nothing_was_late(town: Place) -> None:
    decision = at.served(town)
    clock.travel_to(date(2026, 12, 14))
    perform(acts.add_surcharge, decision, at.inspector(town))
    decision = ended(town, afresh(decision), "changed", fine="100")
    assert [(claim.sort, claim.fen) for claim in decision.claims.exclude(sort="refund")] == [
        ("fine", 100_00),
        ("surcharge", 100_00),
    ]
    assert not Repayment.objects.exists()


@pytest.mark.clauses("penalty-law:72")
def test_paid_in_time_by_the_lower_fine_nothing_is_added(town: Place) -> None:
    decision = pay(town, at.served(town), "fine", 10_000_00, "示库1")
    clock.travel_to(date(2026, 6, 27))
    perform(acts.add_surcharge, decision, at.inspector(town))
    decision = pay(town, afresh(decision), "surcharge", 100_00, "示库2")
    decision = ended(town, decision, "changed", fine="9000")
    assert decision.claims.get(sort="surcharge").fen == 0
    assert [(row.claim.sort, row.fen) for row in Repayment.objects.order_by("id")] == [
        ("fine", 1_000_00),
        ("surcharge", 100_00),
    ]
    assert not Duty.objects.open().filter(docket=decision.docket, concept="clock.fine_payment").exists()
    adds_up(decision)


def test_parts_agreed_on_shrink_with_the_fine(town: Place) -> None:
    decision = at.served(town)
    fine = decision.claims.get(sort="fine")
    plan = "2026-07-10 10000\n2026-08-10 5000"
    perform(
        acts.agree_instalments, decision, at.chief(town), claim=str(fine.pk), plan=plan, reason="经营困难"
    )
    ended(town, decision, "changed", fine="9000")
    assert [(part.due_on, part.fen) for part in fine.instalments.all()] == [(date(2026, 7, 10), 9_000_00)]


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_paid_changed_and_undone_it_adds_up(town: Place, seed: int) -> None:
    chance = random.Random(seed)
    decision, fine = at.served(town), 15_000_00
    for step in range(5):
        claim = chance.choice([each for each in decision.claims.all() if each.open_fen] or [None])
        if claim is not None:
            decision = pay(town, decision, claim.sort, chance.randint(1, claim.open_fen), f"示{step}")
        if chance.random() < 0.5 and fine > 100:
            fine = chance.randrange(100, fine)
            decision = ended(town, decision, "changed", fine=f"{fine / 100:.2f}")
        if chance.random() < 0.4 and (row := Repayment.objects.filter(repaid_on=None).first()):
            decision = repay(town, decision, row)
        adds_up(decision)
    perform(acts.revoke_decision, afresh(decision), at.chief(town), reason="撤销。")
    adds_up(afresh(decision))
    for row in Repayment.objects.filter(repaid_on=None):
        repay(town, decision, row)
    came, back = (kind.objects.aggregate(fen=Sum("fen"))["fen"] or 0 for kind in (Payment, Repayment))
    assert came == back and duties(decision) == []
