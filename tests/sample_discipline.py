"""The sample world's matters of discipline."""

from datetime import timedelta
from typing import Any

from watching import institution, photo, supervisor
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.discipline import acts as discipline
from zhongdu.recruitment import receipts
from zhongdu.scope.actor import ANYONE
from zhongdu.scope.roles import Role


def of_discipline(world: Any) -> None:
    """A matter of discipline of every kind."""
    mine, today = world.appointment, clock.today()
    me, watching = supervisor(mine), world.beijing.officer(Role.DISCIPLINE_OFFICER)
    other = institution(world.beijing, "示例亲戚药房")
    perform(discipline.declare_interest, mine, me, kind="kin", body=other.name)
    world.question = perform(discipline.ask_recusal, mine, me, institution=other.code)
    world.obstruction = perform(
        discipline.log_obstruction, mine, me, institution=world.shop.name, words="店员请我出去。",
        happened_at=clock.now() - timedelta(hours=1), proof=[photo("gray")],
    )  # fmt: skip
    world.publishing = perform(
        discipline.ask_to_publish,
        mine,
        me,
        way="interview",
        outlet="示例晚报",
        planned_on=today,
        words="谈谈感受。",
    )
    code = receipts.new_code()
    world.complaint = perform(
        discipline.complain,
        world.beijing.office,
        ANYONE,
        receipt=code,
        whom="上周来的那位",
        words="要了两盒保健品。",
    )
    world.breach = perform(
        discipline.open_breach,
        mine,
        watching,
        items=["discipline.gifts"],
        conduct_on=today,
        words="录像与投诉一致。",
    )
    perform(
        discipline.tell_person,
        world.breach,
        watching,
        words="有人说您收了东西。",
        answer_by=today + timedelta(days=5),
    )
