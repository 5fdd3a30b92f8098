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

    def referral(bureau: Any, state: str = "proposed") -> Any:
        today = clock.today()
        over = {} if state in {"proposed", "declined", "approved"} else {"sent_on": today}
        return made(
            apps.get_model("cases.referral"), bureau, state, case=case(bureau, "investigating"), to="department.police",
            reported_on=today, **over,
        )  # fmt: skip

    def exposure(bureau: Any, state: str = "proposed") -> Any:
        out = state in {"published", "withdrawn"}
        over = {"reviewed_by": 900_001, "published_on": clock.today()} if out else {}
        return made(
            apps.get_model("cases.exposure"), bureau, state, decision=decision(bureau, "served"), title="示例", text="示例",
            written_by=900_002, **over,
        )  # fmt: skip

    def credit(bureau: Any, state: str = "listed") -> Any:
        today = clock.today()
        over = {"ended_on": today} if state in {"repaired", "withdrawn"} else {}
        of = decision(bureau, "served")
        return made(apps.get_model("cases.creditentry"), bureau, state, decision=of, listed_on=today, **over)

    def notice(bureau: Any, state: str = "received") -> Any:
        of = None if state == "unmatched" else institution(bureau)
        return made(
            apps.get_model("cases.departmentnotice"), bureau, state, department="department.police", what="other",
            institution=of, code=of.code if of else "P00000000000", document="1", happened_on=clock.today(),
            outcome="agency" if state == "handed" else "",
        )  # fmt: skip

    return {
        "cases.case": case, "cases.deliberation": deliberation, "cases.decision": decision, "cases.referral": referral,
        "cases.exposure": exposure, "cases.creditentry": credit, "cases.departmentnotice": notice,
    }  # fmt: skip
