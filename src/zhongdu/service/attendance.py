"""Whoever was at a meeting has served that long, and whoever completed a course: counted with the very deed."""

from datetime import date
from typing import Any

from django.db.models import Sum

from zhongdu.acts.performing import Doing, Opening
from zhongdu.acts.registry import act, follows
from zhongdu.meetings.acts import hold_meeting
from zhongdu.meetings.queries import Meeting, attended
from zhongdu.scope.roles import Role
from zhongdu.service.models import Stint
from zhongdu.service.rules import fits
from zhongdu.training.acts import complete_study, hand_in_test, note_completion
from zhongdu.training.queries import Study

State = Stint.State


@act(on=Meeting, when=Meeting.OVER, by=Role.SYSTEM, under="service.record")
def count_attendance(meeting: Meeting, deed: Doing) -> None:
    """到会时长记入服务

    Confirmed by the sign-in; whose day is full already has it entered by an officer, if it is to count.
    """
    people = list(attended(meeting))
    already = _minutes_of_the_day(meeting.held_on, [each.user_id for each in people])
    people = [each for each in people if fits(meeting.minutes or 0, [already.get(each.user_id, 0)])]
    deed.open_many(
        Stint,
        meeting.bureau,
        State.CONFIRMED,
        [
            Opening(
                {
                    "appointment": each.appointment, "user_id": each.user_id, "sort": Stint.Kind.MEETING,
                    "on": meeting.held_on, "minutes": meeting.minutes,
                },
                {"service_words": meeting.title},
                {},
            )
            for each in people
        ],
    )  # fmt: skip
    deed.note(counted=len(people))


def _minutes_of_the_day(day: date | None, users: list[int]) -> dict[int, int]:
    """What each has entered for a day already."""
    rows = (
        Stint.objects.filter(user_id__in=users, on__isnull=False).filter(on=day).exclude(state=State.DECLINED)
    )
    return dict(rows.order_by().values_list("user_id").annotate(Sum("minutes")))


@follows(hold_meeting)
def _counted(deed: Any, meeting: Meeting) -> None:
    deed.then(count_attendance, meeting)


@act(
    on=Study, creates=Stint, when=[Study.State.COMPLETED], by=Role.SYSTEM, under=("service.record", "service.training")
)  # fmt: skip
def count_training(study: Study, deed: Doing) -> Stint:
    """学时记入服务

    A course completed counts as long as it is said to take, on the day it was completed; whose day is full already has it
    entered by an officer, if it is to count.
    """
    made = deed.open(
        Stint, study.bureau, State.CONFIRMED, appointment=study.appointment, user_id=study.user_id,
        sort=Stint.Kind.TRAINING, on=study.completed_on, minutes=study.course.minutes,
    )  # fmt: skip
    deed.keep(made, {"service_words": study.course.title})
    return made


@follows(complete_study)
@follows(hand_in_test)
@follows(note_completion)
def _learned(deed: Any, study: Study) -> None:
    if study.state != Study.State.COMPLETED:
        return
    already = _minutes_of_the_day(study.completed_on, [study.user_id])
    if fits(study.course.minutes, already.values()):
        deed.then(count_training, study)
