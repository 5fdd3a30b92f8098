"""What an institution meets of its agreements: the texts it signed, what is meant for it or was decided, what it owes, its appeals."""

from collections.abc import Collection, Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from zhongdu.agreements import paper, repaying, showing
from zhongdu.agreements.handling import meant
from zhongdu.agreements.keeping import kept_of
from zhongdu.agreements.models import Agreement, Claim, Dispute, Handling, Hold, Measure
from zhongdu.agreements.recovering import next_due
from zhongdu.agreements.serving import dispute_answer, printed_answer, serve
from zhongdu.calendar import clock
from zhongdu.institutions.queries import Owed, owes, practitioners
from zhongdu.kit import lists
from zhongdu.kit.matters import matter_context, own_or_404
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Fact
from zhongdu.law.reliance import rests_on
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

INSTITUTION = frozenset({Role.INSTITUTION})


@page(
    face="institution", path="institution/agreements/", name="agreements", may=INSTITUTION, methods=("GET",)
)
def agreements(request: HttpRequest) -> HttpResponse:
    """An institution's agreements, the latest first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = Agreement.objects.filter(Agreement.held_by(actor)).select_related("docket", "bureau")
    found = lists.page_of(request, rows, by=("-id",))
    return render(
        request,
        "agreements/own_agreements.html",
        {
            "found": found,
            "rows": [(row, showing.chip(row)) for row in found],
            "suspended": _suspended(actor.institutions),
        },
    )


def _suspended(institutions: Collection[int]) -> list[Hold]:
    """Whose prescriptions are not settled, or will not be, of those who work here."""
    today = clock.today()
    here = practitioners.working_at(institutions, today)
    rows = Hold.objects.filter(kind=Hold.Kind.PRACTITIONER, void=False, practitioner__in=here)
    return list(rows.exclude(until__lt=today).select_related("practitioner").order_by("since", "id")[:_SHOWN])


_SHOWN = 50


@page(
    face="institution", path="institution/agreements/<str:number>/", name="agreement", may=INSTITUTION, methods=("GET",)
)  # fmt: skip
def agreement(request: HttpRequest, number: str) -> HttpResponse:
    found = own_or_404(request, Agreement, number)
    context = matter_context(request, found, "institution") | {
        "chip": showing.chip(found),
        "facts": showing.facts_of(found),
        "holds": list(showing.holds(found)),
        "handlings": [(row, showing.chip(row)) for row in found.handlings.select_related("docket").order_by("-id")[:50]],
        "reviews": found.reviews.all()[:20],
    }  # fmt: skip
    return render(request, "agreements/own_agreement.html", context)


@rests_on("agreement.statement", kind="page")
@page(
    face="institution", path="institution/handlings/<str:number>/", name="handling", may=INSTITUTION, methods=("GET",)
)  # fmt: skip
def handling(request: HttpRequest, number: str) -> HttpResponse:
    """The notice in words, what may be done about it, and until when."""
    found = own_or_404(request, Handling, number)
    context = matter_context(request, found, "institution")
    law = context["law"]
    disputes = found.disputes.select_related("docket").order_by("-id")
    context |= {
        "chip": showing.chip(found),
        "agreement": found.agreement,
        "lines": showing.lines(found),
        "meant": meant(found, law),
        "claims": showing.claims(found, law),
        "repayments": repaying.of(found, law),
        "told": showing.told_to_institution(found),
        "proofs": kept_of(found),
        "disputes": [(row, showing.chip(row)) for row in disputes],
    }
    return render(request, "agreements/own_handling.html", context)


@rests_on("dispute", kind="page")
@page(
    face="institution",
    path="institution/disputes/<str:number>/",
    name="dispute",
    may=INSTITUTION,
    methods=("GET",),
)
def dispute(request: HttpRequest, number: str) -> HttpResponse:
    found = own_or_404(request, Dispute, number)
    facts = [Fact("收到申诉", showing.spoken(found.received_on))]
    if found.effect:
        facts += [Fact("结果", found.get_effect_display()), Fact("日期", showing.spoken(found.ended_on))]
    context = matter_context(request, found, "institution") | {
        "chip": showing.chip(found),
        "handling": found.handling,
        "facts": facts,
        "lines": showing.lines(found.handling),
        "outcome": showing.outcome_of(found),
        "proofs": kept_of(found),
    }
    return render(request, "agreements/own_dispute.html", context)


@page(
    face="institution", path="institution/agreements/<str:number>/paper.<str:kind>", name="agreement_paper",
    may=INSTITUTION, methods=("GET",),
)  # fmt: skip
def agreement_paper(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    found = own_or_404(request, Agreement, number)
    if found.text is None:
        raise Http404("这份协议还没有签订。")
    return printed_answer(paper.agreement_printed(found), kind, f"agreement-{number}")


@page(
    face="institution", path="institution/disputes/<str:number>/paper.<str:kind>", name="dispute_paper",
    may=INSTITUTION, methods=("GET",),
)  # fmt: skip
def dispute_paper(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    return dispute_answer(own_or_404(request, Dispute, number), kind)


@page(
    face="institution", path="institution/handlings/<str:number>/notice.<str:kind>", name="handling_paper",
    may=INSTITUTION, methods=("GET",),
)  # fmt: skip
def handling_paper(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    return printed_answer(
        paper.handling_printed(own_or_404(request, Handling, number)), kind, f"handling-{number}"
    )


@page(
    face="institution", path="institution/handlings/<str:number>/files/<str:file>/", name="handling_file",
    may=INSTITUTION, methods=("GET",),
)  # fmt: skip
def handling_file(request: HttpRequest, number: str, file: str) -> HttpResponseBase:
    return serve(own_or_404(request, Handling, number), file)


@owes
def rectifications(actor: Actor) -> Iterator[Owed]:
    """Until when one may answer, what has to be put right, what has to be paid back."""
    mine = Handling.held_by(actor)
    for row in Handling.objects.filter(mine, state=Handling.State.PROPOSED).select_related(
        "docket", "agreement"
    ):
        yield _owed("陈述、申辩", row, row.answer_by)
    open_ = Measure.objects.filter(does="rectification", outcome="", withdrawn_on=None)
    rows = open_.filter(handling__in=Handling.objects.filter(mine, state=Handling.State.DECIDED))
    for measure in rows.select_related("handling__docket", "handling__agreement").order_by("until", "id"):
        yield _owed(measure.label, measure.handling, measure.until)
    demanded = Claim.objects.filter(
        measure__handling__in=Handling.objects.filter(mine, state=Handling.State.DECIDED)
    )
    for claim in demanded.select_related(
        "measure__handling__docket", "measure__handling__agreement"
    ).order_by("id"):
        if claim.open_fen:
            yield _owed("退回违规费用", claim.measure.handling, next_due(claim))


def _owed(label: str, handling: Handling, due: Any) -> Owed:
    url = reverse("institution:handling", kwargs={"number": handling.number})
    return Owed(label, handling.agreement.name, due, url)
