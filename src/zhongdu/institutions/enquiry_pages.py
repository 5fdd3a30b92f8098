"""Information a bureau asked for, on the desk: each ask with how many have sent it, and what each institution sent."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from zhongdu import vault
from zhongdu.calendar import clock
from zhongdu.institutions import enclosures, import_page, showing, workbook
from zhongdu.institutions.acts import ask_institutions, send_filing_back
from zhongdu.institutions.models import Enquiry, Filing, Institution
from zhongdu.institutions.tabs import tabs
from zhongdu.kit import lists
from zhongdu.kit.beside import Slot, slot
from zhongdu.kit.matters import matter_context, matter_or_404
from zhongdu.kit.pages import page
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import POSTS

WAITING = Q(state__in=Filing.WAITING)


class _Late(lists.Choice):
    """Filings by their state, or those that are late."""

    def narrow(self, queryset: Any, value: str) -> Any:
        if value == "late":
            return queryset.filter(WAITING, due__lt=clock.today())
        return super().narrow(queryset, value)


@page(face="desk", path="desk/enquiries/", name="enquiries", may=frozenset(POSTS), methods=("GET",))
def enquiries(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    late = Q(filings__state__in=Filing.WAITING, filings__due__lt=clock.today())
    rows = (
        Enquiry.objects.visible_to(actor)
        .select_related("docket", "bureau")
        .annotate(
            asked=Count("filings"),
            waiting=Count("filings", filter=Q(filings__state__in=Filing.WAITING)),
            late=Count("filings", filter=late),
        )
    )
    found = lists.page_of(request, rows, by=("-asked_on", "-id"))
    asks = [
        (office, reverse("desk:do", kwargs={"act": ask_institutions.name, "number": office.number}))
        for office in import_page.offices(ask_institutions, actor)
    ]
    context = {"tabs": tabs("desk:enquiries"), "found": found, "asks": asks}
    return render(request, "institutions/enquiries.html", context)


@page(
    face="desk", path="desk/enquiries/<str:number>/", name="enquiry", may=frozenset(POSTS), methods=("GET",)
)
def enquiry(request: HttpRequest, number: str) -> HttpResponse:
    found, today = matter_or_404(request, Enquiry, number), clock.today()
    filters = lists.Filters.read(
        request, _Late("state", "状态", [("late", "逾期没有报"), *Filing.State.choices])
    )
    rows = found.filings.select_related("docket", "institution")
    filings = lists.page_of(request, filters.narrow(rows), by=("due", "id"))
    context = {
        **matter_context(request, found, "desk"),
        "filters": filters,
        "filings": filings,
        "rows": [(row, showing.chip(row, today)) for row in filings],
        "pieces": enclosures.pieces(found.number),
        "sent": rows.exclude(WAITING).count(),
        "asked": rows.count(),
    }
    return render(request, "institutions/enquiry.html", context)


@page(
    face="desk", path="desk/enquiries/<str:number>/answers.xlsx", name="enquiry_answers", may=frozenset(POSTS),
    methods=("GET",),
)  # fmt: skip
def enquiry_answers(request: HttpRequest, number: str) -> HttpResponse:
    """What everybody answered, a line an institution: to go through in Excel."""
    found = matter_or_404(request, Enquiry, number)
    rows = list(found.filings.select_related("docket", "institution").order_by("institution__name", "id"))
    kept = vault.read_many([row.number for row in rows], ["filing_answers"])
    lines = [
        [row.institution.code, row.institution.name, row.get_state_display(), str(row.sent_on or "")]
        + [
            str(kept.get(row.number, {}).get("filing_answers", {}).get(str(n), ""))
            for n, _ in enumerate(found.questions, 1)
        ]
        for row in rows
    ]
    head = ["医保机构代码", "名称", "状态", "报送日期", *found.questions]
    return import_page.download(workbook.table("报送情况", head, lines), f"{found.title}.xlsx")


@page(
    face="desk", path="desk/enquiries/<str:number>/files/<str:file>/", name="enquiry_file", may=frozenset(POSTS),
    methods=("GET",),
)  # fmt: skip
def enquiry_file(request: HttpRequest, number: str, file: str) -> HttpResponseBase:
    return enclosures.serve(request, matter_or_404(request, Enquiry, number).number, file)


@page(face="desk", path="desk/filings/<str:number>/", name="filing", may=frozenset(POSTS), methods=("GET",))
def filing(request: HttpRequest, number: str) -> HttpResponse:
    found = matter_or_404(request, Filing, number)
    context = {**matter_context(request, found, "desk"), **shown(found)}
    return render(request, "institutions/filing.html", context)


@page(
    face="desk", path="desk/filings/<str:number>/files/<str:file>/", name="filing_file", may=frozenset(POSTS),
    methods=("GET",),
)  # fmt: skip
def filing_file(request: HttpRequest, number: str, file: str) -> HttpResponseBase:
    return enclosures.serve(request, matter_or_404(request, Filing, number).number, file)


def shown(found: Filing) -> dict[str, Any]:
    """What both faces show of a filing."""
    answers = vault.read(found.number, "filing_answers").get("filing_answers", {})
    return {
        "enquiry": found.enquiry,
        "answers": [
            (question, answers.get(str(n), "")) for n, question in enumerate(found.enquiry.questions, 1)
        ],
        "answered": bool(found.sent_on),
        "pieces": enclosures.pieces(found.number),
        "said": showing.said(found, send_filing_back.name),
        "chip": showing.chip(found, clock.today()),
    }


@slot("institution", order=60)
def _filings(request: HttpRequest, institution: Institution) -> Slot | None:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = (
        Filing.objects.visible_to(actor).filter(institution=institution).select_related("docket", "enquiry")
    )
    found = [(row, showing.chip(row, clock.today())) for row in rows.order_by("-due", "-id")[:10]]
    return Slot("报送", "send", "institutions/filings_beside.html", {"filings": found}) if found else None
