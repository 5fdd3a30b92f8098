"""What other rooms and pages ask of practitioners; they come here by way of ``institutions.queries.practitioners``."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from zhongdu.institutions.dossiers import kin, same
from zhongdu.institutions.finding import best_first, meant
from zhongdu.institutions.models import Institution, Practitioner, Workplace
from zhongdu.institutions.people_models import here
from zhongdu.scope.actor import Actor


def visible(actor: Actor) -> "QuerySet[Practitioner]":
    """The practitioners of an officer's territory, on its lists or at work in it; of those under two codes, the one that
    stands."""
    return Practitioner.objects.visible_to(actor).filter(merged_into=None).select_related("bureau")


def within(bureau: Any) -> "QuerySet[Practitioner]":
    """The practitioners of a bureau's territory, each once."""
    work = Workplace.objects.filter(institution__bureau__path__startswith=bureau.path)
    found = Practitioner.objects.filter(here(Q(bureau__path__startswith=bureau.path), work), merged_into=None)
    return found.select_related("bureau")


def of_codes(bureau: Any, codes: Collection[str]) -> dict[str, Practitioner]:
    """The practitioners of a territory by their codes; one that was merged means whom it leads to."""
    root = {code: of or pk for code, of, pk in _roots(Practitioner.objects.filter(code__in=codes))}
    found = {row.pk: row for row in within(bureau).filter(pk__in=root.values())}
    return {code: found[pk] for code, pk in root.items() if pk in found}


def _roots(rows: "QuerySet[Practitioner]") -> "QuerySet[Practitioner, tuple[str, int | None, int]]":
    return rows.order_by("id").values_list("code", "merged_into", "pk")


def codes_of(practitioner: Practitioner) -> set[str]:
    """All the codes of one person."""
    return set(kin(practitioner).values_list("code", flat=True))


def for_choice(bureau: Any, q: str) -> "QuerySet[Practitioner]":
    """The practitioners of a bureau's territory whose name or code has every word typed; best matches first."""
    return best_first(within(bureau), q)


def named(bureau: Any, said: str) -> list[Practitioner]:
    """Which practitioners of a territory somebody means by a code or a name."""
    return meant(within(bureau), said)


def workplaces(practitioner: Practitioner) -> "QuerySet[Workplace]":
    """Where somebody works and worked under any of their codes, the latest first; all of it is known to whoever may see
    the person."""
    rows = Workplace.objects.filter(practitioner__in=kin(practitioner).order_by())
    return rows.select_related("practitioner", "institution__bureau").order_by("-since", "-id")


def worked_within(practitioner: Practitioner, bureau: Any) -> list[tuple[str, str]]:
    """The institutions of a territory where somebody works or worked, the latest first: (code, name)."""
    here = [row.institution for row in workplaces(practitioner) if row.institution.bureau.is_within(bureau)]
    return list(dict.fromkeys((each.code, each.name) for each in here))


def workplaces_on(practitioner: Practitioner, on: date) -> "QuerySet[Workplace]":
    """Where somebody worked on a day, as far as days are known."""
    return workplaces(practitioner).filter(_on(on))


def at_work_with(practitioner: Practitioner, on: date) -> "QuerySet[Institution]":
    """The institutions somebody works at on a day, under every code they and those have."""
    people = kin(practitioner).order_by()
    of = Workplace.objects.filter(_on(on), practitioner__in=people).values("institution")
    roots = Institution.objects.filter(pk__in=of).annotate(root=Coalesce("merged_into", "pk")).values("root")
    return Institution.objects.filter(Q(pk__in=roots) | Q(merged_into__in=roots)).order_by("pk")


def working_at(institutions: Collection[int], on: date) -> "QuerySet[Practitioner]":
    """Who works at any of these institutions on a day, by every code they have."""
    people = _at(Workplace.objects.filter(_on(on), institution__in=institutions)).values("pk")
    return Practitioner.objects.filter(Q(pk__in=people) | Q(merged_into__in=people)).order_by("id")


def at_work(people: Collection[int], on: date) -> dict[int, list[str]]:
    """The names of the institutions each of some practitioners works at on a day, under any of their codes."""
    found: dict[int, list[str]] = {}
    rows = (
        Workplace.objects.filter(_on(on))
        .filter(Q(practitioner__in=people) | Q(practitioner__merged_into__in=people))
        .annotate(person=Coalesce("practitioner__merged_into", F("practitioner")))
        .order_by("institution__name", "id")
    )
    for person, name in rows.values_list("person", "institution__name"):
        if name not in (names := found.setdefault(person, [])):
            names.append(name)
    return found


def at(institution: Any, on: date) -> "QuerySet[Practitioner]":
    """Who works at an institution on a day, as far as days are known; each person once."""
    rows = Workplace.objects.filter(_on(on), institution__in=same(institution))
    return _at(rows).order_by("name", "id")


def at_code(code: str, on: date) -> "QuerySet[Practitioner]":
    """Who works on a day at the institution of a code."""
    return _at(Workplace.objects.filter(_on(on), institution__code__iexact=code.strip())).order_by("id")


def _at(work: "QuerySet[Workplace]") -> "QuerySet[Practitioner]":
    """Those whose workplaces these are: of a code that was merged, whom it leads to."""
    people = Q(pk__in=work.values("practitioner")) | Q(pk__in=work.values("practitioner__merged_into"))
    return Practitioner.objects.filter(people, merged_into=None)


def work_at(practitioner: Practitioner, institution: Any, on: date) -> bool:
    """Whether somebody works at an institution on a day."""
    return at(institution, on).filter(pk=practitioner.merged_into_id or practitioner.pk).exists()


def _on(day: date) -> Q:
    return Q(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day))
