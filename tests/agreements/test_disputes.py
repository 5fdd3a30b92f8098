"""Disputes: somebody who had no hand in it mediates and decides, and what they decide happens at once."""

import io
from datetime import timedelta
from typing import Any

import agreeing as at
import pytest
from pypdf import PdfReader

from world import Place
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.agreements import acts, paper
from zhongdu.agreements.models import Agreement, Bar, Dispute, Handling
from zhongdu.agreements.queries import may_settle
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


def appealed(place: Place, handling: Handling) -> Dispute:
    made: Dispute = perform(
        acts.receive_dispute,
        handling,
        place.officer(Role.CASE_OFFICER),
        received_on=clock.today(),
        words="串换的是同类药。",
    )
    perform(acts.take_up_dispute, made, place.officer(Role.LEGAL_REVIEWER))
    return at.afresh(made)


def decide(place: Place, dispute: Dispute, effect: str, **more: Any) -> Dispute:
    perform(
        acts.decide_dispute,
        dispute,
        place.officer(Role.LEGAL_REVIEWER),
        effect=effect,
        words="查明了。",
        **{"unmediated": "机构书面表示不愿意调解。", **more},
    )
    return at.afresh(dispute)


def may(agreement: Agreement) -> bool:
    return b'"may_settle":true' in (may_settle(agreement.institution.code) or b"")


@pytest.mark.clauses("city:22")
def test_an_appeal_is_mediated_and_the_suspension_falls_at_once(city: Place) -> None:
    agreement = at.signed(city)
    handling = at.suspended(city, agreement)
    assert not may(agreement)
    dispute = appealed(city, handling)
    assert Duty.objects.open().get(docket=dispute.docket).clause == "city:22"
    perform(
        acts.record_mediation, dispute, city.officer(Role.LEGAL_REVIEWER), on=clock.today(), institution_said="不该中止。",
        agency_said="同意改为约谈。", words="双方当面谈过。",
    )  # fmt: skip
    perform(
        acts.settle_dispute,
        at.afresh(dispute),
        city.officer(Role.LEGAL_REVIEWER),
        effect="withdrawn",
        words="撤销中止。",
    )
    assert (at.afresh(agreement).state, at.afresh(handling).state) == ("in_term", "withdrawn")
    assert may(agreement)
    assert not Duty.objects.open().filter(docket=dispute.docket).exists()


@pytest.mark.clauses("city:22")
def test_the_agency_and_whoever_had_a_hand_in_it_do_not_judge(city: Place) -> None:
    handling = at.suspended(city, at.signed(city))
    dispute = perform(
        acts.receive_dispute,
        handling,
        city.officer(Role.CASE_OFFICER),
        received_on=clock.today(),
        words="不服。",
    )
    with pytest.raises(Refused) as acted:  # who keyed it in had a hand in the handling's docket only by that
        perform(acts.take_up_dispute, dispute, _also(city, Role.AGENCY_OFFICER, Role.DECIDER))
    assert acted.value.code == "not_impartial" and "经办机构" in acted.value.sentence
    hand = city.officer(Role.DECIDER, "took-part")
    today = clock.today()
    perform(
        acts.stop_settlement, at.afresh(handling.agreement), hand, inspection=at.obstructed(city, handling.agreement.institution), suspicion="疑。", refused="拒。",
        since=today, review_on=today, way="approved",
    )  # fmt: skip
    with pytest.raises(Refused) as took_part:
        perform(acts.take_up_dispute, at.afresh(dispute), hand)
    assert "参与过" in took_part.value.sentence


def _also(place: Place, *roles: Role) -> Any:
    for role in roles:
        actor = place.officer(role, "two-hats")
    return actor


@pytest.mark.clauses("city:22", "city:20/3")
def test_an_ending_withdrawn_brings_every_agreement_back_and_lifts_the_bar(city: Place) -> None:
    of = at.institution(city)
    first, second = at.signed(city, of), at.signed(city, of, "inpatient")
    dispute = appealed(city, at.ended(city, first))
    decide(city, dispute, "withdrawn")
    assert [at.afresh(each).state for each in (first, second)] == ["in_term", "in_term"]
    assert Bar.objects.get().lifted_on == clock.today()
    assert may(first)
    assert at.applied(city, of, "chronic").state == "applied"


@pytest.mark.clauses("city:22")
def test_a_change_touches_what_it_names_and_no_more(city: Place) -> None:
    agreement, today = at.signed(city), clock.today()
    handling = at.decided(
        city, agreement, "deposit", "suspension", deducted="5000", suspended_from=today,
        suspended_until=today + timedelta(days=30),
    )  # fmt: skip
    dispute = appealed(city, handling)
    with pytest.raises(Refused) as empty:
        decide(city, dispute, "changed")
    assert empty.value.code == "not_said_what"
    with pytest.raises(Refused) as more:
        decide(city, dispute, "upheld", deducted="1")
    assert more.value.code == "upheld_as_it_is"
    suspension = handling.measures.get(does="suspension")
    decide(city, dispute, "changed", withdraw=[str(suspension.pk)], deducted="1000")
    agreement = at.afresh(agreement)
    assert (agreement.state, agreement.deposit_left) == ("in_term", 4_900_000)
    assert at.afresh(handling).state == "decided" and may(agreement)


@pytest.mark.clauses("city:22")
def test_upheld_is_upheld(city: Place) -> None:
    agreement = at.signed(city)
    dispute = appealed(city, at.suspended(city, agreement))
    assert decide(city, dispute, "upheld").state == "decided"
    assert at.afresh(agreement).state == "suspended" and not may(agreement)


def test_another_handlings_ending_is_not_undone(city: Place) -> None:
    agreement = at.signed(city)
    suspension = at.suspended(city, agreement)
    at.ended(city, at.afresh(agreement))
    decide(city, appealed(city, suspension), "withdrawn")
    assert at.afresh(agreement).state == "ended" and not may(agreement)


@pytest.mark.clauses("city:22")
def test_a_dispute_is_mediated_or_says_why_not_and_its_outcome_is_a_paper(city: Place) -> None:
    dispute = appealed(city, at.decided(city, at.signed(city), "refusal", refused="100"))
    with pytest.raises(Refused) as raised:
        decide(city, dispute, "upheld", unmediated="")
    assert raised.value.code == "not_mediated" and str(raised.value.clause) == "city:22"
    perform(
        acts.record_mediation, dispute, city.officer(Role.LEGAL_REVIEWER), on=clock.today(), institution_said="不服。",
        agency_said="有据。", words="双方没有谈拢。",
    )  # fmt: skip
    ended = decide(city, dispute, "upheld", unmediated="")
    text = "".join(
        page.extract_text()
        for page in PdfReader(io.BytesIO(paper.rendered(paper.dispute_printed(ended), "pdf")[0])).pages
    ).replace("\n", "")
    for words in ("协议纠纷处理意见书", "双方没有谈拢。", "结果：维持", "查明了。", "第二十二条"):
        assert words in text, words
