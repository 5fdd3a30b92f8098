"""Slots: places on a room's page that other rooms fill, without the page's room knowing of them.

The page names its place and shows what it gets::

    context["slots"] = beside.shown("institution", request, institution)   {% include "kit/slots.html" %}

A room declares what it has to show there, in its ``desk.py`` (or where else its pages are declared)::

    @slot("institution", order=40)
    def agreements_of(request: HttpRequest, institution: Institution) -> Slot | None:
        rows = queries.of_institution(institution, request.actor)
        return Slot("服务协议", "file-text", "agreements/beside.html", {"rows": rows}) if rows else None

It asks its own queries, which start from what the actor may see; None means there is nothing this visitor is shown.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Slot:
    """A titled box: the room's own template, and what it needs."""

    title: str
    icon: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    id: str = ""


@dataclass(frozen=True)
class Filled:
    """A slot as the page shows it."""

    slot: Slot
    content: SafeString


Filler = Callable[[HttpRequest, Any], Slot | None]
_FILLERS: dict[str, list[tuple[int, str, Filler]]] = {}


def slot(place: str, *, order: int) -> Callable[[Filler], Filler]:
    """Declare what a room shows at a place; lower orders stand first."""

    def declare(filler: Filler) -> Filler:
        _FILLERS.setdefault(place, []).append((order, f"{filler.__module__}.{filler.__name__}", filler))
        return filler

    return declare


def shown(place: str, request: HttpRequest, subject: Any) -> list[Filled]:
    """What the rooms have to show this visitor at a place, in order."""
    found = [
        filler(request, subject)
        for _, _, filler in sorted(_FILLERS.get(place, ()), key=lambda each: each[:2])
    ]
    return [
        Filled(each, SafeString(render_to_string(each.template, each.context, request)))
        for each in found
        if each is not None
    ]
