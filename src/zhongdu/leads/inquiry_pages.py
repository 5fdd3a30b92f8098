"""Letters that ask about a lead: the agency's own list and page on the desk, and a unit's page behind its link.

What is shown is what was asked. The lead is linked for those who may see it, and for nobody else.
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe

from zhongdu import files
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.calendar.period import overdue_by
from zhongdu.kit import links, lists, receipts
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.drafts import Draft
from zhongdu.kit.forms import Uploads
from zhongdu.kit.matters import band, matter_context, matter_or_404, own_or_404
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Chip
from zhongdu.law.governing import governing
from zhongdu.leads import acts, evidence, inquiring
from zhongdu.leads.inquiring import asked_in, words_of
from zhongdu.leads.models import Inquiry, Lead
from zhongdu.papers import qr_svg
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

MAY = frozenset(Inquiry.readers)
_FILES = (inquiring.HANDED, inquiring.REPLY)
State = Inquiry.State


# --- the agency's desk ------------------------------------------------------------------------------------------
@page(face="desk", path="desk/inquiries/", name="inquiries", may=frozenset({Role.AGENCY_OFFICER}), methods=("GET",))  # fmt: skip
def inquiries(request: HttpRequest) -> HttpResponse:
    """What the agency is asked: what waits, the nearest day first; then what it answered."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    own = [post.bureau_id for post in actor.standing([Role.AGENCY_OFFICER])]
    rows = Inquiry.objects.visible_to(actor).filter(to="agency", bureau__in=own)
    done = request.GET.get("done") == "1"
    rows = rows.filter(state=State.ANSWERED if done else State.OPEN).select_related("docket", "bureau")
    found = lists.page_of(request, rows, by=("-id",) if done else ("until", "id"))
    asked = asked_in(found)
    context = {
        "found": found, "done": done, "today": clock.today(),
        "rows": [(each, asked[each.number], _chip(each)) for each in found],
    }  # fmt: skip
    return render(request, "leads/inquiries.html", context)


@page(face="desk", path="desk/inquiries/<str:number>/", name="inquiry", may=MAY)
def inquiry(request: HttpRequest, number: str) -> HttpResponse:
    """What is asked and the answer to it; for who asked also the link, to be printed or handed over."""
    found: Inquiry = matter_or_404(request, Inquiry, number)
    context = matter_context(request, found, "desk")
    actor: Actor = request.actor  # type: ignore[attr-defined]
    may_answer = any(offer.label == acts.answer_inquiry.label for offer in context["offered"])
    form = _form(request, found, context["law"]) if may_answer else None
    if form and request.method == "POST" and _answered(request, form, found, actor):
        messages.success(request, "答复已经交给医保局的办理人。")
        return redirect("desk:inquiry", number=number)
    lead = Lead.objects.visible_to(actor).filter(pk=found.lead_id).select_related("docket").first()
    address = inquiring.address(found) if lead and found.state == State.OPEN else ""
    context |= _shown(found) | {
        "form": form, "lead": lead, "address": address, "agency": Role.AGENCY_OFFICER in {post.role for post in actor.posts},
        "qr": mark_safe(qr_svg(address)) if address else "",  # our own drawing
    }  # fmt: skip
    return render(request, "leads/desk_inquiry.html", context)


@page(face="desk", path="desk/inquiries/<str:number>/files/<str:file>/", name="inquiry_file", may=MAY, methods=("GET",))  # fmt: skip
def inquiry_file(request: HttpRequest, number: str, file: str) -> Any:
    found = matter_or_404(request, Inquiry, number)
    return evidence.serve(request, evidence.attachment_or_404(found.number, file, *_FILES))


# --- a unit, by its link ----------------------------------------------------------------------------------------
@page(face="public", path="asked/<str:secret>/", name="inquiry_link", may="public", methods=("GET",))
def inquiry_link(request: HttpRequest, secret: str) -> HttpResponse:
    """The address on the letter, until it is answered. The secret goes no further than this."""
    found = None if receipts.too_many(request) else inquiring.found(secret)
    if found is None or found.state != State.OPEN:
        receipts.missed(request)
        raise Http404("这个链接打不开，或者已经答复过了。请核对来函上的网址，或者联系发函的医保局。")
    links.hold(request, found.number)
    return redirect("public:inquiry", number=found.number)


