"""What institutions owe, whichever room knows of it: declared there, shown in one list, the most urgent first."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from zhongdu.scope.actor import Actor
from zhongdu.scope.practices import practice

REMINDER = practice(
    "institutions.reminder",
    "医药机构要办的事到期以前几天提醒",
    {"3": "提前3天", "1": "提前1天", "7": "提前7天", "off": "不提醒"},
)


@dataclass(frozen=True)
class Owed:
    """Something an institution has to do, and the page where it does it."""

    label: str
    institution: str
    due: date | None
    url: str
    clause: str = ""


Asker = Callable[[Actor], Iterable[Owed]]
_ASKERS: list[Asker] = []


def owes(asker: Asker) -> Asker:
    """Declare what a room's matters ask of the institutions an actor answers for."""
    _ASKERS.append(asker)
    return asker


def owed_by(actor: Actor) -> list[Owed]:
    found = [owed for asker in _ASKERS for owed in asker(actor)]
    return sorted(found, key=lambda owed: (owed.due is None, owed.due or date.max, owed.label, owed.url))
