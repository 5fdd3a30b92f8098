"""Evidence: taken in with what somebody tells, kept between two tries of a form, and shown only to those who may see it."""

import re
from collections.abc import Sequence
from uuid import uuid4

from django.core.files.base import File
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from zhongdu import files
from zhongdu.acts.refusal import Refused
from zhongdu.files import serving
from zhongdu.files.models import Attachment

KIND = "evidence"
MOST = 30  # files a matter
SHOWN = files.EVIDENCE - (
    files.IMAGES - files.PICTURES
)  # where whoever sees a photograph sees it without its metadata
_KEY = re.compile(r"[0-9a-f]{32}")


def receive(
    owner: str,
    uploads: Sequence[object],
    user_id: int | None,
    *,
    kind: str = KIND,
    beside: str = "evidence",
    allow: frozenset[str] = files.EVIDENCE,
) -> list[Attachment]:
    """Attach files to a matter, all or none (inside the act's transaction). Raises ``Refused`` beside the field."""
    if not uploads:
        return []
    first = files.attached(owner, kind).count()
    if len(uploads) + first > MOST:
        raise _refused(f"一件事最多附 {MOST} 个文件。", beside)
    kept = []
    for place, upload in enumerate(uploads, first):
        try:
            one = files.store(upload, owner=owner, kind=kind, allow=allow, added_by=user_id, sort=place)  # type: ignore[arg-type]
            kept.append(one)
        except files.FileRefused as refused:
            raise _refused(_about(upload, refused), beside) from None
    return kept


def _about(upload: object, refused: files.FileRefused) -> str:
    name = getattr(upload, "name", "") or ""
    return f"“{name}”：{refused.message}" if name else refused.message


def _refused(says: str, beside: str) -> Refused:
    return Refused("bad_file", says, fields={beside: says})


# --- between two tries -----------------------------------------------------------------------------
# A browser forgets chosen files when a page comes back with a mistake to mend; the good ones wait here.
def new_key() -> str:
    return uuid4().hex


def draft_owner(user_id: int | None, key: str) -> str:
    """Whose the waiting files are: one form, of one person; without an account, of whoever has the key."""
    if not _KEY.fullmatch(key):
        raise Http404
    return f"draft:{user_id or 0}:{key}"


def wait(owner: str, uploads: Sequence[object], user_id: int | None) -> list[str]:
    """Keep what can be kept; a sentence for each file that cannot."""
    wrong = []
    for upload in uploads:
        try:
            receive(owner, [upload], user_id)
        except Refused as refused:
            wrong.append(refused.says)
    return wrong


def waiting(owner: str) -> list[File]:
    """The waiting files, opened again under their own names."""
    kept = list(files.attached(owner, KIND))
    names = files.names(kept)
    opened = []
    for each in kept:
        file = files.original(each)
        file.name = names[each.public_id]
        opened.append(file)
    return opened


def forget(owner: str) -> None:
    """The waiting copies are no longer needed: what was sent has its own attachment."""
    for each in files.attached(owner, KIND):
        files.erase(each)


def called(attachment: Attachment) -> str:
    """What kind of file it is, in a word."""
    kinds = (
        (files.IMAGES, "照片"),
        (files.SOUNDS, "录音"),
        (files.VIDEOS, "视频"),
        (files.DOCUMENTS, "文档"),
    )
    return next((word for types, word in kinds if attachment.blob.media_type in types), "文件")


# --- showing ---------------------------------------------------------------------------------------
def attachment_or_404(owner: str, public_id: str, *kinds: str) -> Attachment:
    """A file of a matter, of the evidence unless other kinds are named."""
    rows = files.attached(owner).filter(kind__in=kinds or [KIND])
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def serve(request: HttpRequest, attachment: Attachment) -> HttpResponseBase:
    """The original, as a download under its own name."""
    return serving.serve(request, attachment, files.names([attachment])[attachment.public_id])


def serve_preview(attachment: Attachment, width: int) -> HttpResponseBase:
    """A re-encoded picture without metadata, to be shown on a page."""
    try:
        return HttpResponse(
            files.preview(attachment, width), content_type="image/jpeg", headers=serving.STRICTLY
        )
    except files.FileRefused as refused:
        raise Http404(refused.message) from None
