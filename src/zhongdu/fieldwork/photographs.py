"""Photographs of a visit, as they are attached when it is recorded."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from zhongdu import files
from zhongdu.files.models import Attachment

KIND = "visit_photo"
MOST = 12  # that belong to no question


class BadPhotos(ValueError):
    """Photographs that cannot be taken: one sentence for people."""


def attach(
    owner: str, uploads: Sequence[Any], by: int | None, *, under: str = "", most: int = MOST
) -> list[Attachment]:
    """Attach photographs after those already there, under one question; what comes after a bad one is not looked at."""
    before = of(owner).filter(under=under).count()
    if before + len(uploads) > most:
        raise BadPhotos(f"最多{most}张照片。")
    kept = []
    for place, upload in enumerate(uploads, start=before):
        try:
            kept.append(
                files.store(
                    upload, owner=owner, kind=KIND, allow=files.IMAGES, added_by=by, sort=place, under=under
                )
            )
        except files.FileRefused as refused:
            raise BadPhotos(
                f"“{upload.name}”：{refused.message}" if upload.name else refused.message
            ) from None
    return kept


def of(owner: str) -> "QuerySet[Attachment]":
    return files.attached(owner, KIND)
