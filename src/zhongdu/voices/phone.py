"""Opinions and letters on the phone: mine, one of mine, a new opinion, a letter to hand on."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.kit import evidence, lists, receipts
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.drafts import Draft
from zhongdu.kit.forms import Uploads
from zhongdu.kit.matters import band, cited, matter_context, own_or_404, page_of
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Tab
from zhongdu.kit.pieces import pieces
from zhongdu.law.governing import governing
from zhongdu.roster.queries import Appointment
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role
from zhongdu.voices import acts, answering, letters, queries, showing, talking
from zhongdu.voices.models import ForwardedLetter, Opinion

MAY = frozenset({Role.SUPERVISOR})


@page(face="phone", path="my/voices/", name="voices", may=MAY, methods=("GET",))
def voices(request: HttpRequest) -> HttpResponse:
    """What I said, or the letters I handed on; the newest first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    of_letters = request.GET.get("kind") == "letters"
    kind = ForwardedLetter if of_letters else Opinion
    found: lists.Page[Any] = lists.page_of(request, queries.mine(kind, actor), by=("-id",))
    appointment, titles = _serving(actor), queries.first_words(found)
    context = {
        "found": found,
        "letters": of_letters,
        "rows": [
            {
                "voice": each, "title": titles[each.number] or "照片里的来信", "chip": showing.chip(each),
                "url": page_of(each, "phone"), "waited": (clock.today() - each.filed_on).days,
            }
            for each in found
        ],
        "tabs": [Tab("我提的意见", "?", not of_letters), Tab("我转递的来信", "?kind=letters", of_letters)],
        "may_speak": appointment is not None,
        "demonstration": band(governing(appointment.bureau, clock.today())) if appointment else "",
    }  # fmt: skip
    return render(request, "voices/phone_voices.html", context)


@page(face="phone", path="my/opinions/<str:number>/", name="opinion", may=MAY, methods=("GET",))
def opinion(request: HttpRequest, number: str) -> HttpResponse:
    """What I said, what was answered, how far it is."""
    found: Opinion = own_or_404(request, Opinion, number)
    context = matter_context(request, found, "phone")
    context |= {
        "chip": showing.chip(found),
        "whose": showing.whose(found),
        "talk": talking.talk_of_opinion(found),
        "about": showing.about(found, context["law"]),
        "entries": showing.for_speaker(context["entries"], found),
        "lead": found.lead,
        **showing.waiting(found, context["duties"], answering.ANSWER),
    }
    return render(request, "voices/phone_opinion.html", context)


@page(face="phone", path="my/opinions/", name="bring_opinion", may=MAY)
def bring_opinion(request: HttpRequest) -> HttpResponse:
    """One thing at a time: what, how it is known, what it is about."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    appointment = _serving(actor)
    if appointment is None:
        return render(request, "voices/phone_bring.html", {"form": None})
    law = governing(appointment.bureau, clock.today())
    form = ActForm(
        acts.bring_opinion, appointment, law, request.POST or None, initial={"key": evidence.new_key(), "source": "own"}
    )  # fmt: skip
    if made := form.perform(actor):
        messages.success(request, f"已收到您的意见，编号 {made.number}。")
        return redirect(page_of(made, "phone"))
    context = {
        "form": form, "bureau_name": appointment.bureau.name, "clauses": cited(acts.bring_opinion, law),
        "demonstration": band(law),
    }  # fmt: skip
    return render(request, "voices/phone_bring.html", context)


# --- letters -----------------------------------------------------------------------------------------------
@page(face="phone", path="my/forwarded/", name="forward_letter", may=MAY)
def forward_letter(request: HttpRequest) -> HttpResponse:
    """The letter photographed or told; then the writer's code, this once, to be handed over."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    appointment = _serving(actor)
    if appointment is None:
        return render(request, "voices/phone_forward.html", {"form": None})
    law, code = (
        governing(appointment.bureau, clock.today()),
        receipts.own_or_new(request.POST.get("code", "")),
    )
    draft = Draft.of(request, actor.user_id, "phone:waiting_letter")
    form = _letter_form(request, appointment, law, draft)
    if request.method == "POST":
        draft.take(request, form)
        if form.is_valid() and (letter := _forwarded(form, appointment, actor, draft, code)):
            return _code(request, letter, code, band(law))
        draft.show(form)
    context = {
        "form": form, "code": code, "bureau_name": appointment.bureau.name, "demonstration": band(law),
        "clauses": cited(acts.forward_letter, law),
    }  # fmt: skip
    return render(request, "voices/phone_forward.html", context)


