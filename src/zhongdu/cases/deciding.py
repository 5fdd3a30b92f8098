"""The decision: by somebody who did not investigate, as proposed, told and deliberated on; then served."""

from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import Opens, act
from zhongdu.cases import choices, deliberating, files_of, halting, proposing, remedies, repaying, timing
from zhongdu.cases.exposing import CORRECTION
from zhongdu.cases.investigating import money, not_a_handler, only_handlers
from zhongdu.cases.models import HANDLERS, Case, Decision, Loss
from zhongdu.cases.opening import reporter_waits, within_limitation
from zhongdu.cases.queries import losses_of
from zhongdu.cases.recovering import are_due, open_claims
from zhongdu.cases.referring import why_not_decide
from zhongdu.cases.rules import fits_the_spot, heavier
from zhongdu.duties.models import Duty
from zhongdu.duties.opening import meet, open_duty
from zhongdu.institutions.queries import people_of
from zhongdu.law.reliance import rely
from zhongdu.messages.telling import told
from zhongdu.scope.roles import Role

State, Way = Decision.State, Decision.Way
PAPER_NUMBER = Says("决定书文号", plain=True, most=60)
rely("duty", "cases.serve_decision", "clock.fine_payment")
rely("duty", "cases.post_publicly", "clock.public_service")
rely("duty", "cases.revoke_decision", CORRECTION)


@act(
    on=Case, creates=Decision, moves={Case.State.READY: Case.State.DECIDED}, by=Role.DECIDER, at="level.inspecting",
    under=["case.decision", "case.correction", "case.paper", "decision", "decision.fund_fraud", "decision.assistance_fraud", "penalty.once"],
    meets=["clock.decision"], opens=[Opens("clock.service", since="decided_on")], grave=True,
    tells="决定以后按处理意见生效。重大、复杂和社会影响大的案件，没有集体审议通过的不能决定。",
)  # fmt: skip
def decide_case(
    case: Case,
    deed: Doing,
    *,
    paper_number: Annotated[str, PAPER_NUMBER],
    words: Annotated[
        str, Says("决定的理由", hint="对陈述申辩的采纳情况、裁量的理由。", words=True, secret="case_opinion")
    ],
) -> Decision:
    """作出决定

    The head decides what was proposed, told to the respondent and, where it must be, deliberated on.
    """
    not_a_handler(case, deed)
    proposal = proposing.latest(case)
    told = case.notified
    assert proposal is not None and told is not None  # nothing is ready before it was proposed and told
    if heavier(proposal.fine_fen, proposal.months, proposal.bars, told.fine_fen, told.months, told.bars):
        deed.refuse(
            "heavier_than_told", "比告知当事人的更重，不能决定。", under=deed.law.rule("case.defence")
        )
    if proposal.fine_fen:
        proposing.refuse_second_fine(case, deed)
    if wait := why_not_decide(case, proposal.outcome):
        deed.refuse("refer_first", wait, under=deed.law.rule("referral.instead"))
    if why := deliberating.reasons(case, proposal):
        sat = deliberating.carried(case, proposal)
        if sat is None:
            says = f"这个案件要先集体审议通过，才能作出决定：{'；'.join(why)}。"
            deed.refuse("not_deliberated", says, under=deed.law.rule("deliberation"))
        deed.cite(deed.law.rule("deliberation"))
        deed.note(deliberation=sat.number)
    law = choices.law_of_conduct(case)
    deed.cite(*(law.rule(name) for name in (proposal.sanction, proposal.leniency) if name))
    deed.cite(deed.law.rule(proposal.outcome))
    deed.note(proposal=proposal.as_notes())
    made = deed.open(
        Decision, case.bureau, State.ISSUED, case=case, proposal=proposal, paper_number=paper_number,
        decided_on=deed.on, decided_by=deed.by.user_id,
    )  # fmt: skip
    open_claims(made, deed)
    return made


def _not_for_the_spot(case: Any, law: Any) -> str:
    """Why what is known of a case already rules out deciding it on the spot."""
    if case.major or case.complicated or case.social_impact:
        return "认定为重大、复杂或者社会影响大的案件，不能当场处罚，请立案办理。"
    limit, losses = _limit(case, law), losses_of(case)
    articles = choices.sanctions_of(case)
    naming = [each for each in articles if {*each.rule.punishes} & {*case.violations}]
    if any(fits_the_spot(each, case.kinds, losses, limit.rule.max * 100) for each in naming or articles):
        return ""
    return f"可以依据的条款，罚款都在{limit.rule.max}元以上或者还要暂停服务，不能当场处罚，请立案办理。"


