"""The board's other faces: bureau by bureau, clause by clause, month by month; and all of it as a workbook."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from zhongdu.calendar import clock
from zhongdu.duties import board, overview
from zhongdu.duties.clause_list import ELSEWHERE, lines_of, measures_of
from zhongdu.duties.jobs import write_board
from zhongdu.duties.showing import bureaus_of, chosen_of, narrowing, own_band, views
from zhongdu.duties.taking_out import AT_ONCE, Asked
from zhongdu.jobs.working import start
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Tab
from zhongdu.kit.workbooks import MEDIA_TYPE
from zhongdu.law.shelves import shelf
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import POSTS

_ALL = frozenset(POSTS)


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
    codes = measures_of(chosen or bureaus[0], today, tallies)
    asked = request.GET.get("measure", "")
    code = asked if asked in (*codes, ELSEWHERE) else codes[0] if codes else ELSEWHERE
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


def _tabs(request: HttpRequest, codes: list[str], current: str) -> list[Tab]:
    bureau = request.GET.get("bureau", "")
    named = [(code, shelf().packs[code].head.short) for code in codes] + [(ELSEWHERE, "国家规定和本局做法")]
    return [
        Tab(label, f"?measure={code}" + (f"&bureau={bureau}" if bureau else ""), code == current)
        for code, label in named
    ]


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


@page(face="desk", path="desk/board/board.xlsx", name="board_workbook", may=_ALL)
def as_workbook(request: HttpRequest) -> HttpResponseBase:
    """The board to sort and file, narrowed as the page was: at once where it is short, else by a job that is asked for."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    today = clock.today()
    asked = Asked(actor, request.GET.urlencode(), today)
    if request.method == "POST":
        made = start(write_board, bureau=asked.bureaus[0], by=actor, query=asked.query)
        return redirect("desk:job", number=made.number)
    if (rows := asked.rows.count()) > AT_ONCE:
        return render(
            request, "duties/long_file.html", {"rows": rows, "views": views(asked.bureaus, "board")}
        )
    headers = {
        "Content-Disposition": f'attachment; filename="board-{today:%Y%m%d}.xlsx"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(asked.workbook(), content_type=MEDIA_TYPE, headers=headers)
