"""A measure in the making on the desk: its clauses and rules, what it changes, its check, what bureaus said of it."""

import json
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from pydantic import ValidationError

from zhongdu.acts.allowing import refusal_of
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.kit import evidence
from zhongdu.kit.matters import matter_context, matter_or_404, page_of
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Tab
from zhongdu.kit.pieces import pieces
from zhongdu.law import drafting
from zhongdu.law.governing import compiled, governing
from zhongdu.law.saying import says
from zhongdu.law.shelves import shelf
from zhongdu.law.vocabulary import Concept, UnknownConcept, concept, vocabulary
from zhongdu.measures import acts, queries, showing, showing_cases
from zhongdu.measures.consulting import STAMPED
from zhongdu.measures.drafting import clauses_of, plain_values
from zhongdu.measures.models import DRAFTERS, Consultation, Draft
from zhongdu.measures.paper import notice_words
from zhongdu.measures.rule_forms import ShapeForm, rule_form
from zhongdu.measures.shelving import checked
from zhongdu.scope.roles import POSTS

STAFF, DRAFTING = frozenset(POSTS), frozenset(DRAFTERS)


@page(face="desk", path="desk/drafts/<str:number>/", name="draft", may=STAFF, methods=("GET",))
def draft(request: HttpRequest, number: str) -> HttpResponse:
    """The draft clause by clause, each with its rules and the way to change them."""
    found = matter_or_404(request, Draft, number)
    context = _context(request, found, "draft") | {"written": showing.written(found)}
    return render(request, "measures/draft.html", context)


@page(
    face="desk", path="desk/drafts/<str:number>/changes/", name="draft_changes", may=STAFF, methods=("GET",)
)
def draft_changes(request: HttpRequest, number: str) -> HttpResponse:
    """What the draft changes against the measure it was begun from, for whom, and what that touches."""
    found = matter_or_404(request, Draft, number)
    context = _context(request, found, "draft_changes") | {"touched": showing.compared(found, clock.today())}
    return render(request, "measures/draft_changes.html", context)


@page(face="desk", path="desk/drafts/<str:number>/check/", name="draft_check", may=STAFF, methods=("GET",))
def draft_check(request: HttpRequest, number: str) -> HttpResponse:
    """What the check says, how the draft answers its own cases, and how those of its base."""
    found = matter_or_404(request, Draft, number)
    tried = showing.tried(found)
    context = _context(request, found, "draft_check") | {
        "different": [
            (place, each.says, showing.in_words(each.expected), showing.in_words(each.answer))
            for place, each in enumerate(tried)
            if not each.is_same
        ],
        "same": sum(each.is_same for each in tried),
    }
    return render(request, "measures/draft_check.html", context)


@page(
    face="desk", path="desk/drafts/<str:number>/replies/", name="draft_replies", may=STAFF, methods=("GET",)
)
def draft_replies(request: HttpRequest, number: str) -> HttpResponse:
    """The digest: who was asked, who answered what, who is late."""
    found = matter_or_404(request, Draft, number)
    context = _context(request, found, "draft_replies") | {"digest": showing.digest(found, clock.today())}
    return render(request, "measures/draft_replies.html", context)


def _context(request: HttpRequest, found: Draft, here: str) -> dict[str, Any]:
    tabs = [
        ("draft", "条款和规则"),
        ("draft_changes", "改了什么"),
        ("draft_check", "检查和案例"),
        ("draft_replies", "各局回复"),
    ]
    base, own = shelf().packs.get(found.base), showing_cases.own(found)
    return matter_context(request, found, "desk") | {
        "own": own,
        "failing": sum(each.holds is False for each in own),
        "tabs": [Tab(label, reverse(f"desk:{name}", kwargs={"number": found.number}), name == here) for name, label in tabs],
        "steps": showing.steps(found, clock.today()),
        "checked": checked(found),
        "base": base,
        "may_write": any(
            offer.label == acts.write_rule.label for offer in matter_context(request, found, "desk")["offered"]
        ),
    }  # fmt: skip


# --- one rule ------------------------------------------------------------------------------------------------


