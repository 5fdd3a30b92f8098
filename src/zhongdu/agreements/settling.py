"""Laying and lifting what keeps a code from settling, and saying that its answer changed."""

from collections.abc import Iterable
from datetime import date
from secrets import token_hex
from typing import Any

from django.db.models import F

from zhongdu.acts.models import acting
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import follows
from zhongdu.agreements.rules import DAY
from zhongdu.agreements.settlement_models import Change, Generation, Hold
from zhongdu.calendar import clock
from zhongdu.institutions import acts as institutions
from zhongdu.institutions.queries import kin


def lay(
    agreement: Any, deed: Doing, kind: Hold.Kind, *, since: date, clause: str, docket: str, until: date | None = None,
    whole: bool = False, **more: Any,
) -> Hold:  # fmt: skip
    """Keep an agreement, or its whole institution, from settling."""
    return Hold.objects.create(
        institution_id=agreement.institution_id, agreement=None if whole else agreement,
        kind=kind, since=since, until=until, clause=clause, docket=docket, **more,
    )  # fmt: skip


def lift(holds: Iterable[Hold], on: date) -> None:
    """From a day on they keep nobody from settling any more; one that had not begun is void."""
    for hold in holds:
        hold.until, hold.void = (hold.since, True) if on <= hold.since else (on - DAY, hold.void)
        hold.save(update_fields=["until", "void"])


def undo(holds: Iterable[Hold]) -> None:
    """As if they had not been: for what a dispute withdrew."""
    for hold in holds:
        hold.void = True
        hold.save(update_fields=["void"])


def announce(deed: Doing, *whose: Any) -> None:
    """Say that the answers for some institutions or practitioners changed: the next question, in whatever process, is
    answered afresh.

    Called last in an act, when every docket it needs is locked: from here to the commit everybody waits who
    changes an answer too, so that numbers are given in the order of commits.
    """
    changed = {each.code: each.bureau_id for each in whose}
    if not changed:
        return
    last = _counted_on(len(changed))
    with acting():
        Change.objects.bulk_create(
            Change(n=last - len(changed) + place, code=code, bureau_id=bureau, at=clock.now(), deed=deed.id)
            for place, (code, bureau) in enumerate(changed.items(), 1)
        )


def turn_over() -> None:
    """Nobody's answer changed, but who may ask did: every process reads the keys again."""
    _counted_on(0)


def _counted_on(by: int) -> int:
    step = {"n": F("n") + by, "mark": token_hex(8)}
    if not Generation.objects.filter(pk=1).update(**step):
        Generation.objects.get_or_create(pk=1)
        Generation.objects.filter(pk=1).update(**step)
    return int(Generation.objects.values_list("n", flat=True).get(pk=1))


@follows(institutions.merge)
@follows(institutions.unmerge)
@follows(institutions.take_in_duplicate)
@follows(institutions.let_duplicate_go)
def codes_are_one_or_two(deed: Doing, dossier: Any) -> None:
    """Two codes of one institution have one answer; apart, each has its own again."""
    announce(deed, *kin(dossier.institution))
