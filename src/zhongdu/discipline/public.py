"""For institutions: complaining of a supervisor, and following the complaint by its receipt code."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from zhongdu import vault
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.bureaus.queries import office_of
from zhongdu.calendar import clock
from zhongdu.discipline import acts, showing
from zhongdu.discipline.models import Complaint
from zhongdu.kit import lists, receipts
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.forms import Form
from zhongdu.kit.matters import band, matter_context, own_or_404
from zhongdu.kit.pages import page
from zhongdu.law.governing import governing
from zhongdu.law.reliance import rests_on
from zhongdu.recruitment.queries import bureaus_under_measures
from zhongdu.scope.models import Bureau


class CodeForm(Form):
    """The way back to one's complaint."""

    code = forms.CharField(
        label="回执号", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


def _token(code: str) -> str:
    return vault.token("complaint_receipt", receipts.tidy(code))


@rests_on("discipline.watched_by", kind="page")
@page(face="public", path="complaints/", name="complaints", may="public")
def complaints(request: HttpRequest) -> HttpResponse:
    """To which bureau to complain, and the way back to a complaint by its code."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if receipts.too_many(request):
            form.add_error(None, "试得太多了，请过十分钟再试。")
        elif found := Complaint.objects.filter(receipt=_token(form.cleaned_data["code"])).first():
            receipts.hold(request, found.number)
            return redirect("public:complaint", number=found.number)
        else:
            receipts.missed(request)
            form.add_error("code", "没有找到，请核对回执号。")
    filters = lists.Filters.read(request, lists.Text("q", "查找", ["name"], hint="医保局的名称"))
    bureaus = lists.page_of(
        request, filters.narrow(bureaus_under_measures(clock.today())), by=("path", "code")
    )
    context = {"form": form, "bureaus": bureaus, "filters": filters, "demonstration": ""}
    return render(request, "discipline/complaints.html", context)


@rests_on("discipline.watched_by", kind="page")
@page(face="public", path="bureaus/<str:code>/complain/", name="complain", may="public")
def complain(request: HttpRequest, code: str) -> HttpResponse:
    """Complaining of a supervisor of one bureau; the code of the receipt is shown once, on the answer."""
    bureau = Bureau.objects.filter(code=code, until=None).first()
    if bureau is None:
        raise Http404
    law, office = governing(bureau, clock.today()), office_of(bureau)
    receipt = receipts.tidy(request.POST.get("code", "")) or receipts.new_code()
    form = _form(request, office, law, receipt)
    if request.method == "POST" and form.is_valid():
        token = _token(receipt)
        try:
            made = perform(
                acts.complain,
                office,
                request.actor,  # type: ignore[attr-defined]
                key=f"complain {token}",
                receipt=token,
                **form.values,
            )
        except Refused as refused:
            form.refused(refused)
        else:
            receipts.hold(request, made.number)
            context = {"complaint": made, "code": receipt, "demonstration": band(law)}
            answer = render(request, "discipline/complaint_receipt.html", context)
            answer["Cache-Control"] = "no-store"
            return answer
    context = {
        "form": form, "bureau": bureau, "code": receipt, "watched": law.find("discipline.watched_by"),
        "demonstration": band(law),
    }  # fmt: skip
    return render(request, "discipline/complain.html", context)


def _form(request: HttpRequest, office: Any, law: Any, receipt: str) -> ActForm:
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ActForm(acts.complain, office, law, *sent, initial={"key": receipt})
    del form.fields["receipt"]
    return form


@page(face="public", path="complaints/<str:number>/", name="complaint", may="public", methods=("GET",))
def complaint(request: HttpRequest, number: str) -> HttpResponse:
    """How far a complaint is, and what was answered, for whoever brought it."""
    found = own_or_404(request, Complaint, number)
    context = matter_context(request, found, "public") | {
        "chip": showing.chip(found),
        "said": showing.said(found, to_them=True),
        "decided_on": found.breach.decided_on if found.state == Complaint.State.CASE else None,
    }
    return render(request, "discipline/complaint.html", context)
