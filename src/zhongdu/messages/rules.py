"""When something is sent, and whether at all. Pure; the two choices are a bureau's own."""

from datetime import datetime, time, timedelta

from zhongdu.calendar.clock import CHINA
from zhongdu.scope.practices import practice

USES_SMS = practice(
    "messages.sms",
    "消息发不发短信",
    {"no": "不发短信，只在系统里说（设了邮件的也发邮件）", "yes": "也发短信"},
)

LEASE = timedelta(minutes=5)  # within this whoever took something on has sent it, or has died


def quiet_ends(now: datetime, begins: time, ends: time) -> datetime | None:
    """When the quiet hours that ``now`` lies in are over; none outside them, or where both hours are the same."""
    here = now.astimezone(CHINA)
    hour, over_midnight = here.time(), begins > ends
    if begins == ends or not (hour >= begins or hour < ends if over_midnight else begins <= hour < ends):
        return None
    day = here.date() + timedelta(days=over_midnight and hour >= begins)
    return datetime.combine(day, ends, CHINA)


def next_morning(now: datetime, ends: time) -> datetime:
    """Tomorrow, when the quiet hours are over."""
    return datetime.combine(now.astimezone(CHINA).date() + timedelta(days=1), ends, CHINA)


def day_began(now: datetime) -> datetime:
    return datetime.combine(now.astimezone(CHINA).date(), time(), CHINA)
