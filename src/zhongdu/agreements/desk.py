"""Agreements on the desk: the lists, one agreement, one handling, one dispute, and their papers."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from zhongdu.agreements import (  # noqa: F401 - declare their pages
    acting_desk,
    beside,
    money_desk,
    paper,
    queries,
    repaying,
    settling_desk,
    showing,
)
from zhongdu.agreements.answering import RESTORING
from zhongdu.agreements.ending import find_ground
from zhongdu.agreements.handling import meant
from zhongdu.agreements.keeping import kept_of
from zhongdu.agreements.models import AGENCY, READERS, Agreement, Dispute, Handling, PractitionerHandling
from zhongdu.agreements.serving import dispute_answer, printed_answer, serve
from zhongdu.agreements.stopping import stopped
from zhongdu.bureaus.queries import office_of
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.inspections.queries import obstructed
from zhongdu.institutions.queries import Sort, kin
from zhongdu.kit import lists
from zhongdu.kit.beside import shown as shown_beside
from zhongdu.kit.matters import band, matter_context, matter_or_404
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Fact, Tab
from zhongdu.law.governing import governing
from zhongdu.law.reliance import rests_on
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Bureau

MAY = frozenset(READERS)
_TABS = {
    "agreements": "协议",
    "grounds": "待认定的情形",
    "handlings": "协议处理",
    "practitioners": "医师药师",
    "disputes": "申诉",
}


@rests_on("agency.duty.agreements", "agreement.ending", kind="page")
@page(face="desk", path="desk/agreements/", name="agreements", may=MAY, methods=("GET",))
def agreements(request: HttpRequest) -> HttpResponse:
    """Agreements, the grounds that wait for somebody's finding, handlings, disputes: each its own list."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    shown = request.GET.get("show", "agreements")
    shown = shown if shown in _TABS else "agreements"
    waiting = queries.grounds_waiting(actor).count()
    bureau = Bureau.objects.get(pk=actor.posts[0].bureau_id)
    law = governing(bureau, clock.today())
    context: dict[str, Any] = {
        "tabs": [Tab(label, f"?show={key}", key == shown, waiting if key == "grounds" else None) for key, label in _TABS.items()],
        "today": clock.today(),
        "demonstration": band(law),
        "begin": _begin(actor, shown),
        "shown": shown,
    }  # fmt: skip
    if shown == "grounds":
        found = lists.page_of(request, queries.grounds_waiting(actor), by=("on", "id"))
        rows: list[Any] = [(row, _named(row)) for row in found]
        return render(request, "agreements/grounds.html", context | {"found": found, "rows": rows})
    rows_, filters = _narrowed(request, actor, shown)
    found = lists.page_of(request, rows_, by=("-id",))
    rows = [(row, showing.chip(row)) for row in found]
    return render(
        request, "agreements/list.html", context | {"found": found, "rows": rows, "filters": filters}
    )


def _named(row: Any) -> Any:
    return find_ground(governing(row.agreement.bureau, clock.today()), row.ground)


_LISTS: dict[str, tuple[Any, Any, list[str]]] = {  # the kind, whose rows, where to look for what was typed
    "agreements": (Agreement, queries.for_desk, ["name", "institution__code"]),
    "handlings": (Handling, queries.handlings, ["agreement__name", "agreement__institution__code"]),
    "practitioners": (
        PractitionerHandling,
        queries.of_practitioners,
        ["practitioner__name", "practitioner__code"],
    ),
    "disputes": (
        Dispute,
        queries.disputes,
        ["handling__agreement__name", "handling__agreement__institution__code"],
    ),
}


def _narrowed(request: HttpRequest, actor: Actor, shown: str) -> tuple["QuerySet[Any]", lists.Filters]:
    kind, rows, searched = _LISTS[shown]
    filters = lists.Filters.read(
        request,
        lists.Choice("state", "状态", kind.State.choices),
        *([lists.Choice("sort", "种类", Sort.choices)] if shown == "agreements" else []),
        lists.Text("q", "查找", [*searched, "docket__number"], hint="名称或编号"),
    )
    return filters.narrow(rows(actor)), filters


