"""On an institution's own face: checking itself, and telling of fraud it stopped."""

from collections.abc import Sequence
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
from zhongdu.acts.registry import Act
from zhongdu.calendar import clock
from zhongdu.institutions import checking, enclosures, showing
from zhongdu.institutions.acts import begin_self_check, report_stopped_fraud, send_self_check
from zhongdu.institutions.models import Dossier, Finding, SelfCheck, StoppedFraud
from zhongdu.institutions.queries import Owed, dossier_of, owes, own
from zhongdu.institutions.sent_pages import findings, reported
from zhongdu.kit import lists
from zhongdu.kit.forms import FilesField, Form, Uploads
from zhongdu.kit.matters import band, matter_context, own_or_404
from zhongdu.kit.pages import page
from zhongdu.law.governing import governing
from zhongdu.law.money import plain_yuan
from zhongdu.law.pack import Bound
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

INSTITUTION = frozenset({Role.INSTITUTION})
_PARTS = ("answer", "amount", "found")


class Check(Form):
    """One duty after another: kept, in trouble, not concerned; what the trouble is, and what it comes to."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, duties: Sequence[Bound], before: dict[str, str], *args: Any) -> None:
        super().__init__(*args, initial={"key": uuid4().hex, **before})
        self.duties = duties
        for bound in duties:
            self.fields[f"answer.{bound.name}"] = forms.ChoiceField(
                label="自查结果", choices=Finding.Answer.choices, widget=forms.RadioSelect,
                error_messages={"required": "请选择自查结果。"},
            )  # fmt: skip
            self.fields[f"found.{bound.name}"] = forms.CharField(
                label="发现的问题", help_text="有问题的才填：是什么、怎么改的", required=False, max_length=5_000,
                widget=forms.Textarea(attrs={"rows": 3}),
            )  # fmt: skip
            self.fields[f"amount.{bound.name}"] = forms.CharField(
                label="涉及金额（元）", help_text="到分，如 1234.50；不涉及金额的空着", required=False, max_length=20,
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )  # fmt: skip
        self.fields["proof"] = FilesField(
            label="材料", required=False, help_text="没有可以不传", widget=Uploads(accept="")
        )
        self.fields["vouched"] = forms.BooleanField(
            label="本机构对自查结果的真实性和完整性负责", error_messages={"required": "请确认并勾选这一项。"}
        )

    @property
    def rows(self) -> list[tuple[Bound, list[Any]]]:
        """Each duty with its fields, for the template."""
        return [
            (bound, [self[f"{part}.{bound.name}"] for part in ("answer", "found", "amount")])
            for bound in self.duties
        ]

    @property
    def values(self) -> dict[str, Any]:
        told = self.cleaned_data
        answers, amounts, found = (
            {
                bound.name: told[f"{part}.{bound.name}"]
                for bound in self.duties
                if told.get(f"{part}.{bound.name}")
            }
            for part in _PARTS
        )
        return {
            "answers": answers, "amounts": amounts, "found": found, "proof": told.get("proof") or [],
            "vouched": told["vouched"],
        }  # fmt: skip


@page(
    face="institution", path="institution/self-checks/", name="selfchecks", may=INSTITUTION, methods=("GET",)
)
def self_checks(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = SelfCheck.objects.filter(institution__in=actor.institutions).select_related(
        "docket", "institution"
    )
    found = lists.page_of(request, rows, by=("-until", "-id"))
    context = {
        "found": found,
        "rows": [(row, showing.chip(row, clock.today())) for row in found],
        "begins": _offered(actor, begin_self_check),
    }
    return render(request, "institutions/own_self_checks.html", context)


@page(
    face="institution",
    path="institution/self-checks/<str:number>/",
    name="selfcheck",
    may=INSTITUTION,
    methods=("GET",),
)
def self_check(request: HttpRequest, number: str) -> HttpResponse:
    found = own_or_404(request, SelfCheck, number)
    context = matter_context(request, found, "institution")
    return render(request, "institutions/own_self_check.html", context | findings(found, context["law"]))


@page(
    face="institution",
    path="institution/self-checks/<str:number>/send/",
    name=send_self_check.verb,
    may=INSTITUTION,
)
def send(request: HttpRequest, number: str) -> HttpResponse:
    """The act's own page: the list of duties, with the clause beside each."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = own_or_404(request, SelfCheck, number)
    law = governing(found.bureau, clock.today())
    said = findings(found, law)
    before: dict[str, str] = {}
    for bound, finding, words, _ in said["lines"]:
        amount = plain_yuan(finding.fen) if finding.fen else ""
        before |= {
            f"answer.{bound.name}": finding.answer,
            f"found.{bound.name}": words,
            f"amount.{bound.name}": amount,
        }
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form, refusal = Check(checking.duties(law), before, *sent), ""
    try:
        may_act(send_self_check, found, actor, law)
        if request.method == "POST" and form.is_valid():
            perform(send_self_check, found, actor, key=form.cleaned_data["key"], **form.values)
            messages.success(request, "自查结果已经报送。医保局审阅以后，意见会列在这里。")
            return redirect("institution:selfcheck", number=found.number)
    except Refused as refused:
        for name, says in refused.fields.items():
            form.add_error(name if name in form.fields else None, says)
        refusal = "" if refused.fields else refused.sentence
    context = {
        **said,
        "matter": found,
        "form": form,
        "refusal": refusal,
        "today": clock.today(),
        "demonstration": band(law),
    }
    status = 409 if refusal and request.method == "POST" else 200
    return render(request, "institutions/send_self_check.html", context, status=status)


