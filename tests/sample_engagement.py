"""Meetings of the sample world, and what else brings a bureau and its supervisors together."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from watching import photo
from zhongdu.acts.performing import perform
from zhongdu.briefings import acts as briefings
from zhongdu.calendar import clock
from zhongdu.kit import doors
from zhongdu.meetings import acts as meetings
from zhongdu.meetings.queries import Invitation
from zhongdu.publicity import acts as publicity
from zhongdu.publicity.queries import Part
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role
from zhongdu.training import acts as training
from zhongdu.training.queries import Study


@dataclass(kw_only=True)
class OfEngagement:
    """The part of the world that is meetings, and what is sent."""

    meeting: Any = None  # held today, its minutes issued
    ahead: Any = None  # called for today, signing in
    invitation: Any = None  # the supervisor's to the first
    asked: Any = None  # and to the second
    briefing: Any = None  # a document with a file, sent to the supervisor
    bulletin: Any = None  # with figures keyed in, sent
    drafted_bulletin: Any = None  # one being written
    course: Any = None  # with a file and a test of one question
    study: Any = None  # the supervisor completed it
    learning: Any = None  # another's, under way
    classroom: Any = None  # taught in a room, called for today
    activity: Any = None  # publicity done today, with a photograph; the supervisor took part
    part: Any = None  # theirs in it
    planned_publicity: Any = None  # for today, nobody asked yet


def engage(world: Any, me: Actor) -> None:
    """A symposium with a view and minutes, and a special meeting that signs in now."""
    _meet(world, me)
    _send(world)
    _teach(world)
    _publicise(world)


def _meet(world: Any, me: Actor) -> None:
    place, liaison = world.beijing, world.beijing.officer(Role.LIAISON)
    for name, sort in (("meeting", "symposium"), ("ahead", "special")):
        planned = perform(
            meetings.plan_meeting, place.office, liaison, sort=sort, title=f"示例{name}", agenda="听取意见",
            starts_at=clock.now() - timedelta(minutes=5), where="示例会议室",
        )  # fmt: skip
        setattr(world, name, perform(meetings.invite_supervisors, planned, liaison, everybody=True))
    world.invitation, world.asked = (
        Invitation.objects.get(meeting=each, user=me.user_id) for each in (world.meeting, world.ahead)
    )
    perform(meetings.sign_in, world.invitation, me, code=doors.made(world.meeting.door, clock.now()))
    told = {"speaker": world.invitation.number, "words": "示例意见原话", "gist": "示例意见摘要"}
    perform(meetings.record_view, world.meeting, liaison, **told)
    perform(meetings.hold_meeting, world.meeting, liaison, minutes=60)
    perform(meetings.write_minutes, world.meeting, liaison, words="示例纪要")
    perform(meetings.issue_minutes, world.meeting, liaison)


def _send(world: Any) -> None:
    place, liaison, today = world.beijing, world.beijing.officer(Role.LIAISON), clock.today()
    world.briefing = perform(
        briefings.draft_briefing, place.office, liaison, sort="document", title="示例文件", files=[photo()]
    )
    period = {"since": today.replace(day=1), "until": today}
    figures = {
        "fund": "示例基金",
        "income": "100",
        "expenditure": "90",
        "balance": "10",
        "source": "示例报表",
    }
    for name in ("bulletin", "drafted_bulletin"):
        made = perform(briefings.draft_bulletin, place.office, liaison, title=f"示例{name}", **period)
        setattr(world, name, perform(briefings.enter_figures, made, liaison, **figures))
    for each in (world.briefing, world.bulletin):
        perform(briefings.send_briefing, each, liaison, who=[world.appointment.number])


def _teach(world: Any) -> None:
    liaison = world.beijing.officer(Role.LIAISON)
    made = perform(
        training.draft_course,
        world.beijing.office,
        liaison,
        title="示例课程",
        files=[photo("navy")],
        minutes=30,
        draws=1,
    )
    perform(training.add_question, made, liaison, text="示例题目", options="*对\n错")
    world.course = perform(training.open_course, made, liaison, everybody=True)
    world.study, world.learning = (
        Study.objects.get(course=made, user=term.user_id) for term in (world.appointment, world.colleague)
    )
    perform(training.note_completion, world.study, liaison, reason="现场培训")
    who = Actor(user_id=world.colleague.user_id, roles=frozenset({Role.ANYONE, Role.SUPERVISOR}))
    perform(training.begin_test, world.learning, who)
    in_room = perform(
        training.draft_course,
        world.beijing.office,
        liaison,
        title="示例现场课",
        body="示例",
        minutes=30,
        in_class=True,
    )
    in_room = perform(training.open_course, in_room, liaison, everybody=True)
    soon = clock.now() + timedelta(minutes=1)
    world.classroom = perform(training.call_class, in_room, liaison, at=soon, where="示例会议室")


def _publicise(world: Any) -> None:
    place, liaison, today = world.beijing, world.beijing.officer(Role.LIAISON), clock.today()
    told = {"topic": "laws", "way": "on_site", "on": today, "where": "示例广场"}
    for name in ("activity", "planned_publicity"):
        made = perform(publicity.plan_publicity, place.office, liaison, title=f"示例{name}", **told)
        setattr(world, name, made)
    perform(publicity.ask_to_take_part, world.activity, liaison, who=[world.appointment.number])
    world.activity = perform(
        publicity.record_publicity,
        world.activity,
        liaison,
        on=today,
        minutes=60,
        account="示例情况",
        files=[photo()],
    )
    perform(publicity.note_taking_part, world.activity, liaison, who=[world.appointment.number])
    world.part = Part.objects.get(activity=world.activity)
