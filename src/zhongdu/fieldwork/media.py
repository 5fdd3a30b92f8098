"""Sound and video of a visit, and the originals of photographs of which a smaller copy came first."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from zhongdu import files
from zhongdu.files.models import Attachment

RECORDING, ORIGINAL = "visit_recording", "visit_original"
MOST = 6  # that belong to no question
# Phones record sound into the containers of video; from the first bytes nobody can tell which it is.
_SOUNDS = files.SOUNDS | {"video/mp4", "video/webm", "video/3gpp"}
_CALLED = {"sound": "录音", "video": "录像"}
_ALLOWED = {"sound": _SOUNDS, "video": files.VIDEOS}


class BadRecording(ValueError):
    """A recording that cannot be taken: one sentence for people."""


def attach(
    owner: str, uploads: Sequence[Any], by: int | None, *, under: str = "", asks: str = "", most: int = MOST
) -> list[Attachment]:
    """Attach recordings after those already there, under one question. ``asks``: "sound" or "video" alone, if so."""
    before = of(owner).filter(under=under).count()
    if before + len(uploads) > most:
        raise BadRecording(f"录音录像最多{most}段。")
    allow = _ALLOWED.get(asks, files.SOUNDS | files.VIDEOS)
    return [
        _stored(upload, allow, asks, owner=owner, kind=RECORDING, added_by=by, sort=place, under=under)
        for place, upload in enumerate(uploads, start=before)
    ]


def attach_original(owner: str, upload: Any, by: int | None) -> Attachment:
    sort = originals(owner).count()
    return _stored(upload, files.IMAGES, owner=owner, kind=ORIGINAL, added_by=by, sort=sort)


def _stored(upload: Any, allow: frozenset[str], asks: str = "", **where: Any) -> Attachment:
    try:
        return files.store(upload, allow=allow, **where)
    except files.FileRefused as refused:
        says = (
            f"不接受这种文件，请用{_CALLED[asks]}。" if refused.code == "type" and asks else refused.message
        )
        raise BadRecording(f"“{upload.name}”：{says}" if upload.name else says) from None


def of(owner: str) -> "QuerySet[Attachment]":
    return files.attached(owner, RECORDING)


def originals(owner: str) -> "QuerySet[Attachment]":
    return files.attached(owner, ORIGINAL)
