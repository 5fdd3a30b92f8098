"""A round of pharmacies under way at the demo's places: drawn, paired, sent, and one of three not yet looked at."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.fieldwork import acts as fieldwork
from zhongdu.fieldwork.queries import Visit
from zhongdu.rounds import acts, queries
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

Record = Callable[..., dict[str, Any]]
_AT = 3  # institutions


def under_way(place: Any, appointments: list[Any], people: list[Any], checklist: str, record: Record) -> None:
    """Ten days ago: begun; since then all but the last have been made, the first of them with trouble."""
    today, by = clock.today(), place.by(Role.CASE_OFFICER)
    with clock.on(today - timedelta(days=10)):
        begun = perform(
            acts.open_round, place.office, by, title="定点零售药店巡查（示例）", kinds=["pharmacy"], way="open", how="weighted",
            wanted=_AT, each=1, due=today + timedelta(days=10), pharmacy_list=checklist,
        )  # fmt: skip
        drawn = perform(acts.draw_institutions, begun, by)
        found = queries.plan(drawn, queries.ready(drawn, by, clock.today()), by, clock.today())
        paired = perform(
            acts.pair_supervisors, drawn, by, pairs={code: " ".join(who) for code, who in found.items()}
        )
        perform(acts.begin_round, paired, by, words="留意有没有卖日用品、能不能用医保卡结算。（示例）")
    visits = list(
        Visit.objects.filter(institution__code__in=found, state=Visit.State.ASSIGNED).order_by("id")
    )
    of_user = {term.user_id: person for term, person in zip(appointments, people, strict=False)}
    for at, visit in enumerate(visits[: _AT - 1]):
        with clock.on(today - timedelta(days=6 - at)):
            me = Actor(user_id=visit.user_id, roles=frozenset({Role.ANYONE, Role.SUPERVISOR}))
            perform(fieldwork.accept_visit, visit, me)
            perform(
                fieldwork.record_visit, visit, me, **record(visit, of_user[visit.user_id], trouble=at == 0)
            )
