"""Contractors and third parties on the desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from zhongdu.institutions import contractors, import_page, showing
from zhongdu.institutions.acts import register_contractor
from zhongdu.institutions.models import Contractor
from zhongdu.institutions.tabs import tabs
from zhongdu.kit import beside, lists
from zhongdu.kit.matters import matter_context, matter_or_404
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Fact
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import POSTS


@page(face="desk", path="desk/contractors/", name="contractors", may=frozenset(POSTS), methods=("GET",))
def listed(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    filters = lists.Filters.read(
        request,
        lists.Choice("state", "状态", Contractor.State.choices),
        lists.Choice("sort", "类别", Contractor.Sort.choices),
        lists.Text("q", "查找", ["name", "credit_code"], hint="名称或信用代码"),
    )
    found = lists.page_of(request, filters.narrow(contractors.visible(actor)), by=("name", "id"))
    registers = [
        (office, reverse("desk:do", kwargs={"act": register_contractor.name, "number": office.number}))
        for office in import_page.offices(register_contractor, actor)
    ]
    context = {
        "tabs": tabs("desk:contractors"), "filters": filters, "found": found, "registers": registers,
        "rows": [(row, showing.chip(row)) for row in found], "narrowed": bool(filters.chosen),
    }  # fmt: skip
    return render(request, "institutions/contractors.html", context)


@page(
    face="desk",
    path="desk/contractors/<str:number>/",
    name="contractor",
    may=frozenset(POSTS),
    methods=("GET",),
)
def contractor(request: HttpRequest, number: str) -> HttpResponse:
    found = matter_or_404(request, Contractor, number)
    facts = [
        Fact("类别", found.get_sort_display()),
        Fact("承担什么", found.doing),
        Fact("统一社会信用代码", found.credit_code or "—"),
        Fact("承办期限", f"{found.since}起，{f'到{found.until}' if found.until else '没有写明止日'}"),
        Fact("管理的医保局", found.bureau.name),
    ]
    context = {
        **matter_context(request, found, "desk"),
        "facts": facts,
        "chip": showing.chip(found),
        "slots": beside.shown("contractor", request, found),
    }
    return render(request, "institutions/contractor.html", context)
