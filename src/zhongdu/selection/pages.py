"""What the pages of selection share."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest

from zhongdu.kit.parts import Tone
from zhongdu.scope.actor import Actor
from zhongdu.selection.models import Selection

TONES: dict[str, Tone] = {
    Selection.State.PREPARING: "info",
    Selection.State.SCORING: "info",
    Selection.State.PROPOSED: "warn",
    Selection.State.CONFIRMED: "good",
    Selection.State.DROPPED: "quiet",
}


def visitor(request: HttpRequest) -> Actor:
    """Who is asking."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def fresh() -> str:
    """A key for one request: a double click is one deed."""
    return uuid4().hex


def seen(matter: Any, typed: str | None) -> int:
    """The length of the docket on the page one acts from."""
    return int(typed) if typed and typed.isdecimal() else matter.docket.length
