"""The receipt codes of recruitment, on the kit's (``kit.receipts``): their hash, and the browser's keeping of them."""

import hmac

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from zhongdu import vault
from zhongdu.kit.receipts import LENGTH, LETTERS, SESSION, grouped, hold, missed, new_code, tidy, too_many

__all__ = [
    "COOKIE", "SESSION", "drawn", "give", "given", "hold", "missed", "new_code", "same_tail", "tidy", "token", "too_many",
]  # fmt: skip
COOKIE = "receipt"


def drawn(batch: str, row: int) -> str:
    """The code of one row of a batch of paper forms: nobody's guess without the key, the same each time it is asked for.

    So nothing has to keep it until it is handed out, and a list that was not printed can be printed again.
    """
    number, letters = int(vault.token("recruitment_receipt", f"{batch}:{row}"), 16), ""
    for _ in range(LENGTH):
        number, at = divmod(number, len(LETTERS))
        letters += LETTERS[at]
    return grouped(letters)


def token(code: str) -> str:
    """The keyed hash a code is stored and found by."""
    return vault.token("recruitment_receipt", tidy(code))


def same_tail(number: str, typed: str) -> bool:
    """Whether the last four characters of an ID number are those typed, compared in constant time."""
    return hmac.compare_digest(number[-4:].upper().encode(), typed.strip().upper().encode())


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
