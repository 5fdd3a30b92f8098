"""Need to know: what is hidden from those a matter is about; and where rows of many matters stand together, a matter
withheld from somebody takes its rows with it."""

from collections.abc import Iterable
from functools import cache
from typing import TypeVar

from django.apps import apps
from django.db.models import BooleanField, Case, Exists, F, Model, OuterRef, Q, QuerySet, When

from zhongdu.acts.models import Matter
from zhongdu.scope.actor import Actor, territory
from zhongdu.scope.roles import Role

R = TypeVar("R", bound=Model)


@cache
def kinds() -> tuple[type[Matter], ...]:
    """Every kind of matter there is."""
    return tuple(model for model in apps.get_models() if issubclass(model, Matter))


@cache
def need_to_know() -> tuple[type[Matter], ...]:
    """The kinds of matter that some people must not find although their territory holds them."""
    plain = Matter.withheld_from.__func__  # type: ignore[attr-defined]
    return tuple(kind for kind in kinds() if kind.withheld_from.__func__ is not plain)  # type: ignore[attr-defined]


def not_withheld(rows: QuerySet[R], actor: Actor, docket: str = "docket", kind: str = "") -> QuerySet[R]:
    """Rows that name a docket, minus those of matters withheld from the actor. ``docket`` is the way to it,
    ``kind`` a shorter way to its kind than through it. By the kind a look tells of most rows that nothing hides them: only
    its own rule is asked."""
    if actor.roles == {Role.SYSTEM}:
        return rows
    kind = kind or f"{docket}__kind"
    hidden = [When(**{kind: each.kind()}, then=_hides(each, actor, docket)) for each in need_to_know()]
    return rows.exclude(Case(*hidden, default=False, output_field=BooleanField()))


def _hides(kind: type[Matter], actor: Actor, docket: str) -> Exists:
    """Whether the matter of a row's docket, of this kind, is withheld from the actor."""
    matter = kind._default_manager.filter(docket_id=OuterRef(f"{docket}_id"))
    return Exists(matter.filter(kind.withheld_from(actor)))


def from_those_it_names(actor: Actor, handlers: Iterable[Role]) -> Q:
    """What people tell against a bureau (``against``) is hidden from that bureau's people and from all below, who report
    to it; but for its own discipline officer, where no bureau stands above to deal with it. And a discipline officer sees
    nothing else of the kind, unless another post, one of ``handlers``, lets him."""
    watching = actor.standing([Role.DISCIPLINE_OFFICER])
    heading = {post.code for post in actor.standing([Role.DECIDER])}
    above = {code for post in actor.posts for code in post.path.strip("/").split("/")}
    own = Q(against__code__in={post.code for post in watching} - heading, bureau_id=F("against_id"))
    hidden = Q(against__code__in=above) & ~own
    if watching:
        hidden |= Q(against=None) & ~territory(Actor(posts=actor.standing(handlers)))
    return hidden
