"""Work is assigned as the bureau's daily supervision gives occasion."""

from datetime import date
from typing import Any

from zhongdu.calendar import clock
from zhongdu.duties.standing import Standing, how_often, is_recent, last_time, standing
from zhongdu.fieldwork.models import Visit
from zhongdu.law.governing import Law
from zhongdu.roster.queries import serving_at_or_above

ASSIGNED_EVERY = how_often("fieldwork.assigned_every", "指定工作多久安排一次（办法没有写）")


@standing("work.assigning")
def work_is_assigned(bureau: Any, law: Law, today: date) -> Standing:
    """Work was assigned lately. While nobody serves here or above there is nobody to assign any to."""
    if not serving_at_or_above(bureau, today).exists():
        return Standing(met=True, shown="没有在聘的监督员")
    visits = Visit.objects.filter(bureau=bureau, work=Visit.Work.ASSIGNED).order_by("-id")
    opened = visits.values_list("docket__opened_at", flat=True).first()
    last = clock.day_of(opened) if opened else None
    return Standing(is_recent(last, ASSIGNED_EVERY, bureau, today), shown=last_time(last))