@page(face="desk", path="desk/drafts/<str:number>/rule/", name="write_rule", may=DRAFTING)
def write_rule(request: HttpRequest, number: str) -> HttpResponse:
    """Which rule, if none is named; else its form, made from its shape, with the words of the base beside it."""
    found = matter_or_404(request, Draft, number)
    name = _named(request.GET)
    if not name:
        return _choose(request, found)
    try:
        word = concept(name)
    except UnknownConcept as unknown:
        raise Http404(str(unknown)) from None
    table = drafting.rule_of(found.text, name)
    form = rule_form(word, table, request.POST or None)
    refusal = refusal_of(acts.write_rule, found, request.actor, governing(found.bureau, clock.today()))  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_whole() and _wrote(request, found, word, name, form):
        messages.success(request, f"已写：{word.says}。")
        return redirect(page_of(found, "desk"))
    beside = _beside(found, name)
    context = {
        "matter": found, "word": word, "name": name, "form": form, "refusal": refusal, "is_new": not table,
        "clauses": clauses_of(found), "beside": beside, "beside_says": says(beside) if beside else "",
        "words": queries.words_of(beside.address) if beside else [],
        "seen": request.POST.get("seen", found.docket.length), "key": request.POST.get("key", uuid4().hex),
    }  # fmt: skip
    return render(
        request, "measures/write_rule.html", context, status=409 if refusal and request.POST else 200
    )


def _named(sent: Any) -> str:
    """The rule that is asked for: a word of the vocabulary, with a name of its own in a family."""
    name, member = sent.get("concept", ""), sent.get("member", "").strip()
    return f"{name}.{member}" if member else "" if name in vocabulary() and vocabulary()[name].each else name


def _choose(request: HttpRequest, found: Draft) -> HttpResponse:
    there, q = drafting.rules_in(found.text), request.GET.get("q", "").strip()
    listed = [
        (word, word.name in there)
        for word in vocabulary().values()
        if not q or q in word.says or q in word.name
    ]
    asked = vocabulary().get(request.GET.get("concept", ""))
    context = {"matter": found, "listed": listed, "q": q, "asked": asked if asked and asked.each else None}
    return render(request, "measures/choose_rule.html", context)


def _wrote(request: HttpRequest, found: Draft, word: Concept, name: str, form: ShapeForm) -> bool:
    """Write the rule; or put what is wrong beside its fields."""
    table = form.table()
    try:
        whole = word.shape.model_validate_json(json.dumps(plain_values(table), default=str))
        if word.options and getattr(whole, "value", "") not in ("", *word.options):
            raise Refused("bad_rule", "取值不对。", fields={"rule": "取值不对。"})
        perform(
            acts.write_rule, found, request.actor, concept_name=name,  # type: ignore[attr-defined]
            rule=json.dumps(plain_values(table), ensure_ascii=False, default=str),
            key=request.POST.get("key", ""), seen=int(request.POST.get("seen") or 0) or None,
        )  # fmt: skip
    except ValidationError as wrong:
        form.told(wrong, word.shape)
        return False
    except Refused as refused:
        form.add_error(None, next(iter(refused.fields.values()), refused.sentence))
        return False
    return True


def _beside(found: Draft, name: str) -> Any:
    """The rule of the measure the draft was begun from, so that one sees what one changes."""
    base = shelf().packs.get(found.base)
    return shelf().of(base).find(name) if base else None


# --- what a lower bureau is asked ------------------------------------------------------------------------------


@page(face="desk", path="desk/consultations/<str:number>/", name="consultation", may=STAFF, methods=("GET",))
def consultation(request: HttpRequest, number: str) -> HttpResponse:
    """The notice, the draft as it was sent, and the reply."""
    found = matter_or_404(request, Consultation, number)
    pack = compiled(found.edition).pack
    late = max(0, ((found.replied_on or clock.today()) - found.until).days)
    context = matter_context(request, found, "desk") | {
        "pack": pack,
        "lines": queries.lines(pack),
        "notice": notice_words(found),
        "words": showing.comments([found]).get(found.docket_id, ""),
        "late": late if found.state != Consultation.State.CALLED_OFF else 0,
        "pieces": pieces(found.number, "desk:consultation_file", "desk:consultation_preview", kind=STAMPED),
    }
    return render(request, "measures/consultation.html", context)


@page(
    face="desk", path="desk/consultations/<str:number>/files/<str:file>/", name="consultation_file", may=STAFF, methods=("GET",)
)  # fmt: skip
def consultation_file(request: HttpRequest, number: str, file: str) -> Any:
    found = matter_or_404(request, Consultation, number)
    return evidence.serve(request, evidence.attachment_or_404(found.number, file, STAMPED))


@page(
    face="desk", path="desk/consultations/<str:number>/previews/<str:file>/", name="consultation_preview", may=STAFF,
    methods=("GET",),
)  # fmt: skip
def consultation_preview(request: HttpRequest, number: str, file: str) -> Any:
    found = matter_or_404(request, Consultation, number)
    return evidence.serve_preview(evidence.attachment_or_404(found.number, file, STAMPED), 480)
