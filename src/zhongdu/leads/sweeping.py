"""Answers that are overdue by the bureau's target: from that day the speaker is owed an explanation."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial

from django.db.models import Exists, OuterRef

from zhongdu import files
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.duties.sweep import sweeper
from zhongdu.files.models import Attachment
from zhongdu.leads import acts, grave, inquiring, searching
from zhongdu.leads.models import Inquiry, Lead
from zhongdu.record.models import Event
from zhongdu.scope.actor import SYSTEM

_DRAFTS_WAIT = timedelta(days=2)
_REMIND_AGAIN = timedelta(days=7)  # who is late is not told every night
_TOGETHER = 200  # leads


@sweeper
def overdue_answers(today: date) -> Iterator[Callable[[], object]]:
    """超过本局目标未答复的线索"""
    of = Duty.objects.filter(docket=OuterRef("docket_id"))
    late = Exists(of.overdue(today).filter(concept="lead.answer"))
    explained = Exists(of.filter(concept="lead.explanation", void_on=None))
    waiting = [Lead.State.FILED, Lead.State.TAKEN_UP, Lead.State.MERGED, Lead.State.SECOND_LOOK]
    for lead in Lead.objects.filter(late, ~explained, state__in=waiting):
        yield partial(perform, acts.note_overdue, lead, SYSTEM)


@sweeper
def returns_that_ran_out(today: date) -> Iterator[Callable[[], object]]:
    """退回补充到期没有补充的线索"""
    for lead in Lead.objects.filter(state=Lead.State.RETURNED, complete_by__lt=today):
        yield partial(perform, acts.note_not_completed, lead, SYSTEM)


@sweeper
def late_inquiries(today: date) -> Iterator[Callable[[], object]]:
    """逾期没有答复的协查函"""
    late = Inquiry.objects.filter(state=Inquiry.State.OPEN, until__lt=today)
    for inquiry in late.exclude(reminded_on__gt=today - _REMIND_AGAIN):
        yield partial(perform, inquiring.remind, inquiry, SYSTEM)


@sweeper
def late_receipts(today: date) -> Iterator[Callable[[], object]]:
    """逾期没有确认收到的重大情况"""
    late = Duty.objects.overdue(today).filter(docket=OuterRef("docket_id"), concept=grave.RECEIPT)
    noted = Event.objects.filter(docket=OuterRef("docket_id"), act=grave.note_unacknowledged.name)
    for lead in Lead.objects.filter(Exists(late), ~Exists(noted), grave=True):
        yield partial(perform, grave.note_unacknowledged, lead, SYSTEM)


@sweeper
def forgotten_drafts(today: date) -> Iterator[Callable[[], object]]:
    """没有报出的线索照片"""
    old = clock.now() - _DRAFTS_WAIT
    for each in Attachment.objects.filter(owner__startswith="draft:", erased_at=None, added_at__lt=old):
        yield partial(files.erase, each)


@sweeper
def leads_not_to_be_found(today: date) -> Iterator[Callable[[], object]]:
    """还不能按词查找的旧线索"""
    ids = searching.LEADS.not_indexed()
    for at in range(0, len(ids), _TOGETHER):
        yield partial(searching.index, ids[at : at + _TOGETHER])
