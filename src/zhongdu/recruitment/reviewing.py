"""The page of item-by-item review: each condition with its clause, its strength, what is known, and the finding."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from zhongdu import vault
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.kit.forms import Form
from zhongdu.kit.matters import matter_context, matter_or_404, page_of
from zhongdu.kit.pages import page
from zhongdu.law.governing import Law
from zhongdu.law.reliance import rests_on
from zhongdu.recruitment import acts, queries, showing
from zhongdu.recruitment.models import Application, Finding
from zhongdu.recruitment.options import verdict_label
from zhongdu.recruitment.pages import visitor
from zhongdu.recruitment.rules import DEPARTS, MET, UNMET, Look
from zhongdu.scope.roles import Role


@dataclass(frozen=True)
class Item:
    """A condition on the page: what the law says, what is known, and the fields of the finding."""

    look: Look
    verdict: forms.BoundField
    why: forms.BoundField | None
    marks: forms.BoundField | None
    stale: bool  # what was found before no longer follows from the facts

    @property
    def why_errors(self) -> Any:
        return self.why.errors if self.why else ""

    @property
    def why_open(self) -> bool:
        """Whether the reason stands open: one was given or is missing, or the finding cannot do without."""
        return bool(self.why and (self.why.value() or self.why.errors)) or MET not in self.look.choices


class ReviewForm(Form):
    """One verdict a condition, a reason where one is needed, marks where the law names groups."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(
        self, looks: list[Look], findings: Mapping[str, Finding], application: Application, *args: Any
    ) -> None:
        found = {name: vault.read(finding.owner) for name, finding in findings.items()}
        initial: dict[str, Any] = {"seen": application.docket.length, "key": uuid4().hex}
        for each in looks:
            before = findings[each.name].verdict if each.name in findings else ""
            alone = each.choices[0] if len(each.choices) == 1 else ""
            initial[each.name] = before if before in each.choices else alone
            initial[_why(each)] = found.get(each.name, {}).get("words", "")
            initial[_marks(each)] = found.get(each.name, {}).get("review_marks", [])
        super().__init__(*args, initial=initial)
        self.looks, self.findings = looks, findings
        for each in looks:
            self.fields |= _fields(each)

    def items_(self) -> list[Item]:
        return [
            Item(
                each,
                self[each.name],
                self[_why(each)] if _why(each) in self.fields else None,
                self[_marks(each)] if _marks(each) in self.fields else None,
                each.name in self.findings and self.findings[each.name].verdict not in each.choices,
            )
            for each in self.looks
        ]

    @property
    def inputs(self) -> dict[str, list[str]]:
        """What was found, as the act takes it: ``eligibility.age=met``. Only what was answered."""
        given = self.cleaned_data
        return {
            "verdicts": [f"{each.name}={given[each.name]}" for each in self.looks if given.get(each.name)],
            "reasons": [f"{each.name}={why}" for each in self.looks if (why := given.get(_why(each)))],
            "marks": [
                f"{each.name}={mark}"
                for each in self.looks
                for mark in given.get(_marks(each)) or ()
                if given.get(each.name)
            ],
        }

    def refused(self, refused: Refused) -> None:
        for name, says in refused.fields.items():
            beside = _why_name(name) if _why_name(name) in self.fields else name
            self.add_error(beside if beside in self.fields else None, says)
        if not refused.fields:
            self.add_error(None, refused.sentence)


def _why(each: Look) -> str:
    return _why_name(each.name)


def _why_name(name: str) -> str:
    return f"{name}:why"


def _marks(each: Look) -> str:
    return f"{each.name}:marks"


def _fields(each: Look) -> dict[str, forms.Field]:
    """The fields of one condition. Nothing is required: review may be saved half-way."""
    choices = [(verdict, verdict_label(each, verdict)) for verdict in each.choices]
    made: dict[str, forms.Field] = {
        each.name: forms.ChoiceField(
            label="认定", choices=choices, widget=forms.RadioSelect(), required=False
        )
    }
    if not each.is_preference and {DEPARTS, UNMET} & set(each.choices):
        made[_why(each)] = forms.CharField(
            label="理由", help_text="例外通过或者不符合时必填", required=False, max_length=1000,
            widget=forms.Textarea(attrs={"rows": 2}),
        )  # fmt: skip
    if each.bound.rule.options:
        made[_marks(each)] = forms.MultipleChoiceField(
            label="属于哪些", choices=[(option, option) for option in each.bound.rule.options],
            widget=forms.CheckboxSelectMultiple, required=False,
        )  # fmt: skip
    return made


# --- the page


@rests_on("eligibility", "selection.looks_at", "selection.best", kind="page")
@page(
    face="desk", path="desk/applications/<str:number>/review/", name="review", may=frozenset({Role.RECRUITER})
)
def review(request: HttpRequest, number: str) -> HttpResponse:
    matter = matter_or_404(request, Application, number)
    context = matter_context(request, matter, "desk")
    law: Law = context["law"]
    looks = queries.looks_of(matter, law, clock.today())
    form = ReviewForm(
        looks, queries.findings_of(matter), matter, *([request.POST] if request.method == "POST" else [])
    )
    if request.method == "POST" and form.is_valid():
        try:
            if not form.inputs["verdicts"]:
                raise Refused("nothing_found", "一项也没有认定，没有可保存的。")
            given = form.cleaned_data
            perform(
                acts.review, matter, visitor(request), key=given["key"], seen=given["seen"], **form.inputs
            )
        except Refused as refused:
            form.refused(refused)
        else:
            messages.success(request, "审核结论已保存。")
            return redirect(page_of(matter, "desk"))
    shown = showing.opened(request, matter, law)
    context |= {
        "form": form, "groups": showing.by_way(looks, {item.look.name: item for item in form.items_()}), "name": showing.name_of(matter, shown), "facts": showing.facts_of(request, matter, law, shown),
        "looks_at": law.find("selection.looks_at"), "best": law.find("selection.best"),
        "reviewable": matter.state == Application.State.SUBMITTED,
        "photo": queries.photo_of(matter) if "photo" in shown else None,
    }  # fmt: skip
    return render(request, "recruitment/review.html", context)
