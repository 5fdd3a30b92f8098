"""What happens elsewhere is taken note of in the same deed: the agency sees a ground on the day it comes up."""

from collections.abc import Iterable
from typing import Any

from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import follows
from zhongdu.agreements.ending import nothing_new, propose_ending
from zhongdu.agreements.halting import halt
from zhongdu.agreements.models import Agreement
from zhongdu.cases import acts as cases
from zhongdu.institutions.queries import kin


def _look_again(deed: Doing, institutions: Iterable[Any]) -> None:
    """Have the agreements of some institutions looked at in the same deed, where the record shows something else now."""
    for agreement in _running(institutions):
        if not nothing_new(agreement, deed.law):
            deed.then(propose_ending, agreement)


def _running(institutions: Iterable[Any]) -> Any:
    whose = [one.pk for institution in institutions for one in kin(institution)]
    rows = Agreement.objects.filter(state__in=Agreement.RUNNING, institution__in=whose)
    return rows.select_related("docket", "bureau").order_by("pk")


@follows(cases.hand_notice)
def a_licence_is_gone(deed: Doing, notice: Any) -> None:
    """What a department told was handed to the agency: what shows a ground lies before it at once, and is in its hands."""
    if notice.institution is None:
        return
    _look_again(deed, [notice.institution])
    for agreement in _running([notice.institution]):
        proved = (number for row in agreement.raised.order_by("id") for _, _, number in row.evidence)
        if notice.number in proved:
            deed.then(cases.note_taken_up, notice, number=agreement.number)
            return


@follows(cases.serve_decision)
@follows(cases.punish_on_spot)
@follows(cases.revoke_decision)
@follows(cases.note_remedy_outcome)
def a_decision_came_or_went(deed: Doing, decision: Any) -> None:
    """A penalty that is served shows a ground, and stops what it suspends; undone, it does so no more."""
    if decision.case.institution:
        _look_again(deed, [decision.case.institution])
        halt(decision, deed)


@follows(cases.name_halted)
def what_is_halted_was_named(deed: Doing, decision: Any) -> None:
    """What a decision suspends was named, or named anew: who is not settled with follows it."""
    halt(decision, deed)
