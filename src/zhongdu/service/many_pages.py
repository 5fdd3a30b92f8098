"""One entry made for many supervisors: those ticked at once, or everybody who serves, by a job."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from zhongdu import vault
from zhongdu.acts.performing import perform_all
from zhongdu.acts.refusal import Refused
from zhongdu.acts.registry import Act
from zhongdu.calendar import clock
from zhongdu.jobs.working import start
from zhongdu.kit import lists
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.matters import band, cited
from zhongdu.kit.pages import page
from zhongdu.law.governing import governing
from zhongdu.roster.queries import names, serving
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Bureau
from zhongdu.service.acts import enter_service, note_insurance
from zhongdu.service.jobs import enter_for_everybody
from zhongdu.service.models import OFFICERS

MAY = frozenset(OFFICERS)
PER_PAGE = 100


@page(face="desk", path="desk/service/enter/", name="enter_many", may=MAY)
def enter_many(request: HttpRequest) -> HttpResponse:
    return _for_many(request, enter_service, "desk:service")


@page(face="desk", path="desk/service/insure/", name="insure_many", may=MAY)
def insure_many(request: HttpRequest) -> HttpResponse:
    return _for_many(request, note_insurance, "desk:insurances")


def _for_many(request: HttpRequest, act: Act, back: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    bureau = Bureau.objects.get(pk=actor.standing(OFFICERS)[0].bureau_id)
    people, law = serving(bureau, clock.today()), governing(bureau, clock.today())
    first = people.first()
    if first is None:
        return render(request, "service/desk_many.html", {"act": act, "form": None, "back": back})
    form = ActForm(act, first, law, request.POST or None, initial={"key": uuid4().hex})
    chosen, everybody = request.POST.getlist("who"), request.POST.get("all") == "yes"
    if request.method == "POST" and form.is_valid():
        try:
            if everybody:
                return redirect("desk:job", number=_everybody(act, form, bureau, actor))
            ticked = list(people.filter(docket__number__in=chosen))
            if not ticked:
                raise Refused("nobody", "请勾选监督员，或者勾选“本局全体在聘的”。")
            perform_all(act, ticked, actor, key=form.cleaned_data["key"], **form.values)
        except Refused as refused:
            form.refused(refused)
        else:
            messages.success(request, f"已办：{act.label}，共{len(ticked)}人。")
            return redirect(back)
    found = lists.page_of(request, people, by=("letter_number",), size=PER_PAGE)
    called = names(found)
    context = {
        "act": act, "form": form, "found": found, "back": back, "everybody": everybody, "how_many": people.count(),
        "rows": [(row, called[row.number], row.number in chosen) for row in found],
        "clauses": cited(act, law), "demonstration": band(law),
    }  # fmt: skip
    return render(request, "service/desk_many.html", context)


def _everybody(act: Act, form: ActForm, bureau: Bureau, actor: Actor) -> str:
    """Begin the job; what was typed freely waits for it in the vault. First of all it must be fit for one."""
    sealed = f"many:{uuid4().hex}"
    fields = {item.name: item.field for item in act.inputs.fields if item.field}
    vault.put(sealed, {fields[name]: value for name, value in form.values.items() if name in fields})
    plain = {name: _plain(value) for name, value in form.values.items() if name not in fields}
    return start(
        enter_for_everybody, bureau=bureau, by=actor, act=act.name, plain=plain, sealed=sealed
    ).number


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
