"""What falls due in the field at night: last days are brought to mind, and what was begun to be sent from a phone
and never finished is not kept."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from functools import partial

from zhongdu.acts.performing import perform
from zhongdu.calendar.clock import CHINA
from zhongdu.duties.sweep import sweeper
from zhongdu.fieldwork.deadlines import remind_visit
from zhongdu.fieldwork.models import Visit
from zhongdu.fieldwork.parts import KEPT, Part, drop
from zhongdu.fieldwork.queries import near
from zhongdu.scope.actor import SYSTEM


@sweeper
def unfinished_parts(today: date) -> Iterator[Callable[[], object]]:
    """没有传完的照片和录音满十四天清除"""
    before = datetime.combine(today, time(), CHINA) - KEPT
    for part in Part.objects.filter(touched_at__lt=before).order_by("touched_at"):
        yield partial(drop, [part])


@sweeper
def last_days_near(today: date) -> Iterator[Callable[[], object]]:
    """期限将到的巡查提醒监督员"""
    waiting = near(today).filter(reminded_on=None).select_related("docket", "bureau").order_by("id")
    for visit in waiting.filter(way=Visit.Way.OPEN):
        yield partial(perform, remind_visit, visit, SYSTEM)
    # How many covert plans there are is for nobody to read off a night's report: they count as one, always.
    yield partial(_remind_all, list(waiting.filter(way=Visit.Way.COVERT)))


def _remind_all(visits: Iterable[Visit]) -> None:
    """Remind of each; one that cannot be done stops no other."""
    wrong: list[Exception] = []
    for visit in visits:
        try:
            perform(remind_visit, visit, SYSTEM)
        except Exception as error:
            wrong.append(error)
    if wrong:
        raise wrong[0]
