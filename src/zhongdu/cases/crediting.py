"""The credit record: a decision joins it, is shared and published, and everybody who was told learns that it ended.

The city's measure (13) wants credit made public and shared; those who were told act under their own law.
"""

from datetime import timedelta
from typing import Annotated, Any

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.cases import files_of
from zhongdu.cases.exposing import CORRECTION, WRITERS, corrected
from zhongdu.cases.models import CreditEntry, Decision
from zhongdu.duties.opening import meet, open_own_duty
from zhongdu.institutions.queries import people_of
from zhongdu.law.governing import Law
from zhongdu.messages.telling import told
from zhongdu.scope.practices import practice
from zhongdu.scope.roles import Role

Credit = CreditEntry.State
ENDED = (Credit.REPAIRED, Credit.WITHDRAWN)
TELLING_ON = "credit.ended_told"
TOLD_WITHIN = practice(
    "cases.credit_ended",
    "信用修复、撤回以后，几天内告知当初共享的部门（条文没有写）",
    {"3": "3天", "1": "1天", "5": "5天", "10": "10天"},
)
_whose = people_of("decision.case.institution")


def _not_listed(decision: Any, law: Law) -> str:
    return "这个决定已经记入信用记录。" if CreditEntry.objects.filter(decision=decision).exists() else ""


@told("institution.changed", to=_whose)
@act(
    on=Decision,
    creates=CreditEntry,
    when=[Decision.State.SERVED],
    by=Role.DECIDER,
    under="credit",
    provided=_not_listed,
)
def list_credit(
    decision: Decision,
    deed: Doing,
    *,
    joint: Annotated[bool, Says("列为失信联合惩戒对象", hint="依法依规应当列入的才选。")] = False,
) -> CreditEntry:
    """记入信用记录

    The decision becomes an entry in the respondent's credit record.
    """
    return deed.open(
        CreditEntry, decision.bureau, Credit.LISTED, decision=decision, listed_on=deed.on, joint=joint
    )


def sharing(subject: Any, law: Law) -> list[tuple[str, str]]:
    """With whom credit is shared: the departments the measure names, and the platform."""
    named = [(bound.name, bound.label) for bound in law.family("department")]
    return [*named, ("platform", "信用信息共享平台")]


@told("institution.changed", to=_whose)
@act(
    on=CreditEntry,
    when=[Credit.LISTED],
    by=[*WRITERS, Role.DECIDER],
    under=["credit", "department.joint_discipline", "department"],
)
def share_credit(
    entry: CreditEntry, deed: Doing, *, shared_with: Annotated[list[str], Says("共享给", options=sharing)]
) -> None:
    """登记共享

    To whom the entry was made known, so that they may restrict or discipline under their own law.
    """
    entry.known_to = sorted({*entry.known_to, *shared_with})


def _may_be_published(entry: CreditEntry, law: Law) -> str:
    if entry.published_on:
        return "已经公开。"
    return "" if entry.decision.case.institution_id else "只公开机构的；个人的不公开姓名，不登在公示里。"


@told("institution.changed", to=_whose)
@act(
    on=CreditEntry, when=[Credit.LISTED], by=Role.DECIDER, under="credit", provided=_may_be_published, grave=True,
    tells="公众网站的“信用公示”从现在起看得到：机构、决定书文号、违法行为和日期。修复、撤回以后自动撤下。",
)  # fmt: skip
def publish_credit(entry: CreditEntry, deed: Doing) -> None:
    """公开信用信息

    Until it is repaired or withdrawn, anybody may read of which institution it is and what for.
    """
    entry.published_on = deed.on


@told("institution.changed", to=_whose)
@act(
    on=CreditEntry,
    moves={Credit.LISTED: Credit.REPAIRING},
    by=[*WRITERS, Role.INSTITUTION],
    under=["credit", "credit.repair"],
)
def ask_repair(
    entry: CreditEntry,
    deed: Doing,
    *,
    words: Annotated[str, Says("申请和履行的情况", words=True, secret="case_opinion")],
    application: Annotated[list[Upload] | None, Says("申请书", accept="evidence")] = None,
) -> None:
    """申请信用修复

    Who has mended what was wrong asks for the entry to be repaired: an institution by itself, anybody else on paper.
    """
    files_of.keep(deed, entry, application, beside="application")


