"""Lists that stay fast and steady: keyset pages, and filters declared in a line each.

A page is cut by the values of its ordering keys and not by a row number, so a row that arrives while
someone reads neither repeats nor hides another, and the thousandth page costs what the first does.
"""

import base64
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from os import urandom
from typing import Any, Generic, Protocol, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F, Field, Model, Q, QuerySet
from django.http import HttpRequest

from zhongdu.kit import sealed

Row = TypeVar("Row", bound=Model)
SIZE = 25


class BadCursor(ValueError):
    """The cursor was made for another list, by another installation, or by hand."""


@dataclass(frozen=True)
class Key:
    """One ordering column. Rows without a value come last, in either direction, on every database."""

    path: str
    descending: bool
    field: "Field[Any, Any]"
    nullable: bool

    def order(self, backward: bool) -> Any:
        descending = self.descending != backward
        ends = {} if not self.nullable else {"nulls_first": True} if backward else {"nulls_last": True}
        return F(self.path).desc(**ends) if descending else F(self.path).asc(**ends)

    def equal(self, value: Any) -> Q:
        return Q(**{f"{self.path}__isnull": True}) if value is None else Q(**{self.path: value})

    def beyond(self, value: Any, backward: bool) -> Q | None:
        """Rows strictly further along than ``value``; None where there can be none."""
        if value is None:
            return Q(**{f"{self.path}__isnull": False}) if backward else None
        further = Q(**{f"{self.path}__{'lt' if self.descending != backward else 'gt'}": value})
        if self.nullable and not backward:
            further |= Q(**{f"{self.path}__isnull": True})
        return further

    def value(self, row: Model) -> Any:
        value: Any = row
        for part in self.path.split("__"):
            value = None if value is None else getattr(value, part)
        return value


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows of a list, and how to reach the pages beside them (None where there is none)."""

    rows: list[Row]
    next: str | None
    previous: str | None

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __bool__(self) -> bool:
        return bool(self.rows)


def page(
    queryset: QuerySet[Row], *, by: Sequence[str] = (), cursor: str | None = None, size: int = SIZE
) -> Page[Row]:
    """The page of ``queryset`` that ``cursor`` names; the first one without a cursor.

    ``by`` names the ordering keys, as in ``("-opened_at", "-id")``; left out, the queryset's own
    ordering is used. Together they must tell any two rows apart: the list is refused otherwise.
    """
    keys = keys_of(queryset, by)
    backward, values = open_cursor(cursor, queryset.model, keys) if cursor else (False, None)
    rest = queryset if values is None else queryset.filter(beyond(keys, values, backward))
    found = list(rest.order_by(*(key.order(backward) for key in keys))[: size + 1])
    if not found and cursor:  # every row on that side has gone since: begin again
        return page(queryset, by=by, size=size)
    rows, more = found[:size], len(found) > size
    if backward:
        rows.reverse()

    def further(row: Row, backward: bool, known: bool | None) -> str | None:
        """The cursor that leads on from ``row``, if any row stands there."""
        ends = [key.value(row) for key in keys]
        there = known if known is not None else queryset.filter(beyond(keys, ends, backward)).exists()
        return make_cursor(queryset.model, keys, backward, ends) if there else None

    if not rows:
        return Page([], None, None)
    return Page(
        rows,
        next=further(rows[-1], False, None if backward else more),
        previous=further(rows[0], True, more if backward else False if values is None else None),
    )


def page_of(
    request: HttpRequest, queryset: QuerySet[Row], *, by: Sequence[str] = (), size: int = SIZE
) -> Page[Row]:
    """The page a browser asked for with ``?cursor=``. A stale or broken address shows the first page."""
    try:
        return page(queryset, by=by, cursor=request.GET.get("cursor"), size=size)
    except BadCursor:
        return page(queryset, by=by, size=size)


class Finder(Protocol):
    """Whatever knows which rows a list shows where no queryset can say it: a search, say."""

    def beyond(self, after: Any, most: int, descending: bool) -> list[Any]:
        """The keys of so many rows at most, in order, from one key on; from the end of the list where there is none."""
        ...


def page_found(
    request: HttpRequest, queryset: QuerySet[Row], finder: Finder, *, by: str = "-id", size: int = SIZE
) -> Page[Row]:
    """The page a browser asked for of what ``finder`` finds; ``by`` is one unique key, and ``queryset`` dresses the rows."""
    keys = keys_of(queryset, [by])
    try:
        cursor = request.GET.get("cursor")
        backward, values = open_cursor(cursor, queryset.model, keys) if cursor else (False, [])
    except BadCursor:
        backward, values = False, []
    found = finder.beyond(values[0] if values else None, size + 1, keys[0].descending != backward)
    if not found and values:  # every row on that side has gone since: begin again
        backward, values = False, []
        found = finder.beyond(None, size + 1, keys[0].descending)
    shown, more = found[:size], len(found) > size
    if backward:
        shown.reverse()
    dressed = queryset.in_bulk(shown)
    rows = [dressed[key] for key in shown if key in dressed]

    def leading(end: int, backward: bool) -> str:
        return make_cursor(queryset.model, keys, backward, [keys[0].value(rows[end])])

    there, back = (bool(values), more) if backward else (more, bool(values))
    return Page(
        rows, leading(-1, False) if rows and there else None, leading(0, True) if rows and back else None
    )


# --- ordering ------------------------------------------------------------------------------------
def keys_of(queryset: QuerySet[Any], by: Sequence[str]) -> tuple[Key, ...]:
    names = by or queryset.query.order_by or queryset.model._meta.ordering or ()
    if not names:
        raise ValueError(f"a list of {queryset.model.__name__} has no order: name its keys with by=")
    if strange := [name for name in names if not isinstance(name, str)]:
        raise ValueError(f"order a list by column names, not by {strange}")
    keys = tuple(key_of(queryset, str(name)) for name in names)
    if not any(key.field.unique and not key.nullable and "__" not in key.path for key in keys):
        raise ValueError(
            f"two rows of {queryset.model.__name__} may tie on {list(names)}: add a unique column"
        )
    return keys


def key_of(queryset: QuerySet[Any], name: str) -> Key:
    path, descending = name.lstrip("-"), name.startswith("-")
    if path in queryset.query.annotations:
        return Key(path, descending, queryset.query.annotations[path].output_field, nullable=True)
    model, nullable = queryset.model, False
    field: Any = None
    for part in path.split("__"):
        try:
            field = model._meta.pk if part == "pk" else model._meta.get_field(part)
        except FieldDoesNotExist as error:
            raise ValueError(str(error)) from error
        if field.one_to_many or field.many_to_many:
            raise ValueError(f"a list cannot be ordered by {path!r}: a row would have several values")
        nullable = nullable or bool(getattr(field, "null", True))
        model = field.related_model or model
    if field.is_relation and not path.endswith("_id"):
        raise ValueError(f"order by a column, not by the relation {path!r}")
    return Key(path, descending, field.target_field if field.is_relation else field, nullable)


def beyond(keys: Sequence[Key], values: Sequence[Any], backward: bool) -> Q:
    """Rows after ``values`` in the list (before, going backward), comparing key after key."""
    rows, tied = Q(pk__in=[]), Q()
    for key, value in zip(keys, values, strict=True):
        if (step := key.beyond(value, backward)) is not None:
            rows |= tied & step
        tied &= key.equal(value)
    if keys[0].nullable:
        return rows
    # Says nothing new, but lets either database seek into the index instead of reading up to the page.
    side = "lte" if keys[0].descending != backward else "gte"
    return Q(**{f"{keys[0].path}__{side}": values[0]}) & rows


# --- cursors -------------------------------------------------------------------------------------
# Encrypted, not merely signed: keys are often row numbers, and gaps between them would tell outsiders
# how many matters there are.
def _cipher(model: type[Model], keys: Sequence[Key]) -> tuple[AESGCM, bytes]:
    secret = sha256(f"zhongdu.kit.lists {settings.SECRET_KEY}".encode()).digest()
    order = ",".join(f"{'-' if key.descending else ''}{key.path}" for key in keys)
    return AESGCM(secret), f"{model._meta.label} {order}".encode()


def make_cursor(model: type[Model], keys: Sequence[Key], backward: bool, values: Sequence[Any]) -> str:
    cipher, order = _cipher(model, keys)
    texts = [None if v is None else v.isoformat() if hasattr(v, "isoformat") else str(v) for v in values]
    plain = json.dumps([backward, texts], ensure_ascii=False, separators=(",", ":")).encode()
    nonce = urandom(12)
    return base64.urlsafe_b64encode(nonce + cipher.encrypt(nonce, plain, order)).decode().rstrip("=")


def open_cursor(cursor: str, model: type[Model], keys: Sequence[Key]) -> tuple[bool, list[Any]]:
    cipher, order = _cipher(model, keys)
    try:
        sealed = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        backward, texts = json.loads(cipher.decrypt(sealed[:12], sealed[12:], order))
        return backward, [
            None if t is None else key.field.to_python(t) for key, t in zip(keys, texts, strict=True)
        ]
    except (InvalidTag, ValueError, ValidationError) as error:
        raise BadCursor("翻页地址已失效，请从第一页看起。") from error


# --- filters -------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Choice:
    """Show only the rows whose ``field`` (``name``, if left out) has the chosen value."""

    name: str
    label: str
    choices: Sequence[tuple[str, str]]
    field: str = ""
    kind = "choice"

    def narrow(self, queryset: QuerySet[Row], value: str) -> QuerySet[Row]:
        return queryset.filter(**{self.field or self.name: value})

    def accepts(self, value: str) -> bool:
        return any(value == str(choice) for choice, _ in self.choices)


@dataclass(frozen=True)
class Text:
    """Show only the rows that contain the typed words in any of ``fields``."""

    name: str
    label: str
    fields: Sequence[str]
    hint: str = ""
    sealed: bool = (
        False  # the words never stand in the address: the form posts them, the view leads on (``kit.sealed``)
    )
    kind = "text"

    def narrow(self, queryset: QuerySet[Row], value: str) -> QuerySet[Row]:
        for word in value.split():
            anywhere = Q(pk__in=[])
            for field in self.fields:
                anywhere |= Q(**{f"{field}__icontains": word})
            queryset = queryset.filter(anywhere)
        return queryset

    def accepts(self, value: str) -> bool:
        return 0 < len(value) <= 100


@dataclass(frozen=True)
class Day:
    """Show only the rows whose ``field`` (with its lookup: ``filed_on__gte``) fits the chosen day."""

    name: str
    label: str
    field: str
    kind = "day"

    def narrow(self, queryset: QuerySet[Row], value: str) -> QuerySet[Row]:
        return queryset.filter(**{self.field: date.fromisoformat(value)})

    def accepts(self, value: str) -> bool:
        try:
            return bool(date.fromisoformat(value))
        except ValueError:
            return False


Filter = Choice | Text | Day


@dataclass(frozen=True)
class Filters:
    """What a visitor asked a list to be narrowed by. Build it with :meth:`read`; print it with ``{% filters %}``."""

    offered: tuple[Filter, ...]
    chosen: dict[str, str]

    @classmethod
    def read(cls, request: HttpRequest, *offered: Filter) -> "Filters":
        """Take each filter's value from the address. A value that is not offered is left out, never an error."""
        asked = {f.name: _asked(request, f) for f in offered}
        return cls(offered, {f.name: asked[f.name] for f in offered if f.accepts(asked[f.name])})

    @property
    def posts(self) -> bool:
        """Whether the form has words that are not to stand in an address."""
        return any(_is_sealed(each) for each in self.offered)

    def narrow(self, queryset: QuerySet[Row]) -> QuerySet[Row]:
        for each in self.offered:
            if each.name in self.chosen:
                queryset = each.narrow(queryset, self.chosen[each.name])
        return queryset

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """For the template: each filter with its present value."""
        for each in self.offered:
            yield {"filter": each, "value": self.chosen.get(each.name, "")}

    def __bool__(self) -> bool:
        return bool(self.offered)


def _is_sealed(each: Filter) -> bool:
    return isinstance(each, Text) and each.sealed


def _asked(request: HttpRequest, each: Filter) -> str:
    return sealed.asked(request, each.name) if _is_sealed(each) else request.GET.get(each.name, "").strip()
