"""What other rooms and pages ask of institutions."""

from collections.abc import Collection
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse

from zhongdu.institutions import codes, contractors, practitioners
from zhongdu.institutions.dossiers import credit_codes, dossier_of, kin, root, same
from zhongdu.institutions.finding import best_first, matching, meant
from zhongdu.institutions.history import as_of
from zhongdu.institutions.models import (
    Access,
    Contractor,
    Institution,
    Practitioner,
    SelfCheck,
    StoppedFraud,
)
from zhongdu.institutions.owing import Owed, owes
from zhongdu.institutions.people import people_of, where_they_work
from zhongdu.institutions.sending_models import HANDLERS
from zhongdu.institutions.sorts import Sort
from zhongdu.kit.places import Point
from zhongdu.scope.actor import Actor

__all__ = [
    "Contractor",
    "Institution",
    "Owed",
    "Practitioner",
    "Sort",
    "answers_for",
    "as_of",
    "called",
    "codes",
    "contractors",
    "credit_codes",
    "division_of",
    "dossier_of",
    "for_choice",
    "kin",
    "listed",
    "matching",
    "named",
    "near",
    "of_codes",
    "owes",
    "own",
    "people_of",
    "practitioners",
    "root",
    "rooted_in",
    "same",
    "standing_near",
    "visible",
    "waiting_for_officer",
    "where_they_work",
    "within",
]

_ON_A_PLAN = 5_000  # institutions a plan of a bureau's territory knows of
_SHOWN = 20  # institutions on a page of everybody's; who sees too many types more


def visible(actor: Actor) -> "QuerySet[Institution]":
    """The institutions of an officer's territory; of those under two codes, the one that stands."""
    return Institution.objects.visible_to(actor).filter(merged_into=None).select_related("bureau")


def for_choice(bureau: Any, q: str) -> "QuerySet[Institution]":
    """The institutions in a bureau's territory whose name or code has every word typed; best matches first."""
    return best_first(within(bureau), q)


def listed(bureau: Any, typed: str) -> tuple[list[Institution], list[str]]:
    """The institutions of a territory whose codes were typed, once each, in their order; and the codes none of them has."""
    wanted = list(dict.fromkeys(typed.upper().replace("，", " ").replace(",", " ").split()))
    found = {each.code: each for each in within(bureau).filter(code__in=wanted)}
    return [found[code] for code in wanted if code in found], [code for code in wanted if code not in found]


def named(bureau: Any, said: str) -> list[Institution]:
    """Which institutions of a territory somebody means by a code or a name."""
    return meant(within(bureau), said)


def called(q: str) -> "list[Institution]":
    """The first institutions anywhere whose name has every word typed, for whoever looks for the bureau that manages
    one. Lists of designated institutions are public; nothing but the name and the bureau is to be shown."""
    if len(q.strip()) < 2:
        return []
    rows = Institution.objects.filter(until=None, bureau__until=None, merged_into=None).select_related(
        "bureau"
    )
    for word in q.split()[:5]:
        rows = rows.filter(name__icontains=word)
    return list(rows.order_by("id")[:_SHOWN])


def near(bureau: Any) -> "QuerySet[Institution]":
    """The institutions of a bureau's territory, and those on the lists of the bureaus above it."""
    return Institution.objects.filter(
        Q(bureau__path__startswith=bureau.path) | Q(bureau__code__in=bureau.line), merged_into=None
    ).order_by("pk")


def standing_near(bureau: Any) -> list[tuple[str, Point]]:
    """The institutions of a bureau's territory whose place is known, by name and place: public, as the lists are."""
    rows = within(bureau).filter(until=None, longitude__isnull=False).order_by("pk")
    found = rows.values_list("name", "longitude", "latitude")[:_ON_A_PLAN]
    return [(name, Point(float(east or 0), float(north or 0))) for name, east, north in found]


def within(bureau: Any) -> "QuerySet[Institution]":
    rows = Institution.objects.filter(bureau__path__startswith=bureau.path, merged_into=None)
    return rows.select_related("bureau")


def of_codes(codes: list[str]) -> "QuerySet[Institution]":
    """The institutions that have these codes, anywhere."""
    return Institution.objects.filter(code__in=codes).order_by("id")


def rooted_in(roots: Collection[int]) -> "QuerySet[Institution]":
    """The institutions with these ids, and those merged into them."""
    return Institution.objects.filter(Q(pk__in=roots) | Q(merged_into__in=roots)).order_by("id")


def division_of(institution: Institution) -> str:
    """The name of the division an institution's bureau stands for, as addresses have it; "" where it has none."""
    division = institution.bureau.division
    return division.name if division else ""


def answers_for(user_id: int) -> frozenset[int]:
    """The institutions somebody signed in answers for, by id, under whichever of their codes."""
    held = list(
        Access.objects.filter(user=user_id, state=Access.State.OPEN)
        .values_list("institution_id", "institution__merged_into_id")
        .order_by()
    )
    ids = {pk for pair in held for pk in pair if pk}
    return frozenset(
        ids | set(Institution.objects.filter(merged_into__in=ids).values_list("pk", flat=True)) if ids else ()
    )


def own(actor: Actor) -> list[Institution]:
    """The institutions an actor answers for, one row for each that stands."""
    rows = Institution.objects.filter(pk__in=actor.institutions, merged_into=None)
    return list(rows.select_related("bureau").order_by("name", "pk"))


def waiting_for_officer(actor: Actor) -> list[tuple[str, int, str]]:
    """The piles on an officer's desk that institutions filled; empty ones left out."""
    piles = (
        ("机构自查待审阅", SelfCheck, SelfCheck.State.SENT, "desk:selfchecks"),
        ("机构制止骗保的报告待答复", StoppedFraud, StoppedFraud.State.REPORTED, "desk:stoppedfrauds"),
    )
    found = [
        (
            label,
            kind.objects.visible_to(actor).filter(state=state).count(),
            f"{reverse(page)}?{urlencode({'state': state})}",
        )
        for label, kind, state, page in piles
        if actor.standing(HANDLERS)
    ]
    return [pile for pile in found if pile[1]]
