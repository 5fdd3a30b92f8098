"""Officers' pages of the measures: what governs the bureau, and the words of each."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from zhongdu.acts.registry import ACTS
from zhongdu.bureaus.queries import office_of
from zhongdu.calendar import clock
from zhongdu.kit.beside import Slot, slot
from zhongdu.kit.matters import offers
from zhongdu.kit.pages import page
from zhongdu.law.address import Address
from zhongdu.law.governing import governing
from zhongdu.law.shelves import shelf
from zhongdu.measures import draft_desk as draft_desk  # its pages are declared there
from zhongdu.measures import paper_desk as paper_desk
from zhongdu.measures import queries
from zhongdu.measures import trying_desk as trying_desk
from zhongdu.measures.doubting import doubts_over, settle_anew, settle_doubt
from zhongdu.measures.models import Consultation, Draft
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import POSTS

STAFF = frozenset(POSTS)


@page(face="desk", path="desk/measures/", name="measures", may=STAFF, methods=("GET",))
def measures(request: HttpRequest) -> HttpResponse:
    """The measures over the officer's own bureau, and what may be done about measures there."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    bureau = _home(request)
    office, today = office_of(bureau), clock.today()
    law = governing(bureau, today)
    ours = {act.label for act in ACTS.values() if act.name.startswith("measures.")}
    context = {
        "home": bureau,
        "rows": queries.in_force(bureau, today),
        "drafts": Draft.objects.visible_to(actor).select_related("docket", "bureau").order_by("-id")[:50],
        "asked": Consultation.objects.filter(bureau=bureau)
        .select_related("docket", "draft__bureau")
        .order_by("-sent_on", "-id")[:50],
        "doubts": [each for each in doubts_over(bureau, law, today) if each.reading is None],
        "own_way": queries.WARNED.said(bureau),
        "endings": queries.endings(bureau, today),
        "today": today,
        "offered": [offer for offer in offers(office, actor, law, "desk") if offer.label in ours],
    }
    return render(request, "measures/measures.html", context)


@page(face="desk", path="desk/measures/doubts/", name="doubts", may=STAFF, methods=("GET",))
def doubts(request: HttpRequest) -> HttpResponse:
    """Where the law over the officer's bureau disagrees with other texts or has lapsed, and what was chosen."""
    bureau = _home(request)
    office, today = office_of(bureau), clock.today()
    law = governing(bureau, today)
    offered = [
        offer
        for offer in offers(office, request.actor, law, "desk")  # type: ignore[attr-defined]
        if offer.label in {settle_doubt.label, settle_anew.label}
    ]
    context = {"home": bureau, "doubts": doubts_over(bureau, law, today), "offered": offered}
    return render(request, "measures/doubts_over.html", context)


@slot("board", order=10)
def open_doubts(request: HttpRequest, subject: Any) -> Slot | None:
    """On the board: how many disagreements of the law nobody has decided yet."""
    bureau, today = _home(request), clock.today()
    waiting = [each for each in doubts_over(bureau, governing(bureau, today), today) if each.reading is None]
    return (
        Slot("依据里待选定的不一致", "scale", "measures/open_doubts.html", {"doubts": waiting})
        if waiting
        else None
    )


@slot("board", order=9)
def measures_ending(request: HttpRequest, subject: Any) -> Slot | None:
    """On the board: which measures are nearing their end, or are over."""
    bureau = _home(request)
    return _endings(bureau, queries.endings(bureau, clock.today()))


@slot("recruitment", order=10)
def measure_ending(request: HttpRequest, subject: Any) -> Slot | None:
    """Where people are recruited: the same of the measure about supervisors."""
    bureau = _home(request)
    found = [each for each in queries.endings(bureau, clock.today()) if each.row.about == "supervisors"]
    return _endings(bureau, found)


def _endings(bureau: Bureau, found: list[queries.Ending]) -> Slot | None:
    context = {"endings": found, "own_way": queries.WARNED.said(bureau)}
    return Slot("办法的有效期", "clock", "measures/ending.html", context) if found else None


def _home(request: HttpRequest) -> Bureau:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return Bureau.objects.get(pk=actor.posts[0].bureau_id)


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
