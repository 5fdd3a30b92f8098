"""Words looked for, sealed in the address: no history, log or link carries them, and going on and back still works.

A form posts them; the answer leads to an address that holds them encrypted, for the one who asked, on that page, for
as long as a session lasts. Nothing is kept on the server.
"""

import base64
from hashlib import sha256
from os import urandom
from time import time

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

LONGEST = 100  # characters
_STEP = 64  # bytes: that an address is long tells little of what was looked for


def seal(words: str, whose: str) -> str:
    """Words for an address, to be opened by ``whose`` alone."""
    plain = f"{int(time())} {words[:LONGEST]}".encode()
    plain += b"\0" * (-len(plain) % _STEP)
    nonce = urandom(12)
    return (
        base64.urlsafe_b64encode(nonce + _cipher().encrypt(nonce, plain, whose.encode())).decode().rstrip("=")
    )


def opened(token: str, whose: str) -> str:
    """The words in an address; "" where there are none, somebody else's, or from another day."""
    try:
        sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        plain = _cipher().decrypt(sealed[:12], sealed[12:], whose.encode()).rstrip(b"\0").decode()
    except (InvalidTag, ValueError):
        return ""
    at, _, words = plain.partition(" ")
    return words if time() - int(at) <= settings.SESSION_COOKIE_AGE else ""


def whose(request: HttpRequest) -> str:
    """On which page, and by whom, words were looked for."""
    return f"{request.path} {request.user.pk or ''}"


def asked(request: HttpRequest, name: str = "q") -> str:
    """The words an address asks for."""
    return opened(request.GET.get(name, ""), whose(request))


def lead_on(request: HttpRequest, name: str = "q") -> HttpResponse:
    """From a posted form to the address of what it asks for, its words sealed; what was left empty is left out."""
    asks = QueryDict(mutable=True)
    for field, value in request.POST.items():
        if (typed := str(value).strip()) and field != "csrfmiddlewaretoken":
            asks[field] = seal(typed, whose(request)) if field == name else typed
    return HttpResponseRedirect(f"{request.path}?{asks.urlencode()}")


def _cipher() -> AESGCM:
    return AESGCM(sha256(f"zhongdu.kit.sealed {settings.SECRET_KEY}".encode()).digest())
