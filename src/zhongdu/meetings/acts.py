"""What may be done with meetings, from the plan to the minutes."""

from zhongdu.acts.registry import follows
from zhongdu.bureaus.acts import settling
from zhongdu.meetings import sweeping  # noqa: F401 declares the symposium's check
from zhongdu.meetings.attending import (
    accept_invitation,
    decline_invitation,
    sign_in,
    strike_attendance,
    tick_in,
)
from zhongdu.meetings.holding import (
    hold_meeting,
    issue_minutes,
    record_view,
    take_back_minutes,
    write_minutes,
)
from zhongdu.meetings.planning import call_off_meeting, change_meeting, invite_supervisors, plan_meeting

__all__ = [
    "accept_invitation",
    "call_off_meeting",
    "change_meeting",
    "decline_invitation",
    "hold_meeting",
    "invite_supervisors",
    "issue_minutes",
    "plan_meeting",
    "record_view",
    "sign_in",
    "strike_attendance",
    "take_back_minutes",
    "tick_in",
    "write_minutes",
]

follows(hold_meeting)(settling("symposium"))
