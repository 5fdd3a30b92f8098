"""Discipline in the demo: promises before the first task, an interest to judge, an obstruction, a complaint."""

from datetime import timedelta
from typing import Any

from zhongdu import vault
from zhongdu.acts.performing import perform
from zhongdu.bureaus.queries import office_of
from zhongdu.calendar import clock
from zhongdu.discipline import acts
from zhongdu.law.governing import governing
from zhongdu.roster.queries import names
from zhongdu.scope.actor import ANYONE, Actor
from zhongdu.scope.roles import Role


def promised(appointments: list[Any]) -> None:
    """Everybody signs and declares on the day they are appointed."""
    called = names(appointments)
    for each in appointments:
        with clock.on(each.since):
            perform(acts.sign_undertaking, each, _self(each), interests="none", signature=called[each.number])


def lived(place: Any, appointments: list[Any], shops: list[Any]) -> None:
    """What happens in a year: one is tied to a shop, one is turned away, one would speak, one is complained of."""
    today = clock.today()
    first, second, third = appointments[:3]
    with clock.on(today - timedelta(days=30)):
        perform(
            acts.declare_interest, second, _self(second), kind="kin", body=shops[2].name,
            detail="侄女在那里做收费员。（示例）",
        )  # fmt: skip
    law = governing(place.bureau, today)
    with clock.on(today - timedelta(days=6)):
        if law.value("recusal") != "interest":
            perform(acts.ask_recusal, second, place.by(Role.CASE_OFFICER), institution=shops[2].code)
        perform(
            acts.log_obstruction, first, _self(first), institution=shops[3].name,
            happened_at=clock.now() - timedelta(hours=3), words="店员说“你没资格看”，把我请出了门。（示例）",
        )  # fmt: skip
        if law.find("media.approval"):
            perform(
                acts.ask_to_publish, third, _self(third), way="interview", outlet="示例晚报",
                planned_on=today + timedelta(days=10), words="谈谈做社会监督员的感受，不涉及具体的机构。（示例）",
            )  # fmt: skip
    _complained_of(place, third)


def _complained_of(place: Any, appointment: Any) -> None:
    """A complaint; where the bureau has a discipline officer, a case whose person has been told."""
    today = clock.today()
    with clock.on(today - timedelta(days=9)):
        complaint = perform(
            acts.complain, office_of(place.bureau), ANYONE, receipt=vault.token("complaint_receipt", place.bureau.code),
            whom="上周来店里的监督员，证件编号记下了。（示例）", words="看完以后要了两盒保健品，没有付钱。（示例）",
            unit="示例大药房",
        )  # fmt: skip
    if Role.DISCIPLINE_OFFICER not in place.users:
        return
    watching = place.by(Role.DISCIPLINE_OFFICER)
    law = governing(place.bureau, today - timedelta(days=10))
    gifts = next(bound for bound in law.family("discipline") if "财物" in bound.label)
    with clock.on(today - timedelta(days=7)):
        perform(acts.examine_complaint, complaint, watching)
        breach = perform(
            acts.open_case, complaint, watching, letter=appointment.letter_number, items=[gifts.name],
            conduct_on=today - timedelta(days=10), words="店里的录像与投诉一致。（示例）",
        )  # fmt: skip
        perform(
            acts.tell_person, breach, watching, answer_by=today + timedelta(days=8),
            words="有人反映您巡查后收了店里的东西，没有付钱。请说说您的意见。（示例）",
        )  # fmt: skip


def _self(appointment: Any) -> Actor:
    return Actor(user_id=appointment.user_id, roles=frozenset({Role.ANYONE, Role.SUPERVISOR}))
