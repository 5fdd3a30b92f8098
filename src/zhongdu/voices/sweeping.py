"""Answers that are overdue by the bureau's target: from that day an explanation is owed."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef

from zhongdu.acts.performing import perform
from zhongdu.duties.models import Duty
from zhongdu.duties.sweep import sweeper
from zhongdu.scope.actor import SYSTEM
from zhongdu.voices import acts, answering, letters, searching
from zhongdu.voices.handling import EXPLANATION
from zhongdu.voices.models import ForwardedLetter, Opinion

_TOGETHER = 200  # opinions


def _late(kind: Any, concept: str, today: date) -> Any:
    """Those whose answer is overdue and that nobody owes an explanation for yet."""
    of = Duty.objects.filter(docket=OuterRef("docket_id"))
    late = Exists(of.overdue(today).filter(concept=concept))
    explained = Exists(of.filter(concept=EXPLANATION, void_on=None))
    return kind.objects.filter(late, ~explained, state__in=kind.WAITING)


@sweeper
def overdue_opinions(today: date) -> Iterator[Callable[[], object]]:
    """超过本局目标未答复的意见建议"""
    for opinion in _late(Opinion, answering.ANSWER, today):
        yield partial(perform, acts.note_opinion_overdue, opinion, SYSTEM)


@sweeper
def overdue_letters(today: date) -> Iterator[Callable[[], object]]:
    """超过本局目标未答复的转递来信"""
    for letter in _late(ForwardedLetter, letters.ANSWER, today):
        yield partial(perform, acts.note_letter_overdue, letter, SYSTEM)


@sweeper
def opinions_not_to_be_found(today: date) -> Iterator[Callable[[], object]]:
    """还不能按词查找的意见建议"""
    ids = searching.OPINIONS.not_indexed()
    for at in range(0, len(ids), _TOGETHER):
        yield partial(searching.OPINIONS.put, ids[at : at + _TOGETHER])
