from typing import Any

from django.db import models
from django.utils import timezone

from .refusals import Unchangeable


class Entries(models.QuerySet["Entry"]):
    """Entries are written once. ``erase`` and ``rebox`` are the only ways to touch one afterwards."""

    def erase(self) -> int:
        """Blank the boxes, and with each its salt; the rows stay, so that what cites them still finds them."""
        return models.QuerySet.update(self.filter(erased_at=None), box=None, erased_at=timezone.now())

    def rebox(self, pk: int, box: bytes) -> int:
        """The same value under another key; nothing if it was erased meanwhile."""
        return models.QuerySet.update(self.filter(pk=pk, erased_at=None), box=box)

    def update(self, **changes: Any) -> int:
        raise Unchangeable

    def delete(self) -> Any:
        raise Unchangeable


class Entry(models.Model):
    """One value of one field of one owner, sealed; a later value is another entry with a higher ``seq``.

    ``box`` seals the value together with the salt of its commitment. The salt is not a column of its own:
    whoever copied the database without the keys could otherwise try every telephone number against ``digest``.
    Once the box is blank the salt is gone, and nobody can.
    """

    owner = models.CharField("所属", max_length=80)  # the caller's own word: a docket's number, file:<id>
    field = models.CharField("项目", max_length=60)
    seq = models.PositiveIntegerField("次序")
    box = models.BinaryField("密文", null=True)
    digest = models.CharField("承诺值", max_length=64)  # SM3, hex
    made_at = models.DateTimeField("写入时间", default=timezone.now)
    erased_at = models.DateTimeField("清除时间", null=True, default=None)

    objects = Entries.as_manager()

    class Meta:
        verbose_name = "个人信息"
        constraints = [
            models.UniqueConstraint(fields=["owner", "field", "seq"], name="vault_entry_once"),
            models.CheckConstraint(
                condition=models.Q(box__isnull=True, erased_at__isnull=False)
                | models.Q(box__isnull=False, erased_at__isnull=True),
                name="vault_entry_sealed_or_erased",
                violation_error_message="个人信息要么加密保存，要么已清除并记下时间。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner} {self.field} {self.seq}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Unchangeable
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise Unchangeable


class Index(models.Model):
    """A keyed hash under which the current value of a field can be found; it says nothing without the key."""

    field = models.CharField("项目", max_length=60)
    token = models.CharField("盲索引", max_length=32)
    owner = models.CharField("所属", max_length=80)

    class Meta:
        verbose_name = "盲索引"
        constraints = [
            models.UniqueConstraint(fields=["field", "token", "owner"], name="vault_index_once"),
        ]
        indexes = [models.Index(fields=["owner", "field"], name="vault_index_owner")]

    def __str__(self) -> str:
        return f"{self.owner} {self.field}"
