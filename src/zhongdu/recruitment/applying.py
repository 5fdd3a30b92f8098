"""The pages of applying: consent, the form as one types, the photograph, handing in, the receipt, completing what came back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhongdu import files
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.bureaus.queries import office_of
from zhongdu.calendar import clock
from zhongdu.kit import signing
from zhongdu.kit.matters import band, own_or_404, page_of
from zhongdu.kit.pages import page
from zhongdu.law.governing import Law, governing
from zhongdu.law.pack import Bound
from zhongdu.law.reliance import rests_on
from zhongdu.recruitment import acts, drafts, particulars, receipts, rules
from zhongdu.recruitment.consent import privacy_notice
from zhongdu.recruitment.forms import (
    ApplicationForm,
    ConsentForm,
    PhotoForm,
    SignatureForm,
    read_off_now,
    typed_in,
)
from zhongdu.recruitment.models import Application, Draft, Notice
from zhongdu.recruitment.pages import sent, visitor
from zhongdu.recruitment.queries import photo_of
from zhongdu.scope.models import Bureau

_SHOWN_WIDTH = 480  # pixels of a photograph's preview


# --- before anything is typed


@rests_on("channel.open", "application.in_writing", kind="page")
@page(face="public", path="notices/<str:number>/apply/", name="apply_under", may="public")
def apply_under(request: HttpRequest, number: str) -> HttpResponse:
    """Consent, then a draft under a notice."""
    notice = own_or_404(request, Notice, number)
    law = governing(notice.bureau, clock.today())
    channels = [bound for bound in law.family("channel") if bound.name in notice.channels]
    return _start(request, notice.bureau, law, rules.own_ways(channels, with_notice=True), notice)


@rests_on("channel.self_nominated", "application.in_writing", kind="page")
@page(face="public", path="bureaus/<str:code>/apply/", name="apply_to", may="public")
def apply_to(request: HttpRequest, code: str) -> HttpResponse:
    """Consent, then a draft to a bureau without a notice, where its law has a way that needs none."""
    bureau = Bureau.objects.filter(code=code, until=None).first()
    if bureau is None:
        raise Http404
    law = governing(bureau, clock.today())
    return _start(request, bureau, law, rules.own_ways(law.family("channel"), with_notice=False), None)


def _start(
    request: HttpRequest, bureau: Bureau, law: Law, ways: list[Bound], notice: Notice | None
) -> HttpResponse:
    closed = _closed(law, bureau, ways, notice)
    form = ConsentForm(ways, *sent(request))
    if request.method == "POST" and not closed and form.is_valid():
        draft, code = drafts.begin(bureau, form.cleaned_data.get("channel") or ways[0].name, notice=notice)
        drafts.consent(draft)
        return receipts.give(redirect("public:application_form"), code)
    earlier = drafts.found(receipts.given(request))
    context = {
        "bureau_name": bureau.name, "notice": notice, "law": law, "closed": closed, "form": form, "ways": ways,
        "privacy": privacy_notice(law, bureau.name).splitlines(), "demonstration": band(law), "earlier": earlier,
    }  # fmt: skip
    return render(request, "recruitment/start.html", context)


def _closed(law: Law, bureau: Bureau, ways: list[Bound], notice: Notice | None) -> str:
    """Why nobody can begin to apply here now; "" when they can."""
    level = law.find("level.recruiting")
    if level and bureau.level not in level.rule.levels:
        whose = "、".join(level.label for level in level.rule.levels)
        return f"社会监督员由{whose}医疗保障部门选聘（依据：{level.address.citation}），请向该局报名。"
    if notice and (notice.state != Notice.State.OPEN or notice.closes_on < clock.today()):
        return f"这次报名已于{rules.spoken(notice.closes_on)}截止。"
    if not ways:
        return "现在没有可以由本人直接报名的方式，请留意选聘公告。"
    return ""


# --- the form


@rests_on("application.form", kind="page")
@page(face="public", path="apply/", name="application_form", may="public")
def application_form(request: HttpRequest) -> HttpResponse:
    """The form of the draft whose receipt code this browser keeps."""
    code = receipts.given(request)
    draft = drafts.found(code)
    if draft is None:
        if code and (done := Application.objects.filter(receipt=receipts.token(code)).first()):
            return _received(request, done)
        held = bool(request.session.get(receipts.SESSION))
        return render(request, "recruitment/no_draft.html", {"held": held, "demonstration": ""})
    if draft.consented_at is None:
        return _ask_consent(request, draft, code)
    return _form_page(request, draft, code, reverse("public:application_form"))


def _ask_consent(request: HttpRequest, draft: Draft, code: str) -> HttpResponse:
    """Somebody a bureau invited opens the draft for the first time."""
    law = drafts.law_of(draft)
    if request.method == "POST" and request.POST.get("intent") == "decline" and draft.recommended:
        return _declined(request, draft)
    form = ConsentForm([], *sent(request))
    if request.method == "POST" and form.is_valid():
        return receipts.give(redirect("public:application_form"), drafts.taken_over(draft))
    context = {
        "bureau_name": draft.bureau.name, "notice": draft.notice, "law": law, "closed": "", "form": form, "draft": draft,
        "ways": [law.rule(draft.channel)], "privacy": privacy_notice(law, draft.bureau.name).splitlines(),
        "demonstration": band(law), "earlier": None, "code": code,
    }  # fmt: skip
    return render(request, "recruitment/start.html", context)


def _declined(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Who was recommended and does not want to be is forgotten at once."""
    assert draft.recommended is not None
    perform(acts.release, draft.recommended.recommendation, visitor(request), draft=draft.receipt)
    messages.success(request, "已记下您不接受推荐；单位填的您的信息已经清除。")
    answer = redirect("public:home")
    answer.delete_cookie(receipts.COOKIE, samesite="Lax")
    return answer


