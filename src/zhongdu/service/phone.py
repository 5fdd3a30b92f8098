"""My service on the phone: hours, what waits to be counted, praise, proofs, the risk of a task."""

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhongdu import vault
from zhongdu.acts.allowing import refusal_of
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.fieldwork.queries import Visit
from zhongdu.kit import lists
from zhongdu.kit.matters import band, cited, matter_context, own_or_404, page_of
from zhongdu.kit.pages import page
from zhongdu.law.governing import governing
from zhongdu.law.reliance import rests_on
from zhongdu.roster.queries import current
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role
from zhongdu.service import queries, showing
from zhongdu.service.acts import acknowledge_risk, request_proof
from zhongdu.service.desk import CHANGES
from zhongdu.service.insuring import insured
from zhongdu.service.models import Assessment, Proof, Stint
from zhongdu.service.paper import number_of
from zhongdu.service.rules import VISIT_MINUTES, spoken

MINE = frozenset({Role.SUPERVISOR})
_FEW = 10  # of a kind on the first page


@rests_on("service.record", "incentive", "appointment.unpaid", "principle.public_interest", kind="page")
@page(face="phone", path="my/service/", name="service", may=MINE, methods=("GET",))
def service(request: HttpRequest) -> HttpResponse:
    """Hours this year, what waits to be counted, and what one may ask for."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    assert actor.user_id is not None
    today = clock.today()
    appointment: Any = current(actor.user_id, today)
    law = governing(appointment.bureau, today)
    stints = Stint.objects.filter(Stint.held_by(actor)).select_related("docket", "visit__institution")
    found = lists.page_of(request, stints, by=("-on", "-id"))
    words = queries.words_of(found)
    year = queries.minutes_by_kind([actor.user_id], appointment.bureau, date(today.year, 1, 1), today)
    proofs = Proof.objects.filter(Proof.held_by(actor)).select_related("docket").order_by("-id")[:_FEW]
    told = (
        Assessment.objects.filter(Assessment.held_by(actor)).select_related("docket").order_by("-year", "-id")
    )
    return render(
        request,
        "service/phone_service.html",
        {
            "appointment": appointment,
            "serves": appointment.state == "serving",
            "year": today.year,
            "time": spoken(sum(year[actor.user_id].values())),
            "unpaid": law.find("appointment.unpaid") or law.find("principle.public_interest"),
            "uncounted": queries.uncounted(actor)[:_FEW],
            "suggested": VISIT_MINUTES.of(appointment.bureau),
            "found": found,
            "rows": [(row, words[row.number], spoken(row.minutes), showing.chip(row)) for row in found],
            "praised": queries.commendations(actor.user_id)[:_FEW],
            "proofs": [(row, showing.chip(row), spoken(row.minutes)) for row in proofs],
            "assessments": [(row, showing.chip(row)) for row in told[:_FEW]],
            "ask": _ask_for_proof(appointment, today),
            "demonstration": band(law),
        },
    )


def _ask_for_proof(appointment: Any, today: date) -> str:
    """The form for a proof, filled in with the whole term so far."""
    ask = reverse("phone:do", kwargs={"act": request_proof.name, "number": appointment.number})
    until = min(today, appointment.ended_on or appointment.until)
    return f"{ask}?{urlencode({'since': appointment.since.isoformat(), 'until': until.isoformat()})}"


@page(face="phone", path="my/service/<str:number>/", name="stint", may=MINE, methods=("GET",))
def stint(request: HttpRequest, number: str) -> HttpResponse:
    matter = own_or_404(request, Stint, number)
    context = matter_context(request, matter, "phone") | {
        "chip": showing.chip(matter),
        "time": spoken(matter.minutes),
        "words": queries.words_of([matter])[matter.number],
        "changes": queries.said(matter, CHANGES),
    }
    return render(request, "service/phone_stint.html", context)


@rests_on("service.proof", kind="page")
@page(face="phone", path="my/proofs/<str:number>/", name="proof", may=MINE, methods=("GET",))
def proof(request: HttpRequest, number: str) -> HttpResponse:
    matter = own_or_404(request, Proof, number)
    context = matter_context(request, matter, "phone") | {
        "chip": showing.chip(matter),
        "time": spoken(matter.minutes),
        "printed": number_of(matter),
        "withdrawn": queries.said(matter, ["service.withdraw_proof"]),
        "ask": _ask_for_proof(matter.appointment, clock.today()),
    }
    return render(request, "service/phone_proof.html", context)


@page(face="phone", path="my/proofs/<str:number>/proof.pdf", name="proof_paper", may=MINE, methods=("GET",))
def proof_paper(request: HttpRequest, number: str) -> HttpResponse:
    return showing.paper(own_or_404(request, Proof, number))


@rests_on("service.insurance", kind="page")
@page(face="phone", path="my/visits/<str:number>/risk/", name="acknowledge_risk", may=MINE)
def risk(request: HttpRequest, number: str) -> HttpResponse:
    """What may happen, what protects, and the insurance: read, then said to have been read."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    visit = own_or_404(request, Visit, number)
    refusal = refusal_of(acknowledge_risk, visit, actor)
    if request.method == "POST":
        try:
            perform(acknowledge_risk, visit, actor, key=request.POST.get("key", "")[:64])
        except Refused as refused:
            refusal = refused.sentence
        else:
            messages.success(request, "已记下，现在可以接受任务。")
            return redirect(page_of(visit, "phone"))
    law = governing(visit.bureau, clock.today())
    kept = vault.read(visit.number, "risk_words", "protection_words")
    context = {
        "visit": visit,
        "refusal": refusal,
        "risk": kept.get("risk_words", ""),
        "protection": kept.get("protection_words", ""),
        "insurance": insured(visit.appointment_id, clock.today(), visit.due or clock.today()),
        "why_none": [
            words
            for each in queries.said(visit, ["service.note_risk", "service.settle_risk"])
            for label, words in each.words.items()
            if label.startswith("不用另买保险")
        ],
        "key": uuid4().hex,
        "clauses": cited(acknowledge_risk, law),
        "demonstration": band(law),
    }
    return render(
        request, "service/phone_risk.html", context, status=409 if request.method == "POST" else 200
    )
