"""What the pages of recruitment share: who asks, whose a matter is, how its state is coloured."""

from typing import Any
from uuid import uuid4

from django.db.models import QuerySet
from django.http import HttpRequest

from zhongdu.kit.parts import Tone
from zhongdu.recruitment.models import Application, Notice, Objection, Recommendation
from zhongdu.scope.actor import Actor, territory

TONES: dict[str, Tone] = {
    Notice.State.DRAFT: "quiet",
    Notice.State.OPEN: "good",
    Notice.State.CLOSED: "neutral",
    Notice.State.DROPPED: "quiet",
    Application.State.SUBMITTED: "info",
    Application.State.RETURNED: "warn",
    Application.State.ACCEPTED: "good",
    Application.State.ON_NOTICE: "info",
    Application.State.CLEARED: "good",
    Application.State.APPOINTED: "good",
    Application.State.REFUSED: "bad",
    Application.State.WITHDRAWN: "quiet",
    Recommendation.State.HANDED_IN: "good",
    Objection.State.UPHELD: "bad",
    Objection.State.DISMISSED: "neutral",
}


def tone(matter: Any) -> Tone:
    """The colour of a matter's state. (Open is a word of several: an open objection is news, an open letter waits.)"""
    if matter.state == "open" and not isinstance(matter, Notice):
        return "warn" if isinstance(matter, Objection) else "info"
    return TONES[matter.state]


def visitor(request: HttpRequest) -> Actor:
    """Who is asking."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def sent(request: HttpRequest, *, files: bool = False) -> tuple[Any, ...]:
    """What a form is made of: what was sent, even when that is nothing; before it is sent, nothing."""
    if request.method != "POST":
        return ()
    return (request.POST, request.FILES) if files else (request.POST,)


def fresh(matter: Any, request: HttpRequest) -> dict[str, Any]:
    """What the form of an act begins with: the docket as it is seen, a key of its own, what the address says."""
    return {"seen": matter.docket.length, "key": uuid4().hex, **request.GET.dict()}


def in_territory(request: HttpRequest, kind: type[Any]) -> QuerySet[Any]:
    """What an officer's own bureaus hold: what the whole public may see elsewhere is no work of theirs."""
    actor = visitor(request)
    return kind.objects.visible_to(actor).filter(territory(actor)).select_related("docket", "bureau")
