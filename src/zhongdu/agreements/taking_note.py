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
    whose = [one.pk for institution in institutions for one in kin(institution)]
    rows = Agreement.objects.filter(state__in=Agreement.RUNNING, institution__in=whose)
    for agreement in rows.select_related("docket", "bureau").order_by("pk"):
        if not nothing_new(agreement, deed.law):
            deed.then(propose_ending, agreement)


@follows(cases.act_on_notice)
def a_licence_is_gone(deed: Doing, notice: Any) -> None:
    """What a department told was handed to the agency: it lies before the agency at once."""
    _look_again(deed, [notice.institution])


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
