"""What leaves a case: referred to the police in their hours, exposed after another's eyes, listed, repaired, withdrawn."""

from datetime import date
from pathlib import Path

import casework as at
import pytest
from django.test import Client

from watching import photo
from world import Place
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.cases import acts
from zhongdu.cases.models import CreditEntry, Exposure, Referral
from zhongdu.duties.models import Duty
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
START = date(2026, 6, 10)


@pytest.fixture
def town() -> Place:
    clock.travel_to(START)
    return at.town()


def refusal(*given, **more) -> Refused:
    with pytest.raises(Refused) as raised:
        perform(*given, **more)
    return raised.value


def duty(matter, concept: str) -> Duty:
    return Duty.objects.filter(docket=matter.docket, concept=concept).latest("id")


# --- referred -----------------------------------------------------------------------------------------------


@pytest.mark.clauses("city:12/1", "city:12")
def test_what_looks_like_a_crime_goes_to_the_police_in_their_days_and_hours(town: Place) -> None:
    case = at.proved(town)
    row = at.referred(town, case)
    assert duty(row, "clock.referral_decision").due == date(2026, 6, 13)  # three calendar days
    assert refusal(acts.approve_referral, row, at.inspector(town)).code == "not_your_role"
    row = perform(acts.approve_referral, row, at.chief(town))
    assert row.transfer_by is not None and clock.day_of(row.transfer_by) == date(2026, 6, 11)
    assert duty(row, "clock.referral_transfer").due == date(2026, 6, 11)
    bare = {"sent_on": START, "attached": at.PAPERS[:2], "papers": [photo("white")]}
    why = refusal(acts.send_referral, row, at.inspector(town), **bare)
    assert (
        why.code == "papers_missing"
        and str(why.clause) == "referral-rules:6"
        and "涉案物品清单" in why.sentence
    )
    row = perform(acts.send_referral, row, at.inspector(town), **{**bare, "attached": at.PAPERS})
    row = perform(acts.note_receipt, row, at.inspector(town), received_on=START, receipt=[photo("white")])
    row = perform(acts.note_answer, row, at.inspector(town), answer="taken", answered_on=START)
    assert row.state == Referral.State.TAKEN and duty(row, "clock.referral_handover").due == date(2026, 6, 13)
    row = perform(acts.hand_over, row, at.inspector(town), paper=[photo("white")])
    assert (
        perform(acts.close_referral, row, at.inspector(town), words="判决有罪").state == Referral.State.CLOSED
    )


@pytest.mark.clauses("city:12/1")
def test_a_refusal_of_the_police_may_be_reviewed_within_three_days(town: Place) -> None:
    row = at.received(town, at.proved(town))
    row = perform(acts.note_answer, row, at.inspector(town), answer="not_taken", answered_on=START)
    clock.travel_to(date(2026, 6, 14))
    late = refusal(
        acts.ask_police_review, row, at.inspector(town), asked_on=date(2026, 6, 14), paper=[photo("white")]
    )
    assert late.code == "too_late" and str(late.clause) == "referral-rules:9/1"
    perform(
        acts.ask_police_review, row, at.inspector(town), asked_on=date(2026, 6, 13), paper=[photo("white")]
    )


@pytest.mark.clauses("city:12/1")
def test_no_penalty_stands_in_for_a_referral(town: Place) -> None:
    case = at.ready(town)
    at.deliberated(town, case)
    row = at.referred(town, case)
    decide = {"paper_number": "示1号", "words": "x"}
    why = refusal(acts.decide_case, case, at.chief(town), **decide)
    assert why.code == "refer_first" and str(why.clause) == "referral-rules:11/1"
    perform(acts.decline_referral, row, at.chief(town), reason="未达追诉标准")
    assert perform(acts.decide_case, case, at.chief(town), **decide)


@pytest.mark.clauses("city:12/2", "city:12/3", "city:12/4", "city:12")
def test_each_department_gets_what_is_its_own(town: Place) -> None:
    case = at.proved(town)
    for to in ("department.finance", "department.health", "department.market", "discipline"):
        row = perform(acts.approve_referral, at.referred(town, case, to), at.chief(town))
        row = perform(acts.send_referral, row, at.inspector(town), sent_on=START, papers=[photo("white")])
        assert row.state == Referral.State.SENT
        assert [each.concept for each in Duty.objects.filter(docket=row.docket)] == ["case.referral_followed"]
        cited = row.docket.events.order_by("seq").first().clauses
        clause = {"finance": "city:12/2", "health": "city:12/3", "market": "city:12/4"}.get(
            to.rpartition(".")[2]
        )
        assert clause is None or clause in cited
    perform(
        acts.note_joint_enforcement,
        case,
        at.inspector(town),
        department="department.police",
        acted_on=START,
        words="同去",
    )
    assert refusal(acts.propose_referral, case, at.inspector(town), to="department.health", officers=[
        str(each) for each in case.handlers
    ], words="x").code == "referred_already"  # fmt: skip


