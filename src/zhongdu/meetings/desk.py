"""Meetings on the desk: the list, one from the plan to the minutes, the code at the door, its papers."""

from dataclasses import replace
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from zhongdu.acts.allowing import may_now
from zhongdu.bureaus.queries import office_of
from zhongdu.calendar import clock
from zhongdu.kit import doors, lists
from zhongdu.kit.matters import band, matter_context, matter_or_404
from zhongdu.kit.pages import page
from zhongdu.law.governing import governing
from zhongdu.law.reliance import rests_on
from zhongdu.meetings import acts, desk_forms, paper, queries, showing
from zhongdu.meetings.holding import minutes_of
from zhongdu.meetings.models import OFFICERS, READERS, Invitation, Meeting
from zhongdu.meetings.planning import CONVENERS
from zhongdu.roster.queries import names
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Bureau

READ, WRITE = frozenset(READERS), frozenset(OFFICERS)
PER_PAGE = 100
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_PRINTS = {"pdf": (paper.pdf_of, "application/pdf"), "docx": (paper.word_of, WORD)}
_NEXT = {
    Meeting.State.PLANNED: acts.invite_supervisors.label,
    Meeting.State.CALLED: acts.hold_meeting.label,
    Meeting.State.HELD: acts.issue_minutes.label,
}
assert desk_forms, "declares its pages"


@rests_on("symposium", "special_meeting", kind="page")
@page(face="desk", path="desk/meetings/", name="meetings", may=READ, methods=("GET",))
def meetings(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    filters = lists.Filters.read(
        request,
        lists.Choice("state", "状态", Meeting.State.choices),
        lists.Choice("sort", "哪一种会", Meeting.Kind.choices),
        lists.Text("q", "查找", ["title"], hint="会议名称"),
    )
    found = lists.page_of(request, filters.narrow(queries.for_desk(actor)), by=("-id",))
    posts = actor.standing(CONVENERS)
    office = office_of(posts[0].bureau_id) if posts else None
    law = governing(Bureau.objects.get(pk=actor.posts[0].bureau_id), clock.today())
    context = {
        "filters": filters,
        "found": found,
        "rows": [(row, showing.chip(row)) for row in found],
        "plan": reverse("desk:plan_meeting", kwargs={"number": office.number}) if office else "",
        "owed": law.find("symposium"),
        "demonstration": band(law),
    }
    return render(request, "meetings/desk_meetings.html", context)


@rests_on("symposium", "special_meeting", kind="page")
@page(face="desk", path="desk/meetings/<str:number>/", name="meeting", may=READ, methods=("GET",))
def meeting(request: HttpRequest, number: str) -> HttpResponse:
    matter: Meeting = matter_or_404(request, Meeting, number)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    context = matter_context(request, matter, "desk")
    filters = lists.Filters.read(request, lists.Choice("state", "到会", Invitation.State.choices))
    rows = queries.asked_to(matter)
    found = lists.page_of(
        request, filters.narrow(rows), by=("appointment__letter_number", "id"), size=PER_PAGE
    )
    called = names(row.appointment for row in found)
    can = {act.verb for act in may_now(matter, actor, context["law"])}
    context |= {
        "chip": showing.chip(matter),
        "steps": showing.steps(matter),
        "facts": showing.facts(matter, context["law"]),
        "offered": [
            replace(each, main=each.label == _NEXT.get(Meeting.State(matter.state)))
            for each in context["offered"]
        ],
        "tally": queries.tally(matter),
        "filters": filters,
        "found": found,
        "rows": [(row, called[row.appointment.number], showing.presence(row)) for row in found],
        "signing": matter.state == Meeting.State.CALLED and bool(actor.standing(OFFICERS)),
        "may_tick": matter.state == Meeting.State.CALLED
        and bool(actor.standing(OFFICERS))
        and clock.today() >= clock.day_of(matter.starts_at),
        "views": queries.views_of(matter),
        "may_record": "record_view" in can,
        "written": minutes_of(matter),
        "key": uuid4().hex,
    }
    return render(request, "meetings/desk_meeting.html", context)


@page(
    face="desk", path="desk/meetings/invitations/<str:number>/", name="invitation", may=READ, methods=("GET",)
)
def invitation(request: HttpRequest, number: str) -> HttpResponse:
    """One supervisor's: what they replied, when they signed in."""
    matter: Invitation = matter_or_404(request, Invitation, number)
    context = matter_context(request, matter, "desk") | {
        "chip": showing.presence(matter),
        "name": names([matter.appointment])[matter.appointment.number],
    }
    return render(request, "meetings/desk_invitation.html", context)


@page(face="desk", path="desk/meetings/<str:number>/tick/", name="tick_many", may=WRITE, methods=("POST",))
def tick_many(request: HttpRequest, number: str) -> HttpResponse:
    """Those ticked on the list were there, for one reason: all of them or none."""
    matter: Meeting = matter_or_404(request, Meeting, number)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = Invitation.objects.visible_to(actor).filter(
        meeting=matter, docket__number__in=request.POST.getlist("who")
    )
    chosen = list(
        rows.exclude(state=Invitation.State.ATTENDED).select_related("docket", "bureau").order_by("id")
    )
    doors.tick(request, acts.tick_in, chosen, "到会")
    return redirect("desk:meeting", number=matter.number)


@page(face="desk", path="desk/meetings/<str:number>/code/", name="sign_in_code", may=WRITE, methods=("GET",))
def sign_in_code(request: HttpRequest, number: str) -> HttpResponse:
    """The code at the door, on whatever screen is there; another one twice a minute."""
    matter: Meeting = matter_or_404(request, Meeting, number)
    if matter.state != Meeting.State.CALLED:
        raise Http404("这个会现在不签到。")
    tally = queries.tally(matter)
    return doors.screen(
        request,
        matter,
        reverse("phone:meeting_sign_in", kwargs={"code": doors.made(matter.door, clock.now())}),
        title=matter.title,
        here=tally["attended"],
        of=tally["all"],
        listing=(reverse("desk:meetings"), "会议"),
        home=reverse("desk:meeting", kwargs={"number": matter.number}),
    )


@page(
    face="desk", path="desk/meetings/<str:number>/minutes.<str:kind>", name="minutes_paper", may=READ, methods=("GET",)
)  # fmt: skip
def minutes_paper(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """The minutes as PDF or Word."""
    matter: Meeting = matter_or_404(request, Meeting, number)
    if kind not in _PRINTS or not matter.is_over:
        raise Http404
    prints, media_type = _PRINTS[kind]
    return _file(prints(matter), media_type, f"{matter.title}纪要.{kind}", as_download=kind != "pdf")


@page(
    face="desk", path="desk/meetings/<str:number>/sheet.pdf", name="sign_in_sheet", may=READ, methods=("GET",)
)
def sign_in_sheet(request: HttpRequest, number: str) -> HttpResponse:
    """A sheet for pens."""
    matter: Meeting = matter_or_404(request, Meeting, number)
    return _file(paper.sheet_of(matter), "application/pdf", f"{matter.title}签到表.pdf", as_download=False)


def _file(content: bytes, media_type: str, name: str, *, as_download: bool) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = content_disposition_header(as_download, name) or ""
    answer["Cache-Control"] = "private, no-store"
    return answer
