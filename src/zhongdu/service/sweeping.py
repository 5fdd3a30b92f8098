"""Assessments whose supervisor had time to answer and did not."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from zhongdu.acts.performing import perform
from zhongdu.duties.sweep import sweeper
from zhongdu.scope.actor import SYSTEM
from zhongdu.service.acts import let_stand
from zhongdu.service.models import Assessment


@sweeper
def unanswered_assessments(today: date) -> Iterator[Callable[[], object]]:
    """期满未说明的年度考核"""
    due = Assessment.objects.filter(state=Assessment.State.TOLD, answer_until__lt=today)
    for assessment in due.select_related("docket", "bureau").order_by("answer_until", "id"):
        yield partial(perform, let_stand, assessment, SYSTEM)
