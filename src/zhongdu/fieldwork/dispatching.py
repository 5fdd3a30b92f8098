"""Whom to send somewhere: those who fit, the best first; one, several, or as many as fit best, asked in one deed."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhongdu.acts.performing import perform_all
from zhongdu.acts.refusal import Refused
from zhongdu.bureaus.queries import Office
from zhongdu.calendar import clock
from zhongdu.fieldwork import checklists
from zhongdu.fieldwork.acts import OFFICERS, assign_visit, source
from zhongdu.fieldwork.candidates import Pool, pool
from zhongdu.fieldwork.finding import finding
from zhongdu.fieldwork.fitting import Fit, Wish, ranked
from zhongdu.fieldwork.models import Visit
from zhongdu.fieldwork.slots import Half
from zhongdu.institutions.queries import Institution
from zhongdu.kit import forms as kit
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.matters import band, cited
from zhongdu.kit.pages import page
from zhongdu.law.choosing import ways
from zhongdu.law.governing import Law, governing
from zhongdu.law.reliance import rests_on
from zhongdu.roster.queries import names
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Bureau
from zhongdu.selection.queries import groups_offered

SHOWN = 30  # people on the page
MOST = 20  # asked in one deed


class Wishes(kit.Form):
    """What an officer would like of whoever goes; every wish may be left out."""

    profession = forms.ChoiceField(label="专业背景", required=False)
    work = forms.ChoiceField(label="从事工作", required=False)
    words = forms.CharField(label="经历里提到", required=False, max_length=20)
    near = forms.BooleanField(label="住得近的优先", required=False)
    day = forms.DateField(label="约定哪一天去", required=False, widget=kit.Day())
    half = forms.ChoiceField(label="半天", required=False, choices=[("", "全天"), *Half.choices])
    count = forms.IntegerField(label="需要几位", required=False, min_value=1, max_value=MOST)

    def __init__(self, bureau: Any, law: Law, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, groups in groups_offered(bureau, law).items():
            if name in self.fields:
                self.fields[name].choices = [("", "不限"), *((group, group) for group in groups)]  # type: ignore[attr-defined]

    @property
    def wish(self) -> Wish:
        told = self.cleaned_data
        return Wish(
            **{name: told.get(name) or "" for name in ("profession", "work", "words")},
            near=bool(told.get("near")),
        )

    @property
    def time(self) -> dict[str, Any]:
        return {"day": self.cleaned_data.get("day"), "half": self.cleaned_data.get("half") or ""}


@dataclass(frozen=True)
class Row:
    """A line of the list: somebody who may be asked."""

    fit: Fit
    term: Any
    name: str
    is_chosen: bool


@rests_on("work.dispatch", "work.assigning", kind="page")
@page(face="desk", path="desk/assigning/", name="assigning", may=frozenset(OFFICERS))
def assigning(request: HttpRequest) -> HttpResponse:
    """First the institution, then who fits, then how and by when."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    bureau = _bureau_of(actor, request.GET.get("institution") or request.POST.get("institution", ""))
    law = governing(bureau, clock.today())
    where = finding(request, bureau)
    context: dict[str, Any] = {"where": where, "law": law, "demonstration": band(law), "most": MOST}
    if where.chosen:
        wishes = Wishes(bureau, law, {"count": 1, **request.GET.dict()})
        wishes.is_valid()
        found = pool(actor, bureau, where.chosen, clock.today(), **wishes.time)
        form = _form(request, bureau, law, where.chosen, wishes)
        chosen = request.POST.getlist("who")
        if request.method == "POST" and form.is_valid() and _ask(request, form, found, chosen):
            return redirect(reverse("desk:visits"))
        context |= {
            "wishes": wishes,
            "form": form,
            "rows": _rows(found, wishes, chosen),
            "pool": found,
            "to_judge": [(term, name) for term, name in _named(found.to_judge)],
            "clauses": cited(assign_visit, law),
            "ways": ways(law, "badge.at_work"),
        }
    return render(request, "fieldwork/assigning.html", context)


def _bureau_of(actor: Actor, code: str) -> Bureau:
    """For which of their bureaus an officer asks: the one whose territory the institution lies in, else the first."""
    paths = sorted({post.path for post in actor.standing(OFFICERS)}, key=len, reverse=True)
    institution = (
        Institution.objects.select_related("bureau").filter(code=code.upper()).first() if code else None
    )
    around = [path for path in paths if institution and institution.bureau.path.startswith(path)]
    return Bureau.objects.get(path=(around or paths)[0])


def _rows(found: Pool, wishes: Wishes, chosen: list[str]) -> list[Row]:
    fits = ranked(found.candidates, wishes.wish)[:SHOWN]
    told = names([found.terms[fit.candidate.number] for fit in fits])
    best = {fit.candidate.number for fit in fits[: wishes.cleaned_data.get("count") or 0]}
    ticked = set(chosen) or best
    return [
        Row(fit, found.terms[number], told[number], number in ticked)
        for fit in fits
        for number in [fit.candidate.number]
    ]


def _named(terms: list[Any]) -> list[tuple[Any, str]]:
    told = names(terms)
    return [(term, told[term.number]) for term in terms]


def _form(
    request: HttpRequest, bureau: Bureau, law: Law, institution: Institution, wishes: Wishes
) -> ActForm:
    fitting = checklists.offered(law, bureau, institution.kind)
    begun = {
        "key": uuid4().hex, "institution": institution.code, "way": Visit.Way.OPEN,
        "checklist": fitting[0].name if fitting else "", **wishes.time,
    }  # fmt: skip
    office = Office.objects.select_related("bureau").get(bureau=bureau)
    form = ActForm(
        assign_visit, office, law, request.POST if request.method == "POST" else None, initial=begun
    )
    for name in ("institution", "day", "half"):
        form.fields[name].widget = form.fields[name].hidden_widget()
    form.fields["checklist"].choices = [(b.name, f"{b.rule.title}（{source(b, law)}）") for b in fitting]  # type: ignore[attr-defined]
    return form


def _ask(request: HttpRequest, form: ActForm, found: Pool, chosen: list[str]) -> bool:
    """Ask everybody who was ticked, all or none; what is wrong stands on the form."""
    terms = [found.terms[number] for number in dict.fromkeys(chosen) if number in found.terms]
    if not terms or len(terms) < len(set(chosen)):
        says = "有人刚刚不能去了，请重新选。" if chosen else "请至少勾选一位监督员。"
        form.add_error(None, says)
        return False
    if len(terms) > MOST:
        form.add_error(None, f"一次最多请{MOST}位。")
        return False
    try:
        actor: Actor = request.actor  # type: ignore[attr-defined]
        made = perform_all(assign_visit, terms, actor, key=form.cleaned_data["key"], **form.values)
    except Refused as refused:
        _told(form, refused, found)
        return False
    messages.success(request, f"已指定{len(made)}位，他们可以看到这项任务。")
    return True


def _told(form: ActForm, refused: Refused, found: Pool) -> None:
    """Put a refusal on the form; of several who were asked, it says whom it is about."""
    about = found.terms.get(refused.about)
    if about is None:
        form.refused(refused)
    else:
        form.add_error(None, f"{names([about])[about.number]}（{about.letter_number}）：{refused.sentence}")
