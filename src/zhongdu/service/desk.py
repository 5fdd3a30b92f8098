"""Service on the desk: hours to confirm, sums per person, proofs, insurance; what is entered for many at once."""

from datetime import date
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from zhongdu import vault
from zhongdu.acts.performing import perform_all
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.kit import lists
from zhongdu.kit.matters import band, matter_context, matter_or_404
from zhongdu.kit.pages import page
from zhongdu.law.governing import governing
from zhongdu.law.reliance import rests_on
from zhongdu.roster.queries import names, served
from zhongdu.scope.actor import Actor, territory
from zhongdu.scope.models import Bureau
from zhongdu.service import assessment_pages, many_pages, protection_pages, showing  # noqa: F401 declare their pages
from zhongdu.service.acts import confirm_service
from zhongdu.service.models import OFFICERS, READERS, Assessment, Insurance, Proof, Retaliation, Stint
from zhongdu.service.paper import number_of
from zhongdu.service.queries import minutes_by_kind, said, words_of
from zhongdu.service.rules import spoken

EVERYBODY = frozenset({*READERS, *Assessment.readers, *Retaliation.readers})
READ, WRITE = frozenset(READERS), frozenset(OFFICERS)
CHANGES = (
    "service.confirm_service",
    "service.correct_service",
    "service.decline_service",
    "service.strike_service",
)


@page(face="desk", path="desk/service/", name="service", may=EVERYBODY, methods=("GET",))
def service(request: HttpRequest) -> HttpResponse:
    """Hours of service, those to confirm first to hand; whoever reads no hours is led to what they do read."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.standing(READERS):
        return redirect(showing.first_tab(actor))
    filters = lists.Filters.read(
        request,
        lists.Choice("state", "状态", Stint.State.choices),
        lists.Choice("sort", "类别", Stint.Kind.choices),
        lists.Choice("year", "年度", _years(), field="on__year"),
        lists.Text("q", "查找", ["appointment__letter_number", "docket__number"], hint="聘书编号或编号"),
    )
    stints = Stint.objects.visible_to(actor).select_related(
        "docket", "bureau", "appointment__docket", "visit__institution"
    )
    found = lists.page_of(request, filters.narrow(stints), by=("-id",))
    people, words = names(row.appointment for row in found), words_of(found)
    return render(
        request,
        "service/desk_service.html",
        {
            "tabs": showing.tabs(actor, "desk:service"),
            "filters": filters,
            "found": found,
            "rows": [
                (
                    row,
                    people[row.appointment.number],
                    words[row.number],
                    spoken(row.minutes),
                    showing.chip(row),
                )
                for row in found
            ],
            "may_enter": bool(actor.standing(OFFICERS)),
            "to_confirm": any(row.state == Stint.State.PROPOSED for row in found),
            "key": uuid4().hex,
        },
    )


def _years() -> list[tuple[str, str]]:
    this = clock.today().year
    return [(str(year), f"{year}年") for year in range(this, this - 5, -1)]


@page(face="desk", path="desk/service/confirm/", name="confirm_many", may=WRITE, methods=("POST",))
def confirm_many(request: HttpRequest) -> HttpResponse:
    """Those ticked on the list, confirmed as they were stated: all of them or none."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    numbers = request.POST.getlist("who")
    rows = Stint.objects.visible_to(actor).filter(docket__number__in=numbers, state=Stint.State.PROPOSED)
    chosen = list(rows.select_related("docket", "bureau").order_by("id"))
    try:
        if not chosen:
            raise Refused("nobody", "请先勾选待确认的服务。")
        perform_all(confirm_service, chosen, actor, key=request.POST.get("key", "")[:64])
    except Refused as refused:
        messages.warning(request, refused.sentence)
    else:
        messages.success(request, f"已确认{len(chosen)}条。")
    return redirect("desk:service")


@page(face="desk", path="desk/service/hours/<str:number>/", name="stint", may=READ, methods=("GET",))
def stint(request: HttpRequest, number: str) -> HttpResponse:
    matter = matter_or_404(request, Stint, number)
    return render(
        request,
        "service/desk_stint.html",
        matter_context(request, matter, "desk")
        | {
            "supervisor": names([matter.appointment])[matter.appointment.number],
            "chip": showing.chip(matter),
            "time": spoken(matter.minutes),
            "words": words_of([matter])[matter.number],
            "changes": said(matter, CHANGES),
        },
    )


