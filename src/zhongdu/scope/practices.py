"""A bureau's own ways, where the law leaves it free. They bind nobody else, and every screen says whose they are.

A room declares what may be chosen, in its ``rules.py``, and asks::

    TWO_REVIEWERS = practice("recruitment.reviewers", "报名由几人审核", {"one": "一人审核", "two": "两人先后审核"})
    TWO_REVIEWERS.of(bureau) == "two"

The first option is what holds until a bureau chooses, by an act of its own (``bureaus.acts.choose_practice``).
"""

from dataclasses import dataclass
from typing import Any

from zhongdu.scope.models import Practice


@dataclass(frozen=True)
class Choosable:
    """Something a bureau may settle for itself."""

    name: str
    says: str
    options: dict[str, str]  # value -> what it means, in Chinese

    def of(self, bureau: Any) -> str:
        """What a bureau chose; the first option while it has not."""
        chosen = (
            Practice.objects.filter(bureau=bureau, name=self.name).values_list("value", flat=True).first()
        )
        return chosen if chosen in self.options else next(iter(self.options))

    def said(self, bureau: Any) -> str:
        return self.options[self.of(bureau)]


PRACTICES: dict[str, Choosable] = {}


def practice(name: str, says: str, options: dict[str, str]) -> Choosable:
    """Declare something a bureau may settle for itself."""
    PRACTICES[name] = Choosable(name, says, options)
    return PRACTICES[name]
