"""The page on which a list is brought in, whichever list it is: what is wrong with it is told row by row."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhongdu.acts.allowing import may_act
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.acts.registry import Act
from zhongdu.bureaus.queries import Office, office_of
from zhongdu.calendar import clock
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.matters import band, matter_or_404
from zhongdu.kit.workbooks import MEDIA_TYPE, BadList
from zhongdu.law.governing import governing
from zhongdu.record.models import Event
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Bureau


@dataclass(frozen=True)
class Import:
    """A list that can be brought in, as its page speaks of it."""

    act: Act
    columns: Mapping[str, str]
    title: str
    above: tuple[str, str]  # the page it belongs to: what it is called, its name
    template: str  # the page that gives the empty workbook
    says: str
    counts: str  # what to tell when it is done, of what the act noted


def show(request: HttpRequest, number: str, what: Import) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    office = matter_or_404(request, Office, number)
    law = governing(office.bureau, clock.today())
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ActForm(what.act, office, law, *sent, initial={"key": uuid4().hex})
    context: dict[str, Any] = {
        "form": form,
        "office": office,
        "what": what,
        "refusal": refusal(what.act, office, actor),
        "demonstration": band(law),
    }
    if request.method == "POST" and form.is_valid():
        try:
            perform(what.act, office, actor, key=form.cleaned_data["key"], **form.values)
        except BadList as bad:
            context["bad"] = bad
        except Refused as refused:
            form.refused(refused)
        else:
            messages.success(request, what.counts.format(**_noted(what.act, office)))
            return redirect(reverse(what.above[1]))
    return render(request, "institutions/import.html", context, status=422 if "bad" in context else 200)


def download(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


def offices(act: Act, actor: Actor) -> list[Office]:
    """The offices where this officer may bring such a list in."""
    bureaus = Bureau.objects.filter(pk__in={post.bureau_id for post in actor.posts}).order_by("path")
    return [office for each in bureaus if not refusal(act, office := office_of(each), actor)]


def refusal(act: Act, office: Office, actor: Actor) -> str:
    """Why this officer cannot bring in such a list there; "" when they can."""
    try:
        may_act(act, office, actor, governing(office.bureau, clock.today()))
    except Refused as refused:
        return refused.sentence
    return ""


def _noted(act: Act, office: Office) -> dict[str, Any]:
    done = Event.objects.filter(docket=office.docket_id, act=act.name).order_by("-seq").first()
    assert done is not None
    return done.data
