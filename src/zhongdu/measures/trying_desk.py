"""A draft's own cases on the desk: written in a form, run with the check; and the draft taken along as a pack."""

import json
import zipfile
from io import BytesIO
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhongdu.acts.allowing import refusal_of
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.kit.matters import matter_or_404
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Tab
from zhongdu.law import drafting
from zhongdu.law.address import Address
from zhongdu.law.cases import Case, read_cases
from zhongdu.law.governing import governing
from zhongdu.law.pack import Bound
from zhongdu.law.rule import Rule
from zhongdu.law.shelves import shelf
from zhongdu.law.vocabulary import Concept, UnknownConcept, concept, vocabulary
from zhongdu.measures import acts, showing, showing_cases
from zhongdu.measures.case_forms import WAYS, CaseForm, way_of, ways
from zhongdu.measures.drafting import clauses_of, rules_of
from zhongdu.measures.models import DRAFTERS, Draft
from zhongdu.measures.shelving import statute_of
from zhongdu.measures.trying import own_cases
from zhongdu.scope.roles import POSTS

STAFF, DRAFTING = frozenset(POSTS), frozenset(DRAFTERS)
_A_DAY = (2000, 1, 1, 0, 0, 0)  # of the files in a pack: the same bytes whenever asked for


@page(face="desk", path="desk/drafts/<str:number>/case/", name="write_case", may=DRAFTING)
def write_case(request: HttpRequest, number: str) -> HttpResponse:
    """Which rule, if none is named; else the form of a case that asks it, by what the rule is."""
    found = matter_or_404(request, Draft, number)
    before = _case_named(found, request.GET)
    name = before.ask if before else request.GET.get("ask", "")
    if not name:
        return _choose(request, found)
    try:
        word = concept(name)
    except UnknownConcept as unknown:
        raise Http404(str(unknown)) from None
    return _form_of(request, found, word, name, before)


def _form_of(
    request: HttpRequest, found: Draft, word: Concept, name: str, before: Case | None
) -> HttpResponse:
    rule = _rule(found, name)
    allowed = ways(word, name, rule)
    asked = request.GET.get("way", "")
    way = next((each for each in allowed if each == asked), way_of(before, allowed) if before else allowed[0])
    statute = statute_of(found)
    speaks = showing_cases.speaks(statute, name)
    form = CaseForm(word, name, way, rule, _clauses(found, speaks), request.POST or None, before)
    refusal = refusal_of(acts.write_case, found, request.actor, governing(found.bureau, clock.today()))  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid() and _wrote(request, found, form):
        messages.success(request, f"已写案例：{form.cleaned_data['says']}")
        return redirect(reverse("desk:draft_check", kwargs={"number": found.number}))
    kept = request.GET.copy()
    tabs = []
    for each in allowed:
        kept["way"] = each
        tabs.append(Tab(WAYS[each], f"?{kept.urlencode()}", each == way))
    context = {
        "matter": found, "word": word, "name": name, "form": form, "refusal": refusal, "tabs": tabs,
        "speaks": speaks, "readable": statute is not None,
        "before": before.says if before and "case" in request.GET else "",
        "seen": request.POST.get("seen", found.docket.length), "key": request.POST.get("key", uuid4().hex),
    }  # fmt: skip
    return render(
        request, "measures/write_case.html", context, status=409 if refusal and request.POST else 200
    )


def _clauses(found: Draft, speaks: list[tuple[Bound, str]]) -> list[tuple[str, str]]:
    """Where a rule may stand: the draft's own clauses, and those of its base that speak now."""
    own = {str(Address.parse(path, found.code)): says for path, says in clauses_of(found)}
    below = {
        str(bound.address): shelf().cite(bound.address)
        for bound, _ in speaks
        if str(bound.address) not in own
    }
    return [*(own | below).items()]


def _case_named(found: Draft, sent: Any) -> Case | None:
    """The draft's own case that is changed (``case``), or one of its base that is taken over (``base``): by its place."""
    base = shelf().packs.get(found.base)
    for word in ("case", "base"):
        if place := sent.get(word, ""):
            cases = (
                own_cases(found)
                if word == "case"
                else read_cases(base.folder)
                if base and base.folder
                else []
            )
            if place.isdigit() and int(place) < len(cases):
                return cases[int(place)]
            raise Http404("没有这个案例。")
    return None


def _rule(found: Draft, name: str) -> Rule | None:
    """The rule a case asks, as the draft has it now; as it is written, while the draft cannot be read."""
    statute = statute_of(found)
    if statute:
        bound = statute.find(name)
        return bound.rule if bound else None
    try:
        return concept(name).shape.model_validate(drafting.rule_of(found.text, name))
    except ValueError:
        return None


def _choose(request: HttpRequest, found: Draft) -> HttpResponse:
    """The rules the draft has, then the rest of the vocabulary for whoever searches."""
    q, spoken = request.GET.get("q", "").strip(), showing.said_of(found)
    listed = [(name, label, spoken.get(name, "")) for name, label in rules_of(found)]
    there = {name for name, _, _ in listed}
    if q:
        rest = [(each.name, each.says, "一类规则" if each.each else "") for each in vocabulary().values()]
        listed += [each for each in rest if each[0] not in there]
        listed = [
            each for each in listed if any(q in word for word in (each[0], each[1], concept(each[0]).says))
        ]
    context = {"matter": found, "listed": listed, "q": q}
    return render(request, "measures/choose_case.html", context)


def _wrote(request: HttpRequest, found: Draft, form: CaseForm) -> bool:
    """Write the case; or say beside the form what is wrong."""
    try:
        perform(
            acts.write_case, found, request.actor, says=form.cleaned_data["says"],  # type: ignore[attr-defined]
            case=json.dumps(form.table(), ensure_ascii=False, default=lambda day: day.isoformat()),
            before=request.POST.get("before", ""),
            key=request.POST.get("key", ""), seen=int(request.POST.get("seen") or 0) or None,
        )  # fmt: skip
    except Refused as refused:
        form.add_error(
            "says" if "says" in refused.fields else None,
            next(iter(refused.fields.values()), refused.sentence),
        )
        return False
    return True


@page(face="desk", path="desk/drafts/<str:number>/pack/", name="draft_pack", may=STAFF, methods=("GET",))
def draft_pack(request: HttpRequest, number: str) -> HttpResponse:
    """The draft as a pack with its cases: the folder that ships, zipped."""
    found = matter_or_404(request, Draft, number)
    answer = HttpResponse(packed(found), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{found.code}.zip"'
    return answer


def packed(draft: Draft) -> bytes:
    """``<code>/measure.toml`` and ``<code>/cases.toml``."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, text in (("measure.toml", draft.text), ("cases.toml", draft.cases)):
            if text:
                pack.writestr(zipfile.ZipInfo(f"{draft.code}/{name}", _A_DAY), text)
    return made.getvalue()
