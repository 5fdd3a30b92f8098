"""From the review to a decision served: several deliberate, the respondent is told and heard, one decides."""

import io
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import casework as at
import pytest
from docx import Document
from pypdf import PdfReader

from watching import photo
from world import Place
from zhongdu.acts.models import acting
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.cases import acts, paper
from zhongdu.cases.models import Case, Decision, Deliberation
from zhongdu.duties.models import Duty
from zhongdu.kit.matters import offers
from zhongdu.scope.models import Post
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


DECIDE = {"paper_number": "示医保罚〔2026〕1号", "words": "情节一般。"}


@pytest.mark.clauses("city:10")
def test_no_decision_of_that_kind_without_a_deliberation_that_carried_it(town: Place) -> None:
    case = at.ready(town)
    why = refusal(acts.decide_case, case, at.chief(town), **DECIDE)
    assert why.code == "not_deliberated" and str(why.clause) == "city:10"
    at.deliberated(town, case, ("for", "against", "abstain"))
    assert refusal(acts.decide_case, case, at.chief(town), **DECIDE).code == "not_deliberated"
    at.deliberated(town, case)
    case = Case.objects.get(pk=case.pk)
    lighter = {
        "outcome": "case.decision.penalty",
        "sanction": "sanction.use",
        "fine": "10000",
        "reason": "主动退回",
    }
    case = perform(acts.revise_proposal, case, at.inspector(town), **lighter)
    assert (
        refusal(acts.decide_case, case, at.chief(town), **DECIDE).code == "not_deliberated"
    )  # another proposal
    sat = at.deliberated(town, case)
    made = perform(acts.decide_case, case, at.chief(town), **DECIDE)
    assert made.proposal == sat.proposal and made.proposal.fine_fen == 10_000_00
    assert duty(made, "clock.service").due == date(2026, 6, 22)  # seven working days, 端午 on the 19th


@pytest.mark.clauses("city:10")
def test_each_member_stands_back_or_reads_and_speaks(town: Place) -> None:
    sat = at.called(town, at.reviewed(town))
    first = at.member(town, 1)
    assert refusal(acts.read_materials, sat, first, read=True).code == "say_first"
    perform(acts.say_conflict, sat, first, answer="conflicted", reason="配偶在该店工作")
    assert refusal(acts.read_materials, sat, first, read=True).code == "not_there"  # reads no further
    assert refusal(acts.give_opinion, sat, first, vote="for", words="x").code == "not_there"
    for which in (2, 3):
        perform(acts.say_conflict, sat, at.member(town, which), answer="none")
        assert (
            refusal(acts.give_opinion, sat, at.member(town, which), vote="for", words="x").code == "not_ready"
        )
        perform(acts.read_materials, sat, at.member(town, which), read=True)
        perform(acts.give_opinion, sat, at.member(town, which), vote="for", words="同意")
    perform(acts.take_chair, sat, at.member(town, 2), words="两人商定")
    why = refusal(acts.resolve, sat, at.member(town, 2), words="x")
    assert why.code == "not_now" and "至少要3人" in why.sentence
    stranger = town.officer(Role.DELIBERATOR, "stranger")
    assert refusal(acts.say_conflict, sat, stranger, answer="none").code == "no_seat"


def test_who_handles_the_case_sits_in_no_judgement(town: Place) -> None:
    case = at.reviewed(town)
    handler = at.inspector(town)
    Post.objects.create(
        user_id=handler.user_id, bureau=town.bureau, role=Role.DELIBERATOR, since=date(2020, 1, 1)
    )
    members = [str(handler.user_id), *(str(at.member(town, which).user_id) for which in (1, 2))]
    why = refusal(
        acts.call_deliberation, case, at.inspector(town), purpose="decision", meets_at=clock.now(), members=members,
        chair=members[1],
    )  # fmt: skip
    assert why.code == "own_case"
    why = refusal(
        acts.call_deliberation, case, at.inspector(town), purpose="decision", meets_at=clock.now(), members=members[1:],
        chair=members[1],
    )  # fmt: skip
    assert why.code == "too_few_members" and "members" in why.fields


def test_the_minutes_say_who_said_what_and_what_carried(town: Place) -> None:
    sat = at.deliberated(town, at.reviewed(town))
    assert sat.state == Deliberation.State.CARRIED
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.minutes_pdf(sat))).pages)
    for words in ("第3人的意见", "不同意", "结果：通过", "示例惠民大药房", "第十条"):
        assert words in text.replace("\n", ""), words