@page(
    face="institution", path="institution/self-checks/<str:number>/files/<str:file>/", name="self_check_file",
    may=INSTITUTION, methods=("GET",),
)  # fmt: skip
def self_check_file(request: HttpRequest, number: str, file: str) -> HttpResponseBase:
    return enclosures.serve(request, own_or_404(request, SelfCheck, number).number, file)


@page(
    face="institution",
    path="institution/stopped-frauds/",
    name="stoppedfrauds",
    may=INSTITUTION,
    methods=("GET",),
)
def stopped_frauds(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = StoppedFraud.objects.filter(institution__in=actor.institutions).select_related("docket")
    found = lists.page_of(request, rows, by=("-reported_on", "-id"))
    context = {
        "found": found,
        "rows": [(row, showing.chip(row)) for row in found],
        "reports": _offered(actor, report_stopped_fraud),
    }
    return render(request, "institutions/own_stopped_frauds.html", context)


@page(
    face="institution", path="institution/stopped-frauds/<str:number>/", name="stoppedfraud", may=INSTITUTION,
    methods=("GET",),
)  # fmt: skip
def stopped_fraud(request: HttpRequest, number: str) -> HttpResponse:
    found = own_or_404(request, StoppedFraud, number)
    context = matter_context(request, found, "institution")
    return render(request, "institutions/own_stopped_fraud.html", context | reported(found, context["law"]))


@page(
    face="institution", path="institution/stopped-frauds/<str:number>/files/<str:file>/", name="stopped_fraud_file",
    may=INSTITUTION, methods=("GET",),
)  # fmt: skip
def stopped_fraud_file(request: HttpRequest, number: str, file: str) -> HttpResponseBase:
    return enclosures.serve(request, own_or_404(request, StoppedFraud, number).number, file)


@page(
    face="institution",
    path="institution/dossiers/<str:number>/",
    name="dossier",
    may=INSTITUTION,
    methods=("GET",),
)
def dossier(request: HttpRequest, number: str) -> HttpResponse:
    """An institution's own particulars stand on its front page."""
    own_or_404(request, Dossier, number)
    return redirect("institution:home")


def _offered(actor: Actor, act: Act) -> list[tuple[str, str]]:
    """Where somebody may begin something for one of their institutions: its name, and the act's page."""
    found = []
    for institution in own(actor):
        matter = dossier_of(institution)
        try:
            may_act(act, matter, actor, governing(matter.bureau, clock.today()))
        except Refused:
            continue
        address = reverse("institution:do", kwargs={"act": act.name, "number": matter.number})
        found.append((institution.name, address))
    return found


@owes
def _checks(actor: Actor) -> list[Owed]:
    rows = SelfCheck.objects.filter(institution__in=actor.institutions, state__in=SelfCheck.WAITING)
    return [
        Owed(
            f"自查：{row.since:%Y年%-m月%-d日}—{row.until:%Y年%-m月%-d日}", row.institution.name, row.due,
            reverse("institution:selfcheck", kwargs={"number": row.number}),
        )
        for row in rows.select_related("docket", "institution")
    ]  # fmt: skip
