"""Matters of the room of cases, straight into the database, for the matrix of acts."""

from collections.abc import Callable
from typing import Any

from django.apps import apps

from zhongdu.calendar import clock

Maker = Callable[[Any, str], Any]


def makers(made: Callable[..., Any], institution: Callable[[Any], Any]) -> dict[str, Maker]:
    """A maker for each kind, by way of the matrix's own."""

    def case(bureau: Any, state: str = "checking") -> Any:
        today = clock.today()
        over: dict[str, Any] = {} if state in {"checking", "not_filed"} else {"filed_on": today}
        over |= {"closed_on": today} if state == "closed" else {}
        over |= {"before": "investigating"} if state == "suspended" else {}
        return made(
            apps.get_model("cases.case"), bureau, state, source="other", respondent="institution", found_on=today,
            institution=institution(bureau), conduct_until=today, **over,
        )  # fmt: skip

    return {"cases.case": case}
