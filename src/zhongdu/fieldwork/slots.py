"""Agreed times: a supervisor whom several bureaus share is never asked to be in two places at once.

A visit may be agreed for a morning, an afternoon or a whole day. Each half-day is a row of its own, one a person, so
that the database itself keeps it; a refusal says that the time is taken and nothing of what for.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models

from zhongdu.acts.models import Guarded, GuardedSet
from zhongdu.acts.performing import Doing

TAKEN = "这位监督员那个时间已经另有安排，请另选时间，或者另选一位。"


class Half(models.TextChoices):
    MORNING = "am", "上午"
    AFTERNOON = "pm", "下午"


class Slot(Guarded):
    """A half-day that a visit has of its supervisor; given up when the visit will not be made."""

    visit = models.ForeignKey("fieldwork.Visit", models.PROTECT, related_name="slots")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    day = models.DateField("约定的日子")
    half = models.CharField("半天", max_length=2, choices=Half.choices)

    objects = GuardedSet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["day", "half"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "day", "half"],
                name="nobody_is_asked_to_be_in_two_places",
                violation_error_message=TAKEN,
            )
        ]


def halves(chosen: str) -> list[str]:
    """The half-days of what was chosen; nothing chosen is the whole day."""
    return [chosen] if chosen else list(Half.values)


def taken(user_ids: Collection[int], day: date, half: str) -> set[int]:
    """Which of these people (by id) already have that time taken, by whatever bureau."""
    rows = Slot.objects.filter(user_id__in=user_ids, day=day, half__in=halves(half))
    return set(rows.values_list("user_id", flat=True))


def agree(visit: Any, day: date, half: str, deed: Doing) -> None:
    """Take the time for a visit, or refuse: of two who ask at the same moment the database lets one."""
    wanted = [Slot(visit=visit, user_id=visit.user_id, day=day, half=each) for each in halves(half)]
    Slot.objects.bulk_create(wanted, ignore_conflicts=True)
    if Slot.objects.filter(visit=visit).count() < len(wanted):
        deed.refuse("time_taken", TAKEN, beside="day")


def give_up(visit: Any) -> None:
    Slot.objects.filter(visit=visit).delete()


def spoken(visit: Any) -> str:
    """ "11月30日上午"; "" where no time was agreed."""
    rows = list(visit.slots.all())
    if not rows:
        return ""
    half = rows[0].get_half_display() if len(rows) == 1 else ""
    return f"{rows[0].day.year}年{rows[0].day.month}月{rows[0].day.day}日{half}"
