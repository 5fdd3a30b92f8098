"""The page of one act: its form, what the law says, what stands beside it, and the deed."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse

from zhongdu.acts.allowing import refusal_of
from zhongdu.acts.models import Matter, fetch
from zhongdu.acts.refusal import Refused
from zhongdu.acts.registry import ACTS, Act
from zhongdu.calendar import clock
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.matters import band, cited, matter_or_404, own_or_404, own_page, page_of
from zhongdu.law.conflicts import Conflict, bites, of_statutes
from zhongdu.law.governing import governing
from zhongdu.law.shelves import shelf


def act_page(
    request: HttpRequest,
    form: ActForm,
    template: str,
    *,
    done: str = "",
    then: Callable[[Any], str] | None = None,
    otherwise: Mapping[str, Any] = MappingProxyType({}),
    back: str | None = None,
    **beside: Any,
) -> HttpResponse:
    """Do the act of ``form``, say ``done`` and go ``then`` where what came of it leads (to the matter's page on the
    desk); or show the form with its refusal, what stands ``beside`` it and the way ``back``. ``otherwise`` takes the
    place of what was typed.

    A second click of the same form is led on like the first, though the act cannot be done twice.
    """
    act, matter, actor = form.act, form.subject, request.actor  # type: ignore[attr-defined]
    law = governing(matter.bureau, clock.today())
    refusal = refusal_of(act, matter, actor, law)
    if made := form.perform(actor, **otherwise):
        messages.success(request, done or f"已办：{act.label}。")
        return redirect(then(made) if then else page_of(matter, "desk"))
    context = {
        "act": act, "form": form, "matter": matter, "law": law, "refusal": refusal, "clauses": cited(act, law),
        "demonstration": band(law),
        "back": page_of(matter, "desk") if back is None else back, **beside,
    }  # fmt: skip
    return render(request, template, context, status=409 if refusal and request.method == "POST" else 200)


def do(request: HttpRequest, face: str, name: str, number: str) -> HttpResponse:
    """The page of an act for which no room wrote one."""
    act = ACTS.get(name)
    if act is None:
        raise Http404
    matter = (matter_or_404 if face == "desk" else own_or_404)(request, act.on, number)
    if own := own_page(act, number, face):
        return redirect(f"{own}?{request.GET.urlencode()}" if request.GET else own)
    law = governing(matter.bureau, clock.today())
    return act_page(
        request, ActForm.of(request, act, matter, law, **request.GET.dict()), f"kit/do/{face}.html",
        then=lambda made: _after(request, made, matter, face), back=page_of(matter, face), large=len(act.inputs.fields) > 3,
        doubts=doubts_about(act, law) if face == "desk" else [],
    )  # fmt: skip


def doubts_about(act: Act, law: Any) -> list[tuple[Conflict, str]]:
    """Where the texts disagree that an act stands on, and what was chosen, if anything was: told before it is done."""
    return [
        (doubt, law.settled.get((doubt.clause.code, doubt.known_by), ""))
        for doubt in of_statutes(shelf(), law.statutes)
        if doubt.kind != "blank" and any(bites(doubt, word) for word in act.concepts)
    ]


def _after(request: HttpRequest, made: Any, matter: Matter, face: str) -> str:
    """Where one goes after an act: to what it opened if that has a page here, else back to the matter."""
    for goal in (made, matter):
        try:
            fetch(type(goal), goal.number, request.actor)  # type: ignore[attr-defined]
            return page_of(goal, face)
        except (Refused, NoReverseMatch):  # not this visitor's to see, or without a page on this face
            continue
    return reverse(f"{face}:home")
