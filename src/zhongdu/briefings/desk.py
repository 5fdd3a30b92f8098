"""Documents, briefings and bulletins on the desk: the list, one of them with who has read it, and sending it."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header

from zhongdu.acts.registry import Act
from zhongdu.briefings import acts, paper, queries, showing
from zhongdu.briefings.models import READERS, WRITERS, Briefing
from zhongdu.briefings.sending import unsent
from zhongdu.briefings.writing import FILES, basis
from zhongdu.bureaus.queries import office_of
from zhongdu.calendar import clock
from zhongdu.kit import evidence, lists
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.act_pages import act_page
from zhongdu.kit.choosing import choose_people
from zhongdu.kit.matters import band, matter_context, matter_or_404
from zhongdu.kit.pages import page
from zhongdu.law.governing import governing
from zhongdu.law.reliance import rests_on
from zhongdu.roster.queries import names
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Bureau

READ, WRITE = frozenset(READERS), frozenset(WRITERS)
PER_PAGE = 100
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_PRINTS = {"pdf": (paper.pdf_of, "application/pdf"), "docx": (paper.word_of, WORD)}


@rests_on("briefing", "bulletin", kind="page")
@page(face="desk", path="desk/briefings/", name="briefings", may=READ, methods=("GET",))
def briefings(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    filters = lists.Filters.read(
        request,
        lists.Choice("state", "状态", Briefing.State.choices),
        lists.Choice("sort", "类别", Briefing.Kind.choices),
        lists.Text("q", "查找", ["title"], hint="标题"),
    )
    found = lists.page_of(request, filters.narrow(queries.for_desk(actor)), by=("-id",))
    law = governing(Bureau.objects.get(pk=actor.posts[0].bureau_id), clock.today())
    context = {
        "filters": filters,
        "found": found,
        "rows": [(row, showing.chip(row)) for row in found],
        "write": _begin(actor, acts.draft_briefing),
        "bulletin": _begin(actor, acts.draft_bulletin),
        "demonstration": band(law),
    }
    return render(request, "briefings/desk_briefings.html", context)


def _begin(actor: Actor, act: Act) -> str:
    """Where one is begun, at the officer's own bureau."""
    posts = actor.standing(act.by)
    if not posts:
        return ""
    return reverse("desk:do", kwargs={"act": act.name, "number": office_of(posts[0].bureau_id).number})


@rests_on("briefing", "bulletin", kind="page")
@page(face="desk", path="desk/briefings/<str:number>/", name="briefing", may=READ, methods=("GET",))
def briefing(request: HttpRequest, number: str) -> HttpResponse:
    matter: Briefing = matter_or_404(request, Briefing, number)
    context = matter_context(request, matter, "desk")
    filters = lists.Filters.read(request, lists.Choice("unread", "看没看", [("1", "还没有看的")]))
    copies = queries.copies_of(matter)
    found = lists.page_of(
        request, filters.narrow(copies), by=("appointment__letter_number", "id"), size=PER_PAGE
    )
    called = names(row.appointment for row in found)
    bound = basis(matter.bureau, context["law"], matter.sort)
    context |= {
        **showing.content(matter, "desk"),
        "chip": showing.chip(matter),
        "basis": bound,
        "offered": [replace(each, main=each.label == acts.send_briefing.label and matter.state == Briefing.State.DRAFT) for each in context["offered"]],
        "tally": queries.tally(matter),
        "filters": filters,
        "found": found,
        "rows": [(row, called[row.appointment.number]) for row in found],
    }  # fmt: skip
    return render(request, "briefings/desk_briefing.html", context)


@page(face="desk", path="desk/briefings/<str:number>/send/", name="send_briefing", may=WRITE)
def send_briefing(request: HttpRequest, number: str) -> HttpResponse:
    """All at once, or those ticked."""
    matter: Briefing = matter_or_404(request, Briefing, number)
    bound = basis(matter.bureau, governing(matter.bureau, clock.today()), matter.sort)
    return choose_people(
        request, acts.send_briefing, matter, unsent(matter), names,
        template="briefings/desk_send.html", done="已发送。", clauses=[str(bound.address)] if bound else [],
    )  # fmt: skip


@page(face="desk", path="desk/briefings/<str:number>/change/", name="change_briefing", may=READ)
def change_briefing(request: HttpRequest, number: str) -> HttpResponse:
    """Filled in with what stands now."""
    matter: Briefing = matter_or_404(request, Briefing, number)
    law = governing(matter.bureau, clock.today())
    form = ActForm.of(request, acts.change_briefing, matter, law, title=matter.title, body=matter.body)
    return act_page(request, form, "kit/do/desk.html", done="已修改。")


@page(
    face="desk", path="desk/briefings/<str:number>/files/<str:file>/", name="briefing_file", may=READ, methods=("GET",)
)  # fmt: skip
def briefing_file(request: HttpRequest, number: str, file: str) -> HttpResponseBase:
    matter = matter_or_404(request, Briefing, number)
    return evidence.serve(request, evidence.attachment_or_404(matter.number, file, FILES))


@page(
    face="desk", path="desk/briefings/<str:number>/bulletin.<str:kind>", name="bulletin_paper", may=READ, methods=("GET",)
)  # fmt: skip
def bulletin_paper(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """The bulletin as PDF or Word."""
    matter: Briefing = matter_or_404(request, Briefing, number)
    if kind not in _PRINTS or not matter.is_bulletin:
        raise Http404
    prints, media_type = _PRINTS[kind]
    answer = HttpResponse(prints(matter), content_type=media_type)
    answer["Content-Disposition"] = content_disposition_header(kind != "pdf", f"{matter.title}.{kind}") or ""
    answer["Cache-Control"] = "private, no-store"
    return answer
