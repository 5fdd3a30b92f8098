"""Safety: insurance kept per supervisor, a risk noted before work that has one, read before it is taken on."""

from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.fieldwork.queries import Visit
from zhongdu.messages.telling import told
from zhongdu.roster.queries import Appointment
from zhongdu.scope.roles import Role
from zhongdu.service.models import OFFICERS, Insurance

State, Risk = Visit.State, Visit.Risk


@told("service.insured")
@act(on=Appointment, by=(*OFFICERS, Role.DECIDER), under=("service.insurance", "working_conditions"))
def note_insurance(
    appointment: Appointment,
    deed: Doing,
    *,
    insurer: Annotated[str, Says("保险公司", plain=True, most=60)],
    policy: Annotated[str, Says("保险单号", secret="policy_number", most=60)],
    since: Annotated[date, Says("起保之日")],
    until: Annotated[date, Says("到期之日")],
) -> None:
    """登记保险

    A supervisor is insured from a day until a day: entered once, for one or for all, and not with every task.
    """
    if until < since:
        deed.refuse("ends_before_it_begins", "到期日不能早于起保日。", beside="until")
    Insurance.objects.create(appointment=appointment, insurer=insurer, since=since, until=until)


def insured(appointment_id: int, since: date, until: date) -> Insurance | None:
    """The insurance that covers all the days between two, if any does."""
    rows = Insurance.objects.filter(appointment_id=appointment_id, since__lte=since, until__gte=until)
    return rows.order_by("-until", "-id").first()


def _may_be_risky(visit: Visit, law: Any) -> str:
    return "这是监督员自己安排的巡查。" if visit.work != Visit.Work.ASSIGNED else ""


@told("work.changed")
@act(
    on=Visit,
    when=[State.ASSIGNED],
    by=OFFICERS,
    under=("service.insurance", "service.fitting"),
    provided=_may_be_risky,
    tells="监督员读过风险提示以后才能接受任务；没有保险的，落实以后才能接受。超出本人年龄、技能或者身体状况的任务，请取消，另选别人。",
)
def note_risk(
    visit: Visit,
    deed: Doing,
    *,
    risk: Annotated[
        str, Says("有什么风险", hint="监督员能看到。", secret="risk_words", words=True, most=1000)
    ],
    protection: Annotated[
        str, Says("怎样防护", hint="监督员能看到。", secret="protection_words", words=True, most=1000)
    ],
    no_insurance: Annotated[
        str, Says("不用另买保险的理由", hint="已经登记保险的不用填。", words=True, most=500)
    ] = "",
) -> None:
    """提示风险

    Before risky work: what may happen, what protects, and the insurance; without one the task waits.
    """
    visit.risk = Risk.NOTED
    _cover(visit, deed, no_insurance)


@told("work.changed")
@act(
    on=Visit,
    when=[State.ASSIGNED],
    by=OFFICERS,
    under="service.insurance",
    provided=lambda visit, law: "" if visit.risk == Risk.NOTED else "没有等着落实保险的风险。",
)
def settle_risk(
    visit: Visit,
    deed: Doing,
    *,
    no_insurance: Annotated[
        str, Says("不用另买保险的理由", hint="已经登记保险的不用填。", words=True, most=500)
    ] = "",
) -> None:
    """落实保险

    The insurance has been noted since, or an officer writes why none is needed.
    """
    if not _cover(visit, deed, no_insurance):
        deed.refuse(
            "not_insured",
            "没有查到能管到完成期限的保险。请先在这位监督员的聘任页登记保险，或者写明为什么不用另买。",
            under=deed.law.find("service.insurance"),
            beside="no_insurance",
        )


def _cover(visit: Visit, deed: Doing, no_insurance: str) -> bool:
    """Whether the risk is covered now: by an insurance that lasts until the task is due, or by a written reason."""
    found = insured(visit.appointment_id, deed.on, visit.due or deed.on)
    if found:
        deed.note(insurer=found.insurer, insured_until=found.until.isoformat())
    if found or no_insurance:
        visit.risk = Risk.COVERED
    return bool(found or no_insurance)


@act(
    on=Visit,
    when=[State.ASSIGNED],
    by=Role.SUPERVISOR,
    under="service.insurance",
    provided=lambda visit, law: "" if visit.risk == Risk.COVERED else "没有要读的风险提示。",
)
def acknowledge_risk(visit: Visit, deed: Doing) -> None:
    """我已读懂风险提示

    The supervisor has read what may happen and what protects; only then can the task be taken on.
    """
    visit.risk = Risk.READ
