"""Sound and video of a visit, and the originals of photographs of which a smaller copy came first."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from zhongdu import files
from zhongdu.files.models import Attachment

RECORDING, ORIGINAL = "visit_recording", "visit_original"
MOST = 6  # a visit


class BadRecording(ValueError):
    """A recording that cannot be taken: one sentence for people."""


def attach(owner: str, uploads: Sequence[Any], by: int | None) -> list[Attachment]:
    if len(uploads) > MOST:
        raise BadRecording(f"录音录像最多{MOST}段。")
    return [
        _stored(upload, owner, RECORDING, files.SOUNDS | files.VIDEOS, by, place)
        for place, upload in enumerate(uploads)
    ]


def attach_original(owner: str, upload: Any, by: int | None) -> Attachment:
    return _stored(upload, owner, ORIGINAL, files.IMAGES, by, originals(owner).count())


def _stored(
    upload: Any, owner: str, kind: str, allow: frozenset[str], by: int | None, sort: int
) -> Attachment:
    try:
        return files.store(upload, owner=owner, kind=kind, allow=allow, added_by=by, sort=sort)
    except files.FileRefused as refused:
        raise BadRecording(refused.message) from None


def of(owner: str) -> "QuerySet[Attachment]":
    return files.attached(owner, RECORDING)


def originals(owner: str) -> "QuerySet[Attachment]":
    return files.attached(owner, ORIGINAL)
