"""Last days of assigned work: brought to mind once before, asked after, put off with a reason."""

from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.duties.models import Duty, Tick
from zhongdu.duties.opening import tick
from zhongdu.fieldwork.models import Visit
from zhongdu.fieldwork.queries import TO_DO
from zhongdu.messages.telling import told
from zhongdu.scope.roles import Role

State = Visit.State
ASSIGNED = ("work.kind.assigned", "work.assigning")  # a bureau assigns, and it is to be done in time
ASKERS = (Role.CASE_OFFICER, Role.LIAISON, Role.DECIDER)


def _was_assigned(visit: Visit, law: Any) -> str:
    return "" if visit.work == Visit.Work.ASSIGNED else "这是监督员自己安排的巡查。"


@told("work.due_soon")
@act(on=Visit, when=TO_DO, by=Role.SYSTEM)
def remind_visit(visit: Visit, deed: Doing) -> None:
    """提醒期限将到

    The last day is near. What carries messages to people follows from this act (``acts.registry.follows``).
    """
    visit.reminded_on = deed.on


@told("work.urged")
@act(on=Visit, when=TO_DO, by=ASKERS, under=ASSIGNED, provided=_was_assigned)
def urge_visit(
    visit: Visit,
    deed: Doing,
    *,
    words: Annotated[str, Says("想对监督员说的", hint="监督员会看到；可以不写。", words=True, most=500)] = "",
) -> None:
    """催办

    The bureau asks once more for a visit that is still to be made.
    """
    visit.reminded_on = deed.on


@told("work.changed")
@act(
    on=Visit,
    when=TO_DO,
    by=ASKERS,
    under=ASSIGNED,
    provided=_was_assigned,
    tells="原来的期限和延长的原因都留在记录里，监督员会看到新的期限。",
)
def extend_visit(
    visit: Visit,
    deed: Doing,
    *,
    due: Annotated[date, Says("延长到哪一天")],
    words: Annotated[str, Says("延长的原因", hint="监督员能看到。", words=True, most=500)],
) -> None:
    """延长期限

    The visit may be made until a later day; the duty's clock goes on to that day and keeps the first.
    """
    if visit.due and due <= visit.due:
        deed.refuse("not_later", f"新的期限要晚于原来的{_said(visit.due)}。", beside="due")
    if due < deed.on:
        deed.refuse("due_in_the_past", "完成期限不能早于今天。", beside="due")
    if due > visit.appointment.until:
        until = _said(visit.appointment.until)
        deed.refuse("due_after_the_term", f"聘期到{until}为止，完成期限不能在这以后。", beside="due")
    deed.note(was_due=visit.due.isoformat() if visit.due else "")
    for duty in Duty.objects.open().filter(docket=visit.docket, due=visit.due, person=visit.user):
        tick(duty, Tick.Kind.EXTEND, on=deed.on, deed=deed.id, until=due)
    visit.due, visit.reminded_on = due, None


def _said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
