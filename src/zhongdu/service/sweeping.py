"""Assessments whose supervisor had time to answer and did not; insurance that is about to run out."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial

from zhongdu.acts.performing import perform
from zhongdu.duties.sweep import sweeper
from zhongdu.messages.telling import tell
from zhongdu.roster.queries import Appointment
from zhongdu.scope.actor import SYSTEM
from zhongdu.service.acts import let_stand
from zhongdu.service.models import Assessment, Insurance


@sweeper
def unanswered_assessments(today: date) -> Iterator[Callable[[], object]]:
    """期满未说明的年度考核"""
    due = Assessment.objects.filter(state=Assessment.State.TOLD, answer_until__lt=today)
    for assessment in due.select_related("docket", "bureau").order_by("answer_until", "id"):
        yield partial(perform, let_stand, assessment, SYSTEM)


SOON = timedelta(days=30)  # our own choice, in no law: time to insure anew


@sweeper
def insurance_ending(today: date) -> Iterator[Callable[[], object]]:
    """保险将到期的提醒本人"""
    near = Insurance.objects.filter(
        until__range=(today, today + SOON), appointment__state=Appointment.State.SERVING
    )
    for each in near.select_related("appointment__docket", "appointment__bureau").order_by("until", "id"):
        if Insurance.objects.filter(appointment=each.appointment_id, until__gt=today + SOON).exists():
            continue  # insured anew already
        term = each.appointment
        yield partial(
            tell, "service.insurance_ending", term.user_id, term.bureau,
            docket=term.docket, occasion=f"insured until {each.until:%F} {term.number}",
        )  # fmt: skip
