"""Forwarded letters on the desk: the list, one of them, and keying one in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from zhongdu.acts.allowing import refusal_of
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.acts.registry import ACTS
from zhongdu.bureaus.queries import Office
from zhongdu.calendar import clock
from zhongdu.duties.models import Source
from zhongdu.kit import evidence, lists, receipts
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.drafts import Draft
from zhongdu.kit.forms import Uploads
from zhongdu.kit.matters import band, cited, matter_context, matter_or_404, unmasked
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Fact, Offer, Tab
from zhongdu.kit.pieces import pieces
from zhongdu.law.governing import governing
from zhongdu.scope.actor import Actor
from zhongdu.voices import acts, letters, queries, showing, talking
from zhongdu.voices.models import ForwardedLetter, Voice

READERS = frozenset(ForwardedLetter.readers)
ENTERING = frozenset(acts.enter_letter.by)
_FIRST = (
    "take_letter",
    "hand_letter",
    "ask_writer",
    "answer_letter",
    "explain_letter",
    "letter_into_lead",
    "letter_into_opinion",
)


@page(face="desk", path="desk/forwarded/", name="forwardedletters", may=READERS, methods=("GET",))
def forwardedletters(request: HttpRequest) -> HttpResponse:
    """The letters of an officer's territory: those that wait, the oldest first; or all, the newest first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    filters = lists.Filters.read(
        request,
        lists.Choice("state", "状态", ForwardedLetter.State.choices),
        lists.Choice("sort", "是什么", ForwardedLetter.Kind.choices),
        lists.Choice("turn", "和写信人的对话", ForwardedLetter.Turn.choices),
        lists.Choice("overdue", "本局目标", [("True", "已超过目标")]),
        lists.Day("since", "收到，从哪天", "filed_on__gte"),
        lists.Day("until", "收到，到哪天", "filed_on__lte"),
    )
    waits = request.GET.get("all") != "1" and not ({"state", "turn"} & filters.chosen.keys())
    rows = filters.narrow(queries.for_desk(ForwardedLetter, actor).select_related("user"))
    rows = rows.filter(state__in=ForwardedLetter.WAITING) if waits else rows
    found = lists.page_of(request, rows, by=("id" if waits else "-id",))
    titles = queries.first_words(found)
    context = {
        "filters": filters,
        "found": found,
        "rows": [
            {
                "voice": each, "title": titles[each.number] or "照片里的来信", "chip": showing.chip(each), "due": each.due,
                "own": each.source_of_due == Source.TARGET, "waited": (clock.today() - each.filed_on).days,
            }
            for each in found
        ],
        "waits": waits,
        "tabs": [Tab("待答复", "?", waits), Tab("全部", "?all=1", not waits)],
        "entering": _entering(actor),
        "today": clock.today(),
    }  # fmt: skip
    return render(request, "voices/desk_letters.html", context)


def _entering(actor: Actor) -> str:
    posts = actor.standing(acts.enter_letter.by)
    if not posts:
        return ""
    office = Office.objects.select_related("docket").get(bureau=posts[0].bureau_id)
    return reverse("desk:enter_letter", kwargs={"number": office.number})


def in_order(offered: list[Offer], first: tuple[str, ...]) -> tuple[list[Offer], list[Offer]]:
    """What may be done now: what is usual, in the order of a day's work; then all the rest."""
    usual = [ACTS[f"voices.{verb}"].label for verb in first]
    now = sorted((one for one in offered if one.label in usual), key=lambda one: usual.index(one.label))
    rest = [one for one in offered if one.label not in usual]
    return (now, rest) if now else (rest, [])