@page(face="public", path="inquiries/<str:number>/", name="inquiry", may="public")
def unit_inquiry(request: HttpRequest, number: str) -> HttpResponse:
    """For the unit: what it is asked, and once it has answered, what it said."""
    found: Inquiry = own_or_404(request, Inquiry, number)
    law = governing(found.bureau, clock.today())
    form = _form(request, found, law) if found.state == State.OPEN else None
    if form:
        form.fields["contact"].required = True  # nobody else knows who answered for a unit
    if form and request.method == "POST" and _answered(request, form, found, _unit(found)):
        return redirect("public:inquiry", number=number)
    context = {"matter": found, "form": form, "today": clock.today(), "demonstration": band(law)}
    answer = render(request, "leads/public_inquiry.html", context | _shown(found))
    answer["Cache-Control"] = "no-store"
    return answer


@page(face="public", path="inquiries/<str:number>/files/<str:file>/", name="inquiry_file", may="public", methods=("GET",))  # fmt: skip
def unit_inquiry_file(request: HttpRequest, number: str, file: str) -> Any:
    found = own_or_404(request, Inquiry, number)
    return evidence.serve(request, evidence.attachment_or_404(found.number, file, *_FILES))


@page(face="public", path="inquiries/<str:number>/leave/", name="leave_inquiry", may="public", methods=("POST",))  # fmt: skip
def leave_inquiry(request: HttpRequest, number: str) -> HttpResponse:
    """Done at a screen that others use."""
    links.let_go(request, own_or_404(request, Inquiry, number).number)
    return redirect("public:home")


# --- what they have in common -----------------------------------------------------------------------------------
def _unit(inquiry: Inquiry) -> Actor:
    """Whoever has the link, and nobody else: an account signed in beside it is left out."""
    return Actor(name=inquiry.whom, roles=frozenset({Role.UNIT}), holds=frozenset({inquiry.number}))


def _draft(request: HttpRequest) -> Draft:
    return Draft.of(request, None, "public:waiting_evidence", "material")


def _form(request: HttpRequest, inquiry: Inquiry, law: Any) -> ActForm:
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    initial = {"seen": inquiry.docket.length, "key": _draft(request).key}
    form = ActForm(acts.answer_inquiry, inquiry, law, *sent, initial=initial)
    form.fields["words"].widget.says_optional = True  # words or files: one of the two is needed
    form.fields["material"].widget = Uploads(accept="", prompt="选择明细表、照片或文件")
    return form


def _answered(request: HttpRequest, form: ActForm, inquiry: Inquiry, by: Actor) -> bool:
    """Whether the answer was given; else the form says why not, and keeps what was typed and the good files."""
    draft = Draft.of(request, None, "public:waiting_evidence", "material")
    if not by.is_staff and receipts.sends_too_much(request):
        form.add_error(None, "这个网络地址十分钟里发得太多了，请过十分钟再发。写好的都还在。")
        return False
    draft.take(request, form)
    if form.is_valid():
        try:
            perform(
                acts.answer_inquiry, inquiry, by, key=draft.key, seen=form.cleaned_data["seen"],
                **draft.with_files(form.values),
            )  # fmt: skip
        except Refused as refused:
            form.refused(refused)
        else:
            draft.forget()
            return True
    draft.show(form)
    return False


def _shown(inquiry: Inquiry) -> dict[str, Any]:
    """What is asked, what went along, what came back."""
    kept = list(files.attached(inquiry.number))
    names = files.names(kept)

    def of(kind: str) -> list[dict[str, Any]]:
        return [
            {"name": names[each.public_id], "size": each.blob.size, "id": each.public_id}
            for each in kept
            if each.kind == kind
        ]

    asked, answered = words_of(inquiry)
    return {
        "asked": asked, "answered": answered, "handed": of(inquiring.HANDED), "replied": of(inquiring.REPLY),
        "chip": _chip(inquiry),
    }  # fmt: skip


def _chip(inquiry: Inquiry) -> Chip:
    late = overdue_by(inquiry.until, inquiry.answered_on or clock.today())
    if inquiry.state == State.ANSWERED:
        return Chip(f"已答复，晚了 {late} 天", "warn") if late else Chip("已答复", "good")
    return Chip(f"逾期 {late} 天", "bad") if late else Chip("等待答复", "info")