@act(
    on=Case, creates=Decision, moves={Case.State.CHECKING: Case.State.DECIDED}, by=HANDLERS,
    under=["case.summary", "sanction", "inspection.officers"], meets=["clock.filing_check"],
    opens=[Opens("clock.summary_filing")], provided=_not_for_the_spot, grave=True, exceptional=True,
    tells="事实确凿、有法定依据的小额罚款，由两名执法人员当场决定、当场交付决定书，七个工作日内报所属机关备案。",
)  # fmt: skip
def punish_on_spot(
    case: Case,
    deed: Doing,
    *,
    officers: Annotated[
        list[str], Says("两名执法人员", people=True, options=choices.people(Role.INSPECTOR, certified=True))
    ],
    sanction: Annotated[str, proposing.SANCTION],
    fund: Annotated[str, Says("损失的是哪一项基金", options=choices.funds)] = "",
    loss: Annotated[str, Says("基金损失（元）", plain=True, most=20)] = "0",
    fine: Annotated[str, Says("罚款（元）", plain=True, most=20)],
    fine_condition: Annotated[bool, proposing.FINE_CONDITION] = False,
    paper_number: Annotated[str, PAPER_NUMBER],
    words: Annotated[str, Says("事实和当事人的陈述申辩", words=True, secret="case_facts")],
) -> Decision:
    """当场处罚

    A small fine decided on the spot by two officers, within the law's limit; filed with the bureau afterwards.
    """
    least, limit = deed.law.rule("inspection.officers"), _limit(case, deed.law)
    if len({*officers}) < (least.rule.min or 0) or str(deed.by.user_id) not in officers:
        deed.refuse(
            "too_few_officers",
            f"由您和另一名执法人员，不少于{least.rule.min}人。",
            under=least,
            beside="officers",
        )
    within_limitation(case, deed, case.harms_health)
    fen = money(deed, fine, "fine")
    if fen > limit.rule.max * 100:
        deed.refuse(
            "not_small", f"当场处罚的罚款不能超过{limit.rule.max}元，请立案办理。", under=limit, beside="fine"
        )
    deed.cite(limit)
    if lost := money(deed, loss, "loss"):
        if not fund:
            deed.refuse("which_fund", "请选损失的是哪一项基金。", beside="fund")
        Loss.objects.create(case=case, fund=fund, fen=lost)
    proposal = proposing.make(
        case, deed, outcome="case.decision.penalty", sanction=sanction, leniency="", fine=fine, months=0, bars=False,
        fine_condition=fine_condition, suspend_condition=False,
    )  # fmt: skip
    case.filed_on, case.handlers, case.case_number = deed.on, sorted(map(int, {*officers})), paper_number
    made = deed.open(
        Decision, case.bureau, State.SERVED, case=case, proposal=proposal, paper_number=paper_number, on_the_spot=True,
        decided_on=deed.on, decided_by=deed.by.user_id, way=Way.DIRECT, served_on=deed.on,
    )  # fmt: skip
    open_claims(made, deed)
    _fine_is_due(made, deed, deed.on)
    reporter_waits(case, deed)
    return made


def _limit(case: Case, law: Any) -> Any:
    return law.rule("case.summary.person" if case.is_person else "case.summary.organisation")


def _to_file(decision: Any, law: Any) -> str:
    return "" if timing.running(decision.docket, "clock.summary_filing") else "没有要报备的当场处罚。"


@act(
    on=Decision,
    when=[State.SERVED],
    by=HANDLERS,
    under="clock.summary_filing",
    meets=["clock.summary_filing"],
    provided=_to_file,
)
def file_summary(decision: Decision, deed: Doing) -> None:
    """当场处罚报备

    What was decided on the spot is filed with the bureau.
    """


# --- service ------------------------------------------------------------------------------------------------


@told("institution.decided", to=people_of("case.institution"))
@act(
    on=Decision, when=[State.ISSUED], by=HANDLERS, under=["case.service", "clock.public_service"], provided=halting.unnamed,
    tells="受送达人下落不明，或者其他方式都送不到的，才公告送达。",
)  # fmt: skip
def post_publicly(
    decision: Decision,
    deed: Doing,
    *,
    posted_on: Annotated[date, Says("发出公告之日")],
    reason: Annotated[str, Says("为什么公告送达", words=True, secret="case_opinion")],
    proof: Annotated[list[Upload], Says("公告的证明", accept="evidence")],
) -> None:
    """发出送达公告

    Nobody can be found: the notice is posted, and after its days counts as served.
    """
    only_handlers(decision.case, deed)
    _between(deed, decision, posted_on, "posted_on")
    decision.posted_on = posted_on
    open_duty(decision.docket, deed.law, "clock.public_service", on=posted_on, deed=deed.id)
    files_of.keep(deed, decision, proof, beside="proof")


def served_publicly_on(decision: Decision, law: Any) -> date | None:
    return timing.last_day(law, "clock.public_service", decision.posted_on) if decision.posted_on else None


