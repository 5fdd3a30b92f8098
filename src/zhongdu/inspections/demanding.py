"""Documents and explanations are demanded by a day: a list, and of each thing whether it was given."""

from datetime import date, timedelta
from typing import Annotated, Any

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.calendar import clock
from zhongdu.inspections.attaching import keep
from zhongdu.inspections.measuring import words
from zhongdu.inspections.models import Demand, DemandItem, Inspection
from zhongdu.inspections.queries import demands
from zhongdu.inspections.team import OFFICERS, enough, of_the_team, on_duty
from zhongdu.inspections.whom import asked_whom, meant
from zhongdu.messages.telling import tell
from zhongdu.scope.roles import Role

State, Given = Inspection.State, DemandItem.Given
MOST = 50  # things in one demand
BEFORE = timedelta(days=1)  # how long before the last day the team is reminded


@act(
    on=Inspection, when=[State.UNDER_WAY], by=Role.INSPECTOR, reach="shared",
    under=["inspection.power.documents", "cooperation.with_inspection"],
    tells="打印“提供资料通知”交给对方签收。期限由您定，不是法定期限；到期没有给的，逐项记在案。",
)  # fmt: skip
def demand_documents(
    inspection: Inspection,
    deed: Doing,
    *,
    respondent: Annotated[str, asked_whom("向谁要")] = "",
    things: Annotated[str, words("要哪些资料、对什么事作解释说明", "一行一项。")],
    until: Annotated[date, Says("请在哪天以前提供")],
    officers: Annotated[list[str], OFFICERS],
    receiver: Annotated[str, Says("交给谁签收", secret="inspected_person", most=60)],
) -> None:
    """要求提供资料并作说明

    A list of what is to be handed over or explained, by a day.
    """
    of_the_team(inspection, deed)
    who = meant(inspection, deed, respondent)
    there = enough(inspection, deed, officers, clock.now())
    lines = [line.strip() for line in things.splitlines() if line.strip()]
    if len(lines) > MOST:
        deed.refuse("too_many_things", f"一次最多 {MOST} 项。", beside="things")
    if until < deed.on:
        deed.refuse("in_the_past", "期限不能早于今天。", beside="until")
    number = inspection.demands.count() + 1
    made = Demand.objects.create(
        inspection=inspection, respondent=who, number=number, officers=there, asked_on=deed.on, until=until,
        at=inspection.docket.length + 1,
    )  # fmt: skip
    DemandItem.objects.bulk_create(
        [DemandItem(demand=made, place=place) for place in range(1, len(lines) + 1)]
    )
    deed.note(demand=number, things=len(lines))


def _open_items(inspection: Inspection, law: Any) -> list[tuple[str, str]]:
    return [
        (str(item.row.pk), f"{demand.row.number}之{item.row.place} {item.says[:60]}")
        for demand in demands(inspection)
        for item in demand.items
        if item.row.given in DemandItem.WAITED_FOR
    ]


def unanswered(inspection: Inspection) -> str:
    """The first thing demanded of which the record does not say what came of it; "" where there is none.

    What was withheld is a fact of the inspection (the inspected have to give it): it is noted, not left open."""
    rows = DemandItem.objects.filter(demand__inspection=inspection, given=Given.WAITING)
    row = rows.select_related("demand").order_by("demand__number", "place").first()
    if row is None:
        return ""
    which = f"第{row.demand.number}次要求的第{row.place}项资料"
    return f"{which}还没有登记给了没有。请逐项登记：给了、没有给，或者不再要求。"


def _givens(inspection: Inspection, law: Any) -> list[tuple[str, str]]:
    return [(each.value, str(each.label)) for each in Given if each != Given.WAITING]


@act(
    on=Inspection, when=[State.UNDER_WAY], by=Role.INSPECTOR, reach="shared",
    under=["inspection.power.documents", "cooperation.with_inspection"],
    provided=lambda inspection, law: "" if _open_items(inspection, law) else "没有等着提供的资料。",
)  # fmt: skip
def note_documents(
    inspection: Inspection,
    deed: Doing,
    *,
    things: Annotated[list[str], Says("哪几项", options=_open_items, people=True)],
    given: Annotated[str, Says("给了没有", options=_givens)],
    words: Annotated[str, words("情况和对方的解释说明", "没有给的，写对方怎样说；不再要求的，写为什么。")],
    material: Annotated[list[Upload] | None, Says("收到的资料", accept="evidence")] = None,
) -> None:
    """登记资料提供情况

    Of each thing demanded: given, given in part, or not; what is not given stands on the record. What turned out not to
    be needed is demanded no more, and the record says why.
    """
    on_duty(inspection, deed)
    rows = list(
        DemandItem.objects.filter(demand__inspection=inspection, pk__in=[int(each) for each in things])
    )
    for row in rows:
        row.given, row.settled_on, row.at = given, deed.on, inspection.docket.length + 1
        row.save()
    deed.note(items=[[row.demand.number, row.place] for row in rows])
    keep(inspection, deed, material, "inspection_demanded")


@act(on=Inspection, when=[State.UNDER_WAY], by=Role.SYSTEM, under=["cooperation.with_inspection"])
def remind_of_demand(
    inspection: Inspection, deed: Doing, *, demand: Annotated[int, Says("哪一次要求")]
) -> None:
    """提醒检查组：要求提供的资料快到期了

    The team is told the day before something demanded is due.
    """
    row = inspection.demands.get(number=demand)
    if row.reminded_on or deed.on < row.until - BEFORE:
        deed.refuse("not_now", "还不到提醒的时候，或者已经提醒过。")
    row.reminded_on = deed.on
    row.save(update_fields=["reminded_on"])
    for member in inspection.members.filter(state="clear"):
        tell(
            "work.inspection_due",
            member.user_id,
            inspection.bureau,
            docket=inspection.docket,
            occasion=deed.id,
        )
