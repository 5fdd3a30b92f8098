"""The page on which a list is brought in, whichever list it is: what is wrong with it is told row by row."""

import base64
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhongdu import files
from zhongdu.acts.allowing import refusal_of
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.acts.registry import Act
from zhongdu.bureaus.queries import Office, office_of
from zhongdu.calendar import clock
from zhongdu.files.sniffing import XLSX
from zhongdu.institutions.intake import LISTS, Intake
from zhongdu.institutions.jobs import BROUGHT, bring_list, noted
from zhongdu.jobs.working import start
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.matters import band, matter_or_404
from zhongdu.kit.workbooks import MEDIA_TYPE, BadList, NotAList
from zhongdu.law.governing import governing
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Bureau

AT_ONCE = 2_000  # rows; more of them are a job


def show(request: HttpRequest, number: str, what: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    intake, office = LISTS[what], matter_or_404(request, Office, number)
    law = governing(office.bureau, clock.today())
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ActForm(intake.act, office, law, *sent, initial={"key": uuid4().hex})
    context: dict[str, Any] = {
        "form": form,
        "office": office,
        "what": intake,
        "refusal": refusal_of(intake.act, office, actor),
        "at_once": AT_ONCE,
        "demonstration": band(law),
    }
    if request.method == "POST" and form.is_valid() and not context["refusal"]:
        try:
            return _brought_in(request, office, intake, form)
        except BadList as bad:
            context |= {"bad": bad, "marked": _marked(intake, form, bad)}
        except Refused as refused:
            form.refused(refused)
    return render(request, "institutions/import.html", context, status=422 if "bad" in context else 200)


def _brought_in(request: HttpRequest, office: Any, intake: Intake, form: ActForm) -> HttpResponse:
    """A few rows are brought in at once; many are left to a job, whose page is where one waits."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    values = form.values
    if (rows := _counted(intake, values["file"])) > AT_ONCE:
        told = {name: day.isoformat() for name, day in values.items() if name != "file"}
        with transaction.atomic():
            made = start(
                bring_list, bureau=office.bureau, by=actor, office=office.number, what=intake.act.verb, rows=rows,
                told=told,
            )  # fmt: skip
            try:
                files.store(values["file"], owner=made.owner, kind=BROUGHT, allow=frozenset({XLSX}))
            except files.FileRefused as refused:
                raise Refused(refused.code, refused.message, fields={"file": refused.message}) from None
        return redirect("desk:job", number=made.number)
    perform(intake.act, office, actor, key=form.cleaned_data["key"], **values)
    messages.success(request, intake.counts.format(**noted(intake.act.name, office)))
    return redirect(reverse(intake.above[1]))


def _counted(intake: Intake, upload: Any) -> int:
    """How many rows there are; what is no list at all the act itself will say."""
    try:
        return sum(1 for _ in intake.sheet.rows(upload))
    except NotAList:
        return 0
    finally:
        upload.seek(0)


def _marked(intake: Intake, form: ActForm, bad: BadList) -> str:
    """The workbook with its mistakes marked, as a link that carries it: the server keeps no copy."""
    upload = form.values["file"]
    upload.seek(0)
    content = intake.sheet.marked(intake.sheet.rows(upload), bad.mistakes)
    return f"data:{MEDIA_TYPE};base64,{base64.b64encode(content).decode()}"


def download(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


def offices(act: Act, actor: Actor) -> list[Office]:
    """The offices where this officer may bring such a list in."""
    bureaus = Bureau.objects.filter(pk__in={post.bureau_id for post in actor.posts}).order_by("path")
    return [office for each in bureaus if not refusal_of(act, office := office_of(each), actor)]
