"""Files of a matter of this room: kept inside the act, listed on its page, served to whoever may see the matter."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from zhongdu import files
from zhongdu.acts.models import Matter
from zhongdu.acts.performing import Doing
from zhongdu.files import serving

KIND = "case"
MOST = 20  # files at a time


def keep(deed: Doing, matter: Matter, uploads: Sequence[Any] | None, *, beside: str, sort: int = -1) -> None:
    """Attach files, all or none; the record keeps their fingerprints. ``sort`` binds them to what they belong to."""
    chosen = list(uploads or ())
    if len(chosen) > MOST:
        deed.refuse("too_many_files", f"一次最多 {MOST} 个文件。", beside=beside)
    kept = []
    for upload in chosen:
        try:
            one = files.store(
                upload, owner=matter.number, kind=KIND, added_by=deed.by.user_id, sort=max(sort, 0)
            )
        except files.FileRefused as refused:
            deed.refuse(refused.code, refused.message, beside=beside)
        kept.append([one.public_id, one.blob.sm3])
    if kept:
        deed.note(files=[*deed.notes.get("files", []), *kept])


@dataclass(frozen=True)
class Piece:
    name: str
    size: int
    url: str
    sort: int


def listed(matter: Matter) -> list[Piece]:
    """The files of a matter, in the order they came."""
    kept = list(files.attached(matter.number, KIND))
    called, word = files.names(kept), matter._meta.model_name
    return [
        Piece(
            called[each.public_id] or "未命名的文件",
            each.blob.size,
            reverse("desk:case_file", kwargs={"word": word, "number": matter.number, "file": each.public_id}),
            each.sort,
        )
        for each in kept
    ]


def serve(request: HttpRequest, matter: Matter, public_id: str) -> HttpResponseBase:
    """A file of a matter, as a download under its own name."""
    found = files.attached(matter.number, KIND).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    name = files.names([found])[found.public_id] or found.public_id
    return serving.serve(request, found, name)
