"""Officers' pages of the measures: what governs the bureau, and the words of each."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from zhongdu.acts.registry import ACTS
from zhongdu.bureaus.queries import office_of
from zhongdu.calendar import clock
from zhongdu.kit.matters import offers
from zhongdu.kit.pages import page
from zhongdu.law.address import Address
from zhongdu.law.governing import governing
from zhongdu.law.shelves import shelf
from zhongdu.measures import queries
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import POSTS

STAFF = frozenset(POSTS)


@page(face="desk", path="desk/measures/", name="measures", may=STAFF, methods=("GET",))
def measures(request: HttpRequest) -> HttpResponse:
    """The measures over the officer's own bureau, and what may be done about measures there."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    bureau = Bureau.objects.get(pk=actor.posts[0].bureau_id)
    office, today = office_of(bureau), clock.today()
    law = governing(bureau, today)
    ours = {act.label for act in ACTS.values() if act.name.startswith("measures.")}
    context = {
        "home": bureau,
        "rows": queries.in_force(bureau, today),
        "offered": [offer for offer in offers(office, actor, law, "desk") if offer.label in ours],
    }
    return render(request, "measures/measures.html", context)


@page(face="desk", path="desk/measures/<slug:code>/text/", name="measure_text", may=STAFF, methods=("GET",))
def measure_text(request: HttpRequest, code: str) -> HttpResponse:
    """A measure's document as it was taken apart: every piece, what has no place, what the rules know and it lacks."""
    pack, document = shelf().packs.get(code), queries.document_of(code)
    if pack is None or document is None:
        raise Http404("这部办法还没有导入原文。")
    wording = queries.wording_of(code)
    assert wording
    pieces = [
        (piece, Address.parse(piece.path, code) if piece.path else None)
        for piece in wording.pieces
        if piece.words and piece.sort != "unplaced"
    ]
    missing = [where for where in pack.clauses if where.code == code and not wording.words_of(where)]
    context = {"pack": pack, "document": document, "wording": wording, "pieces": pieces, "missing": missing}
    return render(request, "measures/measure_text.html", context)
