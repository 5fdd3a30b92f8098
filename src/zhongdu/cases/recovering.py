"""What is owed comes in: by voucher, in instalments, late with its surcharge, demanded, taken to court, written off."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Annotated, Any

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import Opens, act
from zhongdu.calendar import clock
from zhongdu.cases import files_of, owing, timing
from zhongdu.cases.investigating import only_handlers
from zhongdu.cases.models import HANDLERS, Claim, Decision, Payment
from zhongdu.claims import moving
from zhongdu.claims.moving import AMOUNT, PLAN, account, days_after, fund_called, put_off
from zhongdu.duties.models import Duty, Tick
from zhongdu.duties.opening import meet, open_duty, tick
from zhongdu.institutions.queries import people_of
from zhongdu.law.governing import Law
from zhongdu.law.money import yuan
from zhongdu.messages.telling import told
from zhongdu.record.models import Event
from zhongdu.scope.roles import Role

State, Sort = Decision.State, Claim.Sort
PAYING = "clock.fine_payment"


def open_claims(decision: Decision, deed: Doing) -> None:
    """What a decision makes somebody owe, each amount for the account it belongs to; the bureau's days for a refund are
    those of the day it was decided, which the paper tells."""
    proposal = decision.proposal
    if proposal.losses:
        deed.note(refund_within=owing.REFUND_WITHIN.of(decision.bureau))
    for fund, fen in proposal.losses.items():
        Claim.objects.create(decision=decision, sort=Sort.REFUND, fund=fund, fen=fen)
    if proposal.fine_fen:
        Claim.objects.create(decision=decision, sort=Sort.FINE, fen=proposal.fine_fen)


def are_due(decision: Decision, law: Law, served_on: date) -> None:
    """From service on: the fine by the law's day; a refund, for which no text has one, by the bureau's own."""
    decision.claims.exclude(sort=Sort.REFUND).update(due_on=timing.last_day(law, PAYING, served_on))
    own = days_after(served_on, refund_within(decision))
    decision.claims.filter(sort=Sort.REFUND).update(due_on=own)


def refund_within(decision: Decision) -> str:
    """Within how many days of service a refund is to come in, as it was decided."""
    decided = Event.objects.filter(docket=decision.docket_id).order_by("seq").first()
    told = decided.data.get("refund_within") if decided else None
    return str(told or owing.REFUND_WITHIN.of(decision.bureau))


def named(claim: Claim, law: Law) -> str:
    """What a claim is called: 退回基本医疗保险基金, 罚款."""
    return f"退回{fund_called(claim.fund, law)}" if claim.fund else claim.get_sort_display()


_FINES, _REFUNDS = (Sort.FINE, Sort.SURCHARGE), (Sort.REFUND,)


def _owed_of(decision: Any, sorts: Iterable[str], law: Law) -> list[tuple[str, str]]:
    return [
        (str(claim.pk), f"{named(claim, law)}，还欠{yuan(claim.open_fen)}，到{account(claim, law)}")
        for claim in decision.claims.filter(sort__in=sorts)
        if claim.open_fen
    ]


def _owed(decision: Any, law: Law) -> list[tuple[str, str]]:
    return _owed_of(decision, Sort.values, law)


def _none(decision: Any, sorts: Iterable[str], law: Law) -> bool:
    return not _owed_of(decision, sorts, law)


CLAIM = Says("哪一笔", options=_owed)


def _claim(decision: Decision, number: str) -> Claim:
    found: Claim = decision.claims.get(pk=int(number))
    return found


def _something_owed(decision: Any, law: Law) -> str:
    return "" if any(claim.open_fen for claim in decision.claims.all()) else "都已缴清或者核销。"


@act(
    on=Decision, when=[State.SERVED], by=Role.ACCOUNTANT, under=["fund.recovered", "fund.rules.refund"],
    provided=_something_owed, tells="退回的基金进它自己的财政专户，罚款和加处罚款上缴国库；一笔缴款只对一笔应缴款。",
)  # fmt: skip
def record_payment(
    decision: Decision,
    deed: Doing,
    *,
    claim: Annotated[str, CLAIM],
    amount: Annotated[str, AMOUNT],
    paid_on: Annotated[date, Says("到账之日")],
    voucher: Annotated[str, Says("凭证号", plain=True, most=60)],
) -> None:
    """登记缴款

    Money came in, to the account it belongs to, by its voucher; nothing more than is owed.
    """
    moving.pay(_claim(decision, claim), deed, amount, paid_on, voucher, decision.decided_on)
    settled(decision, deed)


def _paid(decision: Any, law: Law) -> list[tuple[str, str]]:
    return moving.payments_offered(Payment.objects.filter(claim__decision=decision).order_by("id"))


@told("institution.changed", to=people_of("case.institution"))
@act(
    on=Decision, when=[State.SERVED], by=Role.ACCOUNTANT, under=["fund.recovered"],
    provided=lambda decision, law: "" if _paid(decision, law) else "还没有登记过缴款。",
    tells="登记错了的，撤下这一笔再重新登记；已经制了凭证的，先在基金账上作废或者冲销。",
)  # fmt: skip
def take_back_payment(
    decision: Decision,
    deed: Doing,
    *,
    payment: Annotated[str, Says("哪一笔登记错了", options=_paid)],
    reason: Annotated[str, Says("错在哪里", words=True, secret="case_opinion")],
) -> None:
    """更正缴款登记

    A payment was entered wrongly: what it paid is owed again, and the fine's clock runs as before.
    """
    row = Payment.objects.select_related("claim").get(pk=int(payment), claim__decision=decision)
    moving.take_back(row.claim, deed, row)
    fine = decision.claims.filter(sort=Sort.FINE).first()
    if fine and fine.open_fen and decision.served_on and not timing.running(decision.docket, PAYING):
        again = open_duty(decision.docket, deed.law, PAYING, on=decision.served_on, deed=deed.id)
        if again and again.due != fine.due_on:  # it had been put off
            tick(again, Tick.Kind.EXTEND, on=deed.on, until=fine.due_on, deed=deed.id)


def settled(decision: Decision, deed: Doing) -> None:
    """When nothing of the fine is owed any more, the duty to pay it is met."""
    fines = [claim for claim in decision.claims.all() if claim.sort != Sort.REFUND]
    if not any(claim.open_fen for claim in fines):
        meet(decision.docket, PAYING, on=deed.on, deed=deed.id)


@told("institution.changed", to=people_of("case.institution"))
@act(
    on=Decision, when=[State.SERVED], by=Role.DECIDER, under="fine.instalments",
    provided=lambda decision, law: "没有要缴的罚款，或者已经缴清。" if _none(decision, _FINES, law) else "",
    tells="当事人确有经济困难、提出申请的，可以批准罚款暂缓或者分期缴纳。退回的基金另办“同意分期退回”。",
)  # fmt: skip
def agree_instalments(
    decision: Decision,
    deed: Doing,
    *,
    claim: Annotated[str, Says("哪一笔", options=lambda decision, law: _owed_of(decision, _FINES, law))],
    plan: Annotated[str, PLAN],
    reason: Annotated[str, Says("当事人的申请和理由", words=True, secret="case_opinion")],
    application: Annotated[list[Upload] | None, Says("申请书", accept="evidence")] = None,
) -> None:
    """批准罚款分期缴纳

    Who is really in straits may pay a fine in parts; the parts add up to what is owed.
    """
    owed = _claim(decision, claim)
    put_off(owed, deed, plan)
    duty = timing.running(decision.docket, PAYING)
    if duty and owed.sort == Sort.FINE:
        tick(duty, Tick.Kind.EXTEND, on=deed.on, until=owed.due_on, deed=deed.id)
    files_of.keep(deed, decision, application, beside="application")


def _may_be_put_off(decision: Any, law: Law) -> str:
    if owing.REFUND_IN_PARTS.of(decision.bureau) == "off":
        return "本局做法：退回的基金不分期。"
    return "没有要退回的基金，或者已经退清。" if _none(decision, _REFUNDS, law) else ""


@told("institution.changed", to=people_of("case.institution"))
@act(
    on=Decision, when=[State.SERVED], by=Role.DECIDER, provided=_may_be_put_off,
    tells="退回的基金不是罚款，读到的办法没有写能不能分期：能分期是本局做法。",
)  # fmt: skip
def agree_refund_in_parts(
    decision: Decision,
    deed: Doing,
    *,
    claim: Annotated[str, Says("哪一笔", options=lambda decision, law: _owed_of(decision, _REFUNDS, law))],
    plan: Annotated[str, PLAN],
    reason: Annotated[str, Says("当事人的申请和理由", words=True, secret="case_opinion")],
    application: Annotated[list[Upload] | None, Says("申请书", accept="evidence")] = None,
) -> None:
    """同意分期退回

    What goes back to a fund is no fine, whose article has no say in it: that it may come in parts is the bureau's own way.
    """
    put_off(_claim(decision, claim), deed, plan)
    files_of.keep(deed, decision, application, beside="application")


@act(
    on=Decision, when=[State.SERVED], by=Role.DECIDER, under=["fund.recovered"], provided=_something_owed, grave=True,
    tells="核销以后不再追。只有有决定、判决或者上级批复依据的，才能核销。",
)  # fmt: skip
def write_off(
    decision: Decision,
    deed: Doing,
    *,
    claim: Annotated[str, CLAIM],
    amount: Annotated[str, AMOUNT],
    basis: Annotated[str, Says("依据的文号", plain=True, most=80)],
    reason: Annotated[str, Says("理由", words=True, secret="case_opinion")],
) -> None:
    """核销

    What can no longer be had is written off by a decision of its own; it never counts as paid.
    """
    moving.let_go(_claim(decision, claim), deed, amount)
    settled(decision, deed)


# --- not paid -----------------------------------------------------------------------------------------------


def _overdue(decision: Any, law: Law) -> str:
    today = clock.today()
    late = any(claim.open_fen and claim.due_on and claim.due_on < today for claim in decision.claims.all())
    return "" if late else "没有逾期没有缴的。"


@told("institution.notice", to=people_of("case.institution"))
@act(
    on=Decision, when=[State.SERVED], by=HANDLERS, under="clock.demand", provided=_overdue,
    opens=[Opens("clock.demand", since="served_on")],
    tells="催告书送达十个工作日以后仍不履行的，才可以申请法院强制执行。",
)  # fmt: skip
def demand_payment(
    decision: Decision,
    deed: Doing,
    *,
    served_on: Annotated[date, Says("催告书送达之日")],
    receipt: Annotated[list[Upload] | None, Says("送达回证", accept="evidence")] = None,
) -> None:
    """催告

    In writing, before a court is asked.
    """
    only_handlers(decision.case, deed)
    if served_on > deed.on:
        deed.refuse("in_the_future", "日期不能晚于今天。", beside="served_on")
    files_of.keep(deed, decision, receipt, beside="receipt")


def court_window(decision: Decision, law: Law) -> tuple[date, date] | None:
    """From when until when a court may be asked: after the respondent's time to sue, for three months."""
    if decision.served_on is None:
        return None
    sued = timing.last_day(law, "clock.litigation", decision.served_on)
    last = timing.last_day(law, "clock.court_application", sued) if sued else None
    return (sued + timedelta(days=1), last) if sued and last else None


