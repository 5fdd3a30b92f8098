"""Reconsideration and litigation: asked for, answered, and what came of it, with its effect on the decision."""

from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.cases import files_of, timing
from zhongdu.cases.exposing import CORRECTION, is_public
from zhongdu.cases.investigating import money
from zhongdu.cases.models import HANDLERS, Claim, Decision, Remedy
from zhongdu.cases.recovering import settled
from zhongdu.cases.repaying import await_repayment, lower, owe_back_all
from zhongdu.cases.surcharging import PAUSE, reckon_surcharge_again
from zhongdu.duties.opening import open_duty, void
from zhongdu.institutions.queries import people_of
from zhongdu.law.money import yuan
from zhongdu.law.reliance import rely
from zhongdu.messages.telling import told
from zhongdu.scope.roles import Role

State, Sort, Outcome = Decision.State, Remedy.Sort, Remedy.Outcome
REPLY = "clock.reconsideration_reply"
TAKERS = (*HANDLERS, Role.LEGAL_REVIEWER, Role.DECIDER)
_UNDER = ["clock.reconsideration_request", "clock.litigation"]
rely("duty", "cases.note_remedy", REPLY)


def pending(decision: Any, law: Any = None) -> list[tuple[str, str]]:
    rows = decision.remedies.filter(outcome="")
    return [(str(row.pk), f"{row.get_sort_display()}，{row.asked_on:%Y年%-m月%-d日}收到") for row in rows]


def undo(decision: Decision, deed: Doing) -> None:
    """A decision is no more: nothing is owed by it, what was paid is owed back, what was published is taken back in time."""
    decision.revoked_on = deed.on
    void(decision.docket, None, on=deed.on, deed=deed.id)
    owe_back_all(decision, deed)
    _to_correct(decision, deed)


def _to_correct(decision: Decision, deed: Doing) -> None:
    if is_public(decision):
        open_duty(decision.docket, deed.law, CORRECTION, on=deed.on, deed=deed.id)


@act(
    on=Decision, when=[State.ISSUED, State.SERVED], by=TAKERS, under=[*_UNDER, PAUSE],
    tells="复议、诉讼期间，决定一般不停止执行；加处罚款的数额在这期间不计，已经算进去的会减掉。复议的，十个工作日内答复并提交证据。",
)  # fmt: skip
def note_remedy(
    decision: Decision,
    deed: Doing,
    *,
    sort: Annotated[str, Says("哪一种", options=lambda subject, law: Sort.choices)],
    asked_on: Annotated[date, Says("收到申请书副本、起诉状副本之日")],
    paper: Annotated[list[Upload] | None, Says("副本", accept="evidence")] = None,
) -> None:
    """登记复议、诉讼

    The respondent seeks a remedy: to a reconsideration the bureau replies within its days.
    """
    if not decision.decided_on <= asked_on <= deed.on:
        deed.refuse("wrong_day", "日期要在决定以后、今天以前。", beside="asked_on")
    Remedy.objects.create(decision=decision, sort=sort, asked_on=asked_on)
    reckon_surcharge_again(decision, deed)
    if sort == Sort.RECONSIDERATION:
        open_duty(decision.docket, deed.law, REPLY, on=asked_on, deed=deed.id)
    files_of.keep(deed, decision, paper, beside="paper")


def _to_reply(decision: Any, law: Any) -> str:
    return "" if timing.running(decision.docket, REPLY) else "没有要答复的复议。"


@act(on=Decision, by=TAKERS, under=REPLY, meets=[REPLY], provided=_to_reply)
def note_reply_sent(
    decision: Decision,
    deed: Doing,
    *,
    paper: Annotated[list[Upload] | None, Says("答复书", accept="evidence")] = None,
) -> None:
    """登记已答复复议

    The reply and the evidence went to whoever reconsiders.
    """
    files_of.keep(deed, decision, paper, beside="paper")


def _something_pending(decision: Any, law: Any) -> str:
    return "" if pending(decision) else "没有还没结果的复议、诉讼。"


@told("institution.changed", to=people_of("case.institution"))
@act(
    on=Decision, when=[State.ISSUED, State.SERVED], by=TAKERS, under=_UNDER, provided=_something_pending, meets=[REPLY], grave=True,
    tells="撤销的，决定不再有效；变更罚款的，应缴的和加处的随之改变；多缴的列为要退还的款；已经公开的，三个工作日内撤回或者更正并说明理由。",
)  # fmt: skip
def note_remedy_outcome(
    decision: Decision,
    deed: Doing,
    *,
    remedy: Annotated[str, Says("哪一件", options=pending)],
    outcome: Annotated[str, Says("结果", options=lambda subject, law: Outcome.choices)],
    ended_on: Annotated[date, Says("收到复议决定、判决之日")],
    document: Annotated[str, Says("文号", plain=True, most=80)],
    fine: Annotated[str, Says("变更以后的罚款（元）", hint="结果是变更的填。", plain=True, most=20)] = "",
    words: Annotated[str, Says("主要内容", words=True, secret="case_opinion")] = "",
    paper: Annotated[list[Upload] | None, Says("复议决定书、判决书", accept="evidence")] = None,
) -> None:
    """登记复议、诉讼结果

    What came of it takes effect here: upheld, changed, undone, or found unlawful.
    """
    row = decision.remedies.get(pk=int(remedy))
    if not row.asked_on <= ended_on <= deed.on:
        deed.refuse("wrong_day", "日期要在收到申请以后、今天以前。", beside="ended_on")
    row.outcome, row.ended_on, row.document = outcome, ended_on, document
    row.save()  # the days of a remedy end here, for whatever is reckoned again
    if outcome == Outcome.CHANGED:
        row.overpaid_fen = _changed(decision, deed, fine)
        row.save(update_fields=["overpaid_fen"])
    if outcome == Outcome.REVOKED:
        decision.state = State.REVOKED
        undo(decision, deed)
    elif outcome in (Outcome.CHANGED, Outcome.UNLAWFUL):
        _to_correct(decision, deed)
    files_of.keep(deed, decision, paper, beside="paper")


def _changed(decision: Decision, deed: Doing, fine: str) -> int:
    """The fine is another from now on, and what was added to it for being late; what was paid above either is owed back."""
    owed = decision.claims.filter(sort=Claim.Sort.FINE).first()
    if owed is None:
        deed.refuse("no_fine", "这个决定没有罚款；变更别的内容的，撤销后重新办理。", beside="outcome")
    fen = money(deed, fine, "fine")
    if not 0 < fen < owed.fen:
        deed.refuse("not_less", f"变更以后的罚款要大于零、少于原来的{yuan(owed.fen)}。", beside="fine")
    over = lower(owed, fen, deed) + reckon_surcharge_again(decision, deed)
    await_repayment(decision, deed)
    settled(decision, deed)
    deed.note(fine=yuan(fen), overpaid=yuan(over))
    return over
