"""A course whose last day comes near is brought to mind, once."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial

from zhongdu.duties.sweep import sweeper
from zhongdu.messages.telling import tell_many
from zhongdu.training.models import Course, Study

SOON = timedelta(days=3)  # our own choice, in no law


@sweeper
def courses_nearly_due(today: date) -> Iterator[Callable[[], object]]:
    """快到期的课程，提醒还没有学完的人"""
    near = Course.objects.filter(state=Course.State.OPEN, until__range=(today, today + SOON))
    for course in near.select_related("docket", "bureau").order_by("id"):
        rows = course.studies.filter(state=Study.State.ASSIGNED).select_related("docket").order_by("id")
        if people := [(each.user_id, each.docket) for each in rows]:
            yield partial(
                tell_many, "training.due_soon", people, course.bureau, occasion=f"due {course.number}"
            )
