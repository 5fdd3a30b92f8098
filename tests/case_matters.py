"""Matters of the room of cases, straight into the database, for the matrix of acts."""

from collections.abc import Callable
from typing import Any

from django.apps import apps

from zhongdu.acts.models import acting
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

    def proposal(of: Any) -> Any:
        with acting():
            return apps.get_model("cases.proposal").objects.create(
                case=of,
                made_on=clock.today(),
                outcome="case.decision.penalty",
                sanction="sanction.use",
                fine_fen=100,
            )

    def deliberation(bureau: Any, state: str = "called") -> Any:
        over = {"resolved_on": clock.today()} if state in {"carried", "not_carried"} else {}
        return made(
            apps.get_model("cases.deliberation"), bureau, state, case=case(bureau, "reviewed"), purpose="decision",
            meets_at=clock.now(), **over,
        )  # fmt: skip

    def decision(bureau: Any, state: str = "issued") -> Any:
        today, of = clock.today(), case(bureau, "decided")
        over: dict[str, Any] = {"served_on": today, "way": "direct"} if state == "served" else {}
        over |= {"revoked_on": today} if state == "revoked" else {}
        return made(
            apps.get_model("cases.decision"), bureau, state, case=of, proposal=proposal(of), paper_number=of.number,
            decided_on=today, **over,
        )  # fmt: skip

    return {"cases.case": case, "cases.deliberation": deliberation, "cases.decision": decision}
