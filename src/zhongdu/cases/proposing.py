"""How a case is to be decided: proposed with the report, reviewed by somebody else, revised, never beyond the article."""

from collections.abc import Mapping
from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import Opens, act
from zhongdu.cases import choices, timing
from zhongdu.cases.correcting import only_where_refused
from zhongdu.cases.investigating import money, not_a_handler, only_handlers
from zhongdu.cases.models import HANDLERS, Case, Proposal
from zhongdu.cases.queries import fined_already, has_evidence, is_weighed, losses_of
from zhongdu.cases.rules import Draft, faults, heavier
from zhongdu.law.pack import Bound
from zhongdu.law.shelves import shelf
from zhongdu.scope.roles import Role

State = Case.State

OUTCOME = Says("怎样决定", options=choices.outcomes)
SANCTION = Says("依据哪一条处罚", hint="给予处罚的选；按行为终了之日的法律。", options=choices.sanctions)
FINE = Says("罚款（元）", hint="在这一条的幅度之内；没有罚款的填0。", plain=True, most=20)
MONTHS = Says("暂停几个月", hint="没有暂停的填0。")
FINE_CONDITION = Says("已经认定：拒不改正", hint="只有拒不改正才罚款的那一条，才要认定。")
SUSPEND_CONDITION = Says("已经认定：拒不改正或者造成严重后果", hint="以此为条件暂停服务的那一条，才要认定。")
BARS = Says("限制从业")
GRAVE = Says(
    "造成了什么严重后果",
    hint="以造成严重后果为条件暂停服务的才写。",
    words=True,
    secret="case_opinion",
    most=2000,
)
LENIENCY = Says("属于哪一种不予处罚的情形", hint="依法不予处罚的才选。", options=choices.leniency)


def make(
    case: Case, deed: Doing, *, outcome: str, sanction: str, leniency: str, fine: str, months: int, bars: bool,
    fine_condition: bool, suspend_condition: bool, grave: str = "",
) -> Proposal:  # fmt: skip
    """A proposal that keeps within the article it cites; else a refusal with the sentence and the clause."""
    only_where_refused(case, deed, fine_condition, beside="fine_condition")
    only_where_refused(case, deed, suspend_condition, beside="suspend_condition", or_grave=grave)
    law, losses = choices.law_of_conduct(case), losses_of(case)
    article = law.find(sanction) if sanction else None
    draft = Draft(
        outcome, article, leniency, case.kinds, losses, money(deed, fine or "0", "fine"), months, bars, fine_condition,
        suspend_condition,
    )  # fmt: skip
    for fault in faults(draft):
        deed.refuse(fault.code, fault.says, under=fault.bound, beside=fault.beside)
    if draft.fine_fen:
        refuse_second_fine(case, deed, beside="fine")
    _cite(deed, article, law.find(leniency) if leniency else None, deed.law.find(outcome))
    made = Proposal.objects.create(
        case=case, made_on=deed.on, made_by=deed.by.user_id, outcome=outcome, losses=losses, fine_fen=draft.fine_fen,
        sanction=sanction if outcome == "case.decision.penalty" else "", leniency=leniency, months=months, bars=bars,
    )  # fmt: skip
    deed.note(proposal=made.as_notes())
    return made


def refuse_second_fine(case: Case, deed: Doing, beside: str = "") -> None:
    """Asked when a fine is proposed and again when it is decided: another case may have been decided meanwhile."""
    if before := fined_already(case):
        deed.refuse(
            "fined_already", f"同一个违法行为已经罚过款（{'、'.join(before)}），不得再罚款。",
            under=choices.law_of_conduct(case).rule("penalty.once"), beside=beside,
        )  # fmt: skip


def _cite(deed: Doing, *bounds: Bound | None) -> None:
    deed.cite(*(bound for bound in bounds if bound))


def latest(case: Case) -> Proposal | None:
    return case.proposals.order_by("-id").first()


def as_basis(proposal: Proposal, law: Any) -> str:
    """The article a proposal cites, to the letter."""
    bound = law.find(proposal.sanction) if proposal.sanction else None
    return shelf().cite(bound.address) if bound else ""


@act(
    on=Case, moves={State.INVESTIGATING: State.REPORTED}, by=HANDLERS,
    under=["case.report", "decision", "decision.fund_fraud", "decision.assistance_fraud"],
    opens=[Opens("clock.legal_review")],
    tells="报告以后送法制审核。罚款、暂停的幅度按所选的一条算出，超出的提交不了。",
)  # fmt: skip
def report_case(
    case: Case,
    deed: Doing,
    *,
    words: Annotated[str, Says("查明的事实、理由", words=True, secret="case_facts", most=20_000)],
    outcome: Annotated[str, OUTCOME],
    sanction: Annotated[str, SANCTION] = "",
    fine: Annotated[str, FINE] = "0",
    months: Annotated[int, MONTHS] = 0,
    bars: Annotated[bool, BARS] = False,
    fine_condition: Annotated[bool, FINE_CONDITION] = False,
    suspend_condition: Annotated[bool, SUSPEND_CONDITION] = False,
    grave: Annotated[str, GRAVE] = "",
    leniency: Annotated[str, LENIENCY] = "",
) -> None:
    """提交调查终结报告

    What was found, on which evidence, and how the officers would have it decided.
    """
    only_handlers(case, deed)
    if outcome != "case.decision.not_established" and not has_evidence(case):
        deed.refuse("no_evidence", "还没有登记证据，不能认定事实。", under=deed.law.rule("evidence.verified"))
    if outcome == "case.decision.penalty" and not is_weighed(case):
        deed.refuse(
            "not_weighed", "还没有认定案件的轻重：涉及多少人，是不是重大、复杂，会不会造成重大社会影响。请先认定。",
            under=deed.law.rule("deliberation"),
        )  # fmt: skip
    make(
        case, deed, outcome=outcome, sanction=sanction, leniency=leniency, fine=fine, months=months, bars=bars,
        fine_condition=fine_condition, suspend_condition=suspend_condition, grave=grave,
    )  # fmt: skip


