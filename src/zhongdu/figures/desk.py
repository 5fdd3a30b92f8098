"""A bureau's figures on the desk: one page of charts that are tables, and the list behind every bar."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch

from zhongdu.calendar import clock
from zhongdu.figures import rules, workbook
from zhongdu.figures.charts import FIGURES, Asked, Figure
from zhongdu.kit import lists
from zhongdu.kit.matters import band, page_of
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Tab
from zhongdu.kit.workbooks import MEDIA_TYPE
from zhongdu.law.governing import governing
from zhongdu.scope.actor import Actor, territory
from zhongdu.scope.models import Bureau

READ = frozenset(role for figure in FIGURES.values() for role in figure.kind.readers)


@dataclass(frozen=True)
class Chart:
    """A figure counted for one reader."""

    figure: Figure
    bars: list[rules.Shown]

    @property
    def total(self) -> int | None:
        return rules.total(self.bars, self.money)

    @property
    def money(self) -> bool:
        return bool(self.figure.money)

    @property
    def empty(self) -> bool:
        return not any(bar.n or bar.hidden for bar in self.bars)

    @property
    def lines(self) -> list[tuple[rules.Shown, int]]:
        """Each bar with its length out of a thousand."""
        most = max((bar.length(self.money) for bar in self.bars), default=0) or 1
        return [(bar, 1000 * bar.length(self.money) // most) for bar in self.bars]


@dataclass(frozen=True)
class Question:
    """What a page of figures was asked for: a period, a bureau."""

    asked: Asked
    period: str
    filters: lists.Filters
    bureau: Bureau | None
    band: str

    @property
    def kept(self) -> str:
        return urlencode({"period": self.period, **self.filters.chosen})

    @property
    def tabs(self) -> list[Tab]:
        """The periods, each keeping the bureau."""
        return [
            Tab(label, f"?{urlencode({'period': word, **self.filters.chosen})}", word == self.period)
            for word, label in rules.PERIODS.items()
        ]


def _question(request: HttpRequest) -> Question:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    bureaus = list(Bureau.objects.filter(territory(actor, "")).order_by("path")[:500])
    offered = [(each.code, each.name) for each in bureaus]
    several = [lists.Choice("of", "医保局和它下面的", offered)] if len(bureaus) > 1 else []
    filters = lists.Filters.read(request, *several)
    period = request.GET.get("period", "")
    period = period if period in rules.PERIODS else next(iter(rules.PERIODS))
    chosen = next((each for each in bureaus if each.code == filters.chosen.get("of")), None)
    today = clock.today()
    law = governing(chosen or bureaus[0], today)
    asked = Asked(actor, law, *rules.span(period, today))
    return Question(asked, period, filters, chosen, band(law))


def _charts(question: Question) -> list[Chart]:
    """The figures of the kinds of matter a reader's posts read."""
    mine = [figure for figure in FIGURES.values() if figure.may(question.asked.actor)]
    return [Chart(figure, figure.counted(question.asked, question.bureau)) for figure in mine]


@page(face="desk", path="desk/figures/", name="figures", may=READ, methods=("GET",))
def figures(request: HttpRequest) -> HttpResponse:
    question = _question(request)
    context = {
        "charts": _charts(question),
        "filters": question.filters,
        "tabs": question.tabs,
        "period": question.period,
        "kept": question.kept,
        "since": question.asked.since,
        "until": question.asked.until,
        "least": rules.LEAST,
        "demonstration": question.band,
    }
    return render(request, "figures/figures.html", context)


@page(face="desk", path="desk/figures/<slug:figure>/behind/", name="figure", may=READ, methods=("GET",))
def behind(request: HttpRequest, figure: str) -> HttpResponse:
    """The rows one bar counts, each with its matter's page."""
    question = _question(request)
    found = FIGURES.get(figure)
    if found is None or not found.may(question.asked.actor):
        raise Http404
    key = request.GET.get("bar", "")
    rows = found.behind(question.asked, question.bureau, key)
    if rows is None:
        raise Http404
    [label] = [
        bar.label
        for bar in found.bars(found.within(question.asked, question.bureau), question.asked)
        if bar.key == key
    ]
    way = found.matter
    related = [f"{way}__docket", f"{way}__bureau"] if way else ["docket", "bureau"]
    shown = lists.page_of(request, rows.select_related(*related), by=("-id",), size=50)
    context = {
        "figure": found,
        "label": label,
        "found": shown,
        "rows": [_row(found, row) for row in shown],
        "kept": question.kept,
        "since": question.asked.since,
        "until": question.asked.until,
        "demonstration": question.band,
    }
    return render(request, "figures/behind.html", context)


def _row(figure: Figure, row: Any) -> tuple[Any, str, Any, int]:
    """The matter a row is, or belongs to; its page; when it happened; how much."""
    matter = row
    for part in figure.matter.split("__") if figure.matter else ():
        matter = getattr(matter, part)
    try:
        url = page_of(matter, "desk")
    except NoReverseMatch:  # pragma: no cover - every kind counted here has a page
        url = ""
    day = getattr(row, figure.day.partition("__")[0]) if figure.day else matter.since
    return matter, url, day, getattr(row, figure.money) if figure.money else 0


@page(face="desk", path="desk/figures/figures.xlsx", name="figures_workbook", may=READ, methods=("GET",))
def figures_workbook(request: HttpRequest) -> HttpResponse:
    """The same figures to sort and file; what is too few to say is not said here either."""
    question = _question(request)
    made = workbook.of(_charts(question), question.asked.since, question.asked.until)
    headers = {
        "Content-Disposition": f'attachment; filename="figures-{question.asked.until:%Y%m%d}.xlsx"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(made, content_type=MEDIA_TYPE, headers=headers)
