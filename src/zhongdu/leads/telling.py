"""Whoever spoke is told that there is news: a supervisor in the inbox, a citizen where they left a number. Whoever came
on paper is answered on paper."""

from collections.abc import Callable

from zhongdu.acts.registry import Act
from zhongdu.leads.models import Lead
from zhongdu.messages.telling import HOLDER, person, told


def _citizen(lead: Lead) -> int | None:
    return HOLDER if lead.receipt else None


def in_hand(lead: Lead) -> int | None:
    """The officer who has it in hand now."""
    return lead.handler_id


def news(name: str) -> Callable[[Act], Act]:
    """Declare that an act is news to the one who spoke; whoever follows by a code is told so in words of their own."""

    def declare(act: Act) -> Act:
        return told("lead.public", to=_citizen)(told(name, to=person)(act))

    return declare
