"""Practitioners on the desk: the list, one of them by date, a list brought in."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from zhongdu.calendar import clock
from zhongdu.institutions import history, import_page, practitioners, workbook
from zhongdu.institutions.acts import import_practitioners
from zhongdu.institutions.dossiers import dossier_of
from zhongdu.institutions.finding import matching
from zhongdu.institutions.models import Practitioner, PractitionerDossier
from zhongdu.institutions.on_a_day import on_a_day
from zhongdu.institutions.tabs import tabs
from zhongdu.kit import beside, lists, sealed
from zhongdu.kit.matters import matter_context, matter_or_404
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Fact
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import POSTS


class _At:
    """Narrow the list to those who work at one institution today, named by its code."""

    name, label, kind, hint = "institution", "执业机构", "text", "医保机构代码"

    def accepts(self, value: str) -> bool:
        return bool(value)

    def narrow(self, queryset: Any, value: str) -> Any:
        return queryset.filter(pk__in=practitioners.at_code(value, clock.today()).order_by().values("pk"))


class _Words(lists.Text):
    """Find people by what they are called or were called, by their code or a merged one."""

    def narrow(self, queryset: Any, value: str) -> Any:
        return matching(queryset, value)


@page(face="desk", path="desk/practitioners/", name="practitioners", may=frozenset(POSTS))
def listed(request: HttpRequest) -> HttpResponse:
    """Whom somebody looked for stands in no address."""
    if request.method == "POST":
        return sealed.lead_on(request)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    offered: list[Any] = [
        lists.Choice("kind", "类别", Practitioner.Kind.choices),
        _Words("q", "查找", [], hint="姓名（旧名也可）或编码", sealed=True),
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
    """Who it is, where they work, what may be done; and, in slots, what other rooms have of them. A code that was merged
    leads to the one it stands for, unless one asks for itself."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = _found(actor, code)
    if found.merged_into and "itself" not in request.GET:
        return redirect("desk:practitioner", code=found.merged_into.code)
    facts = [Fact(label, value) for label, value in history.Particulars(found, None, None).lines[1:]]
    context = matter_context(request, dossier_of(found), "desk") | {
        "practitioner": found,
        "facts": [Fact("国家医保编码", found.code), *facts],
        "duplicates": Practitioner.objects.filter(merged_into=found).order_by("code"),
        "changes": list(history.changes(found)),
        "workplaces": practitioners.workplaces(found),
        "today": clock.today(),
        "slots": beside.shown("practitioner", request, found),
    }
    return render(request, "institutions/practitioner.html", context)


def _found(actor: Actor, code: str) -> Practitioner:
    rows = Practitioner.objects.visible_to(actor).select_related("bureau", "merged_into")
    found: Practitioner = get_object_or_404(rows, code=code)
    if found.merged_into and not practitioners.visible(actor).filter(pk=found.merged_into.pk).exists():
        raise Http404
    return found


@page(
    face="desk",
    path="desk/practitioners/<str:code>/as-of/",
    name="practitioner_as_of",
    may=frozenset(POSTS),
    methods=("GET",),
)
def practitioner_as_of(request: HttpRequest, code: str) -> HttpResponse:
    """Who somebody was on any day, and where they worked then."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = _found(actor, code)
    above = [
        ("医师药师", reverse("desk:practitioners")),
        (found.name, reverse("desk:practitioner", args=[code])),
    ]
    day, context = on_a_day(request, found, above)
    return render(
        request, "institutions/as_of.html", context | {"places": practitioners.workplaces_on(found, day)}
    )


@page(
    face="desk",
    path="desk/practitioner-dossiers/<str:number>/",
    name="practitionerdossier",
    may=frozenset(POSTS),
    methods=("GET",),
)
def practitioner_dossier(request: HttpRequest, number: str) -> HttpResponse:
    """The page of a practitioner's docket is the practitioner's own."""
    found = matter_or_404(request, PractitionerDossier, number)
    answer = redirect("desk:practitioner", code=found.practitioner.code)
    if found.state == PractitionerDossier.State.MERGED:
        answer["Location"] += "?itself=1"
    return answer


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
