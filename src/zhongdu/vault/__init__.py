"""Personal data, and nothing else: sealed field by field, found by blind index, shown masked.

``safe`` keeps and gives back values, ``blind`` finds their owners by a whole value, ``words`` by what a text holds, ``fields`` says what each field is
and how it is masked, ``identity`` reads ID and telephone numbers. The encryption is done in software;
software alone is not a certified cryptographic product, and a certified device can take its place (``cipher``).
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .safe import (
        Commitment,
        broken,
        check,
        commitment,
        erase,
        find,
        mask,
        masked,
        put,
        put_first,
        read,
        read_every,
        read_many,
        recall,
        reseal,
        token,
        when_erased,
    )

__all__ = [
    "Commitment",
    "broken",
    "check",
    "commitment",
    "erase",
    "find",
    "mask",
    "masked",
    "put",
    "put_first",
    "read",
    "read_every",
    "read_many",
    "recall",
    "reseal",
    "token",
    "when_erased",
]


def __getattr__(name: str) -> Any:
    """``vault.put`` and the rest on first use: Django imports this package before there can be models."""
    if name in __all__:
        return getattr(import_module(".safe", __name__), name)
    raise AttributeError(name)
