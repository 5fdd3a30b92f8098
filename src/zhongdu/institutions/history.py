"""The particulars of institutions and practitioners by date: what held on any day, and how a change is kept.

Both are kept in the same way: what holds now stands on the entry itself, each time before it in a row of its own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import Q

from zhongdu.institutions.models import (
    PARTICULARS,
    PERSONAL,
    Former,
    FormerPractitioner,
    Institution,
    Practitioner,
)

Entry = Institution | Practitioner


@dataclass(frozen=True)
class Kept:
    """Which particulars of a kind are kept by date, in which rows, and what those call whom they are of."""

    kind: type[Any]
    former: type[Any]
    of: str
    names: tuple[str, ...]

    def label(self, name: str) -> str:
        return str(self.kind._meta.get_field(name.removesuffix("_id")).verbose_name)


_KINDS = (
    Kept(Institution, Former, "institution", PARTICULARS),
    Kept(Practitioner, FormerPractitioner, "practitioner", PERSONAL),
)
_KEPT: dict[type[Any], Kept] = {each: kept for kept in _KINDS for each in (kept.kind, kept.former)}


def kept_by(kind: type[Any]) -> Kept:
    return _KEPT[kind]


def kept_of(entry: Any) -> Kept:
    return kept_by(type(entry))


@dataclass(frozen=True)
class Particulars:
    """What an entry was from a day on; ``since`` None where the beginning is not known, ``until`` None today."""

    of: Any
    since: date | None
    until: date | None

    def said(self, name: str) -> str:
        if name == "kind":
            return str(self.of.get_kind_display())
        return str(getattr(self.of, name.removesuffix("_id")) or "")

    @property
    def lines(self) -> list[tuple[str, str]]:
        kept = kept_of(self.of)
        return [(kept.label(name), self.said(name) or "—") for name in kept.names]


def changed(before: Entry, fields: Mapping[str, Any]) -> list[str]:
    """Which particulars new ones would change."""
    names = kept_of(before).names
    return [name for name in names if name in fields and getattr(before, name) != fields[name]]


def too_old(before: Entry, on: date) -> str:
    """Why what is known of a day cannot be entered any more; "" when it can."""
    if before.holds_since and on < before.holds_since:
        day = before.holds_since
        return f"系统里{day.year}年{day.month}月{day.day}日起的登记比它新，不能用更早的情况覆盖。"
    return ""


def former(before: Entry, on: date) -> Any:
    """The row that keeps what was, when new particulars hold from a day on; None where they only correct that day's."""
    if before.holds_since == on:
        return None
    kept = kept_of(before)
    was = {name: getattr(before, name) for name in kept.names}
    return kept.former(**{f"{kept.of}_id": before.pk}, **was, since=before.holds_since, until=on)


def _formers(entry: Entry) -> Any:
    kept = kept_of(entry)
    return kept.former.objects.select_related("bureau").filter(**{kept.of: entry})


def as_of(entry: Entry, day: date) -> Particulars | None:
    """What an entry's particulars were on a day; None where nothing is known of that day."""
    if entry.holds_since is None or entry.holds_since <= day:
        return Particulars(entry, entry.holds_since, None)
    found = _formers(entry).filter(Q(since=None) | Q(since__lte=day), until__gt=day).first()
    return Particulars(found, found.since, found.until) if found else None


def all_of(entry: Entry) -> list[Particulars]:
    """Every time of an entry, the present first."""
    return [
        Particulars(entry, entry.holds_since, None),
        *(Particulars(each, each.since, each.until) for each in _formers(entry).order_by("-until")),
    ]


@dataclass(frozen=True)
class Change:
    """On a day some particulars became others."""

    on: date
    what: list[tuple[str, str, str]]  # label, before, after


def changes(entry: Entry) -> Iterator[Change]:
    """The changes of an entry, the latest first."""
    kept = kept_of(entry)
    for after, before in pairwise(all_of(entry)):
        what = [
            (kept.label(name), before.said(name) or "（空）", after.said(name) or "（空）")
            for name in kept.names
            if before.said(name) != after.said(name)
        ]
        assert before.until is not None
        yield Change(before.until, what)
