"""What every rule of a pack is made of, whatever its shape; the shapes themselves are in :mod:`zhongdu.law.shapes`."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, Strict

Text = Annotated[str, Field(min_length=1)]
# TOML has numbers, switches and dates of its own: "5", 1.0 and "2026-01-31" are mistakes, not other spellings.
Whole = Annotated[int, Strict()]
Switch = Annotated[bool, Strict()]
Day = Annotated[date, Strict()]


class Strength(StrEnum):
    """How far a rule binds. It belongs to the rule and not to the clause: one clause may hold several."""

    MUST = "must"
    MUST_NOT = "must_not"
    NORMALLY = "normally"
    MAY = "may"
    PREFER = "prefer"
    AIM = "aim"
    BY_REFERENCE = "by_reference"

    @property
    def label(self) -> str:
        return {
            "must": "应当",
            "must_not": "不得",
            "normally": "一般",
            "may": "可以",
            "prefer": "优先",
            "aim": "探索",
            "by_reference": "参照",
        }[self.value]


class Trust(StrEnum):
    """How the source was read."""

    TEXT = "text"  # the legal text itself
    SECONDARY = "secondary"  # a secondary page or a digest
    UNVERIFIED = "unverified"  # background knowledge, to be checked before anybody relies on it


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Rule(Shape):
    """What every rule has. A rule without more than this (a ``norm``) binds as its clause says."""

    clause: Text
    """Where it stands: "6.4" in this measure, or "penalty-law:85" in an instrument of the base."""
    strength: Strength
    """must 应当 · must_not 不得 · normally 一般、原则上 · may 可以 · prefer 优先 · aim 探索 · by_reference 参照."""
    label: str = ""
    """A short Chinese name for screens; without it the vocabulary's own is used."""
    also: tuple[str, ...] = ()
    """Further clauses the same rule rests on."""
    trust: Trust = Trust.TEXT
    """How the source was read: text, secondary (a page about it) or unverified."""
    note: str = ""
    """What a person should know about it: a doubt, a history, why it is read so."""
