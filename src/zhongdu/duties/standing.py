"""Standing duties: what a bureau must keep so, or do as often as its measure says. Declared beside the query
that tells whether it is so; checked by the sweep, only for bureaus whose law has the concept.

::

    @standing("liaison")
    def liaison_is_named(bureau, law, today):
        return Standing(met=Post.objects.filter(...).exists())
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhongdu.law.governing import Law
from zhongdu.law.reliance import rely


@dataclass(frozen=True)
class Standing:
    """How a standing duty stands today: met, or owed until ``due`` (none: at once)."""

    met: bool
    due: date | None = None


Check = Callable[[Any, Law, date], Standing]
CHECKS: dict[str, Check] = {}


def standing(concept: str) -> Callable[[Check], Check]:
    """Declare the check of a standing duty."""

    def declare(check: Check) -> Check:
        if concept in CHECKS:
            raise TypeError(f"{concept} is checked twice")
        rely("standing", f"{check.__module__.removeprefix('zhongdu.')}.{check.__name__}", concept)
        CHECKS[concept] = check
        return check

    return declare


def owed_by(bureau: Any, law: Law, concept: str) -> bool:
    """Whether a bureau is among those the governing law lays a standing duty on."""
    bound = law.find(concept)
    if bound is None:
        return False
    levels = getattr(bound.rule, "levels", ())
    if not levels and (recruiting := law.find("level.recruiting")):
        levels = recruiting.rule.levels
    return not levels or bureau.level in levels
