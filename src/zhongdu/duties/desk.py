"""The compliance board on the desk."""

from datetime import date
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.module_loading import autodiscover_modules

from zhongdu.calendar import clock
from zhongdu.duties import board
from zhongdu.kit import lists
from zhongdu.kit.matters import band
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Tab
from zhongdu.law.governing import governing
from zhongdu.law.reliance import reliances
from zhongdu.law.vocabulary import concept
from zhongdu.scope.actor import Actor, territory
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import POSTS

_SIZE = 50
_ENDED = {"met": "-met_on", "void": "-void_on"}


@page(face="desk", path="desk/board/", name="board", may=frozenset(POSTS), methods=("GET",))
def show(request: HttpRequest) -> HttpResponse:
    """Who owes what to whom, the overdue first; narrowed by heading, bureau and duty."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    today = clock.today()
    bureaus = list(Bureau.objects.filter(territory(actor, "")).order_by("path")[:500])
    filters = lists.Filters.read(
        request,
        *([_of_bureau(bureaus)] if len(bureaus) > 1 else []),
        lists.Choice("concept", "义务", _concepts()),
    )
    rows = filters.narrow(board.visible(actor))
    when = request.GET.get("when", "")
    order = (_ENDED[when], "-id") if when in _ENDED else ("due", "id")
    found = lists.page_of(request, board.within(rows, when, today), by=order, size=_SIZE)
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
            "demonstration": _band(bureaus, today),
        },
    )


def _of_bureau(bureaus: list[Bureau]) -> lists.Choice:
    return lists.Choice(
        "bureau", "医保局", [(each.code, each.name) for each in bureaus], field="bureau__code"
    )


def _concepts() -> list[tuple[str, str]]:
    """The duties anything here opens or checks, also by night: what the sweep declares is there for the board too."""
    autodiscover_modules("acts", "sweeping")
    words = {each.concept for each in reliances() if each.kind in {"duty", "standing"}}
    return sorted((word, concept(word).says) for word in words)


def _tabs(request: HttpRequest, counted: dict[str, int], when: str) -> list[Tab]:
    """One tab a heading, keeping the filters and starting again from the first page."""

    def address(name: str) -> str:
        query = request.GET.copy()
        query.pop("cursor", None)
        query["when"] = name
        return f"?{query.urlencode()}"

    ended = {"met", "void"}
    still = sum(number for name, number in counted.items() if name not in ended)
    tabs = [Tab("未履行", address("open"), when not in counted, still)]
    return tabs + [
        Tab(board.WHENS[name], address(name), when == name, number) for name, number in counted.items()
    ]


def _band(bureaus: list[Bureau], today: date) -> Any:
    """The band of the officer's own bureau: the first of their territory."""
    return band(governing(bureaus[0], today)) if bureaus else ""
