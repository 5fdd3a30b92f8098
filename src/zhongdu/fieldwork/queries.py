"""What other rooms and pages ask of fieldwork. Every list is one that its reader may see."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from zhongdu.fieldwork.captures import Package
from zhongdu.fieldwork.models import Visit
from zhongdu.scope.actor import Actor

__all__ = [
    "Visit",
    "done_between",
    "for_desk",
    "last_visits",
    "may_read_visits",
    "mine",
    "never_visited",
    "of_appointment",
    "tallies",
    "visits_to",
    "waiting_for",
]

TO_DO = (Visit.State.ASSIGNED, Visit.State.ACCEPTED)


def may_read_visits(actor: Actor) -> bool:
    """Whether an officer's posts let them read visits at all."""
    return bool(actor.standing(Visit.readers))


def for_desk(actor: Actor) -> "QuerySet[Visit]":
    """The visits an officer may see: covert plans of others are not among them. ``doubled``: two devices recorded it."""
    further = Package.objects.filter(visit=OuterRef("pk"), version__gt=1)
    return (
        Visit.objects.visible_to(actor)
        .select_related("docket", "bureau", "institution", "appointment__docket")
        .annotate(doubled=Exists(further))
    )


def mine(actor: Actor) -> "QuerySet[Visit]":
    """A supervisor's own visits."""
    return Visit.objects.filter(Visit.held_by(actor)).select_related("docket", "bureau", "institution")


def waiting_for(actor: Actor) -> int:
    """How many visits wait for a supervisor: to be accepted, or to be made."""
    return mine(actor).filter(state__in=TO_DO).count()


def of_appointment(appointment: Any, actor: Actor) -> "QuerySet[Visit]":
    """The visits made or to be made under one appointment, as far as the reader may see them."""
    return for_desk(actor).filter(appointment=appointment)


def visits_to(institution: Any, actor: Actor) -> "QuerySet[Visit]":
    return for_desk(actor).filter(institution=institution)


def last_visits(institutions: Collection[int], actor: Actor) -> dict[int, datetime]:
    """When each institution (by id) was last visited; those never visited are left out."""
    done = Visit.objects.visible_to(actor).filter(institution_id__in=institutions, state=Visit.State.DONE)
    rows = done.order_by().values_list("institution_id").annotate(last=Max("done_at"))
    return dict(rows)


def never_visited(institutions: "QuerySet[Any]", actor: Actor, *, never: bool = True) -> "QuerySet[Any]":
    """Narrow institutions to those nobody ever visited (or, ``never=False``, to the others)."""
    done = Visit.objects.visible_to(actor).filter(institution=OuterRef("pk"), state=Visit.State.DONE)
    return institutions.filter(~Exists(done) if never else Exists(done))


# --- a year's work, for many at once -----------------------------------------------------------------
IN_TIME = Q(work=Visit.Work.ASSIGNED, done_at__date__lte=F("due"))


def done_between(users: Collection[int], bureau: Any, since: date, until: date) -> "QuerySet[Visit]":
    """The visits these people (by id) made under a bureau's appointments between two days, both included."""
    rows = Visit.objects.filter(user_id__in=users, appointment__bureau=bureau, state=Visit.State.DONE)
    return rows.filter(done_at__date__gte=since, done_at__date__lte=until)


def tallies(users: Collection[int], bureau: Any, since: date, until: date) -> dict[int, tuple[int, int]]:
    """``{user: (visits made, of them assigned and made in time)}`` in one query; who made none is left out."""
    rows = done_between(users, bureau, since, until).order_by().values_list("user_id")
    counted = rows.annotate(made=Count("pk"), in_time=Count("pk", filter=IN_TIME))
    return {user: (made, in_time) for user, made, in_time in counted}
