"""Publicity of laws, regulations and policies as a standing duty: met by activities done, in the way the law names.

That cases are exposed is another duty of the same article, met by exposures (``cases.kept``)."""

from datetime import date
from typing import Any

from django.db.models import Max

from zhongdu.duties.standing import Standing, is_recent, last_time, standing
from zhongdu.law.governing import Law
from zhongdu.publicity.models import Activity
from zhongdu.publicity.rules import DUTY, OF_THE_DUTY, PUBLICITY_EVERY, named_way


@standing(DUTY)
def laws_are_made_known(bureau: Any, law: Law, today: date) -> Standing:
    """Laws, regulations or policies were made known lately; where the law names a way, by that way."""
    rows = Activity.objects.filter(
        bureau=bureau, state=Activity.State.DONE, topic__in=OF_THE_DUTY, on__lte=today
    )
    way = named_way(law)
    last = (rows.filter(way=way) if way else rows).aggregate(last=Max("on"))["last"]
    shown = last_time(last)
    if way and last is None and rows.exists():
        shown = f"做过宣传，还没有用{Activity.Way(way).label}的"
    return Standing(is_recent(last, PUBLICITY_EVERY, bureau, today), shown=shown)
