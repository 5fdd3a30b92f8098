"""What of inspections is computed. Pure: no database, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from zhongdu.calendar import Period, Reckoning, reckon
from zhongdu.calendar.period import CountedDay
from zhongdu.calendar.schedule import Schedule
from zhongdu.law.reliance import rests_on


@rests_on("inspection.assigned")
def is_at_home(inspector: str, home: str, above: str) -> bool:
    """Whether a bureau's people would inspect at home: theirs is the bureau that manages the inspected, or lies below
    it. Where the bureau above manages the inspected itself, those below it are not at home there. All three are
    paths of the tree of bureaus; ``above`` is the bureau that crosses."""
    return inspector == home or (home != above and inspector.startswith(home))


@dataclass(frozen=True)
class Certificate:
    """An inspector's certificate as far as it matters on a day."""

    who: str
    number: str
    until: date | None


@rests_on("inspection.papers_shown")
def certificate_wrong(papers: Certificate, on: date) -> str:
    """Why a certificate cannot be shown on a day, in a sentence; "" when it can."""
    if not papers.number:
        return f"{papers.who}没有执法证，不能参加检查。"
    if papers.until is None:
        return f"{papers.who}的执法证没有登记有效期，请先由局里登记。"
    if papers.until < on:
        return f"{papers.who}的执法证到{papers.until:%Y年%-m月%-d日}为止，已经失效。"
    return ""


@rests_on("inspection.officers")
def too_few(present: int, least: int | None) -> bool:
    """Whether fewer take part than the law asks for."""
    return least is not None and present < least


def crossing_plan(places: Iterable[tuple[str, str]], bureaus: Iterable[str], above: str) -> dict[str, str]:
    """Who goes where in a crossed campaign: ``{institution's code: bureau's path}``, nobody at home, the work as even
    as the order of ``places`` (code, home path) allows. Empty where somebody would have to inspect at home."""
    load = dict.fromkeys(bureaus, 0)
    plan: dict[str, str] = {}
    for code, home in places:
        away = [path for path in load if not is_at_home(path, home, above)]
        if not away:
            return {}
        chosen = min(away, key=lambda path: (load[path], path))
        load[chosen] += 1
        plan[code] = chosen
    return plan


# --- sealing: how long -----------------------------------------------------------------------------------

CLOCKS = {  # of each sort: how long it may last, or by when it is decided; by when an urgent one is approved; its extension
    "sealing": ("clock.sealing", "clock.sealing_approval", "clock.sealing_extension"),
    "seizure": ("clock.seizure_decision", "clock.seizure_approval", ""),
}
WARNING = timedelta(days=3)  # how long before its last day the team is reminded: the platform's own habit


def span_of(first: Period, second: Period | None) -> Period:
    """A period with its extension: one length, counted on without a gap."""
    if second is None:
        return first
    return Period(first.n + second.n, first.unit, first.rolls)


@rests_on("clock.sealing", "clock.sealing_extension", "clock.seizure_decision")
def held_until(
    since: date,
    first: Period,
    second: Period | None,
    schedule: Schedule,
    pauses: Iterable[tuple[date, date]] = (),
) -> Reckoning:
    """How long something may be held from the day it was sealed."""
    return reckon(span_of(first, second), since, schedule, pauses)


@rests_on("clock.sealing_approval", "clock.seizure_approval")
def approve_by(sealed_at: datetime, period: Period, schedule: Schedule) -> datetime:
    """By which moment what was sealed at once has to be approved."""
    last = reckon(period, sealed_at, schedule).last
    assert isinstance(last, datetime)  # hours end at a moment
    return last


def derivation(found: Reckoning) -> list[str]:
    """How a last day was reckoned, days that count alike in one line: for pages and papers."""
    lines: list[str] = []
    runs: list[list[CountedDay]] = []
    for day in found.days:
        last = runs[-1][-1] if runs else None
        alike = (
            last
            and (day.number is None) == (last.number is None)
            and (day.number is not None or day.reason == last.reason)
        )
        if alike:
            runs[-1].append(day)
        else:
            runs.append([day])
    for run in runs:
        first, last = run[0], run[-1]
        when = _day(first.date) if len(run) == 1 else f"{_day(first.date)}至{_day(last.date)}"
        if first.number is None:
            lines.append(f"{when}：{first.reason}")
        else:
            counted = f"第{first.number}日" if len(run) == 1 else f"第{first.number}日至第{last.number}日"
            lines.append(f"{when}：{counted}")
    return [
        *lines,
        f"到{_day(found.last)}为止{'（用到了还没有公布的放假安排，暂定）' if found.provisional else ''}",
    ]


def _day(day: date) -> str:
    return f"{day:%Y年%-m月%-d日}"
