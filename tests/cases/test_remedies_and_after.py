"""After a decision: remedies with their effect; what a closed case still allows; one fine for one act; the other track beside it."""

from datetime import date
from html import unescape
from typing import Any

import casework as at
import pytest
from django.test import Client
from django.urls import reverse

from watching import at_institution, institution, signed_in
from world import Place
from zhongdu.acts.allowing import may_now
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.cases import acts
from zhongdu.cases.models import Claim, Decision, Referral
from zhongdu.duties.models import Duty
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Place:
    clock.travel_to(date(2026, 6, 10))
    return at.town()


def afresh(matter: Any) -> Any:
    return type(matter).objects.select_related("docket", "bureau").get(pk=matter.pk)


def asked(town: Place, decision: Decision, sort: str = "reconsideration") -> Any:
    perform(acts.note_remedy, decision, at.inspector(town), sort=sort, asked_on=clock.today())
    return decision.remedies.latest("pk")


def ended(town: Place, decision: Decision, outcome: str, **more: Any) -> Decision:
    row = asked(town, decision)
    given = {
        "remedy": str(row.pk),
        "outcome": outcome,
        "ended_on": clock.today(),
        "document": "示府复决〔2026〕1号",
    }
    perform(acts.note_remedy_outcome, afresh(decision), at.inspector(town), **{**given, **more})
    return afresh(decision)


@pytest.mark.clauses("reconsideration-law:48", "reconsideration-law:20/1")
def test_a_reconsideration_is_replied_to_in_ten_working_days(town: Place) -> None:
    decision = at.served(town)
    asked(town, decision)
    duty = Duty.objects.open().get(docket=decision.docket, concept="clock.reconsideration_reply")
    assert duty.due == date(2026, 6, 25)  # the dragon boat festival is no working day
    perform(acts.note_reply_sent, afresh(decision), at.inspector(town))
    assert (
        not Duty.objects.open().filter(docket=decision.docket, concept="clock.reconsideration_reply").exists()
    )


def test_undone_it_owes_nothing_and_is_taken_back(town: Place) -> None:
    decision = at.served(town)
    perform(acts.list_credit, decision, at.chief(town))
    decision = ended(town, decision, "revoked")
    assert decision.state == "revoked" and decision.revoked_on == clock.today()
    open_ = set(Duty.objects.open().filter(docket=decision.docket).values_list("concept", flat=True))
    assert open_ == {"clock.penalty_correction"}


def test_changed_the_fine_is_another_and_what_was_overpaid_stands_there(town: Place) -> None:
    decision = at.served(town)
    fine = decision.claims.get(sort=Claim.Sort.FINE)
    perform(
        acts.record_payment, decision, town.officer(Role.ACCOUNTANT), claim=str(fine.pk), amount="13000",
        paid_on=clock.today(), voucher="示库1",
    )  # fmt: skip
    with pytest.raises(Refused) as more:
        ended(town, afresh(decision), "changed", fine="20000")
    assert more.value.code == "not_less"
    row = decision.remedies.get()
    perform(
        acts.note_remedy_outcome, afresh(decision), at.inspector(town), remedy=str(row.pk), outcome="changed", ended_on=clock.today(),
        document="示府复决1号", fine="10000",
    )  # fmt: skip
    fine.refresh_from_db()
    row.refresh_from_db()
    assert (fine.fen, fine.paid_fen, fine.open_fen, row.overpaid_fen) == (1_000_000, 1_000_000, 0, 300_000)


def test_what_was_written_off_was_not_paid(town: Place) -> None:
    decision = at.served(town)
    fine = decision.claims.get(sort=Claim.Sort.FINE)
    perform(
        acts.write_off, decision, at.chief(town), claim=str(fine.pk), amount="12000", basis="示批1号", reason="已经歇业。"
    )  # fmt: skip
    decision = ended(town, afresh(decision), "changed", fine="10000")
    fine.refresh_from_db()
    assert (fine.fen, fine.waived_fen, fine.open_fen) == (1_000_000, 1_000_000, 0)
    assert decision.remedies.get().overpaid_fen == 0


def test_upheld_it_stands_and_no_case_closes_before_it_is_known(town: Place) -> None:
    decision = at.served(town)
    payer = town.officer(Role.ACCOUNTANT)
    for claim in decision.claims.all():
        perform(
            acts.record_payment, afresh(decision), payer, claim=str(claim.pk), amount=f"{claim.fen // 100}", paid_on=clock.today(),
            voucher=f"示{claim.pk}",
        )  # fmt: skip
    row = asked(town, afresh(decision), "litigation")
    close = {"archive_number": "2026-1", "words": "已履行。"}
    with pytest.raises(Refused) as waits:
        perform(acts.close_case, decision.case, at.inspector(town), **close)
    assert "还没有结果" in waits.value.sentence
    perform(
        acts.note_remedy_outcome, afresh(decision), at.inspector(town), remedy=str(row.pk), outcome="upheld", ended_on=clock.today(),
        document="示行初1号",
    )  # fmt: skip
    case = perform(acts.close_case, afresh(decision.case), at.inspector(town), **close)
    assert afresh(decision).state == "served"

    # closed: nothing is offered any more but what the law still asks for
    may = {act.name for act in may_now(afresh(case), at.inspector(town))}
    assert {each for each in may if not each.startswith("cases.unmask")} == {"cases.refer_closed_case"}
    officers = [str(each) for each in case.handlers]
    made = perform(
        acts.refer_closed_case, afresh(case), at.inspector(town), officers=officers, words="涉嫌诈骗"
    )
    assert made.to == Referral.POLICE
    assert Duty.objects.open().filter(docket=made.docket, concept="clock.referral_decision").exists()