@told("institution.changed", to=_whose)
@act(
    on=CreditEntry,
    moves={Credit.REPAIRING: Credit.REPAIRED},
    by=Role.DECIDER,
    under=["credit", "credit.repair"],
)
def grant_repair(
    entry: CreditEntry,
    deed: Doing,
    *,
    reason: Annotated[str, Says("核实情况和理由", words=True, secret="case_opinion")],
) -> None:
    """同意修复

    The entry ends; whoever it was shared with is told.
    """
    if any(claim.open_fen for claim in entry.decision.claims.all()):
        deed.refuse("not_performed", "决定的款项还没有缴清。")
    _end(entry, deed)


@told("institution.changed", to=_whose)
@act(
    on=CreditEntry,
    moves={Credit.REPAIRING: Credit.LISTED},
    by=Role.DECIDER,
    under=["credit", "credit.repair"],
)
def refuse_repair(
    entry: CreditEntry,
    deed: Doing,
    *,
    reason: Annotated[str, Says("理由", words=True, secret="case_opinion")],
) -> None:
    """不同意修复

    The entry stays, and why is said.
    """


def _decision_stands(entry: CreditEntry, law: Law) -> str:
    gone = entry.decision.state == Decision.State.REVOKED
    return "" if gone else "决定没有撤销；已经改正的，请办信用修复。"


@told("institution.changed", to=_whose)
@act(
    on=CreditEntry, moves=dict.fromkeys((Credit.LISTED, Credit.REPAIRING), Credit.WITHDRAWN), by=[*WRITERS, Role.DECIDER],
    under=["credit", CORRECTION], provided=_decision_stands,
)  # fmt: skip
def withdraw_credit(
    entry: CreditEntry,
    deed: Doing,
    *,
    reason: Annotated[str, Says("撤回的理由", words=True, secret="case_opinion")],
) -> None:
    """撤回信用记录

    The decision was changed or undone: the entry is taken back wherever it went.
    """
    _end(entry, deed)
    corrected(entry.decision, deed, but=entry)


def _end(entry: CreditEntry, deed: Doing) -> None:
    """It stands no more; whoever it was shared with is owed a word of that."""
    entry.ended_on = deed.on
    if entry.known_to:
        due = deed.on + timedelta(days=int(TOLD_WITHIN.of(entry.bureau)))
        open_own_duty(
            entry.docket,
            TELLING_ON,
            bureau=entry.bureau,
            on=deed.on,
            due=due,
            deed=deed.id,
            role=Role.CASE_OFFICER,
        )


def untold(entry: Any, law: Law) -> list[tuple[str, str]]:
    """Who was told of the entry and not of its end."""
    waiting = set(entry.known_to) - set(entry.end_told_to)
    return [(name, label) for name, label in sharing(entry, law) if name in waiting]


@told("institution.changed", to=_whose)
@act(
    on=CreditEntry, when=ENDED, by=[*WRITERS, Role.DECIDER], under="credit",
    provided=lambda entry, law: "" if untold(entry, law) else "当初共享的都告知过了。",
)  # fmt: skip
def tell_credit_ended(
    entry: CreditEntry,
    deed: Doing,
    *,
    told_to: Annotated[list[str], Says("告知了谁", options=untold)],
    letter: Annotated[list[Upload] | None, Says("告知的函件", accept="evidence")] = None,
) -> None:
    """登记已告知修复、撤回

    Whoever restricted somebody on our word learns that the word stands no more.
    """
    entry.end_told_to = sorted({*entry.end_told_to, *told_to})
    files_of.keep(deed, entry, letter, beside="letter")
    if not untold(entry, deed.law):
        meet(entry.docket, TELLING_ON, on=deed.on, deed=deed.id)
