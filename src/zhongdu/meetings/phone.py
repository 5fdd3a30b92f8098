"""Meetings on the phone: what one is asked to, the reply, signing in, and the minutes, also for whoever was not there."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhongdu.calendar import clock
from zhongdu.kit import doors, lists
from zhongdu.kit.matters import matter_context, own_or_404
from zhongdu.kit.pages import page
from zhongdu.law.reliance import rests_on
from zhongdu.meetings import acts, paper, queries, showing
from zhongdu.meetings.holding import minutes_of
from zhongdu.meetings.models import Invitation, Meeting
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

MINE = frozenset({Role.SUPERVISOR})


@page(face="phone", path="my/meetings/", name="meetings", may=MINE, methods=("GET",))
def meetings(request: HttpRequest) -> HttpResponse:
    """Those ahead first to hand, because they are the latest."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = lists.page_of(request, queries.mine(actor).order_by(), by=("-meeting__starts_at", "-id"))
    context = {"found": found, "rows": [(row, showing.presence(row)) for row in found]}
    return render(request, "meetings/phone_meetings.html", context)


@rests_on("symposium", "special_meeting", kind="page")
@page(face="phone", path="my/meetings/<str:number>/", name="invitation", may=MINE, methods=("GET",))
def invitation(request: HttpRequest, number: str) -> HttpResponse:
    matter: Invitation = own_or_404(request, Invitation, number)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    queries.was_read(matter, actor)
    context = matter_context(request, matter, "phone")
    issued = matter.meeting.state == Meeting.State.MINUTED
    context |= {
        "meeting": matter.meeting,
        "chip": showing.presence(matter),
        "facts": showing.facts(matter.meeting, context["law"]),
        "offered": [
            replace(each, main=each.label == acts.accept_invitation.label)
            for each in context["offered"]
            if each.label != acts.sign_in.label
        ],
        "today": clock.today() == clock.day_of(matter.meeting.starts_at),
        "written": minutes_of(matter.meeting) if issued else "",
        "views": queries.views_of(matter.meeting) if matter.meeting.is_over else [],
    }
    return render(request, "meetings/phone_invitation.html", context)


@page(
    face="phone", path="my/meetings/<str:number>/minutes.pdf", name="minutes_paper", may=MINE, methods=("GET",)
)  # fmt: skip
def minutes_paper(request: HttpRequest, number: str) -> HttpResponse:
    """The minutes as they were issued."""
    matter: Invitation = own_or_404(request, Invitation, number)
    if matter.meeting.state != Meeting.State.MINUTED:
        raise Http404("纪要还没有印发。")
    answer = HttpResponse(paper.pdf_of(matter.meeting), content_type="application/pdf")
    answer["Cache-Control"] = "private, no-store"
    return answer


@page(face="phone", path="my/meetings/sign/<str:code>/", name="meeting_sign_in", may=MINE)
def sign_in(request: HttpRequest, code: str) -> HttpResponse:
    """Where the code at the door leads."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    mine = queries.mine(actor).select_related("bureau")
    found = mine.filter(meeting__door=doors.door_of(code)).first()
    if found and found.state == Invitation.State.ATTENDED:
        return redirect("phone:invitation", number=found.number)
    told = (
        {"title": found.meeting.title, "at": found.meeting.starts_at, "where": found.meeting.where}
        if found
        else {}
    )
    return doors.entrance(
        request, acts.sign_in, found, code, page="phone:invitation", listing=reverse("phone:meetings"), **told
    )
