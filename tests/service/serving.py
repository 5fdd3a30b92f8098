"""Somebody who serves and has been somewhere: what the tests of service begin with."""

from datetime import timedelta
from typing import Any

from watching import appoint, institution, supervisor
from world import Place
from zhongdu import vault
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.fieldwork import acts as fieldwork
from zhongdu.fieldwork import checklists
from zhongdu.roster.queries import Appointment
from zhongdu.scope.roles import Role
from zhongdu.service import acts
from zhongdu.service.models import Stint

NAME = "示例·何小满"


def somebody(place: Place, name: str = NAME) -> Appointment:
    made = appoint(place)
    vault.put(made.number, {"name": name}, index=["name"])
    return made


def assigned(place: Place, appointment: Appointment, days: int = 7) -> Any:
    shop = institution(place)
    return perform(
        fieldwork.assign_visit, appointment, place.officer(Role.CASE_OFFICER), institution=shop.code, way="open",
        checklist=checklists.offered(place.law, place.bureau, "pharmacy")[0].name, due=clock.today() + timedelta(days=days),
    )  # fmt: skip


def visited(place: Place, appointment: Appointment) -> Any:
    """A visit that is done."""
    me, visit = supervisor(appointment), assigned(place, appointment)
    perform(fieldwork.accept_visit, visit, me)
    rule = checklists.rule_of(visit)
    answers = {q.name: q.options[0] for q in rule.questions if q.kind == "choice"}
    words = {q.name: "没有发现" for q in rule.questions if q.kind == "words" and q.required}
    name = vault.read(appointment.number, "name")["name"]
    return perform(
        fieldwork.record_visit, visit, me, done_at=clock.now(), answers=answers, notes=words, signature=name
    )  # fmt: skip


def served(place: Place, appointment: Appointment, minutes: int = 90, kind: str = "training") -> Stint:
    """Confirmed service, entered by the liaison."""
    return perform(
        acts.enter_service, appointment, place.officer(Role.LIAISON), kind=kind, on=clock.today(), minutes=minutes,
        words="基金监管培训",
    )  # fmt: skip
