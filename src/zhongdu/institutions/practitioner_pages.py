"""Practitioners on the desk: the list, one of them, a list brought in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from zhongdu.calendar import clock
from zhongdu.institutions import import_page, practitioners, workbook
from zhongdu.institutions.acts import import_practitioners
from zhongdu.institutions.models import Practitioner
from zhongdu.institutions.tabs import tabs
from zhongdu.kit import beside, lists, sealed
from zhongdu.kit.matters import band
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Fact
from zhongdu.law.governing import governing
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import POSTS


class _At:
    """Narrow the list to those who work at one institution today, named by its code."""

    name, label, kind, hint = "institution", "执业机构", "text", "医保机构代码"

    def accepts(self, value: str) -> bool:
        return bool(value)

    def narrow(self, queryset: Any, value: str) -> Any:
        return queryset.filter(pk__in=practitioners.at_code(value, clock.today()).values("practitioner"))


@page(face="desk", path="desk/practitioners/", name="practitioners", may=frozenset(POSTS))
def listed(request: HttpRequest) -> HttpResponse:
    """Whom somebody looked for stands in no address."""
    if request.method == "POST":
        return sealed.lead_on(request)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    offered: list[Any] = [
        lists.Choice("kind", "类别", Practitioner.Kind.choices),
        lists.Text("q", "查找", ["name", "code"], hint="姓名或编码", sealed=True),
        _At(),
    ]
    filters = lists.Filters.read(request, *offered)
    found = lists.page_of(request, filters.narrow(practitioners.visible(actor)), by=("name", "id"))
    at_work = practitioners.at_work([row.pk for row in found], clock.today())
    return render(
        request,
        "institutions/practitioners.html",
        {
            "tabs": tabs("desk:practitioners"),
            "filters": filters,
            "found": found,
            "rows": [(row, at_work.get(row.pk, ())) for row in found],
            "imports": import_page.offices(import_practitioners, actor),
            "narrowed": bool(filters.chosen),
        },
    )


@page(
    face="desk",
    path="desk/practitioners/<str:code>/",
    name="practitioner",
    may=frozenset(POSTS),
    methods=("GET",),
)
def practitioner(request: HttpRequest, code: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = get_object_or_404(practitioners.visible(actor), code=code)
    facts = [
        Fact("国家医保编码", found.code),
        Fact("类别", found.get_kind_display()),
        Fact("执业证书编号", found.licence or "—"),
        Fact("管理的医保局", found.bureau.name),
    ]
    context = {
        "practitioner": found,
        "facts": facts,
        "workplaces": practitioners.workplaces(found),
        "today": clock.today(),
        "slots": beside.shown("practitioner", request, found),
        "demonstration": band(governing(found.bureau, clock.today())),
    }
    return render(request, "institutions/practitioner.html", context)


@page(
    face="desk",
    path="desk/offices/<str:number>/practitioners/import/",
    name=import_practitioners.verb,
    may=frozenset(POSTS),
)
def import_practitioners_page(request: HttpRequest, number: str) -> HttpResponse:
    return import_page.show(request, number, import_practitioners.verb)


@page(
    face="desk",
    path="desk/practitioners-template/",
    name="practitioners_template",
    may=frozenset(POSTS),
    methods=("GET",),
)
def practitioners_template(request: HttpRequest) -> HttpResponse:
    return import_page.download(workbook.people_template(), "医师药师名单.xlsx")
