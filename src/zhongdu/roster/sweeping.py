"""Terms that ran out yesterday or before end by themselves."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from zhongdu.acts.performing import perform
from zhongdu.duties.sweep import sweeper
from zhongdu.roster.acts import let_term_end
from zhongdu.roster.models import Appointment
from zhongdu.scope.actor import SYSTEM


@sweeper
def terms_over(today: date) -> Iterator[Callable[[], object]]:
    """聘期届满"""
    due = Appointment.objects.filter(state=Appointment.State.SERVING, until__lt=today)
    for appointment in due.select_related("docket", "bureau").order_by("until", "id"):
        yield partial(perform, let_term_end, appointment, SYSTEM)
