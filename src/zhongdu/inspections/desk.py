"""Inspections on the desk: the list, and one inspection's page, which is also what a team works from in the field."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from zhongdu.calendar import clock
from zhongdu.inspections import (  # noqa: F401 - declare their pages
    acting_desk,
    acts,
    beside,
    campaign_desk,
    paper_desk,
    queries,
    record_desk,
    showing,
)
from zhongdu.inspections.models import READERS, Inspection, Sealing
from zhongdu.inspections.readiness import Short, short_of_inspectors
from zhongdu.inspections.rules import derivation
from zhongdu.inspections.sealing import clocks, reckoned
from zhongdu.kit import lists
from zhongdu.kit.beside import shown as shown_beside
from zhongdu.kit.matters import matter_context, matter_or_404, unmasked
from zhongdu.kit.pages import page
from zhongdu.law.governing import governing
from zhongdu.law.reliance import rests_on
from zhongdu.leads.queries import Lead
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Bureau

READ = frozenset(READERS)


@rests_on("inspection.way", "inspection.assigned", kind="page")
@page(face="desk", path="desk/inspections/", name="inspections", may=READ, methods=("GET",))
def inspections(request: HttpRequest) -> HttpResponse:
    """The inspections an officer may know of, the newest first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    filters = lists.Filters.read(
        request,
        lists.Choice("state", "状态", Inspection.State.choices),
        lists.Choice("origin", "来源", Inspection.Origin.choices),
        lists.Choice("given", "由谁检查", Inspection.Given.choices),
        lists.Text("q", "查找", ["docket__number", "title", "respondents__institution__name", "respondents__unit"], hint="编号、事项或单位"),
    )  # fmt: skip
    rows = filters.narrow(queries.for_desk(actor)).distinct()
    found = lists.page_of(request, rows, by=("-id",))
    context = {
        "filters": filters,
        "found": found,
        "rows": [(row, showing.first_named(row), showing.chip(row)) for row in found],
        "asked": queries.mine_to_answer(actor)[:20],
        "openings": beside.openings(actor),
        "short": _short(actor),
        "today": clock.today(),
    }
    return render(request, "inspections/inspections.html", context)


def _short(actor: Actor) -> Short | None:
    """Of the bureaus at and below the officer's own, those that could not send a team."""
    home, today = Bureau.objects.get(pk=actor.posts[0].bureau_id), clock.today()
    return short_of_inspectors(actor, governing(home, today), today)


@rests_on("inspection.way", "inspection.officers", "inspection.papers_shown", kind="page")
@page(face="desk", path="desk/inspections/<str:number>/", name="inspection", may=READ, methods=("GET",))
def inspection(request: HttpRequest, number: str) -> HttpResponse:
    """One inspection: whom, why, who goes, what was done and found; and what its reader may do now."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = matter_or_404(request, Inspection, number)
    context = matter_context(request, found, "desk")
    context |= {
        "chip": showing.chip(found),
        "steps": showing.steps(found),
        "facts": showing.facts(found, context["law"]),
        "people": showing.people(found, unmasked(found, actor)),
        "reveal": _reveal(found),
        "team": showing.team(found, clock.today()),
        "offered": showing.offered(context["offered"], found, actor),
        "lead": _lead(found, actor),
        "why": _why(found),
        "slots": shown_beside("inspection", request, found),
        **showing.done(found, context["law"], clock.today()),
    }
    return render(request, "inspections/inspection.html", context)


def _reveal(found: Inspection) -> str:
    """Where to ask for the names of the persons inspected; "" where there are none."""
    if not any(each.is_person for each in queries.respondents(found)):
        return ""
    return reverse("desk:do", kwargs={"act": acts.unmask.name, "number": found.number})


def _lead(found: Inspection, actor: Actor) -> Any:
    """The lead it came from, for whoever may see the lead itself."""
    return Lead.objects.visible_to(actor).select_related("docket").filter(pk=found.lead_id).first()


def _why(found: Inspection) -> str:
    return str(queries.written(found, [1]).get((1, "words"), ""))


@rests_on("inspection.power.sealing", "clock.sealing", "clock.seizure_decision", kind="page")
@page(face="desk", path="desk/sealings/<str:number>/", name="sealing", may=READ, methods=("GET",))
def sealing(request: HttpRequest, number: str) -> HttpResponse:
    """Something sealed: what, until when and how that was reckoned, what presses, what may be done now."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = matter_or_404(request, Sealing, number)
    context = matter_context(request, found, "desk")
    counted = reckoned(found, context["law"])
    bound = context["law"].find(clocks(found)[0])
    context |= {
        "inspection": found.inspection,
        "chip": showing.sealing_chip(found),
        "waits": showing.sealing_waits(found),
        "facts": showing.sealing_facts(found),
        "inventory": showing.inventory(found),
        "derivation": derivation(counted) if counted else [],
        "provisional": bool(counted and counted.provisional),
        "basis": [str(address) for address in bound.addresses] if bound else [],
        "offered": showing.offered(context["offered"], found, actor),
    }
    return render(request, "inspections/sealing.html", context)
