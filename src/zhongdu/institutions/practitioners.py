"""What other rooms and pages ask of practitioners; they come here by way of ``institutions.queries.practitioners``."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, When
from django.db.models.functions import Coalesce

from zhongdu.institutions.dossiers import same
from zhongdu.institutions.models import Institution, Practitioner, Workplace
from zhongdu.scope.actor import Actor

_FEW = 9  # named at once; who means more types more


def visible(actor: Actor) -> "QuerySet[Practitioner]":
    """The practitioners of an officer's territory: on its lists, or at work in it."""
    return Practitioner.objects.visible_to(actor).select_related("bureau")


def within(bureau: Any) -> "QuerySet[Practitioner]":
    at_work = Workplace.objects.filter(institution__bureau__path__startswith=bureau.path)
    return Practitioner.objects.filter(
        Q(bureau__path__startswith=bureau.path) | Q(pk__in=at_work.values("practitioner"))
    ).select_related("bureau")


def of_codes(bureau: Any, codes: Collection[str]) -> dict[str, Practitioner]:
    """The practitioners of a territory by their codes."""
    return {row.code: row for row in within(bureau).filter(code__in=codes).order_by("id")}


def for_choice(bureau: Any, q: str) -> "QuerySet[Practitioner]":
    """The practitioners of a bureau's territory whose name or code has every word typed; best matches first."""
    rows = within(bureau)
    for word in q.split():
        rows = rows.filter(Q(name__icontains=word) | Q(code__istartswith=word))
    whole = q.strip()
    nearness = Case(
        When(Q(name__iexact=whole) | Q(code__iexact=whole), then=0),
        When(name__istartswith=whole, then=1),
        default=2,
        output_field=IntegerField(),
    )
    return rows.order_by(nearness, "name", "id")


def named(bureau: Any, said: str) -> list[Practitioner]:
    """Which practitioners of a territory somebody means by a code or a name; a whole match stands alone."""
    said = said.strip()
    exact = list(within(bureau).filter(Q(code__iexact=said) | Q(name=said)).order_by("id")[:_FEW])
    return exact or (list(for_choice(bureau, said)[:_FEW]) if said else [])


def workplaces(practitioner: Practitioner) -> "QuerySet[Workplace]":
    """Where somebody works and worked, the latest first; all of it is known to whoever may see the person."""
    return practitioner.workplaces.select_related("institution", "institution__bureau").order_by(
        "-since", "-id"
    )


def at_work_with(practitioner: Practitioner, on: date) -> "QuerySet[Institution]":
    """The institutions somebody works at on a day, under every code they have."""
    of = Workplace.objects.filter(_on(on), practitioner=practitioner).values("institution")
    roots = Institution.objects.filter(pk__in=of).annotate(root=Coalesce("merged_into", "pk")).values("root")
    return Institution.objects.filter(Q(pk__in=roots) | Q(merged_into__in=roots)).order_by("pk")


def working_at(institutions: Collection[int], on: date) -> "QuerySet[Practitioner]":
    """Who works at any of these institutions on a day."""
    of = Workplace.objects.filter(_on(on), institution__in=institutions).values("practitioner")
    return Practitioner.objects.filter(pk__in=of).order_by("id")


def at_work(people: Collection[int], on: date) -> dict[int, list[str]]:
    """The names of the institutions each of some practitioners works at on a day."""
    found: dict[int, list[str]] = {}
    rows = Workplace.objects.filter(_on(on), practitioner__in=people).order_by("institution__name", "id")
    for person, name in rows.values_list("practitioner", "institution__name"):
        found.setdefault(person, []).append(name)
    return found


def at(institution: Any, on: date) -> "QuerySet[Practitioner]":
    """Who works at an institution on a day, as far as days are known."""
    rows = Workplace.objects.filter(_on(on), institution__in=same(institution))
    return Practitioner.objects.filter(pk__in=rows.values("practitioner")).order_by("name", "id")


def at_code(code: str, on: date) -> "QuerySet[Workplace]":
    """The workplaces open on a day at the institution of a code."""
    return Workplace.objects.filter(_on(on), institution__code__iexact=code.strip())


def work_at(practitioner: Practitioner, institution: Any, on: date) -> bool:
    """Whether somebody works at an institution on a day."""
    return at(institution, on).filter(pk=practitioner.pk).exists()


def _on(day: date) -> Q:
    return Q(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day))
