"""The forms that are more than a few fields: deciding a handling, recording a review."""

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhongdu.acts.allowing import refusal_of
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.acts.registry import Act
from zhongdu.agreements import acts, practising, showing
from zhongdu.agreements.deciding import FOLLOWED
from zhongdu.agreements.handling import meant
from zhongdu.agreements.models import AGENCY, Agreement, Handling, PractitionerHandling, Review
from zhongdu.agreements.rules import POINTS
from zhongdu.calendar import clock
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.act_pages import act_page
from zhongdu.kit.forms import Day, Form, TwoWay
from zhongdu.kit.matters import band, matter_or_404, page_of
from zhongdu.kit.pages import page
from zhongdu.law.governing import Law, governing
from zhongdu.law.money import yuan
from zhongdu.law.reliance import rests_on
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

MAY = frozenset({AGENCY})
_DONE = "已作出处理，请打印通知书送达。"


@page(face="desk", path="desk/handlings/<str:number>/decide/", name="decide_handling", may=MAY)
def decide_handling(request: HttpRequest, number: str) -> HttpResponse:
    """Only what the chosen measures need is asked; what the texts disagree on stands beside it."""
    matter = matter_or_404(request, Handling, number)
    law, agreement = governing(matter.bureau, clock.today()), matter.agreement
    wanted = meant(matter, law)
    form = _asking(request, acts.decide_handling, matter, law, wanted, FOLLOWED)
    for name, left in (("deducted", agreement.deposit_left), ("cut", agreement.quota_left)):
        if name in form.fields:
            form.fields[name].help_text = f"现在有{yuan(left)}，不能多于它。"
    also = ["agreement.suspensions", "agreement.ending"] if _ends(wanted) else []
    context = {
        "name": agreement.name,
        "list": reverse("desk:agreements") + "?show=handlings",
        "raised": showing.raised(agreement, law),
        "counted": showing.counted(agreement, law),
        "doubts": showing.doubts(law, *matter.wanted, *also),
    }
    return act_page(request, form, "agreements/decide.html", done=_DONE, **context, meant=wanted)


@page(
    face="desk", path="desk/practitioner-handlings/<str:number>/decide/", name="decide_practitioner", may=MAY
)
def decide_practitioner(request: HttpRequest, number: str) -> HttpResponse:
    """The same for a physician or pharmacist; points are asked only where the bureau keeps them."""
    matter = matter_or_404(request, PractitionerHandling, number)
    law = governing(matter.bureau, clock.today())
    wanted = [bound for name in matter.wanted if (bound := law.find(name))]
    form = _asking(
        request, acts.decide_practitioner, matter, law, wanted, practising.FOLLOWED, practising.MAY_BE_EMPTY
    )
    if POINTS.of(matter.bureau) != "on":
        form.fields.pop("points")
    context = {
        "name": matter.practitioner.name,
        "list": reverse("desk:agreements") + "?show=practitioners",
        "counted": showing.pointed(matter, law),
        "raised": (),
        "doubts": showing.doubts(law, *matter.wanted),
    }
    return act_page(request, form, "agreements/decide.html", done=_DONE, **context, meant=wanted)


@rests_on("settlement.suspension", "cooperation.with_inspection", kind="page")
@page(
    face="desk", path="desk/agreements/<str:number>/stop-settlement/", name="stop_settlement",
    may=frozenset({AGENCY, Role.DECIDER}),
)  # fmt: skip
def stop_settlement(request: HttpRequest, number: str) -> HttpResponse:
    """Where the texts disagree on who decides stands above the form: the officer chooses by name, and says why."""
    matter = matter_or_404(request, Agreement, number)
    law, act = governing(matter.bureau, clock.today()), acts.stop_settlement
    form = ActForm.of(request, act, matter, law, since=clock.today())
    return act_page(
        request, form, "agreements/stop.html", done="已暂停结算。", name=matter.name,
        doubts=showing.doubts(law, "settlement.suspension"),
    )  # fmt: skip


def _asking(
    request: HttpRequest,
    act: Act,
    matter: Any,
    law: Law,
    wanted: list[Any],
    followed: dict[str, tuple[str, ...]],
    may_be_empty: frozenset[str] = frozenset({"put_right_by", "graveness"}),
) -> ActForm:
    form = ActForm.of(request, act, matter, law)
    needed = {name: bound for bound in wanted for name in followed.get(bound.rule.does, ())}
    for name in {name for names in followed.values() for name in names} - needed.keys():
        form.fields.pop(name)
    for name, bound in needed.items():
        form.fields[name].clause = str(bound.address)  # type: ignore[attr-defined]
        form.fields[name].required = name not in may_be_empty
        form.fields[name].error_messages["required"] = "请填写。"
    return form


def _ends(wanted: list[Any]) -> bool:
    return any(bound.rule.does == "ending" for bound in wanted)


class ReviewForm(Form):
    """Each indicator of the text that was signed, asked by itself."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    what = forms.ChoiceField(label="考核还是稽核", choices=Review.What.choices, widget=forms.RadioSelect)
    on = forms.DateField(label="日期", widget=Day())
    words = forms.CharField(label="结论", max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, indicators: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicators = indicators
        for at, name in enumerate(indicators):
            verdict = forms.ChoiceField(
                label=name, choices=[("met", "达到"), ("unmet", "没有达到")], widget=TwoWay
            )
            verdict.error_messages["required"] = "请选择。"
            self.fields[f"met-{at}"] = verdict
            self.fields[f"found-{at}"] = forms.CharField(label="实际情况", required=False, max_length=300)
        self.order_fields(
            ["what", "on", *(f"{word}-{at}" for at in range(len(indicators)) for word in ("met", "found"))]
        )

    @property
    def inputs(self) -> dict[str, Any]:
        told = self.cleaned_data
        results = {
            name: f"{told[f'met-{at}']} {told[f'found-{at}']}".strip()
            for at, name in enumerate(self.indicators)
        }
        return {"what": told["what"], "on": told["on"], "words": told["words"], "results": results}


@page(face="desk", path="desk/agreements/<str:number>/review/", name="record_review", may=MAY)
def record_review(request: HttpRequest, number: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    matter = matter_or_404(request, Agreement, number)
    law = governing(matter.bureau, clock.today())
    initial = {"seen": matter.docket.length, "key": uuid4().hex, "on": clock.today()}
    form = ReviewForm(matter.text.indicators if matter.text else [], request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        sent = {"key": form.cleaned_data["key"], "seen": form.cleaned_data["seen"]}
        try:
            perform(acts.record_review, matter, actor, **sent, **form.inputs)
        except Refused as refused:
            for name, says in refused.fields.items():
                form.add_error(name if name in form.fields else None, says)
            if not refused.fields:
                form.add_error(None, refused.sentence)
        else:
            messages.success(request, "已记录。")
            return redirect(page_of(matter, "desk"))
    context = {
        "form": form, "matter": matter, "back": page_of(matter, "desk"), "demonstration": band(law),
        "refusal": refusal_of(acts.record_review, matter, actor, law), "basis": law.find("agency.duty.audit"),
    }  # fmt: skip
    return render(request, "agreements/review.html", context)