# --- exposed ------------------------------------------------------------------------------------------------


@pytest.mark.clauses("city:23")
def test_a_case_is_told_to_the_public_after_another_has_read_it(town: Place, client: Client) -> None:
    made = at.served(town)
    row = at.written_up(town, made)
    assert "某药房" not in client.get("/exposures/").content.decode()
    assert refusal(acts.publish_exposure, row, at.inspector(town), checked=True).code == "same_person"
    row = perform(acts.publish_exposure, row, at.chief(town), checked=True)
    assert "某药房把日用品" in client.get("/exposures/").content.decode()
    row = perform(acts.withdraw_exposure, row, at.chief(town), reason="复议撤销了原决定")
    page = client.get("/exposures/").content.decode()
    assert (
        "某药房把日用品" not in page and "复议撤销了原决定" in page and row.state == Exposure.State.WITHDRAWN
    )


@pytest.mark.clauses("city:23")
def test_nobodys_personal_data_are_exposed(town: Place) -> None:
    case = at.checking(
        town,
        respondent="insured",
        institution="",
        person="赵示例",
        violations=["violation.lending_credential"],
    )
    case = at.proved(town, at.filed(town, case))
    case = at.reported(town, case, sanction="sanction.personal", fine="0", months=3)
    made = at.served(town, at.decided(town, at.ready(town, at.reviewed(town, case))))
    for text in ("赵示例出借医保卡", "身份证11010519491231002X", "电话13800001111"):
        assert (
            refusal(acts.propose_exposure, made, at.inspector(town), title="典型案件", text=text).code
            == "personal"
        )


# --- credit -------------------------------------------------------------------------------------------------


@pytest.mark.clauses("city:13")
def test_a_decision_joins_the_credit_record_is_shared_and_repaired(town: Place) -> None:
    made = at.served(town)
    row = perform(acts.list_credit, made, at.chief(town), joint=True)
    assert refusal(acts.list_credit, made, at.chief(town)).code == "not_now"
    row = perform(acts.share_credit, row, at.inspector(town), shared_with=["department.market", "platform"])
    row = perform(acts.ask_repair, row, at.inspector(town), words="已经改正")
    assert refusal(acts.grant_repair, row, at.chief(town), reason="x").code == "not_performed"
    for claim in made.claims.all():
        given = {
            "claim": str(claim.pk),
            "amount": str(claim.fen // 100),
            "paid_on": START,
            "voucher": f"示{claim.pk}",
        }
        perform(acts.record_payment, made, town.officer(Role.ACCOUNTANT), **given)
    row = perform(acts.grant_repair, row, at.chief(town), reason="已履行")
    assert row.state == CreditEntry.State.REPAIRED and row.known_to == ["department.market", "platform"]


@pytest.mark.clauses("city:13", "city:23")
def test_what_was_published_of_a_revoked_decision_is_withdrawn_in_three_working_days(town: Place) -> None:
    made = at.served(town)
    shown = perform(acts.publish_exposure, at.written_up(town, made), at.chief(town), checked=True)
    row = perform(acts.list_credit, made, at.chief(town))
    assert "决定没有撤销" in refusal(acts.withdraw_credit, row, at.chief(town), reason="x").sentence
    made = perform(acts.revoke_decision, made, at.chief(town), reason="复议决定撤销")
    owed = duty(made, "clock.penalty_correction")
    assert owed.due == date(2026, 6, 15) and owed.clause == "penalty-law:48/2"
    perform(acts.withdraw_exposure, shown, at.chief(town), reason="原决定已撤销")
    assert duty(made, "clock.penalty_correction").is_open()
    perform(acts.withdraw_credit, row, at.chief(town), reason="原决定已撤销")
    assert duty(made, "clock.penalty_correction").met_on == START


def test_the_public_page_says_nothing_of_who_wrote_it() -> None:
    import zhongdu.cases

    page = Path(zhongdu.cases.__file__).parent / "templates/cases/public_exposures.html"
    assert "written_by" not in page.read_text() and "decision" not in page.read_text()
