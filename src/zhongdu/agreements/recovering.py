"""What a handling demands back comes in: said by the institution, found by the accountant, in parts, late, let go.

The regulation (13 ¶1) lets the agency recover; no text that was read says within how many days or whether in parts: both
are the bureau's own practice, and every page says so.
"""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any

from django.db.models import Prefetch

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.agreements.models import AGENCY, Claim, Handling, Instalment, Measure, Payment, Slip
from zhongdu.agreements.rules import LOOK_WITHIN, RECOVER_IN_PARTS, RECOVER_WITHIN
from zhongdu.calendar import clock
from zhongdu.claims import moving
from zhongdu.claims.moving import AMOUNT, PLAN, account, days_after
from zhongdu.claims.rules import due_next
from zhongdu.duties.models import Duty, Tick
from zhongdu.duties.opening import meet, open_own_duty, tick, void
from zhongdu.institutions.queries import people_of
from zhongdu.law.governing import Law
from zhongdu.law.money import yuan
from zhongdu.messages.telling import told
from zhongdu.scope.roles import Role

State, Found = Handling.State, Slip.Found
RECOVERY, LOOKING = "agreement.recovery", "agreement.slip"
UNDER = ["agreement.measure.recover", "fund.recovered"]
_WORDS = "agreement_words"


def by_fund(deed: Doing, typed: dict[str, str] | None) -> dict[str, int]:
    """What is demanded back for each fund, in fen."""
    found = {fund: moving.amount(deed, each, "recovered") for fund, each in (typed or {}).items() if each}
    if not found:
        deed.refuse("asked_for", "请填要退回哪一项基金、多少钱。", beside="recovered")
    if not all(found.values()):
        deed.refuse("nothing", "金额要大于零；不退回的基金，空着不填。", beside="recovered")
    return found


def demand(row: Measure, parts: dict[str, int], handling: Handling, deed: Doing) -> None:
    """What a measure demands back, fund by fund, by a day that is the bureau's own."""
    due = days_after(deed.on, RECOVER_WITHIN.of(handling.bureau))
    for fund, fen in parts.items():
        Claim.objects.create(measure=row, fund=fund, fen=fen, due_on=due)
    deed.note(recover_by=due.isoformat())
    follow(handling, deed)


def claims_of(handling: Handling) -> list[Claim]:
    """What a handling demands back, with its parts and payments."""
    rows = Claim.objects.filter(measure__handling=handling).prefetch_related("payments", "slips")
    return list(rows.prefetch_related(Prefetch("instalments", Instalment.objects.order_by("due_on", "id"))))


def next_due(claim: Claim) -> date | None:
    """When something of a claim is to be paid next."""
    return due_next(
        [(part.due_on, part.fen) for part in claim.instalments.all()], claim.open_fen, claim.due_on
    )


def follow(handling: Handling, deed: Doing) -> None:
    """The agency sees to it that the money comes in: one duty, due when the next of it is; met when all has come."""
    claims = claims_of(handling)
    days = [day for claim in claims if claim.open_fen and (day := next_due(claim))]
    running = Duty.objects.open().filter(docket=handling.docket, concept=RECOVERY).first()
    if not days:
        done = meet if any(claim.fen for claim in claims) else void
        done(handling.docket, RECOVERY, on=deed.on, deed=deed.id)
    elif running is None:
        open_own_duty(
            handling.docket, RECOVERY, bureau=handling.bureau, on=deed.on, due=min(days), deed=deed.id, role=AGENCY
        )  # fmt: skip
    elif running.due != min(days):
        tick(running, Tick.Kind.EXTEND, on=deed.on, until=min(days), deed=deed.id)


def owed(handling: Any, law: Law) -> list[tuple[str, str]]:
    return [
        (str(claim.pk), f"退回{moving.fund_called(claim.fund, law)}，还欠{yuan(claim.open_fen)}，到{account(claim, law)}")
        for claim in claims_of(handling)
        if claim.open_fen
    ]  # fmt: skip


def something_owed(handling: Any, law: Law) -> str:
    return "" if owed(handling, law) else "没有要退回的，或者已经退清。"


CLAIM = Says("哪一笔", options=owed)


def claim_of(handling: Handling, number: str) -> Claim:
    found: Claim = Claim.objects.get(measure__handling=handling, pk=int(number))
    return found


def await_look(handling: Handling, deed: Doing) -> None:
    """What was said waits for the accountant: one duty for all of it, due by the first that was said."""
    if (
        waiting_slips(handling, deed.law)
        and not Duty.objects.open().filter(docket=handling.docket, concept=LOOKING).exists()
    ):
        due = days_after(deed.on, LOOK_WITHIN.of(handling.bureau))
        open_own_duty(
            handling.docket, LOOKING, bureau=handling.bureau, on=deed.on, due=due, deed=deed.id, role=Role.ACCOUNTANT
        )  # fmt: skip


def waiting_slips(handling: Any, law: Law) -> list[tuple[str, str]]:
    rows = Slip.objects.filter(claim__measure__handling=handling, found=Found.WAITING).order_by("id")
    return [
        (str(row.pk), f"{row.paid_on:%Y年%-m月%-d日}付{yuan(row.fen)}，凭证{row.voucher}") for row in rows
    ]


