"""Signing and checking requests between platforms; when an undelivered message is tried again. Pure.

A signature is the HMAC, in hex, of five lines: the method, the path with its query, the time (Unix seconds), a nonce,
and the digest of the body. Both sides sign so.
"""

import hashlib
import hmac
from datetime import timedelta

WINDOW = 300  # seconds a request's time may differ from ours, either way
SHORTEST_NONCE, LONGEST_NONCE = 8, 64
BACKOFF = (1, 5, 15, 60, 180, 360, 720, 1440)  # minutes before each further try; after them we give up


def signed(secret: str, digest: str, *, method: str, path: str, time: str, nonce: str, body: bytes) -> str:
    """The signature of a request, in hex. ``digest`` is "sm3" or "sha256"."""
    lines = [method.upper(), path, time, nonce, hashlib.new(digest, body).hexdigest()]
    return hmac.new(secret.encode(), "\n".join(lines).encode(), digest).hexdigest()


def same(one: str, other: str) -> bool:
    """Whether two signatures are the same, in constant time."""
    return hmac.compare_digest(one.lower().encode(), other.lower().encode())


def within_window(time: str, now: int) -> bool:
    """Whether a request's time is near enough to ours."""
    return time.isascii() and time.isdigit() and len(time) <= 12 and abs(int(time) - now) <= WINDOW


def next_try(tries: int) -> timedelta | None:
    """How long to wait after so many tries that failed; none when it is time to give up."""
    return timedelta(minutes=BACKOFF[tries - 1]) if 0 < tries <= len(BACKOFF) else None
