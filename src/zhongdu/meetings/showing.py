"""What both faces show of meetings: chips, steps, what it is."""

from typing import Any

from zhongdu.kit.parts import Chip, Fact, Step, Tone
from zhongdu.law.governing import Law
from zhongdu.meetings.models import Invitation, Meeting
from zhongdu.meetings.planning import basis

_TONES: dict[str, Tone] = {
    Meeting.State.PLANNED: "neutral",
    Meeting.State.CALLED: "info",
    Meeting.State.HELD: "warn",
    Meeting.State.MINUTED: "good",
    Meeting.State.CALLED_OFF: "quiet",
    Invitation.State.ASKED: "warn",
    Invitation.State.COMING: "info",
    Invitation.State.DECLINED: "quiet",
    Invitation.State.ATTENDED: "good",
}
_ORDER = (Meeting.State.PLANNED, Meeting.State.CALLED, Meeting.State.HELD, Meeting.State.MINUTED)
_LABELS = ("筹备", "通知、签到", "召开、写纪要", "印发纪要")


def chip(matter: Any) -> Chip:
    return Chip(matter.get_state_display(), _TONES[matter.state])


def presence(invitation: Invitation) -> Chip:
    """Whether somebody was there; while it is still ahead, what they replied."""
    if invitation.meeting.is_over and invitation.state != Invitation.State.ATTENDED:
        return Chip("没有到会", "quiet")
    return chip(invitation)


def steps(meeting: Meeting) -> list[Step]:
    if meeting.state == Meeting.State.CALLED_OFF:
        return [Step(_LABELS[0], "done"), Step("取消", "stopped")]
    at = _ORDER.index(Meeting.State(meeting.state)) + (meeting.state == Meeting.State.MINUTED)
    return [
        Step(label, "done" if place < at else "now" if place == at else "ahead")
        for place, label in enumerate(_LABELS)
    ]


def facts(meeting: Meeting, law: Law) -> list[Fact]:
    bound = basis(meeting.bureau, law, meeting.sort)
    kind = meeting.get_sort_display() + ("" if bound else "（本局做法）")
    lasted = f"{meeting.minutes}分钟" if meeting.minutes else ""
    said = [("哪一种会", kind, str(bound.address) if bound else ""), ("地点", meeting.where, ""), ("开了多久", lasted, "")]  # fmt: skip
    return [Fact(label, value, clause) for label, value, clause in said if value]
