"""The day to answer a case of discipline passes: the decision need not wait any longer."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from zhongdu.acts.performing import perform
from zhongdu.discipline.acts import note_silence
from zhongdu.discipline.models import Breach
from zhongdu.duties.sweep import sweeper
from zhongdu.scope.actor import SYSTEM


@sweeper
def nothing_said(today: date) -> Iterator[Callable[[], object]]:
    """违纪处理到期没有陈述意见"""
    due = Breach.objects.filter(state=Breach.State.TOLD, answer_by__lt=today)
    for breach in due.select_related("docket", "bureau").order_by("answer_by", "id"):
        yield partial(perform, note_silence, breach, SYSTEM)
