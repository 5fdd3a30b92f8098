"""What was said in a matter: words that acts put into the vault, read back from the docket in order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from zhongdu import vault
from zhongdu.acts.registry import ACTS
from zhongdu.record.models import Event


@dataclass(frozen=True)
class Spoken:
    """Something said by one side to the other. ``data`` is what the record shows."""

    at: datetime
    act: str
    label: str
    words: str
    clauses: tuple[str, ...]
    data: dict[str, Any]


S = TypeVar("S", bound=Spoken)


def spoken(matter: Any, acts: Iterable[str], kind: type[S], *, words: str = "words") -> list[S]:
    """What was said by these acts, the newest last; ``words`` names the input that was said."""
    events = list(Event.objects.filter(docket=matter.docket_id, act__in=list(acts)).order_by("seq"))
    kept = {event.pk: event.data.get("vault", {}).get(words) for event in events}
    opened = vault.recall(entry for entry, _ in filter(None, kept.values()))
    return [
        kind(
            at=event.at,
            act=event.act,
            label=ACTS[event.act].label,
            words=opened.get(entry[0], "") if (entry := kept[event.pk]) else "",
            clauses=tuple(event.clauses),
            data=event.data,
        )
        for event in events
    ]
