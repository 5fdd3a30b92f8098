"""What falls due in an inspection: things demanded, things sealed. The team is told while there is time."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any

from zhongdu.acts.performing import perform
from zhongdu.duties.standing import Standing, standing
from zhongdu.duties.sweep import sweeper
from zhongdu.inspections.acts import remind_of_demand, remind_of_sealing
from zhongdu.inspections.demanding import BEFORE
from zhongdu.inspections.models import Demand, DemandItem, Inspection, Sealing
from zhongdu.inspections.rules import WARNING, too_few
from zhongdu.law.governing import Law
from zhongdu.scope.actor import SYSTEM
from zhongdu.scope.models import Post
from zhongdu.scope.roles import Role


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


@standing("government.support")
def there_is_a_team_to_inspect(bureau: Any, law: Law, today: date) -> Standing:
    """Met while as many people as an inspection takes hold a post and a valid certificate. Of leadership and money a
    system sees nothing; whether there is a team it does, and who has none can show its government so."""
    if bureau.level not in law.rule("level.inspecting").rule.levels:
        return Standing(met=True)
    posts = Post.objects.filter(bureau=bureau, role=Role.INSPECTOR, since__lte=today, until=None)
    able = posts.exclude(certificate="").filter(certificate_until__gte=today)
    least = law.rule("inspection.officers").rule.min
    return Standing(met=not too_few(able.values("user").distinct().count(), least))
