"""Who is acting: one frozen answer to "who are you and where do you stand", made once a request."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from zhongdu.scope.models import Bureau, Post
from zhongdu.scope.roles import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@dataclass(frozen=True)
class Stand:
    """A role at a bureau, as the actor holds it today."""

    role: Role
    bureau_id: int
    path: str
    level: str

    @property
    def code(self) -> str:
        return self.path.strip("/").rpartition("/")[2]


@dataclass(frozen=True)
class Actor:
    """Somebody who may act.

    ``holds`` are the numbers of dockets the actor holds as a person: an applicant by receipt code, a
    supervisor by appointment. ``roles`` are those that need no post. ``institutions`` are those the actor
    answers for, signed in with an account of theirs.
    """

    user_id: int | None = None
    name: str = ""
    posts: tuple[Stand, ...] = ()
    roles: frozenset[Role] = frozenset({Role.ANYONE})
    holds: frozenset[str] = frozenset()
    institutions: frozenset[int] = frozenset()

    @property
    def is_staff(self) -> bool:
        return bool(self.posts)

    def has(self, role: Role) -> bool:
        return role in self.roles or any(post.role is role for post in self.posts)

    def standing(self, roles: Iterable[Role]) -> tuple[Stand, ...]:
        """The posts held in any of the roles."""
        wanted = set(roles)
        return tuple(post for post in self.posts if post.role in wanted)


SYSTEM = Actor(name="系统", roles=frozenset({Role.SYSTEM}))
ANYONE = Actor(name="社会公众")


def officer(user: "User", on: date) -> Actor:
    """A user with the posts that are open on a day, at bureaus that still are."""
    posts = Post.objects.filter(
        Q(until=None) | Q(until__gte=on),
        Q(bureau__until=None) | Q(bureau__until__gte=on),
        user=user,
        since__lte=on,
    )
    stands = tuple(
        Stand(Role(post.role), post.bureau_id, post.bureau.path, post.bureau.level)
        for post in posts.select_related("bureau")
    )
    return Actor(user_id=user.pk, name=user.get_full_name() or user.get_username(), posts=stands)


def territory(actor: Actor, bureau: str = "bureau") -> Q:
    """The condition "lies in the territory of one of the actor's bureaus".

    ``bureau`` is the way from the model to its bureau; "" where the model is the bureau itself.
    """
    path = f"{bureau}__path__startswith" if bureau else "path__startswith"
    condition = Q(pk__in=[])
    for top in _outermost({post.path for post in actor.posts}):
        condition |= Q(**{path: top})
    return condition


def bureaus_in(actor: Actor) -> list[int]:
    """The keys of all bureaus in an actor's territory, for conditions that stand beside others with "or": a path to the
    bureau is a join, through which no database finds its index there; a list of keys is an index asked so many times."""
    if not actor.posts:
        return []
    return list(Bureau.objects.filter(territory(actor, "")).order_by("pk").values_list("pk", flat=True))


def _outermost(paths: set[str]) -> list[str]:
    """Paths that no other one contains, so that a province's officer is one range and not a thousand."""
    return [
        path for path in sorted(paths) if not any(path != other and path.startswith(other) for other in paths)
    ]
