"""Whoever was at a meeting has served that long: counted with the deed that says it was held, for all of them at once."""

from typing import Any

from django.db.models import Sum

from zhongdu.acts.performing import Doing, Opening
from zhongdu.acts.registry import act, follows
from zhongdu.meetings.acts import hold_meeting
from zhongdu.meetings.queries import Meeting, attended
from zhongdu.scope.roles import Role
from zhongdu.service.models import Stint
from zhongdu.service.rules import fits

State = Stint.State


@act(on=Meeting, when=Meeting.OVER, by=Role.SYSTEM, under="service.record")
def count_attendance(meeting: Meeting, deed: Doing) -> None:
    """到会时长记入服务

    Confirmed by the sign-in; whose day is full already has it entered by an officer, if it is to count.
    """
    people = list(attended(meeting))
    already = _minutes_of_the_day(meeting, [each.user_id for each in people])
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


def _minutes_of_the_day(meeting: Meeting, users: list[int]) -> dict[int, int]:
    """What each has entered for that day already."""
    rows = (
        Stint.objects.filter(user_id__in=users, on__isnull=False)
        .filter(on=meeting.held_on)
        .exclude(state=State.DECLINED)
    )
    return dict(rows.order_by().values_list("user_id").annotate(Sum("minutes")))


@follows(hold_meeting)
def _counted(deed: Any, meeting: Meeting) -> None:
    deed.then(count_attendance, meeting)
