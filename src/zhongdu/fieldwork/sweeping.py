"""What was begun to be sent from a phone and never finished is not kept."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from functools import partial

from zhongdu.calendar.clock import CHINA
from zhongdu.duties.sweep import sweeper
from zhongdu.fieldwork.parts import KEPT, Part, drop


@sweeper
def unfinished_parts(today: date) -> Iterator[Callable[[], object]]:
    """没有传完的照片和录音满十四天清除"""
    before = datetime.combine(today, time(), CHINA) - KEPT
    for part in Part.objects.filter(touched_at__lt=before).order_by("touched_at"):
        yield partial(drop, [part])
