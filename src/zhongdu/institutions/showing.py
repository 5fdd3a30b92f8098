"""What pages of this room show of what was written on a matter, and where it stands."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from zhongdu import vault
from zhongdu.acts.registry import ACTS
from zhongdu.kit.parts import Chip, Tone
from zhongdu.record.models import Event

_TONES: dict[str, Tone] = {
    "asked": "info", "sent": "info", "back": "warn", "accepted": "good", "excused": "quiet", "read": "good",
    "reported": "info", "answered": "good", "open": "info", "closed": "quiet", "ended": "quiet", "active": "good",
}  # fmt: skip


@dataclass(frozen=True)
class Said:
    """Words written in an act, as both sides of the matter may read them."""

    at: datetime
    label: str
    words: str


def said(matter: Any, *acts: str) -> list[Said]:
    """The words of these acts on a matter, in order. Who may open the matter may read them."""
    events = list(Event.objects.filter(docket=matter.docket_id, act__in=acts).order_by("seq"))
    refs = {event.pk: event.data.get("vault", {}).get("words", (None,))[0] for event in events}
    kept = vault.recall({entry for entry in refs.values() if entry})
    return [
        Said(event.at, ACTS[event.act].label, str(kept[refs[event.pk]]))
        for event in events
        if refs[event.pk] in kept
    ]


def chip(matter: Any, today: date | None = None) -> Chip:
    """Where a matter stands, in a word; late where a day has gone by."""
    if today and getattr(matter, "waits", False) and matter.due and matter.due < today:
        return Chip(f"{matter.get_state_display()}，逾期", "bad")
    return Chip(matter.get_state_display(), _TONES[matter.state])
