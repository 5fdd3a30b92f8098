"""Pure judgements a rule can make by itself: an age, a number, a declared answer."""

from datetime import date
from typing import Literal

from zhongdu.law.shapes import Bounds, Condition, Rule, Strength

Verdict = Literal["met", "departs", "unmet", "open"]


def age_on(born: date, on: date) -> int:
    """Full years (周岁): one more from the birthday on; born on 29 February, from 1 March in common years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def judge_bounds(rule: Bounds, number: int) -> Literal["holds", "departs", "fails"]:
    """Whether a number keeps within a rule; outside a 一般 rule it departs, and needs a reason and a name."""
    if rule.holds(number):
        return "holds"
    return "departs" if may_depart(rule) else "fails"


def judge_condition(
    rule: Condition, *, age: int | None, citizen: bool | None, answer: bool | None
) -> Verdict:
    """Whether a condition is met; ``open`` while the fact it needs is not known."""
    fact: bool | None
    if rule.test == "age":
        fact = (
            None
            if age is None
            else (rule.min is None or age >= rule.min) and (rule.max is None or age <= rule.max)
        )
    elif rule.test == "citizenship":
        fact = citizen
    else:
        fact = answer
    if fact is None:
        return "open"
    if fact:
        return "met"
    return "departs" if may_depart(rule) or rule.how == "preference" else "unmet"


def may_depart(rule: Rule) -> bool:
    """一般、原则上 may be departed from, by name and with a reason; 应当 may not."""
    return rule.strength is Strength.NORMALLY
