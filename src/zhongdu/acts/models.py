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
_NONE = Q(pk__in=[])


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


def _guard() -> None:
    if not _acting.get():
        raise OutsideAct("状态只能由办理动作改变。")


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


class Guarded(models.Model):
    """A row that only acts may write: a matter, or what belongs to one."""

    objects = GuardedSet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        _guard()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        _guard()
        return super().delete(*args, **kwargs)


class MatterSet(GuardedSet):
    def visible_to(self, actor: Actor) -> Self:
        """What an actor may see: what is theirs, what is public, and what their posts read;
        minus, always last, what is withheld from them."""
        if actor.roles == {Role.SYSTEM}:
            return self.all()
        kind: type[Matter] = self.model
        seen = kind.held_by(actor) | kind.open_to_all() | kind.read_by(actor)
        return self.filter(seen).exclude(kind.withheld_from(actor))


class Matter(Guarded):
    """Anything acts happen to: it has a docket, a bureau and a state.

    A room's model says what it is called, which posts may read it, and who holds it as a person.
    """

    label: ClassVar[str] = ""
    readers: ClassVar[tuple[Role, ...]] = POSTS
    reminds: ClassVar[bool] = (
        False  # its room itself brings its last days to the mind of whoever owes it by name
    )

    docket = models.OneToOneField(Docket, models.PROTECT, related_name="+", editable=False)
    bureau = models.ForeignKey("scope.Bureau", models.PROTECT, related_name="+")
    state = models.CharField("状态", max_length=24)

    objects = MatterSet.as_manager()  # type: ignore[misc]

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
        return _NONE

    @classmethod
    def read_by(cls, actor: Actor) -> Q:
        """The matters an actor reads as an officer: those of their posts' territory, and those shared with it."""
        posts = actor.standing(cls.readers)
        return territory(Actor(posts=posts)) | cls.shared_with(actor) if posts else _NONE

    @classmethod
    def shared_with(cls, actor: Actor) -> Q:
        """The matters of bureaus above that the actor's posts share in."""
        return _NONE

    @classmethod
    def withheld_from(cls, actor: Actor) -> Q:
        """Need to know: what an actor must not find although their territory holds it."""
        return _NONE

    def is_among(self, condition: Q) -> bool:
        """Whether it is one of those a condition describes: ``matter.is_among(Lead.held_by(actor))``."""
        return type(self)._default_manager.filter(condition, pk=self.pk).exists()


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
    """One act done, over one docket or many. ``key`` fixes one request of one client: the second time gives
    the first answer."""

    id = models.CharField(max_length=32, primary_key=True)
    act = models.CharField(max_length=80)
    key = models.CharField(max_length=64, null=True, unique=True)
    at = models.DateTimeField()
    answer = models.JSONField(default=list)  # the matters it gave back: [[kind, primary key], …]


class Refusal(models.Model):
    """An act that was refused: who tried what, and the code. No inputs, nothing personal."""

    at = models.DateTimeField()
    act = models.CharField(max_length=80)
    docket = models.CharField(max_length=12, blank=True)
    user_id = models.PositiveBigIntegerField(null=True)
    code = models.CharField(max_length=40)

    class Meta:
        ordering = ["-id"]
