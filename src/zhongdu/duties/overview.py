"""The board from further up: how every bureau stands, how every clause is kept, how it went month by month.

Each is a grouped query or two over the rows an actor may know of, however many bureaus there are.
"""

from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet
from django.db.models.functions import Coalesce

from zhongdu.acts.withholding import not_withheld
from zhongdu.duties import board
from zhongdu.duties.models import OPEN, Duty
from zhongdu.law.vocabulary import concept
from zhongdu.record.models import Event
from zhongdu.scope.actor import Actor, bureaus_in
from zhongdu.scope.models import Bureau

MOST_COLUMNS = 8  # duties in the heat map; what stands further down is nowhere overdue or rarer
MONTHS = 12


@dataclass(frozen=True)
class Tally:
    """How many duties stand how. ``met``, ``late`` and ``missed`` are of the year; ``late`` are among ``met``."""

    overdue: int = 0
    owed_now: int = 0
    today: int = 0
    month: int = 0
    later: int = 0
    no_number: int = 0
    met: int = 0
    late: int = 0
    missed: int = 0  # never done, and said why
    oldest: date | None = None  # the last day of the longest overdue
    owed_since: date | None = None  # when the longest owed now began to be

    @property
    def open(self) -> int:
        return self.overdue + self.owed_now + self.today + self.month + self.later + self.no_number

    def days(self, today: date) -> int:
        """How many days the longest overdue has been so."""
        return (today - self.oldest).days if self.oldest else 0

    def waited(self, today: date) -> int:
        """For how many days what is owed now has been so, the longest of it."""
        return (today - self.owed_since).days if self.owed_since else 0


def _tallies(rows: QuerySet[Duty], by: str, today: date) -> dict[Any, Tally]:
    """One tally for each value of a column, in one query."""
    still = board.conditions(today)
    first = today.replace(month=1, day=1)
    year, missed = Q(met_on__gte=first), Q(missed_on__gte=first)
    sums = {
        name: Count("pk", filter=still[name])
        for name in ("overdue", "owed_now", "today", "month", "later", "no_number")
    }
    sums |= {"met": Count("pk", filter=year), "late": Count("pk", filter=year & board.LATE)}
    sums["missed"] = Count("pk", filter=missed)
    oldest = Min("due", filter=still["overdue"])
    owed_since = Min("since", filter=still["owed_now"])
    asked = rows.filter(OPEN | year | missed).order_by().values(by)
    found = asked.annotate(**sums, oldest=oldest, owed_since=owed_since)
    return {row.pop(by): Tally(**row) for row in found}


# --- every bureau ------------------------------------------------------------------------------------
def by_bureau(rows: QuerySet[Duty], bureaus: Iterable[Bureau], today: date) -> list[tuple[Bureau, Tally]]:
    """Every bureau, also one that owes nothing; worst first: the most overdue, then the longest overdue, then the most
    of what should be so and is not."""
    found = _tallies(rows, "bureau", today)
    told = [(bureau, found.get(bureau.pk, Tally())) for bureau in bureaus]

    def place(each: tuple[Bureau, Tally]) -> tuple[Any, ...]:
        bureau, tally = each
        return (
            -tally.overdue,
            -tally.days(today),
            -tally.owed_now,
            -tally.waited(today),
            -tally.open,
            bureau.path,
        )

    return sorted(told, key=place)


@dataclass(frozen=True)
class Cell:
    """What one bureau owes of one duty: so many ``worst`` ones of so many ``open``, the longest for so many ``days``.
    ``heat`` is 0 (none) to 4 (the most of all)."""

    concept: str
    worst: int
    open: int
    days: int
    heat: int


@dataclass(frozen=True)
class Heat:
    """Where it burns: bureaus by duties. The figure and the word stand in each cell; the shade only repeats them."""

    columns: Sequence[tuple[str, str]]  # concept, what it says
    rows: Sequence[tuple[Bureau, Sequence[Cell]]]


def heats(rows: QuerySet[Duty], bureaus: Sequence[Bureau], today: date) -> tuple[Heat, Heat]:
    """Two maps by bureau in the order given: of what has or may have a last day, shaded by how much of it is overdue; and
    of what is owed now, shaded by how long. Each has the duties most often so first."""
    still = board.conditions(today)
    found = (
        rows.filter(OPEN)
        .order_by()
        .values_list("bureau", "concept")
        .annotate(
            open=Count("pk"), overdue=Count("pk", filter=still["overdue"]), now=Count("pk", filter=still["owed_now"]),
            oldest=Min("due", filter=still["overdue"]), since=Min("since", filter=still["owed_now"]),
        )
    )  # fmt: skip
    dated: dict[tuple[int, str], Cell] = {}
    kept: dict[tuple[int, str], Cell] = {}
    for bureau, word, open_, overdue, now, oldest, since in found:
        if open_ > now:
            dated[bureau, word] = Cell(word, overdue, open_ - now, (today - oldest).days if oldest else 0, 0)
        if now:
            kept[bureau, word] = Cell(word, now, now, (today - since).days, 0)
    return _heat(dated, bureaus, lambda cell: cell.worst), _heat(kept, bureaus, lambda cell: cell.days)


