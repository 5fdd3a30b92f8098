"""Speaking to another machine over HTTP: each request signed, never led elsewhere, tried again a little later.

A signature is the HMAC, in hex, of five lines: the method, the path with its query, the time (Unix seconds), a nonce,
and the digest of the body. Whoever we speak to signs so, and so do we.
"""

import hashlib
import hmac
from datetime import timedelta
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener
from uuid import uuid4

from zhongdu.calendar import clock

TIMEOUT = 10  # seconds
BACKOFF = (1, 5, 15, 60, 180, 360, 720, 1440)  # minutes before each further try; after them we give up


def signed(secret: str, digest: str, *, method: str, path: str, time: str, nonce: str, body: bytes) -> str:
    """The signature of a request, in hex. ``digest`` is "sm3" or "sha256"."""
    lines = [method.upper(), path, time, nonce, hashlib.new(digest, body).hexdigest()]
    return hmac.new(secret.encode(), "\n".join(lines).encode(), digest).hexdigest()


def next_try(tries: int) -> timedelta | None:
    """How long to wait after so many tries that failed; none when it is time to give up."""
    return timedelta(minutes=BACKOFF[tries - 1]) if 0 < tries <= len(BACKOFF) else None


class _StayPut(HTTPRedirectHandler):
    """What is signed for one address is not sent to another."""

    def redirect_request(self, *args: Any) -> None:
        return None


def post(address: str, body: bytes, *, key: str, secret: str, digest: str, **more: str) -> int:
    """Post signed JSON; the status it was answered with. Raises :class:`OSError` where nobody answers, and
    :class:`ValueError` for what is no address."""
    parts = urlsplit(address)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    time, nonce = str(int(clock.now().timestamp())), uuid4().hex
    headers = {
        "Content-Type": "application/json", "X-Zhongdu-Key": key, "X-Zhongdu-Time": time, "X-Zhongdu-Nonce": nonce,
        "X-Zhongdu-Signature": signed(secret, digest, method="POST", path=path, time=time, nonce=nonce, body=body),
    } | {f"X-Zhongdu-{name.title()}": value for name, value in more.items()}  # fmt: skip
    try:
        with build_opener(_StayPut).open(Request(address, body, headers), timeout=TIMEOUT) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code
