"""The page of an act that is done to people: to everybody at once, or to those ticked."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from zhongdu.acts.allowing import refusal_of
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.acts.registry import Act
from zhongdu.calendar import clock
from zhongdu.kit.matters import band, page_of
from zhongdu.law.governing import governing

MOST = 500  # people to choose from on one page; more are taken all together


def choose_people(
    request: HttpRequest,
    act: Act,
    matter: Any,
    people: QuerySet[Any],
    names: Callable[[Iterable[Any]], dict[str, str]],
    *,
    template: str,
    done: str,
    **shown: Any,
) -> HttpResponse:
    """Ask to whom of ``people`` (appointments) the act is done and do it: the act takes ``everybody`` or ``who``
    (their numbers). The room's ``template`` extends ``kit/do/choose.html``; ``done`` is said afterwards."""
    actor = request.actor  # type: ignore[attr-defined]
    refusal, wrong, chosen = refusal_of(act, matter, actor), "", request.POST.getlist("who")
    if request.method == "POST" and not refusal:
        told: dict[str, Any] = {"everybody": True} if request.POST.get("all") == "yes" else {"who": chosen}
        try:
            perform(act, matter, actor, key=request.POST.get("key", "")[:64], **told)
        except Refused as refused:
            wrong = next(iter(refused.fields.values()), refused.sentence)
        else:
            messages.success(request, done)
            return redirect(page_of(matter, "desk"))
    listed = list(people[:MOST])
    called = names(listed)
    context = {
        "act": act, "matter": matter, "refusal": refusal, "wrong": wrong, "back": page_of(matter, "desk"), "key": uuid4().hex,
        "how_many": people.count(), "most": MOST, "rows": [(row, called[row.number], row.number in chosen) for row in listed],
        "demonstration": band(governing(matter.bureau, clock.today())), **shown,
    }  # fmt: skip
    return render(request, template, context, status=409 if refusal and request.method == "POST" else 200)
