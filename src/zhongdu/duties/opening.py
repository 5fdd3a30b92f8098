"""Opening, meeting and voiding duties: called by acts, inside their transaction."""

from datetime import date
from typing import Any

from zhongdu.calendar import Period, Unit, reckon
from zhongdu.duties.models import Duty, Source, Target, Tick
from zhongdu.law.governing import Law
from zhongdu.law.pack import Bound
from zhongdu.law.shelves import schedule
from zhongdu.record.models import Docket


def open_duty(
    docket: Docket,
    law: Law,
    concept: str,
    *,
    on: date,
    deed: str,
    due: date | None = None,
    person: Any = None,
    owed_to: Any = None,
    bureau: Any = None,
    role: str = "",
    standing: bool = False,
) -> Duty | None:
    """Open the duty a concept lays on somebody; none where the governing law is silent.

    ``due`` is given where it was fixed by name (a term as granted, a task's deadline); otherwise the rule's
    own period is reckoned from ``on``, or the bureau's target where the law says only 及时.
    """
    bound = law.find(concept)
    if bound is None:
        return None
    holder = bureau or docket.bureau
    last, source, provisional = _due(bound, holder, on) if due is None else (due, Source.TERM, False)
    duty = Duty.objects.create(
        docket=docket,
        concept=concept,
        clause=str(bound.address),
        says=bound.label,
        strength=bound.rule.strength,
        bureau=holder,
        role=role or getattr(bound.rule, "role", ""),
        person=person,
        owed_to=owed_to,
        standing=standing,
        since=on,
        due=last,
        source=source,
        provisional=provisional,
        opened_by=deed,
    )
    Tick.objects.create(duty=duty, kind=Tick.Kind.START, on=on, deed=deed)
    return duty


def meet(docket: Docket, concept: str, *, on: date, deed: str) -> int:
    """Mark the open duties of a concept on a docket as met; how many there were."""
    return Duty.objects.open().filter(docket=docket, concept=concept).update(met_on=on, met_by=deed)


def void(docket: Docket, concept: str | None, *, on: date, deed: str) -> int:
    """Void open duties of a docket (all of them where no concept is named): their matter is over."""
    rows = Duty.objects.open().filter(docket=docket)
    return (rows.filter(concept=concept) if concept else rows).update(void_on=on, void_by=deed)


def _due(bound: Bound, bureau: Any, on: date) -> tuple[date | None, str, bool]:
    span = getattr(bound.rule, "span", None)
    source = Source.LAW
    if span is None and (target := Target.objects.filter(bureau=bureau, concept=bound.name).first()):
        span, source = Period(target.n, Unit(target.unit), rolls=True), Source.TARGET
    if span is None:
        return None, Source.NONE, False
    found = reckon(span, on, schedule())
    return found.last, source, found.provisional
