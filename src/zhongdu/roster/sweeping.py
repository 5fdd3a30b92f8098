"""Terms that ran out yesterday or before end by themselves; those that soon will are brought to mind."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial

from zhongdu.acts.performing import perform
from zhongdu.duties.sweep import sweeper
from zhongdu.messages.telling import tell
from zhongdu.roster.acts import let_term_end
from zhongdu.roster.models import Appointment
from zhongdu.scope.actor import SYSTEM

SOON = timedelta(days=30)  # our own choice, in no law: time to speak about renewing


@sweeper
def terms_ending(today: date) -> Iterator[Callable[[], object]]:
    """聘期将届满的提醒本人"""
    near = Appointment.objects.filter(
        state=Appointment.State.SERVING, until__range=(today, today + SOON), followed_by=None
    )
    for each in near.select_related("docket", "bureau").order_by("until", "id"):
        occasion = f"term until {each.until:%F} {each.number}"
        yield partial(
            tell, "appointment.ending", each.user_id, each.bureau, docket=each.docket, occasion=occasion
        )


@sweeper
def terms_over(today: date) -> Iterator[Callable[[], object]]:
    """聘期届满"""
    due = Appointment.objects.filter(state=Appointment.State.SERVING, until__lt=today)
    for appointment in due.select_related("docket", "bureau").order_by("until", "id"):
        yield partial(perform, let_term_end, appointment, SYSTEM)
