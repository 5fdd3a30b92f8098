"""Finding without reading: keyed hashes of whole values, and of the bigrams of sensitive narratives.

Who holds the database but not the index key learns only which rows share a value or a bigram.
"""

import json
import re
import unicodedata
from collections.abc import Iterable

from cryptography.hazmat.primitives import hashes, hmac
from django.db.models import Count, QuerySet

from .fields import kind_of
from .keys import ring
from .models import Index
from .refusals import TooShort

TOKEN = 16  # bytes kept of each HMAC-SM3
RUN = re.compile(r"[^\W_]+")  # letters, figures and Chinese characters in a row


def normal(field: str, value: str) -> str:
    """One spelling for what people write in several: width, case, spaces; dashes and +86 in numbers."""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", value)).casefold()
    if kind_of(field) == "phone":
        text = re.sub(r"\W", "", re.sub(r"^(\+|00)86", "", text))
    return text


def _keyed(*parts: str) -> str:
    mac = hmac.HMAC(ring().index, hashes.SM3())
    mac.update(json.dumps(parts, ensure_ascii=False).encode())
    return mac.finalize()[:TOKEN].hex()


def token(field: str, value: str) -> str:
    """32 hex digits that equal values of a field share, for a room's own unique column."""
    return _keyed("whole", field, normal(field, value))


def bigrams(text: str) -> set[str]:
    """Every two neighbouring characters; punctuation and spaces separate."""
    runs = RUN.findall(unicodedata.normalize("NFKC", text).casefold())
    return {run[at : at + 2] for run in runs for at in range(len(run) - 1)}


def _bigram_tokens(field: str, text: str) -> list[str]:
    return sorted(_keyed("bigram", field, bigram) for bigram in bigrams(text))


def forget(owner: str, fields: Iterable[str]) -> None:
    Index.objects.filter(owner=owner, field__in=list(fields)).delete()


def remember(owner: str, whole: dict[str, str], narratives: dict[str, str]) -> None:
    """Index these values of an owner; what was indexed before under the same fields must be forgotten first."""
    tokens = [(field, token(field, value)) for field, value in whole.items()]
    tokens += [(field, made) for field, text in narratives.items() for made in _bigram_tokens(field, text)]
    Index.objects.bulk_create(Index(owner=owner, field=field, token=made) for field, made in tokens)


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
    return _owners(field, [token(field, value)])


def search(field: str, words: str) -> "QuerySet[Index, str]":
    """The owners whose narrative holds every bigram of these words; ``TooShort`` if there is none.

    A text can hold all bigrams of a long word without the word: who must be exact reads and compares.
    """
    tokens = _bigram_tokens(field, words)
    if not tokens:
        raise TooShort
    return _owners(field, tokens)


def _owners(field: str, tokens: list[str]) -> "QuerySet[Index, str]":
    held = Index.objects.filter(field=field, token__in=tokens).values("owner").annotate(held=Count("token"))
    return held.filter(held=len(tokens)).order_by("owner").values_list("owner", flat=True)
