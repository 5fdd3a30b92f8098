"""What a person attaches to a report of retaliation: kept as it came, given back to those who may read the report."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from zhongdu import files
from zhongdu.acts.refusal import Refused
from zhongdu.files import serving

KIND = "evidence"
MOST = 20  # files a report


def receive(owner: str, uploads: Sequence[Any], user_id: int | None) -> list[Any]:
    """Attach files, all or none (inside the act's transaction). Raises ``Refused`` beside the field."""
    if len(uploads) > MOST:
        raise _refused(f"最多附 {MOST} 个文件。")
    kept = []
    for place, upload in enumerate(uploads):
        try:
            kept.append(files.store(upload, owner=owner, kind=KIND, added_by=user_id, sort=place))
        except files.FileRefused as refused:
            raise _refused(f"“{upload.name}”：{refused.message}") from None
    return kept


def _refused(says: str) -> Refused:
    return Refused("bad_file", says, fields={"evidence": says})


def pieces(owner: str) -> list[tuple[str, str]]:
    """``(public id, name)`` of what is attached, in order."""
    kept = list(files.attached(owner, KIND))
    called = files.names(kept)
    return [(each.public_id, called[each.public_id] or "未命名的文件") for each in kept]


def serve(request: HttpRequest, owner: str, public_id: str) -> HttpResponseBase:
    """The original, as a download under its own name."""
    found = files.attached(owner, KIND).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    name = files.names([found])[public_id] or public_id
    return serving.serve(request, found, name)
