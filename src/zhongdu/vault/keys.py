"""The key folder: secrets made on first use, kept outside the database, readable by the service alone.

``index.key`` blinds the indexes and never changes, or nothing could be found again. ``data-1.key``,
``data-2.key`` … seal values: the highest number seals, every one opens. A box names its key by the key's
mark and not by its number, so that a database restored without its keys is told "key missing" at once,
instead of being given a new key under the old name.
"""

import os
import re
from functools import lru_cache
from pathlib import Path
from secrets import token_bytes, token_hex

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from .refusals import KeysLost, KeyUnknown

SECRET = 32  # bytes of chance in a key file, written as hex
MARK = 4  # bytes that name a data key inside a box
INDEX = "index.key"
DATA = re.compile(r"data-(\d+)\.key")


def derived(secret: bytes, purpose: bytes, length: int) -> bytes:
    """``length`` bytes for one purpose: no two uses of a key file share bytes (HKDF with SM3)."""
    return HKDF(hashes.SM3(), length, salt=None, info=b"zhongdu " + purpose).derive(secret)


def _read(path: Path) -> bytes:
    try:
        secret = bytes.fromhex(path.read_text("ascii"))
    except (OSError, ValueError) as error:
        raise KeysLost(f"密钥文件 {path.name} 无法读取，请从备份中恢复。") from error
    if len(secret) != SECRET:
        raise KeysLost(f"密钥文件 {path.name} 已损坏，请从备份中恢复。")
    return secret


def _make(path: Path) -> None:
    """Write a new secret whole or not at all; when another process was first, its key stands."""
    draft = path.with_name(f".{path.name}.{token_hex(8)}")
    with open(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii") as file:
        file.write(token_bytes(SECRET).hex())
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # unlike rename, never replaces
    except FileExistsError:
        pass
    finally:
        draft.unlink()


class Ring:
    """The keys of one folder, made if it is empty."""

    def __init__(self, folder: Path):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not (folder / INDEX).exists():
            if self._numbered():
                raise KeysLost(f"密钥目录中缺少 {INDEX}，请从备份中恢复，否则以前的信息都将查找不到。")
            _make(folder / INDEX)
        if not self._numbered():  # the index key always comes first, so two starting processes agree
            _make(folder / "data-1.key")
        self.index = derived(_read(folder / INDEX), b"index", 32)
        self._load()

    def _numbered(self) -> list[tuple[int, Path]]:
        named = ((DATA.fullmatch(path.name), path) for path in self.folder.iterdir())
        return sorted((int(match[1]), path) for match, path in named if match)

    def _load(self) -> None:
        secrets = [_read(path) for _, path in self._numbered()]
        self._data = {derived(secret, b"mark", MARK): secret for secret in secrets}
        self.newest = derived(secrets[-1], b"mark", MARK)

    def secret(self, mark: bytes) -> bytes:
        """The data key of that mark, looked for again in the folder if another process made it."""
        if mark not in self._data:
            self._load()
        if mark not in self._data:
            raise KeyUnknown
        return self._data[mark]

    def rotate(self) -> None:
        """Make a new data key; this process seals with it at once, others from their next start."""
        last, _ = self._numbered()[-1]
        _make(self.folder / f"data-{last + 1}.key")
        self._load()


@lru_cache
def _ring(folder: str) -> Ring:
    return Ring(Path(folder))


def ring() -> Ring:
    return _ring(str(settings.KEYS))
