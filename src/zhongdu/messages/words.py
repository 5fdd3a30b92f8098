"""What people are told, each by its name. The sentences stand in ``words.toml``, together, so that they can be read together."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Way = Literal["email", "sms"]
WAYS: tuple[Way, ...] = ("email", "sms")
FILE = Path(__file__).with_name("words.toml")


@dataclass(frozen=True)
class Words:
    """One sentence people are told, and the page it leads to."""

    name: str
    title: str
    says: str  # in the inbox
    face: Literal["phone", "desk", "public", "institution"]
    page: str = ""  # of the matter itself, where none is named
    ways: tuple[Way, ...] = WAYS  # besides the inbox
    sends: str = ""  # by those; the same and where to look, where nothing else is written

    def said(self, n: int | None) -> str:
        return self.says.format(n=n)

    def sent(self, n: int | None) -> str:
        return (self.sends or f"{self.says.removesuffix('。')}，请登录查看。").format(n=n)


def read(path: Path = FILE) -> dict[str, Words]:
    """Every sentence by its name, ``work.new``; one that lacks something, or says too much, is a :class:`TypeError`."""
    found = {
        name: Words(name, **_tidy(entry)) for name, entry in _entries(tomllib.loads(path.read_text("utf-8")))
    }
    for words in found.values():
        if words.face not in {"phone", "desk", "public", "institution"} or not set(words.ways) <= set(WAYS):
            raise TypeError(f"{words.name}: no such face or way")
    return found


def _entries(tree: dict[str, Any], name: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for key, value in tree.items():
        here = f"{name}.{key}" if name else key
        if all(isinstance(each, dict) for each in value.values()):
            yield from _entries(value, here)
        else:
            yield here, value


def _tidy(entry: dict[str, Any]) -> dict[str, Any]:
    return entry | ({"ways": tuple(entry["ways"])} if "ways" in entry else {})


WORDS = read()


def on_face(face: str) -> list[str]:
    """The names of what is read on one face."""
    return [words.name for words in WORDS.values() if words.face == face]
