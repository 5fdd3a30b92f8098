"""Standing duties, checked each night: opened when they are not met, met when they are."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Q

from zhongdu.acts.performing import perform
from zhongdu.bureaus import acts
from zhongdu.bureaus.models import Office
from zhongdu.duties.standing import CHECKS, Standing, owed_by, standing
from zhongdu.duties.sweep import sweeper
from zhongdu.law.governing import Law, governing
from zhongdu.scope.actor import SYSTEM
from zhongdu.scope.models import Post
from zhongdu.scope.roles import Role


@sweeper
def standing_duties(today: date) -> Iterator[Callable[[], object]]:
    """常设义务"""
    for office in Office.objects.select_related("bureau", "docket").filter(
        Q(bureau__until=None) | Q(bureau__until__gte=today)
    ):
        law = governing(office.bureau, today)
        for concept, check in CHECKS.items():
            if not owed_by(office.bureau, law, concept):
                continue
            found, owing = check(office.bureau, law, today), acts.owes(office, concept)
            if not found.met and not owing:
                yield partial(perform, acts.find_owing, office, SYSTEM, concept=concept, due=found.due)
            elif found.met and owing:
                yield partial(perform, acts.find_met, office, SYSTEM, concept=concept)


@standing("liaison")
def liaison_is_named(bureau: Any, law: Law, today: date) -> Standing:
    """A person where the measure wants a person; where it names a department, having one is enough."""
    if law.rule("liaison").rule.wants == "department":
        return Standing(met=Post.objects.filter(bureau=bureau, until=None).exists())
    return Standing(met=Post.objects.filter(bureau=bureau, role=Role.LIAISON, until=None).exists())


@standing("hotline")
def hotline_is_public(bureau: Any, law: Law, today: date) -> Standing:
    return Standing(met=bool(bureau.hotline))
