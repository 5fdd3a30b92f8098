"""The periods of a measure by the names people type: ``public-notice``, ``term``, ``filing-check``."""

from zhongdu.law.library import Statute
from zhongdu.law.pack import Bound
from zhongdu.law.shapes import Duty, Timed


def spoken(name: str) -> str:
    """``public_notice.period`` is typed public-notice, ``term.length`` term, ``clock.filing_check`` filing-check."""
    short = name.removeprefix("clock.").removesuffix(".period").removesuffix(".length")
    return short.replace(".", "-").replace("_", "-")


def periods(statute: Statute, *, with_base: bool = True) -> dict[str, Bound]:
    """Every rule with a period, by its typed name: the measure's own in the order of its clauses, then its base's."""
    own = [bound for bound in statute.own() if is_period(bound)]
    below = periods(statute.base).values() if statute.base and with_base else ()
    mine = {bound.name for bound in own}
    seen = [*own, *(bound for bound in below if bound.name not in mine and statute.find(bound.name) == bound)]
    return {spoken(bound.name): bound for bound in seen}


def is_period(bound: Bound) -> bool:
    """Whether a rule binds somebody in time: a period, a term, or a duty with a number, a last day or 及时."""
    rule = bound.rule
    return isinstance(rule, Timed) and (
        not isinstance(rule, Duty) or bool(rule.n or rule.promptly or rule.blank or rule.until)
    )


def find_period(statute: Statute, typed: str) -> Bound | None:
    """The period a typed name means, or the concept's own name; none where the law has no such period."""
    known = periods(statute)
    return known.get(typed) or known.get(spoken(typed))
