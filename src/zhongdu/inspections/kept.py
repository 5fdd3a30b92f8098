"""Results of inspections are published regularly."""

from datetime import date
from typing import Any

from django.db.models import Max

from zhongdu.duties.standing import Standing, how_often, is_recent, last_time, standing
from zhongdu.inspections.models import Inspection
from zhongdu.law.governing import Law

PUBLISHED_EVERY = how_often("inspections.published_every", "检查结果多久公布一次（法规只写“定期”）")


@standing("inspection.results_published")
def results_are_published(bureau: Any, law: Law, today: date) -> Standing:
    """A result was published lately; while none is closed there is none to publish."""
    closed = Inspection.objects.filter(bureau=bureau, state=Inspection.State.CLOSED)
    last = closed.aggregate(last=Max("published_on"))["last"]
    if not closed.filter(published_on=None).exists():
        return Standing(met=True, shown="没有等着公布的结果")
    return Standing(is_recent(last, PUBLISHED_EVERY, bureau, today), shown=last_time(last))
