"""Who may do what, where: the questions asked before an act, and the answer when it is no."""

from collections.abc import Iterator
from typing import Any

from zhongdu.acts.models import Matter
from zhongdu.acts.refusal import Refused, not_there
from zhongdu.acts.registry import Act, Reach, acts_on
from zhongdu.calendar import clock
from zhongdu.law.governing import Law, governing
from zhongdu.scope.actor import Actor, Stand
from zhongdu.scope.roles import Role


def may_act(act: Act, subject: Any, by: Actor, law: Law) -> None:
    """Whether an actor may do an act to a matter as things stand. Raises ``Refused`` when not."""
    _seen(act, subject, by)
    _entitled(act, subject, by, law)
    _in_state(act, subject)
    _lawful(act, subject, law)


def may_now(subject: Any, by: Actor, law: Law | None = None) -> Iterator[Act]:
    """The acts an actor may do to a matter now: the buttons its page offers."""
    law = law or governing(subject.bureau, clock.today())
    for act in acts_on(type(subject)):
        try:
            may_act(act, subject, by, law)
        except Refused:
            continue
        yield act


def is_holder(subject: Matter, by: Actor) -> bool:
    """Whether a matter is the actor's own."""
    return type(subject)._default_manager.filter(type(subject).held_by(by), pk=subject.pk).exists()


def _seen(act: Act, subject: Matter, by: Actor) -> None:
    """To a stranger a matter does not exist; an insider learns that he lacks the right.

    What anybody may do, anybody may do who has the number, seen or not: apply to a bureau, object to a person.
    """
    rows = type(subject).objects.filter(pk=subject.pk)
    if rows.visible_to(by).exists():
        return
    withheld = rows.filter(type(subject).withheld_from(by)).exists()
    if Role.ANYONE in act.by and act.starts_from(subject.state) and not withheld:
        return
    if withheld or not _near(subject, by):
        raise not_there()
    raise Refused("not_yours", f"您的角色不能办理{subject.label}，需要时请找本局有权限的同事。")


def _near(subject: Matter, by: Actor) -> bool:
    """Whether the matter lies in the actor's territory."""
    return any(subject.bureau.path.startswith(post.path) for post in by.posts)


def _entitled(act: Act, subject: Matter, by: Actor, law: Law) -> None:
    personal = {role for role in act.by if not role.is_post}
    if Role.SYSTEM in personal and Role.SYSTEM in by.roles:
        return
    if Role.ANYONE in personal:
        return
    if personal & by.roles and is_holder(subject, by):
        return
    posts = by.standing(act.by)
    if not posts:
        who = "、".join(role.label for role in act.by)
        raise Refused("not_your_role", f"“{act.label}”由{who}办理，您没有这个角色。")
    near = [post for post in posts if within_reach(act.reach, post, subject.bureau.path)]
    if not near:
        raise Refused("not_your_territory", f"这件事项由{subject.bureau.name}办理，不在您所在的局。")
    level = law.find(act.at) if act.at else None
    if level and not any(post.level in level.rule.levels for post in near):
        whose = "、".join(level.label for level in level.rule.levels)
        raise Refused("not_your_level", f"“{act.label}”由{whose}医疗保障部门办理。", clause=level.address)


def within_reach(reach: Reach, post: Stand, path: str) -> bool:
    """Whether a post's bureau may act on a matter of the bureau at ``path``."""
    if reach == "territory":
        return path.startswith(post.path)
    return post.path == path or (reach == "shared" and post.path.startswith(path))


def _in_state(act: Act, subject: Any) -> None:
    if not act.starts_from(subject.state):
        state = subject.get_state_display() if hasattr(subject, "get_state_display") else subject.state
        raise Refused("wrong_state", f"这件事项现在是“{state}”，不能“{act.label}”。")


def _lawful(act: Act, subject: Any, law: Law) -> None:
    if act.where and law.find(act.where) is None and not law.family(act.where):
        raise Refused("not_in_this_law", f"《{law.statute.title}》没有“{act.label}”这一步。")
    if act.provided and (says := act.provided(subject, law)):
        raise Refused("not_now", says)
