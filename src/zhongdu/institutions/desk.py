"""Institutions on the desk: the list and who was never visited, one institution by date, those that may be one."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from zhongdu.calendar import clock
from zhongdu.fieldwork.acts import assign_visit
from zhongdu.fieldwork.queries import last_visits, may_read_visits, never_visited, visits_to
from zhongdu.institutions import (
    access_pages,  # noqa: F401 - its pages
    contractor_pages,  # noqa: F401 - its pages
    duplicates,
    enquiry_pages,  # noqa: F401 - its pages
    history,
    import_page,
    practitioner_pages,  # noqa: F401 - its pages
    practitioners,
    sent_pages,  # noqa: F401 - its pages
    workbook,
)
from zhongdu.institutions.acts import import_list
from zhongdu.institutions.dossiers import dossier_of, same
from zhongdu.institutions.models import Dossier, Institution
from zhongdu.institutions.on_a_day import on_a_day
from zhongdu.institutions.queries import matching, visible
from zhongdu.institutions.tabs import tabs
from zhongdu.kit import beside, lists
from zhongdu.kit.beside import Slot, slot
from zhongdu.kit.matters import matter_context, matter_or_404
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Fact
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import POSTS

_SHOWN = 10  # practitioners on an institution's page; their own list shows them all


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


class _Words(lists.Text):
    """Find institutions by what they are called or were called, by their code or a merged one."""

    def narrow(self, queryset: Any, value: str) -> Any:
        return matching(queryset, value)


@page(face="desk", path="desk/institutions/", name="institutions", may=frozenset(POSTS), methods=("GET",))
def institutions(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    reads_visits = may_read_visits(actor)
    offered: list[Any] = [
        lists.Choice("kind", "类别", Institution.Kind.choices),
        _Words("q", "查找", [], hint="名称（旧名也可）或代码"),
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
    """What it is, what may be done, its history; and, in slots, what other rooms have of it. A code that was merged
    leads to the institution it stands for, unless one asks for itself."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = _found(actor, code)
    if found.merged_into and "itself" not in request.GET:
        return redirect("desk:institution", code=found.merged_into.code)
    return render(
        request,
        "institutions/institution.html",
        {
            **matter_context(request, dossier_of(found), "desk"),
            "institution": found,
            "facts": _facts(found),
            "duplicates": Institution.objects.filter(merged_into=found).order_by("code"),
            "changes": list(history.changes(found)),
            "may_assign": bool(actor.standing(assign_visit.by)),
            "slots": beside.shown("institution", request, found),
        },
    )


@page(
    face="desk",
    path="desk/institutions/<str:code>/as-of/",
    name="institution_as_of",
    may=frozenset(POSTS),
    methods=("GET",),
)
def institution_as_of(request: HttpRequest, code: str) -> HttpResponse:
    """What an institution's particulars were on any day."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = _found(actor, code)
    above = [
        ("医药机构", reverse("desk:institutions")),
        (found.name, reverse("desk:institution", args=[code])),
    ]
    return render(request, "institutions/as_of.html", on_a_day(request, found, above)[1])


@page(face="desk", path="desk/dossiers/<str:number>/", name="dossier", may=frozenset(POSTS), methods=("GET",))
def dossier(request: HttpRequest, number: str) -> HttpResponse:
    """The page of an institution's docket is the institution's own."""
    found = matter_or_404(request, Dossier, number)
    answer = redirect("desk:institution", code=found.institution.code)
    if found.state == Dossier.State.MERGED:
        answer["Location"] += "?itself=1"
    return answer


@page(
    face="desk",
    path="desk/institutions-alike/",
    name="institutions_alike",
    may=frozenset(POSTS),
    methods=("GET",),
)
def institutions_alike(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    context = {
        "tabs": tabs("desk:institutions_alike"),
        "found": duplicates.proposed(actor),
        "people": duplicates.people_proposed(actor),
    }
    return render(request, "institutions/alike.html", context)


@page(
    face="desk",
    path="desk/offices/<str:number>/institutions/import/",
    name=import_list.verb,
    may=frozenset(POSTS),
)
def import_institutions(request: HttpRequest, number: str) -> HttpResponse:
    return import_page.show(request, number, import_list.verb)


@page(
    face="desk",
    path="desk/institutions-template/",
    name="institutions_template",
    may=frozenset(POSTS),
    methods=("GET",),
)
def institutions_template(request: HttpRequest) -> HttpResponse:
    return import_page.download(workbook.template(), "医药机构名单.xlsx")


# --- what this page shows of itself and of visits, as any other room does ----------------------------------


@slot("institution", order=20)
def _people(request: HttpRequest, found: Institution) -> Slot:
    people = list(practitioners.at(found, clock.today())[: _SHOWN + 1])
    context = {"institution": found, "people": people[:_SHOWN], "more_people": len(people) > _SHOWN}
    return Slot("医师药师", "stethoscope", "institutions/people_beside.html", context)


@slot("institution", order=30)
def _visits(request: HttpRequest, found: Institution) -> Slot | None:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not may_read_visits(actor):
        return None
    visits = lists.page_of(request, visits_to(found, actor), by=("-done_at", "-id"))
    last = max(last_visits(same(found), actor).values(), default=None)
    return Slot(
        "巡查", "clipboard-check", "institutions/visits_beside.html", {"visits": visits, "last": last}
    )


def _found(actor: Actor, code: str) -> Institution:
    rows = Institution.objects.visible_to(actor).select_related("bureau", "merged_into")
    found: Institution = get_object_or_404(rows, code=code)
    if found.merged_into and not visible(actor).filter(pk=found.merged_into.pk).exists():
        raise Http404
    return found


def _facts(found: Institution) -> list[Fact]:
    term = "".join(
        f"{day.year}年{day.month}月{day.day}日{end}"
        for day, end in ((found.since, "起"), (found.until, "止"))
        if day
    )
    return [
        Fact("医保机构代码", found.code),
        *(Fact(label, value) for label, value in history.Particulars(found, None, None).lines[1:]),
        Fact("定点起止", term or "—"),
    ]
