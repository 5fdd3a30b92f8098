"""Where this installation keeps its packs and holiday lists; readable without Django being set up."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, TypeVar

from zhongdu import places
from zhongdu.calendar import Schedule, default_schedule
from zhongdu.law import library
from zhongdu.law.library import Shelf

Answer = TypeVar("Answer")
_known: ContextVar[dict[Any, Any] | None] = ContextVar("known", default=None)


@contextmanager
def law_stands_still() -> Iterator[None]:
    """Inside this block the law is asked each question once: for a page that only shows what is."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def asked_once(question: Any, ask: Callable[[], Answer]) -> Answer:
    """The answer to a question of the law: from the block it was already asked in, else asked now."""
    known = _known.get()
    if known is None:
        return ask()
    if question not in known:
        known[question] = ask()
    answer: Answer = known[question]
    return answer


def law_folders() -> list[Path]:
    """The shipped packs, then those a bureau has put beside its data; the later ones win."""
    return [folder for folder in (places.law(), places.var() / "law") if folder.is_dir()]


def shelf() -> Shelf:
    return asked_once("shelf", lambda: library.shelf(*law_folders()))


def put(code: str, **documents: str) -> None:
    """Write a measure beside this installation's data, where the shelf finds it; its rules last, whole or not at all."""
    folder = places.var() / "law" / code
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in sorted(documents.items()):  # cases before the measure
        half = folder / f"{name}.toml.{os.getpid()}"
        half.write_text(text, "utf-8")
        os.replace(half, folder / f"{name}.toml")


def schedule() -> Schedule:
    """China's working days: the lists that ship and those loaded later."""
    return asked_once(
        "schedule", lambda: default_schedule(*(folder / "holidays" for folder in law_folders()))
    )