@page(face="desk", path="desk/forwarded/<str:number>/", name="forwardedletter", may=READERS, methods=("GET",))
def forwardedletter(request: HttpRequest, number: str) -> HttpResponse:
    """One letter: what it says, what was said with its writer, what the supervisor was told, the docket."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found: ForwardedLetter = matter_or_404(request, ForwardedLetter, number)
    context = matter_context(request, found, "desk")
    now, later = in_order(context["offered"], _FIRST)
    handed = Fact("转递的监督员", found.user.get_full_name() if found.user else "")
    context |= {
        "title": queries.first_words([found])[found.number] or "照片里的来信",
        "chip": showing.chip(found),
        "offered": now,
        "later": later,
        "itself": talking.letter_itself(found),
        "talk": [said for said in talking.talk_with_writer(found) if said.act not in talking.OF_LETTER],
        "fed_back": talking.told_supervisor(found),
        "pieces": pieces(found.number, "desk:letter_file", "desk:letter_preview", with_claims=True),
        "facts": [
            Fact("是什么", found.get_sort_display()), handed, *showing.speaker(found, unmasked(found, actor)),
        ],
        "entries": showing.sealed(context["entries"], found),
        "lead": seen(found.lead, actor),
        "opinion": seen(found.opinion, actor),
        **showing.waiting(found, context["duties"], letters.ANSWER),
    }  # fmt: skip
    return render(request, "voices/desk_letter.html", context)


def seen(matter: Any, actor: Actor) -> Any:
    """The matter, if the officer may know of it."""
    return matter if matter and type(matter).objects.visible_to(actor).filter(pk=matter.pk).exists() else None


@page(
    face="desk",
    path="desk/forwarded/<str:number>/files/<str:file>/",
    name="letter_file",
    may=READERS,
    methods=("GET",),
)
def letter_file(request: HttpRequest, number: str, file: str) -> Any:
    found = matter_or_404(request, ForwardedLetter, number)
    return evidence.serve(request, evidence.attachment_or_404(found.number, file))


@page(
    face="desk", path="desk/forwarded/<str:number>/previews/<str:file>/", name="letter_preview", may=READERS, methods=("GET",)
)  # fmt: skip
def letter_preview(request: HttpRequest, number: str, file: str) -> Any:
    found = matter_or_404(request, ForwardedLetter, number)
    return evidence.serve_preview(evidence.attachment_or_404(found.number, file), 480)


# --- keying in ---------------------------------------------------------------------------------------------
@page(face="desk", path="desk/forwarded/enter/<str:number>/", name="enter_letter", may=ENTERING)
def enter_letter(request: HttpRequest, number: str) -> HttpResponse:
    """The form, with whoever handed it on and the scan; then the writer's code, once."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    office = matter_or_404(request, Office, number)
    law, code = governing(office.bureau, clock.today()), receipts.own_or_new(request.POST.get("code", ""))
    draft = Draft.of(request, actor.user_id, "desk:waiting_letter")
    form = _form(request, office, law, draft)
    refusal = refusal_of(acts.enter_letter, office, actor, law)
    if request.method == "POST":
        draft.take(request, form)
        if form.is_valid() and (letter := _entered(form, office, actor, draft, code)):
            return handed_out(request, letter, code, band(law))
        draft.show(form)
    context = {
        "form": form, "code": code, "office": office, "clauses": cited(acts.enter_letter, law), "act": acts.enter_letter,
        "refusal": refusal, "demonstration": band(law),
    }  # fmt: skip
    return render(request, "voices/desk_enter_letter.html", context)


def _form(request: HttpRequest, office: Office, law: Any, draft: Draft) -> ActForm:
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    initial = {"key": draft.key, "received_on": clock.today(), "sort": "letter"}
    form = ActForm(acts.enter_letter, office, law, *sent, initial=initial)
    del form.fields["receipt"]
    form.fields["words"].widget.says_optional = True  # words or a scan: one of the two is needed
    form.fields["evidence"].widget = Uploads(accept="", prompt="选择扫描件、照片或文件")
    return form


def _entered(form: ActForm, office: Office, actor: Actor, draft: Draft, code: str) -> ForwardedLetter | None:
    try:
        letter: ForwardedLetter = perform(
            acts.enter_letter, office, actor, key=draft.key, receipt=queries.receipt_token(code),
            **draft.with_files(form.values),
        )  # fmt: skip
    except Refused as refused:
        form.refused(refused)
        return None
    draft.forget()
    return letter


def handed_out(request: HttpRequest, voice: Voice, code: str, demonstration: str) -> HttpResponse:
    """The code to hand over, this once. What was keyed in is linked only for those who may go on seeing it."""
    mine = seen(voice, request.actor)  # type: ignore[attr-defined]
    kind = voice._meta.model_name
    context = {
        "voice": voice, "code": code, "demonstration": demonstration, "mine": mine,
        "own": reverse(f"desk:{kind}", kwargs={"number": voice.number}), "all": reverse(f"desk:{kind}s"),
        "whose": "写信人" if isinstance(voice, ForwardedLetter) else "提意见的人",
        "where": request.build_absolute_uri(reverse("public:opinions")),
    }  # fmt: skip
    answer = render(request, "voices/desk_code.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@page(
    face="desk", path="desk/forwarded/waiting/<str:key>/<str:file>/", name="waiting_letter", may=ENTERING, methods=("GET",)
)  # fmt: skip
def waiting_letter(request: HttpRequest, key: str, file: str) -> Any:
    """A scan of a letter that is not registered yet."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return evidence.serve(request, evidence.attachment_or_404(evidence.draft_owner(actor.user_id, key), file))
