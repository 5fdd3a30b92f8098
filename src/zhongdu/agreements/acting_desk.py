"""The forms that are more than a few fields: deciding a handling, recording a review."""

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from zhongdu.acts.allowing import may_act
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.acts.registry import Act
from zhongdu.agreements import acts, showing
from zhongdu.agreements.handling import FOLLOWED
from zhongdu.agreements.models import AGENCY, Agreement, Handling, Review
from zhongdu.calendar import clock
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.forms import Day, Form, TwoWay
from zhongdu.kit.matters import band, matter_or_404, page_of
from zhongdu.kit.pages import page
from zhongdu.law.governing import Law, governing
from zhongdu.law.money import yuan
from zhongdu.scope.actor import Actor

MAY = frozenset({AGENCY})
_MAY_BE_EMPTY = {"put_right_by", "graveness"}


def refusal(act: Act, matter: Any, actor: Actor, law: Law) -> str:
    try:
        may_act(act, matter, actor, law)
    except Refused as refused:
        return refused.sentence
    return ""


@page(face="desk", path="desk/handlings/<str:number>/decide/", name="decide_handling", may=MAY)
def decide_handling(request: HttpRequest, number: str) -> HttpResponse:
    """Only what the chosen measures need is asked; what the texts disagree on stands beside it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    matter = matter_or_404(request, Handling, number)
    law = governing(matter.bureau, clock.today())
    initial = {"seen": matter.docket.length, "key": uuid4().hex}
    form = ActForm(acts.decide_handling, matter, law, request.POST or None, initial=initial)
    wanted = [bound for name in matter.wanted if (bound := law.find(name))]
    _only_what_is_asked(form, matter, wanted)
    if request.method == "POST" and form.is_valid():
        sent = {"key": form.cleaned_data["key"], "seen": form.cleaned_data["seen"]}
        try:
            perform(acts.decide_handling, matter, actor, **sent, **form.values)
        except Refused as refused:
            form.refused(refused)
        else:
            messages.success(request, "已作出处理，请打印通知书送达机构。")
            return redirect(page_of(matter, "desk"))
    context = {
        "form": form, "matter": matter, "agreement": matter.agreement, "meant": wanted, "act": acts.decide_handling,
        "back": page_of(matter, "desk"), "refusal": refusal(acts.decide_handling, matter, actor, law),
        "demonstration": band(law), "raised": showing.raised(matter.agreement, law),
        "counted": showing.counted(matter.agreement, law),
        "doubts": showing.doubts(law, *matter.wanted, *(["agreement.suspensions", "agreement.ending"] if _ends(wanted) else [])),
    }  # fmt: skip
    return render(request, "agreements/decide.html", context)


def _ends(wanted: list[Any]) -> bool:
    return any(bound.rule.does == "ending" for bound in wanted)


def _only_what_is_asked(form: ActForm, matter: Handling, wanted: list[Any]) -> None:
    needed = {name: bound for bound in wanted for name in FOLLOWED.get(bound.rule.does, ())}
    for name in {name for names in FOLLOWED.values() for name in names} - needed.keys():
        form.fields.pop(name)
    for name, bound in needed.items():
        form.fields[name].clause = str(bound.address)  # type: ignore[attr-defined]
        form.fields[name].required = name not in _MAY_BE_EMPTY
        form.fields[name].error_messages["required"] = "请填写。"
    for name, left in (("deducted", matter.agreement.deposit_left), ("cut", matter.agreement.quota_left)):
        if name in form.fields:
            form.fields[name].help_text = f"现在有{yuan(left)}，不能多于它。"


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
        "refusal": refusal(acts.record_review, matter, actor, law), "basis": law.find("agency.duty.audit"),
    }  # fmt: skip
    return render(request, "agreements/review.html", context)
