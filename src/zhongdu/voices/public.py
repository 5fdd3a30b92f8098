"""Anybody's pages: saying how things could be better without an account, and following it, or a letter, by a code."""

from dataclasses import replace
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from zhongdu.acts.allowing import refusal_of
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.acts.registry import Act
from zhongdu.bureaus.queries import office_of
from zhongdu.calendar import clock
from zhongdu.kit import evidence, lists, receipts
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.forms import Form
from zhongdu.kit.matters import band, cited, matter_context, own_or_404, page_of
from zhongdu.kit.pages import page
from zhongdu.kit.pieces import pieces
from zhongdu.kit.receipts import citizen
from zhongdu.law.governing import governing
from zhongdu.law.reliance import rests_on
from zhongdu.scope.models import Bureau
from zhongdu.voices import acts, answering, letters, queries, showing, talking
from zhongdu.voices.models import ForwardedLetter, Opinion

TOO_OFTEN = "这个网络地址十分钟里交得太多了，请过十分钟再提交。写好的都还在这一页上。"
_BY_PLACE = lists.Text("q", "在哪里", ["name", "division__full_name"])


class SearchForm(Form):
    """To which bureau."""

    q = forms.CharField(
        label="哪里的医保局", help_text="县、区或者市的名字。", required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip


@rests_on("suggestion.hearing", kind="page")
@page(face="public", path="opinions/", name="opinions", may="public")
def opinions(request: HttpRequest) -> HttpResponse:
    """To which bureau to say it; and the way back by a code."""
    form = receipts.CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and (found := receipts.come_back(request, form)):
        return redirect(page_of(found, "public"))
    search = SearchForm(request.GET)
    q = search.cleaned_data["q"] if search.is_valid() else ""
    rows = _BY_PLACE.narrow(Bureau.objects.filter(until=None), q)
    context = {
        "form": form, "search": search, "bureaus": lists.page_of(request, rows, by=("path", "code")),
        "own": _held(request), "demonstration": "",
    }  # fmt: skip
    return render(request, "voices/public_start.html", context)


def _held(request: HttpRequest) -> list[dict[str, Any]]:
    """What this browser has shown the code of, as lines of a list."""
    actor, found = citizen(request), []
    if not actor.holds:
        return []
    for kind in (Opinion, ForwardedLetter):
        rows = kind.objects.filter(kind.held_by(actor)).select_related("docket", "bureau")
        found += list(rows.order_by("-id")[:20])
    titles = queries.first_words(found)
    return [
        {"voice": each, "url": page_of(each, "public"), "title": titles[each.number] or "照片里的来信", "chip": showing.chip(each)}
        for each in found
    ]  # fmt: skip


@rests_on("suggestion.hearing", kind="page")
@page(face="public", path="bureaus/<str:code>/opinion/", name="voice_opinion", may="public")
def voice_opinion(request: HttpRequest, code: str) -> HttpResponse:
    """One calm page, by no account. The code of the receipt is shown once, on the answer."""
    bureau = get_object_or_404(Bureau, code=code, until=None)
    law, receipt = governing(bureau, clock.today()), receipts.own_or_new(request.POST.get("code", ""))
    form = ActForm(
        acts.voice_opinion, office_of(bureau), law, *((request.POST,) if request.method == "POST" else ())
    )
    del form.fields["receipt"]
    if request.method == "POST" and (made := _sent(request, form, bureau, receipt)):
        return _receipt(request, made, receipt, band(law))
    context = {
        "form": form, "bureau": bureau, "code": receipt, "law": law, "right": law.find("suggestion.hearing"),
        "demonstration": band(law), "opened": any(form[name].value() for name in ("name", "phone")),
    }  # fmt: skip
    return render(request, "voices/public_voice.html", context)


def _sent(request: HttpRequest, form: ActForm, bureau: Bureau, receipt: str) -> Opinion | None:
    """The opinion, once; or none, and the form says why."""
    if receipts.sends_too_much(request):
        form.add_error(None, TOO_OFTEN)
        return None
    if not form.is_valid():
        return None
    hashed = queries.receipt_token(receipt)
    try:
        made: Opinion = perform(
            acts.voice_opinion, office_of(bureau), citizen(request), key=f"opinion {hashed}"[:64], receipt=hashed, **form.values
        )  # fmt: skip
    except Refused as refused:
        form.refused(refused)
        return None
    return made


def _receipt(request: HttpRequest, opinion: Opinion, code: str, demonstration: str) -> HttpResponse:
    """The code, this once. A browser that is signed in does not go on holding it: that would tell who spoke."""
    held = not request.user.is_authenticated
    if held:
        receipts.hold(request, opinion.number)
    context = {"opinion": opinion, "code": code, "demonstration": demonstration, "held": held}
    answer = render(request, "voices/public_receipt.html", context | {"whose": showing.whose(opinion)})
    answer["Cache-Control"] = "no-store"
    return answer


# --- following ---------------------------------------------------------------------------------------------
def _own(request: HttpRequest, kind: type[Any], number: str) -> Any:
    """What this browser has shown the code of; from here on the request is by nobody else."""
    request.actor = citizen(request)  # type: ignore[attr-defined]
    return own_or_404(request, kind, number)


def _followed(request: HttpRequest, voice: Any, concept: str, everybody: str) -> dict[str, Any]:
    """What both kinds of page show, with clauses that speak of everybody."""
    context = matter_context(request, voice, "public")
    law = context["law"]

    def anybody(clauses: Any) -> list[str]:
        return showing.for_anybody(clauses, law, everybody)

    return context | {
        "chip": showing.chip(voice),
        "whose": showing.whose(voice),
        "ground": law.find(everybody),
        "offered": [replace(offer, clauses=anybody(offer.clauses)) for offer in context["offered"]],
        "entries": [
            replace(entry, clauses=anybody(entry.clauses))
            for entry in showing.for_speaker(context["entries"], voice)
        ],
        "lead": voice.lead,
        **showing.waiting(voice, context["duties"], concept),
    }


@page(face="public", path="opinions/<str:number>/", name="opinion", may="public", methods=("GET",))
def opinion(request: HttpRequest, number: str) -> HttpResponse:
    """What was said and answered, and where it stands."""
    found: Opinion = _own(request, Opinion, number)
    context = _followed(request, found, answering.ANSWER, "suggestion.hearing")
    context |= {
        "talk": talking.talk_of_opinion(found),
        "about": showing.about(found, context["law"]),
    }
    return render(request, "voices/public_opinion.html", context)


@page(face="public", path="forwarded/<str:number>/", name="forwardedletter", may="public", methods=("GET",))
def forwardedletter(request: HttpRequest, number: str) -> HttpResponse:
    """A letter that a supervisor handed on, as its writer follows it."""
    found: ForwardedLetter = _own(request, ForwardedLetter, number)
    context = _followed(request, found, letters.ANSWER, "report.answer")
    asked = found.turn == ForwardedLetter.Turn.WRITER
    context |= {
        "talk": talking.talk_with_writer(found),
        "pieces": pieces(found.number, "public:letter_file", "public:letter_preview"),
        "offered": [replace(offer, main=asked) for offer in context["offered"]],
    }
    return render(request, "voices/public_letter.html", context)


@page(
    face="public",
    path="forwarded/<str:number>/files/<str:file>/",
    name="letter_file",
    may="public",
    methods=("GET",),
)
def letter_file(request: HttpRequest, number: str, file: str) -> Any:
    found = _own(request, ForwardedLetter, number)
    return evidence.serve(request, evidence.attachment_or_404(found.number, file))


@page(
    face="public", path="forwarded/<str:number>/previews/<str:file>/", name="letter_preview", may="public", methods=("GET",)
)  # fmt: skip
def letter_preview(request: HttpRequest, number: str, file: str) -> Any:
    found = _own(request, ForwardedLetter, number)
    return evidence.serve_preview(evidence.attachment_or_404(found.number, file), 480)


@page(face="public", path="voices/<str:number>/leave/", name="leave_voice", may="public", methods=("POST",))
def leave_voice(request: HttpRequest, number: str) -> HttpResponse:
    """Done at a screen that others use: this browser holds it no longer."""
    if number not in citizen(request).holds:
        raise Http404
    receipts.let_go(request, number)
    return redirect("public:opinions")


# --- what one may say --------------------------------------------------------------------------------------
@page(face="public", path="opinions/<str:number>/add/", name=acts.add_to_opinion.verb, may="public")
def add_to_opinion(request: HttpRequest, number: str) -> HttpResponse:
    return _speak(request, acts.add_to_opinion, Opinion, number, "suggestion.hearing")


@page(face="public", path="forwarded/<str:number>/say/", name=acts.write_again.verb, may="public")
def write_again(request: HttpRequest, number: str) -> HttpResponse:
    return _speak(request, acts.write_again, ForwardedLetter, number, "report.answer")


def _speak(request: HttpRequest, act: Act, kind: type[Any], number: str, everybody: str) -> HttpResponse:
    """The page of one act of the one who holds the code: what was asked, the form, the deed."""
    found = _own(request, kind, number)
    law = governing(found.bureau, clock.today())
    form = ActForm(
        act, found, law, *((request.POST,) if request.method == "POST" else ()),
        initial={"seen": found.docket.length, "key": evidence.new_key()},
    )  # fmt: skip
    refusal = refusal_of(act, found, request.actor, law)  # type: ignore[attr-defined]
    if request.method == "POST" and _said(request, form):
        return redirect(page_of(found, "public"))
    talk = talking.talk_with_writer(found) if kind is ForwardedLetter else []
    context = {
        "act": act, "form": form, "matter": found, "law": law, "refusal": refusal,
        "clauses": showing.for_anybody(cited(act, law), law, everybody), "back": page_of(found, "public"),
        "asked": [said for said in talk if said.act == "voices.ask_writer"][-1:], "demonstration": band(law),
    }  # fmt: skip
    status = 409 if refusal and request.method == "POST" else 200
    return render(request, "voices/public_speak.html", context, status=status)


def _said(request: HttpRequest, form: ActForm) -> bool:
    """Whether it was done, now or by the same form before; else the form says why not."""
    if receipts.sends_too_much(request):
        form.add_error(None, TOO_OFTEN)
        return False
    return form.perform(request.actor) is not None  # type: ignore[attr-defined]
