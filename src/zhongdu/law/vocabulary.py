"""The vocabulary that code and packs share, read from ``concepts.toml``."""

import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Literal

from zhongdu.law.shapes import SHAPES, Rule


class UnknownConcept(LookupError):
    """Code or a pack names a concept the vocabulary does not have. The message is a sentence."""


@dataclass(frozen=True)
class Concept:
    """A word of the vocabulary: ``public_notice.period`` is a period and means 公示期."""

    name: str
    kind: str  # the type of its rules, by its name in SHAPES
    says: str
    each: bool = False
    adds: bool = False  # a measure's members stand beside the base's instead of in their place
    options: tuple[str, ...] = ()
    takes: Literal["act", "conduct", "granted"] = "act"
    needed: str = ""
    binds: Literal["", "min", "max"] = ""  # higher law's number is a floor or a ceiling for local ones

    @property
    def shape(self) -> type[Rule]:
        return SHAPES[self.kind]


@cache
def vocabulary() -> dict[str, Concept]:
    lines = tomllib.loads(Path(__file__).with_name("concepts.toml").read_text("utf-8"))
    return {
        name: Concept(name=name, kind=line.pop("type"), **{**line, "options": tuple(line.get("options", ()))})
        for name, line in lines.items()
    }


def concept(name: str) -> Concept:
    """The concept a name belongs to: itself, or the family of ``ending.ground.breach``.

    Raises :class:`UnknownConcept` with the nearest known word.
    """
    known = vocabulary()
    if name in known:
        return known[name]
    family = known.get(name.rpartition(".")[0])
    if family and family.each:
        return family
    near = get_close_matches(name, known, n=1)
    raise UnknownConcept(f"词汇表里没有“{name}”" + (f"，是不是“{near[0]}”？" if near else "。"))
