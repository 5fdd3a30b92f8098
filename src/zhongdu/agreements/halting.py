"""A penalty that suspends services: its institution is not settled with for what it touches, from its first day to its last."""

from typing import Any

from zhongdu.acts.models import acting
from zhongdu.acts.performing import Doing
from zhongdu.agreements import settling
from zhongdu.agreements.models import Hold
from zhongdu.cases.queries import halt_of
from zhongdu.institutions.queries import kin


def halt(decision: Any, deed: Doing) -> None:
    """Have the holds of a decision be what it says now: laid when it is served, as if they had not been when it is
    revoked or set aside. What did not change is left as it is.

    They are on a sort of agreement and not on one agreement, so that signing another changes nothing.
    """
    found = halt_of(decision)
    wanted = {(sort, found.since, found.until) for sort in found.sorts} if found else set()
    laid = Hold.objects.filter(docket=decision.number, kind=Hold.Kind.PENALTY, void=False)
    standing = {(each.sort, each.since, each.until): each for each in laid}
    gone = [each for key, each in standing.items() if key not in wanted]
    new = sorted(wanted - standing.keys())
    with acting():
        settling.undo(gone)
        for sort, since, until in new:
            settling.hold(
                deed, Hold.Kind.PENALTY, institution=decision.case.institution, sort=sort, since=since, until=until,
                clause=found.clause if found else "", docket=decision.number,
            )  # fmt: skip
    if gone or new:
        settling.announce(deed, *kin(decision.case.institution))
