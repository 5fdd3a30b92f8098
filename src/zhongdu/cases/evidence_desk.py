"""What an inspection took up as evidence, for whoever reads the case it carries: they review, deliberate and hear on it,
and not all of them read inspections. What is still material there is not given out here."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from zhongdu import files
from zhongdu.cases import queries
from zhongdu.cases.models import READERS, Case
from zhongdu.files import serving
from zhongdu.inspections.queries import Taken, files_behind, record_on_paper, report_on_paper
from zhongdu.kit.matters import matter_or_404
from zhongdu.kit.pages import page
from zhongdu.law.governing import Law
from zhongdu.law.reliance import rests_on

MAY = frozenset(READERS)
RECORD = "record"


@dataclass(frozen=True)
class Shown:
    """A piece of evidence of the inspection, as the case's page shows it: with what can be opened of it."""

    piece: Taken
    kind: str
    struck_on: date | None
    opens: list[tuple[str, str]]  # (what it is called, its address)


def shown(case: Case, law: Law) -> list[Shown]:
    """All that the inspection of a case took up."""
    return [
        Shown(each, law.rule(each.kind).label, struck_on, _opens(case, each))
        for each, struck_on in queries.inspected_evidence(case)
    ]


def _opens(case: Case, piece: Taken) -> list[tuple[str, str]]:
    inspection = queries.inspection_of(case)
    rows = files_behind(inspection, piece) if inspection else []
    called = files.names(rows)
    record = [(f"笔录第{piece.record}号", _address(case, piece, RECORD))] if piece.record else []
    return [
        *record,
        *((called[row.public_id] or "未命名的文件", _address(case, piece, row.public_id)) for row in rows),
    ]


def _address(case: Case, piece: Taken, what: str) -> str:
    return reverse("desk:case_evidence", kwargs={"number": case.number, "n": piece.number, "what": what})


@rests_on("evidence.verified", kind="page")
@page(
    face="desk", path="desk/cases/<str:number>/evidence/<int:n>/<str:what>/", name="case_evidence", may=MAY, methods=("GET",)
)  # fmt: skip
def case_evidence(request: HttpRequest, number: str, n: int, what: str) -> HttpResponseBase:
    """A file, or a record on paper, that the inspection of a case took up."""
    case = matter_or_404(request, Case, number)
    inspection = queries.inspection_of(case)
    piece = next((each for each, _ in queries.inspected_evidence(case) if each.number == n), None)
    if inspection is None or piece is None:
        raise Http404
    if what == RECORD and piece.record:
        return _pdf(record_on_paper(inspection, piece.record), f"record-{case.number}-{piece.record}.pdf")
    found = next((row for row in files_behind(inspection, piece) if row.public_id == what), None)
    if found is None:
        raise Http404
    return serving.serve(request, found, files.names([found])[found.public_id] or found.public_id)


@page(face="desk", path="desk/cases/<str:number>/report/", name="case_report", may=MAY, methods=("GET",))
def case_report(request: HttpRequest, number: str) -> HttpResponseBase:
    """The report of the inspection a case came of."""
    inspection = queries.inspection_of(matter_or_404(request, Case, number))
    if inspection is None or inspection.reported_on is None:
        raise Http404
    return _pdf(report_on_paper(inspection), f"report-{number}.pdf")


def _pdf(content: bytes, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'inline; filename="{name}"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)
