"""Files of a matter of discipline: kept inside the act, served to whoever may see the matter."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from zhongdu import files
from zhongdu.acts.models import Matter
from zhongdu.acts.performing import Doing
from zhongdu.files import serving

KIND = "discipline"
MOST = 10  # files at a time


def keep(deed: Doing, matter: Matter, uploads: Sequence[Any] | None, *, beside: str) -> None:
    """Attach files to a matter, all or none; the record keeps their fingerprints."""
    chosen = list(uploads or ())
    if len(chosen) > MOST:
        deed.refuse("too_many_files", f"一次最多 {MOST} 个文件。", beside=beside)
    first = files.attached(matter.number, KIND).count()
    kept = []
    for place, upload in enumerate(chosen, first):
        try:
            one = files.store(upload, owner=matter.number, kind=KIND, added_by=deed.by.user_id, sort=place)
        except files.FileRefused as refused:
            deed.refuse(refused.code, refused.message, beside=beside)
        kept.append([one.public_id, one.blob.sm3])
    if kept:
        deed.note(files=kept)


def serve(request: HttpRequest, matter: Matter, public_id: str) -> HttpResponseBase:
    """A file of a matter, as a download under its own name."""
    found = files.attached(matter.number, KIND).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    name = files.names([found])[found.public_id] or found.public_id
    return serving.serve(request, found, name)
