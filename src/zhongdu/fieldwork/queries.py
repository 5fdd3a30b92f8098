"""What other rooms and pages ask of fieldwork. Every list is one that its reader may see."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery

from zhongdu import vault
from zhongdu.fieldwork import bringing, checklists
from zhongdu.fieldwork.captures import Package
from zhongdu.fieldwork.models import Joining, Visit
from zhongdu.fieldwork.rules import REMINDER
from zhongdu.institutions.queries import same
from zhongdu.law.shapes import Question
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Practice

__all__ = [
    "NOT_MADE",
    "TO_DO",
    "Joining",
    "Visit",
    "along",
    "brought_by",
    "done_between",
    "for_desk",
    "joinings_of",
    "last_found",
    "last_visits",
    "late",
    "least_busy",
    "may_read_visits",
    "mine",
    "near",
    "never_visited",
    "of_appointment",
    "pressing",
    "tallies",
    "under_way",
    "visits_to",
    "waiting_for",
]

_MOST_PRESSING = 20  # more than anybody has at once
TO_DO = (Visit.State.ASSIGNED, Visit.State.ACCEPTED)
NOT_MADE = (Visit.State.DECLINED, Visit.State.CANCELLED)  # and never will be
_YEAR = timedelta(days=365)


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


def brought_by(visits: Collection[Visit]) -> dict[int, list[dict[str, Any]]]:
    """What visits (by their keys) brought for each question of their checklists: how many photographs and recordings,
    with their hashes, and whether the place was given; never a file or a place itself."""
    done = [visit for visit in visits if visit.state == Visit.State.DONE]
    if not done:
        return {}
    followed, files = checklists.followed_by(done), bringing.of_many(done)
    kept = vault.read_many([visit.number for visit in done], ["visit_places", "visit_words"])
    return {
        visit.pk: [
            told
            for question in checklists.asked_of(visit, followed[visit.pk].rule)
            if (told := _brought(question, files[visit.number], kept[visit.number]))
        ]
        for visit in done
    }


def _brought(
    question: Question, files: Mapping[str, Sequence[Any]], kept: Mapping[str, Any]
) -> dict[str, Any]:
    own = files.get(question.name, ())
    placed = any(question.name in (kept.get(name) or {}) for name in ("visit_places", "visit_words"))
    count = len(own) or int(question.kind == "place" and placed)
    told = {"question": question.text, "kind": question.kind, "count": count}
    return {**told, "sha256": [each.blob.sha256 for each in own]} if count else {}


def waiting_for(actor: Actor) -> int:
    """How many visits wait for a supervisor: to be accepted, or to be made."""
    return mine(actor).filter(state__in=TO_DO).count()


def of_appointment(appointment: Any, actor: Actor) -> "QuerySet[Visit]":
    """The visits made or to be made under one appointment, as far as the reader may see them."""
    return for_desk(actor).filter(appointment=appointment)


def late(actor: Actor, today: date) -> "QuerySet[Visit]":
    """Assigned visits whose last day is over and that nobody has made, as far as an officer may see them."""
    return Visit.objects.visible_to(actor).filter(state__in=TO_DO, due__lt=today)


def near(today: date) -> "QuerySet[Visit]":
    """Visits to be made whose last day is as near as their bureau's practice says, or over; none of a bureau that
    does not remind."""
    chosen = Practice.objects.filter(name=REMINDER.name)
    soon = Q(pk__in=[])
    for days in REMINDER.options:
        theirs = Q(bureau__in=chosen.filter(value=days).values("bureau"))
        if days == next(iter(REMINDER.options)):  # what holds until a bureau chooses
            theirs |= ~Q(bureau__in=chosen.values("bureau"))
        if days != "off":
            soon |= theirs & Q(due__lte=today + timedelta(days=int(days)))
    return Visit.objects.filter(soon, state__in=TO_DO, due__isnull=False)


def pressing(actor: Actor, today: date) -> list[Visit]:
    """A supervisor's own visits of which today's page reminds: those near their last day, and those past it."""
    rows = mine(actor).filter(Q(due__lt=today) | Q(pk__in=near(today).values("pk")), state__in=TO_DO)
    return list(rows.order_by("due", "id")[:_MOST_PRESSING])


def under_way(user_id: int, number: str) -> Visit | None:
    """The open visit of this number that a supervisor has taken on and not finished; never a covert one."""
    rows = Visit.objects.select_related("docket", "bureau", "institution")
    return rows.filter(
        docket__number=number, user_id=user_id, way=Visit.Way.OPEN, state=Visit.State.ACCEPTED
    ).first()


def joinings_of(visit: Visit) -> list[Joining]:
    """The inspectors asked along on a visit, those who went back on it too; for whoever may read the visit."""
    rows = Joining.objects.filter(visit=visit).select_related("docket", "bureau", "user", "visit")
    return list(rows.order_by("id"))


def along(visits: Collection[Visit]) -> dict[int, list[str]]:
    """Who goes or went along on each visit (by id), as confirmed: names with their bureaus, in one query."""
    rows = Joining.objects.filter(visit__in=visits, state=Joining.State.CONFIRMED).order_by("id")
    found: dict[int, list[str]] = {visit.pk: [] for visit in visits}
    for each in rows.select_related("user", "bureau"):
        found[each.visit_id].append(f"{each.user.get_full_name()}（{each.bureau.name}）")
    return found


def visits_to(institution: Any, actor: Actor) -> "QuerySet[Visit]":
    """The visits to an institution, under whichever of its codes."""
    return for_desk(actor).filter(institution__in=same(institution))


def last_visits(institutions: Collection[int], actor: Actor) -> dict[int, datetime]:
    """When each institution (by id) was last visited; those never visited are left out."""
    done = Visit.objects.visible_to(actor).filter(institution_id__in=institutions, state=Visit.State.DONE)
    rows = done.order_by().values_list("institution_id").annotate(last=Max("done_at"))
    return dict(rows)


def last_found(institutions: "QuerySet[Any]", actor: Actor) -> dict[int, tuple[datetime, bool, int]]:
    """``{institution's id: (when, whether trouble was found, by whom)}`` of the last visit to each."""
    done = Visit.objects.visible_to(actor).filter(institution__in=institutions, state=Visit.State.DONE)
    rows = done.order_by("done_at").values_list("institution_id", "done_at", "trouble", "user_id")
    return {institution: (when, trouble, user) for institution, when, trouble, user in rows}


def never_visited(institutions: "QuerySet[Any]", actor: Actor, *, never: bool = True) -> "QuerySet[Any]":
    """Narrow institutions to those nobody ever visited (or, ``never=False``, to the others)."""
    done = Visit.objects.visible_to(actor).filter(institution=OuterRef("pk"), state=Visit.State.DONE)
    return institutions.filter(~Exists(done) if never else Exists(done))


def least_busy(rows: Any, actor: Actor, today: date) -> Any:
    """Those who serve, with ``at_hand`` and ``lately``, those with least at hand first. Covert plans of others are not
    counted: a figure must not tell of them."""
    theirs = (
        Visit.objects.visible_to(actor).filter(user=OuterRef("user"), work=Visit.Work.ASSIGNED).order_by()
    )

    def counted(condition: Q) -> Subquery:
        return Subquery(theirs.filter(condition).values("user").annotate(n=Count("pk")).values("n"))

    since = today - _YEAR
    return rows.annotate(
        at_hand=counted(Q(state__in=TO_DO)), lately=counted(Q(docket__opened_at__date__gte=since))
    ).order_by("at_hand", "lately", "letter_number", "id")


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
