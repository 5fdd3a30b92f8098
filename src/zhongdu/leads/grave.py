"""Grave events: reported at once, upwards where the measure has it so, and acknowledged by whoever receives them.

No measure says how soon a report is acknowledged: that is the receiving bureau's own practice, and its own target.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from django.contrib.auth import get_user_model

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.calendar import clock
from zhongdu.calendar.period import overdue_by
from zhongdu.duties.models import Duty
from zhongdu.duties.opening import open_duty, open_own_duty, void
from zhongdu.duties.standing import owed_by
from zhongdu.law.governing import Law
from zhongdu.law.reliance import rely, rests_on
from zhongdu.law.shelves import schedule
from zhongdu.leads.models import Lead
from zhongdu.leads.rules import ACKNOWLEDGING, acknowledge_by
from zhongdu.leads.telling import news
from zhongdu.record.models import Event
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import Role

UPWARD, RECEIPT = "grave_event.upward", "grave_event.acknowledgement"
RECEIVED = ("leads.acknowledge_from_below", "leads.acknowledge_grave")
rely("duty", "leads.raise_grave", UPWARD, RECEIPT)


@rests_on("grave_event.report", UPWARD)
def raise_grave(lead: Lead, deed: Doing) -> None:
    """From now on a bureau of a level the measure names owes the one above it a report; and whoever receives
    the news, above or at the bureau itself, is waited for to say so."""
    lead.grave = True
    _report(lead, deed, deed.law)


def _report(lead: Lead, deed: Doing, law: Law) -> None:
    goes_up = bool(lead.bureau.parent_id) and owed_by(lead.bureau, law, UPWARD)
    if goes_up and not _open(lead, UPWARD):
        deed.cite(law.rule(UPWARD))
        open_duty(lead.docket, law, UPWARD, on=deed.on, deed=deed.id, bureau=lead.bureau)
    if not Duty.objects.filter(docket=lead.docket_id, concept=RECEIPT, void_on=None).exists():
        _await_receipt(lead, deed, lead.bureau.parent if goes_up else lead.bureau)


def raise_again(lead: Lead, deed: Doing, law: Law) -> None:
    """A grave lead has gone to another bureau, with another law perhaps: what the first owed is over, the second's begins."""
    for concept in (UPWARD, RECEIPT):
        void(lead.docket, concept, on=deed.on, deed=deed.id)
    _report(lead, deed, law)


def _await_receipt(lead: Lead, deed: Doing, receiver: Any) -> None:
    """Above, whoever reads leads may receive it; at the bureau itself its head, or the one person there who may know."""
    own = Role.DISCIPLINE_OFFICER if lead.against_id == receiver.pk else Role.DECIDER
    open_own_duty(
        lead.docket, RECEIPT, bureau=receiver, role="" if receiver.pk != lead.bureau_id else own, on=deed.on,
        due=acknowledge_by(ACKNOWLEDGING.of(receiver), deed.on, schedule()), deed=deed.id, owed_to=lead.user,
    )  # fmt: skip


def _open(lead: Any, concept: str) -> Duty | None:
    return Duty.objects.open().filter(docket=lead.docket_id, concept=concept).first()


def _awaits(lead: Any, *, above: bool) -> str:
    """Why nobody of the bureau above (or at the bureau itself) has a receipt to give; "" where somebody has."""
    owed = _open(lead, RECEIPT)
    return "" if owed and (owed.bureau_id != lead.bureau_id) == above else "没有等待确认收到的重大情况。"


# --- the acts ------------------------------------------------------------------------------------------


@act(
    on=Lead,
    when=Lead.WAITING,
    by=(Role.CASE_OFFICER, Role.DISCIPLINE_OFFICER),
    provided=lambda lead, law: "已经是重大情况。" if lead.grave else "",
)
def call_grave(
    lead: Lead, deed: Doing, *, reason: Annotated[str, Says("为什么是重大情况", words=True, most=1000)]
) -> None:
    """认定为重大情况

    What turns out to be grave has to be told upwards where the measure has it so, and to the head of the bureau elsewhere.
    """
    raise_grave(lead, deed)


