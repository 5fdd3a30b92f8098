"""A case from the lead's check to the legal review: clocks, two officers, nobody in two hats, evidence by two."""

from datetime import date

import casework as at
import pytest

from world import Place
from zhongdu import vault
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.cases import acts, timing
from zhongdu.cases.models import Case, Loss
from zhongdu.duties.models import Duty
from zhongdu.record.verifying import breaks
from zhongdu.scope.models import Post
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db
START = date(2026, 6, 10)


@pytest.fixture
def town() -> Place:
    clock.travel_to(START)
    return at.town()


def refused(*given, **more) -> str:
    with pytest.raises(Refused) as refusal:
        perform(*given, **more)
    return refusal.value.code


def duty(case: Case, concept: str) -> Duty:
    return Duty.objects.filter(docket=case.docket, concept=concept).latest("id")


def test_a_lead_is_checked_within_its_period_and_once_longer(town: Place) -> None:
    case = at.checking(town)
    assert duty(case, "clock.filing_check").due == date(2026, 7, 2)  # 15 working days, 端午 in between
    case = perform(acts.extend_check, case, at.chief(town), reason="需要核对三年的数据")
    assert duty(case, "clock.filing_check").due == date(2026, 7, 23)
    assert refused(acts.extend_check, case, at.chief(town), reason="再延") == "not_now"
    case = at.filed(town, case)
    assert duty(case, "clock.filing_check").met_on == START
    decision = duty(case, "clock.decision")
    assert decision.due == date(2026, 9, 8) and decision.clause == "penalty-law:60"


def test_a_case_is_filed_by_the_head_to_two_officers_with_certificates(town: Place) -> None:
    case = at.checking(town)
    alone = [str(at.inspector(town).user_id)]
    assert (
        refused(acts.file_case, case, at.chief(town), case_number="1", officers=alone, reason="x")
        == "too_few_officers"
    )
    bare = town.officer(Role.INSPECTOR, "without-certificate")
    unfit = [*alone, str(bare.user_id)]
    assert (
        refused(acts.file_case, case, at.chief(town), case_number="1", officers=unfit, reason="x")
        == "bad_input"
    )
    assert (
        refused(acts.file_case, case, at.inspector(town), case_number="1", officers=alone, reason="x")
        == "not_your_role"
    )


def test_what_is_too_long_ago_is_not_filed(town: Place) -> None:
    old = at.checking(town, conduct_from=None, conduct_until=date(2024, 6, 9))
    with pytest.raises(Refused) as refusal:
        at.filed(town, old)
    assert refusal.value.code == "time_barred" and str(refusal.value.clause) == "penalty-law:36/1"
    assert at.filed(town, old, harms_health=True).state == Case.State.INVESTIGATING  # five years


def test_a_case_not_filed_says_why(town: Place) -> None:
    case = perform(acts.decline_case, at.checking(town), at.chief(town), reason="查无此事")
    assert case.state == Case.State.NOT_FILED and duty(case, "clock.filing_check").met_on == START


@pytest.mark.clauses("city:26")
def test_contractors_and_agencies_can_be_respondents_too(town: Place) -> None:
    case = at.checking(town, respondent="contractor", institution="", unit="示例人寿保险公司")
    assert case.kinds == ("contractor",) and vault.read(case.number, "respondent_unit")
    with pytest.raises(Refused) as refusal:
        at.checking(town, respondent="agency", institution="")
    assert "unit" in refusal.value.fields


def test_what_is_not_counted_stops_the_clock_and_an_extension_moves_it(town: Place) -> None:
    case = at.filed(town)
    officer = at.inspector(town)
    case = perform(acts.stop_clock, case, officer, why="appraisal", on=START, reason="送鉴定")
    assert duty(case, "clock.decision").due is None
    assert refused(acts.extend_decision, case, at.chief(town), reason="x") == "not_now"
    clock.travel_to(date(2026, 6, 19))
    case = perform(acts.start_clock, case, officer, on=date(2026, 6, 19))
    assert duty(case, "clock.decision").due == date(2026, 9, 17)  # nine days later
    case = perform(acts.extend_decision, case, at.chief(town), reason="情况复杂")
    assert duty(case, "clock.decision").due == date(2026, 10, 19)  # 30 days to Saturday 10-17, then Monday
    assert refused(acts.extend_decision, case, at.chief(town), reason="x") == "not_now"
    told = timing.derivations(case.docket)[0]
    said = " ".join(says for _, says in told.steps)
    assert "起算日，不计入" in said and "停止计时" in said and "批准延长至2026年10月19日" in said


