"""Papers and files of inspections and sealings: each for whoever reads the matter, as PDF or Word."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from zhongdu.inspections import attaching
from zhongdu.inspections.acting_desk import READ
from zhongdu.inspections.models import Inspection, Sealing
from zhongdu.inspections.paper import OF_INSPECTION, OF_SEALING, Printed
from zhongdu.kit.matters import matter_or_404
from zhongdu.kit.pages import page

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_KINDS = [*attaching.KINDS, attaching.SCAN, "inspection_receipt"]


def _answer(printed: Printed, kind: str) -> HttpResponse:
    if kind not in ("pdf", "docx"):
        raise Http404
    body, media = (printed.pdf(), "application/pdf") if kind == "pdf" else (printed.docx(), _WORD)
    how = "inline" if kind == "pdf" else "attachment"
    headers = {
        "Content-Disposition": f'{how}; filename="{printed.name}.{kind}"',
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(body, content_type=media, headers=headers)


@page(
    face="desk", path="desk/inspections/<str:number>/papers/<slug:what>-<int:n>.<slug:kind>", name="inspection_paper", may=READ,
    methods=("GET",),
)  # fmt: skip
def inspection_paper(request: HttpRequest, number: str, what: str, n: int, kind: str) -> HttpResponse:
    """A paper of an inspection: which, and of several which one."""
    found = matter_or_404(request, Inspection, number)
    make = OF_INSPECTION.get(what)
    there = {
        "demand": found.demands.filter(number=n), "record": found.records.filter(number=n), "suspension": found.holds.filter(pk=n),
        "resumption": found.holds.filter(pk=n, ended_on__isnull=False),
    }  # fmt: skip
    ready = (
        there[what].exists()
        if what in there
        else {"report": found.reported_on, "result": found.closed_on}.get(what)
    )
    if make is None or not ready:
        raise Http404
    return _answer(make(found, str(n)), kind)


@page(
    face="desk", path="desk/sealings/<str:number>/papers/<slug:what>.<slug:kind>", name="sealing_paper", may=READ, methods=("GET",)
)  # fmt: skip
def sealing_paper(request: HttpRequest, number: str, what: str, kind: str) -> HttpResponse:
    """A paper of a sealing: the decision with its list, the extension, the receipt."""
    found = matter_or_404(request, Sealing, number)
    make = OF_SEALING.get(what)
    if make is None or (what == "extension" and not found.extended_on):
        raise Http404
    return _answer(make(found), kind)


@page(
    face="desk",
    path="desk/inspections/<str:number>/files/<str:file>/",
    name="inspection_file",
    may=READ,
    methods=("GET",),
)
def inspection_file(request: HttpRequest, number: str, file: str) -> HttpResponseBase:
    """A file of an inspection, or of something sealed in it."""
    found = matter_or_404(request, Inspection, number)
    owners = [found.number, *(each.number for each in found.sealings.select_related("docket"))]
    for owner in owners:
        try:
            return attaching.serve(request, owner, file, _KINDS)
        except Http404:
            continue
    raise Http404
