"""The minutes on paper: when, where, who was there in numbers, what was said and resolved, and the views brought."""

from typing import Any

from zhongdu import papers, vault
from zhongdu.calendar import clock
from zhongdu.kit import doors
from zhongdu.kit.matters import band
from zhongdu.law.governing import governing
from zhongdu.law.reliance import rests_on
from zhongdu.meetings.holding import gists_of, minutes_of
from zhongdu.meetings.models import Meeting
from zhongdu.meetings.queries import tally
from zhongdu.papers import word
from zhongdu.roster.queries import names


def pdf_of(meeting: Meeting) -> bytes:
    return papers.render("notice", printed(meeting), title=_title(meeting))


def word_of(meeting: Meeting) -> bytes:
    return word.notice(printed(meeting))


def _title(meeting: Meeting) -> str:
    return f"{meeting.title}纪要"


@rests_on("symposium", "special_meeting", kind="paper")
def printed(meeting: Meeting) -> dict[str, Any]:
    """All that stands on it. Nobody is named who brought a view; who was there stands on the sheet to sign."""
    on = meeting.minuted_on or clock.today()
    law = governing(meeting.bureau, on)
    draft = "" if meeting.minuted_on else "（草稿，还没有印发。）"
    said = [line for line in minutes_of(meeting).splitlines() if line.strip()]
    views = _views(meeting)
    return {
        "dated": on,
        "title": _title(meeting),
        "body": [
            f"{draft}{_moment(meeting)}，{meeting.bureau.name}在{meeting.where}召开{meeting.title}，{_presence(meeting)}",
            {"heading": 1, "text": "一、议程"},
            *(line.strip() for line in meeting.agenda.splitlines() if line.strip()),
            {"heading": 1, "text": "二、会议情况"},
            *(said or ["（还没有写。）"]),
            {"heading": 1, "text": "三、监督员的意见"},
            *([f"{at}．{gist}" for at, gist in enumerate(views, start=1)] or ["会上没有提出意见。"]),
            *(["以上意见由本局逐条办理、答复，进展和结果在手机上查看。"] if views else []),
        ],
        "issuer": meeting.bureau.name,
        "issued": on,
        "demonstration": band(law) or None,
    }


def _views(meeting: Meeting) -> list[str]:
    """As they were when it was issued; until then, as they are."""
    if meeting.state == Meeting.State.MINUTED:
        return list(vault.read(meeting.number, "meeting_views").get("meeting_views", []))
    return list(gists_of(meeting).values())


def _presence(meeting: Meeting) -> str:
    found = tally(meeting)
    return f"应到监督员{found['all']}人，实到{found['attended']}人。"


def _moment(meeting: Meeting) -> str:
    at = meeting.starts_at.astimezone(clock.CHINA)
    return f"{at.year}年{at.month}月{at.day}日{at.hour}时{at.minute:02d}分"


def sheet_of(meeting: Meeting) -> bytes:
    """The sheet at the door; whoever has scanned is on it already."""
    rows = meeting.invitations.select_related("docket", "appointment__docket").order_by(
        "appointment__letter_number", "id"
    )
    called = names(row.appointment for row in rows)
    lines = [
        (called[row.appointment.number], row.appointment.letter_number, row.get_way_display()) for row in rows
    ]
    return doors.sheet(meeting, meeting.title, meeting.starts_at, meeting.where, lines)
