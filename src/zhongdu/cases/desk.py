"""Cases on the desk: the list, one case with its clocks, its files."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from zhongdu.calendar import clock
from zhongdu.cases import (  # noqa: F401 - the acts and the other pages are declared with these
    acts,
    beside,
    deliberating,
    evidence_desk,
    files_of,
    money_desk,
    notices,
    notices_page,
    outward_desk,
    paper,
    proposing,
    queries,
    repaying,
    showing,
    sitting,
    surcharging,
    timing,
)
from zhongdu.cases.departments import called
from zhongdu.cases.models import READERS, Case, Decision, Deliberation
from zhongdu.cases.rules import HEARING_FROM
from zhongdu.inspections.queries import by_number, to_become_cases
from zhongdu.kit import lists
from zhongdu.kit.beside import shown as shown_beside
from zhongdu.kit.matters import band, matter_context, matter_or_404, unmasked
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Tab
from zhongdu.law.governing import Law, governing
from zhongdu.law.money import yuan
from zhongdu.law.reliance import rests_on
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Bureau

MAY = frozenset(READERS)
KINDS: dict[str, Any] = {
    "case": Case,
    "deliberation": Deliberation,
    "decision": Decision,
    **outward_desk.KINDS,
}
_WAITING = 20  # inspections that are shown as waiting to become cases
_TABS = {
    "open": ("办理中", Case.OPEN),
    "done": ("已办结", (Case.State.CLOSED, Case.State.NOT_FILED, Case.State.TERMINATED)),
}


@page(face="desk", path="desk/cases/", name="cases", may=MAY, methods=("GET",))
def cases(request: HttpRequest) -> HttpResponse:
    """The cases of an officer's territory, the newest first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    shown = request.GET.get("show", "open")
    shown = shown if shown in _TABS else "open"
    filters = lists.Filters.read(
        request,
        lists.Choice("state", "状态", [(state.value, state.label) for state in _TABS[shown][1]]),
        lists.Text(
            "q", "查找", ["docket__number", "case_number", "institution__name"], hint="编号、立案号或者机构"
        ),
    )
    rows = filters.narrow(queries.for_desk(actor).filter(state__in=_TABS[shown][1]))
    found = lists.page_of(request, rows, by=("-id",))
    named, home = queries.respondents_of(found), Bureau.objects.get(pk=actor.posts[0].bureau_id)
    context = {
        "tabs": [Tab(label, f"?show={key}", key == shown) for key, (label, _) in _TABS.items()],
        "filters": filters, "found": found, "demonstration": band(governing(home, clock.today())),
        "rows": [(row, named[row.number], showing.chip(row)) for row in found],
        "waiting": to_become_cases(actor).order_by("closed_on", "id")[:_WAITING] if shown == "open" else [],
    }  # fmt: skip
    return render(request, "cases/desk_cases.html", context)


@rests_on("sanction", "clock", "case.hearing", "evidence.verified", kind="page")
@page(face="desk", path="desk/cases/<str:number>/", name="case", may=MAY, methods=("GET",))
def case(request: HttpRequest, number: str) -> HttpResponse:
    """One case: against whom, for what, how far; what may be done now; how each period was reckoned."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = matter_or_404(request, Case, number)
    context, way = matter_context(request, found, "desk"), HEARING_FROM.of(found.bureau)
    proposal = proposing.latest(found)
    evidence = queries.evidence_of(found)
    files = files_of.listed(found)
    context |= {
        "title": queries.respondent_of(found),
        "chip": showing.chip(found),
        "steps": showing.steps(found),
        "facts": showing.facts(found, context["law"], unmasked(found, actor)),
        "evidence": [
            (row, title, context["law"].rule(row.kind).label, [each for each in files if each.sort == row.pk])
            for row, title in evidence
        ],
        "pieces": [each for each in files if each.sort not in {row.pk for row, _ in evidence}],
        "inspected": evidence_desk.shown(found, context["law"]),
        "inspection": _inspection(found, actor, context["law"]),
        "slots": shown_beside("case", request, found),
        "fined": queries.fined_already(found),
        "once": context["law"].find("penalty.once"),
        "losses": showing.losses(found, context["law"]),
        "proposal": showing.proposal_facts(found, proposal, way) if proposal else [],
        "clocks": timing.derivations(found.docket),
        "rights": timing.rights(
            context["law"], ("clock.hearing_request", found.notified_on if found.may_be_heard else None)
        ),
        "sittings": [(each, showing.sitting_chip(each)) for each in queries.sittings_of(found)],
        "papers": notices.printable(found),
        "decision": queries.decision_of(found),
        "referrals": [(each, called(each.to, context["law"])) for each in queries.referrals_of(found)],
        "law_of_sitting": str(context["law"].rule("deliberation").address),
        "weighs": deliberating.reasons(found, proposal) if proposal else [],
    }
    return render(request, "cases/desk_case.html", context)


def _inspection(found: Case, actor: Actor, law: Law) -> tuple[Any, list[tuple[str, str, str]], bool] | None:
    """The inspection a case came of, what its report found, and whether its own page is this reader's to open."""
    led = queries.inspection_of(found)
    if led is None:
        return None
    return led, showing.found_by_inspection(led, law), by_number(led.number, actor) is not None