def test_evidence_is_what_two_officers_of_the_case_took_up(town: Place) -> None:
    case = at.filed(town)
    one = [str(case.handlers[0])]
    given = {"kind": "evidence.kind.documentary", "title": "处方", "taken_on": START}
    assert refused(acts.add_evidence, case, at.inspector(town), officers=one, **given) == "too_few_officers"
    stranger = at.inspector(town, 3)
    assert (
        refused(acts.add_evidence, case, stranger, officers=[str(each) for each in case.handlers], **given)
        == "not_your_case"
    )
    assert refused(acts.report_case, case, at.inspector(town), **at.PENALTY) == "no_evidence"
    case = at.evidence(town, case)
    case = perform(
        acts.strike_evidence,
        case,
        at.inspector(town),
        evidence=str(case.evidence.get().pk),
        reason="来源不明",
    )
    assert refused(acts.report_case, case, at.inspector(town), **at.PENALTY) == "no_evidence"


@pytest.mark.clauses("city:28")
def test_what_was_lost_is_noted_fund_by_fund(town: Place) -> None:
    case = at.proved(town, amount="10,000.05")
    case = perform(acts.set_loss, case, at.inspector(town), fund="fund.kind.employees_large", amount="1")
    assert dict(case.losses.values_list("fund", "fen")) == {
        at.FUND: 10_000_05,
        "fund.kind.employees_large": 1_00,
    }
    perform(acts.set_loss, case, at.inspector(town), fund="fund.kind.employees_large", amount="0")
    assert Loss.objects.filter(case=case).count() == 1


@pytest.mark.clauses("city:11/1")
def test_a_report_proposes_within_the_article_or_not_at_all(town: Place) -> None:
    case = at.proved(town)
    with pytest.raises(Refused) as refusal:
        at.reported(town, case, fine="20000.01")
    assert refusal.value.code == "fine_outside_range" and str(refusal.value.clause) == "fund-regulation:38"
    assert "fine" in refusal.value.fields
    case = at.reported(town, case, fine="20000.00")
    assert case.state == Case.State.REPORTED and case.proposals.get().fine_fen == 20_000_00
    assert duty(case, "clock.legal_review").due == date(2026, 6, 25)


def test_the_review_is_by_somebody_who_is_not_of_the_case(town: Place) -> None:
    case = at.reported(town)
    Post.objects.create(
        user_id=case.handlers[0], bureau=town.bureau, role=Role.LEGAL_REVIEWER, since=date(2020, 1, 1)
    )
    assert refused(acts.pass_review, case, at.inspector(town), words="x") == "own_case"
    case = perform(acts.send_back, case, at.reviewer(town), opinion="facts", words="缺进货票")
    assert case.state == Case.State.INVESTIGATING
    case = at.reviewed(town, at.reported(town, case))
    assert case.state == Case.State.REVIEWED and case.reviewer == at.reviewer(town).user_id


def test_a_case_may_stop_go_on_and_end(town: Place) -> None:
    case = perform(acts.suspend_case, at.filed(town), at.chief(town), reason="等另案结果")
    assert case.state == Case.State.SUSPENDED
    case = perform(acts.resume_case, case, at.chief(town), reason="另案已结")
    assert case.state == Case.State.INVESTIGATING
    case = perform(acts.terminate_case, case, at.chief(town), reason="当事人死亡")
    assert not Duty.objects.open().filter(docket=case.docket).exists()


def test_a_persons_name_and_number_are_in_the_vault_alone(town: Place) -> None:
    case = at.checking(
        town, respondent="insured", institution="", person="赵示例", id_number="11010519491231002X",
        violations=["violation.lending_credential"],
    )  # fmt: skip
    assert vault.read(case.number, "respondent_name")["respondent_name"] == "赵示例"
    assert case.person == vault.token("respondent_id", "11010519491231002x") and "1949" not in case.person
    assert refused(
        acts.open_case, town.office, at.inspector(town), source="other", respondent="insured", person="钱示例",
        id_number="110105194912310021", violations=[at.SWAPPING], found_on=START, conduct_until=START, words="x",
    ) == "bad_id_number"  # fmt: skip
    assert not list(breaks())
