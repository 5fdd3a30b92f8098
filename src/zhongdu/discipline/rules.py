"""What discipline computes: the words of the undertaking, who is the same body, what a tie does, which ground
a breach raises. Pure: no database, no clock."""

import re
from collections.abc import Collection, Iterable
from datetime import date
from unicodedata import normalize

from zhongdu.law.governing import Law
from zhongdu.law.pack import Bound
from zhongdu.law.reliance import rests_on
from zhongdu.law.shapes import Strength
from zhongdu.scope.practices import practice

UNDERTAKING = practice(
    "discipline.undertaking",
    "第一次任务以前的承诺和申报",
    {"before_work": "先签承诺书、申报利害关系，再接受任务", "free": "不作要求"},
)
CONFIRMING = practice(
    "discipline.confirming",
    "利害关系多久确认一次",
    {"yearly": "每年确认一次，有变化随时改", "when_changed": "有变化时申报，不定期确认"},
)

_SUFFIX = re.compile(r"(股份有限公司|有限责任公司|有限公司|公司)$")


# --- the undertaking --------------------------------------------------------------------------------------


@rests_on("discipline", "recusal", "media.approval", "badge.at_work", kind="form")
def wording(law: Law, bureau: str, added: str) -> str:
    """The text a supervisor signs: the platform's frame, the measure's own items, what the bureau adds.

    The measure asks for the conduct and not for a signature: the text says so itself.
    """
    lines = [
        f"我受聘担任{bureau}的社会监督员，已经看过下面这些要求，承诺做到：",
        *(
            f"{number}. {_promise(bound)}（{_where(bound, law)}）"
            for number, bound in enumerate(catalogue(law), 1)
        ),
        "我知道的工作秘密、商业秘密和别人的隐私，聘期结束以后也不对外说。",
        "我与哪家机构有利害关系，会如实申报，有变化就更新。",
    ]
    return "\n".join([*lines, *filter(None, [added.strip()])])


def _promise(bound: Bound) -> str:
    return f"不得{bound.label}" if bound.rule.strength is Strength.MUST_NOT else bound.label


def _where(bound: Bound, law: Law) -> str:
    return bound.address.citation if bound.pack == law.statute.code else "国家规定"


def catalogue(law: Law) -> list[Bound]:
    """What can be breached: the measure's items of discipline, and whatever else its grounds call a breach."""
    items = {bound.name: bound for bound in law.family("discipline")}
    for ground in law.family("ending.ground"):
        for word in ground.rule.breaches:
            if word not in items and word != "discipline" and (bound := law.find(word)):
                items[word] = bound
    return list(items.values())


def due_again(confirmed_on: date) -> date:
    """When interests should be confirmed again: a year later, by the bureau's own way; after the 29th of February
    on the 28th."""
    try:
        return confirmed_on.replace(year=confirmed_on.year + 1)
    except ValueError:
        return confirmed_on.replace(year=confirmed_on.year + 1, day=28)


# --- recusal ----------------------------------------------------------------------------------------------


@rests_on("recusal")
def same_body(one: str, other: str) -> bool:
    """Whether two names mean one body, however they were written."""
    left, right = _plain(one), _plain(other)
    return bool(left) and left == right


def _plain(name: str) -> str:
    """A name without blanks, punctuation, letter width and the form of its company."""
    return _SUFFIX.sub("", re.sub(r"[\W_]", "", normalize("NFKC", name)).upper())


@rests_on("recusal")
def names_one_of(said: str, names: Iterable[str]) -> bool:
    """Whether what somebody wrote names one of these bodies: a branch of the same legal person counts as it."""
    return any(same_body(said, name) for name in names)


@rests_on("recusal")
def bars(test: str, ties: Collection[str], cleared: Collection[str]) -> str:
    """What ties do under a measure's test: "" nothing, "barred" at once, "to_judge" until somebody has judged.

    Conflicts go by their keys ("employer", "interest:12"); ``cleared`` are those judged not to impair fairness.
    Where an interest alone is enough, no judgement helps.
    """
    if not ties:
        return ""
    if test == "interest":
        return "barred"
    return "" if set(ties) <= set(cleared) else "to_judge"


# --- breaches ---------------------------------------------------------------------------------------------


@rests_on("ending.ground", "discipline")
def grounds_for(items: Collection[str], law: Law) -> list[Bound]:
    """The measure's grounds of ending that a breach of one of these items is."""
    return [
        bound
        for bound in law.family("ending.ground")
        if any(_covers(word, item) for word in bound.rule.breaches for item in items)
    ]


def _covers(word: str, item: str) -> bool:
    return item == word or item.startswith(f"{word}.")


@rests_on("ending", "ending.ground")
def compelling(grounds: Iterable[Bound]) -> Bound | None:
    """The ground that leaves no choice: once the breach is established, the appointment ends."""
    return next((g for g in grounds if g.rule.strength is Strength.MUST and not g.rule.grave), None)
