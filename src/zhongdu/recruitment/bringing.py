"""The desk's pages of importing paper forms: the template, the form, what is wrong, the receipt codes to hand out."""

import base64
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header

from zhongdu import files
from zhongdu.acts.allowing import refusal_of
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.files.sniffing import XLSX
from zhongdu.jobs.working import start
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.matters import band, matter_or_404
from zhongdu.kit.pages import page
from zhongdu.kit.workbooks import MEDIA_TYPE, BadList, NotAList, Sheet
from zhongdu.law.governing import governing
from zhongdu.law.reliance import rests_on
from zhongdu.recruitment import acts, importing, jobs, workbook
from zhongdu.recruitment.consent import privacy_notice
from zhongdu.recruitment.models import Notice
from zhongdu.recruitment.pages import sent, visitor
from zhongdu.scope.roles import Role

RECRUIT = frozenset({Role.RECRUITER})
AT_ONCE = 200  # rows; more of them are a job


@rests_on("application.in_writing", "application.form", kind="page")
@page(
    face="desk",
    path="desk/notices/<str:number>/import/",
    name=acts.import_applications.verb,
    may=RECRUIT,
)
def import_applications(request: HttpRequest, number: str) -> HttpResponse:
    """The act's own page. What it hands out, receipt codes and marked rows, lies in the answer and nowhere else."""
    notice = matter_or_404(request, Notice, number)
    law = governing(notice.bureau, clock.today())
    initial = {"key": uuid4().hex, "consent": privacy_notice(law, notice.bureau.name)}
    form = ActForm(acts.import_applications, notice, law, *sent(request, files=True), initial=initial)
    del form.fields["batch"]
    sheet = importing.intake_of(notice, law).sheet
    context: dict[str, Any] = {
        "form": form, "notice": notice, "law": law, "columns": sheet.columns, "demonstration": band(law),
        "refusal": refusal_of(acts.import_applications, notice, visitor(request)), "at_once": AT_ONCE,
    }  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            return _brought_in(request, notice, sheet, form, context)
        except BadList as bad:
            context |= {"bad": bad, "marked": _in_page(_marked(sheet, form, bad))}
        except Refused as refused:
            form.refused(refused)
    return render(request, "recruitment/import.html", context, status=422 if "bad" in context else 200)


def _brought_in(
    request: HttpRequest, notice: Notice, sheet: Sheet, form: ActForm, context: dict[str, Any]
) -> HttpResponse:
    """A few rows are brought in at once; many are left to a job, whose page is where one waits."""
    values, batch = form.values, form.cleaned_data["key"]
    if (rows := _counted(sheet, values["file"])) > AT_ONCE:
        with transaction.atomic():
            told = {"notice": notice.number, "consent": values["consent"], "rows": rows}
            made = start(jobs.import_paper_forms, bureau=notice.bureau, by=visitor(request), **told)
            try:
                files.store(values["file"], owner=made.owner, kind=jobs.BROUGHT, allow=frozenset({XLSX}))
            except files.FileRefused as refused:
                raise Refused(refused.code, refused.message, fields={"file": refused.message}) from None
        return redirect("desk:job", number=made.number)
    perform(acts.import_applications, notice, visitor(request), key=batch, batch=batch, **values)
    found = importing.handouts(notice, batch)
    context |= {"handouts": found, "receipts": _in_page(workbook.receipt_list(found))}
    answer = render(request, "recruitment/imported.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def _counted(sheet: Sheet, upload: Any) -> int:
    """How many rows there are; what is no list at all the act itself will say."""
    try:
        return sum(1 for _ in sheet.rows(upload))
    except NotAList:
        return 0
    finally:
        upload.seek(0)


def _marked(sheet: Sheet, form: ActForm, bad: BadList) -> bytes:
    upload = form.values["file"]
    upload.seek(0)
    return sheet.marked(sheet.rows(upload), bad.mistakes)


def _in_page(content: bytes) -> str:
    """A workbook as a link that carries it: it holds what people entrusted, so the server keeps no copy."""
    return f"data:{MEDIA_TYPE};base64,{base64.b64encode(content).decode()}"


@page(
    face="desk",
    path="desk/notices/<str:number>/paper-forms.xlsx",
    name="paper_forms_template",
    may=RECRUIT,
    methods=("GET",),
)
def paper_forms_template(request: HttpRequest, number: str) -> HttpResponse:
    """The workbook to fill in, with the columns of this notice's form."""
    notice = matter_or_404(request, Notice, number)
    intake = importing.intake_of(notice, governing(notice.bureau, clock.today()))
    answer = HttpResponse(workbook.template(intake), content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = content_disposition_header(True, "纸质报名表.xlsx")
    return answer
