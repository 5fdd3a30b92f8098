"""What came in by a handling that was changed or undone afterwards goes back to the institution."""

from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.agreements.keeping import MONEY, keep
from zhongdu.agreements.models import Claim, Handling, Repayment
from zhongdu.agreements.recovering import await_look, by_fund, follow
from zhongdu.agreements.rules import REPAY_WITHIN
from zhongdu.claims import moving
from zhongdu.claims.moving import account, fund_called
from zhongdu.duties.opening import meet, open_own_duty, void
from zhongdu.institutions.queries import people_of
from zhongdu.law.governing import Law
from zhongdu.law.money import yuan
from zhongdu.messages.telling import told
from zhongdu.scope.roles import Role

REPAYING = "agreement.repayment"
State = Handling.State


@act(on=Handling, when=[State.DECIDED, State.WITHDRAWN], by=Role.SYSTEM, under="dispute")
def lower_recovery(
    handling: Handling,
    deed: Doing,
    *,
    recovered: Annotated[dict[str, str] | None, Says("追回改为（元）", plain=True)] = None,
) -> None:
    """依申诉的结果改变追回

    A measure that was withdrawn demands nothing; one that was changed, so much; what had come in above it goes back.
    """
    claims = Claim.objects.filter(measure__handling=handling).select_related("measure")
    _fall(claims.exclude(measure__withdrawn_on=None), handling, deed)
    standing = {claim.fund: claim for claim in claims.filter(measure__withdrawn_on=None)}
    for fund, fen in by_fund(deed, recovered).items() if recovered else ():
        _lower(standing, fund, fen, handling, deed)
    follow(handling, deed)
    await_look(handling, deed)  # what was said to be paid may arrive all the same
    await_repayment(handling, deed)


def _fall(claims: Any, handling: Handling, deed: Doing) -> None:
    for claim in claims:
        moving.lower(claim, 0, deed, REPAY_WITHIN.of(handling.bureau))


def _lower(standing: dict[str, Claim], fund: str, fen: int, handling: Handling, deed: Doing) -> None:
    claim = standing.get(fund)
    if claim is None or fen >= claim.fen:
        most = yuan(claim.fen) if claim else "零"
        says = f"{fund_called(fund, deed.law)}原来要退回{most}，改了以后要比它少；全部不退的，撤销这一项。"
        deed.refuse("not_less", says, beside="recovered")
    claim.measure.fen = (claim.measure.fen or 0) - claim.fen + fen
    claim.measure.save(update_fields=["fen"])
    moving.lower(claim, fen, deed, REPAY_WITHIN.of(handling.bureau))


def waiting(handling: Any) -> Any:
    return Repayment.objects.filter(claim__measure__handling=handling, repaid_on=None).order_by("id")


def await_repayment(handling: Handling, deed: Doing) -> None:
    """One duty for all that is to be paid back, by the first day of them."""
    void(handling.docket, REPAYING, on=deed.on, deed=deed.id)
    if first := waiting(handling).order_by("due_on").first():
        open_own_duty(
            handling.docket, REPAYING, bureau=handling.bureau, on=deed.on, due=first.due_on, deed=deed.id,
            role=Role.ACCOUNTANT,
        )  # fmt: skip


def of(handling: Handling, law: Law) -> list[tuple[Repayment, str, str, str]]:
    """What was owed back, paid or not: (it, what it was paid as, how much, out of which account)."""
    rows = Repayment.objects.filter(claim__measure__handling=handling).select_related("claim").order_by("id")
    return [
        (row, f"退回{fund_called(row.claim.fund, law)}", yuan(row.fen), account(row.claim, law))
        for row in rows
    ]


def _open(handling: Any, law: Law) -> list[tuple[str, str]]:
    rows = [each for each in of(handling, law) if each[0].repaid_on is None]
    return [(str(row.pk), f"{called}多退的{fen}，从{source}退还") for row, called, fen, source in rows]


@told("institution.changed", to=people_of("agreement.institution"))
@act(
    on=Handling, when=[State.DECIDED, State.WITHDRAWN], by=Role.ACCOUNTANT,
    provided=lambda handling, law: "" if waiting(handling).exists() else "没有要退还的款。",
    tells="从原来缴进的财政专户退。几天以内退还是本局做法，读到的办法没有写。",
)  # fmt: skip
def pay_back_recovered(
    handling: Handling,
    deed: Doing,
    *,
    repayment: Annotated[str, Says("哪一笔", options=_open)],
    repaid_on: Annotated[date, Says("退还之日")],
    voucher: Annotated[str, Says("付款凭证号", plain=True, most=60)],
    proofs: Annotated[list[Upload], Says("付款回单", accept="evidence")],
) -> None:
    """登记退还

    What had come in too much went back to the institution, whole, with the proof of it.
    """
    row = waiting(handling).select_related("claim").get(pk=int(repayment))
    moving.pay_back(row, deed, repaid_on, voucher)
    keep(handling, deed, proofs, MONEY)
    deed.note(account=account(row.claim, deed.law), fen=row.fen)
    meet(handling.docket, REPAYING, on=deed.on, deed=deed.id)
    await_repayment(handling, deed)
