"""An institution's particulars by date: what held on any day, and how a change is kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import Q

from zhongdu.institutions.models import PARTICULARS, Former, Institution

LABELS = {
    name: str(Institution._meta.get_field(name.removesuffix("_id")).verbose_name)  # type: ignore[union-attr]
    for name in PARTICULARS
}


@dataclass(frozen=True)
class Particulars:
    """What an institution was from a day on; ``since`` None where the beginning is not known, ``until`` None today."""

    of: Institution | Former
    since: date | None
    until: date | None

    def said(self, name: str) -> str:
        if name == "kind":
            return str(self.of.get_kind_display())
        return str(getattr(self.of, name.removesuffix("_id")) or "")

    @property
    def lines(self) -> list[tuple[str, str]]:
        return [(LABELS[name], self.said(name) or "—") for name in PARTICULARS]


def changed(before: Institution, fields: Mapping[str, Any]) -> list[str]:
    """Which particulars new ones would change."""
    return [name for name in PARTICULARS if name in fields and getattr(before, name) != fields[name]]


def too_old(before: Institution, on: date) -> str:
    """Why what is known of a day cannot be entered any more; "" when it can."""
    if before.holds_since and on < before.holds_since:
        day = before.holds_since
        return f"系统里{day.year}年{day.month}月{day.day}日起的登记比它新，不能用更早的情况覆盖。"
    return ""


def former(before: Institution, on: date) -> Former | None:
    """The row that keeps what was, when new particulars hold from a day on; None where they only correct that day's."""
    if before.holds_since == on:
        return None
    kept = {name: getattr(before, name) for name in PARTICULARS}
    return Former(institution_id=before.pk, **kept, since=before.holds_since, until=on)


def as_of(institution: Institution, day: date) -> Particulars | None:
    """What an institution's particulars were on a day; None where nothing is known of that day."""
    if institution.holds_since is None or institution.holds_since <= day:
        return Particulars(institution, institution.holds_since, None)
    held = Former.objects.select_related("bureau").filter(
        Q(since=None) | Q(since__lte=day), institution=institution, until__gt=day
    )
    found = held.first()
    return Particulars(found, found.since, found.until) if found else None


def all_of(institution: Institution) -> list[Particulars]:
    """Every time of an institution, the present first."""
    formers = Former.objects.select_related("bureau").filter(institution=institution).order_by("-until")
    return [
        Particulars(institution, institution.holds_since, None),
        *(Particulars(each, each.since, each.until) for each in formers),
    ]


@dataclass(frozen=True)
class Change:
    """On a day some particulars became others."""

    on: date
    what: list[tuple[str, str, str]]  # label, before, after


def changes(institution: Institution) -> Iterator[Change]:
    """The changes of an institution, the latest first."""
    times = all_of(institution)
    for after, before in pairwise(times):
        what = [
            (LABELS[name], before.said(name) or "（空）", after.said(name) or "（空）")
            for name in PARTICULARS
            if before.said(name) != after.said(name)
        ]
        assert before.until is not None
        yield Change(before.until, what)
