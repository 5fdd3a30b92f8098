"""Opening, meeting and voiding duties: called by acts, inside their transaction."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db.models import Q

from zhongdu.calendar import Period, Unit
from zhongdu.duties.clock import fold
from zhongdu.duties.models import Duty, Source, Target, Tick
from zhongdu.law import vocabulary
from zhongdu.law.governing import Law
from zhongdu.law.pack import Bound
from zhongdu.law.shelves import schedule
from zhongdu.record.models import Docket

EVERY = Q()


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
    period, source = _period(bound, holder) if due is None else (None, Source.TERM)
    duty = Duty(
        docket=docket, concept=concept, clause=str(bound.address), says=bound.label, strength=bound.rule.strength,
        bureau=holder, role=role or getattr(bound.rule, "role", ""), person=person, owed_to=owed_to,
        standing=standing, since=on, due=due, source=source, period=asdict(period) if period else None, opened_by=deed,
    )  # fmt: skip
    start = Tick(duty=duty, kind=Tick.Kind.START, on=on, until=due, deed=deed)
    if period:
        _fold(duty, period, [start])
    duty.save(force_insert=True)
    Tick.objects.bulk_create([start])
    return duty


def open_own_duty(
    docket: Docket,
    concept: str,
    *,
    bureau: Any,
    on: date,
    due: date,
    deed: str,
    role: str = "",
    owed_to: Any = None,
) -> Duty:
    """Open what a bureau asks of itself where no text does: it has no clause, and its last day is its own target."""
    duty = Duty(
        docket=docket, concept=concept, clause="", says=vocabulary.concept(concept).says, strength="", bureau=bureau,
        role=role, owed_to=owed_to, since=on, due=due, source=Source.TARGET, opened_by=deed,
    )  # fmt: skip
    duty.save(force_insert=True)
    Tick.objects.create(duty=duty, kind=Tick.Kind.START, on=on, deed=deed)
    return duty


def tick(duty: Duty, kind: str, *, on: date, deed: str, until: date | None = None) -> None:
    """Something happens to a duty's clock: it is started, paused, resumed or extended; its last day is folded anew.

    A duty without a period (及时, or a day fixed by name) has no clock to pause, but can be extended.
    """
    Tick.objects.create(duty=duty, kind=kind, on=on, until=until, deed=deed)
    if duty.period is None:
        duty.due = until if kind == Tick.Kind.EXTEND else duty.due
    else:
        period = Period(**duty.period | {"unit": Unit(duty.period["unit"])})
        _fold(duty, period, duty.ticks.all())
    duty.save(update_fields=["due", "provisional"])


def _fold(duty: Duty, period: Period, ticks: Iterable[Tick]) -> None:
    found = fold(period, ticks, schedule())
    duty.due, duty.provisional = (found.last, found.provisional) if found else (None, False)


def meet(docket: Docket, concept: str, *, on: date, deed: str, among: Q = EVERY) -> int:
    """Mark the open duties of a concept on a docket as met, or those ``among`` them; how many there were."""
    rows = Duty.objects.open().filter(among, docket=docket, concept=concept)
    return rows.update(met_on=on, met_by=deed)


def void(docket: Docket, concept: str | None, *, on: date, deed: str) -> int:
    """Void open duties of a docket (all of them where no concept is named): their matter is over."""
    rows = Duty.objects.open().filter(docket=docket)
    return (rows.filter(concept=concept) if concept else rows).update(void_on=on, void_by=deed)


def explain(docket: Docket, concept: str, *, due: date, on: date, deed: str) -> int:
    """Let an open duty whose day went by stand as missed, now that it is said why; how many there were."""
    rows = Duty.objects.overdue(on).filter(docket=docket, concept=concept, due=due)
    return rows.update(missed_on=on, missed_by=deed)


def reopen(docket: Docket, *, voided_by: str) -> int:
    """Open again the duties that one deed voided, since it is undone; their last days stay. How many there were."""
    return Duty.objects.filter(docket=docket, void_by=voided_by).update(void_on=None, void_by="")


def _period(bound: Bound, bureau: Any) -> tuple[Period | None, str]:
    """The law's own period; else, for a 及时, the bureau's own target; and whose it is."""
    span = getattr(bound.rule, "span", None)
    if span is not None:
        return span, Source.LAW
    if target := Target.objects.filter(bureau=bureau, concept=bound.name).first():
        return Period(target.n, Unit(target.unit), rolls=True), Source.TARGET
    return None, Source.NONE
