"""The compliance board on the desk."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhongdu.calendar import clock
from zhongdu.duties import board, overview_pages, standing_page  # noqa: F401 declare their pages
from zhongdu.duties.showing import bureaus_of, narrowing, own_band, views
from zhongdu.kit import beside, lists
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Tab
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import POSTS

_SIZE = 50
_TABS = {"late": "其中逾期办结"}
_ENDED = {"met": "-met_on", "late": "-met_on", "missed": "-missed_on", "void": "-void_on"}


@page(face="desk", path="desk/board/", name="board", may=frozenset(POSTS), methods=("GET",))
def show(request: HttpRequest) -> HttpResponse:
    """Who owes what to whom, the overdue first; narrowed by heading, bureau and duty."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    today = clock.today()
    bureaus = bureaus_of(actor)
    filters = narrowing(request, bureaus)
    rows = filters.narrow(board.visible(actor))
    when = request.GET.get("when", "")
    order = (_ENDED[when], "-id") if when in _ENDED else ("rank", "due", "id")
    asked = board.worst_first(board.within(rows, when, today), today)
    found = lists.page_of(request, asked, by=order, size=_SIZE)
    groups = groupby(board.read(found, actor, today, "desk"), key=lambda row: row.heading)
    return render(
        request,
        "duties/board.html",
        {
            "filters": filters,
            "found": found,
            "groups": [(heading, list(each)) for heading, each in groups],
            "tabs": _tabs(request, board.counts(rows, today), when),
            "today": today,
            "demonstration": own_band(bureaus, today),
            "slots": beside.shown("board", request, None),
            "views": views(bureaus, "board"),
        },
    )


def _tabs(request: HttpRequest, counted: dict[str, int], when: str) -> list[Tab]:
    """One tab a heading, keeping the filters and starting again from the first page."""

    def address(name: str) -> str:
        query = request.GET.copy()
        query.pop("cursor", None)
        query["when"] = name
        return f"?{query.urlencode()}"

    ended = set(_ENDED)
    still = sum(number for name, number in counted.items() if name not in ended)
    tabs = [Tab("未履行", address("open"), when not in counted, still)]
    return tabs + [
        Tab(_TABS.get(name, board.WHENS.get(name, "")), address(name), when == name, number)
        for name, number in counted.items()
    ]
