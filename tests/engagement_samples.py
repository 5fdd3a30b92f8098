"""A sample object for every page of meetings."""

from collections.abc import Callable
from typing import Any

from sampling import PASS, REDIRECT, Sample, of
from zhongdu.calendar import clock
from zhongdu.meetings import codes

ENGAGEMENT: dict[str, Callable[[Any], Sample]] = {
    "desk:meetings": lambda w: Sample(),
    "desk:meeting": lambda w: of(w.meeting),
    "desk:invitation": lambda w: of(w.invitation),
    "desk:tick_many": lambda w: of(w.ahead, answers=(REDIRECT,)),
    "desk:sign_in_code": lambda w: of(w.ahead),
    "desk:minutes_paper": lambda w: Sample({"number": w.meeting.number, "kind": "docx"}, w.meeting),
    "desk:sign_in_sheet": lambda w: of(w.ahead),
    "desk:invite_supervisors": lambda w: of(w.ahead),
    "desk:record_view": lambda w: of(w.meeting),
    "desk:write_minutes": lambda w: of(w.meeting),
    "desk:plan_meeting": lambda w: of(w.beijing.office),
    "desk:change_meeting": lambda w: of(w.ahead),
    "phone:meetings": lambda w: Sample(),
    "phone:invitation": lambda w: of(w.invitation),
    "phone:minutes_paper": lambda w: of(w.invitation),
    "phone:meeting_sign_in": lambda w: Sample(
        {"code": codes.made(w.ahead.door, clock.now())}, answers=(PASS, REDIRECT)
    ),
}
