"""Lines for a terminal: aligned columns, and steps that say what is done and how long it took."""

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from unicodedata import east_asian_width


def width(text: str) -> int:
    """Columns the text takes on a terminal: a Chinese character takes two."""
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


@contextmanager
def step(title: str) -> Iterator[None]:
    """One line on stderr, in the launcher's manner: what is being done, then how long it took."""
    begun = time.monotonic()
    print(f"· {title} …", end="", file=sys.stderr, flush=True)
    try:
        yield
    except BaseException:
        print(" 没有完成", file=sys.stderr)
        raise
    print(f" {time.monotonic() - begun:.1f} 秒", file=sys.stderr)
