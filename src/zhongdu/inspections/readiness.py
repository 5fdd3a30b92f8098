"""Which bureaus have a team that can inspect at all.

A clause that has governments build up the regulators' team is no bureau's debt, and of leadership and money a system sees
nothing. Whether there is a team it does see: who has none can show it to whom it may concern.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from zhongdu.inspections.rules import too_few
from zhongdu.law.governing import Law
from zhongdu.law.pack import Bound
from zhongdu.law.reliance import rests_on
from zhongdu.scope.actor import Actor, territory
from zhongdu.scope.models import Bureau, Post
from zhongdu.scope.roles import Role


@dataclass(frozen=True)
class Short:
    """The bureaus of a territory where fewer may inspect than an inspection takes: (bureau, how many), and the clause."""

    least: int
    bureaus: list[tuple[str, int]]
    clause: str


@rests_on("government.support", kind="page")
def short_of_inspectors(actor: Actor, law: Law, today: date) -> Short | None:
    """None where every bureau an officer sees has its team, or where no clause asks for one."""
    bound: Bound | None = law.find("government.support")
    if bound is None:
        return None
    levels, least = law.rule("level.inspecting").rule.levels, law.rule("inspection.officers").rule.min or 0
    still = Q(until=None) | Q(until__gte=today)
    bureaus = Bureau.objects.filter(territory(actor, ""), still, level__in=levels).order_by("path")
    posts = Post.objects.filter(still, territory(actor), role=Role.INSPECTOR, since__lte=today)
    able = posts.exclude(certificate="").filter(certificate_until__gte=today)
    count = Counter(bureau for bureau, _ in able.order_by().values_list("bureau", "user").distinct())
    short = [(one.name, count[one.pk]) for one in bureaus if too_few(count[one.pk], least)]
    return Short(least, short, str(bound.address)) if short else None
