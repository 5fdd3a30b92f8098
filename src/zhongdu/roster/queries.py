"""What other rooms and pages ask of the roster."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhongdu import vault
from zhongdu.law.governing import Law, compiled, governing
from zhongdu.law.models import Edition
from zhongdu.law.pack import Bound
from zhongdu.law.reliance import rests_on
from zhongdu.law.shapes import Strength
from zhongdu.law.shelves import asked_once, shelf
from zhongdu.messages.addresses import address_book
from zhongdu.record.models import Event
from zhongdu.roster.models import Appointment, Numbering, SpentCode
from zhongdu.roster.rules import STYLES, Answer, Style, Term, answer_on, tidy_code
from zhongdu.scope.actor import Actor, territory
from zhongdu.scope.models import Bureau

__all__ = [
    "Appointment",
    "answer_of",
    "by_code",
    "by_spent_code",
    "cancellations",
    "current",
    "ground_raised_by",
    "late_changes",
    "law_as_granted",
    "list_is_public",
    "named",
    "names",
    "pool_of",
    "public_list",
    "served",
    "serves",
    "serving",
    "serving_near",
    "style_of",
    "user_by_letter",
    "user_by_phone",
    "waiting",
]

State = Appointment.State


def serves(user_id: int) -> bool:
    """Whether a user is, or ever was, a supervisor: one who has ended still sees what is owed to them."""
    return Appointment.objects.filter(user_id=user_id).exists()


def current(user_id: int, today: date) -> Appointment | None:
    """The appointment a person serves under on a day; else the one to come, else the last there was."""
    terms = list(
        Appointment.objects.select_related("docket", "bureau").filter(user_id=user_id).order_by("since", "id")
    )
    running = [term for term in terms if term.state == State.SERVING]
    return next(
        (term for term in running if term.since <= today <= term.until),
        next(iter(running or terms[-1:]), None),
    )


def serving(bureau: Any, today: date) -> QuerySet[Appointment]:
    """Those who serve a bureau on a day, by letter number."""
    rows = Appointment.objects.select_related("docket", "bureau", "user")
    return rows.filter(bureau=bureau, state=State.SERVING, since__lte=today, until__gte=today).order_by(
        "letter_number"
    )


def serving_below(bureau: Any, today: date) -> QuerySet[Appointment]:
    """Those who serve a bureau or one below it on a day."""
    rows = Appointment.objects.filter(bureau__path__startswith=bureau.path, state=State.SERVING)
    return rows.filter(since__lte=today, until__gte=today)


def serving_at_or_above(bureau: Any, today: date) -> QuerySet[Appointment]:
    """Those who serve a bureau or one above it on a day."""
    rows = Appointment.objects.filter(bureau__code__in=bureau.line, state=State.SERVING)
    return rows.filter(since__lte=today, until__gte=today)


def serving_near(actor: Actor, bureau: Any, today: date) -> "QuerySet[Appointment]":
    """Those who serve a bureau on a day, or one above it whose law shares them, as far as the actor may see them."""
    rows = Appointment.objects.visible_to(actor).select_related("docket", "bureau", "user")
    return rows.filter(bureau__code__in=bureau.line, state=State.SERVING, since__lte=today, until__gte=today)


def pool_of(actor: Actor) -> "QuerySet[Appointment]":
    """Everybody in the territory of an actor's posts that read the roster; what is only shared from above is not theirs.

    The bureaus are named one by one, so that counting walks the index of each.
    """
    posts = Actor(posts=actor.standing(Appointment.readers))
    mine = list(Bureau.objects.filter(territory(posts, "")).values_list("pk", flat=True))
    return Appointment.objects.filter(bureau__in=mine).exclude(Appointment.withheld_from(actor))


def waiting(rows: "QuerySet[Appointment]") -> dict[str, int]:
    """How many of these wait for an officer: a request to leave, a ground that was raised, a letter still out."""
    kept = {
        "resigning": rows.filter(state=State.SERVING, resigning_on__isnull=False),
        "raised": rows.exclude(raised_ground=""),
        "letter_out": rows.filter(letter_recalled=True, letter_returned_on=None),
    }  # each by its own index, which holds only those who wait
    return {name: found.count() for name, found in kept.items()}


def names(appointments: Iterable[Appointment]) -> dict[str, str]:
    """``{number: full name}`` of a page of appointments, in one query. For their own officers, and lists the law publishes."""
    found = vault.read_many([appointment.number for appointment in appointments], ["name"])
    return {number: values.get("name", "") for number, values in found.items()}


def named(name: str) -> QuerySet[Appointment]:
    """The appointments of people of exactly this name."""
    return Appointment.objects.filter(docket__number__in=vault.find("name", name))


def user_by_phone(phone: str) -> Any:
    """The one account whose supervisor last reported this phone number; none where nobody or more than one did."""
    later = Appointment.objects.filter(user=OuterRef("user"), pk__gt=OuterRef("pk"))
    owners = Appointment.objects.filter(~Exists(later), docket__number__in=vault.find("phone", phone))
    users = {appointment.user for appointment in owners.select_related("user")}
    return users.pop() if len(users) == 1 else None


@address_book
def reported_under(user_id: int) -> str:
    """The number under which the vault keeps what a supervisor last reported: telephone, e-mail."""
    latest = Appointment.objects.filter(user_id=user_id).order_by("-id")
    return next(iter(latest.values_list("docket__number", flat=True)[:1]), "")


def user_by_letter(number: str) -> Any:
    """The account of whoever holds a letter; somebody reappointed may use any of their letters."""
    found = Appointment.objects.filter(letter_number=number.strip()).select_related("user").first()
    return found.user if found else None


def law_as_granted(appointment: Appointment) -> Law:
    """The measure an appointment was granted under, as it read then: its papers never change their words."""
    granted = (appointment.measure, appointment.measure_version, appointment.demonstration)
    return asked_once(("granted", *granted), lambda: _law_as_granted(*granted))


def _law_as_granted(measure: str, version: str, demonstration: bool) -> Law:
    edition = Edition.objects.filter(code=measure, version=version).first()
    return Law((compiled(edition) if edition else shelf().base,), demonstration, {})


@rests_on("ending.ground")
def ground_raised_by(law: Law, *events: str) -> Bound | None:
    """The measure's ground that one of these events raises; none where it has no such ground."""
    return next((bound for bound in law.family("ending.ground") if bound.rule.raised_by in events), None)


