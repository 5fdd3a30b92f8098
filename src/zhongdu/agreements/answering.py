"""The bureau asks that an institution's settlement be suspended, or be restored: the agency hears of it at once, as a duty
with a day; and what was stopped during an inspection is restored when the inspection is over."""

from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act, follows
from zhongdu.agreements.models import AGENCY, Agreement
from zhongdu.agreements.stopping import stopped
from zhongdu.duties import opening
from zhongdu.duties.models import Duty
from zhongdu.inspections import acts as inspections
from zhongdu.inspections.queries import may_hold
from zhongdu.institutions.queries import kin
from zhongdu.law.reliance import rely
from zhongdu.scope.roles import Role

State = Agreement.State
REQUEST, RESTORING = "settlement.request", "settlement.restoring"
_INSPECTION = Says("检查编号", plain=True, most=12)
rely("duty", "agreements.note_request", REQUEST)
rely("duty", "agreements.note_release", RESTORING)


@act(on=Agreement, when=[*Agreement.RUNNING], by=Role.SYSTEM, under=REQUEST)
def note_request(
    agreement: Agreement,
    deed: Doing,
    *,
    inspection: Annotated[str, _INSPECTION],
    since: Annotated[date, Says("从哪天起")],
) -> None:
    """记下医保局暂停结算的要求

    The bureau asked: the agency stops payments by the day from which it was asked to.
    """
    opening.open_duty(agreement.docket, deed.law, REQUEST, on=deed.on, deed=deed.id, due=since, role=AGENCY)


@act(on=Agreement, when=[*Agreement.LIVE, State.EXPIRED, State.ENDED], by=Role.SYSTEM, under=RESTORING)
def note_release(
    agreement: Agreement,
    deed: Doing,
    *,
    inspection: Annotated[str, _INSPECTION],
    since: Annotated[date, Says("从哪天起")],
) -> None:
    """记下应当恢复结算

    The bureau asks for it no more, or the inspection is over: what was stopped is restored; what was not yet need not be.
    """
    opening.void(agreement.docket, REQUEST, on=deed.on, deed=deed.id)
    if stopped(agreement).exists():
        opening.void(agreement.docket, RESTORING, on=deed.on, deed=deed.id)
        opening.open_duty(
            agreement.docket, deed.law, RESTORING, on=deed.on, deed=deed.id, due=since, role=AGENCY
        )


@follows(inspections.suspend_settlement)
def the_bureau_asks(deed: Doing, inspection: Any) -> None:
    """What the agency has not stopped yet, it is asked to stop."""
    hold = inspection.holds.order_by("id").last()
    running = _of(hold.respondent.institution, Agreement.RUNNING).last()
    if running and not inspection.against_id and not stopped(running).exists():
        deed.then(note_request, running, inspection=inspection.number, since=hold.since)


@follows(inspections.resume_settlement)
def the_bureau_asks_no_more(deed: Doing, inspection: Any) -> None:
    """It is to be settled with again from the day the bureau named."""
    hold = inspection.holds.filter(ended_on__isnull=False).order_by("ended_at").last()
    _release(deed, inspection, hold.respondent.institution, max(hold.ended_on, deed.on))


@follows(inspections.close_inspection)
def an_inspection_is_over(deed: Doing, inspection: Any) -> None:
    """What was stopped while it lasted is restored, but where the bureau still asks for it."""
    rows = inspection.respondents.filter(institution__isnull=False).select_related("institution")
    for respondent in rows.order_by("id"):
        if not may_hold(inspection.number, kin(respondent.institution)):
            _release(deed, inspection, respondent.institution, deed.on)


def _release(deed: Doing, inspection: Any, institution: Any, since: date) -> None:
    """Wherever the agency was asked, or stopped payments on account of this inspection."""
    for agreement in _of(institution, (*Agreement.LIVE, State.EXPIRED, State.ENDED)):
        asked = Duty.objects.open().filter(docket=agreement.docket, concept=REQUEST).exists()
        held = stopped(agreement).filter(docket=agreement.number, inspection__in=["", inspection.number])
        if asked or held.exists():
            deed.then(note_release, agreement, inspection=inspection.number, since=since)


def _of(institution: Any, states: Any) -> Any:
    rows = Agreement.objects.filter(institution__in=kin(institution).order_by(), state__in=states)
    return rows.select_related("docket", "bureau", "institution").order_by("id")
