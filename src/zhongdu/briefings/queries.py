"""What other rooms and pages ask of briefings."""

from typing import Any

from django.db.models import BooleanField, Case, Count, F, QuerySet, When
from django.urls import reverse

from zhongdu.briefings.models import Briefing, Copy, Opened
from zhongdu.calendar import clock
from zhongdu.scope.actor import Actor

__all__ = ["Briefing", "for_desk", "mine", "tally", "was_read"]


def for_desk(actor: Actor) -> "QuerySet[Any]":
    """What an officer sees, each with how many got it and how many have opened it."""
    rows = Briefing.objects.visible_to(actor).select_related("docket", "bureau")
    return rows.annotate(sent=Count("copies"), read=Count("copies__opened"))


def tally(briefing: Briefing) -> dict[str, int]:
    """How many got it, and how many have opened it."""
    found: dict[str, int] = briefing.copies.aggregate(sent=Count("pk"), read=Count("opened"))
    return found


def copies_of(briefing: Briefing) -> "QuerySet[Any]":
    """Who got it, each with ``unread`` and ``opened_at``."""
    return _with_unread(briefing.copies.select_related("appointment__docket"))


def _with_unread(rows: Any) -> "QuerySet[Any]":
    unread = Case(When(opened=None, then=True), default=False, output_field=BooleanField())
    found: QuerySet[Any] = rows.annotate(unread=unread, opened_at=F("opened__at"))
    return found


def mine(actor: Actor) -> "QuerySet[Any]":
    """What a supervisor was sent, each with ``unread``."""
    rows = Copy.objects.filter(user_id=actor.user_id or 0)
    return _with_unread(rows.select_related("briefing__docket", "briefing__bureau"))


def was_read(briefing: Briefing, actor: Actor) -> None:
    """Their copy was opened by whom it was sent to."""
    if copy := briefing.copies.filter(user_id=actor.user_id or 0).first():
        Opened.objects.get_or_create(copy=copy, defaults={"at": clock.now()})


def waiting_for_supervisor(actor: Actor) -> list[tuple[str, int, str]]:
    """What they have not opened."""
    unread = mine(actor).filter(opened=None, briefing__state=Briefing.State.SENT).count()
    return [("份文件简报还没有看", unread, reverse("phone:briefings"))] if unread else []