@page(face="public", path="applications/<str:number>/complete/", name="resubmit", may="public")
def resubmit(request: HttpRequest, number: str) -> HttpResponse:
    """The same form for an application that came back, begun from what was handed in."""
    application = own(request, number)
    if application.state != Application.State.RETURNED:
        return redirect(page_of(application, "public"))
    return _form_page(request, drafts.amending(application), "", request.path, application)


def _form_page(
    request: HttpRequest, draft: Draft, code: str, address: str, application: Application | None = None
) -> HttpResponse:
    law, asked = drafts.law_of(draft), particulars.asked(drafts.law_of(draft))
    intent = request.POST.get("intent", "")
    wrong: dict[str, str] = {}
    if request.method == "POST":
        drafts.keep(draft, typed_in(asked, request.POST))
        if intent == "photo":
            return redirect("public:photo", which=application.number if application else "new")
        if intent == "sign":
            return redirect("public:signature", which=application.number if application else "new")
        if intent == "unsign":
            drafts.keep_signature(draft, "")
            return redirect(f"{address}#id_signature")
        if intent == "submit":
            try:
                return _hand_in(request, draft, application)
            except Refused as refused:
                wrong = refused.fields or {"": refused.sentence}
        elif intent != "autosave":
            messages.success(request, "草稿已保存。")
            return redirect(address)
    typed = drafts.typed(draft)
    answers = particulars.check(law, typed, on=clock.today(), photo=False)
    if intent == "autosave":
        context = {"saved_at": draft.saved_at, "read_off": read_off_now(asked, answers)}
        return render(request, "recruitment/autosaved.html", context)
    form = ApplicationForm(
        asked, typed | read_off_now(asked, answers), photo_url=_photo_url(draft, application),
        drawn=drafts.signature(draft),
    )  # fmt: skip
    form.say(wrong)
    context = {
        "form": form, "asked": asked, "draft": draft, "code": code, "law": law, "demonstration": band(law),
        "address": address, "application": application, "remarks": _remarks(law, typed),
    }  # fmt: skip
    return render(request, "recruitment/application_form.html", context)


def _remarks(law: Law, typed: dict[str, Any]) -> list[rules.Look]:
    """The computed conditions a person does not meet although an exception may be made: said early, refused never."""
    answers = particulars.check(law, typed, on=clock.today(), photo=False)
    if answers.identity is None:
        return []
    facts = particulars.facts_of(answers.values)
    looks = rules.look(law.family("eligibility"), facts, law.readings, clock.today())
    return [each for each in looks if each.bound.rule.how == "computed" and each.verdict == rules.DEPARTS]


