"""A duty's last day, folded from its clock's events."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zhongdu.calendar import Period, Reckoning, Schedule, reckon


@dataclass(frozen=True)
class Tock:
    """A tick as the fold needs it: ``start``, ``pause``, ``resume`` or ``extend``, and its day."""

    kind: str
    on: date
    until: date | None = None


def fold(period: Period, ticks: Iterable[Tock], schedule: Schedule) -> Reckoning | None:
    """The last day after every start, pause and extension; none while the clock stands still.

    The day a pause begins and the day it ends are not counted. An extension names the new last day and a
    later one replaces it; pausing afterwards pushes on from the period, never from the extension.
    """
    start: date | None = None
    paused: date | None = None
    pauses: list[tuple[date, date]] = []
    extended: date | None = None
    for tick in ticks:
        if tick.kind == "start":
            start, paused, pauses, extended = tick.on, None, [], None
        elif tick.kind == "pause":
            paused = paused or tick.on
        elif tick.kind == "resume" and paused:
            pauses.append((paused, tick.on))
            paused = None
        elif tick.kind == "extend":
            extended = tick.until
    if start is None or paused:
        return None
    reckoning = reckon(period, start, schedule, tuple(pauses))
    if extended and extended > reckoning.last:
        return Reckoning(extended, not schedule.published(extended.year), reckoning.days)
    return reckoning
