"""Who may settle today and why, for officers; and the keys of settlement systems."""

import hmac
import json
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhongdu.acts.allowing import refusal_of
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.agreements import acts, queries
from zhongdu.agreements.keys import ADMINS
from zhongdu.agreements.models import READERS
from zhongdu.bureaus.queries import Office
from zhongdu.calendar import clock
from zhongdu.institutions.queries import Institution, Practitioner, Sort
from zhongdu.kit.forms import Form
from zhongdu.kit.matters import band, matter_or_404, page_of
from zhongdu.kit.pages import page
from zhongdu.law.governing import governing
from zhongdu.law.reliance import rests_on
from zhongdu.scope.actor import Actor

MAY = frozenset(READERS)


@rests_on("settlement.suspension", "practitioner.no_settlement", kind="page")
@page(face="desk", path="desk/settlement/", name="settlement", may=MAY, methods=("GET",))
def settlement(request: HttpRequest) -> HttpResponse:
    """The very answer that settlement systems get, for one institution, in words."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    code = request.GET.get("code", "").strip().upper()
    found = _called(actor, code) if code else None
    told = queries.may_settle(code) if found else None
    context = {
        "code": code,
        "found": found,
        "answer": json.loads(told, object_hook=_with_days) if told else None,
        "kinds": dict(Sort.choices),
        "demonstration": band(governing(found.bureau, clock.today())) if found else "",
    }
    return render(request, "agreements/settlement.html", context)


def _called(actor: Actor, code: str) -> Any:
    """The institution or the practitioner of the territory with a code, one that was merged too."""
    lists = (Institution.objects, Practitioner.objects)
    found = (rows.visible_to(actor).select_related("bureau").filter(code=code).first() for rows in lists)
    return next((each for each in found if each), None)


def _with_days(told: dict[str, Any]) -> dict[str, Any]:
    """Days are days again, to be said in Chinese."""
    days = {name: date.fromisoformat(told[name]) for name in ("since", "until", "on") if told.get(name)}
    return told | days


class KeyForm(Form):
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    name = forms.CharField(label="结算系统名称", max_length=60)


@page(
    face="desk",
    path="desk/offices/<str:number>/settlement-key/",
    name="issue_settlement_key",
    may=frozenset(ADMINS),
)
def issue_settlement_key(request: HttpRequest, number: str) -> HttpResponse:
    """A key is made, its digest kept, and the key itself shown on the answer to this request and never again."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    office = matter_or_404(request, Office, number)
    law = governing(office.bureau, clock.today())
    form = KeyForm(request.POST or None, initial={"seen": office.docket.length, "key": uuid4().hex})
    made = ""
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        key, secret = _made_of(told["key"], office.number, actor.user_id or 0)
        inputs: dict[str, Any] = {
            "name": told["name"],
            "number": key,
            "digest": sha256(secret.encode()).hexdigest(),
        }
        try:
            perform(acts.issue_settlement_key, office, actor, key=told["key"], seen=told["seen"], **inputs)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            made = f"{key}.{secret}"
    context = {
        "form": form, "office": office, "made": made, "back": page_of(office, "desk"), "demonstration": band(law),
        "refusal": "" if made else refusal_of(acts.issue_settlement_key, office, actor, law),
    }  # fmt: skip
    answer = render(request, "agreements/key.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def _made_of(form_key: str, office: str, user: int) -> tuple[str, str]:
    """Number and secret of a key: of the form's own random key, so that a double click shows the same key twice.
    That key is kept nowhere, and without this installation's secret nobody makes one of the other."""
    if len(form_key) < 32:
        form_key = uuid4().hex
    seed = f"settlement key {office} {user} {form_key}".encode()
    made = hmac.new(settings.SECRET_KEY.encode(), seed, "sha512").hexdigest()
    return made[:12], made[12:76]
