from secrets import token_urlsafe

from django.db import models
from django.utils import timezone


def public_id() -> str:
    return token_urlsafe(16)


class Blob(models.Model):
    """Some content, kept once however often it is attached. ``erased_at``: the bytes are gone, the hash stands."""

    sm3 = models.CharField("SM3", max_length=64, primary_key=True)
    sha256 = models.CharField("SHA-256", max_length=64)  # for those outside who have no SM3
    size = models.PositiveBigIntegerField("字节数")
    media_type = models.CharField("类型", max_length=100)
    name = models.CharField("存放位置", max_length=200, unique=True)
    made_at = models.DateTimeField("存入时间", default=timezone.now)
    erased_at = models.DateTimeField("清除时间", null=True, default=None)

    class Meta:
        verbose_name = "文件内容"
        indexes = [
            models.Index(
                fields=["erased_at"], condition=models.Q(erased_at__isnull=False), name="files_erased"
            )
        ]

    def __str__(self) -> str:
        return self.sm3


class Attachment(models.Model):
    """A file as somebody attached it to something. Its name can name people, so it lies in the vault."""

    public_id = models.CharField("编号", max_length=22, unique=True, default=public_id)
    owner = models.CharField("所属", max_length=80, db_index=True)
    blob = models.ForeignKey(Blob, models.PROTECT, verbose_name="内容", related_name="attachments")
    kind = models.CharField("用途", max_length=40)
    under = models.CharField("所答的题", max_length=80, blank=True, default="")  # of its owner; "": the whole
    copy_of = models.ForeignKey(
        "self", models.PROTECT, null=True, default=None, related_name="copies", verbose_name="由哪一件制成"
    )
    sort = models.PositiveIntegerField("次序", default=0)
    added_at = models.DateTimeField("添加时间", default=timezone.now)
    added_by = models.BigIntegerField("添加人", null=True, default=None)  # nobody: the public, or the system
    erased_at = models.DateTimeField("清除时间", null=True, default=None)

    class Meta:
        verbose_name = "附件"
        ordering = ["sort", "pk"]

    def __str__(self) -> str:
        return self.public_id

    @property
    def vault_owner(self) -> str:
        return f"file:{self.public_id}"
