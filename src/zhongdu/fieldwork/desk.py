"""Visits on the desk: who goes where, what was found, and asking somebody to go."""

from typing import Any, cast
from uuid import uuid4

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhongdu.acts.allowing import refusal_of
from zhongdu.calendar import clock
from zhongdu.discipline.queries import recusal, why_recused
from zhongdu.fieldwork import (  # noqa: F401 - with pages of their own
    capturing,
    checklists,
    covering,
    dispatching,
    editing,
    joining_pages,
    showing,
)
from zhongdu.fieldwork.acts import OFFICERS, assign_visit, source
from zhongdu.fieldwork.finding import finding
from zhongdu.fieldwork.models import Visit
from zhongdu.fieldwork.own_lists import MAKERS
from zhongdu.fieldwork.queries import for_desk, late
from zhongdu.kit import lists
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.matters import band, cited, matter_context, matter_or_404, page_of
from zhongdu.kit.pages import page
from zhongdu.law.choosing import ways
from zhongdu.law.governing import Law, governing
from zhongdu.roster.queries import Appointment, names
from zhongdu.rounds.queries import round_of
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

READERS = frozenset(Visit.readers)
State = Visit.State


class _Late:
    """Narrow a list to assigned visits that were not made by their last day, or were made after it."""

    name, label, kind = "late", "期限", "choice"
    choices = (("waiting", "逾期没有完成"), ("done", "逾期完成"))

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    def accepts(self, value: str) -> bool:
        return value in {"waiting", "done"}

    def narrow(self, queryset: Any, value: str) -> Any:
        if value == "waiting":
            return queryset.filter(pk__in=late(self.actor, clock.today()).values("pk"))
        return queryset.filter(state=State.DONE, done_at__date__gt=F("due"))


@page(face="desk", path="desk/visits/", name="visits", may=READERS, methods=("GET",))
def visits(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    filters = lists.Filters.read(
        request,
        lists.Choice("state", "状态", State.choices),
        lists.Choice("work", "工作类别", Visit.Work.choices),
        lists.Choice("way", "方式", Visit.Way.choices),
        lists.Choice("trouble", "结果", [("True", "发现问题"), ("False", "未发现问题")]),
        cast(Any, _Late(actor)),
        lists.Text(
            "q", "查找", ["institution__name", "institution__code", "docket__number"], hint="机构或编号"
        ),
    )
    rows = filters.narrow(for_desk(actor))
    if "trouble" in filters.chosen:
        rows = rows.filter(state=State.DONE)
    found = lists.page_of(request, rows, by=("-id",))
    people = names([visit.appointment for visit in found])
    return render(
        request,
        "fieldwork/desk_visits.html",
        {
            "filters": filters,
            "found": found,
            "rows": [
                (visit, people[visit.appointment.number], visit.days_late(clock.today())) for visit in found
            ],
            "joins": bool(actor.standing([Role.INSPECTOR])),
            "may_assign": bool(actor.standing(OFFICERS)),
            "sees_platforms": bool(actor.standing(MAKERS)),
        },
    )


@page(face="desk", path="desk/visits/<str:number>/", name="visit", may=READERS, methods=("GET",))
def visit(request: HttpRequest, number: str) -> HttpResponse:
    found = matter_or_404(request, Visit, number)
    return render(
        request,
        "fieldwork/desk_visit.html",
        {
            **matter_context(request, found, "desk"),
            **showing.of(found),
            "covered": [each for each in covering.pictures(found) if each.copies],
            "joint": joining_pages.shown(found),
            "days_late": found.days_late(clock.today()),
            "put_off": showing.put_off(found),
            "may_assign": bool(request.actor.standing(OFFICERS)),  # type: ignore[attr-defined]
            "supervisor": names([found.appointment])[found.appointment.number],
            "round": round_of(found, request.actor),  # type: ignore[attr-defined]
            "recused": recusal(found.appointment, found.institution, governing(found.bureau, clock.today())),
        },
    )


@page(
    face="desk",
    path="desk/visits/<str:number>/record.pdf",
    name="visit_record",
    may=READERS,
    methods=("GET",),
)
def visit_record(request: HttpRequest, number: str) -> HttpResponse:
    return showing.record(matter_or_404(request, Visit, number))


@page(
    face="desk", path="desk/visits/<str:number>/photos/<str:photo>/<int:width>/", name="visit_photo", may=READERS,
    methods=("GET",),
)  # fmt: skip
def visit_photo(request: HttpRequest, number: str, photo: str, width: int) -> HttpResponse:
    return showing.photo(matter_or_404(request, Visit, number).number, photo, width)


@page(
    face="desk", path="desk/visits/<str:number>/files/<str:file>/", name="visit_file", may=READERS, methods=("GET",)
)  # fmt: skip
def visit_file(request: HttpRequest, number: str, file: str) -> Any:
    """A recording, an original, a photograph of another device's record: as it came."""
    kept = capturing.file_or_404(matter_or_404(request, Visit, number), file, with_copies=True)
    return capturing.serve(request, kept)


@page(
    face="desk", path="desk/visits/<str:number>/files/<str:file>/<int:width>/", name="visit_file_preview", may=READERS,
    methods=("GET",),
)  # fmt: skip
def visit_file_preview(request: HttpRequest, number: str, file: str, width: int) -> HttpResponse:
    kept = capturing.file_or_404(matter_or_404(request, Visit, number), file, with_copies=True)
    return showing.preview(kept, width)


@page(
    face="desk", path="desk/appointments/<str:number>/assign/", name="assign_visit", may=frozenset(OFFICERS)
)
def assign(request: HttpRequest, number: str) -> HttpResponse:
    """First the institution, then how, by which list and by when."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    appointment = matter_or_404(request, Appointment, number)
    law = governing(appointment.bureau, clock.today())
    where = finding(request, appointment.bureau)
    form = _assign_form(request, appointment, law, where.chosen) if where.chosen else None
    if form and (made := form.perform(actor)):
        messages.success(request, "已指定，监督员可以看到这项任务。")
        return redirect(page_of(made, "desk"))
    how = recusal(appointment, where.chosen, law) if where.chosen else ""
    context = {
        "appointment": appointment,
        "supervisor": names([appointment])[appointment.number],
        "where": where,
        "how": how,
        "why_recused": why_recused(how) if how else "",
        "recusal": law.find("recusal"),
        "form": form,
        "law": law,
        "clauses": cited(assign_visit, law),
        "ways": ways(law, "badge.at_work"),
        "refusal": refusal_of(assign_visit, appointment, actor, law),
        "back": reverse("desk:appointment", kwargs={"number": number}),
        "demonstration": band(law),
    }
    return render(request, "fieldwork/assign.html", context)


def _assign_form(request: HttpRequest, appointment: Appointment, law: Law, institution: Any) -> ActForm:
    fitting = checklists.offered(law, appointment.bureau, institution.kind)
    form = ActForm(
        assign_visit,
        appointment,
        law,
        request.POST if request.method == "POST" else None,
        initial={
            "seen": appointment.docket.length,
            "key": uuid4().hex,
            "institution": institution.code,
            "way": Visit.Way.OPEN,
            "checklist": fitting[0].name if fitting else "",
        },
    )
    form.fields["institution"].widget = form.fields["institution"].hidden_widget()
    form.fields["checklist"].choices = [(b.name, f"{b.rule.title}（{source(b, law)}）") for b in fitting]  # type: ignore[attr-defined]
    return form
