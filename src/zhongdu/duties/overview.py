"""The board from further up: how every bureau stands, how every clause is kept, how it went month by month.

Each is a grouped query or two over the rows an actor may know of, however many bureaus there are.
"""

from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet
from django.db.models.functions import Coalesce

from zhongdu.acts.withholding import not_withheld
from zhongdu.duties import board
from zhongdu.duties.models import Duty
from zhongdu.law.vocabulary import concept
from zhongdu.record.models import Event
from zhongdu.scope.actor import Actor, bureaus_in
from zhongdu.scope.models import Bureau

MOST_COLUMNS = 8  # duties in the heat map; what stands further down is nowhere overdue or rarer
MONTHS = 12


@dataclass(frozen=True)
class Tally:
    """How many duties stand how. ``met`` and ``late`` are of the year; ``late`` are among ``met``."""

    overdue: int = 0
    today: int = 0
    month: int = 0
    later: int = 0
    no_number: int = 0
    met: int = 0
    late: int = 0
    oldest: date | None = None  # the last day of the longest overdue

    @property
    def open(self) -> int:
        return self.overdue + self.today + self.month + self.later + self.no_number

    def days(self, today: date) -> int:
        """How many days the longest overdue has been so."""
        return (today - self.oldest).days if self.oldest else 0


def _tallies(rows: QuerySet[Duty], by: str, today: date) -> dict[Any, Tally]:
    """One tally for each value of a column, in one query."""
    still = board.conditions(today)
    open_, year = Q(met_on=None, void_on=None), Q(met_on__gte=today.replace(month=1, day=1))
    sums = {
        name: Count("pk", filter=still[name]) for name in ("overdue", "today", "month", "later", "no_number")
    }
    sums |= {"met": Count("pk", filter=year), "late": Count("pk", filter=year & board.LATE)}
    found = (
        rows.filter(open_ | year)
        .order_by()
        .values(by)
        .annotate(**sums, oldest=Min("due", filter=still["overdue"]))
    )
    return {row.pop(by): Tally(**row) for row in found}


# --- every bureau ------------------------------------------------------------------------------------
def by_bureau(rows: QuerySet[Duty], bureaus: Iterable[Bureau], today: date) -> list[tuple[Bureau, Tally]]:
    """Every bureau, also one that owes nothing; worst first: the most overdue, then the longest overdue."""
    found = _tallies(rows, "bureau", today)
    told = [(bureau, found.get(bureau.pk, Tally())) for bureau in bureaus]
    return sorted(
        told, key=lambda each: (-each[1].overdue, -each[1].days(today), -each[1].open, each[0].path)
    )


@dataclass(frozen=True)
class Cell:
    """What one bureau owes of one duty. ``heat`` is 0 (nothing overdue) to 4 (the most of all)."""

    concept: str
    overdue: int
    open: int
    heat: int


@dataclass(frozen=True)
class Heat:
    """Where it burns: bureaus by duties. The figure and the word stand in each cell; the shade only repeats them."""

    columns: Sequence[tuple[str, str]]  # concept, what it says
    rows: Sequence[tuple[Bureau, Sequence[Cell]]]


def heat(rows: QuerySet[Duty], bureaus: Sequence[Bureau], today: date) -> Heat:
    """The duties that are overdue somewhere, those most often so first, by bureau in the order given."""
    still = rows.filter(met_on=None, void_on=None).order_by()
    found = still.values_list("bureau", "concept").annotate(
        overdue=Count("pk", filter=Q(due__lt=today)), open=Count("pk")
    )
    cells = {(bureau, word): (overdue, owed) for bureau, word, overdue, owed in found}
    totals: dict[str, tuple[int, int]] = {}
    for (_, word), (overdue, owed) in cells.items():
        was = totals.get(word, (0, 0))
        totals[word] = (was[0] + overdue, was[1] + owed)
    columns = sorted(totals, key=lambda word: (-totals[word][0], -totals[word][1], word))[:MOST_COLUMNS]
    most = max((overdue for overdue, _ in cells.values()), default=0)

    def cell(bureau: Bureau, word: str) -> Cell:
        overdue, owed = cells.get((bureau.pk, word), (0, 0))
        return Cell(word, overdue, owed, -(-4 * overdue // most) if overdue else 0)

    told = [(bureau, [cell(bureau, word) for word in columns]) for bureau in bureaus]
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
    """What came, what was met in time and late, and what was overdue when it ended (or is today)."""

    first: date
    opened: int
    met: int
    late: int
    overdue: int


def by_month(rows: QuerySet[Duty], today: date) -> list[Month]:
    """The last twelve months, this one last."""
    firsts = [_back(today, n) for n in range(MONTHS - 1, -1, -1)]
    opened = _monthly(rows, "since", firsts[0])
    met = _monthly(rows, "met_on", firsts[0], late=Count("pk", filter=board.LATE))
    overdue = _overdue_at(rows, [min(_end(first), today) for first in firsts], today)
    return [
        Month(first, opened[first]["n"], met[first]["n"] - met[first]["late"], met[first]["late"], owed)
        for first, owed in zip(firsts, overdue, strict=True)
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


def _overdue_after(end: date, today: date) -> Q:
    """Due by the end of a day and neither met nor over by then; of today itself, due before it."""
    return (Q(due__lt=end) if end == today else Q(due__lte=end)) & _not_until(end)


def _not_until(day: date | F) -> Q:
    """Neither met nor over on that day."""
    return (Q(met_on=None) | Q(met_on__gt=day)) & (Q(void_on=None) | Q(void_on__gt=day))


def _back(today: date, n: int) -> date:
    months = today.year * 12 + today.month - 1 - n
    return date(months // 12, months % 12 + 1, 1)


def _end(first: date) -> date:
    return first.replace(day=monthrange(first.year, first.month)[1])
