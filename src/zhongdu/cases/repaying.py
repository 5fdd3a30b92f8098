"""What has to be paid back: it came in by a decision that was changed or undone afterwards.

No text that was read says within how many days: the bureau sets itself a day, and the page says that it is its own.
"""

from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.cases import files_of, owing
from zhongdu.cases.models import Claim, Decision, Repayment
from zhongdu.cases.recovering import named
from zhongdu.claims import moving
from zhongdu.claims.moving import account
from zhongdu.duties.opening import meet, open_own_duty, void
from zhongdu.institutions.queries import people_of
from zhongdu.law.governing import Law
from zhongdu.law.money import yuan
from zhongdu.messages.telling import told
from zhongdu.scope.roles import Role

REPAYING = "case.repayment"


def lower(claim: Claim, fen: int, deed: Doing) -> int:
    """From today only so much is owed on a claim: what had come in above it is owed back; how much that is."""
    return moving.lower(claim, fen, deed, owing.REPAY_WITHIN.of(claim.decision.bureau))


def owe_back_all(decision: Decision, deed: Doing) -> None:
    """Nothing of a decision stands: all that came in by it is owed back."""
    for claim in decision.claims.all():
        lower(claim, 0, deed)
    await_repayment(decision, deed)


def await_repayment(decision: Decision, deed: Doing) -> None:
    """One duty for all that is to be paid back, by the first day of them."""
    void(decision.docket, REPAYING, on=deed.on, deed=deed.id)
    if first := waiting(decision).order_by("due_on").first():
        open_own_duty(
            decision.docket, REPAYING, bureau=decision.bureau, on=deed.on, due=first.due_on, deed=deed.id,
            role=Role.ACCOUNTANT,
        )  # fmt: skip


def waiting(decision: Any) -> Any:
    return Repayment.objects.filter(claim__decision=decision, repaid_on=None).order_by("id")


def of(decision: Decision, law: Law) -> list[tuple[Repayment, str, str, str]]:
    """What was owed back by a decision, paid or not: (it, what it was paid as, how much, out of which account)."""
    rows = Repayment.objects.filter(claim__decision=decision).select_related("claim").order_by("id")
    return [(row, named(row.claim, law), yuan(row.fen), account(row.claim, law)) for row in rows]


def _open(decision: Any, law: Law) -> list[tuple[str, str]]:
    return [
        (str(row.pk), f"{called}多缴的{fen}，从{source}退")
        for row, called, fen, source in of(decision, law)
        if row.repaid_on is None
    ]


def _something_open(decision: Any, law: Law) -> str:
    return "" if waiting(decision).exists() else "没有要退还的款。"


@told("institution.changed", to=people_of("case.institution"))
@act(
    on=Decision, when=[Decision.State.SERVED, Decision.State.REVOKED], by=Role.ACCOUNTANT, provided=_something_open,
    tells="从原来缴进的账户退：基金的从它自己的财政专户退，罚款和加处罚款办理国库退库。几天以内退还是本局做法，读到的办法没有写。",
)  # fmt: skip
def record_repayment(
    decision: Decision,
    deed: Doing,
    *,
    repayment: Annotated[str, Says("哪一笔", options=_open)],
    repaid_on: Annotated[date, Says("退还之日")],
    voucher: Annotated[str, Says("凭证号", hint="付款凭证或者退库凭证。", plain=True, most=60)],
    proof: Annotated[list[Upload], Says("退还的证明", hint="付款回单或者退库凭证。", accept="evidence")],
) -> None:
    """登记退还

    What had come in too much went back to who paid it, whole, with the proof of it.
    """
    row = waiting(decision).select_related("claim").get(pk=int(repayment))
    moving.pay_back(row, deed, repaid_on, voucher)
    files_of.keep(deed, decision, proof, beside="proof")
    deed.note(account=account(row.claim, deed.law), fen=row.fen)
    meet(decision.docket, REPAYING, on=deed.on, deed=deed.id)
    await_repayment(decision, deed)
