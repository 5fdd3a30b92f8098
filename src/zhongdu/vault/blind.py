"""Finding without reading: keyed hashes of whole values; ``words`` finds what stands inside longer texts.

Who holds the database but not the index key learns only which rows share a value.
"""

import json
import re
import unicodedata
from base64 import b32encode
from collections.abc import Iterable

from cryptography.hazmat.primitives import hashes, hmac
from django.db.models import QuerySet

from .fields import kind_of
from .keys import ring
from .models import Index

TOKEN = 16  # bytes kept of each HMAC-SM3 of a whole value
SHORT = 5  # bytes kept of that of a pair of characters: a false hit is weeded out by whoever opens the row
RUN = re.compile(r"[^\W_]+")  # letters, figures and Chinese characters in a row


def normal(field: str, value: str) -> str:
    """One spelling for what people write in several: width, case, spaces; dashes and +86 in numbers."""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", value)).casefold()
    if kind_of(field) == "phone":
        text = re.sub(r"\W", "", re.sub(r"^(\+|00)86", "", text))
    return text


def _mac(*parts: str) -> bytes:
    mac = hmac.HMAC(ring().index, hashes.SM3())
    mac.update(json.dumps(parts, ensure_ascii=False).encode())
    return mac.finalize()


def token(field: str, value: str) -> str:
    """32 hex digits that equal values of a field share, for a room's own unique column."""
    return _mac("whole", field, normal(field, value))[:TOKEN].hex()


def hashed(*parts: str) -> str:
    """Eight letters and figures for a small part of a text; the first part says what it is for."""
    return b32encode(_mac(*parts)[:SHORT]).decode().lower()


def spelled(text: str) -> str:
    """One spelling of a text for comparing: width and case."""
    return unicodedata.normalize("NFKC", text).casefold()


def bigrams(text: str) -> set[str]:
    """Every two neighbouring characters; punctuation and spaces separate."""
    runs = RUN.findall(spelled(text))
    return {run[at : at + 2] for run in runs for at in range(len(run) - 1)}


def forget(owner: str, fields: Iterable[str]) -> None:
    Index.objects.filter(owner=owner, field__in=list(fields)).delete()


def remember(owner: str, whole: dict[str, str]) -> None:
    """Index these values of an owner; what was indexed before under the same fields must be forgotten first."""
    remember_first({owner: whole})


def remember_first(whole: dict[str, dict[str, str]]) -> None:
    """Index the whole values of many owners of whom nothing was indexed before: ``{owner: {field: value}}``."""
    rows = [
        Index(owner=owner, field=field, token=token(field, value))
        for owner, values in whole.items()
        for field, value in values.items()
    ]
    Index.objects.bulk_create(rows, batch_size=500)


def find(field: str, value: str) -> "QuerySet[Index, str]":
    """The owners whose ``field`` is now exactly this value (spelling aside), as a query to filter by."""
    held = Index.objects.filter(field=field, token=token(field, value))
    return held.order_by("owner").values_list("owner", flat=True)
