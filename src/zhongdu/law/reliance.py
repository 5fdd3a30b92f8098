"""Who relies on the law: acts, duties, pages and computations say which concepts they rest on.

From here comes the trace: clause → rules → what in the system rests on them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeVar

from zhongdu.law.pack import Bound
from zhongdu.law.vocabulary import concept

Kind = Literal["act", "duty", "standing", "page", "rule", "paper", "form"]
F = TypeVar("F", bound=Callable[..., object])


@dataclass(frozen=True)
class Reliance:
    """Something of the system, by kind and name, that rests on a concept."""

    kind: Kind
    name: str
    concept: str

    def covers(self, bound: Bound) -> bool:
        """A family's name covers all its members; a member's name that one only."""
        return self.concept in {bound.name, bound.concept.name}


_reliances: dict[Reliance, None] = {}  # a set that keeps its order


def rely(kind: Kind, name: str, *concepts: str) -> None:
    """Say that something rests on concepts. Raises ``UnknownConcept`` for a word the vocabulary lacks."""
    for word in concepts:
        concept(word)
        _reliances[Reliance(kind, name, word)] = None


def rests_on(*concepts: str, kind: Kind = "rule") -> Callable[[F], F]:
    """Mark a pure computation (or a page, a paper) with the concepts it carries out."""

    def mark(function: F) -> F:
        rely(kind, f"{function.__module__.removeprefix('zhongdu.')}.{function.__name__}", *concepts)
        return function

    return mark


def reliances() -> list[Reliance]:
    return list(_reliances)


def relying_on(bound: Bound) -> list[Reliance]:
    return [reliance for reliance in _reliances if reliance.covers(bound)]