def _begin(actor: Actor, shown: str) -> str:
    """Where the agency takes an application in, or begins with a practitioner."""
    posts = actor.standing({AGENCY})
    if not posts:
        return ""
    office = office_of(posts[0].bureau_id)
    act = "propose_practitioner" if shown == "practitioners" else "apply_for_agreement"
    return reverse("desk:do", kwargs={"act": f"agreements.{act}", "number": office.number})


@rests_on("agreement.measure", "agreement.ending", "agreement.suspensions", "agreement.bar", kind="page")
@page(face="desk", path="desk/agreements/<str:number>/", name="agreement", may=MAY, methods=("GET",))
def agreement(request: HttpRequest, number: str) -> HttpResponse:
    """One agreement: its term, what was found of it, what keeps it from settling, the grounds the record shows."""
    found = matter_or_404(request, Agreement, number)
    context = matter_context(request, found, "desk")
    law = context["law"]
    return render(
        request,
        "agreements/agreement.html",
        context
        | {
            "chip": showing.chip(found),
            "facts": showing.facts_of(found),
            "raised": showing.raised(found, law),
            "counted": showing.counted(found, law) if found.since else [],
            "doubts": showing.doubts(law, *_biting(found)),
            "holds": list(showing.holds(found)),
            "restoring": Duty.objects.open().filter(docket=found.docket, concept=RESTORING).first(),
            "asked": [each for each in obstructed(kin(found.institution)) if each.asked_on and not stopped(found).exists()],
            "handlings": [(row, showing.chip(row)) for row in found.handlings.select_related("docket").order_by("-id")[:20]],
            "reviews": found.reviews.all()[:20],
            "bars": queries.bars_against(found.institution, found.credit_code, clock.today()),
            "others": queries.of_institution(found.institution).exclude(pk=found.pk)[:20],
        },
    )  # fmt: skip


def _biting(found: Agreement) -> list[str]:
    """What the texts disagree on is told where it bites: once it was suspended or a ground is raised, once payments stand still."""
    suspended = found.raised.exists() or found.measures.filter(does="suspension").exists()
    concepts = ["agreement.suspensions", "agreement.ending"] if suspended else []
    return [*concepts, "settlement.suspension"] if stopped(found).exists() else concepts


