"""Laying and lifting what keeps a code from settling, and saying that its answer changed."""

from collections.abc import Iterable
from datetime import date
from secrets import token_hex
from typing import Any

from django.db.models import F, Q

from zhongdu.acts.models import acting
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act, follows
from zhongdu.agreements.rules import DAY
from zhongdu.agreements.settlement_models import Change, Generation, Hold
from zhongdu.bureaus.queries import Office
from zhongdu.calendar import clock
from zhongdu.institutions import acts as institutions
from zhongdu.institutions.queries import kin, where_they_work
from zhongdu.messages.telling import tell
from zhongdu.scope.roles import Role


def lay(
    agreement: Any, deed: Doing, kind: Hold.Kind, *, since: date, clause: str, docket: str, until: date | None = None,
    whole: bool = False, **more: Any,
) -> Hold:  # fmt: skip
    """Keep an agreement, or its whole institution, from settling."""
    return hold(
        deed, kind, institution_id=agreement.institution_id, agreement=None if whole else agreement, since=since, until=until,
        clause=clause, docket=docket, **more,
    )  # fmt: skip


def hold(deed: Doing, kind: Hold.Kind, **more: Any) -> Hold:
    """Keep somebody from settling; the days that change that by mere passing will be announced too."""
    made = Hold(kind=kind, **more)
    made.turns_on = made.turns_after(deed.on)
    made.save(force_insert=True)
    return made


def lift(holds: Iterable[Hold], on: date) -> None:
    """From a day on they keep nobody from settling any more; one that had not begun is void."""
    for hold in holds:
        hold.until, hold.void = (hold.since, True) if on <= hold.since else (on - DAY, hold.void)
        hold.turns_on = hold.turns_after(on)
        hold.save(update_fields=["until", "void", "turns_on"])


def undo(holds: Iterable[Hold]) -> None:
    """As if they had not been: for what a dispute withdrew."""
    for hold in holds:
        hold.void, hold.turns_on = True, None
        hold.save(update_fields=["void", "turns_on"])


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


def turning(office: Any, on: date) -> Any:
    """What begins or is over for the codes a bureau manages, and was not announced yet."""
    whose = Q(institution__bureau=office.bureau_id) | Q(practitioner__bureau=office.bureau_id)
    return Hold.objects.filter(whose, turns_on__lte=on, void=False).order_by("id")


@act(
    on=Office,
    by=Role.SYSTEM,
    provided=lambda office, law: "" if turning(office, clock.today()).exists() else "今天结算没有变化。",
)
def announce_turns(office: Office, deed: Doing) -> None:
    """到日子开始或者结束的停止结算，告诉结算系统

    A day that was set for it has come: whoever reads the list of changes hears of it.
    """
    whose: list[Any] = []
    for each in turning(office, deed.on).select_related("institution", "practitioner"):
        whose += kin(each.practitioner) if each.practitioner else kin(each.institution)
        each.turns_on = each.turns_after(deed.on)
        each.save(update_fields=["turns_on"])
    announce(deed, *whose)


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
@follows(institutions.merge_practitioner)
@follows(institutions.unmerge_practitioner)
@follows(institutions.take_in_practitioner)
@follows(institutions.let_practitioner_go)
def codes_are_one_or_two(deed: Doing, dossier: Any) -> None:
    """Two codes of one institution or one person have one answer; apart, each has its own again."""
    announce(deed, *kin(dossier.whom))


@follows(institutions.take_in_practitioner)
@follows(institutions.let_practitioner_go)
def what_holds_one_holds_both(deed: Doing, dossier: Any) -> None:
    """Where somebody of two codes is held back, those who settle for them are told: the other code is now, or is not."""
    held = Hold.objects.filter(practitioner__in=kin(dossier.whom), void=False)
    if held.exclude(until__lt=deed.on).exists():
        for user in where_they_work(dossier):
            tell("institution.practitioner", user, dossier.bureau, docket=dossier.docket, occasion=deed.id)