@told("institution.decided", to=people_of("case.institution"))
@act(
    on=Decision, moves={State.ISSUED: State.SERVED}, by=HANDLERS, under=["case.service", "clock.service"],
    meets=["clock.service", "clock.public_service"], provided=halting.unnamed,
    tells="送达之日起算缴纳罚款、申请复议、提起诉讼的期限。",
)  # fmt: skip
def serve_decision(
    decision: Decision,
    deed: Doing,
    *,
    way: Annotated[str, Says("送达方式", options=lambda subject, law: Way.choices)],
    served_on: Annotated[date, Says("送达之日", hint="公告送达的，填公告期满之日。")],
    consent: Annotated[bool, Says("电子送达：当事人签了同意书")] = False,
    receipt: Annotated[list[Upload], Says("送达回证", accept="evidence")],
) -> None:
    """登记送达

    The decision reached the respondent; what is due runs from this day.
    """
    only_handlers(decision.case, deed)
    _between(deed, decision, served_on, "served_on")
    if way == Way.ELECTRONIC and not consent:
        deed.refuse(
            "no_consent", "电子送达要当事人书面同意。", under=deed.law.rule("case.service"), beside="consent"
        )
    if way == Way.PUBLIC:
        last = served_publicly_on(decision, deed.law)
        if last is None or served_on < last:
            says = f"公告到{last:%Y年%-m月%-d日}才期满。" if last else "请先发出送达公告。"
            deed.refuse(
                "not_yet_served", says, under=deed.law.rule("clock.public_service"), beside="served_on"
            )
    decision.way, decision.served_on = way, served_on
    files_of.keep(deed, decision, receipt, beside="receipt")
    _fine_is_due(decision, deed, served_on)


def _between(deed: Doing, decision: Decision, day: date, beside: str) -> None:
    if not decision.decided_on <= day <= deed.on:
        deed.refuse("wrong_day", "日期要在决定以后、今天以前。", beside=beside)


def _fine_is_due(decision: Decision, deed: Doing, served_on: date) -> None:
    are_due(decision, deed.law, served_on)
    if decision.proposal.fine_fen:
        open_duty(decision.docket, deed.law, "clock.fine_payment", on=served_on, deed=deed.id)


# --- corrected, revoked, closed ---------------------------------------------------------------------------------


@told("institution.decided", to=people_of("case.institution"))
@act(on=Decision, when=[State.ISSUED, State.SERVED], by=Role.DECIDER, under="case.paper")
def correct_decision(
    decision: Decision,
    deed: Doing,
    *,
    words: Annotated[
        str,
        Says(
            "更正了什么",
            hint="只更正文字上的错误；内容要变的，撤销后重新办理。",
            words=True,
            secret="case_opinion",
        ),
    ],
    paper: Annotated[list[Upload] | None, Says("更正通知书", accept="evidence")] = None,
) -> None:
    """更正文字错误

    A slip of the pen is put right; what was decided stays.
    """
    files_of.keep(deed, decision, paper, beside="paper")


@told("institution.decided", to=people_of("case.institution"))
@act(
    on=Decision, moves=dict.fromkeys((State.ISSUED, State.SERVED), State.REVOKED), by=Role.DECIDER,
    under=["case.decision", "clock.penalty_correction"], grave=True,
    tells="撤销以后这个决定不再有效，已经缴的列为要退还的款；已经公开的，三个工作日内撤回并公开说明理由。",
)  # fmt: skip
def revoke_decision(
    decision: Decision,
    deed: Doing,
    *,
    reason: Annotated[
        str,
        Says(
            "变更、撤销或者确认违法的理由",
            hint="写明复议决定、判决的文号。",
            words=True,
            secret="case_opinion",
        ),
    ],
) -> None:
    """撤销决定

    Reconsideration, a judgment or the bureau itself undoes it; what was published is withdrawn in three working days.
    """
    remedies.undo(decision, deed)


def why_open(case: Case) -> str:
    """Why a decided case cannot be closed yet; "" when it can."""
    if case.corrected == Case.Corrected.AWAITED:
        return "责令改正的，还没有检查改正了没有。"
    decision = Decision.objects.filter(case=case).first()
    if decision and repaying.waiting(decision).exists():
        return "多缴的款还没有退还。"
    if decision is None or decision.state == State.REVOKED:
        return ""
    if decision.state != State.SERVED:
        return "决定还没有送达。"
    if remedies.pending(decision):
        return "复议、诉讼还没有结果。"
    if Duty.objects.open().filter(docket=decision.docket, concept="clock.summary_filing").exists():
        return "当场处罚还没有报备。"
    if any(claim.open_fen for claim in decision.claims.all()):
        return "还有没有缴清的款项。"
    return ""


def _can_close(case: Any, law: Any) -> str:
    return why_open(case)


@told("institution.changed", to=people_of())
@act(
    on=Case, moves={Case.State.DECIDED: Case.State.CLOSED}, by=HANDLERS, under="case.closing", closes=True,
    provided=_can_close, tells="一案一卷：案卷由留痕和附件组成，结案后不再增改。",
)  # fmt: skip
def close_case(
    case: Case,
    deed: Doing,
    *,
    archive_number: Annotated[str, Says("案卷号", plain=True, most=60)],
    words: Annotated[str, Says("执行情况和结案意见", words=True, secret="case_opinion")],
) -> None:
    """结案

    Decided, served and performed: the docket is one file.
    """
    only_handlers(case, deed)
    case.closed_on = deed.on
    meet(case.docket, "clock.decision", on=deed.on, deed=deed.id)