def _may_go_to_court(decision: Any, law: Law) -> str:
    demanded = (
        Duty.objects.open().filter(docket=decision.docket, concept="clock.demand").order_by("-id").first()
    )
    return "" if demanded else "先催告，再申请法院强制执行。"


@act(
    on=Decision, when=[State.SERVED], by=HANDLERS, under=["clock.court_application", "clock.demand"],
    meets=["clock.demand"], provided=_may_go_to_court,
)  # fmt: skip
def apply_to_court(
    decision: Decision,
    deed: Doing,
    *,
    applied_on: Annotated[date, Says("向法院提出申请之日")],
    remedy_over_on: Annotated[
        date | None, Says("复议、诉讼终结之日", hint="当事人申请过复议或者起诉的填；没有的不填。")
    ] = None,
    paper: Annotated[list[Upload] | None, Says("申请书", accept="evidence")] = None,
) -> None:
    """申请法院强制执行

    After the demand and the respondent's time for remedies, within three months.
    """
    only_handlers(decision.case, deed)
    demand, bound = timing.running(decision.docket, "clock.demand"), deed.law.rule("clock.court_application")
    if demand and demand.due and applied_on <= demand.due:
        deed.refuse("demand_runs", f"催告的期限到{demand.due:%Y年%-m月%-d日}为止。", beside="applied_on")
    window = court_window(decision, deed.law)
    if remedy_over_on and (last := timing.last_day(deed.law, "clock.court_application", remedy_over_on)):
        window = (remedy_over_on + timedelta(days=1), last)
    if window and not window[0] <= applied_on <= min(window[1], deed.on):
        says = f"可以申请的时间是{window[0]:%Y年%-m月%-d日}至{window[1]:%Y年%-m月%-d日}。"
        deed.refuse("outside_the_window", says, under=bound, beside="applied_on")
    files_of.keep(deed, decision, paper, beside="paper")
