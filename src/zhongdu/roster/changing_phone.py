"""Reporting changed particulars on the phone: what is known stands there, one changes what is no longer so."""

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from zhongdu.acts.allowing import refusal_of
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.kit.forms import Day, Form
from zhongdu.kit.matters import band, own_or_404, page_of
from zhongdu.kit.pages import page
from zhongdu.law.governing import governing
from zhongdu.law.reliance import rests_on
from zhongdu.roster import people
from zhongdu.roster.acts import report_change
from zhongdu.roster.models import Appointment
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role


class Changes(Form):
    """Every particular that changes in a life, as it is known; what is typed anew is reported."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, known: dict[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        for name in people.CHANGEABLE:
            self.fields[name] = forms.CharField(
                label=people.label(name), required=False, max_length=200, initial=known.get(name, "")
            )
            self.fields[name].widget.says_optional = True  # every line is: one changes what is no longer so
        self.fields["changed_on"] = forms.DateField(
            label="变更之日", widget=Day(), help_text="几项不是同一天变的，请分几次报。"
        )

    @property
    def changed(self) -> dict[str, str]:
        """What is not as it was known. An emptied line is no report: say what it is now."""
        typed = {name: self.cleaned_data.get(name, "").strip() for name in people.CHANGEABLE}
        return {name: value for name, value in typed.items() if value and value != self.known.get(name, "")}


@rests_on("change_report.period", kind="page")
@page(
    face="phone",
    path="my/appointments/<str:number>/changes/",
    name=report_change.verb,
    may=frozenset({Role.SUPERVISOR}),
)
def report(request: HttpRequest, number: str) -> HttpResponse:
    """The act's own page: several particulars at once, each an act of its own, all of them or none."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    matter = own_or_404(request, Appointment, number)
    law = governing(matter.bureau, clock.today())
    form = Changes(people.particulars(number), request.POST or None, initial={"key": uuid4().hex})
    refusal = refusal_of(report_change, matter, actor, law)
    if request.method == "POST" and not refusal and form.is_valid():
        try:
            _report_all(matter, actor, form)
        except Refused as refused:
            _beside(form, refused)
        else:
            messages.success(request, f"已报告：{'、'.join(map(people.label, form.changed))}。")
            return redirect(page_of(matter, "phone"))
    context = {
        "matter": matter, "form": form, "refusal": refusal, "law": law, "demonstration": band(law),
        "rule": law.find("change_report.period"), "back": page_of(matter, "phone"),
    }  # fmt: skip
    return render(
        request, "roster/changes.html", context, status=409 if refusal and request.method == "POST" else 200
    )


def _report_all(matter: Appointment, actor: Actor, form: Changes) -> None:
    if not form.changed:
        raise Refused("nothing_changed", "没有哪一项和登记的不一样，改了再报。")
    on, key = form.cleaned_data["changed_on"], form.cleaned_data["key"]
    with transaction.atomic():
        for name, value in form.changed.items():
            try:
                perform(
                    report_change,
                    matter,
                    actor,
                    key=key and f"{key}-{name}",
                    field=name,
                    value=value,
                    changed_on=on,
                )
            except Refused as refused:
                refused.fields = {{"value": name}.get(at, at): says for at, says in refused.fields.items()}
                raise


def _beside(form: Changes, refused: Refused) -> None:
    for name, says in refused.fields.items():
        form.add_error(name if name in form.fields else None, says)
    if not refused.fields:
        form.add_error(None, refused.sentence)
