"""Following what one reported by its receipt code: how far it is, what was asked and answered, and what one may say."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhongdu.acts.allowing import refusal_of
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.acts.registry import Act
from zhongdu.calendar import clock
from zhongdu.kit import receipts
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.drafts import Draft
from zhongdu.kit.forms import Uploads
from zhongdu.kit.matters import band, cited, matter_context, own_or_404
from zhongdu.kit.pages import page
from zhongdu.kit.receipts import citizen
from zhongdu.law.governing import Law, governing
from zhongdu.law.reliance import rests_on
from zhongdu.leads import acts, evidence, looking, queries, showing
from zhongdu.leads.models import Lead
from zhongdu.rewards.queries import of_lead as reward_of

_OF_SUPERVISORS = ("lead.filing", "lead.contents", "lead.answer", "lead.explanation")
_SHOWS_FINDINGS = (Lead.State.ANSWERED, Lead.State.SECOND_LOOK)


@rests_on("report.filing", "report.answer")
def for_anybody(clauses: Iterable[str], law: Law) -> list[str]:
    """The clauses a page cites to somebody who is no supervisor: where an act stands on what a measure says of
    supervisors' leads, what the law says of everybody's reports. The record keeps what was cited on the day."""
    of_leads = {
        str(address) for name in _OF_SUPERVISORS if (bound := law.find(name)) for address in bound.addresses
    }
    anybody = law.find("report.answer")
    own = [str(address) for address in anybody.addresses] if anybody else []
    return list(
        dict.fromkeys(each for clause in clauses for each in (own if clause in of_leads else [clause]))
    )


def _own(request: HttpRequest, number: str) -> Lead:
    """A lead this browser has shown the code of; from here on the request is by nobody else."""
    request.actor = citizen(request)  # type: ignore[attr-defined]
    found: Lead = own_or_404(request, Lead, number)
    return found


def held(request: HttpRequest) -> list[dict[str, Any]]:
    """The leads this browser has shown the code of, as lines of a list."""
    rows = Lead.objects.filter(Lead.held_by(citizen(request))).select_related(
        "docket", "bureau", "against", "institution"
    )
    leads = list(rows.order_by("-id")[:20])
    titles = showing.titles(leads)
    return [{"lead": each, "title": titles[each.number], "chip": showing.chip(each)} for each in leads]


@page(face="public", path="reports/<str:number>/", name="lead", may="public", methods=("GET",))
def lead(request: HttpRequest, number: str) -> HttpResponse:
    """What was said and answered, in order; what is asked of the speaker comes first."""
    found = _own(request, number)
    context = matter_context(request, found, "public")
    law, is_asked = context["law"], found.state == Lead.State.RETURNED or found.turn == Lead.Turn.SPEAKER
    queries.was_read(found, request.actor)  # type: ignore[attr-defined]
    return render(
        request,
        "leads/public_lead.html",
        context
        | {
            "title": showing.titles([found])[found.number],
            "chip": showing.chip(found),
            "facts": showing.known(found, context["law"], may_know_who=True),
            "ground": law.find("report.answer"),
            "talk": [
                replace(said, clauses=tuple(for_anybody(said.clauses, law))) for said in queries.talk(found)
            ],
            "offered": [
                replace(offer, clauses=for_anybody(offer.clauses, law), main=is_asked)
                for offer in context["offered"]
            ],
            "found": looking.found(found, context["law"]) if found.state in _SHOWS_FINDINGS else [],
            "pieces": showing.pieces(found, "public"),
            "entries": [
                replace(entry, clauses=for_anybody(entry.clauses, law))
                for entry in showing.for_speaker(context["entries"], found)
            ],
            "whose": showing.whose(found),
            "reward": reward_of(found, request.actor),  # type: ignore[attr-defined]
            **showing.waiting(found, context["duties"]),
        },
    )


@page(
    face="public",
    path="reports/<str:number>/files/<str:file>/",
    name="lead_file",
    may="public",
    methods=("GET",),
)
def lead_file(request: HttpRequest, number: str, file: str) -> Any:
    return evidence.serve(request, evidence.attachment_or_404(_own(request, number).number, file))


@page(
    face="public", path="reports/<str:number>/previews/<str:file>/", name="lead_preview", may="public", methods=("GET",)
)  # fmt: skip
def lead_preview(request: HttpRequest, number: str, file: str) -> Any:
    return evidence.serve_preview(evidence.attachment_or_404(_own(request, number).number, file), 480)


@page(face="public", path="reports/<str:number>/leave/", name="leave_lead", may="public", methods=("POST",))
def leave_lead(request: HttpRequest, number: str) -> HttpResponse:
    """Done at a screen that others use: this browser holds the lead no longer."""
    receipts.let_go(request, _own(request, number).number)
    return redirect("public:reports")


# --- what one may say ------------------------------------------------------------------------------------
@page(face="public", path="reports/<str:number>/complete/", name=acts.complete.verb, may="public")
def complete(request: HttpRequest, number: str) -> HttpResponse:
    return _speak(request, acts.complete, number)


@page(face="public", path="reports/<str:number>/say/", name=acts.add_words.verb, may="public")
def add_words(request: HttpRequest, number: str) -> HttpResponse:
    return _speak(request, acts.add_words, number)


@page(face="public", path="reports/<str:number>/unanswered/", name=acts.say_unanswered.verb, may="public")
def say_unanswered(request: HttpRequest, number: str) -> HttpResponse:
    return _speak(request, acts.say_unanswered, number)


def _speak(request: HttpRequest, act: Act, number: str) -> HttpResponse:
    """The page of one act of the speaker: what was asked, the form, the deed; files wait as they do on the report's."""
    found = _own(request, number)
    law, draft = governing(found.bureau, clock.today()), Draft.of(request, None, "public:waiting_evidence")
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ActForm(act, found, law, *sent, initial={"seen": found.docket.length, "key": draft.key})
    if "evidence" in form.fields:
        form.fields["evidence"].widget = Uploads(accept="", prompt="拍照，或选择照片、录音、视频、文件")
    refusal = refusal_of(act, found, request.actor, law)  # type: ignore[attr-defined]
    if request.method == "POST" and _said(request, act, found, form, draft):
        return redirect(reverse("public:lead", kwargs={"number": number}))
    context = {
        "act": act, "form": form, "matter": found, "law": law, "refusal": refusal, "clauses": for_anybody(cited(act, law), law),
        "told": queries.told(found)[-1:], "demonstration": band(law),
    }  # fmt: skip
    return render(
        request,
        "leads/public_speak.html",
        context,
        status=409 if refusal and request.method == "POST" else 200,
    )


def _said(request: HttpRequest, act: Act, found: Lead, form: ActForm, draft: Draft) -> bool:
    """Whether it was done, now or by the same form before; else the form says why not."""
    with_files = "evidence" in form.fields
    if receipts.sends_too_much(request):
        form.add_error(None, "这个网络地址十分钟里发得太多了，请过十分钟再发。写好的都还在。")
        return False
    if with_files:
        draft.take(request, form)
    if form.is_valid():
        values = draft.with_files(form.values) if with_files else form.values
        try:
            perform(
                act, found, request.actor, key=draft.key, seen=form.cleaned_data["seen"], **values,  # type: ignore[attr-defined]
            )  # fmt: skip
        except Refused as refused:
            form.refused(refused)
        else:
            draft.forget()
            return True
    if with_files:
        draft.show(form)
    return False
