"""The answers for settlement, kept in each process and true to the last commit.

Every question first reads one row, the generation. While its mark is the one the answers were made under they stand;
when it is another, the codes changed since are thrown out before anything is answered. An act counts the generation
on in its own transaction, so the first question after its commit, in any process, sees another mark.
The order matters and is kept: first the mark, then the data. Data can then only be newer than the mark says, which the
next question puts right; never older. Answers hold for their day in China; at midnight the book is a new one.
"""

import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import DatabaseError, connection
from django.db.models import Q

from zhongdu.agreements.models import Agreement, Change, Generation, Hold, SettlementKey
from zhongdu.agreements.rules import Answer, Held, Span, Term, Why, answer
from zhongdu.calendar import clock
from zhongdu.institutions.queries import Practitioner, of_codes, rooted_in
from zhongdu.law.shelves import shelf

MOST = 200_000  # answers a process keeps
_ROW = f"SELECT n, mark FROM {Generation._meta.db_table} WHERE id = 1"
SAYS = {"no_agreement": "没有履行中的医保服务协议", "expired": "医保服务协议已期满"} | dict(Hold.Kind.choices)


@dataclass
class Book:
    """Answers as bytes, by code; the keys of those who may ask, by their number."""

    n: int
    mark: str
    day: date
    answers: dict[str, bytes] = field(default_factory=dict)
    keys: dict[str, tuple[str, str]] = field(default_factory=dict)  # number -> digest, path of its bureau


_book: Book | None = None


def book() -> Book:
    """The book as it is after the last commit, today."""
    global _book
    n, mark = _generation()
    day = clock.today()
    kept = _book
    if kept is None or kept.mark != mark or kept.day != day:
        kept = _book = _turned(kept, n, mark, day)
    return kept


def _generation() -> tuple[int, str]:
    found = _at_hand()
    if found is None:
        with connection.cursor() as cursor:
            cursor.execute(_ROW)
            found = cursor.fetchone()
    return (int(found[0]), str(found[1])) if found else (0, "")


def _at_hand() -> Any:
    """The row over the connection as it lies there, or none. Over a network every question counts, and whether the line
    is alive needs none of its own, since this is one: a dead one is closed, and the ordinary way opens another."""
    line = connection.connection
    if line is None or connection.in_atomic_block or connection.vendor != "postgresql":
        return None
    try:
        with connection.wrap_database_errors:
            return line.execute(_ROW, prepare=True).fetchone()
    except DatabaseError:
        connection.close()
        return None


def _turned(before: Book | None, n: int, mark: str, day: date) -> Book:
    """A new book: what did not change since the one before is taken over. A thread that still writes into the old one
    does no harm: what it writes there is either taken over before the changed codes are thrown out, or lost."""
    answers: dict[str, bytes] = {}
    if before and before.day == day and before.n <= n and _goes_on(before):
        answers = before.answers.copy()
        for code in Change.objects.filter(n__gt=before.n).values_list("code", flat=True):
            answers.pop(code, None)
    rows = SettlementKey.objects.filter(revoked_on=None).values_list("key", "digest", "bureau__path")
    return Book(n, mark, day, answers, {key: (digest, path) for key, digest, path in rows})


def _goes_on(before: Book) -> bool:
    """Whether this is the same history, and not another one that a backup brought back."""
    return before.n == 0 or Change.objects.filter(n=before.n).exists()


def answers_of(codes: list[str], kept: Book | None = None) -> dict[str, bytes]:
    """The answers for known codes; the unknown have none. What is not in the book is worked out together."""
    kept = kept or book()
    found = {code: kept.answers[code] for code in codes if code in kept.answers}
    if missing := [code for code in codes if code not in found]:
        made = _made(missing, kept)
        if len(kept.answers) + len(made) <= MOST:
            kept.answers.update(made)
        found |= made
    return found


def _made(codes: list[str], kept: Book) -> dict[str, bytes]:
    """What is known of one code of an institution is known of its others: they stand under one root."""
    root = {each.code: each.merged_into_id or each.pk for each in of_codes(codes)}
    roots = set(root.values())
    of = {each.pk: each.merged_into_id or each.pk for each in rooted_in(roots)}
    terms: dict[int, list[Term]] = {one: [] for one in roots}
    rows = Agreement.objects.filter(institution__in=list(of), since__isnull=False)
    for pk, institution, sort, since, until in rows.order_by("since", "id").values_list(
        "pk", "institution", "sort", "since", "until"
    ):
        terms[of[institution]].append(Term(pk, sort, Span(since, until)))
    holds: dict[int, list[Held]] = {one: [] for one in roots}
    for hold in Hold.objects.filter(institution__in=list(of), void=False).order_by("since", "id"):
        span = Span(hold.since, hold.until)
        held = Held(span, hold.kind, hold.clause, hold.docket, hold.agreement_id, hold.sort)
        holds[of[hold.institution_id]].append(held)
    made = {
        code: written(code, answer(terms[one], holds[one], kept.day), kept.day) for code, one in root.items()
    }
    return made | _of_people([code for code in codes if code not in made], kept.day)


def _of_people(codes: list[str], day: date) -> dict[str, bytes]:
    """A practitioner has no agreement: only what holds them back counts, under whichever of their codes."""
    known = Practitioner.objects.filter(code__in=codes).order_by("id")
    root = {code: of or pk for code, of, pk in known.values_list("code", "merged_into", "pk")}
    whole = Practitioner.objects.filter(Q(pk__in=root.values()) | Q(merged_into__in=root.values()))
    of_one = {pk: of or pk for pk, of in whole.order_by("id").values_list("pk", "merged_into")}
    holds: dict[int, list[Held]] = {one: [] for one in root.values()}
    for hold in Hold.objects.filter(practitioner__in=list(of_one), void=False).order_by("since", "id"):
        held = Held(Span(hold.since, hold.until), hold.kind, hold.clause, hold.docket)
        holds[of_one[hold.practitioner_id]].append(held)
    return {code: written(code, answer(None, holds[one], day), day) for code, one in root.items()}


def written(code: str, found: Answer, day: date) -> bytes:
    """An answer as it goes out."""
    told = {
        "code": code,
        "may_settle": found.may,
        "on": day.isoformat(),
        "since": found.since and found.since.isoformat(),
        "until": found.until and found.until.isoformat(),
        "kinds": list(found.kinds),
        "why": [_why(each) for each in found.why],
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _why(each: Why) -> dict[str, Any]:
    return {
        "state": each.state,
        "says": SAYS.get(each.state, each.state),
        "kind": each.kind,
        "clause": each.clause,
        "cites": shelf().cite(each.clause) if each.clause else "",
        "docket": each.docket,
        "since": each.since and each.since.isoformat(),
        "until": each.until and each.until.isoformat(),
    }


def changes_after(n: int, path: str, most: int, kept: Book) -> tuple[list[tuple[int, str]], int]:
    """The codes of a territory whose answers changed after a cursor, in the order of commits; and the next cursor."""
    rows = Change.objects.filter(n__gt=n, n__lte=kept.n, bureau__path__startswith=path).order_by("n")[:most]
    found = list(rows.values_list("n", "code"))
    return found, found[-1][0] if len(found) == most else max(n, kept.n)
