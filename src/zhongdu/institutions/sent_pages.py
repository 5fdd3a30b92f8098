"""On the desk: what institutions found when they checked themselves, and what fraud they stopped."""

from typing import Any

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from zhongdu import vault
from zhongdu.calendar import clock
from zhongdu.institutions import checking, enclosures, import_page, showing, stopping
from zhongdu.institutions.acts import (
    answer_stopped_fraud,
    ask_self_checks,
    read_self_check,
    report_stopped_fraud,
    send_self_check_back,
)
from zhongdu.institutions.models import Institution, SelfCheck, StoppedFraud
from zhongdu.institutions.tabs import tabs
from zhongdu.kit import lists
from zhongdu.kit.beside import Slot, slot
from zhongdu.kit.matters import matter_context, matter_or_404
from zhongdu.kit.pages import page
from zhongdu.law.governing import Law
from zhongdu.law.money import yuan
from zhongdu.law.reliance import rests_on
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import POSTS

STAFF = frozenset(POSTS)


@page(face="desk", path="desk/self-checks/", name="selfchecks", may=STAFF, methods=("GET",))
def self_checks(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    filters = lists.Filters.read(
        request,
        lists.Choice("state", "状态", SelfCheck.State.choices),
        lists.Text("q", "机构", ["institution__name", "institution__code"], hint="名称或代码"),
    )
    rows = filters.narrow(SelfCheck.objects.visible_to(actor).select_related("docket", "institution"))
    found = lists.page_of(request, rows, by=("-until", "-id"))
    asks = [
        (office, reverse("desk:do", kwargs={"act": ask_self_checks.name, "number": office.number}))
        for office in import_page.offices(ask_self_checks, actor)
    ]
    context = {
        "tabs": tabs("desk:selfchecks"), "filters": filters, "found": found, "asks": asks,
        "rows": [(row, showing.chip(row, clock.today()), yuan(row.found_fen)) for row in found],
        "total": yuan(rows.aggregate(n=Sum("found_fen"))["n"] or 0), "narrowed": bool(filters.chosen),
    }  # fmt: skip
    return render(request, "institutions/self_checks.html", context)


@page(face="desk", path="desk/self-checks/<str:number>/", name="selfcheck", may=STAFF, methods=("GET",))
def self_check(request: HttpRequest, number: str) -> HttpResponse:
    found = matter_or_404(request, SelfCheck, number)
    context = matter_context(request, found, "desk")
    return render(request, "institutions/self_check.html", context | findings(found, context["law"]))


@page(
    face="desk", path="desk/self-checks/<str:number>/files/<str:file>/", name="self_check_file", may=STAFF,
    methods=("GET",),
)  # fmt: skip
def self_check_file(request: HttpRequest, number: str, file: str) -> HttpResponseBase:
    return enclosures.serve(request, matter_or_404(request, SelfCheck, number).number, file)


@page(face="desk", path="desk/stopped-frauds/", name="stoppedfrauds", may=STAFF, methods=("GET",))
def stopped_frauds(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    filters = lists.Filters.read(request, lists.Choice("state", "状态", StoppedFraud.State.choices))
    rows = filters.narrow(StoppedFraud.objects.visible_to(actor).select_related("docket", "institution"))
    found = lists.page_of(request, rows, by=("-reported_on", "-id"))
    context = {
        "tabs": tabs("desk:stoppedfrauds"), "filters": filters, "found": found,
        "rows": [(row, showing.chip(row)) for row in found],
    }  # fmt: skip
    return render(request, "institutions/stopped_frauds.html", context)


@page(face="desk", path="desk/stopped-frauds/<str:number>/", name="stoppedfraud", may=STAFF, methods=("GET",))
def stopped_fraud(request: HttpRequest, number: str) -> HttpResponse:
    found = matter_or_404(request, StoppedFraud, number)
    context = matter_context(request, found, "desk")
    return render(request, "institutions/stopped_fraud.html", context | reported(found, context["law"]))


@page(
    face="desk", path="desk/stopped-frauds/<str:number>/files/<str:file>/", name="stopped_fraud_file", may=STAFF,
    methods=("GET",),
)  # fmt: skip
def stopped_fraud_file(request: HttpRequest, number: str, file: str) -> HttpResponseBase:
    return enclosures.serve(request, matter_or_404(request, StoppedFraud, number).number, file)


@rests_on("institution.duty", kind="page")
def findings(found: SelfCheck, law: Law) -> dict[str, Any]:
    """What both faces show of a self-check: each duty with its clause, what was found, and the sum to the fen."""
    told = {each.duty: each for each in found.findings.all()}
    words = vault.read(found.number, "self_check_words").get("self_check_words", {})
    return {
        "lines": [
            (bound, told[bound.name], words.get(bound.name, ""), yuan(told[bound.name].fen))
            for bound in checking.duties(law)
            if bound.name in told
        ],
        "sum": yuan(found.found_fen),
        "pieces": enclosures.pieces(found.number),
        "said": showing.said(found, send_self_check_back.name, read_self_check.name),
        "chip": showing.chip(found, clock.today()),
    }


@rests_on("insured.duty", kind="page")
def reported(found: StoppedFraud, law: Law) -> dict[str, Any]:
    """What both faces show of a report: what happened, which of the insured's duties it touches, the answer."""
    return {
        "account": showing.said(found, report_stopped_fraud.name),
        "answer": showing.said(found, answer_stopped_fraud.name),
        "grounds": stopping.grounds_of(law, found.grounds),
        "pieces": enclosures.pieces(found.number),
        "chip": showing.chip(found),
    }


@slot("institution", order=62)
def _sent(request: HttpRequest, institution: Institution) -> Slot | None:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    checks, frauds = (
        list(
            kind.objects.visible_to(actor)
            .filter(institution=institution)
            .select_related("docket")
            .order_by("-id")[:5]
        )
        for kind in (SelfCheck, StoppedFraud)
    )
    context = {
        "checks": [(row, showing.chip(row, clock.today()), yuan(row.found_fen)) for row in checks],
        "frauds": [(row, showing.chip(row)) for row in frauds],
    }
    return (
        Slot("自查和制止骗保", "checklist", "institutions/sent_beside.html", context)
        if checks or frauds
        else None
    )
