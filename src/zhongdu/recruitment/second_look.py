"""The desk's page of the second look: what the first reviewer found, and whether somebody else agrees, item by item."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from zhongdu.acts.allowing import refusal_of
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.kit.forms import Form
from zhongdu.kit.matters import matter_context, matter_or_404, page_of
from zhongdu.kit.pages import page
from zhongdu.law.governing import Law
from zhongdu.law.reliance import rests_on
from zhongdu.recruitment import acts, queries, rules, showing
from zhongdu.recruitment.models import Application
from zhongdu.recruitment.options import VIEWS
from zhongdu.recruitment.pages import sent, visitor
from zhongdu.scope.roles import Role


class SecondForm(Form):
    """A view of each finding, a reason where one differs. Nothing is required: it may be saved half-way."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(
        self, lines: Mapping[str, Mapping[str, Any]], me: int | None, matter: Application, *args: Any
    ) -> None:
        self.lines = {name: line for name, line in lines.items() if line["finding"]}
        self.mine = {name for name, line in self.lines.items() if line["finding"].by_id == me}
        initial: dict[str, Any] = {"seen": matter.docket.length, "key": uuid4().hex}
        for name, line in self.lines.items():
            agreed = line["finding"].agreed
            initial[name] = "" if agreed is None else rules.AGREES if agreed else rules.DISAGREES
            initial[f"{name}:why"] = line["second_words"]
        super().__init__(*args, initial=initial)
        for name in self.lines.keys() - self.mine:
            self.fields[name] = forms.ChoiceField(
                label="复核意见", choices=VIEWS, widget=forms.RadioSelect, required=False
            )
            self.fields[f"{name}:why"] = forms.CharField(
                label="理由", help_text="不同意时必填", required=False, max_length=1000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip

    def shown(self) -> dict[str, dict[str, Any]]:
        """Each finding with its fields; those of one's own have none."""
        return {
            name: {
                "line": line, "mine": name in self.mine,
                "view": self[name] if name in self.fields else None,
                "why": self[f"{name}:why"] if name in self.fields else None,
            }
            for name, line in self.lines.items()
        }  # fmt: skip

    @property
    def inputs(self) -> dict[str, list[str]]:
        given = self.cleaned_data
        return {
            "views": [f"{name}={given[name]}" for name in self.lines if given.get(name)],
            "reasons": [f"{name}={why}" for name in self.lines if (why := given.get(f"{name}:why"))],
        }

    def refused(self, refused: Refused) -> None:
        for name, says in refused.fields.items():
            beside = f"{name}:why" if f"{name}:why" in self.fields else name
            self.add_error(beside if beside in self.fields else None, says)
        if not refused.fields:
            self.add_error(None, refused.sentence)


@rests_on("eligibility", "selection.looks_at", kind="page")
@page(
    face="desk",
    path="desk/applications/<str:number>/second-review/",
    name=acts.second_review.verb,
    may=frozenset({Role.RECRUITER, Role.DECIDER}),
)
def second_review(request: HttpRequest, number: str) -> HttpResponse:
    matter = matter_or_404(request, Application, number)
    context = matter_context(request, matter, "desk")
    law: Law = context["law"]
    looks = queries.looks_of(matter, law, clock.today())
    lines = showing.lines(looks, queries.findings_of(matter))
    form = SecondForm(lines, visitor(request).user_id, matter, *sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            if not form.inputs["views"]:
                raise Refused("nothing_viewed", "一项也没有复核，没有可保存的。")
            given = form.cleaned_data
            perform(
                acts.second_review,
                matter,
                visitor(request),
                key=given["key"],
                seen=given["seen"],
                **form.inputs,
            )
        except Refused as refused:
            form.refused(refused)
        else:
            messages.success(request, "复核意见已保存。")
            return redirect(page_of(matter, "desk"))
    shown = showing.opened(request, matter, law)
    found = [each for each in looks if each.name in form.lines]
    context |= {
        "form": form, "groups": showing.by_way(found, form.shown()), "name": showing.name_of(matter, shown),
        "facts": showing.facts_of(request, matter, law, shown),
        "photo": queries.photo_of(matter) if "photo" in shown else None,
        "refusal": refusal_of(acts.second_review, matter, visitor(request), law), "missing": len(looks) - len(found),
    }  # fmt: skip
    return render(request, "recruitment/second_review.html", context)
