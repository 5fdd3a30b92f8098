"""Who may do what, where: the questions asked before an act, and the answer when it is no."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from zhongdu.acts.refusal import Refused, not_there
from zhongdu.acts.registry import Act, Reach, acts_on
from zhongdu.calendar import clock
from zhongdu.law.governing import Law, governing
from zhongdu.scope.actor import Actor, Stand
from zhongdu.scope.roles import Role


class Capacity(NamedTuple):
    """As what somebody acts: in which role, and for which bureau where the role is a post."""

    role: Role
    bureau: str = ""


def may_act(act: Act, subject: Any, by: Actor, law: Law) -> Capacity:
    """As what an actor may do an act to a matter as things stand. Raises ``Refused`` when not at all."""
    return _Asking(subject, by, law).about(act)


def refusal_of(act: Act, subject: Any, by: Actor, law: Law | None = None) -> str:
    """Why an actor cannot do an act to a matter now, in one sentence; "" when nothing stands against it."""
    try:
        may_act(act, subject, by, law or governing(subject.bureau, clock.today()))
    except Refused as refused:
        return refused.sentence
    return ""


def may_now(subject: Any, by: Actor, law: Law | None = None) -> Iterator[Act]:
    """The acts an actor may do to a matter now: the buttons its page offers."""
    asking = _Asking(subject, by, law or governing(subject.bureau, clock.today()))
    for act in acts_on(type(subject)):
        try:
            asking.about(act)
        except Refused:
            continue
        yield act


def within_reach(reach: Reach, post: Stand, path: str) -> bool:
    """Whether a post's bureau may act on a matter of the bureau at ``path``."""
    if reach == "territory":
        return path.startswith(post.path)
    if reach == "above":
        return post.path == f"{path.rstrip('/').rpartition('/')[0]}/"
    return post.path == path or (reach == "shared" and post.path.startswith(path))


@dataclass
class _Asking:
    """An actor before a matter. What takes a query is asked once, however many acts are in question."""

    subject: Any
    by: Actor
    law: Law

    def about(self, act: Act) -> Capacity:
        self.sees(act)
        capacity = self.capacity(act)
        self.stands_so(act)
        return capacity

    def sees(self, act: Act) -> None:
        """To a stranger a matter does not exist; an insider learns that he lacks the right.

        What anybody may do, anybody may do who has the number, seen or not: apply to a bureau, object to a person.
        """
        anybody = Role.ANYONE in act.by and act.starts_from(self.subject.state)
        if self.visible or (anybody and not self.withheld):
            return
        near = any(self.subject.bureau.path.startswith(post.path) for post in self.by.posts)
        if self.withheld or not near:
            raise not_there()
        raise Refused("not_yours", f"您的角色不能办理{self.subject.label}，需要时请找本局有权限的同事。")

    @cached_property
    def visible(self) -> bool:
        if self.by.roles == {Role.SYSTEM}:
            return True
        rows = type(self.subject).objects.filter(pk=self.subject.pk)
        return bool(rows.visible_to(self.by).exists())

    @cached_property
    def withheld(self) -> bool:
        return bool(self.subject.is_among(type(self.subject).withheld_from(self.by)))

    @cached_property
    def held(self) -> bool:
        return bool(self.subject.is_among(type(self.subject).held_by(self.by)))

    def capacity(self, act: Act) -> Capacity:
        """As what the actor may: as the system, as the person it belongs to, in a post, or as anybody at all."""
        own = [role for role in act.by if role in self.by.roles and role is not Role.ANYONE]
        if own and (own[0] is Role.SYSTEM or self.held):
            return Capacity(own[0])
        posts = self.by.standing(act.by)
        near = [post for post in posts if within_reach(act.reach, post, self.subject.bureau.path)]
        level = self.law.find(act.at) if act.at else None
        for post in near:
            if level is None or post.level in level.rule.levels:
                return Capacity(post.role, post.code)
        if Role.ANYONE in act.by:
            return Capacity(Role.ANYONE)
        if level and near:
            whose = "、".join(one.label for one in level.rule.levels)
            raise Refused("not_your_level", f"“{act.label}”由{whose}医疗保障部门办理。", clause=level.address)
        if posts:
            whose = self.subject.bureau.name
            raise Refused("not_your_territory", f"这件事项由{whose}办理，不在您所在的局。")
        whose = "、".join(role.label for role in act.by)
        raise Refused("not_your_role", f"“{act.label}”由{whose}办理，您没有这个角色。")

    def stands_so(self, act: Act) -> None:
        """Whether the act starts from the matter's state, exists in this law, and has what it waits for."""
        if not act.starts_from(self.subject.state):
            state = self.subject.get_state_display()
            raise Refused("wrong_state", f"这件事项现在是“{state}”，不能“{act.label}”。")
        if act.where and self.law.find(act.where) is None and not self.law.family(act.where):
            raise Refused("not_in_this_law", f"《{self.law.statute.title}》没有“{act.label}”这一步。")
        if act.provided and (says := act.provided(self.subject, self.law)):
            raise Refused("not_now", says)
