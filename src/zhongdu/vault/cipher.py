"""What seals a value: SM4-GCM by default (RFC 8998), AES-256-GCM for those who want it, or a device.

A box is ``code (1 byte) | key mark (4) | nonce (12) | ciphertext | tag (16)``. The code names the
cipher, so boxes of several ciphers live side by side and a change of ``ZHONGDU_CIPHER`` touches none.
Nonces are random: rotate the key well before 2^32 values have been sealed with it.
"""

from collections.abc import Callable
from functools import lru_cache
from os import urandom
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher as Primitive
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM
from django.conf import settings
from django.utils.module_loading import import_string

from .keys import MARK, Ring, derived, ring
from .refusals import Unreadable

NONCE = 12
TAG = 16


class Cipher(Protocol):
    """What a certified device has to offer to stand in: made with a ``Ring``, which it may ignore.

    ``code`` is the first byte of each of its boxes; 1 to 127 are ours, 128 to 255 are free.
    ``context`` is bound to the box and not stored in it: opening under another context raises ``Unreadable``.
    """

    code: int

    def seal(self, plaintext: bytes, context: bytes) -> bytes: ...

    def open(self, box: bytes, context: bytes) -> bytes: ...

    def fresh(self, box: bytes) -> bool:
        """Whether this is a box as ``seal`` would make it today: same cipher, same key."""
        ...


class Aead(Protocol):
    """An authenticated cipher under one key, in the manner of ``cryptography``'s own AEAD classes."""

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes: ...

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes: ...


class SM4GCM:
    """SM4 in Galois/counter mode, the AEAD class that ``cryptography`` does not have."""

    def __init__(self, key: bytes):
        self._sm4 = SM4(key)

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        worker = Primitive(self._sm4, GCM(nonce)).encryptor()
        worker.authenticate_additional_data(associated_data or b"")
        return worker.update(data) + worker.finalize() + worker.tag

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        if len(data) < TAG:
            raise InvalidTag
        worker = Primitive(self._sm4, GCM(nonce, data[-TAG:])).decryptor()
        worker.authenticate_additional_data(associated_data or b"")
        return worker.update(data[:-TAG]) + worker.finalize()


class Software:
    """A cipher computed here, with keys from the key folder."""

    code: int
    purpose: bytes
    length: int  # bytes of key
    aead: Callable[[bytes], Aead]

    def __init__(self, keys: Ring):
        self._keys = keys
        self._ready: dict[bytes, Aead] = {}  # setting a key up costs more than a small field

    def _under(self, mark: bytes) -> Aead:
        if mark not in self._ready:
            self._ready[mark] = self.aead(derived(self._keys.secret(mark), self.purpose, self.length))
        return self._ready[mark]

    def seal(self, plaintext: bytes, context: bytes) -> bytes:
        head = bytes([self.code]) + self._keys.newest
        nonce = urandom(NONCE)
        return head + nonce + self._under(self._keys.newest).encrypt(nonce, plaintext, head + context)

    def open(self, box: bytes, context: bytes) -> bytes:
        head, nonce, body = box[: 1 + MARK], box[1 + MARK : 1 + MARK + NONCE], box[1 + MARK + NONCE :]
        if len(body) < TAG:
            raise Unreadable
        try:
            return self._under(head[1:]).decrypt(nonce, body, head + context)
        except InvalidTag:
            raise Unreadable from None

    def fresh(self, box: bytes) -> bool:
        return box.startswith(bytes([self.code]) + self._keys.newest)


class Sm4Gcm(Software):
    code, purpose, length, aead = 1, b"sm4-gcm", 16, SM4GCM


class Aes256Gcm(Software):
    code, purpose, length, aead = 2, b"aes-256-gcm", 32, AESGCM


class Ciphers:
    """The chosen cipher seals; whichever made a box opens it."""

    def __init__(self, keys: Ring, chosen: str):
        self._seals: Cipher = import_string(chosen)(keys)
        every: list[Cipher] = [Sm4Gcm(keys), Aes256Gcm(keys), self._seals]
        self._opens = {cipher.code: cipher for cipher in every}
        self.code = self._seals.code

    def seal(self, plaintext: bytes, context: bytes) -> bytes:
        return self._seals.seal(plaintext, context)

    def open(self, box: bytes, context: bytes) -> bytes:
        if not box or box[0] not in self._opens:
            raise Unreadable
        return self._opens[box[0]].open(box, context)

    def fresh(self, box: bytes) -> bool:
        return self._seals.fresh(box)


@lru_cache
def _ciphers(keys: Ring, chosen: str) -> Ciphers:
    return Ciphers(keys, chosen)


def ciphers() -> Cipher:
    """The ciphers of this installation, with their keys loaded."""
    return _ciphers(ring(), settings.CIPHER)
