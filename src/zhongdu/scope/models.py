"""Divisions, bureaus and posts: the tree that decides who sees and does what."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Substr

from zhongdu.law.shapes import Level
from zhongdu.scope.roles import Role


class Division(models.Model):
    """A row of GB/T 2260. Cancelled codes stay: people's ID numbers carry them for life."""

    code = models.CharField("代码", max_length=6, primary_key=True)
    name = models.CharField("名称", max_length=60)
    full_name = models.CharField("全称", max_length=120)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.full_name


class Bureau(models.Model):
    """A medical insurance bureau, or a unit without a division code of its own (a development zone's).

    ``path`` is the way down from the top of the tree (``/430000/430100/``), so that a territory is one
    indexed range of strings; the parent decides it, not the code.
    """

    code = models.CharField("代码", max_length=24, unique=True)
    name = models.CharField("名称", max_length=60)
    level = models.CharField("层级", max_length=8, choices=[(level.value, level.label) for level in Level])
    division = models.ForeignKey(Division, models.PROTECT, null=True, blank=True, verbose_name="行政区划")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    path = models.CharField(max_length=200, db_index=True, editable=False)
    since = models.DateField("设立")
    until = models.DateField("撤销", null=True, blank=True)
    hotline = models.CharField("投诉举报电话", max_length=40, blank=True)

    class Meta:
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="bureau_ends_after_it_begins",
                violation_error_message="撤销日期不能早于设立日期。",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save it; under another parent it takes every bureau below it along."""
        if kwargs.get("update_fields") is not None:  # whoever names the fields does not move it
            return super().save(*args, **kwargs)
        before, self.path = self.path, f"{self.parent.path if self.parent else '/'}{self.code}/"
        if before and self.path != before and self.path.startswith(before):
            raise ValidationError("医保局不能归到自己的下级之下。")
        with transaction.atomic():
            super().save(*args, **kwargs)
            if before and self.path != before:
                rest = Substr("path", len(before) + 1)
                Bureau.objects.filter(path__startswith=before).update(path=Concat(Value(self.path), rest))

    def is_within(self, other: "Bureau") -> bool:
        """Whether it is the other bureau or lies somewhere below it."""
        return self.path.startswith(other.path)

    @property
    def line(self) -> list[str]:
        """The codes of the bureaus above it and its own, from the top."""
        return self.path.strip("/").split("/")


class Post(models.Model):
    """A person holds a role at a bureau, from a day and until a day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts")
    bureau = models.ForeignKey(Bureau, models.PROTECT, related_name="posts")
    role = models.CharField(
        "角色", max_length=24, choices=[(role.value, role.label) for role in Role if role.is_post]
    )
    certificate = models.CharField("执法证号", max_length=40, blank=True)
    certificate_until = models.DateField("执法证有效期止", null=True, blank=True)
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)

    class Meta:
        ordering = ["bureau", "role", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "bureau", "role"],
                condition=Q(until__isnull=True),
                name="one_open_post_of_a_kind",
                violation_error_message="此人已在本局担任这一角色。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.bureau}{Role(self.role).label}"


class Practice(models.Model):
    """How a bureau has chosen to work where the law leaves it free; see :mod:`zhongdu.scope.practices`."""

    bureau = models.ForeignKey(Bureau, models.PROTECT, related_name="practices")
    name = models.CharField(max_length=80)
    value = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bureau", "name"], name="one_practice_of_a_name")]

    def __str__(self) -> str:
        return f"{self.name}={self.value}"
