"""Leads on the phone: mine, one of mine, and the page to bring a new one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.fieldwork.queries import Visit
from zhongdu.kit import lists
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.drafts import Draft
from zhongdu.kit.forms import Uploads
from zhongdu.kit.matters import band, matter_context, own_or_404
from zhongdu.kit.pages import page
from zhongdu.law.governing import governing
from zhongdu.leads import acts, evidence, filing, grave, looking, plans, queries, showing
from zhongdu.leads.models import Lead
from zhongdu.rewards.queries import of_lead as reward_of
from zhongdu.rewards.queries import waiting_for as rewards_waiting
from zhongdu.roster.queries import Appointment
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

MAY = frozenset({Role.SUPERVISOR})
_NEWS = {Lead.State.ANSWERED: "有新答复", Lead.State.RETURNED: "请您补充"}
_SHOWS_FINDINGS = (Lead.State.ANSWERED, Lead.State.SECOND_LOOK)


@page(face="phone", path="my/leads/", name="leads", may=MAY, methods=("GET",))
def leads(request: HttpRequest) -> HttpResponse:
    """What I reported: what was said to me first, then the newest."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = lists.page_of(request, queries.mine(actor), by=("-news", "-id"))
    appointment, titles = _serving(actor), showing.titles(found)
    return render(
        request,
        "leads/phone_list.html",
        {
            "found": found,
            "rows": [_row(each, titles[each.number]) for each in found],
            "may_file": appointment is not None,
            "rewards": rewards_waiting(actor),
            "today": clock.today(),
            "demonstration": band(governing(appointment.bureau, clock.today())) if appointment else "",
        },
    )


def _row(lead: Any, title: str) -> dict[str, Any]:
    return {
        "lead": lead,
        "title": title,
        "news": _NEWS.get(lead.state, "有新消息") if lead.news else "",
        "chip": showing.chip(lead),
        "waited": (clock.today() - lead.filed_on).days,
    }


@page(face="phone", path="my/leads/<str:number>/", name="lead", may=MAY, methods=("GET",))
def lead(request: HttpRequest, number: str) -> HttpResponse:
    """What I said, what I was told, how far it is."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = own_or_404(request, Lead, number)
    context = matter_context(request, found, "phone")
    queries.was_read(found, actor)
    told = queries.told(found)
    return render(
        request,
        "leads/phone_lead.html",
        context
        | {
            "title": showing.titles([found])[found.number],
            "chip": showing.chip(found),
            "facts": showing.known(found, context["law"], may_know_who=True),
            "said": queries.said(found),
            "told": told[::-1],
            "found": looking.found(found, context["law"]) if found.state in _SHOWS_FINDINGS else [],
            "pieces": showing.pieces(found, "phone"),
            "entries": showing.for_speaker(context["entries"], found),
            **showing.waiting(found, context["duties"]),
            "receipt": grave.receipt(found),
            "whose": showing.whose(found),
            "reward": reward_of(found, actor),
        },
    )


@page(
    face="phone", path="my/leads/<str:number>/files/<str:file>/", name="lead_file", may=MAY, methods=("GET",)
)
def lead_file(request: HttpRequest, number: str, file: str) -> Any:
    return evidence.serve(request, evidence.attachment_or_404(own_or_404(request, Lead, number).number, file))


@page(
    face="phone", path="my/leads/<str:number>/previews/<str:file>/", name="lead_preview", may=MAY, methods=("GET",)
)  # fmt: skip
def lead_preview(request: HttpRequest, number: str, file: str) -> Any:
    return evidence.serve_preview(
        evidence.attachment_or_404(own_or_404(request, Lead, number).number, file), 480
    )


# --- bringing one ------------------------------------------------------------------------------------
@page(face="phone", path="my/report/", name="file_lead", may=MAY)
def file_lead(request: HttpRequest) -> HttpResponse:
    """One calm page. What was typed comes back after a mistake, and so do the files that were good."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    visit = _visit(request, actor)
    appointment = visit.appointment if visit else _serving(actor)
    if appointment is None:
        return render(request, "leads/phone_file.html", {"form": None})
    law = governing(appointment.bureau, clock.today())
    draft = Draft.of(request, actor.user_id, "phone:waiting_file")
    form = _form(request, appointment, law, visit, draft.key)
    if request.method == "POST":
        draft.take(request, form)
        if form.is_valid():
            try:
                lead = perform(
                    acts.file_lead, appointment, actor, key=draft.key, **draft.with_files(form.values)
                )
            except Refused as refused:
                form.refused(refused)
            else:
                draft.forget()
                messages.success(request, f"已收到您的线索，编号 {lead.number}。")
                return redirect(reverse("phone:lead", kwargs={"number": lead.number}))
        draft.show(form)
    asked = law.find("lead.contents")
    return render(
        request,
        "leads/phone_file.html",
        {
            "form": form,
            "visit": visit,
            "asked": asked,
            "law": law,
            "bureau_name": appointment.bureau.name,
            "demonstration": band(law),
        },
    )


def _form(request: HttpRequest, appointment: Appointment, law: Any, visit: Visit | None, key: str) -> ActForm:
    initial = {"key": key, "visit": visit.number if visit else ""}
    form = ActForm(
        acts.file_lead, appointment, law, request.POST or None, request.FILES or None, initial=initial
    )
    form.fields["violations"].choices = filing.by_group(law)  # type: ignore[attr-defined]
    form.fields["visit"].widget = forms.HiddenInput()
    plans.let_point(form, appointment.bureau)
    form.fields["words"].widget.says_optional = True  # words or files: one of the two is needed
    form.fields["evidence"].widget = Uploads(accept="", prompt="拍照，或选择照片、录音、视频、文件")
    if asked := law.find("lead.contents"):
        form.fields["evidence"].clause = str(asked.address)  # type: ignore[attr-defined]
    if grave := law.find("grave_event.report"):
        form.fields["grave"].clause = str(grave.address)  # type: ignore[attr-defined]
    if visit:
        del form.fields["institution"]
    return form


@page(face="phone", path="my/report/<str:key>/<str:file>/", name="waiting_file", may=MAY, methods=("GET",))
def waiting_file(request: HttpRequest, key: str, file: str) -> Any:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    owner = evidence.draft_owner(actor.user_id, key)
    return evidence.serve(request, evidence.attachment_or_404(owner, file))


def _visit(request: HttpRequest, actor: Actor) -> Any:
    """The visit the lead comes from: ``?visit=…``, one of the actor's own."""
    number = request.POST.get("visit") or request.GET.get("visit", "")
    own = Visit.objects.filter(Visit.held_by(actor), docket__number=number)
    return (
        own.select_related("docket", "bureau", "appointment__bureau", "institution").first()
        if number
        else None
    )


def _serving(actor: Actor) -> Any:
    """The appointment one speaks under: the newest that runs."""
    own = Appointment.objects.filter(Appointment.held_by(actor), state=Appointment.State.SERVING)
    return own.select_related("docket", "bureau").order_by("-id").first()
