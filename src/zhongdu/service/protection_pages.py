"""Retaliation reported, on both faces: on the phone by the one who suffers, on the desk by discipline officers alone."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from zhongdu.calendar import clock
from zhongdu.kit import lists
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.forms import Uploads
from zhongdu.kit.matters import band, cited, matter_context, matter_or_404, own_or_404, page_of
from zhongdu.kit.pages import page
from zhongdu.law.governing import governing
from zhongdu.law.reliance import rests_on
from zhongdu.roster.queries import current, names
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role
from zhongdu.service import evidence, showing
from zhongdu.service.acts import file_retaliation
from zhongdu.service.models import Retaliation
from zhongdu.service.protecting import route
from zhongdu.service.queries import TELLING, TOLD_BY_PERSON, mine_reported, said, was_read

WATCH, MINE = frozenset(Retaliation.readers), frozenset({Role.SUPERVISOR})


# --- the desk ------------------------------------------------------------------------------------------


@page(face="desk", path="desk/service/protection/", name="retaliations", may=WATCH, methods=("GET",))
def retaliations(request: HttpRequest) -> HttpResponse:
    """What was reported past a bureau below; where none stands above, of one's own."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    filters = lists.Filters.read(request, lists.Choice("state", "状态", Retaliation.State.choices))
    rows = Retaliation.objects.visible_to(actor).select_related("docket", "bureau", "against")
    found = lists.page_of(request, filters.narrow(rows), by=("-id",))
    context = {
        "tabs": showing.tabs(actor, "desk:retaliations"), "filters": filters, "found": found,
        "rows": [(row, showing.chip(row), (clock.today() - row.filed_on).days) for row in found],
    }  # fmt: skip
    return render(request, "service/desk_retaliations.html", context)


@rests_on("service.protection", kind="page")
@page(
    face="desk", path="desk/service/protection/<str:number>/", name="retaliation", may=WATCH, methods=("GET",)
)
def retaliation(request: HttpRequest, number: str) -> HttpResponse:
    matter = matter_or_404(request, Retaliation, number)
    context = matter_context(request, matter, "desk") | {
        "supervisor": names([matter.appointment])[matter.appointment.number],
    }
    return _one(request, matter, context, "desk")


@page(
    face="desk", path="desk/service/protection/<str:number>/files/<str:file>/", name="retaliation_file", may=WATCH,
    methods=("GET",),
)  # fmt: skip
def retaliation_file(request: HttpRequest, number: str, file: str) -> Any:
    return evidence.serve(request, matter_or_404(request, Retaliation, number).number, file)


def _one(request: HttpRequest, matter: Retaliation, context: dict[str, Any], face: str) -> HttpResponse:
    context |= {
        "chip": showing.chip(matter),
        "said": said(matter, TOLD_BY_PERSON),
        "told": said(matter, TELLING),
        "pieces": evidence.pieces(matter.number),
        "past": matter.bureau_id != matter.against_id,
    }
    return render(request, f"service/{face}_retaliation.html", context)


# --- the phone -----------------------------------------------------------------------------------------


@page(face="phone", path="my/protection/", name="retaliations", may=MINE, methods=("GET",))
def mine(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = mine_reported(actor).select_related("docket", "bureau")
    found = lists.page_of(request, rows, by=("-news", "-id"))
    context = {"found": found, "rows": [(row, showing.chip(row)) for row in found]}
    return render(request, "service/phone_retaliations.html", context)


@page(face="phone", path="my/protection/new/", name="file_retaliation", may=MINE)
def file(request: HttpRequest) -> HttpResponse:
    """One calm page that says first who will read it, and who will not."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    appointment: Any = current(actor.user_id or 0, clock.today())
    law = governing(appointment.bureau, clock.today())
    form = ActForm(
        file_retaliation,
        appointment,
        law,
        request.POST or None,
        request.FILES or None,
        initial={"key": uuid4().hex},
    )
    form.fields["evidence"].widget = Uploads(accept="", prompt="拍照，或选择照片、录音、文件")
    if made := form.perform(actor):
        messages.success(request, f"已收到您的反映，编号 {made.number}。")
        return redirect(page_of(made, "phone"))
    context = {
        "form": form, "own": appointment.bureau, "route": route(appointment.bureau),
        "clauses": cited(file_retaliation, law), "demonstration": band(law),
    }  # fmt: skip
    return render(request, "service/phone_file_retaliation.html", context)


@page(face="phone", path="my/protection/<str:number>/", name="retaliation", may=MINE, methods=("GET",))
def my_retaliation(request: HttpRequest, number: str) -> HttpResponse:
    matter = own_or_404(request, Retaliation, number)
    was_read(matter, request.actor)  # type: ignore[attr-defined]
    return _one(request, matter, matter_context(request, matter, "phone"), "phone")


@page(
    face="phone", path="my/protection/<str:number>/files/<str:file>/", name="retaliation_file", may=MINE, methods=("GET",)
)  # fmt: skip
def my_file(request: HttpRequest, number: str, file: str) -> Any:
    return evidence.serve(request, own_or_404(request, Retaliation, number).number, file)
