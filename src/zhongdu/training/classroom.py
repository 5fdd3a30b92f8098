"""A course taught in a room: called for an hour and a place, signed in at the door, and over for those who were there."""

from datetime import datetime
from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.calendar import clock
from zhongdu.kit import doors
from zhongdu.law.governing import Law
from zhongdu.messages.telling import tell_many, told
from zhongdu.record.keeping import random_number
from zhongdu.scope.roles import Role
from zhongdu.training.learning import LEARNER, certify
from zhongdu.training.models import TEACHERS, Course, Study
from zhongdu.training.rules import LAW

State, Way = Study.State, Study.Way


def awaited(course: Course) -> Any:
    """Those who take a course and were at no class of it yet."""
    rows = course.studies.filter(state=State.ASSIGNED, attended_at=None)
    return rows.select_related("docket", "appointment__docket").order_by("id")


def there(course: Course) -> Any:
    """Those who signed in to a course's class and have not completed it."""
    rows = course.studies.filter(state=State.ASSIGNED).exclude(attended_at=None)
    return rows.select_related("docket", "bureau", "course", "appointment__docket").order_by("id")


def _somebody_is_awaited(course: Course, law: Law) -> str:
    if not course.in_class:
        return "这门课不用到现场听。"
    return "" if awaited(course).exists() else "请到的人都听过了。"


@act(on=Course, when=[Course.State.OPEN], by=TEACHERS, under=LAW, provided=_somebody_is_awaited)
def call_class(
    course: Course,
    deed: Doing,
    *,
    at: Annotated[datetime, Says("上课时间")],
    where: Annotated[str, Says("上课地点", plain=True, most=120)],
) -> None:
    """通知上课

    Those who take the course and have been at no class of it are asked to one; doing it again moves it.
    """
    if at <= clock.now():
        deed.refuse("in_the_past", "上课时间要在以后。", beside="at")
    course.class_at, course.class_where = at, where
    course.door = course.door or f"{random_number()}-{random_number()}"
    people = [(each.user_id, each.docket) for each in awaited(course)]
    deed.note(asked=len(people))
    tell_many("training.class", people, course.bureau, occasion=deed.id)


def _class_day(study: Study, law: Law) -> str:
    course = study.course
    if course.state != Course.State.OPEN or course.class_at is None:
        return "现在没有课可以签到。"
    if study.attended_at:
        return "已经签到了。"
    return "" if clock.today() >= clock.day_of(course.class_at) else "还没有到上课那一天。"


@act(on=Study, when=[State.ASSIGNED], by=LEARNER, under="training", provided=_class_day)
def sign_in_to_class(
    study: Study, deed: Doing, *, code: Annotated[str, Says("签到码", plain=True, most=60)]
) -> None:
    """上课签到

    Whoever is in the room scans the code on the screen there, which changes twice a minute.
    """
    doors.check(deed, code, study.course.door or "")
    study.attended_at, study.way = clock.now(), Way.CODE


@act(on=Study, when=[State.ASSIGNED], by=TEACHERS, under="training", provided=_class_day)
def tick_in_to_class(
    study: Study,
    deed: Doing,
    *,
    reason: Annotated[
        str, Says("为什么由工作人员登记", hint="如：没有带手机；纸质签到表上有签名。", words=True, most=200)
    ],
) -> None:
    """登记到课

    Somebody is there who cannot scan: an officer says so, and why.
    """
    study.attended_at, study.way = clock.now(), Way.BY_HAND


@told("training.class_struck")
@act(
    on=Study, when=[State.ASSIGNED], by=TEACHERS,
    provided=lambda study, law: "" if study.attended_at else "没有签到。",
)  # fmt: skip
def strike_class(
    study: Study, deed: Doing, *, reason: Annotated[str, Says("原因", words=True, most=200)]
) -> None:
    """撤销上课签到

    Somebody was signed in who is not there.
    """
    study.attended_at, study.way = None, ""


def _over(course: Course, law: Law) -> str:
    if course.class_at is None:
        return "还没有通知上课。"
    if clock.now() < course.class_at:
        return "还没有到上课时间。"
    return "" if there(course).exists() else "还没有人签到。"


@act(
    on=Course, when=[Course.State.OPEN], by=TEACHERS, under=LAW, provided=_over,
    tells="登记以后不能再签到：没有测验的课，签到的人就此完成，有证书，学时记入服务时长；没有来的，可以再通知一次。",
)  # fmt: skip
def end_class(course: Course, deed: Doing) -> None:
    """登记已上课

    The class took place. Who signed in has completed a course without a test; with one, may take it now.
    """
    was_there = list(there(course))
    deed.note(attended=len(was_there), missed=awaited(course).count(), at=f"{course.class_at:%F %H:%M}")
    course.class_at, course.class_where, course.door = None, "", None
    if not course.has_test:
        for study in was_there:
            deed.then(finish_class, study)


@told("training.completed")
@act(on=Study, moves={State.ASSIGNED: State.COMPLETED}, by=Role.SYSTEM, under="training")
def finish_class(study: Study, deed: Doing) -> None:
    """听完现场的课

    Follows for each who was there.
    """
    certify(study, deed)
