"""Grave events: a supervisor reports one at once, and a district's bureau takes it upwards, where the measure
has it so."""

from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.duties.models import Duty
from zhongdu.duties.opening import open_duty
from zhongdu.duties.standing import owed_by
from zhongdu.law.reliance import rests_on
from zhongdu.leads.models import Lead
from zhongdu.scope.roles import Role

UPWARD = "grave_event.upward"


@rests_on("grave_event.report", UPWARD)
def raise_grave(lead: Lead, deed: Doing) -> None:
    """From now on a bureau of a level the measure names owes the one above it a report."""
    lead.grave = True
    if lead.bureau.parent_id and owed_by(lead.bureau, deed.law, UPWARD) and not _owed(lead):
        deed.cite(deed.law.rule(UPWARD))
        open_duty(lead.docket, deed.law, UPWARD, on=deed.on, deed=deed.id)


def _owed(lead: Any) -> bool:
    return Duty.objects.open().filter(docket=lead.docket_id, concept=UPWARD).exists()


@act(
    on=Lead,
    when=[Lead.State.FILED, Lead.State.TAKEN_UP],
    by=(Role.CASE_OFFICER, Role.DISCIPLINE_OFFICER),
    where=UPWARD,
    provided=lambda lead, law: "已经是重大情况。" if lead.grave else "",
)
def call_grave(
    lead: Lead, deed: Doing, *, reason: Annotated[str, Says("为什么是重大情况", words=True, most=1000)]
) -> None:
    """认定为重大情况

    What turns out to be grave has to be told upwards.
    """
    raise_grave(lead, deed)


@act(
    on=Lead,
    when=Lead.WAITING,
    by=(Role.CASE_OFFICER, Role.DECIDER),
    under=UPWARD,
    where=UPWARD,
    meets=[UPWARD],
    provided=lambda lead, law: "" if _owed(lead) else "没有待上报的重大情况。",
)
def report_upward(
    lead: Lead,
    deed: Doing,
    *,
    report: Annotated[str, Says("向上级局报告的内容", words=True, most=5000)],
) -> None:
    """上报上级局

    The bureau above finds the lead marked as grave on its own desk, with this report in its docket.
    """
