"""Terms that ran out yesterday or before end by themselves; those that soon will are brought to mind."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

from zhongdu.acts.performing import perform
from zhongdu.duties.standing import Standing, standing
from zhongdu.duties.sweep import sweeper
from zhongdu.law.governing import Law
from zhongdu.law.rule import Strength
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


@standing("pool")
def pool_is_kept(bureau: Any, law: Law, today: date) -> Standing:
    """Somebody serves there, or at a bureau below: a pool nobody is in was not built, or has run dry. Where the text only
    aims at one (逐步建立), none is owed."""
    if law.rule("pool").rule.strength is not Strength.MUST:
        return Standing(met=True)
    inside = Appointment.objects.filter(
        bureau__path__startswith=bureau.path,
        state=Appointment.State.SERVING,
        since__lte=today,
        until__gte=today,
    )
    return Standing(met=inside.exists())
