"""What falls due in an inspection: things demanded, things sealed. The team is told while there is time."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from zhongdu.acts.performing import perform
from zhongdu.duties.sweep import sweeper
from zhongdu.inspections.acts import remind_of_demand, remind_of_sealing
from zhongdu.inspections.demanding import BEFORE
from zhongdu.inspections.models import Demand, DemandItem, Inspection, Sealing
from zhongdu.inspections.rules import WARNING
from zhongdu.scope.actor import SYSTEM


@sweeper
def demands_nearly_due(today: date) -> Iterator[Callable[[], object]]:
    """要求提供的资料快到期"""
    waiting = DemandItem.objects.filter(given=DemandItem.Given.WAITING).values("demand")
    due = Demand.objects.filter(
        pk__in=waiting,
        reminded_on=None,
        until__lte=today + BEFORE,
        inspection__state=Inspection.State.UNDER_WAY,
    )
    for demand in due.select_related("inspection__docket", "inspection__bureau").order_by("until", "id"):
        yield partial(perform, remind_of_demand, demand.inspection, SYSTEM, demand=demand.number)


@sweeper
def sealings_nearly_over(today: date) -> Iterator[Callable[[], object]]:
    """封存快到期"""
    due = Sealing.objects.filter(state=Sealing.State.HELD, reminded_on=None, until__lte=today + WARNING)
    for sealing in due.select_related("docket", "bureau").order_by("until", "id"):
        yield partial(perform, remind_of_sealing, sealing, SYSTEM)
