"""Institutions on the desk: the list and who was never visited, one institution, a list brought in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from zhongdu.calendar import clock
from zhongdu.fieldwork.acts import assign_visit
from zhongdu.fieldwork.queries import last_visits, may_read_visits, never_visited, visits_to
from zhongdu.institutions import (
    import_page,
    practitioner_pages,  # noqa: F401 - its pages
    practitioners,
    workbook,
)
from zhongdu.institutions.acts import import_list
from zhongdu.institutions.import_page import Import
from zhongdu.institutions.models import Institution
from zhongdu.institutions.queries import visible
from zhongdu.institutions.rules import COLUMNS
from zhongdu.institutions.tabs import tabs
from zhongdu.kit import lists
from zhongdu.kit.matters import band
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Fact
from zhongdu.law.governing import governing
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import POSTS

_SHOWN = 10  # practitioners on an institution's page; its list shows them all

LIST = Import(
    act=import_list,
    columns=COLUMNS,
    title="导入医药机构名单",
    above=("医药机构", "desk:institutions"),
    template="desk:institutions_template",
    says="“医保机构代码”和“名称”必填，其余可以空着。",
    counts="已导入：新增{new}家，更新{changed}家，没有变化{same}家。",
)


class _Coverage:
    """Narrow a list to those never visited, or visited, as far as the reader may know of visits."""

    name, label, kind = "visited", "巡查", "choice"
    choices = (("never", "从未巡查"), ("once", "巡查过"))

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    def accepts(self, value: str) -> bool:
        return value in {"never", "once"}

    def narrow(self, queryset: Any, value: str) -> Any:
        return never_visited(queryset, self.actor, never=value == "never")


@page(face="desk", path="desk/institutions/", name="institutions", may=frozenset(POSTS), methods=("GET",))
def institutions(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    reads_visits = may_read_visits(actor)
    offered: list[Any] = [
        lists.Choice("kind", "类别", Institution.Kind.choices),
        lists.Text("q", "查找", ["name", "code"], hint="名称或代码"),
    ]
    if reads_visits:
        offered.insert(1, _Coverage(actor))
    filters = lists.Filters.read(request, *offered)
    found = lists.page_of(request, filters.narrow(visible(actor)), by=("name", "id"))
    last = last_visits([row.pk for row in found], actor)
    return render(
        request,
        "institutions/list.html",
        {
            "tabs": tabs("desk:institutions"),
            "filters": filters,
            "found": found,
            "rows": [(row, last.get(row.pk)) for row in found],
            "reads_visits": reads_visits,
            "imports": import_page.offices(import_list, actor),
            "narrowed": bool(filters.chosen),
        },
    )


@page(
    face="desk",
    path="desk/institutions/<str:code>/",
    name="institution",
    may=frozenset(POSTS),
    methods=("GET",),
)
def institution(request: HttpRequest, code: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = get_object_or_404(visible(actor), code=code)
    reads_visits = may_read_visits(actor)
    visits = visits_to(found, actor)
    people = list(practitioners.at(found, clock.today())[: _SHOWN + 1])
    return render(
        request,
        "institutions/institution.html",
        {
            "institution": found,
            "facts": _facts(found),
            "visits": lists.page_of(request, visits, by=("-done_at", "-id")) if reads_visits else (),
            "reads_visits": reads_visits,
            "may_assign": bool(actor.standing(assign_visit.by)),
            "people": people[:_SHOWN],
            "more_people": len(people) > _SHOWN,
            "last": last_visits([found.pk], actor).get(found.pk),
            "demonstration": band(governing(found.bureau, clock.today())),
        },
    )


@page(
    face="desk",
    path="desk/offices/<str:number>/institutions/import/",
    name=import_list.verb,
    may=frozenset(POSTS),
)
def import_institutions(request: HttpRequest, number: str) -> HttpResponse:
    return import_page.show(request, number, LIST)


@page(
    face="desk",
    path="desk/institutions-template/",
    name="institutions_template",
    may=frozenset(POSTS),
    methods=("GET",),
)
def institutions_template(request: HttpRequest) -> HttpResponse:
    return import_page.download(workbook.template(), "医药机构名单.xlsx")


def _facts(found: Institution) -> list[Fact]:
    term = "".join(
        f"{day.year}年{day.month}月{day.day}日{end}"
        for day, end in ((found.since, "起"), (found.until, "止"))
        if day
    )
    return [
        Fact("医保机构代码", found.code),
        Fact("类别", found.get_kind_display()),
        Fact("统一社会信用代码", found.credit_code or "—"),
        Fact("地址", found.address or "—"),
        Fact("定点起止", term or "—"),
        Fact("管理的医保局", found.bureau.name),
    ]
