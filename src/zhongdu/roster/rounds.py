"""A round of renewals: whose term ends soon, what the record holds of them in short, and the decisions of the round."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, QuerySet

from zhongdu.acts.performing import perform_all
from zhongdu.duties.models import Duty
from zhongdu.fieldwork.queries import Visit
from zhongdu.law.governing import governing
from zhongdu.leads.queries import Lead
from zhongdu.roster.acts import decide_not_to_renew, renew
from zhongdu.roster.models import Appointment
from zhongdu.scope.actor import Actor

DECISIONS = {"renew": renew, "end": decide_not_to_renew}
SOON = 90  # days: what the page shows at first, and no measure's number


def ending(actor: Actor, today: date, within: int = SOON) -> "QuerySet[Appointment]":
    """Those of an officer's own bureau whose term ends within so many days, with what is decided of them."""
    bureaus = {post.bureau_id for post in actor.standing(renew.by)}
    rows = Appointment.objects.filter(
        bureau__in=bureaus,
        state=Appointment.State.SERVING,
        until__gte=today,
        until__lte=today + timedelta(days=within),
    )
    return rows.select_related("docket", "bureau", "followed_by")


def undecided(rows: "QuerySet[Appointment]") -> "QuerySet[Appointment]":
    """Those of whom it is still open whether they are renewed."""
    return rows.filter(followed_by=None, not_renewing_on=None, resigning_on=None)


@dataclass(frozen=True)
class Work:
    """What a term's record holds, in short: figures to look at, no assessment."""

    visits: int
    leads: int
    late: int


def work_of(rows: Sequence[Appointment], actor: Actor) -> dict[int, Work]:
    """``{appointment's id: its work}`` of a page, in three queries; of what its reader may not see, nothing is counted."""
    ids, users = [row.pk for row in rows], {row.user_id for row in rows}
    visits = _counted(
        Visit.objects.visible_to(actor).filter(appointment__in=ids, state=Visit.State.DONE), "appointment_id"
    )
    leads = _counted(Lead.objects.visible_to(actor).filter(user__in=users), "user_id")
    late = _counted(
        Duty.objects.filter(
            docket__in=[row.docket_id for row in rows], concept="change_report.period", met_on__gt=F("due")
        ),
        "docket_id",
    )
    return {
        row.pk: Work(visits.get(row.pk, 0), leads.get(row.user_id, 0), late.get(row.docket_id, 0))
        for row in rows
    }


def _counted(rows: Any, key: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(key).annotate(Count("pk")))


def may_renew_at(bureaus: Iterable[Any], today: date) -> list[Any]:
    """The rules on renewal of these bureaus, where their law has any."""
    return [bound for bureau in bureaus if (bound := governing(bureau, today).find("term.renewal"))]


def decide(numbers: Collection[str], decision: str, reason: str, actor: Actor, *, key: str = "") -> int:
    """One deed for everybody the same was decided of: all of them, or none. How many."""
    rows = undecided(Appointment.objects.filter(docket__number__in=numbers))
    chosen = list(rows.select_related("docket", "bureau").order_by("until", "id"))
    if chosen:
        perform_all(DECISIONS[decision], chosen, actor, key=key, reason=reason)
    return len(chosen)