def _heat(
    cells: Mapping[tuple[int, str], Cell], bureaus: Sequence[Bureau], figure: Callable[[Cell], int]
) -> Heat:
    totals: defaultdict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for (_, word), cell in cells.items():
        totals[word] = totals[word][0] + cell.worst, totals[word][1] + cell.open
    columns = sorted(totals, key=lambda word: (-totals[word][0], -totals[word][1], word))[:MOST_COLUMNS]
    most = max((figure(cell) for cell in cells.values()), default=0) or 1

    def shaded(bureau: Bureau, word: str) -> Cell:
        cell = cells.get((bureau.pk, word), Cell(word, 0, 0, 0, 0))
        return replace(cell, heat=-(-4 * figure(cell) // most))

    told = [(bureau, [shaded(bureau, word) for word in columns]) for bureau in bureaus]
    return Heat([(word, concept(word).says) for word in columns], told)


# --- every clause ------------------------------------------------------------------------------------
def by_clause(rows: QuerySet[Duty], today: date) -> dict[str, Tally]:
    """How each clause's duties stand; "" are what bureaus ask of themselves."""
    return _tallies(rows, "clause", today)


def applied(actor: Actor, since: date, bureau: Bureau | None = None) -> dict[str, int]:
    """How many acts of the territory stood on each clause from a day on; those on withheld matters do not count."""
    rows = Event.objects.filter(docket__bureau_id__in=bureaus_in(actor), on__gte=since)
    if bureau:
        rows = rows.filter(docket__bureau__path__startswith=bureau.path)
    counted: dict[str, int] = {}
    # Acts of a kind cite the same clauses, so that the groups are few however many the events.
    for clauses, n in not_withheld(rows, actor).order_by().values_list("clauses").annotate(Count("pk")):
        for clause in clauses:
            counted[clause] = counted.get(clause, 0) + n
    return counted


# --- every month -------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Month:
    """What came, what was met in time and late; and when it ended (or is today) what was overdue, and how much that should
    be kept standing was not."""

    first: date
    opened: int
    met: int
    late: int
    overdue: int
    owed_now: int


def by_month(rows: QuerySet[Duty], today: date) -> list[Month]:
    """The last twelve months, this one last."""
    firsts = [_back(today, n) for n in range(MONTHS - 1, -1, -1)]
    opened = _monthly(rows, "since", firsts[0])
    met = _monthly(rows, "met_on", firsts[0], late=Count("pk", filter=board.LATE))
    ends = [min(_end(first), today) for first in firsts]
    overdue, owed_now = _overdue_at(rows, ends, today), _owed_now_at(rows, ends)
    return [
        Month(first, opened[first]["n"], met[first]["n"] - met[first]["late"], met[first]["late"], *owed)
        for first, *owed in zip(firsts, overdue, owed_now, strict=True)
    ]


def _monthly(rows: QuerySet[Duty], day: str, since: date, **more: Count) -> Mapping[date, Counter[str]]:
    """How many fell on the days of each month. A year has few days, so that the database counts by the day and not by a
    month it would have to reckon for every row; and by an expression, or SQLite would read all there is in order of days."""
    months: defaultdict[date, Counter[str]] = defaultdict(Counter)
    plain = rows.filter(**{f"{day}__gte": since}).order_by()
    counted = plain.values(on=Coalesce(day, "since")).annotate(n=Count("pk"), **more)
    for on, *found in counted.values_list("on", "n", *more):
        months[on.replace(day=1)].update(dict(zip(("n", *more), found, strict=True)))
    return months


def _overdue_at(rows: QuerySet[Duty], ends: Sequence[date], today: date) -> Iterable[int]:
    """How many were overdue after each of some days, given in order. What ended in time, or before the first of them, was
    overdue after none: most of what there is, and nothing more is asked of it."""
    beyond = [_not_until(day) for day in (ends[0], F("due"))]
    after = {f"m{at}": Count("pk", filter=_overdue_after(end, today)) for at, end in enumerate(ends)}
    return rows.filter(*beyond, due__lte=ends[-1]).order_by().aggregate(**after).values()


def _owed_now_at(rows: QuerySet[Duty], ends: Sequence[date]) -> Iterable[int]:
    """How much of what should be kept standing was not, after each of some days, given in order. Such rows are few: they
    are grouped by their days, and counted here."""
    asked = rows.filter(board.OWED_NOW, _not_until(ends[0]), since__lte=ends[-1]).order_by()
    ended = Coalesce("met_on", "void_on", "missed_on")
    found = list(asked.values(ended=ended).annotate(n=Count("pk")).values_list("since", "ended", "n"))
    return [sum(n for since, over, n in found if since <= end and not (over and over <= end)) for end in ends]


def _overdue_after(end: date, today: date) -> Q:
    """Due by the end of a day and neither met nor over by then; of today itself, due before it."""
    return (Q(due__lt=end) if end == today else Q(due__lte=end)) & _not_until(end)


def _not_until(day: date | F) -> Q:
    """Neither met nor over on that day, nor said of it why it never will be."""
    still = (Q(met_on=None) | Q(met_on__gt=day)) & (Q(void_on=None) | Q(void_on__gt=day))
    return still & (Q(missed_on=None) | Q(missed_on__gt=day))


def _back(today: date, n: int) -> date:
    months = today.year * 12 + today.month - 1 - n
    return date(months // 12, months % 12 + 1, 1)


def _end(first: date) -> date:
    return first.replace(day=monthrange(first.year, first.month)[1])