@told("institution.changed", to=people_of("agreement.institution"))
@act(
    on=Handling, when=[State.DECIDED], by=Role.ACCOUNTANT, under=UNDER, provided=something_owed,
    tells="机构没有在这里告知、已经到账的，从这里登记。进本基金的财政专户；一笔缴款只对一笔应缴款。",
)  # fmt: skip
def record_recovered(
    handling: Handling,
    deed: Doing,
    *,
    claim: Annotated[str, CLAIM],
    amount: Annotated[str, AMOUNT],
    paid_on: Annotated[date, Says("到账之日")],
    voucher: Annotated[str, Says("凭证号", plain=True, most=60)],
) -> None:
    """登记退回款

    Money came in to the special account of its fund, by its voucher; nothing more than is owed.
    """
    assert handling.decided_on  # when
    moving.pay(claim_of(handling, claim), deed, amount, paid_on, voucher, handling.decided_on)
    follow(handling, deed)


def _paid(handling: Any, law: Law) -> list[tuple[str, str]]:
    return moving.payments_offered(Payment.objects.filter(claim__measure__handling=handling).order_by("id"))


@told("institution.changed", to=people_of("agreement.institution"))
@act(
    on=Handling, when=[State.DECIDED], by=Role.ACCOUNTANT, under=["fund.recovered"],
    provided=lambda handling, law: "" if _paid(handling, law) else "还没有登记过退回款。",
    tells="登记错了的，撤下这一笔再重新登记；已经制了凭证的，先在基金账上作废或者冲销。",
)  # fmt: skip
def take_back_recovered(
    handling: Handling,
    deed: Doing,
    *,
    payment: Annotated[str, Says("哪一笔登记错了", options=_paid)],
    words: Annotated[str, Says("错在哪里", words=True, secret=_WORDS, most=1000)],
) -> None:
    """更正退回款登记

    A payment was entered wrongly: what it paid is owed again, and what the institution said of it may be said anew.
    """
    row = Payment.objects.select_related("claim").get(pk=int(payment), claim__measure__handling=handling)
    said = row.claim.slips.filter(voucher=row.voucher, found=Found.ARRIVED)
    moving.take_back(row.claim, deed, row)
    said.update(found=Found.MISSING, found_on=deed.on)
    follow(handling, deed)


def _may_be_put_off(handling: Any, law: Law) -> str:
    if RECOVER_IN_PARTS.of(handling.bureau) == "off":
        return "本局做法：追回的费用不分期。"
    return something_owed(handling, law)


@told("institution.changed", to=people_of("agreement.institution"))
@act(
    on=Handling, when=[State.DECIDED], by=AGENCY, provided=_may_be_put_off,
    tells="读到的办法没有写追回的费用能不能分期退回：能分期是本局做法。",
)  # fmt: skip
def agree_parts(
    handling: Handling,
    deed: Doing,
    *,
    claim: Annotated[str, CLAIM],
    plan: Annotated[str, PLAN],
    words: Annotated[str, Says("机构的申请和理由", words=True, secret=_WORDS, most=2000)],
) -> None:
    """同意分期退回

    What is demanded back may come in parts; they add up to what is owed.
    """
    moving.put_off(claim_of(handling, claim), deed, plan)
    follow(handling, deed)


def overdue(claims: Iterable[Claim], today: date) -> bool:
    return any(claim.open_fen and (day := next_due(claim)) and day < today for claim in claims)


def _is_late(handling: Any, law: Law) -> str:
    return "" if overdue(claims_of(handling), clock.today()) else "没有到期没有退的。"


@told("institution.notice", to=people_of("agreement.institution"))
@act(
    on=Handling, when=[State.DECIDED], by=AGENCY, under=UNDER, provided=_is_late,
    tells="机构会收到通知。退回以前，每次催缴都留痕。",
)  # fmt: skip
def press_for_payment(
    handling: Handling,
    deed: Doing,
    *,
    words: Annotated[str, Says("催缴的话", hint="机构会看到。", words=True, secret=_WORDS, most=1000)],
) -> None:
    """催缴

    The day has passed and it has not come in: the institution is asked for it again.
    """


@told("institution.changed", to=people_of("agreement.institution"))
@act(
    on=Handling, when=[State.DECIDED], by=Role.DECIDER, under=["fund.recovered"], provided=something_owed, grave=True,
    tells="核销以后不再追。只有有决定、判决或者上级批复依据的，才能核销。",
)  # fmt: skip
def write_off_recovery(
    handling: Handling,
    deed: Doing,
    *,
    claim: Annotated[str, CLAIM],
    amount: Annotated[str, AMOUNT],
    basis: Annotated[str, Says("依据的文号", plain=True, most=80)],
    words: Annotated[str, Says("理由", words=True, secret=_WORDS, most=2000)],
) -> None:
    """核销追回款

    What can no longer be had is written off by a decision of its own; it never counts as paid.
    """
    moving.let_go(claim_of(handling, claim), deed, amount)
    follow(handling, deed)
