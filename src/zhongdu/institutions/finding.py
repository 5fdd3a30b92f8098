"""Finding an entry on the list by what somebody says: the same for institutions and for practitioners.

A name counts that an entry has or had, a code that it has or that was merged into it.
"""

from typing import Any, TypeVar

from django.db.models import Case, IntegerField, Q, QuerySet, When

from zhongdu.institutions.history import kept_by
from zhongdu.institutions.models import Institution, Practitioner

Entry = TypeVar("Entry", Institution, Practitioner)
_FEW = 9  # named at once; who means more types more


def matching(rows: "QuerySet[Entry]", q: str) -> "QuerySet[Entry]":
    """Narrow entries to those with every word typed in the name or at the head of the code: their own, one they had
    before, or one of a duplicate merged into them."""
    kind: Any = rows.model
    kept = kept_by(kind)
    for word in q.split():
        said = Q(name__icontains=word) | Q(code__istartswith=word)
        merged = kind.objects.exclude(merged_into=None).filter(said)
        before = kept.former.objects.filter(name__icontains=word)
        rows = rows.filter(said | Q(pk__in=merged.values("merged_into")) | Q(pk__in=before.values(kept.of)))
    return rows


def best_first(rows: "QuerySet[Entry]", q: str) -> "QuerySet[Entry]":
    """The entries that match, those first whose whole name or code was typed."""
    whole = q.strip()
    nearness = Case(
        When(Q(name__iexact=whole) | Q(code__iexact=whole), then=0),
        When(name__istartswith=whole, then=1),
        default=2,
        output_field=IntegerField(),
    )
    return matching(rows, q).order_by(nearness, "name", "id")


def meant(rows: "QuerySet[Entry]", said: str) -> list[Entry]:
    """Which entries somebody means by a code or a name; a whole match stands alone, and a code that was merged means the
    entry it leads to."""
    said = said.strip()
    if not said:
        return []
    if exact := list(rows.filter(Q(code__iexact=said) | Q(name=said)).order_by("id")[:_FEW]):
        return exact
    kind: Any = rows.model
    merged = kind.objects.filter(code__iexact=said).values("merged_into")
    return list(rows.filter(pk__in=merged)) or list(best_first(rows, said)[:_FEW])
