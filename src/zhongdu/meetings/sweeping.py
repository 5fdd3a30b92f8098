"""The symposium as a standing duty, as often as the measure says; and a word on the day before a meeting."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.db.models import Max

from zhongdu.calendar.clock import CHINA
from zhongdu.duties.standing import Standing, is_recent, last_time, standing
from zhongdu.duties.sweep import sweeper
from zhongdu.law.governing import Law
from zhongdu.meetings.models import Invitation, Meeting
from zhongdu.meetings.rules import SYMPOSIUM_EVERY, last_day
from zhongdu.messages.telling import tell_many


@standing("symposium")
def symposium_is_held(bureau: Any, law: Law, today: date) -> Standing:
    """As many symposia in the year as the measure wants; where it only says 定期, one within the bureau's own time."""
    rule = law.rule("symposium").rule
    held = Meeting.objects.filter(
        bureau=bureau, sort=Meeting.Kind.SYMPOSIUM, state__in=Meeting.OVER, held_on__lte=today
    )
    last = held.aggregate(last=Max("held_on"))["last"]
    if rule.every == "year":
        met = held.filter(held_on__gte=date(today.year, 1, 1)).count() >= rule.at_least
    else:
        met = is_recent(last, SYMPOSIUM_EVERY, bureau, today)
    return Standing(met, None if met else last_day(rule.every, today), last_time(last))


@sweeper
def meetings_tomorrow(today: date) -> Iterator[Callable[[], object]]:
    """明天开会的，提醒请到的人"""
    begins = datetime.combine(today + timedelta(days=1), time(), CHINA)
    coming = Meeting.objects.filter(
        state=Meeting.State.CALLED, starts_at__gte=begins, starts_at__lt=begins + timedelta(days=1)
    )
    for meeting in coming.select_related("docket", "bureau").order_by("id"):
        asked = meeting.invitations.exclude(state=Invitation.State.DECLINED).select_related("docket")
        people = [(each.user_id, each.docket) for each in asked.order_by("id")]
        yield partial(
            tell_many,
            "meeting.tomorrow",
            people,
            meeting.bureau,
            occasion=f"{meeting.number} {meeting.starts_at:%F}",
        )
