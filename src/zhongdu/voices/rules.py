"""How a period's opinions add up. No database, no clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from zhongdu.law.reliance import rests_on


@dataclass(frozen=True)
class Told:
    """One opinion as a digest counts it: nothing of what it says, nor of whom."""

    themes: tuple[str, ...]
    speaker: str
    outcome: str  # "" while it is not answered
    filed_on: date
    answered_on: date | None
    carried_out: bool


@dataclass
class Line:
    """A theme, or all together: how many were brought, answered, taken, carried out, and wait."""

    theme: str
    brought: int = 0
    answered: int = 0
    taken: int = 0
    carried_out: int = 0

    @property
    def waiting(self) -> int:
        return self.brought - self.answered

    def add(self, told: Told) -> None:
        self.brought += 1
        self.answered += bool(told.outcome)
        self.taken += told.outcome in TAKEN
        self.carried_out += told.carried_out


@dataclass
class Figures:
    """What a period's opinions come to. An opinion of two themes stands under both, and once in the whole."""

    whole: Line
    themes: list[Line] = field(default_factory=list)
    speakers: dict[str, int] = field(default_factory=dict)
    outcomes: dict[str, int] = field(default_factory=dict)
    longest: int = 0  # days the one that waits longest has waited
    slowest: int = 0  # days the answer that took longest took

    def plain(self) -> dict[str, Any]:
        """As it is stored."""
        return {
            "whole": vars(self.whole),
            "themes": [vars(line) for line in self.themes],
            "speakers": self.speakers,
            "outcomes": self.outcomes,
            "longest": self.longest,
            "slowest": self.slowest,
        }

    @classmethod
    def read(cls, plain: dict[str, Any]) -> "Figures":
        return cls(
            **plain | {"whole": Line(**plain["whole"]), "themes": [Line(**line) for line in plain["themes"]]}
        )


TAKEN = ("adopted", "partly")
NO_THEME = ""


@rests_on("suggestion.gathering")
def add_up(opinions: Iterable[Told], today: date) -> Figures:
    """The figures of some opinions, the theme most spoken of first, those of no theme last."""
    rows: Sequence[Told] = list(opinions)
    lines: dict[str, Line] = {}
    found = Figures(Line("all"))
    for told in rows:
        found.whole.add(told)
        for theme in told.themes or (NO_THEME,):
            lines.setdefault(theme, Line(theme)).add(told)
        found.speakers[told.speaker] = found.speakers.get(told.speaker, 0) + 1
        if told.outcome:
            found.outcomes[told.outcome] = found.outcomes.get(told.outcome, 0) + 1
    found.themes = sorted(
        lines.values(), key=lambda line: (line.theme == NO_THEME, -line.brought, line.theme)
    )
    found.longest = max(((today - told.filed_on).days for told in rows if not told.outcome), default=0)
    found.slowest = max(
        ((told.answered_on - told.filed_on).days for told in rows if told.answered_on), default=0
    )
    return found
