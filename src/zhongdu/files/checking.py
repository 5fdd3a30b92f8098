"""Whether files can be kept at all, and whether what was kept is still what came."""

from collections.abc import Iterator
from secrets import token_hex

from django.conf import settings
from django.core.files.base import ContentFile

from .keeping import is_whole
from .models import Attachment, Blob
from .refusals import FileRefused
from .storage import evidence


def trouble() -> str:
    """Why files cannot be kept here, in a sentence for operators; "" when something written was read and deleted."""
    storage, name, told = evidence(), f"probe/{token_hex(8)}", token_hex(32).encode()
    if settings.S3 and storage.is_missing():  # type: ignore[attr-defined]
        return "S3 上没有 ZHONGDU_S3 里写的存储桶，请先建好。"
    try:
        storage.save(name, ContentFile(told))
        with storage.open(name) as file:
            same = file.read() == told
        storage.delete(name)
    except FileRefused as refused:
        from .s3 import why

        return why(refused)
    except OSError as error:
        return f"文件库写不进去，或者读不出来（{error.strerror or type(error).__name__}）。"
    return "" if same else "文件库读出来的和写进去的不一样。"


def wrong() -> Iterator[str]:
    """Walk over every content there is or was: what is lost or changed, and what should be gone and is not.

    Raises ``FileRefused`` where the storage does not answer: then nothing can be said.
    """
    for blob in Blob.objects.order_by("pk").iterator():
        if not is_whole(blob):
            yield f"{blob.sm3}：{_how(blob)}（{_whose(blob)}）"


def _how(blob: Blob) -> str:
    if blob.erased_at:
        return "已依法清除，文件却还在"
    return "文件和存入时不一样" if evidence().exists(blob.name) else "文件不见了"


def _whose(blob: Blob) -> str:
    """The numbers of what it is attached to, a few of them."""
    owners = Attachment.objects.filter(blob=blob).order_by("pk").values_list("owner", flat=True)
    return "、".join(dict.fromkeys(owners[:5])) or "没有附在任何事项上"