def answer_of(appointment: Appointment, today: date) -> Answer:
    """What letter and badge are worth on a day."""
    return answer_on(today, appointment.papers, Term(appointment.since, appointment.until))


def by_code(typed: str) -> Appointment | None:
    """The appointment a verification code belongs to, however it was copied."""
    rows = Appointment.objects.select_related("docket", "bureau")
    return rows.filter(verify_code=tidy_code(typed)).first()


def by_spent_code(typed: str) -> SpentCode | None:
    """The replaced papers a verification code belongs to."""
    rows = SpentCode.objects.select_related("appointment__bureau")
    found: SpentCode | None = rows.filter(code=tidy_code(typed)).first()
    return found


def style_of(bureau: Any, kind: str) -> Style:
    """How a bureau's letters or badges are numbered: its own way, else the platform's."""
    own = Numbering.objects.filter(bureau=bureau, kind=kind).first()
    return Style(own.pattern, own.digits) if own else STYLES[kind]


# --- a year, for many at once --------------------------------------------------------------------------


def served(bureau: Any, since: date, until: date) -> QuerySet[Appointment]:
    """Whoever served a bureau on any day between two: one row a person, their last appointment of that time."""
    then = Appointment.objects.filter(
        Q(ended_on=None, until__gte=since) | Q(ended_on__gte=since), bureau=bureau, since__lte=until
    )
    later = then.filter(user=OuterRef("user"), pk__gt=OuterRef("pk"))
    return then.filter(~Exists(later)).select_related("docket", "bureau").order_by("id")


def late_changes(
    users: Collection[int], bureau: Any, since: date, until: date
) -> dict[int, list[tuple[str, date]]]:
    """``{user: [(number of the appointment, day of the report)]}``: changes reported after their last day."""
    terms = Appointment.objects.filter(user_id__in=users, bureau=bureau).select_related("docket")
    whose = {term.docket_id: term for term in terms}
    events = Event.objects.filter(
        docket_id__in=whose, act="roster.report_change", on__gte=since, on__lte=until, data__days_late__gt=0
    )
    found: dict[int, list[tuple[str, date]]] = {}
    for event in events.order_by("id"):
        term = whose[event.docket_id]
        found.setdefault(term.user_id, []).append((term.number, event.on))
    return found


# --- what the public may read ------------------------------------------------------------------------


@rests_on("appointment.list_public", kind="page")
def list_is_public(law: Law) -> bool:
    """Whether the list must be published. Where it only may be, that is for a bureau to choose, and not our default."""
    bound = law.find("appointment.list_public")
    return bound is not None and bound.rule.strength is Strength.MUST


def public_list(bureau: Any, today: date) -> QuerySet[Appointment]:
    """Those a bureau's public list names on a day; nobody where its law does not have the list published."""
    return serving(bureau, today) if list_is_public(governing(bureau, today)) else Appointment.objects.none()


@rests_on("ending.ground", kind="page")
def cancellations() -> QuerySet[Appointment]:
    """The appointments whose measure has their ending announced to the public; a cancellation that was withdrawn
    stays in its place and says so."""
    return Appointment.objects.select_related("docket", "bureau").filter(announced_on__isnull=False)
