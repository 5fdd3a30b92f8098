"""Files that go between a bureau and an institution: kept as they came, given back to whoever may read the matter."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from zhongdu import files
from zhongdu.acts.performing import Doing
from zhongdu.files import serving

KIND = "enclosure"
MOST = 20  # files at once


def receive(deed: Doing, owner: str, uploads: Sequence[Any], *, beside: str) -> None:
    """Keep files under a matter, all or none; their hashes go on the record."""
    if len(uploads) > MOST:
        deed.refuse("too_many_files", f"一次最多附{MOST}个文件。", beside=beside)
    kept = []
    for place, upload in enumerate(uploads):
        try:
            kept.append(files.store(upload, owner=owner, kind=KIND, added_by=deed.by.user_id, sort=place))
        except files.FileRefused as refused:
            deed.refuse("bad_file", f"“{upload.name}”：{refused.message}", beside=beside)
    if kept:
        deed.note(files=[[each.public_id, each.blob_id] for each in kept])


def pieces(owner: str) -> list[tuple[str, str]]:
    """``(public id, name)`` of what is kept, in order."""
    kept = list(files.attached(owner, KIND))
    called = files.names(kept)
    return [(each.public_id, called[each.public_id] or "未命名的文件") for each in kept]


def serve(request: HttpRequest, owner: str, public_id: str) -> HttpResponseBase:
    """The original, as a download under its own name."""
    found = files.attached(owner, KIND).filter(public_id=public_id).first()
    if found is None:
        raise Http404("没有找到这个文件。")
    return serving.serve(request, found, files.names([found])[public_id] or public_id)