@pytest.mark.clauses("penalty-law:29")
def test_one_act_is_fined_once_and_the_page_says_so(town: Place) -> None:
    shop = institution(town, "示例惠民大药房")
    decision = at.served(
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
    again = at.filed(town, at.checking(town, institution=shop.code), case_number="示医保立〔2026〕2号")
    page = signed_in(town.user(Role.DECIDER)).get(f"/desk/cases/{again.number}/").text
    assert "同一个违法行为已经罚过款" in page and decision.paper_number in page
    with pytest.raises(Refused) as twice:
        at.reported(town, at.proved(town, again))
    assert twice.value.code == "fined_already" and str(twice.value.clause) == "penalty-law:29"


def test_a_person_is_known_by_their_number(town: Place) -> None:
    told = {
        "respondent": "insured",
        "institution": "",
        "person": "周示例",
        "violations": ["violation.lending_credential"],
    }
    from zhongdu.cases.queries import same_respondent

    one = at.checking(town, **told, id_number="110101199003077213")
    other = at.checking(town, **told, id_number="110101199003077213")
    stranger = at.checking(town, **told)
    assert list(same_respondent(one)) == [other] and not same_respondent(stranger).exists()


# --- what the institution sees, and what stands beside what ----------------------------------------------------


def own(shop: Any, town: Place) -> Client:
    return signed_in(at_institution(town, shop).user)


def read(client: Client, name: str, number: str = "") -> str:
    answer = client.get(reverse(f"institution:{name}", kwargs={"number": number} if number else {}))
    return unescape(answer.text) if answer.status_code == 200 else str(answer.status_code)


@pytest.mark.clauses("penalty-law:44", "city:11/1")
def test_an_institution_reads_its_notices_from_the_day_it_was_told(town: Place) -> None:
    shop, other = institution(town, "示例惠民大药房"), institution(town, "别家药房")
    case = at.reviewed(
        town, at.reported(town, at.proved(town, at.filed(town, at.checking(town, institution=shop.code))))
    )
    mine, theirs = own(shop, town), own(other, town)
    assert read(mine, "case", case.number) == "404" and "没有告知本机构的案件" in read(mine, "cases")
    case = at.notified(town, case)
    text = read(mine, "case", case.number)
    assert "串换药品，查证属实" in text and "15,000.00" in text and "要求听证" in text
    assert "陈述申辩、要求听证" in read(mine, "home") and case.case_number in read(mine, "cases")
    assert read(theirs, "case", case.number) == "404" and "没有告知本机构的案件" in read(theirs, "cases")
    case = perform(acts.close_notice, afresh(case), at.inspector(town), waived=True, words="当事人书面放弃。")
    decision = at.decided(town, case)
    assert read(mine, "decision", decision.number) == "404"
    at.served(town, decision)
    text = read(mine, "decision", decision.number)
    assert "15,000.00" in text and "申请行政复议" in text and "示例局长" not in text
    assert "缴款" in read(mine, "home") and read(theirs, "decision", decision.number) == "404"
    assert (
        mine.get(reverse("institution:decision_paper", kwargs={"number": decision.number})).content[:4]
        == b"%PDF"
    )


def test_an_institutions_page_shows_each_track_to_whom_it_may(town: Place) -> None:
    shop = institution(town, "示例惠民大药房")
    case = at.checking(town, institution=shop.code)
    url = reverse("desk:institution", kwargs={"code": shop.code})
    both = signed_in(town.user(Role.DECIDER)).get(url).text
    assert case.number in both and "医保协议（经办机构）" in both and "监督检查" in both
    agency = signed_in(town.user(Role.AGENCY_OFFICER)).get(url).text
    assert (
        case.number not in agency
        and "案件（医保行政部门）" not in agency
        and "医保协议（经办机构）" in agency
    )
    recruiter = signed_in(town.user(Role.RECRUITER)).get(url).text
    assert "医保协议（经办机构）" not in recruiter and "案件（医保行政部门）" not in recruiter


@pytest.mark.clauses("city:13")
def test_a_department_is_handed_what_was_shared_with_it_and_no_more(town: Place) -> None:
    from io import BytesIO

    from python_calamine import CalamineWorkbook

    decision = at.served(town)
    entry = perform(acts.list_credit, decision, at.chief(town), joint=True)
    desk = signed_in(town.user(Role.DECIDER))

    def told(to: str) -> str:
        content = desk.get(reverse("desk:credit_list", kwargs={"to": to})).content
        assert content == desk.get(reverse("desk:credit_list", kwargs={"to": to})).content
        return str(CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python())

    assert decision.paper_number not in told("department.health")
    perform(acts.share_credit, entry, at.chief(town), shared_with=["department.health"])
    assert decision.paper_number in told("department.health") and "串换药品" in told("department.health")
    assert decision.paper_number not in told("platform")
    assert desk.get(reverse("desk:credit_list", kwargs={"to": "nobody"})).status_code == 404
