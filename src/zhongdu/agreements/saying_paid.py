"""The institution says that it paid, with the bank's slip; the accountant looks for it on the account."""

from datetime import date
from typing import Annotated

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.agreements.keeping import MONEY, keep
from zhongdu.agreements.models import Handling, Slip
from zhongdu.agreements.recovering import (
    CLAIM,
    LOOKING,
    UNDER,
    await_look,
    claim_of,
    follow,
    something_owed,
    waiting_slips,
)
from zhongdu.agreements.repaying import await_repayment
from zhongdu.agreements.rules import REPAY_WITHIN
from zhongdu.claims import moving
from zhongdu.claims.moving import AMOUNT
from zhongdu.duties.opening import meet
from zhongdu.institutions.queries import people_of
from zhongdu.law.money import yuan
from zhongdu.messages.telling import told
from zhongdu.scope.roles import Role

State, Found = Handling.State, Slip.Found
_WORDS = "agreement_words"


@act(
    on=Handling, when=[State.DECIDED], by=Role.INSTITUTION, under=UNDER, provided=something_owed,
    tells="请先付到通知书写明的财政专户，再在这里告知。基金会计核对到账以后才算退回。",
)  # fmt: skip
def say_paid(
    handling: Handling,
    deed: Doing,
    *,
    claim: Annotated[str, CLAIM],
    amount: Annotated[str, AMOUNT],
    paid_on: Annotated[date, Says("付款之日")],
    voucher: Annotated[str, Says("付款凭证号", hint="银行回单上的号码。", plain=True, most=60)],
    proofs: Annotated[list[Upload], Says("付款回单", hint="拍照或者扫描。", accept="evidence")],
) -> None:
    """告知已付款

    The institution says what it paid, with the bank's slip; it counts once the accountant found it on the account.
    """
    demanded = claim_of(handling, claim)
    said = sum(slip.fen for slip in demanded.slips.filter(found=Found.WAITING))
    fen = moving.amount(deed, amount)
    if not 0 < fen <= demanded.open_fen - said:
        left = yuan(demanded.open_fen - said)
        deed.refuse("too_much", f"除了等着核对的，这一笔还欠{left}，请填不超过它的金额。", beside="amount")
    if handling.decided_on and not handling.decided_on <= paid_on <= deed.on:
        deed.refuse("wrong_day", "日期要在作出处理以后、今天以前。", beside="paid_on")
    if demanded.slips.filter(voucher=voucher).exclude(found=Found.MISSING).exists():
        deed.refuse("voucher_used", "这张凭证已经告知过。", beside="voucher")
    demanded.slips.create(fen=fen, paid_on=paid_on, voucher=voucher, said_on=deed.on)
    await_look(handling, deed)
    keep(handling, deed, proofs, MONEY)


_FOUND = [(each.value, str(each.label)) for each in (Found.ARRIVED, Found.MISSING)]


@told("institution.answered", to=people_of("agreement.institution"))
@act(
    on=Handling, when=[State.DECIDED, State.WITHDRAWN], by=Role.ACCOUNTANT, under=UNDER,
    provided=lambda handling, law: "" if waiting_slips(handling, law) else "没有等着核对的付款。",
    tells="查到账了，就是登记了退回，进本基金的财政专户；没有到账的，机构会知道为什么。",
)  # fmt: skip
def check_slip(
    handling: Handling,
    deed: Doing,
    *,
    slip: Annotated[str, Says("哪一笔付款", options=waiting_slips)],
    found: Annotated[str, Says("到账了没有", options=lambda handling, law: _FOUND)],
    arrived_on: Annotated[date | None, Says("到账之日", hint="到账了的填。")] = None,
    words: Annotated[
        str, Says("为什么没有到账", hint="机构会看到。", words=True, secret=_WORDS, most=1000)
    ] = "",
) -> None:
    """核对机构告知的付款

    What the institution says it paid is looked for on the account: there, and it counts; or not, and it is told why.
    """
    row = Slip.objects.select_related("claim").get(pk=int(slip), claim__measure__handling=handling)
    if found == Found.ARRIVED:
        if arrived_on is None:
            deed.refuse("asked_for", "请填到账之日。", beside="arrived_on")
        _arrived(handling, deed, row, arrived_on)
    elif not words:
        deed.refuse("asked_for", "请写明为什么没有到账。", beside="words")
    row.found, row.found_on = Found(found), deed.on
    row.save()
    meet(handling.docket, LOOKING, on=deed.on, deed=deed.id)
    await_look(handling, deed)


def _arrived(handling: Handling, deed: Doing, slip: Slip, on: date) -> None:
    """It came in. What was lowered or withdrawn meanwhile is owed back at once, for the money is here all the same."""
    assert handling.decided_on  # when
    within = REPAY_WITHIN.of(handling.bureau)
    if moving.take_in(
        slip.claim, deed, slip.fen, on, slip.voucher, handling.decided_on, within, beside="arrived_on"
    ):
        await_repayment(handling, deed)
    follow(handling, deed)
