"""From something found to a case at each stage, by acts; everybody in a post of their own."""

from datetime import date, timedelta
from typing import Any

from watching import institution, photo
from world import Place, place
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.cases import acts
from zhongdu.cases.models import Case
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Post
from zhongdu.scope.roles import Role

SWAPPING = "violation.swapping"
FUND = "fund.kind.employees"


def town() -> Place:
    """A city under the fund measure."""
    return place("430100", "示例市医疗保障局", "city", "city")


def inspector(place: Place, which: int = 1) -> Actor:
    """An officer with a certificate; there are two who investigate."""
    name = f"inspector-{which}-{place.bureau.code}"
    actor = place.officer(Role.INSPECTOR, name)
    Post.objects.filter(user_id=actor.user_id, role=Role.INSPECTOR).update(certificate=f"43010{which}")
    return actor


def chief(place: Place) -> Actor:
    return place.officer(Role.DECIDER)


def reviewer(place: Place) -> Actor:
    return place.officer(Role.LEGAL_REVIEWER)


def checking(place: Place, **more: Any) -> Case:
    """A lead being checked: a pharmacy is said to have swapped drugs."""
    today = clock.today()
    given = {
        "source": "inspection", "respondent": "institution", "violations": [SWAPPING], "found_on": today,
        "conduct_until": today - timedelta(days=30), "conduct_from": today - timedelta(days=60),
        "words": "结算的药与销售的药对不上",
    }  # fmt: skip
    if more.get("respondent", "institution") == "institution" and "institution" not in more:
        given["institution"] = institution(place, "示例惠民大药房").code
    return perform(acts.open_case, place.office, inspector(place), **{**given, **more})


def filed(place: Place, case: Case | None = None, **more: Any) -> Case:
    officers = [str(inspector(place, which).user_id) for which in (1, 2)]
    given = {"case_number": "示医保立〔2026〕1号", "officers": officers, "reason": "三项条件都符合。"}
    return perform(acts.file_case, case or checking(place), chief(place), **{**given, **more})


def evidence(place: Place, case: Case, title: str = "2026年8月结算明细", **more: Any) -> Case:
    given = {
        "kind": "evidence.kind.electronic", "title": title, "taken_on": clock.today(),
        "officers": [str(each) for each in case.handlers],
    }  # fmt: skip
    return perform(acts.add_evidence, case, inspector(place), **{**given, **more})


def proved(place: Place, case: Case | None = None, amount: str = "10000") -> Case:
    """With evidence, and what the fund lost."""
    case = weighed(place, evidence(place, case or filed(place)))
    return perform(acts.set_loss, case, inspector(place), fund=FUND, amount=amount)


def weighed(place: Place, case: Case, **found: bool) -> Case:
    """An officer's finding of how grave it is: nothing out of the ordinary, unless said."""
    return perform(acts.weigh_case, case, inspector(place), people=1, **found)


def ordered(place: Place, case: Case) -> Case:
    """Ordered to put it right by the end of the day."""
    today = clock.today()
    given = {"words": "停止串换，改正结算。", "served_on": today, "correct_by": today}
    return perform(acts.order_correction, case, inspector(place), **given)


def refusing(place: Place, case: Case) -> Case:
    """And found, the day after, not to have done so."""
    case = ordered(place, case)
    given = {"checked_on": later(1), "verdict": "refused", "words": "仍在串换。"}
    return perform(acts.check_correction, case, inspector(place), **given)


PENALTY = {
    "outcome": "case.decision.penalty", "sanction": "sanction.use", "fine": "15000", "words": "串换药品，查证属实。",
}  # fmt: skip


def reported(place: Place, case: Case | None = None, **more: Any) -> Case:
    return perform(acts.report_case, case or proved(place), inspector(place), **{**PENALTY, **more})


def reviewed(place: Place, case: Case | None = None) -> Case:
    return perform(acts.pass_review, case or reported(place), reviewer(place), words="事实清楚，同意。")


