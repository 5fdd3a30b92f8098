"""The acts of an inspection that need more than the usual form: the report finding by finding, and the suspension."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from zhongdu.acts.registry import Act
from zhongdu.calendar import clock
from zhongdu.inspections import acts, queries, showing
from zhongdu.inspections.closing import allegations
from zhongdu.inspections.models import READERS, Evidence, Finding, Inspection
from zhongdu.inspections.team import called
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.act_pages import act_page
from zhongdu.kit.forms import missing
from zhongdu.kit.matters import matter_or_404
from zhongdu.kit.pages import page
from zhongdu.law.choosing import ways
from zhongdu.law.governing import governing
from zhongdu.law.money import NotMoney, fen_of
from zhongdu.law.reliance import rests_on

READ = frozenset(READERS)


class ReportForm(ActForm):
    """A result and an amount for each thing looked into; typed flat, handed to the act by allegation."""

    def __init__(self, act: Act, inspection: Inspection, law: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(act, inspection, law, *args, **kwargs)
        for name in ("outcomes", "amounts"):
            del self.fields[name]
        self.asked = allegations(inspection, law)
        for at, (_, label) in enumerate(self.asked):
            chosen = forms.ChoiceField(label=label, choices=Finding.Outcome.choices, widget=forms.RadioSelect)
            chosen.error_messages["required"] = missing(chosen, "结果")
            self.fields[f"each-{at}"] = chosen
            self.fields[f"amount-{at}"] = forms.CharField(
                label="涉及金额（元）", help_text="查得出就填，到分。", required=False, max_length=20
            )

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        return [(self[f"each-{at}"], self[f"amount-{at}"]) for at in range(len(self.asked))]

    @property
    def values(self) -> dict[str, Any]:
        typed = self.cleaned_data
        outcomes = {name: typed[f"each-{at}"] for at, (name, _) in enumerate(self.asked)}
        amounts = {name: said for at, (name, _) in enumerate(self.asked) if (said := typed[f"amount-{at}"])}
        given = {"outcomes": outcomes, "words": typed["words"], "proposes": typed["proposes"]}
        return {**given, **({"amounts": amounts} if amounts else {})}

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        for at in range(len(self.asked)):
            try:
                fen_of(typed.get(f"amount-{at}") or "0")
            except NotMoney as wrong:
                self.add_error(f"amount-{at}", str(wrong))
        return typed


@rests_on("inspection.record", "evidence.verified", kind="page")
@page(face="desk", path="desk/inspections/<str:number>/report/", name=acts.write_report.verb, may=READ)
def write_report(request: HttpRequest, number: str) -> HttpResponse:
    """The report beside what it stands on: the evidence, and what was not given."""

    def more(inspection: Inspection, law: Any) -> dict[str, Any]:
        return {
            "evidence": [(each, law.find(each.kind)) for each in queries.evidence(inspection)],
            "refused": [item.says for each in queries.demands(inspection) for item in each.items if item.row.given in ("not", "partly")],
        }  # fmt: skip

    return _form(request, acts.write_report, number, ReportForm, "inspections/write_report.html", more)


@rests_on("evidence.verified", kind="page")
@page(face="desk", path="desk/inspections/<str:number>/check/", name=acts.check_evidence.verb, may=READ)
def check_evidence(request: HttpRequest, number: str) -> HttpResponse:
    """What the second officer vouches for, to be opened and read beside the form."""

    def more(inspection: Inspection, law: Any) -> dict[str, Any]:
        names = {row.user_id: called(row.user) for row in inspection.members.select_related("user")}
        return {
            "proposed": [
                {"piece": each, "title": f"证据{each.row.number}", "first": names.get(each.row.first, "")}
                for each in showing.pieces_of_evidence(inspection, law)
                if each.row.state == Evidence.State.PROPOSED
            ]
        }

    return _form(request, acts.check_evidence, number, ActForm, "inspections/check_evidence.html", more)


@rests_on("settlement.suspension", kind="page")
@page(face="desk", path="desk/inspections/<str:number>/suspend/", name=acts.suspend_settlement.verb, may=READ)
def suspend_settlement(request: HttpRequest, number: str) -> HttpResponse:
    """The suspension, with where the texts disagree on it above the form."""

    def more(inspection: Inspection, law: Any) -> dict[str, Any]:
        return {
            "ways": ways(law, "settlement.suspension"),
            "basis": law.find("settlement.suspension"),
        }

    return _form(
        request, acts.suspend_settlement, number, ActForm, "inspections/suspend_settlement.html", more
    )


def _form(
    request: HttpRequest,
    act: Act,
    number: str,
    kind: type[ActForm],
    template: str,
    more: Callable[[Inspection, Any], dict[str, Any]],
) -> HttpResponse:
    """The page of one act: its form, and what stands beside it."""
    inspection = matter_or_404(request, Inspection, number)
    law = governing(inspection.bureau, clock.today())
    return act_page(request, kind.of(request, act, inspection, law), template, **more(inspection, law))