def _hand_in(request: HttpRequest, draft: Draft, application: Application | None) -> HttpResponse:
    actor = visitor(request)
    if application:
        perform(acts.resubmit, application, actor)
        messages.success(request, "已补充并重新提交，请等待审核。")
        return redirect(page_of(application, "public"))
    office = office_of(draft.bureau)
    made = perform(acts.apply, office, actor, key=f"apply {draft.receipt}", draft=draft.receipt)
    return _received(request, made)


def _received(request: HttpRequest, application: Application) -> HttpResponse:
    receipts.hold(request, application.number)
    return redirect("public:receipt", number=application.number)


@page(
    face="public", path="applications/<str:number>/receipt/", name="receipt", may="public", methods=("GET",)
)
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt with its code, shown once: the browser forgets the code with this page."""
    application = own(request, number)
    code = receipts.given(request)
    if not code or receipts.token(code) != application.receipt:
        return redirect(page_of(application, "public"))
    law = governing(application.bureau, clock.today())
    context = {"application": application, "code": code, "demonstration": band(law)}
    answer = render(request, "recruitment/receipt.html", context)
    answer.delete_cookie(receipts.COOKIE, samesite="Lax")
    answer["Cache-Control"] = "no-store"
    return answer


# --- the photograph


@page(face="public", path="apply/photo/<str:which>/", name="photo", may="public")
def photo(request: HttpRequest, which: str) -> HttpResponse:
    """Taking or choosing the photograph, on a page of its own."""
    draft, back = _draft_of(request, which)
    law = drafts.law_of(draft)
    form = PhotoForm(request.POST, request.FILES) if request.method == "POST" else PhotoForm()
    if request.method == "POST" and form.is_valid():
        try:
            drafts.keep_photo(draft, form.cleaned_data["photo"])
        except files.FileRefused as refused:
            form.add_error("photo", refused.message)
        else:
            messages.success(request, "照片已保存。")
            return redirect(back + "#id_photo")
    shape = next((each for each in particulars.asked(law).fields if each.kind == "photo"), None)
    context = {"form": form, "back": back, "hint": shape.hint if shape else "", "demonstration": band(law)}
    return render(request, "recruitment/photo.html", context)


@page(
    face="public", path="apply/photo/<str:which>/photo.jpg", name="photo_file", may="public", methods=("GET",)
)
def photo_file(request: HttpRequest, which: str) -> HttpResponse:
    """The photograph kept so far, small, for the one who brought it."""
    draft, _ = _draft_of(request, which)
    kept = drafts.photo(draft) or (photo_of(own(request, which)) if which != "new" else None)
    if kept is None:
        raise Http404
    return HttpResponse(
        files.preview(kept, _SHOWN_WIDTH),
        content_type="image/jpeg",
        headers={"Cache-Control": "private, no-store"},
    )


@page(face="public", path="apply/signature/<str:which>/", name="signature", may="public")
def signature(request: HttpRequest, which: str) -> HttpResponse:
    """Drawing the signature, on a page of its own, wide enough for a hand."""
    draft, back = _draft_of(request, which)
    form = SignatureForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            drafts.keep_signature(draft, signing.read(form.cleaned_data["drawn"]))
        except signing.NotSigned as wrong:
            form.add_error(None, str(wrong))
        else:
            messages.success(request, "签名已保存。")
            return redirect(back + "#id_signature")
    context = {"form": form, "back": back, "demonstration": band(drafts.law_of(draft))}
    return render(request, "recruitment/signature.html", context)


def _draft_of(request: HttpRequest, which: str) -> tuple[Draft, str]:
    """The draft a photograph is for, and the form it belongs to."""
    if which != "new":
        return drafts.amending(own(request, which)), reverse("public:resubmit", kwargs={"number": which})
    draft = drafts.found(receipts.given(request))
    if draft is None or draft.consented_at is None:
        raise Http404
    return draft, reverse("public:application_form")


def _photo_url(draft: Draft, application: Application | None) -> str:
    kept = drafts.photo(draft) or (photo_of(application) if application else None)
    if kept is None:
        return ""
    which = application.number if application else "new"
    return f"{reverse('public:photo_file', kwargs={'which': which})}?{kept.public_id}"


def own(request: HttpRequest, number: str) -> Application:
    """The visitor's own application; to everybody else, officers too, there is none here."""
    application: Application = own_or_404(request, Application, number)
    return application
