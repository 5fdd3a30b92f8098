"""Meetings of the sample world, and what else brings a bureau and its supervisors together."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from watching import photo
from zhongdu.acts.performing import perform
from zhongdu.briefings import acts as briefings
from zhongdu.calendar import clock
from zhongdu.meetings import acts as meetings
from zhongdu.meetings import codes
from zhongdu.meetings.queries import Invitation
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role


@dataclass(kw_only=True)
class OfEngagement:
    """The part of the world that is meetings, and what is sent."""

    meeting: Any = None  # held today, its minutes issued
    ahead: Any = None  # called for today, signing in
    invitation: Any = None  # the supervisor's to the first
    asked: Any = None  # and to the second
    briefing: Any = None  # a document with a file, sent to the supervisor
    bulletin: Any = None  # with figures keyed in, sent
    unsent: Any = None  # a bulletin being written


def engage(world: Any, me: Actor) -> None:
    """A symposium with a view and minutes, and a special meeting that signs in now."""
    _meet(world, me)
    _send(world)


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
    perform(meetings.sign_in, world.invitation, me, code=codes.made(world.meeting.door, clock.now()))
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
    for name in ("bulletin", "unsent"):
        made = perform(briefings.draft_bulletin, place.office, liaison, title=f"示例{name}", **period)
        setattr(world, name, perform(briefings.enter_figures, made, liaison, **figures))
    for each in (world.briefing, world.bulletin):
        perform(briefings.send_briefing, each, liaison, who=[world.appointment.number])
