"""Keying in what came on paper, by telephone or by somebody at the door, and handing out the code to follow it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.bureaus.queries import Office
from zhongdu.calendar import clock
from zhongdu.kit import receipts
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.drafts import Draft
from zhongdu.kit.forms import Uploads
from zhongdu.kit.matters import band, cited, matter_or_404
from zhongdu.kit.pages import page
from zhongdu.law.governing import governing
from zhongdu.leads import acts, evidence, filing, plans
from zhongdu.leads.models import Lead
from zhongdu.leads.queries import receipt_token
from zhongdu.scope.actor import Actor

MAY = frozenset(acts.enter_lead.by)


@page(face="desk", path="desk/letters/<str:number>/", name=acts.enter_lead.verb, may=MAY)
def enter_lead(request: HttpRequest, number: str) -> HttpResponse:
    """The form, with the day it came and the scan; then the code, once, to be printed or read out."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    office = matter_or_404(request, Office, number)
    law, code = governing(office.bureau, clock.today()), receipts.own_or_new(request.POST.get("code", ""))
    draft = Draft.of(request, actor.user_id, "desk:waiting_evidence")
    form = _form(request, office, law, draft)
    if request.method == "POST":
        draft.take(request, form)
        if form.is_valid() and (lead := _entered(form, office, actor, draft, code)):
            return _receipt(request, lead, code, band(law))
        draft.show(form)
    context = {
        "form": form, "code": code, "office": office, "clauses": cited(acts.enter_lead, law), "act": acts.enter_lead,
        "demonstration": band(law),
    }  # fmt: skip
    return render(request, "leads/desk_enter.html", context)


def _form(request: HttpRequest, office: Office, law: Any, draft: Draft) -> ActForm:
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ActForm(
        acts.enter_lead, office, law, *sent, initial={"key": draft.key, "received_on": clock.today()}
    )
    del form.fields["receipt"]
    plans.let_point(form, office.bureau)
    form.fields["violations"].choices = filing.by_group(law)  # type: ignore[attr-defined]
    form.fields["words"].widget.says_optional = True  # words or a scan: one of the two is needed
    form.fields["evidence"].widget = Uploads(accept="", prompt="选择扫描件、照片、录音或文件")
    return form


def _entered(form: ActForm, office: Office, actor: Actor, draft: Draft, code: str) -> Lead | None:
    try:
        lead: Lead = perform(
            acts.enter_lead,
            office,
            actor,
            key=draft.key,
            receipt=receipt_token(code),
            **draft.with_files(form.values),
        )
    except Refused as refused:
        form.refused(refused)
        return None
    draft.forget()
    return lead


def _receipt(request: HttpRequest, lead: Lead, code: str, demonstration: str) -> HttpResponse:
    """What is handed to the one who came. The lead is linked only for those who may go on seeing it."""
    seen = Lead.objects.visible_to(request.actor).filter(pk=lead.pk).exists()  # type: ignore[attr-defined]
    context = {
        "lead": lead, "code": code, "seen": seen, "demonstration": demonstration,
        "where": request.build_absolute_uri(reverse("public:reports")),
    }  # fmt: skip
    answer = render(request, "leads/desk_receipt.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@page(
    face="desk",
    path="desk/letters/waiting/<str:key>/<str:file>/",
    name="waiting_evidence",
    may=MAY,
    methods=("GET",),
)
def waiting_evidence(request: HttpRequest, key: str, file: str) -> Any:
    """A scan of a letter that is not registered yet."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return evidence.serve(request, evidence.attachment_or_404(evidence.draft_owner(actor.user_id, key), file))
