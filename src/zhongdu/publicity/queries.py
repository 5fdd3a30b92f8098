"""What other rooms and pages ask of publicity work."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from zhongdu import vault
from zhongdu.calendar import clock
from zhongdu.publicity.models import Activity, Part, Seen
from zhongdu.scope.actor import Actor

__all__ = ["Activity", "Part", "for_desk", "mine", "took_part", "was_read"]

State, Its = Activity.State, Part.State


def for_desk(actor: Actor) -> "QuerySet[Any]":
    """The publicity work an officer sees, each with how many supervisors were asked, come, and took part."""
    rows = Activity.objects.visible_to(actor).select_related("docket", "bureau", "led_by")
    return rows.annotate(
        asked=Count("parts"),
        coming=Count("parts", filter=Q(parts__state=Its.COMING)),
        there=Count("parts", filter=Q(parts__state=Its.TOOK_PART)),
    )


def parts_of(activity: Activity) -> "QuerySet[Any]":
    """Who was asked or took part, each with ``has_read``: whether they opened it."""
    rows = activity.parts.select_related("docket", "appointment__docket", "activity")
    return rows.annotate(has_read=Exists(Seen.objects.filter(part=OuterRef("pk"))))


def tally(activity: Activity) -> dict[str, int]:
    """How many stand where, by state; ``all`` and ``read``."""
    found = dict(activity.parts.order_by().values_list("state").annotate(Count("pk")))
    read = Seen.objects.filter(part__activity=activity).count()
    return {
        **{state.value: found.get(state.value, 0) for state in Its},
        "all": sum(found.values()),
        "read": read,
    }


def took_part(activity: Activity) -> "QuerySet[Part]":
    """Who took part."""
    rows = activity.parts.filter(state=Its.TOOK_PART)
    return rows.select_related("docket", "appointment__docket", "appointment__bureau").order_by("id")


def mine(actor: Actor) -> "QuerySet[Part]":
    """The publicity work a supervisor was asked to or took part in."""
    return Part.objects.filter(Part.held_by(actor)).select_related("docket", "activity__bureau")


def was_read(part: Part, actor: Actor) -> None:
    """It was opened by whom it is for."""
    if actor.user_id == part.user_id:
        Seen.objects.get_or_create(part=part, defaults={"at": clock.now()})


def account_of(activity: Activity) -> str:
    """How it went, in words."""
    return str(vault.read(activity.number, "publicity_account").get("publicity_account", ""))


# --- what waits ------------------------------------------------------------------------------------------
def waiting_for_officer(actor: Actor) -> list[tuple[str, int, str]]:
    """Work whose day has passed and that nobody has said was done."""
    past = Activity.objects.visible_to(actor).filter(state=State.PLANNED, on__lt=clock.today()).count()
    return (
        [("宣传日期已过，待登记开展", past, f"{reverse('desk:publicity')}?state={State.PLANNED}")]
        if past
        else []
    )


def waiting_for_supervisor(actor: Actor) -> list[tuple[str, int, str]]:
    """Work one was asked to take part in and has not replied to."""
    asked = mine(actor).filter(state=Its.ASKED, activity__state=State.PLANNED).count()
    return [("次宣传活动等您回复", asked, reverse("phone:publicity"))] if asked else []
