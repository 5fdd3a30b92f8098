"""The demo's publicity work: one done by the local paper and screen, one with supervisors, one ahead."""

from datetime import timedelta
from typing import Any

from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.publicity import acts
from zhongdu.publicity.queries import Part
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role


def publicise(place: Any, appointments: list[Any]) -> None:
    """What was done stands on days of the past; the supervisors are asked to what is ahead."""
    _in_the_papers(place)
    _with_supervisors(place, appointments)
    _ahead(place, appointments)


def _in_the_papers(place: Any) -> None:
    with clock.on(clock.today() - timedelta(days=40)):
        perform(
            acts.enter_publicity, place.office, place.by(Role.LIAISON), title="医保基金监管条例专版（示例）", topic="laws", way="media",
            on=clock.today(), where="县融媒体中心（示例）", minutes=60, link="https://example.org/",
            account="整版介绍哪些行为是欺诈骗保、怎样处理。（示例）",
        )  # fmt: skip


def _with_supervisors(place: Any, appointments: list[Any]) -> None:
    liaison, day = place.by(Role.LIAISON), clock.today() - timedelta(days=15)
    with clock.on(day - timedelta(days=5)):
        made = _planned(place, "广场集中宣传（示例）", "on_site", day, "人民广场（示例）")
        perform(acts.ask_to_take_part, made, liaison, everybody=True)
    with clock.on(day):
        perform(acts.note_taking_part, made, liaison, who=[each.number for each in appointments[:2]])
        perform(
            acts.record_publicity,
            made,
            liaison,
            on=day,
            minutes=120,
            reach=260,
            account="摆放展板，发放折页，现场解答提问。（示例）",
        )


def _ahead(place: Any, appointments: list[Any]) -> None:
    day = clock.today() + timedelta(days=5)
    made = _planned(
        place, "进社区讲怎样举报骗保（示例）", "going_in", day, "城东社区（示例）", topic="reporting"
    )
    perform(acts.ask_to_take_part, made, place.by(Role.LIAISON), everybody=True)
    for each in Part.objects.filter(activity=made, user__in=[term.user_id for term in appointments[1:2]]):
        me = Actor(user_id=each.user_id, roles=frozenset({Role.ANYONE, Role.SUPERVISOR}))
        perform(acts.join_publicity, each, me)


def _planned(place: Any, title: str, way: str, day: Any, where: str, topic: str = "policies") -> Any:
    return perform(
        acts.plan_publicity, place.office, place.by(Role.LIAISON), title=title, topic=topic, way=way, on=day, where=where,
        arrangement="监督员帮助发放材料、回答提问。（示例）",
    )  # fmt: skip