@rests_on("deliberation", kind="page")
@page(face="desk", path="desk/deliberations/<str:number>/", name="deliberation", may=MAY, methods=("GET",))
def deliberation(request: HttpRequest, number: str) -> HttpResponse:
    """One sitting: why, who sits, who stood back and read, how each voted, and what that carries."""
    found = matter_or_404(request, Deliberation, number)
    context, case = matter_context(request, found, "desk"), found.case
    context |= {
        "title": queries.respondent_of(case),
        "chip": showing.sitting_chip(found),
        "facts": showing.sitting_facts(found),
        "proposal": showing.proposal_facts(case, found.proposal, HEARING_FROM.of(case.bureau))
        if found.proposal
        else [],
        "seats": queries.seats_of(found),
        "rule": f"{sitting.QUORUM.said(found.bureau)}参加；{sitting.MAJORITY.said(found.bureau)}为通过（本局做法，法律没有写）。",
        "waits": sitting.why_not_yet(deliberating.voices(found), found.quorum),
        "pieces": files_of.listed(found),
    }
    return render(request, "cases/desk_sitting.html", context)


@page(
    face="desk",
    path="desk/cases/<str:number>/papers/<str:what>/<str:kind>/",
    name="case_paper",
    may=MAY,
    methods=("GET",),
)
def case_paper(request: HttpRequest, number: str, what: str, kind: str) -> HttpResponse:
    """What the respondent gets in writing before the decision, as PDF, or as a Word document to be sealed."""
    found = matter_or_404(request, Case, number)
    if what not in dict(notices.printable(found)):
        raise Http404
    if kind == "docx":
        return _paper(notices.word(found, what), f"{what}-{found.number}.docx", _WORD)
    return _paper(notices.pdf(found, what), f"{what}-{found.number}.pdf", _PDF)


@page(
    face="desk",
    path="desk/deliberations/<str:number>/minutes/",
    name="deliberation_paper",
    may=MAY,
    methods=("GET",),
)
def deliberation_paper(request: HttpRequest, number: str) -> HttpResponse:
    found = matter_or_404(request, Deliberation, number)
    return _paper(paper.minutes_pdf(found), f"minutes-{found.number}.pdf", _PDF)


@rests_on("case.service", "clock.fine_payment", kind="page")
@page(face="desk", path="desk/decisions/<str:number>/", name="decision", may=MAY, methods=("GET",))
def decision(request: HttpRequest, number: str) -> HttpResponse:
    """One decision: what it says, how it was served, what is due and until when."""
    found = matter_or_404(request, Decision, number)
    context, case = matter_context(request, found, "desk"), found.case
    context |= {
        "title": queries.respondent_of(case),
        "chip": showing.decision_chip(found),
        "facts": showing.decision_facts(found, HEARING_FROM.of(case.bureau)),
        "claims": showing.claims_of(found, context["law"]),
        "remedies": [
            (row, yuan(row.overpaid_fen) if row.overpaid_fen else "") for row in found.remedies.all()
        ],
        "repayments": repaying.of(found, context["law"]),
        "reckoned": surcharging.derivation(found),
        "pause": context["law"].find(surcharging.PAUSE),
        "pieces": files_of.listed(found),
        "clocks": timing.derivations(found.docket),
        "rights": timing.rights(
            context["law"],
            ("clock.reconsideration_request", found.served_on),
            ("clock.litigation", found.served_on),
        ),
    }
    return render(request, "cases/desk_decision.html", context)


@page(
    face="desk",
    path="desk/decisions/<str:number>/paper/<str:kind>/",
    name="decision_paper",
    may=MAY,
    methods=("GET",),
)
def decision_paper(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """The decision as PDF, or as a Word document to be sealed on paper."""
    found = matter_or_404(request, Decision, number)
    if kind == "docx":
        return _paper(paper.decision_word(found), f"decision-{found.number}.docx", _WORD)
    return _paper(paper.decision_pdf(found), f"decision-{found.number}.pdf", _PDF)


_PDF = "application/pdf"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _paper(content: bytes, name: str, kind: str) -> HttpResponse:
    how = "inline" if kind == _PDF else "attachment"
    headers = {"Content-Disposition": f'{how}; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)


@page(
    face="desk",
    path="desk/case-files/<str:word>/<str:number>/<str:file>/",
    name="case_file",
    may=MAY,
    methods=("GET",),
)
def case_file(request: HttpRequest, word: str, number: str, file: str) -> Any:
    if word not in KINDS:
        raise Http404
    return files_of.serve(request, matter_or_404(request, KINDS[word], number), file)
