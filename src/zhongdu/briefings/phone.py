"""What a supervisor was sent to read; opening it is the receipt."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from zhongdu.briefings import paper, queries, showing
from zhongdu.briefings.models import Briefing
from zhongdu.briefings.writing import FILES
from zhongdu.kit import evidence, lists
from zhongdu.kit.matters import matter_context, own_or_404
from zhongdu.kit.pages import page
from zhongdu.law.reliance import rests_on
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

MINE = frozenset({Role.SUPERVISOR})


@page(face="phone", path="my/briefings/", name="briefings", may=MINE, methods=("GET",))
def briefings(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = lists.page_of(request, queries.mine(actor), by=("-id",))
    return render(request, "briefings/phone_briefings.html", {"found": found})


@rests_on("briefing", "bulletin", "task.hear_bulletin", kind="page")
@page(face="phone", path="my/briefings/<str:number>/", name="briefing", may=MINE, methods=("GET",))
def briefing(request: HttpRequest, number: str) -> HttpResponse:
    matter: Briefing = own_or_404(request, Briefing, number)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    context = matter_context(request, matter, "phone")
    if matter.state == Briefing.State.SENT:
        queries.was_read(matter, actor)
        context |= showing.content(matter, "phone")
    return render(request, "briefings/phone_briefing.html", context)


@page(
    face="phone", path="my/briefings/<str:number>/files/<str:file>/", name="briefing_file", may=MINE, methods=("GET",)
)  # fmt: skip
def briefing_file(request: HttpRequest, number: str, file: str) -> HttpResponseBase:
    matter = _still_sent(request, number)
    return evidence.serve(request, evidence.attachment_or_404(matter.number, file, FILES))


@page(
    face="phone", path="my/briefings/<str:number>/bulletin.pdf", name="bulletin_paper", may=MINE, methods=("GET",)
)  # fmt: skip
def bulletin_paper(request: HttpRequest, number: str) -> HttpResponse:
    matter = _still_sent(request, number)
    if not matter.is_bulletin:
        raise Http404
    answer = HttpResponse(paper.pdf_of(matter), content_type="application/pdf")
    answer["Cache-Control"] = "private, no-store"
    return answer


def _still_sent(request: HttpRequest, number: str) -> Briefing:
    matter: Briefing = own_or_404(request, Briefing, number)
    if matter.state != Briefing.State.SENT:
        raise Http404("这份文件撤回了。")
    return matter
