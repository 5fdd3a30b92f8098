"""Digests on the desk: the list, one of them, and its papers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header

from zhongdu.bureaus.queries import office_of
from zhongdu.calendar import clock
from zhongdu.kit import lists
from zhongdu.kit.matters import band, matter_context, matter_or_404
from zhongdu.kit.pages import page
from zhongdu.law.governing import governing
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Bureau
from zhongdu.voices import acts, paper
from zhongdu.voices.digesting import figures_of, opinions_of, texts_of
from zhongdu.voices.models import Digest

READERS = frozenset(Digest.readers)
_PRINTS = {
    "pdf": (paper.pdf_of, "application/pdf"),
    "docx": (paper.word_of, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}


@page(face="desk", path="desk/digests/", name="digests", may=READERS, methods=("GET",))
def digests(request: HttpRequest) -> HttpResponse:
    """The digests of an officer's territory, the newest first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = lists.page_of(
        request, Digest.objects.visible_to(actor).select_related("docket", "bureau"), by=("-id",)
    )
    posts = actor.standing(acts.prepare_digest.by)
    office = office_of(posts[0].bureau_id) if posts else None
    context = {
        "found": found,
        "prepare": reverse("desk:do", kwargs={"act": acts.prepare_digest.name, "number": office.number})
        if office
        else "",
        "demonstration": band(governing(Bureau.objects.get(pk=posts[0].bureau_id), clock.today()))
        if posts
        else "",
    }
    return render(request, "voices/desk_digests.html", context)


@page(face="desk", path="desk/digests/<str:number>/", name="digest", may=READERS, methods=("GET",))
def digest(request: HttpRequest, number: str) -> HttpResponse:
    """What was gathered, as it will be printed."""
    found: Digest = matter_or_404(request, Digest, number)
    figures = figures_of(found)
    names = paper.called(found, figures)
    rows = opinions_of(found)
    context = matter_context(request, found, "desk") | {
        "figures": figures,
        "lines": [(names[line.theme], line) for line in figures.themes],
        "texts": texts_of(found),
        "printed": paper.printed(found),
        "themes": [names.get(theme, "") for theme in found.themes],
        "unsummed": rows.filter(summed=False).count() if found.state == Digest.State.DRAFT else 0,
    }
    return render(request, "voices/desk_digest.html", context)


@page(
    face="desk",
    path="desk/digests/<str:number>/paper.<str:kind>",
    name="digest_paper",
    may=READERS,
    methods=("GET",),
)
def digest_paper(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """The digest as PDF or Word."""
    found: Digest = matter_or_404(request, Digest, number)
    if kind not in _PRINTS:
        raise Http404
    prints, media_type = _PRINTS[kind]
    answer = HttpResponse(prints(found), content_type=media_type)
    answer["Content-Disposition"] = content_disposition_header(kind != "pdf", f"{found.title}.{kind}") or ""
    answer["Cache-Control"] = "private, no-store"
    return answer