@news("lead.progress")
@act(
    on=Lead,
    when=Lead.WAITING,
    by=(Role.DECIDER, Role.DISCIPLINE_OFFICER),
    provided=lambda lead, law: "" if lead.grave else "没有按重大情况办理。",
    grave=True,
    tells="还没有上报、没有确认收到的，就不再等了；已经上报的，报告和记录都在。理由反映人和上级局都看得到，线索照常办理。",
)
def call_no_longer_grave(
    lead: Lead,
    deed: Doing,
    *,
    words: Annotated[str, Says("为什么不是重大情况", hint="反映人会原样看到这段话。", words=True, secret="answer_words", most=2000)],
) -> None:  # fmt: skip
    """不再按重大情况办理

    What turns out not to be grave waits for no receipt: the head of the bureau says why, to whoever spoke as well.
    """
    lead.grave = False
    for concept in (UPWARD, RECEIPT):
        void(lead.docket, concept, on=deed.on, deed=deed.id)
    tell(lead)


@act(
    on=Lead,
    by=(Role.CASE_OFFICER, Role.DECIDER),
    under=UPWARD,
    where=UPWARD,
    meets=[UPWARD],
    provided=lambda lead, law: "" if _open(lead, UPWARD) else "没有待上报的重大情况。",
)
def report_upward(
    lead: Lead,
    deed: Doing,
    *,
    report: Annotated[str, Says("向上级局报告的内容", words=True, most=5000)],
) -> None:
    """上报上级局

    The bureau above has the lead marked as grave on its own desk since it was called so; now it has this report too.
    However the lead itself has ended, a report that is owed stays owed.
    """


@news("lead.progress")
@act(
    on=Lead,
    by=(Role.CASE_OFFICER, Role.DECIDER),
    reach="above",
    meets=[RECEIPT],
    provided=lambda lead, law: _awaits(lead, above=True),
    tells="点了以后，下级局和反映人都会看到上级已收到；反映人看不到您的姓名。",
)
def acknowledge_from_below(lead: Lead, deed: Doing) -> None:
    """收到

    The bureau above has read of the grave event; the one below and the speaker see when.
    """
    tell(lead)


@news("lead.progress")
@act(
    on=Lead,
    by=(Role.DECIDER, Role.DISCIPLINE_OFFICER),
    meets=[RECEIPT],
    provided=lambda lead, law: _awaits(lead, above=False),
    tells="点了以后，经办人员和反映人都会看到已收到；反映人看不到您的姓名。",
)
def acknowledge_grave(lead: Lead, deed: Doing) -> None:
    """收到

    Where nothing has to go upwards the head of the bureau has read of it; of a lead against the bureau itself, its
    discipline officer.
    """
    tell(lead)


@news("lead.progress")
@act(on=Lead, by=Role.SYSTEM)
def note_unacknowledged(lead: Lead, deed: Doing) -> None:
    """重大情况逾期未确认收到

    The day the receiving bureau set itself has passed: the bureau below and the speaker are told.
    """
    tell(lead)


def tell(lead: Lead) -> None:
    """The event this act is about to leave is news to the speaker."""
    lead.told, lead.turn = lead.docket.length + 1, ""


# --- how it stands -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Receipt:
    """How the acknowledgement of a grave event stands. ``who`` is for officers; ``late`` counts days past the target."""

    receiver: str
    above: bool
    since: date
    due: date | None
    at: datetime | None
    who: str
    late: int


def receipt(lead: Lead) -> Receipt | None:
    """The acknowledgement of a lead's grave event; none where it never was one, or is no more and nobody gave it."""
    waited_for = Duty.objects.filter(docket=lead.docket_id, concept=RECEIPT, void_on=None)
    owed = waited_for.select_related("bureau").last()
    if owed is None:
        return None
    given = Event.objects.filter(docket=lead.docket_id, act__in=RECEIVED).order_by("seq").last()
    until = owed.met_on or clock.today()
    return Receipt(
        receiver=owed.bureau.name,
        above=owed.bureau_id != lead.bureau_id,
        since=owed.since,
        due=owed.due,
        at=given.at if given else None,
        who=_named(given),
        late=overdue_by(owed.due, until) if owed.due else 0,
    )


def _named(given: Event | None) -> str:
    if given is None:
        return ""
    bureau = Bureau.objects.filter(code=given.actor["bureau"]).first()
    user = get_user_model().objects.filter(pk=given.actor["user"]).first()
    parts = (
        bureau.name if bureau else "",
        Role(given.actor["role"]).label,
        user.get_full_name() if user else "",
    )
    return " ".join(filter(None, parts))
