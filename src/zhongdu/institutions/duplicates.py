"""Which entries may be one under two codes. Institutions: the same credit code, or the same name at the same address.
Practitioners: the same licence, or the same name and kind at the same institution."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from zhongdu.calendar import clock
from zhongdu.institutions.models import Apart, ApartPractitioners, Institution, Practitioner, Workplace
from zhongdu.scope.actor import Actor

MOST = 50  # groups on a page of each way: what is settled makes room for the next
_WAYS = (
    (("credit_code",), "统一社会信用代码相同"),
    (("name", "address"), "名称和地址相同"),
)


@dataclass(frozen=True)
class Likeness:
    """Entries that look like one, and why."""

    why: str
    rows: Sequence[Any]


def proposed(actor: Actor) -> list[Likeness]:
    """The first groups of institutions of the actor's territory, without those somebody told apart."""
    rows = Institution.objects.visible_to(actor).filter(merged_into=None).select_related("bureau")
    return _open((Likeness(why, alike) for fields, why in _WAYS for alike in _alike(rows, fields)), Apart)


def people_proposed(actor: Actor) -> list[Likeness]:
    """The same of practitioners. Nothing but what the lists say is compared: no number of an identity card is kept."""
    rows = Practitioner.objects.visible_to(actor).filter(merged_into=None).select_related("bureau")
    found = [Likeness("执业证书编号相同", alike) for alike in _alike(rows, ("licence",))]
    found += [Likeness("同一家机构里姓名和类别相同", alike) for alike in _at_one_place(rows)]
    return _open(found, ApartPractitioners)


def _open(likenesses: Iterable[Likeness], apart: type[Any]) -> list[Likeness]:
    """Each group once, while not every two of it were told apart."""
    found: dict[frozenset[int], Likeness] = {}
    for likeness in likenesses:
        found.setdefault(frozenset(each.pk for each in likeness.rows), likeness)
    ids: set[int] = set().union(*found)
    told = set(apart.objects.filter(one__in=ids).values_list("one", "other"))
    return [
        likeness
        for group, likeness in found.items()
        if not all((one, other) in told for one in group for other in group if one < other)
    ]


def _alike(rows: "QuerySet[Any]", fields: Sequence[str]) -> Iterable[list[Any]]:
    """The first groups that have the same in all of some fields, none of them empty."""
    filled = rows
    for name in fields:
        filled = filled.exclude(**{name: ""})
    counted = filled.order_by(*fields).values_list(*fields).annotate(n=Count("pk")).filter(n__gt=1)
    keys = [tuple(values) for *values, _ in counted[:MOST]]
    groups: dict[tuple[str, ...], list[Any]] = defaultdict(list)
    for each in filled.filter(**{f"{fields[0]}__in": [key[0] for key in keys]}).order_by("code"):
        groups[tuple(getattr(each, name) for name in fields)].append(each)
    return [groups[key] for key in keys]


def _at_one_place(rows: "QuerySet[Practitioner]") -> Iterable[list[Practitioner]]:
    """The first groups of one name and one kind who work at one institution now, under whichever of its codes."""
    today = clock.today()
    work = (
        Workplace.objects.filter(Q(until=None) | Q(until__gte=today), practitioner__in=rows)
        .annotate(place=Coalesce("institution__merged_into", "institution"))
        .order_by("practitioner__name", "practitioner__kind", "place")
    )
    key = ("practitioner__name", "practitioner__kind", "place")
    counted = work.values_list(*key).annotate(n=Count("practitioner", distinct=True)).filter(n__gt=1)[:MOST]
    keys = [(name, kind, place) for name, kind, place, _ in counted]
    groups: dict[tuple[str, str, int], set[int]] = {each: set() for each in keys}
    named = work.filter(practitioner__name__in={name for name, _, _ in keys}).values_list(
        *key, "practitioner"
    )
    for name, kind, place, who in named:
        if (name, kind, place) in groups:
            groups[name, kind, place].add(who)
    people = {each.pk: each for each in rows.filter(pk__in=set().union(*groups.values()))}
    return [sorted((people[who] for who in ids), key=lambda each: each.code) for ids in groups.values()]
