"""What an institution meets of the cases against it: what it was told, what it may do and until when, and what was decided.

It learns here nothing before it was told on paper, and of the case nothing but what stands on its papers.
"""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from zhongdu.calendar import clock
from zhongdu.cases import paper, repaying, showing, surcharging, timing
from zhongdu.cases.hearing import answers_until, asked_until
from zhongdu.cases.models import Case, Claim, CreditEntry, Decision
from zhongdu.cases.outward_desk import chip, credit_facts
from zhongdu.cases.rules import HEARING_FROM
from zhongdu.institutions.queries import Owed, owes
from zhongdu.kit import lists
from zhongdu.kit.matters import band, matter_context, own_or_404
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Fact
from zhongdu.law.governing import Law, governing
from zhongdu.law.reliance import rests_on
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

INSTITUTION = frozenset({Role.INSTITUTION})
_STATES = {Case.State.NOTIFIED: "已告知，可以陈述申辩", Case.State.HEARING: "听证"}


def standing(case: Case) -> str:
    """How far it is, as far as the institution was told."""
    decision = Decision.objects.filter(case=case).first()
    if decision and decision.served_on:
        return decision.get_state_display()
    return _STATES.get(Case.State(case.state), "已告知，待决定")


@rests_on("case.notice", "case.hearing", kind="page")
@page(face="institution", path="institution/cases/", name="cases", may=INSTITUTION, methods=("GET",))
def cases(request: HttpRequest) -> HttpResponse:
    """The notices and decisions that were served on it, the latest first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = Case.objects.filter(Case.held_by(actor)).select_related("docket", "bureau", "institution")
    found = lists.page_of(request, rows, by=("-id",))
    context = {"found": found, "rows": [(row, standing(row)) for row in found]}
    return render(request, "cases/own_cases.html", context)


@rests_on("case.notice", "case.defence", "clock.hearing_request", kind="page")
@page(
    face="institution", path="institution/cases/<str:number>/", name="case", may=INSTITUTION, methods=("GET",)
)
def case(request: HttpRequest, number: str) -> HttpResponse:
    """What is meant and why, what it may answer and until when; the hearing; the decision once it is served."""
    found = own_or_404(request, Case, number)
    law, decision = governing(found.bureau, clock.today()), Decision.objects.filter(case=found).first()
    context = {
        "matter": found, "standing": standing(found), "facts": _told(found, law), "why": paper.said(found, "report_case"),
        "rights": _rights(found, law), "decision": decision if decision and decision.served_on else None,
        "demonstration": band(law),
    }  # fmt: skip
    return render(request, "cases/own_case.html", context)


def _told(case: Case, law: Law) -> list[Fact]:
    """What the notice says is meant; with the hearing once it is called."""
    assert case.notified is not None  # held_by
    lines = showing.proposal_facts(case, case.notified, HEARING_FROM.of(case.bureau))
    lines.append(Fact("收到告知", showing.day(case.notified_on)))
    lines.append(Fact("陈述、申辩", f"到{showing.day(answers_until(case))}为止"))
    if case.hearing_at:
        lines.append(Fact("听证时间", f"{case.hearing_at.astimezone():%Y年%-m月%-d日 %H:%M}"))
    return lines


def _rights(case: Case, law: Law) -> list[timing.Right]:
    if case.state != Case.State.NOTIFIED or not case.may_be_heard:
        return []
    return timing.rights(law, ("clock.hearing_request", case.notified_on))


@rests_on(
    "case.service", "clock.fine_payment", "clock.reconsideration_request", "clock.litigation", kind="page"
)
@page(
    face="institution", path="institution/decisions/<str:number>/", name="decision", may=INSTITUTION, methods=("GET",)
)  # fmt: skip
def decision(request: HttpRequest, number: str) -> HttpResponse:
    """What was decided, what is to be paid where and by when, and the remedies with their last days."""
    found = own_or_404(request, Decision, number)
    law = governing(found.bureau, clock.today())
    context = {
        "matter": found, "chip": showing.decision_chip(found), "claims": showing.claims_of(found, law),
        "repayments": repaying.of(found, law), "reckoned": surcharging.derivation(found), "pause": law.find(surcharging.PAUSE),
        "credit": CreditEntry.objects.filter(decision=found).first(),
        "facts": [fact for fact in showing.decision_facts(found, HEARING_FROM.of(found.bureau)) if fact.label != "决定"],
        "rights": timing.rights(
            law, ("clock.reconsideration_request", found.served_on), ("clock.litigation", found.served_on)
        ),
        "demonstration": band(law),
    }  # fmt: skip
    return render(request, "cases/own_decision.html", context)


@page(
    face="institution", path="institution/decisions/<str:number>/paper.pdf", name="decision_paper", may=INSTITUTION,
    methods=("GET",),
)  # fmt: skip
def decision_paper(request: HttpRequest, number: str) -> HttpResponse:
    found = own_or_404(request, Decision, number)
    headers = {
        "Content-Disposition": f'inline; filename="decision-{found.number}.pdf"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(paper.decision_pdf(found), content_type="application/pdf", headers=headers)


@rests_on("credit", "credit.repair", kind="page")
@page(
    face="institution", path="institution/credit/<str:number>/", name="creditentry", may=INSTITUTION, methods=("GET",)
)  # fmt: skip
def creditentry(request: HttpRequest, number: str) -> HttpResponse:
    """What stands in the institution's credit record, who knows of it, and asking for its repair."""
    found = own_or_404(request, CreditEntry, number)
    context = matter_context(request, found, "institution")
    context |= {"chip": chip(found), "facts": credit_facts(found, context["law"])}
    return render(request, "cases/own_credit.html", context)


@owes
def answers_and_payments(actor: Actor) -> Iterator[Owed]:
    """Until when it may ask to be heard, and what it has still to pay."""
    told = Case.objects.filter(Case.held_by(actor), state=Case.State.NOTIFIED)
    for row in told.select_related("docket", "bureau", "institution").order_by("id"):
        label, last = "处罚告知：陈述申辩", answers_until(row)
        if row.may_be_heard:
            label, last = f"{label}、要求听证", asked_until(row, governing(row.bureau, clock.today()))
        yield Owed(label, _name(row), last, _url("case", row.number))
    claims = Claim.objects.filter(
        decision__in=Decision.objects.filter(Decision.held_by(actor), state=Decision.State.SERVED)
    )
    for claim in claims.select_related("decision__docket", "decision__case__institution").order_by(
        "due_on", "id"
    ):
        if claim.open_fen:
            label = f"缴款：{claim.get_sort_display()}（{claim.decision.paper_number}）"
            yield Owed(
                label, _name(claim.decision.case), claim.due_on, _url("decision", claim.decision.number)
            )


def _name(case: Case) -> str:
    return str(case.institution.name) if case.institution else ""


def _url(name: str, number: str) -> Any:
    return reverse(f"institution:{name}", kwargs={"number": number})
