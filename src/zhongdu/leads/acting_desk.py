"""The acts on a lead that need more than the usual form: taking it up, and answering it allegation by allegation."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from zhongdu import files
from zhongdu.acts.registry import Act
from zhongdu.calendar import clock
from zhongdu.files.models import Attachment
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.act_pages import act_page
from zhongdu.kit.forms import missing
from zhongdu.kit.masking import Picture, masking, with_copies
from zhongdu.kit.matters import matter_or_404
from zhongdu.kit.pages import page
from zhongdu.law.governing import governing
from zhongdu.law.money import NotMoney, fen_of
from zhongdu.leads import acts, likening, passing_on, queries, showing
from zhongdu.leads.answering import allegations, outcomes
from zhongdu.leads.merging import along
from zhongdu.leads.models import Lead

READERS = frozenset(Lead.readers)
_SHORT = 20


@page(face="desk", path="desk/leads/<str:number>/take-up/", name=acts.take_up.verb, may=READERS)
def take_up(request: HttpRequest, number: str) -> HttpResponse:
    """Before a new matter is opened: was the same told before?"""

    def more(lead: Lead, law: Any) -> dict[str, Any]:
        actor = request.actor  # type: ignore[attr-defined]
        return {"similar": likening.earlier_like(lead, actor), "title": showing.titles([lead])[lead.number]}

    return _form(request, acts.take_up, number, ActForm, "leads/desk_take_up.html", more)


@page(face="desk", path="desk/leads/<str:number>/answer/", name=acts.answer.verb, may=READERS)
def answer(request: HttpRequest, number: str) -> HttpResponse:
    return _form(request, acts.answer, number, AnswerForm, "leads/desk_answer.html", _answering)


@page(face="desk", path="desk/leads/<str:number>/answer-again/", name=acts.answer_again.verb, may=READERS)
def answer_again(request: HttpRequest, number: str) -> HttpResponse:
    return _form(request, acts.answer_again, number, AnswerForm, "leads/desk_answer.html", _answering)


@page(face="desk", path="desk/leads/<str:number>/mask/", name=acts.mask_evidence.verb, may=READERS)
def mask_evidence(request: HttpRequest, number: str) -> HttpResponse:
    """Faces and names are covered in a copy, before anybody else gets the photograph."""
    lead = matter_or_404(request, Lead, number)
    kept = [each for each in passing_on.material(lead) if each.blob.media_type in files.PICTURES]
    labels = dict(passing_on.photographs(lead, None))
    pictures = [
        Picture(
            each.public_id,
            labels[each.public_id],
            _at("lead_large", lead, each),
            _at("lead_preview", lead, each),
        )
        for each in kept
    ]

    def address(copy: Attachment) -> tuple[str, str]:
        return _at("lead_file", lead, copy), _at("lead_large", lead, copy)

    return masking(request, acts.mask_evidence, lead, with_copies(pictures, kept, address))


def _at(name: str, lead: Lead, each: Attachment) -> str:
    return reverse(f"desk:{name}", kwargs={"number": lead.number, "file": each.public_id})


def _answering(lead: Lead, law: Any) -> dict[str, Any]:
    return {
        "said": queries.said(lead),
        "told": queries.told(lead),
        "along": len(along(lead)),
        "open_requests": lead.requests.filter(replied_on=None).count(),
        "title": showing.titles([lead])[lead.number],
    }


class AnswerForm(ActForm):
    """An outcome and an amount for each thing alleged; typed flat, handed to the act by allegation."""

    def __init__(self, act: Act, lead: Lead, law: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(act, lead, law, *args, **kwargs)
        for name in ("outcome", "each", "amounts"):
            del self.fields[name]
        self.alleged = [(name or "whole", label) for name, label in allegations(lead, law)]
        for at, (_, label) in enumerate(self.alleged):
            shown = label if len(self.alleged) > 1 else "结果"
            chosen = forms.ChoiceField(label=shown, choices=outcomes(lead, law), widget=forms.RadioSelect)
            chosen.error_messages["required"] = missing(chosen, "结果")
            self.fields[f"each-{at}"] = chosen
            self.fields[f"amount-{at}"] = forms.CharField(
                label="涉及金额（元）",
                help_text="查得出就填，到分；反映人看不到。",
                required=False,
                max_length=_SHORT,
            )

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        """The controls of each allegation, as the page lays them out."""
        return [(self[f"each-{at}"], self[f"amount-{at}"]) for at in range(len(self.alleged))]

    @property
    def values(self) -> dict[str, Any]:
        typed = self.cleaned_data
        each = {name: typed[f"each-{at}"] for at, (name, _) in enumerate(self.alleged)}
        amounts = {name: said for at, (name, _) in enumerate(self.alleged) if (said := typed[f"amount-{at}"])}
        return {"words": typed["words"], "each": each, **({"amounts": amounts} if amounts else {})}

    def clean(self) -> dict[str, Any]:
        """An amount that is none is told beside it, before anything is done."""
        typed = super().clean() or self.cleaned_data
        for at in range(len(self.alleged)):
            try:
                fen_of(typed.get(f"amount-{at}") or "0")
            except NotMoney as wrong:
                self.add_error(f"amount-{at}", str(wrong))
        return typed


def _form(
    request: HttpRequest,
    act: Act,
    number: str,
    kind: type[ActForm],
    template: str,
    more: Callable[[Lead, Any], dict[str, Any]],
) -> HttpResponse:
    """The page of one act: its form, and what stands beside it."""
    lead = matter_or_404(request, Lead, number)
    law = governing(lead.bureau, clock.today())
    return act_page(request, kind.of(request, act, lead, law), template, **more(lead, law))
