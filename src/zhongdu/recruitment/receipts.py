"""Receipt codes: what lets a person without an account come back to what they handed in.

A code is sixteen letters drawn at random (31¹⁶, about 79 bits). Only its keyed hash is stored, and a code is looked
up by that hash: comparing takes the same time whatever was typed, because what is compared is not what was typed.
The code itself lives with its holder: in the browser's own cookie until it has been shown, and then on paper.
"""

import hashlib
import hmac
from secrets import choice

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from zhongdu import vault

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that read alike
LENGTH, GROUP = 16, 4
COOKIE = "receipt"
SESSION = "receipts"  # the numbers of dockets this browser has shown the code of; the actor holds them
TRIES, WITHIN = 30, 10 * 60  # wrong codes from one address, seconds


def new_code() -> str:
    """``K7Q4-93TX-2M8P-WAHE``, nobody else's."""
    return grouped("".join(choice(LETTERS) for _ in range(LENGTH)))


def drawn(batch: str, row: int) -> str:
    """The code of one row of a batch of paper forms: nobody's guess without the key, the same each time it is asked for.

    So nothing has to keep it until it is handed out, and a list that was not printed can be printed again.
    """
    number, letters = int(vault.token("recruitment_receipt", f"{batch}:{row}"), 16), ""
    for _ in range(LENGTH):
        number, at = divmod(number, len(LETTERS))
        letters += LETTERS[at]
    return grouped(letters)


def grouped(letters: str) -> str:
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def tidy(typed: str) -> str:
    """A code as it was given out, from whatever spelling of it was typed."""
    return grouped("".join(letter for letter in typed.upper() if letter in LETTERS)[:64])


def token(code: str) -> str:
    """The keyed hash a code is stored and found by."""
    return vault.token("recruitment_receipt", tidy(code))


def same_tail(number: str, typed: str) -> bool:
    """Whether the last four characters of an ID number are those typed, compared in constant time."""
    return hmac.compare_digest(number[-4:].upper().encode(), typed.strip().upper().encode())


def hold(request: HttpRequest, number: str) -> None:
    """Let this browser session act for a matter whose code it has shown."""
    request.session[SESSION] = sorted({number, *request.session.get(SESSION, ())})


def give(response: HttpResponse, code: str) -> HttpResponse:
    """Hand a code to the browser to keep until it has been shown on the receipt."""
    response.set_cookie(
        COOKIE,
        code,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        max_age=30 * 24 * 60 * 60,
    )
    return response


def given(request: HttpRequest) -> str:
    return tidy(request.COOKIES.get(COOKIE, ""))


def too_many(request: HttpRequest) -> bool:
    """Whether an address has guessed too often. Counted in this server's own cache, so a hindrance and no wall;
    the wall is the length of the code."""
    return bool(cache.get(_address(request), 0) >= TRIES)


def missed(request: HttpRequest) -> None:
    """Count a wrong code."""
    key = _address(request)
    if not cache.add(key, 1, WITHIN):
        cache.incr(key)


def _address(request: HttpRequest) -> str:
    seen = f"{settings.SECRET_KEY} {request.META.get('REMOTE_ADDR', '')}"
    return f"receipt-tries-{hashlib.sha256(seen.encode()).hexdigest()[:32]}"
