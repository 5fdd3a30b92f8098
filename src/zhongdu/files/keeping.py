"""Taking files in, giving them back, checking them, and erasing what must be erased.

An act that takes a file in records ``attachment.public_id`` and ``attachment.blob.sm3`` in its docket.
"""

import hashlib
import logging
import re
from collections.abc import Iterable, Iterator
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from cryptography.hazmat.primitives import hashes
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from zhongdu import vault

from . import pictures, sniffing
from .models import Attachment, Blob
from .refusals import FileRefused
from .sniffing import EVIDENCE, IMAGES, PICTURES
from .storage import evidence

log = logging.getLogger(__name__)
IN_MEMORY = 2 * 1024 * 1024  # bytes; what is larger goes through a temporary file
WIDTHS = (160, 480, 1080)  # of previews: few, so that nobody fills the disk by asking for every width
NAME_LENGTH = 200


def store(
    upload: File,
    *,
    owner: str,
    kind: str,
    allow: frozenset[str] = EVIDENCE,
    limit: int | None = None,
    least: int = 0,
    added_by: int | None = None,
    sort: int = 0,
    under: str = "",
) -> Attachment:
    """Keep a file exactly as it came and attach it to ``owner``; ``FileRefused`` if it cannot be taken.

    ``allow`` is a set of media types (``sniffing`` names the useful ones); ``limit`` is in bytes, the
    installation's ``UPLOAD_LIMIT`` if not given; ``least`` is in pixels, for the shorter side of a picture;
    ``under`` names the question of its owner that it answers. What counts is the content: the name and the declared
    type are not believed.
    """
    with SpooledTemporaryFile(IN_MEMORY) as file:
        blob = _received(upload, file, settings.UPLOAD_LIMIT if limit is None else limit)
        blob.media_type = _accepted(file, allow, least)
        with transaction.atomic():
            attachment = Attachment.objects.create(
                owner=owner, blob=_kept(blob, file), kind=kind, added_by=added_by, sort=sort, under=under
            )
            vault.put(attachment.vault_owner, {"file_name": _tidy(upload.name or "")})
    return attachment


def _received(upload: File, file: IO[bytes], limit: int) -> Blob:
    """Copy the stream, weighing and hashing on the way; stops as soon as it is too long."""
    blob = _weighed(_copied(upload.chunks(), file, limit))
    if not blob.size:
        raise FileRefused("empty", "这个文件是空的，请重新选择。")
    return blob


def _copied(chunks: Iterable[bytes], file: IO[bytes], limit: int) -> Iterator[bytes]:
    left = limit
    for chunk in chunks:
        left -= len(chunk)
        if left < 0:
            raise FileRefused("too_large", f"文件太大，每个文件不能超过{_readable(limit)}。")
        file.write(chunk)
        yield chunk


def _weighed(chunks: Iterable[bytes]) -> Blob:
    """What these bytes would be as a blob: hashes, size, and the name that follows from them."""
    sm3, sha256, size = hashes.Hash(hashes.SM3()), hashlib.sha256(), 0
    for chunk in chunks:
        sm3.update(chunk)
        sha256.update(chunk)
        size += len(chunk)
    digest = sm3.finalize().hex()
    name = f"{digest[:2]}/{digest[2:4]}/{digest}"
    return Blob(sm3=digest, sha256=sha256.hexdigest(), size=size, name=name)


def _accepted(file: IO[bytes], allow: frozenset[str], least: int) -> str:
    found = sniffing.media_type(file)
    if found in IMAGES - allow and allow & PICTURES:
        raise FileRefused("type", "这里不能使用HEIC格式的照片，请转换为JPEG格式后再上传。")
    if found not in allow:
        raise FileRefused("type", f"不接受这种文件，请上传{sniffing.in_words(allow)}。")
    if found in PICTURES:
        pictures.check(file, least)
    return found


def _kept(blob: Blob, file: IO[bytes]) -> Blob:
    """The stored blob of this content: written if it is new, had been erased, or has been lost."""
    columns = {"sha256", "size", "media_type", "name"}
    kept, new = Blob.objects.select_for_update().get_or_create(
        sm3=blob.sm3, defaults={column: getattr(blob, column) for column in columns}
    )
    if new or kept.erased_at or not evidence().exists(kept.name):
        evidence().save(kept.name, File(file))
        Blob.objects.filter(pk=kept.pk).update(erased_at=None)
        kept.erased_at = None
    return kept


def _tidy(name: str) -> str:
    """The last part of a name, without control characters, its ending kept if it is too long."""
    name = re.sub(r"[\x00-\x1f\x7f]", "", re.split(r"[/\\]", name)[-1]).strip()
    return name if len(name) <= NAME_LENGTH else name[: NAME_LENGTH - 10] + name[-10:]


def _readable(size: int) -> str:
    return f"{size / 1024 / 1024:.0f}MB" if size >= 1024 * 1024 else f"{size / 1024:.0f}KB"


