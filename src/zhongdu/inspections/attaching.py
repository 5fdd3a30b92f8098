"""Files of an inspection: taken in inside the act, each kind by itself, served only to whoever reads the matter."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from zhongdu import files
from zhongdu.acts.performing import Doing
from zhongdu.files import serving
from zhongdu.files.models import Attachment
from zhongdu.inspections.models import Evidence

Source = Evidence.Source
SCAN = "record_scan"  # a stamped paper, photographed: no material of its own
# What a file may become evidence from: its kind, and the source that is then written down.
KINDS: dict[str, Source] = {
    "inspection_material": Source.MATERIAL,
    "inspection_spot": Source.SPOT,
    "inspection_demanded": Source.DEMANDED,
    "inspection_third": Source.THIRD,
}
KIND_OF = {source: kind for kind, source in KINDS.items()}
MOST = 20  # files at a time


def keep(
    matter: Any, deed: Doing, uploads: Sequence[Any] | None, kind: str, *, beside: str = "material"
) -> list[Attachment]:
    """Attach files, all or none; the record keeps their fingerprints."""
    chosen = list(uploads or ())
    if len(chosen) > MOST:
        deed.refuse("too_many_files", f"一次最多 {MOST} 个文件。", beside=beside)
    kept, first = [], files.attached(matter.number, kind).count()
    for place, upload in enumerate(chosen, first):
        try:
            kept.append(
                files.store(upload, owner=matter.number, kind=kind, added_by=deed.by.user_id, sort=place)
            )
        except files.FileRefused as refused:
            deed.refuse(refused.code, refused.message, beside=beside)
    if kept:
        deed.note(files=[[one.public_id, one.blob.sm3] for one in kept])
    return kept


def named(rows: Sequence[Attachment]) -> list[tuple[Attachment, str]]:
    """Files with their names."""
    called = files.names(rows)
    return [(row, called[row.public_id] or "未命名的文件") for row in rows]


def serve(request: HttpRequest, number: str, public_id: str, kinds: Sequence[str]) -> HttpResponseBase:
    """One file, byte for byte, as a download."""
    found = files.attached(number).filter(kind__in=kinds, public_id=public_id).first()
    if found is None:
        raise Http404
    return serving.serve(request, found, files.names([found])[found.public_id] or found.public_id)
