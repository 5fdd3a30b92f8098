"""Each night: whoever an ended selection has not told yet is told."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from zhongdu.duties.sweep import sweeper
from zhongdu.selection import queries
from zhongdu.selection.jobs import tell
from zhongdu.selection.models import Selection
from zhongdu.selection.preparing import BATCH


@sweeper
def others_to_tell(today: date) -> Iterator[Callable[[], object]]:
    """择优结果的登记"""
    ended = Selection.objects.filter(state__in=[Selection.State.CONFIRMED, Selection.State.DROPPED])
    waiting = ended.filter(candidates__application__selected="held").distinct()
    for selection in waiting.select_related("docket", "bureau").order_by("pk"):
        left = list(queries.not_yet_told(selection))
        for start in range(0, len(left), BATCH):
            yield partial(tell, selection, left[start : start + BATCH])
