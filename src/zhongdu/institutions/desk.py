"""Institutions on the desk: the list and who was never visited, one institution, a list brought in."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from zhongdu.acts.allowing import may_act
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.bureaus.queries import Office, office_of
from zhongdu.calendar import clock
from zhongdu.fieldwork.acts import assign_visit
from zhongdu.fieldwork.queries import last_visits, may_read_visits, never_visited, visits_to
from zhongdu.institutions import workbook
from zhongdu.institutions.acts import import_list
from zhongdu.institutions.models import Institution
from zhongdu.institutions.queries import visible
from zhongdu.institutions.rules import COLUMNS
from zhongdu.kit import lists
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.matters import band, matter_or_404
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Fact
from zhongdu.kit.workbooks import MEDIA_TYPE, BadList
from zhongdu.law.governing import governing
from zhongdu.record.models import Event
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import POSTS


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
            "filters": filters,
            "found": found,
            "rows": [(row, last.get(row.pk)) for row in found],
            "reads_visits": reads_visits,
            "imports": [office for office in _offices(actor) if not _refusal(office, actor)],
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
    return render(
        request,
        "institutions/institution.html",
        {
            "institution": found,
            "facts": _facts(found),
            "visits": lists.page_of(request, visits, by=("-done_at", "-id")) if reads_visits else (),
            "reads_visits": reads_visits,
            "may_assign": bool(actor.standing(assign_visit.by)),
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
    """The act's own page: what is wrong with a list is told row by row."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    office = matter_or_404(request, Office, number)
    law = governing(office.bureau, clock.today())
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ActForm(import_list, office, law, *sent, initial={"key": uuid4().hex})
    context: dict[str, Any] = {
        "form": form,
        "office": office,
        "columns": COLUMNS,
        "refusal": _refusal(office, actor),
        "demonstration": band(law),
    }
    if request.method == "POST" and form.is_valid():
        try:
            perform(import_list, office, actor, key=form.cleaned_data["key"], **form.values)
        except BadList as bad:
            context["bad"] = bad
        except Refused as refused:
            form.refused(refused)
        else:
            messages.success(request, _done(office))
            return redirect(reverse("desk:institutions"))
    return render(request, "institutions/import.html", context, status=422 if "bad" in context else 200)


@page(
    face="desk",
    path="desk/institutions-template/",
    name="institutions_template",
    may=frozenset(POSTS),
    methods=("GET",),
)
def institutions_template(request: HttpRequest) -> HttpResponse:
    answer = HttpResponse(workbook.template(), content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = (
        "attachment; filename*=UTF-8''%E5%8C%BB%E8%8D%AF%E6%9C%BA%E6%9E%84%E5%90%8D%E5%8D%95.xlsx"
    )
    return answer


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


def _bureaus(actor: Actor) -> list[Bureau]:
    return list(Bureau.objects.filter(pk__in={post.bureau_id for post in actor.posts}).order_by("path"))


def _offices(actor: Actor) -> list[Office]:
    return [office_of(bureau) for bureau in _bureaus(actor)]


def _refusal(office: Office, actor: Actor) -> str:
    """Why this officer cannot bring in a list there; "" when they can."""
    try:
        may_act(import_list, office, actor, governing(office.bureau, clock.today()))
    except Refused as refused:
        return refused.sentence
    return ""


def _done(office: Any) -> str:
    counts = Event.objects.filter(docket=office.docket_id, act=import_list.name).order_by("-seq").first()
    assert counts is not None
    told = counts.data
    return f"已导入：新增{told['new']}家，更新{told['changed']}家，没有变化{told['same']}家。"
