"""Who is told of what concerns an institution: the people who answer for it, by their own accounts."""

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any

from zhongdu.calendar import clock
from zhongdu.institutions.dossiers import kin
from zhongdu.institutions.models import Access
from zhongdu.institutions.practitioners import at_work_with
from zhongdu.scope.actor import Actor


def people_of(way: str = "institution") -> Callable[[Any], list[int]]:
    """For ``messages.telling.told``: the accounts of the institution a matter concerns, which lies at ``way`` from it.

    Nobody is told of a matter that is not theirs to open: of a case an institution hears from the day it was told on
    paper, and not before.
    """
    find = attrgetter(way)

    def accounts(matter: Any) -> list[int]:
        institution = find(matter)
        if institution is None:
            return []
        whole = list(kin(institution))
        as_theirs = Actor(institutions=frozenset(one.pk for one in whole))
        if not matter.is_among(type(matter).held_by(as_theirs)):
            return []
        open_ = Access.objects.filter(institution__in=whole, state=Access.State.OPEN, user__isnull=False)
        return list(open_.order_by("user").values_list("user", flat=True).distinct())

    return accounts


def where_they_work(matter: Any) -> list[int]:
    """For ``messages.telling.told``: the accounts of every institution where the practitioner of a matter works today."""
    here = at_work_with(matter.practitioner, clock.today())
    open_ = Access.objects.filter(institution__in=here, state=Access.State.OPEN, user__isnull=False)
    return list(open_.order_by("user").values_list("user", flat=True).distinct())


def each_by_account(matters: Iterable[Any]) -> list[tuple[int, Any]]:
    """For ``messages.telling.tell_many``: of many matters new on many institutions, (account, docket)."""
    of = {matter.institution_id: matter.docket for matter in matters}
    open_ = Access.objects.filter(institution__in=list(of), state=Access.State.OPEN, user__isnull=False)
    return [(user, of[one]) for user, one in open_.order_by("id").values_list("user", "institution")]