# --- legal review -------------------------------------------------------------------------------------------


def _one_extension(case: Any, law: Any) -> str:
    duty = timing.running(case.docket, timing.REVIEW)
    if duty is None or duty.ticks.filter(kind="extend").exists():
        return "法制审核只能延长一次，或者已经不在计时。"
    return ""


@act(
    on=Case,
    when=[State.REPORTED],
    by=[Role.DECIDER],
    under="clock.legal_review_extension",
    provided=_one_extension,
)
def extend_review(
    case: Case, deed: Doing, *, reason: Annotated[str, Says("延长的理由", words=True, secret="case_opinion")]
) -> None:
    """批准延长法制审核

    The review gets its one extension.
    """
    timing.extend(case.docket, timing.REVIEW, "clock.legal_review_extension", deed)


@act(
    on=Case, moves={State.REPORTED: State.REVIEWED}, by=Role.LEGAL_REVIEWER, under="case.legal_review",
    meets=["clock.legal_review"], tells="审核的人不能是本案的办案人员。",
)  # fmt: skip
def pass_review(
    case: Case, deed: Doing, *, words: Annotated[str, Says("审核意见", words=True, secret="case_opinion")]
) -> None:
    """审核同意

    Somebody who is not of the case finds facts, evidence, article, discretion and procedure in order.
    """
    not_a_handler(case, deed)
    case.reviewer = deed.by.user_id


_SENT_BACK = [
    ("qualification", "定性不准、适用依据不当，建议纠正"),
    ("facts", "事实不清、证据不足，建议补充调查"),
    ("procedure", "程序不合法，建议纠正"),
    ("jurisdiction", "超出本局职权或者管辖，建议移送"),
]


@act(
    on=Case, moves={State.REPORTED: State.INVESTIGATING}, by=Role.LEGAL_REVIEWER, under="case.legal_review",
    meets=["clock.legal_review"],
    tells="程序规定写有五种审核意见，逐项的原文没有读到；这里的几种说法是平台归的，请对照第三十七条至第四十条。",
)  # fmt: skip
def send_back(
    case: Case,
    deed: Doing,
    *,
    opinion: Annotated[str, Says("审核意见", options=lambda subject, law: _SENT_BACK)],
    words: Annotated[str, Says("具体意见", words=True, secret="case_opinion")],
) -> None:
    """审核不同意，退回

    The review found something that must be mended first.
    """
    not_a_handler(case, deed)


# --- revised ------------------------------------------------------------------------------------------------


@act(
    on=Case, when=[State.REVIEWED, State.READY], by=HANDLERS, under=["case.report", "case.defence"],
    tells="已经告知当事人以后，只能与告知的一样或者更轻；有新的事实要加重的，退回调查、重新审核、重新告知。",
)  # fmt: skip
def revise_proposal(
    case: Case,
    deed: Doing,
    *,
    reason: Annotated[str, Says("为什么修改", words=True, secret="case_opinion")],
    outcome: Annotated[str, OUTCOME],
    sanction: Annotated[str, SANCTION] = "",
    fine: Annotated[str, FINE] = "0",
    months: Annotated[int, MONTHS] = 0,
    bars: Annotated[bool, BARS] = False,
    fine_condition: Annotated[bool, FINE_CONDITION] = False,
    suspend_condition: Annotated[bool, SUSPEND_CONDITION] = False,
    grave: Annotated[str, GRAVE] = "",
    leniency: Annotated[str, LENIENCY] = "",
) -> None:
    """修改处理意见

    What the respondent said, or the review, changes what is proposed; never to be heavier for having spoken.
    """
    only_handlers(case, deed)
    made = make(
        case, deed, outcome=outcome, sanction=sanction, leniency=leniency, fine=fine, months=months, bars=bars,
        fine_condition=fine_condition, suspend_condition=suspend_condition, grave=grave,
    )  # fmt: skip
    told = case.notified
    if told and heavier(made.fine_fen, made.months, made.bars, told.fine_fen, told.months, told.bars):
        deed.refuse(
            "heavier_after_defence",
            "比告知当事人的更重。不得因陈述、申辩加重；有新的事实，请退回调查后重新告知。",
            under=deed.law.rule("case.defence"), beside="fine",
        )  # fmt: skip


@act(
    on=Case, moves=dict.fromkeys((State.REVIEWED, State.NOTIFIED, State.READY), State.INVESTIGATING),
    by=Role.DECIDER, under=["case.report", "case.defence"],
    tells="退回以后重新报告、审核、告知，当事人重新有陈述、申辩和要求听证的权利。",
)  # fmt: skip
def investigate_again(
    case: Case,
    deed: Doing,
    *,
    reason: Annotated[str, Says("新的事实或者理由", words=True, secret="case_opinion")],
) -> None:
    """退回补充调查

    New facts have come up: all that follows from the report is done anew.
    """
    case.notified, case.notified_on, case.defended = None, None, False
    case.may_be_heard, case.hearing_asked_on, case.hearing_at, case.heard_on = False, None, None, None


def losses_said(losses: Mapping[str, int], law: Any) -> list[tuple[str, int]]:
    """What each fund lost, by the fund's name."""
    return [(bound.label if (bound := law.find(fund)) else fund, fen) for fund, fen in losses.items()]