@rests_on("service.record", kind="page")
@page(face="desk", path="desk/service/people/", name="service_people", may=READ, methods=("GET",))
def people(request: HttpRequest) -> HttpResponse:
    """Per supervisor and year: confirmed time by kind. One bureau at a time, the officer's own to begin with."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    near = Bureau.objects.filter(territory(Actor(posts=actor.standing(READERS)), ""), until=None).order_by(
        "path"
    )[:50]
    choices = [(each.code, each.name) for each in near]
    filters = lists.Filters.read(
        request, lists.Choice("year", "年度", _years()), lists.Choice("bureau", "医保局", choices)
    )
    year = int(filters.chosen.get("year", clock.today().year))
    code = filters.chosen.get("bureau") or actor.standing(READERS)[0].code
    bureau = Bureau.objects.get(code=code)
    since, until = date(year, 1, 1), date(year, 12, 31)
    found = lists.page_of(request, served(bureau, since, until), by=("letter_number", "id"))
    sums = minutes_by_kind([row.user_id for row in found], bureau, since, until)
    called = names(found)
    return render(
        request,
        "service/desk_people.html",
        {
            "tabs": showing.tabs(actor, "desk:service_people"),
            "filters": filters,
            "found": found,
            "place": bureau,
            "year": year,
            "rows": [
                (
                    row,
                    called[row.number],
                    spoken(sum(sums[row.user_id].values())),
                    _by_kind(sums[row.user_id]),
                )
                for row in found
            ],
        },
    )


def _by_kind(minutes: dict[str, int]) -> str:
    return "，".join(f"{Stint.Kind(kind).label}{spoken(much)}" for kind, much in sorted(minutes.items()))


# --- proofs -------------------------------------------------------------------------------------------


@page(face="desk", path="desk/service/proofs/", name="proofs", may=READ, methods=("GET",))
def proofs(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    filters = lists.Filters.read(request, lists.Choice("state", "状态", Proof.State.choices))
    rows = Proof.objects.visible_to(actor).select_related("docket", "bureau", "appointment__docket")
    found = lists.page_of(request, filters.narrow(rows), by=("-id",))
    people = names(row.appointment for row in found)
    shown = [
        (row, people[row.appointment.number], number_of(row), spoken(row.minutes), showing.chip(row))
        for row in found
    ]
    context = {
        "tabs": showing.tabs(actor, "desk:proofs"), "filters": filters, "found": found, "rows": shown,
    }  # fmt: skip
    return render(request, "service/desk_proofs.html", context)


@page(face="desk", path="desk/service/proofs/<str:number>/", name="proof", may=READ, methods=("GET",))
def proof(request: HttpRequest, number: str) -> HttpResponse:
    matter = matter_or_404(request, Proof, number)
    context = matter_context(request, matter, "desk") | {
        "supervisor": names([matter.appointment])[matter.appointment.number],
        "chip": showing.chip(matter),
        "printed": number_of(matter),
        "time": spoken(matter.minutes),
    }
    return render(request, "service/desk_proof.html", context)


@page(
    face="desk", path="desk/service/proofs/<str:number>/proof.pdf", name="proof_paper", may=READ, methods=("GET",)
)  # fmt: skip
def proof_paper(request: HttpRequest, number: str) -> HttpResponse:
    return showing.paper(matter_or_404(request, Proof, number))


# --- insurance ----------------------------------------------------------------------------------------


@rests_on("service.insurance", kind="page")
@page(face="desk", path="desk/service/insurance/", name="insurances", may=READ, methods=("GET",))
def insurances(request: HttpRequest) -> HttpResponse:
    """Who is insured until when; one policy may cover everybody and is entered once."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    filters = lists.Filters.read(
        request,
        lists.Choice("over", "期限", [(clock.today().isoformat(), "还在保险期内")], field="until__gte"),
        lists.Text("q", "查找", ["appointment__letter_number", "insurer"], hint="聘书编号或保险公司"),
    )
    here = territory(Actor(posts=actor.standing(READERS)), "appointment__bureau")
    rows = Insurance.objects.filter(here).select_related("appointment__docket", "appointment__bureau")
    found = lists.page_of(request, filters.narrow(rows), by=("-until", "-id"))
    appointments = [row.appointment for row in found]
    called = names(appointments)
    policies = vault.read_many([each.number for each in appointments], ["policy_number"])
    law = governing(Bureau.objects.get(pk=actor.posts[0].bureau_id), clock.today())
    return render(
        request,
        "service/desk_insurances.html",
        {
            "tabs": showing.tabs(actor, "desk:insurances"),
            "filters": filters,
            "found": found,
            "rows": [
                (
                    row,
                    called[row.appointment.number],
                    policies[row.appointment.number].get("policy_number", ""),
                )
                for row in found
            ],
            "may_enter": bool(actor.standing(OFFICERS)),
            "basis": law.find("service.insurance"),
            "today": clock.today(),
            "demonstration": band(law),
        },
    )
