"""Meetings of the sample world, and what else brings a bureau and its supervisors together."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.meetings import acts as meetings
from zhongdu.meetings import codes
from zhongdu.meetings.queries import Invitation
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role


@dataclass(kw_only=True)
class OfEngagement:
    """The part of the world that is meetings."""

    meeting: Any = None  # held today, its minutes issued
    ahead: Any = None  # called for today, signing in
    invitation: Any = None  # the supervisor's to the first
    asked: Any = None  # and to the second


def engage(world: Any, me: Actor) -> None:
    """A symposium with a view and minutes, and a special meeting that signs in now."""
    _meet(world, me)


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
