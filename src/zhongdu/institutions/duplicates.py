"""Which institutions may be one under two codes: the same credit code, or the same name at the same address."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from zhongdu.institutions.models import Apart, Institution
from zhongdu.scope.actor import Actor

MOST = 50  # groups on a page of each way: what is settled makes room for the next
_WAYS = (
    (("credit_code",), "统一社会信用代码相同"),
    (("name", "address"), "名称和地址相同"),
)


@dataclass(frozen=True)
class Likeness:
    """Institutions that look like one, and why."""

    why: str
    rows: Sequence[Institution]


def proposed(actor: Actor) -> list[Likeness]:
    """The first groups of the actor's territory, without those somebody told apart."""
    rows = Institution.objects.visible_to(actor).filter(merged_into=None).select_related("bureau")
    found: dict[frozenset[int], Likeness] = {}
    for fields, why in _WAYS:
        for alike in _alike(rows, fields):
            found.setdefault(frozenset(each.pk for each in alike), Likeness(why, alike))
    apart = _told_apart(set().union(*found))
    return [
        likeness
        for group, likeness in found.items()
        if not all((one, other) in apart for one in group for other in group if one < other)
    ]


def _alike(rows: "QuerySet[Institution]", fields: Sequence[str]) -> Iterable[list[Institution]]:
    """The first groups that have the same in all of some fields, none of them empty."""
    filled = rows
    for name in fields:
        filled = filled.exclude(**{name: ""})
    counted = filled.order_by(*fields).values_list(*fields).annotate(n=Count("pk")).filter(n__gt=1)
    keys = [tuple(values) for *values, _ in counted[:MOST]]
    groups: dict[tuple[str, ...], list[Institution]] = defaultdict(list)
    for each in filled.filter(**{f"{fields[0]}__in": [key[0] for key in keys]}).order_by("code"):
        groups[tuple(getattr(each, name) for name in fields)].append(each)
    return [groups[key] for key in keys]


def _told_apart(ids: Iterable[int]) -> set[tuple[int, int]]:
    return set(Apart.objects.filter(one__in=ids).values_list("one", "other"))