def _letter_form(request: HttpRequest, appointment: Appointment, law: Any, draft: Draft) -> ActForm:
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ActForm(acts.forward_letter, appointment, law, *sent, initial={"key": draft.key, "sort": "letter"})
    del form.fields["receipt"]
    form.fields["words"].widget.says_optional = True  # a photograph or words: one of the two is needed
    form.fields["evidence"].widget = Uploads(accept="", prompt="拍下来信，或者选择照片、文件")
    return form


def _forwarded(
    form: ActForm, appointment: Appointment, actor: Actor, draft: Draft, code: str
) -> ForwardedLetter | None:
    try:
        letter: ForwardedLetter = perform(
            acts.forward_letter, appointment, actor, key=draft.key, receipt=queries.receipt_token(code),
            **draft.with_files(form.values),
        )  # fmt: skip
    except Refused as refused:
        form.refused(refused)
        return None
    draft.forget()
    return letter


def _code(request: HttpRequest, letter: ForwardedLetter, code: str, demonstration: str) -> HttpResponse:
    """The supervisor hands the code over and does not hold it: it is the writer's."""
    context = {
        "letter": letter, "code": code, "demonstration": demonstration, "whose": showing.whose(letter),
        "where": request.build_absolute_uri(reverse("public:opinions")),
    }  # fmt: skip
    answer = render(request, "voices/phone_code.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@page(
    face="phone",
    path="my/forwarded/waiting/<str:key>/<str:file>/",
    name="waiting_letter",
    may=MAY,
    methods=("GET",),
)
def waiting_letter(request: HttpRequest, key: str, file: str) -> Any:
    """A photograph of a letter that is not sent yet."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return evidence.serve(request, evidence.attachment_or_404(evidence.draft_owner(actor.user_id, key), file))


def _mine(request: HttpRequest, number: str) -> ForwardedLetter:
    """A letter this very supervisor handed on; a code shown in the same browser opens the writer's page, not this one."""
    found: ForwardedLetter = own_or_404(request, ForwardedLetter, number)
    return found


@page(face="phone", path="my/forwarded/<str:number>/", name="forwardedletter", may=MAY, methods=("GET",))
def forwardedletter(request: HttpRequest, number: str) -> HttpResponse:
    """Where a letter I handed on stands, and what was fed back to me; not what its writer and the bureau say."""
    found = _mine(request, number)
    context = matter_context(request, found, "phone")
    became = "已转为线索查办。" if found.lead_id else "已按意见建议办理。" if found.opinion_id else ""
    context |= {
        "chip": showing.chip(found),
        "whose": showing.whose(found),
        "became": became if found.is_waiting else "",
        "itself": talking.letter_itself(found),
        "fed_back": talking.told_supervisor(found)[::-1],
        "pieces": pieces(found.number, "phone:letter_file", "phone:letter_preview"),
        "entries": showing.for_supervisor(context["entries"], found),
        **showing.waiting(found, context["duties"], letters.ANSWER),
    }
    return render(request, "voices/phone_letter.html", context)


@page(
    face="phone",
    path="my/forwarded/<str:number>/files/<str:file>/",
    name="letter_file",
    may=MAY,
    methods=("GET",),
)
def letter_file(request: HttpRequest, number: str, file: str) -> Any:
    return evidence.serve(request, evidence.attachment_or_404(_mine(request, number).number, file))


@page(
    face="phone", path="my/forwarded/<str:number>/previews/<str:file>/", name="letter_preview", may=MAY, methods=("GET",)
)  # fmt: skip
def letter_preview(request: HttpRequest, number: str, file: str) -> Any:
    return evidence.serve_preview(evidence.attachment_or_404(_mine(request, number).number, file), 480)


def _serving(actor: Actor) -> Any:
    """The appointment one speaks under: the newest that runs."""
    own = Appointment.objects.filter(Appointment.held_by(actor), state=Appointment.State.SERVING)
    return own.select_related("docket", "bureau").order_by("-id").first()
