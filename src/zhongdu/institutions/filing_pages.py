"""What institutions send, on their own face: what was asked, the form, what they sent before."""

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from zhongdu.acts.allowing import may_act
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.institutions import enclosures, showing
from zhongdu.institutions.acts import send_filing
from zhongdu.institutions.enquiry_pages import shown
from zhongdu.institutions.models import Filing
from zhongdu.institutions.queries import Owed, owes
from zhongdu.kit import lists
from zhongdu.kit.forms import FilesField, Form, Uploads
from zhongdu.kit.matters import band, cited, matter_context, own_or_404
from zhongdu.kit.pages import page
from zhongdu.law.governing import governing
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

INSTITUTION = frozenset({Role.INSTITUTION})


class Answers(Form):
    """The questions that were asked, what is enclosed, and the word that it is true and whole."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, filing: Filing, given: dict[str, str], *args: Any) -> None:
        super().__init__(*args, initial={"key": uuid4().hex})
        for n, question in enumerate(filing.enquiry.questions, 1):
            self.fields[f"q{n}"] = forms.CharField(
                label=f"{n}. {question}", max_length=5_000, initial=given.get(str(n), ""),
                widget=forms.Textarea(attrs={"rows": 3}), error_messages={"required": "请回答；没有的请写“无”。"},
            )  # fmt: skip
        formed = bool(enclosures.pieces(filing.enquiry.number))
        self.fields["proof"] = FilesField(
            label="填好的表和材料" if formed else "附件", required=formed,
            help_text="先下载上面的表，填好再上传" if formed else "没有可以不传",
            widget=Uploads(accept=""), error_messages={"required": "请上传填好的表。"},
        )  # fmt: skip
        self.fields["vouched"] = forms.BooleanField(
            label="本机构对所报内容的真实性和完整性负责", error_messages={"required": "请确认并勾选这一项。"}
        )

    @property
    def values(self) -> dict[str, Any]:
        told = self.cleaned_data
        answers = {name[1:]: told[name] for name in told if name.startswith("q")}
        return {"answers": answers, "proof": told.get("proof") or [], "vouched": told["vouched"]}


@page(face="institution", path="institution/filings/", name="filings", may=INSTITUTION, methods=("GET",))
def filings(request: HttpRequest) -> HttpResponse:
    rows = Filing.objects.filter(institution__in=request.actor.institutions)  # type: ignore[attr-defined]
    found = lists.page_of(request, rows.select_related("docket", "enquiry", "bureau"), by=("-due", "-id"))
    shown = [(row, showing.chip(row, clock.today())) for row in found]
    return render(request, "institutions/own_filings.html", {"found": found, "rows": shown})


@page(
    face="institution",
    path="institution/filings/<str:number>/",
    name="filing",
    may=INSTITUTION,
    methods=("GET",),
)
def filing(request: HttpRequest, number: str) -> HttpResponse:
    found = own_or_404(request, Filing, number)
    context = {
        **matter_context(request, found, "institution"),
        **shown(found),
        "form_pieces": enclosures.pieces(found.enquiry.number),
    }
    return render(request, "institutions/own_filing.html", context)


@page(
    face="institution", path="institution/filings/<str:number>/send/", name=send_filing.verb, may=INSTITUTION
)
def send(request: HttpRequest, number: str) -> HttpResponse:
    """The act's own page: the bureau's questions one by one."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = own_or_404(request, Filing, number)
    law, context = governing(found.bureau, clock.today()), shown(found)
    given = {str(n): answer for n, (_, answer) in enumerate(context["answers"], 1)}
    form = Answers(found, given, *((request.POST, request.FILES) if request.method == "POST" else ()))
    refusal = ""
    try:
        may_act(send_filing, found, actor, law)
        if request.method == "POST" and form.is_valid():
            perform(send_filing, found, actor, key=form.cleaned_data["key"], **form.values)
            messages.success(request, "已经报送。医保局接收或者要补正，都会列在这里。")
            return redirect("institution:filing", number=found.number)
    except Refused as refused:
        if refused.fields:
            for says in refused.fields.values():
                form.add_error(None, says)
        else:
            refusal = refused.sentence
    context |= {
        "matter": found, "form": form, "refusal": refusal, "clauses": cited(send_filing, law), "today": clock.today(),
        "form_pieces": enclosures.pieces(found.enquiry.number), "demonstration": band(law),
    }  # fmt: skip
    status = 409 if refusal and request.method == "POST" else 200
    return render(request, "institutions/send_filing.html", context, status=status)


@page(
    face="institution", path="institution/filings/<str:number>/files/<str:file>/", name="filing_file", may=INSTITUTION,
    methods=("GET",),
)  # fmt: skip
def filing_file(request: HttpRequest, number: str, file: str) -> HttpResponseBase:
    return enclosures.serve(request, own_or_404(request, Filing, number).number, file)


@page(
    face="institution", path="institution/filings/<str:number>/form/<str:file>/", name="filing_form", may=INSTITUTION,
    methods=("GET",),
)  # fmt: skip
def filing_form(request: HttpRequest, number: str, file: str) -> HttpResponseBase:
    """The form the bureau enclosed, which belongs to the ask: who was asked may have it."""
    return enclosures.serve(request, own_or_404(request, Filing, number).enquiry.number, file)


@owes
def _filings(actor: Actor) -> list[Owed]:
    rows = Filing.objects.filter(institution__in=actor.institutions, state__in=Filing.WAITING)
    return [
        Owed(
            f"报送：{row.enquiry.title}", row.institution.name, row.due,
            reverse("institution:filing", kwargs={"number": row.number}),
        )
        for row in rows.select_related("docket", "enquiry", "institution")
    ]  # fmt: skip
