"""Each night: notices past their last day close, people whose public notice is over are cleared, old drafts are forgotten."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from zhongdu.acts.performing import perform
from zhongdu.duties.sweep import sweeper
from zhongdu.law.governing import governing
from zhongdu.recruitment import acts, drafts
from zhongdu.recruitment.models import Notice, Recommendation
from zhongdu.recruitment.queries import due_to_clear, in_the_way
from zhongdu.scope.actor import SYSTEM


@sweeper
def notices_to_close(today: date) -> Iterator[Callable[[], object]]:
    """截止的选聘公告"""
    over = Notice.objects.filter(state=Notice.State.OPEN, closes_on__lt=today)
    for notice in over.select_related("docket", "bureau").order_by("pk"):
        yield partial(perform, acts.close_notice, notice, SYSTEM)


@sweeper
def people_to_clear(today: date) -> Iterator[Callable[[], object]]:
    """公示期满无异议"""
    for application in due_to_clear(today):
        if not in_the_way(application, governing(application.bureau, today)):
            yield partial(perform, acts.clear, application, SYSTEM)


@sweeper
def drafts_to_forget(today: date) -> Iterator[Callable[[], object]]:
    """久未提交的报名草稿"""
    for draft in drafts.forgotten():
        if draft.recommended:
            letter = draft.recommended.recommendation
            yield partial(perform, acts.release, letter, SYSTEM, draft=draft.receipt)
        else:
            yield partial(drafts.forget, draft)


@sweeper
def letters_to_close(today: date) -> Iterator[Callable[[], object]]:
    """过期的推荐函"""
    over = Recommendation.objects.filter(state=Recommendation.State.OPEN, expires_on__lt=today)
    for letter in over.select_related("docket", "bureau").order_by("pk"):
        yield partial(perform, acts.call_off, letter, SYSTEM)
