"""Whoever was at a meeting has served that long, completed a course, or took part in publicity: counted with the very deed."""

from datetime import date
from typing import Any

from django.db.models import Sum

from zhongdu.acts.performing import Doing, Opening
from zhongdu.acts.registry import act, follows
from zhongdu.meetings.acts import hold_meeting
from zhongdu.meetings.queries import Meeting, attended
from zhongdu.publicity.acts import note_taking_part, record_publicity, strike_taking_part
from zhongdu.publicity.queries import Activity, Part, took_part
from zhongdu.scope.roles import Role
from zhongdu.service.hours import outdate
from zhongdu.service.models import Stint
from zhongdu.service.rules import fits
from zhongdu.training.acts import complete_study, finish_class, hand_in_test, note_completion
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
@follows(finish_class)
@follows(hand_in_test)
@follows(note_completion)
def _learned(deed: Any, study: Study) -> None:
    if study.state != Study.State.COMPLETED:
        return
    already = _minutes_of_the_day(study.completed_on, [study.user_id])
    if fits(study.course.minutes, already.values()):
        deed.then(count_training, study)


# --- publicity -------------------------------------------------------------------------------------------
@act(on=Activity, when=[Activity.State.DONE], by=Role.SYSTEM, under="service.record")
def count_publicity(activity: Activity, deed: Doing) -> None:
    """参加宣传的时长记入服务

    Whoever entered publicity for that day already, or whose day is full, is not counted a second time; an officer
    enters it, if it is to count.
    """
    live = Stint.objects.exclude(state=State.DECLINED)
    people = list(took_part(activity).exclude(pk__in=live.filter(part__activity=activity).values("part")))
    users = [each.user_id for each in people]
    told = set(
        live.filter(user_id__in=users, sort=Stint.Kind.PUBLICITY, on=activity.on).values_list(
            "user_id", flat=True
        )
    )
    already, minutes = _minutes_of_the_day(activity.on, users), activity.minutes or 0
    counted = [
        each for each in people if each.user_id not in told and fits(minutes, [already.get(each.user_id, 0)])
    ]
    by_bureau: dict[Any, list[Part]] = {}
    for each in counted:  # hours belong to the bureau one serves, also where another one's work was joined
        by_bureau.setdefault(each.appointment.bureau, []).append(each)
    for bureau, parts in by_bureau.items():
        opened = [_of_publicity(each, activity) for each in parts]
        deed.open_many(Stint, bureau, State.CONFIRMED, opened)
    deed.note(counted=len(counted), left_out=len(people) - len(counted))


def _of_publicity(part: Part, activity: Activity) -> Opening:
    told = {
        "appointment": part.appointment,
        "user_id": part.user_id,
        "sort": Stint.Kind.PUBLICITY,
        "part": part,
    }
    day = {"on": activity.on, "minutes": activity.minutes}
    return Opening({**told, **day}, {"service_words": activity.title}, {})


@follows(record_publicity)
@follows(note_taking_part)
def _made_known(deed: Any, activity: Activity) -> None:
    if activity.is_done and took_part(activity).exists():
        deed.then(count_publicity, activity)


@act(on=Stint, moves={State.CONFIRMED: State.DECLINED}, by=Role.SYSTEM, under="service.record")
def uncount_publicity(stint: Stint, deed: Doing) -> None:
    """撤销参加宣传的时长

    Follows where somebody was noted who did not take part.
    """
    outdate(stint, deed)


@follows(strike_taking_part)
def _not_there(deed: Any, part: Part) -> None:
    for stint in Stint.objects.filter(part=part, state=State.CONFIRMED).select_related("docket", "bureau"):
        deed.then(uncount_publicity, stint)
