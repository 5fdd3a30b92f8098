"""Evidence and attachments: kept by the hash of their content, exactly as they came.

``keeping`` takes files in, gives them back, checks and erases them; ``sniffing`` says what a file really is;
``pictures`` decodes photographs; ``storage`` is where the bytes lie.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .refusals import FileRefused
from .sniffing import DOCUMENTS, EVIDENCE, IMAGES, PICTURES, SOUNDS, VIDEOS

if TYPE_CHECKING:
    from .keeping import attached, attached_to, erase, exif, names, original, preview, share, store, verify

_KEEPING = (
    "attached",
    "attached_to",
    "erase",
    "exif",
    "names",
    "original",
    "preview",
    "share",
    "store",
    "verify",
)
__all__ = [
    "DOCUMENTS",
    "EVIDENCE",
    "IMAGES",
    "PICTURES",
    "SOUNDS",
    "VIDEOS",
    "FileRefused",
    "attached",
    "attached_to",
    "erase",
    "exif",
    "names",
    "original",
    "preview",
    "share",
    "store",
    "verify",
]


def __getattr__(name: str) -> Any:
    """``files.store`` and the rest on first use: Django imports this package before there can be models."""
    if name in _KEEPING:
        return getattr(import_module(".keeping", __name__), name)
    raise AttributeError(name)
