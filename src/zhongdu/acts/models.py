"""Matters, deeds and refusals: what acts change, and what remains of each attempt."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from zhongdu.acts.refusal import Refused, not_there
from zhongdu.record.models import Docket
from zhongdu.scope.actor import Actor, territory
from zhongdu.scope.roles import POSTS, Role

_acting: ContextVar[bool] = ContextVar("acting", default=False)


class OutsideAct(Exception):
    """Somebody changed a matter without an act."""


@contextmanager
def acting() -> Iterator[None]:
    """Inside this block matters may be written. Opened by the kernel alone."""
    token = _acting.set(True)
    try:
        yield
    finally:
        _acting.reset(token)


class Guarded(models.Model):
    """A row that only acts may write: a matter, or what belongs to one."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        _guard()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        _guard()
        return super().delete(*args, **kwargs)


class GuardedSet(models.QuerySet[Any]):
    def update(self, **kwargs: Any) -> int:
        _guard()
        return super().update(**kwargs)

    def delete(self) -> Any:
        _guard()
        return super().delete()

    def bulk_create(self, *args: Any, **kwargs: Any) -> Any:
        _guard()
        return super().bulk_create(*args, **kwargs)


class MatterSet(GuardedSet):
    def visible_to(self, actor: Actor) -> Self:
        """What an actor may see: what is theirs, what is public, and what their posts' territory holds;
        minus, always last, what is withheld from them."""
        model: type[Matter] = self.model
        seen = model.held_by(actor) | model.open_to_all()
        posts = actor.standing(model.readers)
        if posts:
            seen |= territory(Actor(posts=posts))
            seen |= model.shared_with(actor)
        return (
            self.filter(seen).exclude(model.withheld_from(actor))
            if actor.roles != {Role.SYSTEM}
            else self.all()
        )


class Matter(Guarded):
    """Anything acts happen to: it has a docket, a bureau and a state.

    A room's model says what it is called, which posts may read it, and who holds it as a person.
    """

    label: ClassVar[str] = ""
    readers: ClassVar[tuple[Role, ...]] = POSTS

    docket = models.OneToOneField(Docket, models.PROTECT, related_name="+", editable=False)
    bureau = models.ForeignKey("scope.Bureau", models.PROTECT, related_name="+")
    state = models.CharField("状态", max_length=24)

    objects = MatterSet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.label} {self.number}"

    @classmethod
    def kind(cls) -> str:
        """Its name in addresses and dockets: ``recruitment.application``."""
        return cls._meta.label_lower

    @property
    def number(self) -> str:
        return self.docket.number

    @classmethod
    def held_by(cls, actor: Actor) -> Q:
        """The matters an actor holds as a person."""
        return Q(docket__number__in=actor.holds)

    @classmethod
    def open_to_all(cls) -> Q:
        """The matters anybody may see."""
        return Q(pk__in=[])

    @classmethod
    def shared_with(cls, actor: Actor) -> Q:
        """The matters of bureaus above that the actor's posts share in."""
        return Q(pk__in=[])

    @classmethod
    def withheld_from(cls, actor: Actor) -> Q:
        """Need to know: what an actor must not find although their territory holds it."""
        return Q(pk__in=[])


def fetch(model: type[Any], number: str, actor: Actor) -> Any:
    """The matter with a number, as far as an actor may see it.

    Raises ``Refused``: "not_there" to a stranger and where the matter is withheld, "not_yours" to an officer
    of the territory whose roles do not reach it.
    """
    rows = model.objects.select_related("docket", "bureau").filter(docket__number=number)
    found = rows.visible_to(actor).first()
    if found is not None:
        return found
    if rows.filter(territory(actor)).exclude(model.withheld_from(actor)).exists():
        raise Refused("not_yours", f"您的角色不能查看{model.label}，需要时请找本局有权限的同事。")
    raise not_there()


class Deed(models.Model):
    """One act done, over one docket or many. ``key`` is the client's: the second time gives the first answer."""

    id = models.CharField(max_length=32, primary_key=True)
    act = models.CharField(max_length=80)
    user_id = models.PositiveBigIntegerField(null=True)
    key = models.CharField(
        max_length=80, null=True, unique=True
    )  # the actor's number, a colon, the client's key
    at = models.DateTimeField()
    answer = models.JSONField(default=dict)


class Refusal(models.Model):
    """An act that was refused: who tried what, and the code. No inputs, nothing personal."""

    at = models.DateTimeField()
    act = models.CharField(max_length=80)
    docket = models.CharField(max_length=12, blank=True)
    user_id = models.PositiveBigIntegerField(null=True)
    code = models.CharField(max_length=40)

    class Meta:
        ordering = ["-id"]


def _guard() -> None:
    if not _acting.get():
        raise OutsideAct("状态只能由办理动作改变。")
