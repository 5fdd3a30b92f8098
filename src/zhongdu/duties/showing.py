"""What the faces of the board share: whose bureaus, narrowed by what, and the way from one face to another."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.module_loading import autodiscover_modules

from zhongdu.calendar import clock
from zhongdu.kit import lists
from zhongdu.kit.matters import band
from zhongdu.kit.parts import Tab
from zhongdu.law.address import BadAddress
from zhongdu.law.citing import cite
from zhongdu.law.governing import governing
from zhongdu.law.reliance import reliances
from zhongdu.law.vocabulary import concept
from zhongdu.scope.actor import Actor, territory
from zhongdu.scope.models import Bureau


def bureaus_of(actor: Actor) -> list[Bureau]:
    return list(Bureau.objects.filter(territory(actor, "")).order_by("path")[:500])


def narrowing(request: HttpRequest, bureaus: list[Bureau], *, ended: bool = True) -> lists.Filters:
    """By bureau, duty, clause and, of those met, the year."""
    years = range(clock.today().year, clock.today().year - 5, -1)
    met = lists.Choice("year", "办结年份", [(str(n), f"{n}年") for n in years], field="met_on__year")
    return lists.Filters.read(
        request,
        *([_of_bureau(bureaus)] if len(bureaus) > 1 else []),
        lists.Choice("concept", "义务", _concepts()),
        *_of_clause(request.GET.get("clause", "")),
        *([met] if ended else []),
    )


def views(bureaus: list[Bureau], current: str) -> list[Tab]:
    """The board's faces: the rows themselves, what is to be kept, by bureau where there are several, by clause, by month."""
    named = [
        ("board", "逐项"),
        ("board_standing", "常设"),
        ("board_bureaus", "逐局"),
        ("board_clauses", "逐条"),
        ("board_months", "逐月"),
    ]
    if len(bureaus) < 2:
        del named[2]
    return [Tab(label, reverse(f"desk:{name}"), name == current) for name, label in named]


def _of_clause(address: str) -> list[lists.Choice]:
    """Of one clause, where the address says so: one is led there from the page of clauses."""
    try:
        return [lists.Choice("clause", "条款", [(address, cite(address).label)])] if address else []
    except BadAddress:
        return []


def _of_bureau(bureaus: list[Bureau]) -> lists.Choice:
    return lists.Choice(
        "bureau", "医保局", [(each.code, each.name) for each in bureaus], field="bureau__code"
    )


def with_the_rooms() -> None:
    """Whatever the rooms declare of duties is there from now on, also what only the night asks for."""
    autodiscover_modules("acts", "sweeping")


def chosen_of(request: HttpRequest, bureaus: list[Bureau]) -> Bureau | None:
    return next((each for each in bureaus if each.code == request.GET.get("bureau")), None)


def _concepts() -> list[tuple[str, str]]:
    """The duties anything here opens or checks, also by night: what the sweep declares is there for the board too."""
    with_the_rooms()
    words = {each.concept for each in reliances() if each.kind in {"duty", "standing"}}
    return sorted((word, concept(word).says) for word in words)


def own_band(bureaus: list[Bureau], today: date) -> Any:
    """The band of the officer's own bureau: the first of their territory."""
    return band(governing(bureaus[0], today)) if bureaus else ""
