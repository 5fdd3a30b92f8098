"""The folder that keeps the bytes, behind Django's storage API, so that S3 or an encrypting class can stand in.

``ZHONGDU_S3`` puts an S3 bucket in its place (``s3``). Whatever else stands in must be named in ``ZHONGDU_FILES`` and
write a name whole or not at all.
Originals lie as they came, not encrypted: guard the folder, or its disk, accordingly.
"""

import os
from pathlib import Path
from secrets import token_hex
from typing import IO, cast

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, storages


class Folder(FileSystemStorage):
    """Files that never change: a name stands for its content, so writing it again changes nothing."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _save(self, name: str, content: File) -> str:
        Path(self.location).mkdir(parents=True, exist_ok=True, mode=0o700)
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_name(f".{path.name}.{token_hex(8)}")
        try:
            with open(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
        return name


def evidence() -> Storage:
    return storages["evidence"]


def opened_at(name: str, first: int) -> IO[bytes]:
    """The bytes of a file from a place on. ``FileNotFoundError`` where there is none."""
    storage = evidence()
    if hasattr(storage, "opened_at"):
        return cast(IO[bytes], storage.opened_at(name, first))
    file = storage.open(name)
    file.seek(first)
    return cast(IO[bytes], file)