@rests_on("agreement.measure", "agreement.combining", "agreement.statement", kind="page")
@page(
    face="desk",
    path="desk/handlings/<str:number>/",
    name="handling",
    may=frozenset(Handling.readers),
    methods=("GET",),
)
def handling(request: HttpRequest, number: str) -> HttpResponse:
    """One handling: what is meant or was decided, and what became of each measure. The accountant, who reads no
    agreements, sees here what is to come in."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = matter_or_404(request, Handling, number)
    context = matter_context(request, found, "desk")
    law = context["law"]
    return render(
        request,
        "agreements/handling.html",
        context
        | {
            "chip": showing.chip(found),
            "slots": shown_beside("handling", request, found),
            "agreement": found.agreement,
            "whole": bool(actor.standing(READERS)),
            "facts": _facts(found),
            "lines": showing.lines(found),
            "meant": meant(found, law),
            "claims": showing.claims(found, law),
            "repayments": repaying.of(found, law),
            "doubts": showing.doubts(law, *found.wanted),
            "proofs": kept_of(found),
            "disputes": [
                (row, showing.chip(row)) for row in found.disputes.select_related("docket").order_by("-id")
            ],
        },
    )


def _facts(found: Handling) -> list[Fact]:
    facts = [
        Fact("机构", found.agreement.name),
        Fact("行为发生之日", showing.spoken(found.conduct_on)),
        Fact("违反协议", found.article),
        Fact("陈述申辩到", showing.spoken(found.answer_by)),
    ]
    if found.heard:
        facts.append(Fact("怎样听取的", found.get_heard_display()))
    if found.decided_on:
        facts.append(Fact("作出处理", showing.spoken(found.decided_on)))
    return facts


@rests_on("practitioner.measure", "practitioner.no_settlement", kind="page")
@page(
    face="desk", path="desk/practitioner-handlings/<str:number>/", name="practitionerhandling", may=MAY, methods=("GET",)
)  # fmt: skip
def practitioner_handling(request: HttpRequest, number: str) -> HttpResponse:
    """One handling of a physician or pharmacist, and whether what they prescribe is settled."""
    found = matter_or_404(request, PractitionerHandling, number)
    context = matter_context(request, found, "desk")
    law = context["law"]
    earlier = queries.of_practitioners(request.actor).filter(practitioner__in=kin(found.practitioner))  # type: ignore[attr-defined]
    return render(
        request,
        "agreements/practitioner.html",
        context
        | {
            "chip": showing.chip(found),
            "slots": shown_beside("practitionerhandling", request, found),
            "facts": showing.facts_of_practitioner(found),
            "lines": showing.lines_of_practitioner(found, law),
            "meant": [bound for name in found.wanted if (bound := law.find(name))],
            "counted": showing.pointed(found, law),
            "doubts": showing.doubts(law, *found.wanted),
            "earlier": [
                (row, showing.chip(row)) for row in earlier.exclude(pk=found.pk).order_by("-id")[:20]
            ],
        },
    )


@page(
    face="desk", path="desk/practitioner-handlings/<str:number>/notice.<str:kind>", name="practitioner_paper", may=MAY,
    methods=("GET",),
)  # fmt: skip
def practitioner_paper(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """The notice to a physician or pharmacist."""
    found = matter_or_404(request, PractitionerHandling, number)
    return printed_answer(paper.practitioner_printed(found), kind, f"practitioner-{number}")


@rests_on("dispute", "dispute.handling", kind="page")
@page(face="desk", path="desk/disputes/<str:number>/", name="dispute", may=MAY, methods=("GET",))
def dispute(request: HttpRequest, number: str) -> HttpResponse:
    """One appeal: what is disputed, how far the two sides came, and what became of the measures."""
    found = matter_or_404(request, Dispute, number)
    context = matter_context(request, found, "desk")
    actor: Actor = request.actor  # type: ignore[attr-defined]
    due = next((duty for duty in context["duties"] if duty.concept == "dispute.handling"), None)
    return render(
        request,
        "agreements/dispute.html",
        context
        | {
            "chip": showing.chip(found),
            "offered": showing.impartial(context["offered"], found, actor),
            "handling": found.handling,
            "lines": showing.lines(found.handling),
            "facts": [
                Fact("机构", found.agreement.name),
                Fact("收到申诉", showing.spoken(found.received_on)),
                *([Fact("结果", found.get_effect_display()), Fact("日期", showing.spoken(found.ended_on))] if found.effect else []),
            ],
            "owed": due,
            "proofs": kept_of(found),
        },
    )  # fmt: skip


# --- papers and files ----------------------------------------------------------------------------


@page(
    face="desk", path="desk/agreements/<str:number>/paper.<str:kind>", name="agreement_paper", may=MAY, methods=("GET",)
)  # fmt: skip
def agreement_paper(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """The agreement as it was signed."""
    found = matter_or_404(request, Agreement, number)
    if found.text is None:
        raise Http404("这份协议还没有签订。")
    return printed_answer(paper.agreement_printed(found), kind, f"agreement-{number}")


@page(
    face="desk", path="desk/handlings/<str:number>/notice.<str:kind>", name="handling_paper",
    may=frozenset(Handling.readers), methods=("GET",)
)  # fmt: skip
def handling_paper(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """The notice: of what is meant, or of what was decided."""
    found = matter_or_404(request, Handling, number)
    return printed_answer(paper.handling_printed(found), kind, f"handling-{number}")


@page(
    face="desk", path="desk/disputes/<str:number>/paper.<str:kind>", name="dispute_paper", may=MAY, methods=("GET",)
)  # fmt: skip
def dispute_paper(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """What came of an appeal, for both sides."""
    return dispute_answer(matter_or_404(request, Dispute, number), kind)


@page(
    face="desk",
    path="desk/handlings/<str:number>/files/<str:file>/",
    name="handling_file",
    may=frozenset(Handling.readers),
    methods=("GET",),
)
def handling_file(request: HttpRequest, number: str, file: str) -> HttpResponseBase:
    """What was brought to a handling, byte for byte."""
    return serve(matter_or_404(request, Handling, number), file)


@page(
    face="desk",
    path="desk/disputes/<str:number>/files/<str:file>/",
    name="dispute_file",
    may=MAY,
    methods=("GET",),
)
def dispute_file(request: HttpRequest, number: str, file: str) -> HttpResponseBase:
    return serve(matter_or_404(request, Dispute, number), file)
