"""Cases on the desk: the list, one case with its clocks, its files."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from zhongdu.calendar import clock
from zhongdu.cases import acts, files_of, proposing, queries, showing, timing  # noqa: F401 - declares the acts
from zhongdu.cases.models import READERS, Case
from zhongdu.cases.rules import HEARING_FROM
from zhongdu.kit import lists
from zhongdu.kit.matters import band, matter_context, matter_or_404, unmasked
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Tab
from zhongdu.law.governing import governing
from zhongdu.law.reliance import rests_on
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Bureau

MAY = frozenset(READERS)
KINDS: dict[str, Any] = {"case": Case}
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
        "losses": showing.losses(found, context["law"]),
        "proposal": showing.proposal_facts(found, proposal, way) if proposal else [],
        "clocks": timing.derivations(found.docket),
    }
    return render(request, "cases/desk_case.html", context)


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
