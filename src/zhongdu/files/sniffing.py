"""What a file really is, from its bytes alone: its name and the type a browser declares can say anything."""

from typing import IO
from zipfile import BadZipFile, ZipFile

import magic

OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX, XLSX = f"{OFFICE}.wordprocessingml.document", f"{OFFICE}.spreadsheetml.sheet"

PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})  # what we can decode, and show
IMAGES = PICTURES | {"image/heic", "image/heif"}  # phones make these; kept, but no preview of them
DOCUMENTS = frozenset(
    {"application/pdf", "application/ofd", DOCX, XLSX, "application/msword", "application/vnd.ms-excel"}
)
SOUNDS = frozenset(
    {"audio/mpeg", "audio/x-wav", "audio/mp4", "audio/x-m4a", "audio/amr", "audio/ogg", "audio/x-hx-aac-adts"}
)
VIDEOS = frozenset({"video/mp4", "video/quicktime", "video/3gpp", "video/webm"})
EVIDENCE = IMAGES | DOCUMENTS | SOUNDS | VIDEOS

HEAD = 64 * 1024  # bytes that libmagic is given
INSIDE = {  # a package is what its main part says it is; OFD is GB/T 33190
    "OFD.xml": "application/ofd",
    "word/document.xml": DOCX,
    "xl/workbook.xml": XLSX,
}
WORDS = (
    (IMAGES, "图片"),
    (DOCUMENTS, "PDF、OFD、Word、Excel文档"),
    (SOUNDS, "录音"),
    (VIDEOS, "视频"),
)


def media_type(file: IO[bytes]) -> str:
    file.seek(0)
    found = str(magic.from_buffer(file.read(HEAD), mime=True))
    return _packaged(file) or found if "zip" in found or found.startswith(OFFICE) else found


def _packaged(file: IO[bytes]) -> str | None:
    try:
        names = set(ZipFile(file).namelist())
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    return next((kind for part, kind in INSIDE.items() if part in names), None)


def in_words(allowed: frozenset[str]) -> str:
    """The kinds that are allowed, as people call them."""
    return "、".join(word for kinds, word in WORDS if kinds & allowed)
