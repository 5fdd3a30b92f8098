"""Giving a file out: as a download no browser may run or guess at, in parts where a part is asked for.

Bytes go from where they lie to who asked, a piece at a time, whatever their number.
"""

import re
from collections.abc import Iterator
from typing import IO

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

from .models import Attachment
from .refusals import FileRefused
from .storage import opened_at

PIECE = 64 * 1024  # bytes
STRICTLY = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; media-src 'self'; sandbox",
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


class NotThere(Exception):
    """A part was asked for that lies beyond the end."""


def serve(
    request: HttpRequest, attachment: Attachment, name: str, *, plays: bool = False
) -> HttpResponseBase:
    """The original, byte for byte; ``plays``: sound and video that the page may play instead of saving it."""
    if attachment.erased_at or attachment.blob.erased_at:
        raise Http404("这个文件已依法清除。")
    blob = attachment.blob
    answer: HttpResponseBase
    try:
        first, last = part_of(blob.size, request.headers.get("Range", ""))
        answer = StreamingHttpResponse(_Bytes(opened_at(blob.name, first), last - first + 1))
    except NotThere:
        answer = HttpResponse(status=416)
        answer["Content-Range"] = f"bytes */{blob.size}"
        return answer
    except FileNotFoundError:
        raise Http404("文件库中找不到这个文件，请联系系统管理员从备份恢复。") from None
    except FileRefused as refused:
        return HttpResponse(refused.message, status=503, content_type="text/plain; charset=utf-8")
    if (first, last) != (0, blob.size - 1):
        answer.status_code = 206
        answer["Content-Range"] = f"bytes {first}-{last}/{blob.size}"
    answer["Content-Type"], answer["Content-Length"] = blob.media_type, str(last - first + 1)
    answer["Accept-Ranges"] = "bytes"
    answer["Content-Disposition"] = str(content_disposition_header(not plays, name or attachment.public_id))
    for header, value in STRICTLY.items():
        answer[header] = value
    return answer


def part_of(size: int, asked: str) -> tuple[int, int]:
    """The first and the last byte of what is asked for: all of it where nothing, or nothing we understand, is."""
    found = _RANGE.fullmatch(asked.strip())
    first, last = found.groups() if found else ("", "")
    if not (first or last) or (first and last and int(last) < int(first)):
        return 0, size - 1
    begins = int(first) if first else max(0, size - int(last))  # else the last so many
    if begins >= size:
        raise NotThere
    return begins, min(int(last), size - 1) if first and last else size - 1


class _Bytes:
    """So many bytes of an open file, in pieces; closed with the answer, also where nobody reads it."""

    def __init__(self, file: IO[bytes], length: int) -> None:
        self.file, self.left = file, length

    def __iter__(self) -> Iterator[bytes]:
        while self.left and (piece := self.file.read(min(PIECE, self.left))):
            self.left -= len(piece)
            yield piece

    def close(self) -> None:
        self.file.close()
