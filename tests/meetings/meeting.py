"""A meeting at every step: what the tests of meetings begin with."""

from datetime import datetime, timedelta
from typing import Any

from watching import supervisor
from world import Place
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.kit import doors
from zhongdu.meetings import acts
from zhongdu.meetings.models import Invitation, Meeting
from zhongdu.scope.roles import Role


def planned(place: Place, sort: str = "symposium", days: int = 10, **more: Any) -> Meeting:
    told: dict[str, Any] = {
        "title": "年度座谈会", "starts_at": clock.now() + timedelta(days=days), "where": "三楼会议室",
        "agenda": "一、通报工作\n二、听取意见",
    }  # fmt: skip
    return perform(
        acts.plan_meeting, place.office, place.officer(Role.LIAISON), sort=sort, **{**told, **more}
    )


def called(place: Place, sort: str = "symposium", days: int = 10, **more: Any) -> Meeting:
    return perform(
        acts.invite_supervisors,
        planned(place, sort, days, **more),
        place.officer(Role.LIAISON),
        everybody=True,
    )


def asked(meeting: Meeting, term: Any) -> Invitation:
    rows = Invitation.objects.select_related("docket", "bureau", "meeting__docket")
    return rows.get(meeting=meeting, user=term.user_id)


def come(meeting: Meeting, term: Any, at: datetime | None = None) -> Invitation:
    """They scan the code at the door."""
    code = doors.made(meeting.door, at or clock.now())
    return perform(acts.sign_in, asked(meeting, term), supervisor(term), code=code)


def held(place: Place, *terms: Any, sort: str = "symposium") -> Meeting:
    """Called for today, those given signed in, and held."""
    meeting = called(place, sort, days=0)
    for term in terms:
        come(meeting, term)
    return perform(acts.hold_meeting, meeting, place.officer(Role.LIAISON), minutes=120)