def test_the_respondent_is_told_may_answer_and_is_not_punished_more_for_it(town: Place) -> None:
    case = at.notified(town)
    assert case.may_be_heard and case.notified_on == START
    assert refusal(acts.close_notice, case, at.inspector(town), words="到期").code == "still_open"
    case = perform(
        acts.record_defence, case, at.inspector(town), said_on=START, words="是店员个人所为", answer="不影响认定",
        adopted="no",
    )  # fmt: skip
    clock.travel_to(date(2026, 6, 18))
    case = perform(acts.close_notice, case, at.inspector(town), words="没有要求听证")
    heavier = {
        "outcome": "case.decision.penalty",
        "sanction": "sanction.use",
        "fine": "15000.01",
        "reason": "态度不好",
    }
    why = refusal(acts.revise_proposal, case, at.inspector(town), **heavier)
    assert why.code == "heavier_after_defence" and str(why.clause) == "penalty-law:45/2"
    case = perform(acts.investigate_again, case, at.chief(town), reason="又查出两个月")
    assert case.state == Case.State.INVESTIGATING and case.notified is None
    case = at.notified(town, at.reviewed(town, at.reported(town, case, fine="20000")))
    assert case.notified.fine_fen == 20_000_00


def test_a_hearing_is_asked_in_time_and_told_seven_working_days_ahead(town: Place) -> None:
    case, officer = at.notified(town), at.inspector(town)
    clock.travel_to(date(2026, 6, 18))
    late = refusal(acts.ask_hearing, case, officer, asked_on=date(2026, 6, 18))
    assert late.code == "too_late" and "2026年6月17日" in late.sentence
    case = perform(acts.ask_hearing, case, officer, asked_on=date(2026, 6, 17))
    assert case.state == Case.State.HEARING and duty(case, "clock.decision").due is None
    presiding = town.officer(Role.HEARING_OFFICER)
    given = {"place": "三楼会议室", "officer": str(presiding.user_id), "notified_on": date(2026, 6, 18)}
    soon = datetime(2026, 6, 29, 9, 0, tzinfo=clock.CHINA)
    why = refusal(acts.call_hearing, case, officer, hearing_at=soon, **given)
    assert why.code == "too_short_notice" and str(why.clause) == "penalty-law:64.2"
    case = perform(acts.call_hearing, case, officer, hearing_at=soon + timedelta(days=1), **given)
    clock.travel_to(date(2026, 6, 30))
    told = {"heard_on": date(2026, 6, 30), "words": "双方意见", "record": [photo("white")]}
    other = town.officer(Role.HEARING_OFFICER, "another")
    assert refusal(acts.report_hearing, case, other, **told).code == "not_presiding"
    case = perform(acts.report_hearing, case, presiding, **told)
    assert case.state == Case.State.READY
    assert duty(case, "clock.decision").due == date(2026, 9, 22)  # 14 days not counted


def test_the_clock_is_extended_a_second_time_only_after_a_deliberation(town: Place) -> None:
    case = perform(acts.extend_decision, at.filed(town), at.chief(town), reason="复杂")
    assert refusal(acts.extend_further, case, at.chief(town), reason="x").code == "not_now"
    at.deliberated(town, case, purpose="extension")
    case = perform(acts.extend_further, case, at.chief(town), reason="集体讨论通过")
    assert duty(case, "clock.decision").due == date(2026, 12, 7)
    assert refusal(acts.extend_further, case, at.chief(town), reason="x").code == "not_now"


@pytest.mark.clauses("city:11/1")
def test_the_decision_on_paper_says_all_it_must(town: Place) -> None:
    made = at.served(town)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.decision_pdf(made))).pages)
    text = text.replace("\n", "")
    for words in (
        "行政处罚决定书", "示医保罚〔2026〕1号", "示例惠民大药房", "2026年8月结算明细", "第三十八条", "15,000.00元",
        "壹万伍仟元整", "责令退回", "财政专户", "百分之三", "申请行政复议", "示范施行",
    ):  # fmt: skip
        assert words in text, words
    words = "\n".join(each.text for each in Document(io.BytesIO(paper.decision_word(made))).paragraphs)
    assert "壹万伍仟元整" in words and "六、救济途径和期限" in words


