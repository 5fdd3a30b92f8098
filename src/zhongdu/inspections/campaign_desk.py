"""Campaigns on the desk: the list, and one with its draw, to be drawn again by anybody who reads it."""

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from zhongdu.inspections import queries, showing
from zhongdu.inspections.models import Campaign
from zhongdu.institutions.queries import Institution
from zhongdu.kit import lists
from zhongdu.kit.matters import matter_context, matter_or_404
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Tone
from zhongdu.law.reliance import rests_on
from zhongdu.rounds.queries import differences
from zhongdu.scope.actor import Actor

READ = frozenset(Campaign.readers)
_TONES: dict[str, Tone] = {"planned": "info", "drawn": "warn", "sent": "good", "dropped": "quiet"}


@rests_on("inspection.way.special", "inspection.assigned", kind="page")
@page(face="desk", path="desk/campaigns/", name="campaigns", may=READ, methods=("GET",))
def campaigns(request: HttpRequest) -> HttpResponse:
    """The campaigns an officer may know of, the newest first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    filters = lists.Filters.read(
        request, lists.Choice("state", "状态", Campaign.State.choices), lists.Text("q", "查找", ["title"])
    )
    rows = filters.narrow(Campaign.objects.visible_to(actor).select_related("docket", "bureau"))
    found = lists.page_of(request, rows, by=("-id",))
    context = {"filters": filters, "found": found, "rows": [(row, _TONES[row.state]) for row in found]}
    return render(request, "inspections/campaigns.html", context)


@rests_on("inspection.way.special", "inspection.assigned", kind="page")
@page(face="desk", path="desk/campaigns/<str:number>/", name="campaign", may=READ, methods=("GET",))
def campaign(request: HttpRequest, number: str) -> HttpResponse:
    """One campaign: whom the lot fell on or the list names, who goes there, and whether the draw follows from its file."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = matter_or_404(request, Campaign, number)
    context = matter_context(request, found, "desk")
    drawn = found.file.get("drawn", [])
    names = dict(Institution.objects.filter(code__in=drawn).values_list("code", "name"))
    going = queries.for_desk(actor).filter(campaign=found).order_by("id")[:200]
    context |= {
        "tone": _TONES[found.state],
        "kinds": "、".join(str(Institution.Kind(kind).label) for kind in found.kinds),
        "drawn": [(place, names.get(code, code), code) for place, code in enumerate(drawn, 1)],
        "wrong": list(differences(found.file)) if found.file and not found.is_named else [],
        "going": [(row, showing.first_named(row), showing.chip(row)) for row in going],
    }
    return render(request, "inspections/campaign.html", context)


@page(
    face="desk",
    path="desk/campaigns/<str:number>/draw.json",
    name="campaign_draw",
    may=READ,
    methods=("GET",),
)
def draw(request: HttpRequest, number: str) -> HttpResponse:
    """Everything that decided a draw, for whoever would do it again."""
    found = matter_or_404(request, Campaign, number)
    if not found.file or found.is_named:
        raise Http404
    body = json.dumps(found.file, ensure_ascii=False, indent=1, sort_keys=True)
    return HttpResponse(body, content_type="application/json", headers={"Cache-Control": "private, no-store"})
