"""The page on which a department's list is brought in: what is wrong with it is told row by row, and an empty one to fill in."""

import base64
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhongdu.acts.allowing import refusal_of
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.bureaus.queries import Office
from zhongdu.calendar import clock
from zhongdu.cases.informing import NOTES, SHEET, TAKERS, import_notices
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.matters import band, cited, matter_or_404
from zhongdu.kit.pages import page
from zhongdu.kit.workbooks import MEDIA_TYPE, BadList, empty
from zhongdu.law.governing import governing
from zhongdu.law.reliance import rests_on
from zhongdu.record.models import Event
from zhongdu.scope.actor import Actor

MAY = frozenset(TAKERS)


@rests_on("department", kind="page")
@page(
    face="desk",
    path="desk/offices/<str:number>/department-notices/import/",
    name=import_notices.verb,
    may=MAY,
)
def import_notices_page(request: HttpRequest, number: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    office = matter_or_404(request, Office, number)
    law = governing(office.bureau, clock.today())
    form = ActForm.of(request, import_notices, office, law)
    context: dict[str, Any] = {
        "form": form, "office": office, "columns": SHEET.columns, "refusal": refusal_of(import_notices, office, actor, law),
        "tells": import_notices.tells, "clauses": cited(import_notices, law), "demonstration": band(law),
    }  # fmt: skip
    if request.method == "POST" and form.is_valid() and not context["refusal"]:
        try:
            perform(import_notices, office, actor, key=form.cleaned_data["key"], **form.values)
        except BadList as bad:
            context |= {"bad": bad, "marked": _marked(form, bad)}
        except Refused as refused:
            form.refused(refused)
        else:
            messages.success(request, _counts(office))
            return redirect(f"{reverse('desk:outward')}?kind=departmentnotice")
    return render(request, "cases/import_notices.html", context, status=422 if "bad" in context else 200)


def _counts(office: Any) -> str:
    """What came in, as the act noted it when it was last done."""
    told = Event.objects.filter(docket=office.docket_id, act=import_notices.name).latest("seq").data
    unmatched = f"，其中{told['unmatched']}件没有对上，请核对" if told["unmatched"] else ""
    return f"已收下{told['lines']}件{unmatched}。"


def _marked(form: ActForm, bad: BadList) -> str:
    """The workbook with its mistakes marked, as a link that carries it: the server keeps no copy."""
    upload = form.values["file"]
    upload.seek(0)
    content = SHEET.marked(SHEET.rows(upload), bad.mistakes)
    return f"data:{MEDIA_TYPE};base64,{base64.b64encode(content).decode()}"


@page(
    face="desk", path="desk/department-notices-template/", name="notices_template", may=MAY, methods=("GET",)
)
def notices_template(request: HttpRequest) -> HttpResponse:
    widths = {"what": 32, "code": 24, "document": 24, "words": 40}
    content = empty("部门信息", SHEET.columns, widths, NOTES, days=("day",))
    answer = HttpResponse(content, content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote('部门信息.xlsx')}"
    return answer