def attached(owner: str, kind: str | None = None) -> QuerySet[Attachment]:
    """What is attached to ``owner`` now, in order."""
    living = Attachment.objects.filter(owner=owner, erased_at=None).select_related("blob")
    return living if kind is None else living.filter(kind=kind)


def attached_to(owners: Iterable[str], kind: str) -> QuerySet[Attachment]:
    """What of a kind is attached to any of ``owners`` now, in order."""
    living = Attachment.objects.filter(owner__in=list(owners), kind=kind, erased_at=None)
    return living.select_related("blob")


def share(
    attachment: Attachment, *, owner: str, kind: str = "", sort: int = 0, called: str = ""
) -> Attachment:
    """Attach what is attached to one owner to another too, as another ``kind`` and ``called`` otherwise where that is
    said: the content, looked at when it came, stays where it is."""
    name = {"file_name": called} if called else vault.read(attachment.vault_owner, "file_name")
    with transaction.atomic():
        if Blob.objects.select_for_update().get(pk=attachment.blob_id).erased_at:
            raise FileRefused("erased", "这个文件已依法清除。")
        shared = Attachment.objects.create(
            owner=owner,
            blob=attachment.blob,
            kind=kind or attachment.kind,
            sort=sort,
            added_by=attachment.added_by,
        )
        vault.put(shared.vault_owner, name)
    return shared


def names(attachments: Iterable[Attachment]) -> dict[str, str]:
    """``{public_id: original name}``, read from the vault in one query; an erased name is empty."""
    owners = {attachment.vault_owner: attachment.public_id for attachment in attachments}
    found = vault.read_many(owners, ["file_name"])
    return {public_id: found[owner].get("file_name", "") for owner, public_id in owners.items()}


def original(attachment: Attachment) -> File:
    """The bytes as they came, open for reading; serve them as a download, never to be run or shown inline."""
    if attachment.erased_at:
        raise FileRefused("erased", "这个文件已依法清除。")
    try:
        return evidence().open(attachment.blob.name)
    except FileNotFoundError:
        raise FileRefused("lost", "文件库中找不到这个文件，请联系系统管理员从备份恢复。") from None


def preview(attachment: Attachment, width: int) -> bytes:
    """A JPEG without metadata, upright, in the smallest of ``WIDTHS`` that is enough; made once, then kept."""
    blob, width = attachment.blob, next((w for w in WIDTHS if w >= width), WIDTHS[-1])
    if blob.media_type not in PICTURES:
        raise FileRefused("no_preview", "这种文件不能预览，请下载后查看。")
    with original(attachment) as source:
        try:
            with evidence().open(_preview_name(blob, width)) as ready:
                return bytes(ready.read())
        except FileNotFoundError:
            made = pictures.preview(source, width)
    evidence().save(_preview_name(blob, width), ContentFile(made))
    return made


def _preview_name(blob: Blob, width: int) -> str:
    return f"previews/{width}/{blob.name}.jpg"


def exif(attachment: Attachment) -> dict[str, Any]:
    """Time, place and camera as the photograph claims them, for officers; empty for other files."""
    if attachment.blob.media_type not in PICTURES:
        return {}
    with original(attachment) as source:
        return pictures.exif(source)


def verify(attachment: Attachment) -> bool:
    """Whether the bytes of an attachment are still those that came in."""
    return is_whole(attachment.blob)


def is_whole(blob: Blob) -> bool:
    """Whether some content is still what came in; once erased, whether it is gone."""
    if blob.erased_at:
        return not evidence().exists(blob.name)
    try:
        with evidence().open(blob.name) as file:
            found = _weighed(file.chunks())
    except FileNotFoundError:
        return False
    return (found.sm3, found.sha256, found.size) == (blob.sm3, blob.sha256, blob.size)


def erase(attachment: Attachment) -> None:
    """Erase the name, the copies made of it, and the content unless it is attached elsewhere too; the rows and
    hashes stay."""
    with transaction.atomic():
        for copy in attachment.copies.filter(erased_at=None):
            erase(copy)
        blob = Blob.objects.select_for_update().get(pk=attachment.blob_id)
        attachment.erased_at = timezone.now()
        attachment.save(update_fields=["erased_at"])
        vault.erase(attachment.vault_owner)
        if not blob.attachments.filter(erased_at=None).exists():
            Blob.objects.filter(pk=blob.pk).update(erased_at=attachment.erased_at)
            transaction.on_commit(partial(_try_to_destroy, blob.pk))


def _try_to_destroy(sm3: str) -> None:
    """The deed is done: should the storage not answer now, the sweep tries again."""
    try:
        destroy(sm3)
    except FileRefused as refused:
        log.error("erased bytes are still there: %s", refused.code)


def destroy(sm3: str) -> None:
    """Delete the bytes of an erased blob, unless somebody brought the same content again meanwhile."""
    with transaction.atomic():
        blob = Blob.objects.select_for_update().get(pk=sm3)
        if blob.erased_at:
            for name in (blob.name, *(_preview_name(blob, width) for width in WIDTHS)):
                evidence().delete(name)
