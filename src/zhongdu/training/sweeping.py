"""A course whose last day comes near, and a class on its day before, are brought to mind, once."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial

from zhongdu.calendar.clock import CHINA
from zhongdu.duties.sweep import sweeper
from zhongdu.messages.telling import tell_many
from zhongdu.training.classroom import awaited
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


@sweeper
def classes_tomorrow(today: date) -> Iterator[Callable[[], object]]:
    """明天上课的，提醒请到的人"""
    begins = datetime.combine(today + timedelta(days=1), time(), CHINA)
    called = Course.objects.filter(
        state=Course.State.OPEN, class_at__gte=begins, class_at__lt=begins + timedelta(days=1)
    )
    for course in called.select_related("docket", "bureau").order_by("id"):
        people = [(each.user_id, each.docket) for each in awaited(course)]
        occasion = f"{course.number} {course.class_at:%F}"
        yield partial(tell_many, "training.class_tomorrow", people, course.bureau, occasion=occasion)
