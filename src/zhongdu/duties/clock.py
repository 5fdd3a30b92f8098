"""A duty's last day, folded from its clock's events."""

from collections.abc import Iterable
from datetime import date

from zhongdu.calendar import Period, Reckoning, Schedule, reckon
from zhongdu.duties.models import Tick


def fold(period: Period, ticks: Iterable[Tick], schedule: Schedule) -> Reckoning | None:
    """The last day after every start, pause and extension; none while the clock stands still.

    The day a pause begins and the day it ends are not counted. An extension names the new last day and a
    later one replaces it; pausing afterwards pushes on from the period, never from the extension.
    """
    start: date | None = None
    paused: date | None = None
    pauses: list[tuple[date, date]] = []
    extended: date | None = None
    for tick in ticks:
        match tick.kind:
            case Tick.Kind.START:
                start, paused, pauses, extended = tick.on, None, [], None
            case Tick.Kind.PAUSE:
                paused = paused or tick.on
            case Tick.Kind.RESUME if paused:
                pauses.append((paused, tick.on))
                paused = None
            case Tick.Kind.EXTEND:
                extended = tick.until
    if start is None or paused:
        return None
    reckoning = reckon(period, start, schedule, pauses)
    if extended and extended > reckoning.last:
        return Reckoning(extended, not schedule.published(extended.year), reckoning.days)
    return reckoning
