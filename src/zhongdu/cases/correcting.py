"""The order to put right: what, by when; whether it was done. Only whoever did not is one who refuses to."""

from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.cases import files_of
from zhongdu.cases.investigating import BEFORE_DECISION, only_handlers
from zhongdu.cases.models import HANDLERS, Case
from zhongdu.duties.opening import meet, open_own_duty, void
from zhongdu.scope.roles import Role

CORRECTION = "case.correction"
Corrected = Case.Corrected


@act(
    on=Case, when=[Case.State.CHECKING, *BEFORE_DECISION], by=HANDLERS, under=CORRECTION,
    tells="责令改正通知书当面或者另行送达。改正期限由办案人员按情况定；到期以后检查，拒不改正的要检查确认。",
)  # fmt: skip
def order_correction(
    case: Case,
    deed: Doing,
    *,
    words: Annotated[str, Says("责令改正什么", words=True, secret="case_facts", most=4000)],
    served_on: Annotated[date, Says("责令改正通知书送达之日")],
    correct_by: Annotated[date, Says("改正到哪天", hint="含当日；当场改正的填送达那天。")],
    receipt: Annotated[list[Upload] | None, Says("通知书和送达回证", accept="evidence")] = None,
) -> None:
    """责令改正

    The respondent is ordered to stop what is wrong and to put it right, by a day.
    """
    if case.handlers:
        only_handlers(case, deed)
    if not case.found_on <= served_on <= deed.on:
        deed.refuse("wrong_day", "日期要在发现线索以后、今天以前。", beside="served_on")
    if correct_by < served_on:
        deed.refuse("wrong_day", "改正的期限不能早于送达之日。", beside="correct_by")
    case.correct_by, case.corrected = correct_by, Corrected.AWAITED
    void(case.docket, CORRECTION, on=deed.on, deed=deed.id)
    open_own_duty(
        case.docket,
        CORRECTION,
        bureau=case.bureau,
        on=deed.on,
        due=correct_by,
        deed=deed.id,
        role=Role.INSPECTOR,
    )
    files_of.keep(deed, case, receipt, beside="receipt")


def _ordered(case: Any, law: Any) -> str:
    return "" if case.corrected == Corrected.AWAITED else "没有责令改正，或者已经检查过。"


_VERDICTS = [(each.value, each.label) for each in (Corrected.DONE, Corrected.REFUSED)]


# A decision, or none, does not answer whether the wrong was put right: it is owed a check until the case is closed.
_CHECKED_IN = [
    Case.State.CHECKING, Case.State.NOT_FILED, *BEFORE_DECISION, Case.State.SUSPENDED, Case.State.DECIDED,
]  # fmt: skip


@act(
    on=Case,
    when=_CHECKED_IN,
    by=HANDLERS,
    under=CORRECTION,
    provided=_ordered,
)
def check_correction(
    case: Case,
    deed: Doing,
    *,
    checked_on: Annotated[date, Says("检查之日")],
    verdict: Annotated[str, Says("改正了没有", options=lambda case, law: _VERDICTS)],
    words: Annotated[str, Says("检查的情况", words=True, secret="case_facts", most=4000)],
    proofs: Annotated[list[Upload] | None, Says("检查的材料", accept="evidence")] = None,
) -> None:
    """检查改正

    Whether it was put right. That it was refused can be found only when the time given is over.
    """
    if case.handlers:
        only_handlers(case, deed)
    if checked_on > deed.on:
        deed.refuse("wrong_day", "日期不能晚于今天。", beside="checked_on")
    if verdict == Corrected.REFUSED and case.correct_by and checked_on <= case.correct_by:
        says = f"改正期限到{case.correct_by:%Y年%-m月%-d日}，没有过期，不能认定拒不改正。"
        deed.refuse("still_time", says, under=deed.law.rule(CORRECTION), beside="verdict")
    case.corrected = Corrected(verdict)
    meet(case.docket, CORRECTION, on=deed.on, deed=deed.id)
    files_of.keep(deed, case, proofs, beside="proofs")


def only_where_refused(
    case: Case, deed: Doing, claimed: bool, *, beside: str, or_grave: str | None = None
) -> None:
    """That somebody refuses to put things right rests on an order and on a check; a grave result, on words for it."""
    if not claimed or case.corrected == Corrected.REFUSED or (or_grave or "").strip():
        return
    or_else = "，也没有写明造成了什么严重后果" if or_grave is not None else ""
    says = f"没有责令改正并经检查确认拒不改正{or_else}，不能这样认定。"
    deed.refuse("not_refused", says, under=deed.law.rule(CORRECTION), beside=beside)