def test_a_decision_is_served_in_one_way_on_one_day(town: Place) -> None:
    made = at.decided(town)
    given = {"served_on": START, "receipt": [photo("white")]}
    assert (
        refusal(acts.serve_decision, made, at.inspector(town), way="electronic", **given).code == "no_consent"
    )
    assert (
        refusal(acts.serve_decision, made, at.inspector(town), way="public", **given).code == "not_yet_served"
    )
    perform(
        acts.post_publicly,
        made,
        at.inspector(town),
        posted_on=START,
        reason="下落不明",
        proof=[photo("white")],
    )
    assert duty(made, "clock.public_service").due == date(2026, 7, 10)
    clock.travel_to(date(2026, 7, 10))
    made = perform(
        acts.serve_decision,
        made,
        at.inspector(town),
        way="public",
        served_on=date(2026, 7, 10),
        receipt=[photo("white")],
    )
    assert made.state == Decision.State.SERVED and duty(made, "clock.fine_payment").due == date(2026, 7, 27)


def test_the_same_conduct_is_fined_once(town: Place) -> None:
    first = at.served(town)
    again = at.checking(town, institution=first.case.institution.code)
    again = at.proved(town, at.filed(town, again))
    why = refusal(acts.report_case, again, at.inspector(town), **at.PENALTY)
    assert (
        why.code == "fined_already"
        and str(why.clause) == "penalty-law:29"
        and first.paper_number in why.sentence
    )
    perform(acts.revoke_decision, first, at.chief(town), reason="复议撤销")
    assert at.reported(town, again).state == Case.State.REPORTED


def test_filing_comes_first_and_the_spot_last_where_it_can_be_at_all(town: Place) -> None:
    def offered(case: Case, by: Any) -> list[str]:
        return [offer.label for offer in offers(case, by, town.law, "desk")]

    case, officer = at.checking(town), at.inspector(town)
    both = replace(
        officer, posts=officer.posts + at.chief(town).posts
    )  # in a small bureau one person files and inspects
    assert offered(case, both)[-1] == "当场处罚" and "批准立案" in offered(case, both)[:-1]
    fixed = at.checking(
        town, violations=["violation.without_consent"]
    )  # ten thousand yuan at least, when not put right
    assert "当场处罚" not in offered(fixed, officer)
    given = {
        "officers": [str(officer.user_id)],
        "sanction": "",
        "fine": "1",
        "paper_number": "x",
        "words": "x",
    }
    why = refusal(acts.punish_on_spot, fixed, officer, **given)
    assert why.code == "not_now" and "3000元" in why.sentence
    for flag in ("complicated", "major", "social_impact"):
        with acting():
            Case.objects.filter(pk=case.pk).update(
                **{"complicated": False, "major": False, "social_impact": False} | {flag: True}
            )
        assert "当场处罚" not in offered(Case.objects.get(pk=case.pk), officer)


def test_a_small_fine_on_the_spot_stays_under_its_limit(town: Place) -> None:
    case = at.checking(town)
    officers = [str(at.inspector(town, which).user_id) for which in (1, 2)]
    given = {
        "officers": officers, "sanction": "sanction.use", "fund": at.FUND, "loss": "2000", "fine": "3000.01",
        "paper_number": "示医保当罚〔2026〕1号", "words": "当场查明",
    }  # fmt: skip
    why = refusal(acts.punish_on_spot, case, at.inspector(town), **given)
    assert why.code == "not_small" and str(why.clause) == "penalty-law:51"
    made = perform(acts.punish_on_spot, case, at.inspector(town), **{**given, "fine": "3000"})
    case = Case.objects.get(pk=case.pk)
    assert case.state == Case.State.DECIDED and made.state == Decision.State.SERVED and made.on_the_spot
    assert duty(made, "clock.summary_filing").due == date(2026, 6, 22)
    closing = {"archive_number": "2026-1", "words": "已缴"}
    assert refusal(acts.close_case, case, at.inspector(town), **closing).code == "not_now"
    perform(acts.file_summary, made, at.inspector(town))
    assert (
        refusal(acts.close_case, case, at.inspector(town), **closing).code == "not_now"
    )  # nothing is paid yet
    for claim in made.claims.all():
        given = {
            "claim": str(claim.pk),
            "amount": str(claim.fen // 100),
            "paid_on": START,
            "voucher": f"示{claim.pk}",
        }
        perform(acts.record_payment, made, town.officer(Role.ACCOUNTANT), **given)
    assert perform(acts.close_case, case, at.inspector(town), **closing).state == Case.State.CLOSED
