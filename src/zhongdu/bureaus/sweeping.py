"""Standing duties, checked each night: opened when they are not met, met when they are."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from django.db.models import Q

from zhongdu.acts.performing import perform
from zhongdu.bureaus import acts
from zhongdu.bureaus.models import Office
from zhongdu.duties.models import Duty
from zhongdu.duties.standing import CHECKS, is_owed, met_among
from zhongdu.duties.sweep import sweeper
from zhongdu.law.governing import governing
from zhongdu.scope.actor import SYSTEM


@sweeper
def standing_duties(today: date) -> Iterator[Callable[[], object]]:
    """常设义务"""
    for office in Office.objects.select_related("bureau", "docket").filter(
        Q(bureau__until=None) | Q(bureau__until__gte=today)
    ):
        law, owing = governing(office.bureau, today), _owing(office)
        for concept, check in CHECKS.items():
            if not is_owed(office.bureau, law, concept):
                if concept in owing:
                    yield partial(perform, acts.find_over, office, SYSTEM, concept=concept)
                continue
            rows = owing.get(concept, [])
            for row in met_among(rows, office.bureau, law, today):
                yield partial(perform, acts.find_met, office, SYSTEM, concept=concept, due=row.due)
            found = check(office.bureau, law, today)
            # A year that went by without it stays owed, and the new one is owed beside it.
            if not found.met and (not rows or (found.due and found.due not in {row.due for row in rows})):
                yield partial(perform, acts.find_owing, office, SYSTEM, concept=concept, due=found.due)


def _owing(office: Office) -> dict[str, list[Duty]]:
    """The open standing duties on the bureau's docket, by concept."""
    found: dict[str, list[Duty]] = {}
    for row in Duty.objects.open().filter(docket=office.docket_id, standing=True).order_by("id"):
        found.setdefault(row.concept, []).append(row)
    return found
