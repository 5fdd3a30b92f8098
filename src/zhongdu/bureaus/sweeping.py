"""Standing duties, checked each night: opened when they are not met, met when they are, and not forgotten in between."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from django.db.models import Count, Max, Q

from zhongdu.acts.performing import perform
from zhongdu.bureaus import acts
from zhongdu.bureaus.models import Office
from zhongdu.bureaus.owing import is_time
from zhongdu.duties.board import OWED_NOW
from zhongdu.duties.models import Duty
from zhongdu.duties.standing import CHECKS, is_owed, met_among
from zhongdu.duties.sweep import sweeper
from zhongdu.law.governing import governing
from zhongdu.law.shelves import schedule
from zhongdu.record.models import Event
from zhongdu.scope.actor import SYSTEM


@sweeper
def standing_duties(today: date) -> Iterator[Callable[[], object]]:
    """常设义务"""
    for office in Office.objects.select_related("bureau", "docket").filter(_still_there(today)):
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


def _still_there(today: date) -> Q:
    return Q(bureau__until=None) | Q(bureau__until__gte=today)


def _owing(office: Office) -> dict[str, list[Duty]]:
    """The open standing duties on the bureau's docket, by concept."""
    found: dict[str, list[Duty]] = {}
    for row in Duty.objects.open().filter(docket=office.docket_id, standing=True).order_by("id"):
        found.setdefault(row.concept, []).append(row)
    return found


@sweeper
def still_owed(today: date) -> Iterator[Callable[[], object]]:
    """欠着的常设义务，到了本局定的日子提醒局负责人"""
    if not schedule().is_working(today):
        return
    found = Duty.objects.open().filter(OWED_NOW, since__lt=today).order_by().values_list("bureau")
    owing: dict[int, int] = dict(found.annotate(n=Count("pk")))
    offices = Office.objects.select_related("bureau", "docket").filter(_still_there(today), bureau__in=owing)
    asked = Event.objects.filter(docket__in=offices.values("docket"), act=acts.remind_of_owed.name)
    reminded = dict(asked.order_by().values_list("docket").annotate(last=Max("on")))
    for office in offices.order_by("id"):
        if is_time(office, reminded.get(office.docket_id), today):
            yield partial(perform, acts.remind_of_owed, office, SYSTEM, n=owing[office.bureau_id])
