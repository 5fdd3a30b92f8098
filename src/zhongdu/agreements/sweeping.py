"""What comes about by days passing: terms, suspensions, missed rectifications."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Q

from zhongdu.acts.performing import perform
from zhongdu.agreements import acts, ending, proving
from zhongdu.agreements.models import Agreement, Hold, Measure, Raised
from zhongdu.bureaus.queries import Office
from zhongdu.duties.sweep import sweeper
from zhongdu.law.governing import governing
from zhongdu.scope.actor import SYSTEM

State = Agreement.State
_Due = Iterator[Callable[[], object]]


def _each(rows: Any, act: Any) -> _Due:
    for row in rows.select_related("docket", "bureau").order_by("id"):
        yield partial(perform, act, row, SYSTEM)


@sweeper
def agreements_expire(today: date) -> _Due:
    """医保服务协议期届满"""  # before the next term begins: it asks what the last one left unanswered
    yield from _each(Agreement.objects.filter(state__in=Agreement.LIVE, until__lt=today), acts.let_expire)


@sweeper
def agreements_begin(today: date) -> _Due:
    """医保服务协议期开始"""
    yield from _each(
        Agreement.objects.filter(state=State.SIGNED, since__lte=today, until__gte=today), acts.begin_term
    )


@sweeper
def suspensions_begin(today: date) -> _Due:
    """协议中止开始"""
    laid = Measure.objects.filter(does="suspension", outcome="", withdrawn_on=None, since__lte=today)
    yield from _each(
        Agreement.objects.filter(state=State.IN_TERM, pk__in=laid.values("agreement")), acts.begin_suspension
    )


@sweeper
def own_suspensions_begin(today: date) -> _Due:
    """机构自己申请的中止开始"""
    asked = Hold.objects.filter(kind=Hold.Kind.OWN_REQUEST, until=None, void=False, since__lte=today)
    yield from _each(
        Agreement.objects.filter(state=State.IN_TERM, pk__in=asked.values("agreement")),
        acts.begin_own_suspension,
    )


@sweeper
def grounds_appear(today: date) -> _Due:
    """记录显示应当解除协议的情形，提给经办机构认定"""
    missed = Measure.objects.filter(
        does="rectification", within__isnull=False, outcome="", withdrawn_on=None, until__lt=today
    )
    over = missed.filter(agreement__state=State.EXPIRED).select_related("agreement__institution")
    renewed = [one.pk for row in over.order_by("id") for one in ending.carrying(row.agreement)]
    carried = Raised.objects.filter(outcome=Raised.Outcome.OPEN, key__contains="@")
    running = Agreement.objects.filter(state__in=Agreement.RUNNING)
    whose = Q(pk__in=missed.values("agreement")) | Q(pk__in=renewed) | Q(pk__in=carried.values("agreement"))
    rows = running.filter(whose) | proving.concerned(today)
    for agreement in rows.select_related("docket", "bureau").order_by("id"):
        if not ending.nothing_new(agreement, governing(agreement.bureau, today)):
            yield partial(perform, acts.propose_ending, agreement, SYSTEM)


@sweeper
def holds_turn(today: date) -> _Due:
    """停止结算从今天开始，或者到昨天为止"""
    due = Hold.objects.filter(turns_on__lte=today, void=False).order_by()
    whose = Q(bureau__in=due.values("institution__bureau")) | Q(bureau__in=due.values("practitioner__bureau"))
    yield from _each(Office.objects.filter(whose), acts.announce_turns)