def later(days: int) -> date:
    day = clock.today() + timedelta(days=days)
    clock.travel_to(day)
    return day


# --- deliberated, told, heard, decided ------------------------------------------------------------------------


def member(place: Place, which: int) -> Actor:
    return place.officer(Role.DELIBERATOR, f"member-{which}-{place.bureau.code}")


def called(place: Place, case: Case, **more: Any) -> Any:
    members = [str(member(place, which).user_id) for which in (1, 2, 3)]
    given = {"purpose": "decision", "meets_at": clock.now(), "members": members, "chair": members[0]}
    return perform(acts.call_deliberation, case, inspector(place), **{**given, **more})


def deliberated(
    place: Place, case: Case, votes: tuple[str, ...] = ("for", "for", "against"), **more: Any
) -> Any:
    sat = called(place, case, **more)
    for which, vote in enumerate(votes, 1):
        perform(acts.say_conflict, sat, member(place, which), answer="none")
        perform(acts.read_materials, sat, member(place, which), read=True)
        perform(acts.give_opinion, sat, member(place, which), vote=vote, words=f"第{which}人的意见")
    return perform(acts.resolve, sat, member(place, 1), words="按处理意见办。")


def notified(place: Place, case: Case | None = None) -> Case:
    return perform(
        acts.notify_respondent, case or reviewed(place), inspector(place), received_on=clock.today()
    )


def ready(place: Place, case: Case | None = None) -> Case:
    case = notified(place, case)
    return perform(acts.close_notice, case, inspector(place), waived=True, words="当事人书面放弃。")


def decided(place: Place, case: Case | None = None, **more: Any) -> Any:
    case = case or ready(place)
    deliberated(place, case)
    case.refresh_from_db()
    given = {"paper_number": "示医保罚〔2026〕1号", "words": "情节一般。"}
    return perform(acts.decide_case, case, chief(place), **{**given, **more})


def halted(place: Place, decision: Any, *sorts: str, **more: Any) -> Any:
    """What a suspension touches is named by the head: nothing whole, where no sort of agreement is given."""
    given = {"departments": "骨科", "halted": list(sorts), "start": "service"} | more
    given |= {} if sorts or "none_why" in given else {"none_why": "只暂停一个科室。"}
    return perform(acts.name_halted, decision, chief(place), **given)


def served(place: Place, decision: Any = None) -> Any:
    decision = decision or decided(place)
    if decision.case.institution_id and decision.proposal.months and decision.halt_named_on is None:
        decision = halted(place, decision)
    return perform(
        acts.serve_decision,
        decision,
        inspector(place),
        way="direct",
        served_on=clock.today(),
        receipt=[photo("white")],
    )


# --- handed on, told, listed ----------------------------------------------------------------------------------

PAPERS = ["涉嫌犯罪案件移送书", "涉嫌犯罪案件情况的调查报告", "涉案物品清单"]


def referred(place: Place, case: Case, to: str = "department.police") -> Any:
    officers = [str(each) for each in case.handlers or [inspector(place, which).user_id for which in (1, 2)]]
    return perform(acts.propose_referral, case, inspector(place), to=to, officers=officers, words="涉嫌诈骗")


def received(place: Place, case: Case) -> Any:
    """By the police, with their receipt."""
    row = perform(acts.approve_referral, referred(place, case), chief(place))
    given = {"sent_on": clock.today(), "attached": PAPERS, "papers": [photo("white")]}
    row = perform(acts.send_referral, row, inspector(place), **given)
    return perform(
        acts.note_receipt, row, inspector(place), received_on=clock.today(), receipt=[photo("white")]
    )


def written_up(place: Place, decision: Any, **more: Any) -> Any:
    given = {"title": "某药房串换药品被罚", "text": "某药房把日用品换成药品结算，已退回基金并处罚款。"}
    return perform(acts.propose_exposure, decision, inspector(place), **{**given, **more})
