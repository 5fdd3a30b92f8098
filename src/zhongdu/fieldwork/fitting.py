"""Who fits a piece of work: by profession, work and experience as wished for, by nearness and by load. Pure.

The order is plain enough to be told to anybody: whoever meets more of the wishes comes first, then whoever was not
there last time, then whoever has less at hand, then whoever was asked less in the last year. Among equals the letter's
number decides, which nobody chose.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from zhongdu.law.reliance import rests_on


@dataclass(frozen=True)
class Wish:
    """What an officer would like: nothing that is left empty counts."""

    profession: str = ""
    work: str = ""
    words: str = ""  # to be found in what somebody wrote of work, school and experience
    near: bool = False

    @property
    def is_empty(self) -> bool:
        return self == Wish()


@dataclass(frozen=True)
class Candidate:
    """Somebody who might be asked, as far as the order needs to know them."""

    number: str  # of the appointment
    letter: str
    profession: str = ""
    work: str = ""
    words: str = field(default="", repr=False)  # personal: never shown, only looked into
    near: bool = False
    at_hand: int = 0  # visits asked of them or begun, not done yet
    lately: int = 0  # visits asked of them within the last year
    was_there: bool = False  # made the last visit there


@dataclass(frozen=True)
class Fit:
    """A candidate with what speaks for and against them, in words."""

    candidate: Candidate
    meets: tuple[str, ...]
    lacks: tuple[str, ...]


@rests_on("work.dispatch")
def ranked(candidates: Iterable[Candidate], wish: Wish) -> list[Fit]:
    """Everybody, the one who fits best first."""
    return sorted((_fit(each, wish) for each in candidates), key=_order)


def _fit(candidate: Candidate, wish: Wish) -> Fit:
    asked = [
        (wish.profession, candidate.profession == wish.profession, f"专业背景{wish.profession}"),
        (wish.work, candidate.work == wish.work, f"从事工作{wish.work}"),
        (wish.words, wish.words in candidate.words, f"经历提到“{wish.words}”"),
        (wish.near, candidate.near, "住得近"),
    ]
    return Fit(
        candidate,
        tuple(says for wanted, met, says in asked if wanted and met),
        tuple(says for wanted, met, says in asked if wanted and not met),
    )


def _order(fit: Fit) -> tuple[int, bool, int, int, str]:
    each = fit.candidate
    return (-len(fit.meets), each.was_there, each.at_hand, each.lately, each.letter)
