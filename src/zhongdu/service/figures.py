"""What a year's work comes to, figure by figure: each a computation for many people at once, and what lies behind it.

A later room's figure is one entry more in :data:`FIGURES`; a scheme then may give it points.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet, Sum

from zhongdu.calendar import clock
from zhongdu.fieldwork import queries as fieldwork
from zhongdu.leads import queries as leads
from zhongdu.roster import queries as roster
from zhongdu.service.models import Scheme, Stint
from zhongdu.service.rules import Scored, Weight, scored

MOST = 200  # matters listed behind one figure


@dataclass(frozen=True)
class Window:
    """The days an assessment looks at, both included, and the bureau it is made by."""

    bureau: Any
    since: date
    until: date

    @property
    def days(self) -> tuple[date, date]:
        return self.since, self.until


@dataclass(frozen=True)
class Behind:
    """A matter behind a figure: what it was, when, and the page it has (its name without the face)."""

    says: str
    on: date
    page: str
    number: str


@dataclass(frozen=True)
class Figure:
    """One figure. ``compute`` gives ``{user: value}`` for many at once, leaving out who has none."""

    name: str
    label: str
    unit: str
    compute: Callable[[Window, Collection[int]], dict[int, int]]
    behind: Callable[[Window, int], Iterable[Behind]]
    deducts: bool = False
    sealed: bool = False  # what is behind it is the supervisor's secret: the desk sees the number alone


# --- computations ---------------------------------------------------------------------------------------


def _visits(at: int) -> Callable[[Window, Collection[int]], dict[int, int]]:
    def compute(window: Window, users: Collection[int]) -> dict[int, int]:
        found = fieldwork.tallies(users, window.bureau, *window.days)
        return {user: pair[at] for user, pair in found.items()}

    return compute


def _leads(at: int) -> Callable[[Window, Collection[int]], dict[int, int]]:
    def compute(window: Window, users: Collection[int]) -> dict[int, int]:
        return {user: pair[at] for user, pair in leads.tallies(users, *window.days).items()}

    return compute


def _stints(window: Window, users: Collection[int], kind: str) -> QuerySet[Stint]:
    return Stint.objects.filter(
        user_id__in=users, bureau=window.bureau, sort=kind, state=Stint.State.CONFIRMED,
        on__gte=window.since, on__lte=window.until,
    )  # fmt: skip


def _minutes_of(kind: str) -> Callable[[Window, Collection[int]], dict[int, int]]:
    def compute(window: Window, users: Collection[int]) -> dict[int, int]:
        return dict(_stints(window, users, kind).values_list("user_id").annotate(Sum("minutes")))

    return compute


def _times_of(kind: str) -> Callable[[Window, Collection[int]], dict[int, int]]:
    def compute(window: Window, users: Collection[int]) -> dict[int, int]:
        return dict(_stints(window, users, kind).values_list("user_id").annotate(Count("pk")))

    return compute


def _late(window: Window, users: Collection[int]) -> dict[int, int]:
    found = roster.late_changes(users, window.bureau, *window.days)
    return {user: len(reports) for user, reports in found.items()}


# --- what lies behind ------------------------------------------------------------------------------------


def _visits_behind(*, in_time: bool) -> Callable[[Window, int], Iterable[Behind]]:
    def behind(window: Window, user: int) -> Iterable[Behind]:
        rows = fieldwork.done_between([user], window.bureau, *window.days)
        rows = rows.filter(fieldwork.IN_TIME) if in_time else rows
        for visit in rows.select_related("docket", "institution").order_by("done_at", "id")[:MOST]:
            yield Behind(visit.institution.name, clock.day_of(visit.done_at), "visit", visit.number)  # type: ignore[arg-type]

    return behind


def _leads_behind(*, verified: bool) -> Callable[[Window, int], Iterable[Behind]]:
    def behind(window: Window, user: int) -> Iterable[Behind]:
        rows = (leads.verified_between if verified else leads.filed_between)([user], *window.days)
        for lead in rows.select_related("docket").order_by("id")[:MOST]:
            on = (lead.answered_on or lead.filed_on) if verified else lead.filed_on
            yield Behind(lead.get_outcome_display() or lead.get_state_display(), on, "lead", lead.number)

    return behind


def _stints_behind(kind: str) -> Callable[[Window, int], Iterable[Behind]]:
    def behind(window: Window, user: int) -> Iterable[Behind]:
        for stint in _stints(window, [user], kind).select_related("docket").order_by("on", "id")[:MOST]:
            yield Behind(f"{stint.get_sort_display()} {stint.minutes}分钟", stint.on, "stint", stint.number)

    return behind


def _late_behind(window: Window, user: int) -> Iterable[Behind]:
    for number, on in roster.late_changes([user], window.bureau, *window.days).get(user, []):
        yield Behind("逾期报告信息变更", on, "appointment", number)


_ALL = (
    Figure("tasks_in_time", "按时完成指定任务", "次", _visits(1), _visits_behind(in_time=True)),
    Figure("visits", "完成巡查", "次", _visits(0), _visits_behind(in_time=False)),
    Figure("leads_filed", "反映线索", "条", _leads(0), _leads_behind(verified=False), sealed=True),
    Figure("leads_verified", "查证属实的线索", "条", _leads(1), _leads_behind(verified=True), sealed=True),
    Figure("training", "参加培训", "分钟", _minutes_of("training"), _stints_behind("training")),
    Figure("meetings", "参加会议", "次", _times_of("meeting"), _stints_behind("meeting")),
    Figure("late_changes", "逾期报告信息变更", "次", _late, _late_behind, deducts=True),
)
FIGURES: dict[str, Figure] = {figure.name: figure for figure in _ALL}


# --- for a scheme ------------------------------------------------------------------------------------------


def window(scheme: Scheme, on: date | None = None) -> Window:
    """The scheme's year as far as it had come on a day; today, if none is given."""
    last = min(date(scheme.year, 12, 31), on or clock.today())
    return Window(scheme.bureau, date(scheme.year, 1, 1), last)


def served(scheme: Scheme) -> QuerySet[Any]:
    """Those to be assessed: whoever served the bureau in the year, once each."""
    return roster.served(scheme.bureau, *window(scheme).days)


def reckon(scheme: Scheme, appointments: Iterable[Any]) -> dict[int, list[Scored]]:
    """``{user: figures}``, a query or two a figure however many people there are."""
    users, over = [each.user_id for each in appointments], window(scheme)
    found: dict[int, list[Scored]] = {user: [] for user in users}
    for name, told in scheme.weights.items():
        figure = FIGURES[name]
        by, values = Weight(told["weight"], told["full"], figure.deducts), figure.compute(over, users)
        for user in users:
            found[user].append(scored(name, figure.label, figure.unit, values.get(user, 0), by))
    return found


def behind(assessment: Any, name: str) -> list[Behind]:
    """The matters behind one figure of an assessment, as far as the year had come when it was reckoned."""
    return list(FIGURES[name].behind(window(assessment.scheme, assessment.reckoned_on), assessment.user_id))
