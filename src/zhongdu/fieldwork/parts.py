"""Parts on their way: a photograph or a recording sent in pieces over a poor network, and resumed where it broke off.

The client chooses a part's number and says once how long it is and what its SHA-256 is. Each piece names the
offset it begins at; one that does not continue what is there is refused with the offset that would. Pieces
lie as files of their own beside the evidence, so nothing is ever half appended; the whole is hashed when the
last piece is there, and what differs from what left the phone is thrown away and asked for again.
"""

import hashlib
import re
from collections.abc import Collection, Iterator
from datetime import timedelta
from functools import partial
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import models, transaction
from django.db.models import Sum

from zhongdu.calendar import clock
from zhongdu.files.keeping import IN_MEMORY
from zhongdu.files.storage import evidence

PIECE = 1024 * 1024  # bytes; the phone sends a quarter of it
MOST = 120  # parts a person may have under way: ten visits of twelve photographs
ROOM = 30  # times the limit of one file, for all of them together
KEPT = timedelta(days=14)  # a part nobody has asked for since is given up

_NUMBER = re.compile(r"[0-9a-f]{32}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


class PartRefused(Exception):
    """A piece that is not taken. ``offset``: where the sender has to go on; ``says``: a sentence for people."""

    def __init__(self, code: str, says: str, offset: int = 0) -> None:
        super().__init__(code)
        self.code, self.says, self.offset = code, says, offset


class Part(models.Model):
    """What has come so far of one file of one person."""

    id = models.CharField(max_length=32, primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    size = models.PositiveBigIntegerField("字节数")
    sha256 = models.CharField("SHA-256", max_length=64)
    got = models.PositiveBigIntegerField("已收到", default=0)
    offsets = models.JSONField(default=list)  # where each piece begins
    touched_at = models.DateTimeField("上次收到", db_index=True)

    @property
    def is_whole(self) -> bool:
        return self.got == self.size

    def piece(self, offset: int) -> str:
        return f"parts/{self.user_id}/{self.pk}/{offset}"


def got(user_id: int, number: str) -> int:
    """How many bytes of a part have come; none of one that is not known."""
    found = Part.objects.filter(pk=number, user_id=user_id).values_list("got", flat=True).first()
    return found or 0


def receive(user_id: int, number: str, offset: int, size: int, sha256: str, piece: bytes) -> int:
    """Take one piece; how many bytes there are now. A piece that came already is no mistake: its end is told."""
    part = _known(user_id, number, size, sha256)
    if offset != part.got:
        raise PartRefused("offset", "接着上次中断的地方再传。", part.got)
    if not piece or len(piece) > PIECE or offset + len(piece) > size:
        raise PartRefused("piece", "这一段的长度不对，请重新上传。", part.got)
    evidence().save(part.piece(offset), ContentFile(piece))
    moved = Part.objects.filter(pk=number, got=offset).update(
        got=offset + len(piece), offsets=[*part.offsets, offset], touched_at=clock.now()
    )
    part.refresh_from_db()
    if not moved:  # the other tab was quicker
        raise PartRefused("offset", "接着上次中断的地方再传。", part.got)
    if part.is_whole and _digest(part) != sha256:
        drop([part])
        raise PartRefused("damaged", "传输中有损坏，正在重新上传。")
    return part.got


def _known(user_id: int, number: str, size: int, sha256: str) -> Part:
    """The part with a number, begun now if it is new and there is room for it."""
    if not _NUMBER.fullmatch(number) or not _DIGEST.fullmatch(sha256) or size < 1:
        raise PartRefused("malformed", "上传的内容不完整，请更新页面后重试。")
    if not Part.objects.filter(pk=number).exists():
        _room_for(user_id, size)
    new = {"user_id": user_id, "size": size, "sha256": sha256, "touched_at": clock.now()}
    found, _ = Part.objects.get_or_create(pk=number, defaults=new)
    if (found.user_id, found.size, found.sha256) != (user_id, size, sha256):
        raise PartRefused("another", "这个编号已经用在别的文件上。")
    return found


def _room_for(user_id: int, size: int) -> None:
    if size > settings.UPLOAD_LIMIT:
        raise PartRefused("too_large", f"文件太大，每个不能超过{settings.UPLOAD_LIMIT // 1024 // 1024}MB。")
    mine = Part.objects.filter(user_id=user_id)
    taken = mine.aggregate(all=Sum("size"))["all"] or 0
    if mine.count() >= MOST or taken + size > ROOM * settings.UPLOAD_LIMIT:
        raise PartRefused("too_many", "等着交上去的文件太多了，请先把前面的巡查交完。")


def whole(user_id: int, numbers: Collection[str]) -> dict[str, Part]:
    """Those of a person's parts that have come whole, by number."""
    found = Part.objects.filter(user_id=user_id, pk__in=numbers)
    return {part.pk: part for part in found if part.is_whole}


def opened(part: Part, name: str) -> File:
    """A whole part as one file, open for reading."""
    joined = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - whoever asked closes it
    for offset in part.offsets:
        with evidence().open(part.piece(offset)) as piece:
            copyfileobj(piece, joined)
    joined.seek(0)
    return File(joined, name)


def drop(parts: Collection[Part]) -> None:
    """Forget parts, and their bytes once that is certain; also of a piece that was written and never counted."""
    pieces = [part.piece(offset) for part in parts for offset in (*part.offsets, part.got)]
    with transaction.atomic():
        Part.objects.filter(pk__in=[part.pk for part in parts]).delete()
        transaction.on_commit(partial(_delete, pieces))


def _delete(pieces: Collection[str]) -> None:
    for piece in pieces:
        evidence().delete(piece)


def _digest(part: Part) -> str:
    reckoned = hashlib.sha256()
    for piece in _pieces(part):
        reckoned.update(piece)
    return reckoned.hexdigest()


def _pieces(part: Part) -> Iterator[bytes]:
    for offset in part.offsets:
        with evidence().open(part.piece(offset)) as piece:
            yield bytes(piece.read())
