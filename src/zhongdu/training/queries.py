"""What other rooms and pages ask of training."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from zhongdu.scope.actor import Actor
from zhongdu.training.models import Course, Study
from zhongdu.training.rules import tidy

__all__ = ["Course", "Study", "by_code", "for_desk", "mine"]


def for_desk(actor: Actor) -> "QuerySet[Any]":
    """The courses an officer sees, each with how many take it and how many have completed it."""
    rows = Course.objects.visible_to(actor).select_related("docket", "bureau")
    done = Count("studies", filter=~Q(studies__state=Study.State.ASSIGNED))
    return rows.annotate(assigned=Count("studies"), done=done)


def mine(actor: Actor) -> "QuerySet[Study]":
    """What a supervisor is to learn and has learned."""
    return Study.objects.filter(Study.held_by(actor)).select_related("docket", "course__bureau")


def by_code(typed: str) -> Study | None:
    """The study a certificate's code belongs to, however it was copied."""
    rows = Study.objects.select_related("docket", "bureau", "course", "appointment__docket")
    return rows.filter(verify_code=tidy(typed)).first() if tidy(typed) else None


def waiting_for_supervisor(actor: Actor) -> list[tuple[str, int, str]]:
    """Courses still to be learned."""
    open_ = mine(actor).filter(state=Study.State.ASSIGNED, course__state=Course.State.OPEN).count()
    return [("门课程等您学", open_, reverse("phone:courses"))] if open_ else []
