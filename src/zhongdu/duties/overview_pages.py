"""The board's other faces: bureau by bureau, clause by clause, month by month; and all of it as a workbook."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhongdu.calendar import clock
from zhongdu.duties import board, overview, workbook
from zhongdu.duties.overview import Tally
from zhongdu.duties.showing import bureaus_of, chosen_of, narrowing, own_band, views
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Tab
from zhongdu.kit.workbooks import MEDIA_TYPE
from zhongdu.law.address import Address
from zhongdu.law.governing import governing
from zhongdu.law.shelves import shelf
from zhongdu.law.trace import Traced, trace
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import POSTS

_ALL = frozenset(POSTS)
_ELSEWHERE = (
    "other"  # clauses of what no measure here is: the national rules, and what bureaus ask of themselves
)


@page(face="desk", path="desk/board/bureaus/", name="board_bureaus", may=_ALL, methods=("GET",))
def by_bureau(request: HttpRequest) -> HttpResponse:
    """Every bureau of the territory, worst first; each figure opens its rows."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    today, bureaus = clock.today(), bureaus_of(actor)
    rows = board.visible(actor)
    told = overview.by_bureau(rows, bureaus, today)
    heat, lacking = overview.heats(rows, [bureau for bureau, _ in told], today)
    context = {
        "told": [(bureau, tally, tally.days(today), tally.waited(today)) for bureau, tally in told],
        "behind": sum(1 for _, tally in told if tally.overdue),
        "owing": sum(1 for _, tally in told if tally.owed_now),
        "heat": heat,
        "lacking": lacking,
        "today": today,
        "views": views(bureaus, "board_bureaus"),
        "demonstration": own_band(bureaus, today),
    }
    return render(request, "duties/bureaus.html", context)


@dataclass(frozen=True)
class Line:
    """A clause with what carries it out and how it is kept."""

    address: str
    gist: str
    operative: bool
    rests: str  # 2个动作、1项义务
    applied: int
    tally: Tally


@page(face="desk", path="desk/board/clauses/", name="board_clauses", may=_ALL, methods=("GET",))
def by_clause(request: HttpRequest) -> HttpResponse:
    """Each clause of a measure: what the system does about it, how often it was applied, met, missed."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    today, bureaus = clock.today(), bureaus_of(actor)
    rows, chosen = board.visible(actor), chosen_of(request, bureaus)
    if chosen:
        rows = rows.filter(bureau=chosen)
    tallies = overview.by_clause(rows, today)
    applied = overview.applied(actor, today.replace(month=1, day=1), chosen)
    codes = _measures(chosen or bureaus[0], today, tallies)
    asked = request.GET.get("measure", "")
    code = asked if asked in (*codes, _ELSEWHERE) else codes[0] if codes else _ELSEWHERE
    lines = lines_of(code, codes, tallies, applied)
    own = {"bureau": chosen.code} if chosen else {}
    context = {
        "lines": lines,
        "tabs": _tabs(request, codes, code),
        "bureaus": bureaus if len(bureaus) > 1 else [],
        "chosen": chosen,
        "own": "".join(f"&{name}={value}" for name, value in own.items()),
        "measure": code,
        "views": views(bureaus, "board_clauses"),
        "demonstration": own_band(bureaus, today),
        "today": today,
    }
    return render(request, "duties/clauses.html", context)


def _measures(bureau: Bureau, today: Any, tallies: dict[str, Tally]) -> list[str]:
    """The measures that govern a bureau, and those by which anything in sight is owed."""
    governed = [statute.code for statute in governing(bureau, today).statutes]
    owed = sorted({clause.partition(":")[0] for clause in tallies})
    packs = shelf().packs
    return [
        code
        for code in dict.fromkeys([*governed, *owed])
        if code in packs and packs[code].head.about != "base"
    ]


def _tabs(request: HttpRequest, codes: list[str], current: str) -> list[Tab]:
    bureau = request.GET.get("bureau", "")
    named = [(code, shelf().packs[code].head.short) for code in codes] + [(_ELSEWHERE, "国家规定和本局做法")]
    return [
        Tab(label, f"?measure={code}" + (f"&bureau={bureau}" if bureau else ""), code == current)
        for code, label in named
    ]


def lines_of(code: str, codes: list[str], tallies: dict[str, Tally], applied: dict[str, int]) -> list[Line]:
    """The clauses of one measure in the order of its text; of what is elsewhere only those that were used."""
    if code != _ELSEWHERE:
        return [
            Line(each.address, each.gist, each.operative, _rests(each), applied.get(each.address, 0),
                 tallies.get(each.address, Tally()))
            for each in trace(shelf(), code)
        ]  # fmt: skip
    used = sorted({*tallies, *applied} - {""})
    books = shelf()
    return [
        Line(each, clause.gist if (clause := books.clause(Address.parse(each))) else "", True, "", applied.get(each, 0),
             tallies.get(each, Tally()))
        for each in used
        if each.partition(":")[0] not in codes
    ] + ([Line("", "办法没有规定、本局自己要求的", True, "", 0, tallies[""])] if "" in tallies else [])  # fmt: skip


_WORDS = {
    "act": "个动作",
    "duty": "项义务",
    "standing": "项常设义务",
    "page": "个页面",
    "rule": "项计算",
    "paper": "种文书",
    "form": "种表式",
}


def _rests(traced: Traced) -> str:
    """What in the system rests on a clause, counted by kind."""
    kinds = [each.partition(" ")[0] for each in traced.rests]
    return "、".join(f"{kinds.count(kind)}{word}" for kind, word in _WORDS.items() if kind in kinds)


@page(face="desk", path="desk/board/months/", name="board_months", may=_ALL, methods=("GET",))
def by_month(request: HttpRequest) -> HttpResponse:
    """How it went, month by month, for a year."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    today, bureaus = clock.today(), bureaus_of(actor)
    filters = narrowing(request, bureaus, ended=False)
    months = overview.by_month(filters.narrow(board.visible(actor)), today)
    context = {
        "filters": filters,
        "months": months[::-1],
        "most": max((max(each.overdue, each.owed_now) for each in months), default=0) or 1,
        "views": views(bureaus, "board_months"),
        "demonstration": own_band(bureaus, today),
    }
    return render(request, "duties/months.html", context)


@page(face="desk", path="desk/board/board.xlsx", name="board_workbook", may=_ALL, methods=("GET",))
def as_workbook(request: HttpRequest) -> HttpResponse:
    """The board to sort and file: bureaus, clauses, months, and the rows themselves, narrowed as the page was."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    today, bureaus = clock.today(), bureaus_of(actor)
    rows = narrowing(request, bureaus).narrow(board.visible(actor))
    made = workbook.of(
        bureaus=overview.by_bureau(rows, bureaus, today),
        clauses=overview.by_clause(rows, today),
        months=overview.by_month(rows, today),
        rows=board.in_parts(board.within(rows, request.GET.get("when", ""), today), actor, today),
        today=today,
    )
    headers = {
        "Content-Disposition": f'attachment; filename="board-{today:%Y%m%d}.xlsx"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(made, content_type=MEDIA_TYPE, headers=headers)
