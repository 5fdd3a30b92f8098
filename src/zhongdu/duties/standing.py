"""Standing duties: what a bureau must keep so, or do as often as its measure says. Declared beside the query
that tells whether it is so; checked by the sweep, only for bureaus whose law has the concept and means it as a must.

::

    @standing("liaison")
    def liaison_is_named(bureau, law, today):
        return Standing(met=Post.objects.filter(...).exists())
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhongdu.calendar import Period, Unit, reckon
from zhongdu.duties.models import Duty as Row
from zhongdu.duties.models import Source
from zhongdu.law.governing import Law
from zhongdu.law.pack import Bound
from zhongdu.law.reliance import rely
from zhongdu.law.shapes import Duty, Strength
from zhongdu.law.shelves import schedule
from zhongdu.scope.practices import Choosable, practice


@dataclass(frozen=True)
class Standing:
    """How a standing duty stands today: met, or owed until ``due`` (none: at once). ``shown`` says in a few words by
    what one sees it; it stands on the board for every officer, so it names nobody."""

    met: bool
    due: date | None = None
    shown: str = ""


Check = Callable[[Any, Law, date], Standing]
CHECKS: dict[str, Check] = {}
_BINDING = (Strength.MUST, Strength.NORMALLY)


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


def is_owed(bureau: Any, law: Law, concept: str) -> bool:
    """Whether the text makes it a debt of this bureau: a must, kept or every so often. What one may do, aims at (逐步)
    or does as work requires is nobody's debt."""
    bound = law.find(concept)
    return bound is not None and stands(bound) and owed_by(bureau, law, concept)


def stands(bound: Bound) -> bool:
    """Whether a rule is a standing duty of a bureau or its agency."""
    rule = bound.rule
    if rule.strength not in _BINDING:
        return False
    if not isinstance(rule, Duty):
        return True  # a member of a list of duties, such as the agency's own five
    return rule.holder in ("bureau", "agency") and (rule.kept or rule.every in ("year", "regularly"))


def is_the_agencys(rule: Any) -> bool:
    """Whether a standing duty is the agency's to meet: laid on it by name, or one of the list of its own duties."""
    return "agency" in (getattr(rule, "holder", ""), getattr(rule, "of", ""))


def met_among(rows: Iterable[Row], bureau: Any, law: Law, today: date) -> list[Row]:
    """Those of a bureau's open standing duties that are met. What is owed for a year is asked of that year's last day
    once it is over: a year that went by without it stays missed, whatever is done in the next."""
    return [row for row in rows if CHECKS[row.concept](bureau, law, _asked_of(row, today)).met]


def _asked_of(row: Row, today: date) -> date:
    return min(row.due, today) if row.due and row.source == Source.TERM else today


# --- where the law has no number ---------------------------------------------------------------------
def how_often(name: str, says: str) -> Choosable:
    """A bureau's own number of months where its text wants something done and does not say how often."""
    return practice(name, says, {"12": "每十二个月一次", "6": "每六个月一次", "3": "每三个月一次"})


def is_recent(last: date | None, every: Choosable, bureau: Any, today: date) -> bool:
    """Whether it was last done no longer ago than the bureau's own way allows."""
    return last is not None and last >= long_ago(every, bureau, today)


def long_ago(every: Choosable, bureau: Any, today: date) -> date:
    """The day before which what was last done is too long ago, by the bureau's own way."""
    months = Period(int(every.of(bureau)), Unit.MONTHS, rolls=False, counts="before")
    return reckon(months, today, schedule()).last


def last_time(last: date | None) -> str:
    """What a check shows of something done every so often."""
    return f"上一次：{last.year}年{last.month}月{last.day}日" if last else "还没有做过"
