"""The one-time link a unit is given with its letter (``kit.links``), and the receipt codes of those it recommends.

A link is found by its keyed hash; the vault keeps the secret itself only so that the letter can be printed again. Each person's receipt code follows from the
secret and the person's place on the list, so that no code is kept anywhere; with consent it gives way to a new one.
"""

import hashlib
import hmac

from django.conf import settings
from django.urls import reverse

from zhongdu import vault
from zhongdu.kit.links import SESSION, hold, new_secret
from zhongdu.recruitment import receipts
from zhongdu.recruitment.models import Recommendation

__all__ = ["SESSION", "address", "code", "found", "hold", "new_secret", "secret_of", "token"]


def token(secret: str) -> str:
    """The keyed hash a link is stored and found by."""
    return vault.token("unit_link", receipts.tidy(secret))


def found(secret: str) -> Recommendation | None:
    rows = Recommendation.objects.select_related("docket", "bureau", "to", "notice__docket")
    return rows.filter(link=token(secret)).first()


def secret_of(recommendation: Recommendation) -> str:
    return str(vault.read(recommendation.number, "unit_link").get("unit_link", ""))


def address(secret: str) -> str:
    """The whole address, as a letter prints it."""
    return settings.PUBLIC_URL.rstrip("/") + reverse("public:unit_link", kwargs={"secret": secret})


def code(secret: str, place: int) -> str:
    """The receipt code of the person at a place of the list, until that person consents."""
    digest = hmac.digest(receipts.tidy(secret).encode(), f"person {place}".encode(), hashlib.sha512)
    number, letters = int.from_bytes(digest, "big"), []
    for _ in range(receipts.LENGTH):
        number, at = divmod(number, len(receipts.LETTERS))
        letters.append(receipts.LETTERS[at])
    return receipts.grouped("".join(letters))
