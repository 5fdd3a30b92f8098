"""Publicity work on the phone: what one is asked to take part in, the reply, and what one took part in."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhongdu.kit import lists
from zhongdu.kit.matters import matter_context, own_or_404
from zhongdu.kit.pages import page
from zhongdu.law.reliance import rests_on
from zhongdu.publicity import acts, queries, showing
from zhongdu.publicity.models import Part
from zhongdu.publicity.rules import TASKS
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

MINE = frozenset({Role.SUPERVISOR})


@rests_on(*TASKS, kind="page")
@page(face="phone", path="my/publicity/", name="publicity", may=MINE, methods=("GET",))
def publicity(request: HttpRequest) -> HttpResponse:
    """The latest first: those ahead stand on top."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = lists.page_of(request, queries.mine(actor), by=("-activity__on", "-id"))
    context = {"found": found, "rows": [(row, showing.presence(row)) for row in found]}
    return render(request, "publicity/phone_list.html", context)


@rests_on(*TASKS, kind="page")
@page(face="phone", path="my/publicity/<str:number>/", name="part", may=MINE, methods=("GET",))
def part(request: HttpRequest, number: str) -> HttpResponse:
    matter: Part = own_or_404(request, Part, number)
    queries.was_read(matter, request.actor)  # type: ignore[attr-defined]
    context = matter_context(request, matter, "phone")
    law = context["law"]
    context |= {
        "activity": matter.activity,
        "chip": showing.presence(matter),
        "facts": showing.facts(matter.activity, law),
        "tasks": [bound for word in TASKS if (bound := law.find(word))],
        "offered": [
            replace(each, main=each.label == acts.join_publicity.label) for each in context["offered"]
        ],
    }
    return render(request, "publicity/phone_part.html", context)
