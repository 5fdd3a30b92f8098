"""A word on the day before, to those who take part."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial

from zhongdu.duties.sweep import sweeper
from zhongdu.messages.telling import tell_many
from zhongdu.publicity.models import Activity, Part


@sweeper
def publicity_tomorrow(today: date) -> Iterator[Callable[[], object]]:
    """明天有宣传活动的，提醒要参加的人"""
    coming = Activity.objects.filter(state=Activity.State.PLANNED, on=today + timedelta(days=1))
    for activity in coming.select_related("docket", "bureau").order_by("id"):
        rows = activity.parts.filter(state=Part.State.COMING).select_related("docket").order_by("id")
        if people := [(each.user_id, each.docket) for each in rows]:
            occasion = f"{activity.number} {activity.on:%F}"
            yield partial(tell_many, "publicity.tomorrow", people, activity.bureau, occasion=occasion)
