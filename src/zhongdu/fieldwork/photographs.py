"""Photographs of a visit: attached when it is recorded, and waiting until then, so that no mistake in a form loses one."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from zhongdu import files
from zhongdu.files.models import Attachment

KIND = "visit_photo"
MOST = 12  # a visit


class BadPhotos(ValueError):
    """Photographs that cannot be taken: one sentence for people."""


def attach(owner: str, uploads: Sequence[Any], by: int | None) -> list[Attachment]:
    """Attach photographs after those already there; what comes after a bad one is not looked at."""
    before = of(owner).count()
    if before + len(uploads) > MOST:
        raise BadPhotos(f"最多{MOST}张照片。")
    kept = []
    for place, upload in enumerate(uploads, start=before):
        try:
            kept.append(
                files.store(upload, owner=owner, kind=KIND, allow=files.IMAGES, added_by=by, sort=place)
            )
        except files.FileRefused as refused:
            raise BadPhotos(
                f"“{upload.name}”：{refused.message}" if upload.name else refused.message
            ) from None
    return kept


def of(owner: str) -> "QuerySet[Attachment]":
    return files.attached(owner, KIND)


# --- until the visit is recorded ---------------------------------------------------------------------


def waiting_for(visit: Any) -> str:
    """Whose the photographs are that were chosen and not yet handed in."""
    return f"draft:{visit.number}"


def opened(attachments: Iterable[Attachment]) -> list[Any]:
    """Waiting photographs, open and under their own names, as if they had just been chosen."""
    kept = list(attachments)
    names = files.names(kept)
    found = []
    for each in kept:
        picture = files.original(each)
        picture.name = names[each.public_id]
        found.append(picture)
    return found


def forget(visit: Any, public_id: str = "") -> None:
    """Erase what waits: one photograph, or all."""
    rows = of(waiting_for(visit))
    for each in rows.filter(public_id=public_id) if public_id else rows:
        files.erase(each)
