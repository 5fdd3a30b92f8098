"""A fine that was not paid in time grows, by the day, up to itself; the days a remedy was sought do not count."""

from datetime import date
from typing import Any

from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.calendar import clock
from zhongdu.cases import owing
from zhongdu.cases.investigating import only_handlers
from zhongdu.cases.models import HANDLERS, Claim, Decision
from zhongdu.cases.repaying import await_repayment, lower
from zhongdu.institutions.queries import people_of
from zhongdu.law.governing import Law
from zhongdu.law.money import yuan
from zhongdu.messages.telling import told
from zhongdu.record.models import Event

State, Sort = Decision.State, Claim.Sort
PAUSE = "fine.surcharge_pause"


def late_fine(decision: Decision, today: date) -> Claim | None:
    """The fine, where its last day has passed and something of it was not paid by then."""
    fine = decision.claims.filter(sort=Sort.FINE, due_on__lt=today).first()
    return fine if isinstance(fine, Claim) else None


def surcharge_until(fine: Claim, today: date, law: Law) -> tuple[int, list[str]]:
    """What is added to a fine by a day, and how. In instalments its ``due_on`` is the day of the last: nothing is late
    before."""
    assert fine.due_on is not None
    paid, percent = list(fine.payments.values_list("paid_on", "fen")), law.rule("fine.surcharge").rule.max
    fen, lines = owing.surcharge(
        fine.fen, fine.due_on, paid, today, percent, pauses(fine.decision, today, law)
    )
    return fen, [owing.said(line, percent) for line in lines]


def pauses(decision: Decision, today: date, law: Law) -> list[owing.Span]:
    """The days on which a remedy was sought, where the law does not count them: from when the bureau had the copy of what
    was filed until it had the outcome, both days with them."""
    if law.find(PAUSE) is None:
        return []
    rows = decision.remedies.filter(asked_on__lte=today).order_by("asked_on", "id")
    return [(row.asked_on, row.ended_on or today) for row in rows]


def _is_late(decision: Any, law: Law) -> str:
    fine = late_fine(decision, clock.today())
    if fine is None:
        return "罚款没有逾期。"
    return "" if surcharge_until(fine, clock.today(), law)[0] else "逾期的日子都在复议、诉讼期间，不计。"


@told("institution.changed", to=people_of("case.institution"))
@act(
    on=Decision, when=[State.SERVED], by=HANDLERS, under=["fine.surcharge", "fine.surcharge_cap", PAUSE], provided=_is_late,
    tells="按逾期的日数和当时没有缴的数额算到今天，加处的数额不超出罚款的数额；复议、诉讼期间不计。再办一次会按新的日期重算。",
)  # fmt: skip
def add_surcharge(decision: Decision, deed: Doing) -> None:
    """加处罚款

    The fine was not paid in time: so much a day is added, up to the fine itself.
    """
    only_handlers(decision.case, deed)
    fine = late_fine(decision, deed.on)
    assert fine is not None  # _is_late
    fen, lines = surcharge_until(fine, deed.on, deed.law)
    have, _ = Claim.objects.get_or_create(decision=decision, sort=Sort.SURCHARGE, defaults={"fen": fen})
    have.due_on = deed.on
    _set(have, fen, deed)
    deed.note(reckoned=lines, fen=fen)


def _set(added: Claim, fen: int, deed: Doing) -> int:
    """So much is added to a fine now; how much of what was paid on it is owed back."""
    if fen >= added.fen:
        added.fen = fen
        added.save()
        return 0
    over = lower(added, fen, deed)
    await_repayment(added.decision, deed)
    return over


def reckon_surcharge_again(decision: Decision, deed: Doing) -> int:
    """What was added to a fine, reckoned again to the same day: the fine is lower, or a remedy was sought on some of its
    days. Never more than before; how much is owed back of it."""
    fine, added = (decision.claims.filter(sort=sort).first() for sort in (Sort.FINE, Sort.SURCHARGE))
    if fine is None or added is None:
        return 0
    assert added.due_on is not None  # add_surcharge
    fen, lines = surcharge_until(fine, added.due_on, deed.law)
    deed.cite(
        *(bound for each in ("fine.surcharge", "fine.surcharge_cap", PAUSE) if (bound := deed.law.find(each)))
    )
    deed.note(reckoned=lines, surcharge=yuan(fen))
    return _set(added, min(fen, added.fen), deed)


def derivation(decision: Decision) -> list[str]:
    """How what is added to a fine was reckoned the last time."""
    acts = ("cases.add_surcharge", "cases.note_remedy", "cases.note_remedy_outcome")
    events = Event.objects.filter(docket=decision.docket_id, act__in=acts).order_by("-seq")
    return next((event.data["reckoned"] for event in events if event.data.get("reckoned")), [])
