"""Lines for a terminal: Chinese characters are two columns wide, so padding counts columns."""

from collections.abc import Sequence
from unicodedata import east_asian_width


def width(text: str) -> int:
    """Columns the text takes on a terminal."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def pad(text: str, to: int) -> str:
    return text + " " * (to - width(text))


def columns(rows: Sequence[Sequence[object]], gap: str = "  ") -> list[str]:
    """Rows as lines with aligned columns; the last column is left ragged.

    >>> columns([("办法", 1), ("a", 22)])
    ['办法  1', 'a     22']
    """
    texts = [[str(cell) for cell in row] for row in rows]
    widths = [max(map(width, column)) for column in zip(*texts, strict=True)]
    return [gap.join(map(pad, row, widths)).rstrip() for row in texts]
