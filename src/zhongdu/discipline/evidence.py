"""Files of a matter of discipline: kept inside the act, served to whoever may see the matter."""

from collections.abc import Sequence
from typing import Any

from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase

from zhongdu import files
from zhongdu.acts.models import Matter
from zhongdu.acts.performing import Doing

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


def serve(matter: Matter, public_id: str) -> HttpResponseBase:
    """A file of a matter, byte for byte, as a download no browser may run or guess at."""
    found = files.attached(matter.number, KIND).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    name = files.names([found])[found.public_id] or found.public_id
    answer = FileResponse(
        files.original(found), as_attachment=True, filename=name, content_type=found.blob.media_type
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer
