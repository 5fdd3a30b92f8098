"""The public's own channel: telling a bureau what was seen without an account, and following it by a receipt code.

On these pages nobody is anybody: whoever is signed in is not known here either (``citizen``).
"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.bureaus.queries import office_of
from zhongdu.calendar import clock
from zhongdu.institutions.queries import called
from zhongdu.kit import lists, receipts, sealed
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.drafts import Draft
from zhongdu.kit.forms import Form, Uploads
from zhongdu.kit.matters import band, page_of
from zhongdu.kit.pages import page
from zhongdu.kit.receipts import citizen
from zhongdu.law.governing import governing
from zhongdu.law.reliance import rests_on
from zhongdu.leads import acts, evidence, filing, plans
from zhongdu.leads import following as following  # its pages are declared there
from zhongdu.leads.models import Lead
from zhongdu.leads.queries import receipt_token
from zhongdu.scope.models import Bureau

TOO_OFTEN = "这个网络地址十分钟里报得太多了，请过十分钟再提交。写好的都还在这一页上。"


class SearchForm(Form):
    """Where it was seen, or at whose."""

    q = forms.CharField(
        label="在哪里，或者哪一家", help_text="地名、医保局、医院或药店的名称。", required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip


_REPORTED = "which institution a report is about"  # on its way from the search to the form, in no address
_BY_PLACE = lists.Text("q", "在哪里", ["name", "division__full_name"])


@rests_on("hotline", "report.filing", kind="page")
@page(face="public", path="reports/", name="reports", may="public")
def reports(request: HttpRequest) -> HttpResponse:
    """To which bureau to report, found by its place or by the institution; and the way back by the code."""
    if "q" in request.POST:
        return sealed.lead_on(request)
    form = receipts.CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and (found := receipts.come_back(request, form)):
        return redirect(page_of(found, "public"))
    q = sealed.asked(request)
    search = SearchForm({"q": q})
    bureaus = lists.page_of(
        request, _BY_PLACE.narrow(Bureau.objects.filter(until=None), q), by=("path", "code")
    )
    context = {
        "form": form, "search": search, "bureaus": bureaus,
        "institutions": [(each, sealed.seal(each.name, _REPORTED)) for each in called(q)],
        "own": following.held(request), "demonstration": "",
    }  # fmt: skip
    return render(request, "leads/public_start.html", context)


@rests_on("hotline", "report.filing", "report.answer", kind="page")
@page(face="public", path="bureaus/<str:code>/report/", name="report", may="public")
def report(request: HttpRequest, code: str) -> HttpResponse:
    """One calm page, by no account. The code of the receipt is shown once, on the answer."""
    bureau = get_object_or_404(Bureau, code=code, until=None)
    law, receipt = governing(bureau, clock.today()), receipts.own_or_new(request.POST.get("code", ""))
    draft = Draft.of(request, None, "public:waiting_evidence")
    form = _form(request, bureau, law, draft)
    if request.method == "POST":
        if made := _sent(request, form, bureau, draft, receipt):
            return _receipt(request, made, receipt, band(law))
        draft.show(form)
    context = {
        "form": form, "bureau": bureau, "code": receipt, "law": law,         "right": law.find("report.filing"), "answering": law.find("report.answer"), "demonstration": band(law),
        "opened": any(form[name].value() for name in ("name", "phone")),
    }  # fmt: skip
    return render(request, "leads/public_report.html", context)


def _form(request: HttpRequest, bureau: Bureau, law: Any, draft: Draft) -> ActForm:
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    named = sealed.opened(request.GET.get("institution", ""), _REPORTED)
    initial = {"key": draft.key, "institution": named}
    form = ActForm(acts.report, office_of(bureau), law, *sent, initial=initial)
    del form.fields["receipt"]
    plans.let_point(form, bureau)
    form.fields["violations"].choices = filing.by_group(law)  # type: ignore[attr-defined]
    form.fields["words"].widget.says_optional = True  # words or files: one of the two is needed
    form.fields["evidence"].widget = Uploads(accept="", prompt="拍照，或选择照片、录音、视频、文件")
    return form


def _sent(request: HttpRequest, form: ActForm, bureau: Bureau, draft: Draft, receipt: str) -> Lead | None:
    """The lead, once; or none, and the form says why."""
    if receipts.sends_too_much(request):
        form.add_error(None, TOO_OFTEN)
        return None
    draft.take(request, form)
    if not form.is_valid():
        return None
    hashed = receipt_token(receipt)
    try:
        made: Lead = perform(
            acts.report, office_of(bureau), citizen(request), key=f"report {hashed}", receipt=hashed,
            **draft.with_files(form.values),
        )  # fmt: skip
    except Refused as refused:
        form.refused(refused)
        return None
    draft.forget()
    return made


def _receipt(request: HttpRequest, lead: Lead, code: str, demonstration: str) -> HttpResponse:
    """The code, this once. A browser that is signed in does not go on holding it: that would tell who spoke."""
    if not request.user.is_authenticated:
        receipts.hold(request, lead.number)
    context = {
        "lead": lead, "code": code, "demonstration": demonstration,
        "held": not request.user.is_authenticated,
    }  # fmt: skip
    answer = render(request, "leads/public_receipt.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@page(
    face="public", path="reports/waiting/<str:key>/<str:file>/", name="waiting_evidence", may="public", methods=("GET",)
)  # fmt: skip
def waiting_evidence(request: HttpRequest, key: str, file: str) -> Any:
    """A file of a report that is not sent yet, for whoever has its form."""
    return evidence.serve(request, evidence.attachment_or_404(evidence.draft_owner(None, key), file))
