"""What other rooms and pages ask of meetings."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.meetings.holding import gists_of
from zhongdu.meetings.models import Invitation, Meeting, Seen, View
from zhongdu.scope.actor import Actor

__all__ = ["Invitation", "Meeting", "attended", "for_desk", "mine", "views_of", "was_read"]

HERE = Q(invitations__state=Invitation.State.ATTENDED)
COMING = Q(invitations__state=Invitation.State.COMING)


def for_desk(actor: Actor) -> "QuerySet[Any]":
    """The meetings an officer sees, each with how many were asked, come, and were there."""
    rows = Meeting.objects.visible_to(actor).select_related("docket", "bureau")
    return rows.annotate(
        asked=Count("invitations"),
        coming=Count("invitations", filter=COMING),
        here=Count("invitations", filter=HERE),
    )


def tally(meeting: Meeting) -> dict[str, int]:
    """How many were asked, and how many of them stand where: by state, ``asked_all`` and ``read`` (the minutes)."""
    found = dict(meeting.invitations.order_by().values_list("state").annotate(Count("pk")))
    read = Seen.objects.filter(invitation__meeting=meeting).count()
    return {**{state.value: found.get(state.value, 0) for state in Invitation.State}, "all": sum(found.values()), "read": read}  # fmt: skip


def asked_to(meeting: Meeting) -> "QuerySet[Any]":
    """Who was asked, each with ``has_read``: whether they opened the minutes."""
    rows = meeting.invitations.select_related("docket", "appointment__docket", "meeting")
    return rows.annotate(has_read=Exists(Seen.objects.filter(invitation=OuterRef("pk"))))


def attended(meeting: Meeting) -> "QuerySet[Invitation]":
    """Who was there."""
    rows = meeting.invitations.filter(state=Invitation.State.ATTENDED)
    return rows.select_related("docket", "appointment__docket").order_by("id")


def mine(actor: Actor) -> "QuerySet[Invitation]":
    """The meetings a supervisor was asked to, the latest first."""
    rows = Invitation.objects.filter(Invitation.held_by(actor)).select_related("docket", "meeting__bureau")
    return rows.order_by("-id")


@dataclass(frozen=True)
class Followed:
    """A view and what became of it: where it stands, who has it in hand, until when."""

    view: View
    gist: str
    handler: str
    duty: Duty | None

    @property
    def opinion(self) -> Any:
        return self.view.opinion


def views_of(meeting: Meeting) -> list[Followed]:
    rows = list(
        meeting.views.select_related("opinion__docket", "opinion__bureau", "opinion__handler").order_by("id")
    )
    gists = gists_of(meeting)
    owed = Duty.objects.filter(
        docket__in=[row.opinion.docket_id for row in rows], concept="suggestion.answer", void_on=None
    )
    duties = {duty.docket_id: duty for duty in owed.order_by("id")}
    return [
        Followed(
            row,
            gists[row.opinion.number],
            row.opinion.handler.get_full_name() if row.opinion.handler else "",
            duties.get(row.opinion.docket_id),
        )
        for row in rows
    ]


def was_read(invitation: Invitation, actor: Actor) -> None:
    """The minutes were opened by whom they are for."""
    if actor.user_id == invitation.user_id and invitation.meeting.state == Meeting.State.MINUTED:
        Seen.objects.get_or_create(invitation=invitation, defaults={"at": clock.now()})


# --- what waits --------------------------------------------------------------------------------------------
def waiting_for_officer(actor: Actor) -> list[tuple[str, int, str]]:
    """The piles on an officer's desk: (label, how many, where)."""
    rows = Meeting.objects.visible_to(actor)
    past = rows.filter(state=Meeting.State.CALLED, starts_at__lt=clock.now()).count()
    unwritten = rows.filter(state=Meeting.State.HELD).count()
    page = reverse("desk:meetings")
    piles = [
        ("会议时间已过，待登记召开", past, f"{page}?state={Meeting.State.CALLED}"),
        ("会议待印发纪要", unwritten, f"{page}?state={Meeting.State.HELD}"),
    ]
    return [pile for pile in piles if pile[1]]


def waiting_for_supervisor(actor: Actor) -> list[tuple[str, int, str]]:
    """Meetings to reply to, and minutes nobody has opened."""
    rows = Invitation.objects.filter(Invitation.held_by(actor))
    asked = rows.filter(state=Invitation.State.ASKED, meeting__state=Meeting.State.CALLED).count()
    unread = rows.filter(meeting__state=Meeting.State.MINUTED, seen=None).count()
    page = reverse("phone:meetings")
    return [
        pile for pile in (("个会议通知等您回复", asked, page), ("份会议纪要还没有看", unread, page)) if pile[1]
    ]  # fmt: skip
