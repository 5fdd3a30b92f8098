"""While a supervisor serves: particulars that change, and officers who need to see them."""

from datetime import date
from typing import Annotated, Any

from zhongdu import vault
from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.duties.opening import meet, open_duty
from zhongdu.roster import people
from zhongdu.roster.models import Appointment
from zhongdu.roster.rules import days_late
from zhongdu.scope.roles import Role

State = Appointment.State


@act(on=Appointment, when=[State.SERVING], by=Role.SUPERVISOR, under="change_report.period")
def report_change(
    appointment: Appointment,
    deed: Doing,
    *,
    field: Annotated[
        str,
        Says(
            "哪一项变了",
            options=lambda appointment, law: [(name, people.label(name)) for name in people.CHANGEABLE],
        ),
    ],
    value: Annotated[str, Says("现在是", secret="changed_value", most=200)],
    changed_on: Annotated[date, Says("变更之日")],
) -> None:
    """报告信息变更

    Particulars are kept fresh. Where the law counts the days, a late report is taken too, and marked late.
    """
    if changed_on > deed.on:
        deed.refuse("not_yet_changed", "变更之日不能晚于今天，变更以后再报。", beside="changed_on")
    try:
        kept = people.checked(field, value)
    except people.BadNumber as wrong:
        deed.refuse(wrong.code, wrong.message, beside="value")
    deed.keep(appointment, {field: kept}, index=people.found_by({field: kept}))
    _keep_the_days(appointment, deed, changed_on)
    if following := getattr(appointment, "followed_by", None):
        deed.then(take_over_change, following, field=field)


@act(on=Appointment, when=[State.SERVING], by=Role.SYSTEM)
def take_over_change(
    appointment: Appointment, deed: Doing, *, field: Annotated[str, Says("变更的信息", plain=True)]
) -> None:
    """随前一聘期变更信息

    A term already renewed knows what was reported in the one it follows.
    """
    before = appointment.follows
    known = vault.read(before.number, field) if before else {}
    deed.keep(appointment, known, index=people.found_by(known))


def _keep_the_days(appointment: Appointment, deed: Doing, changed_on: date) -> None:
    duty = open_duty(
        appointment.docket,
        deed.law,
        "change_report.period",
        on=changed_on,
        deed=deed.id,
        person=appointment.user,
    )
    if duty:
        meet(appointment.docket, "change_report.period", on=deed.on, deed=deed.id)
        deed.note(last_day=duty.due.isoformat() if duty.due else "", days_late=days_late(duty.due, deed.on))


def _particulars(appointment: Appointment, law: Any) -> list[tuple[str, str]]:
    return [(name, people.label(name)) for name in people.PARTICULARS]


@act(on=Appointment, by=Appointment.readers)
def unmask(
    appointment: Appointment,
    deed: Doing,
    *,
    field: Annotated[str, Says("要查看的信息", options=_particulars)],
    purpose: Annotated[str, Says("查看事由", hint="如：电话核实身份", most=200)],
) -> None:
    """查看个人信息

    A masked particular is shown to this officer for a while; who looked at what, and why, is recorded.
    """
