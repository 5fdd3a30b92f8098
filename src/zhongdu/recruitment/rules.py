"""Pure computations of recruitment: what the law says of a person's facts, what still stands in the way, how far one has come."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhongdu.kit.parts import Step
from zhongdu.law.judging import Verdict, age_on, judge_bounds, judge_condition, may_depart
from zhongdu.law.pack import Bound
from zhongdu.law.reliance import rests_on
from zhongdu.scope.practices import practice

REVIEWERS = practice(
    "recruitment.reviewers", "报名由几人审核", {"one": "一人审核", "two": "一人审核，另一人复核"}
)
MET, DEPARTS, UNMET, OPEN = "met", "departs", "unmet", "open"
AGREES, DISAGREES = "agrees", "disagrees"  # what a second reviewer says of a finding


@dataclass(frozen=True)
class Facts:
    """What the form tells of a person, as far as conditions are computed from it."""

    born: date | None = None
    citizen: bool | None = None
    declared: frozenset[str] = frozenset()  # the conditions the person declared to meet


@dataclass(frozen=True)
class Look:
    """One condition as review sees it: what follows from the facts, and what an officer may find."""

    bound: Bound
    verdict: Verdict
    says: str  # how it was computed or declared, or who has to judge it
    choices: tuple[str, ...]  # the findings that may be recorded; one alone where the system computes it
    reading: str = ""  # of an ambiguous condition: the bureau's

    @property
    def name(self) -> str:
        return self.bound.name

    @property
    def is_preference(self) -> bool:
        """Marks a person and never excludes one."""
        return self.bound.rule.how == "preference" or self.reading == "preference"

    @property
    def is_unread(self) -> bool:
        """Whether the text allows several readings and the bureau has not chosen."""
        return bool(self.bound.rule.readings) and not self.reading


@rests_on("eligibility")
def look(conditions: Iterable[Bound], facts: Facts, readings: Mapping[str, str], on: date) -> list[Look]:
    """Every condition of a measure held against a person's facts as they stand on a day."""
    return [_look(bound, facts, readings.get(bound.name, ""), on) for bound in conditions]


def _look(bound: Bound, facts: Facts, reading: str, on: date) -> Look:
    rule = bound.rule
    age = age_on(facts.born, on) if facts.born else None
    declared = True if bound.name in facts.declared else None
    verdict = judge_condition(rule, age=age, citizen=facts.citizen, answer=declared)
    return Look(bound, verdict, _says(rule, age, facts.citizen, declared), _choices(rule, verdict), reading)


def _says(rule: Any, age: int | None, citizen: bool | None, declared: bool | None) -> str:
    if rule.test == "age":
        return "报名表没有出生日期，不能计算" if age is None else f"由出生日期算出：今天{age}周岁"
    if rule.test == "citizenship":
        return "报名表没有填国籍" if citizen is None else f"本人填写：{'是' if citizen else '不是'}中国公民"
    if rule.how == "declared":
        return "本人报名时已声明" if declared else "本人没有声明，请核实后判断"
    return "由审核人员标注，不作为必备条件" if rule.how == "preference" else "由审核人员判断"


def _choices(rule: Any, verdict: Verdict) -> tuple[str, ...]:
    """A computed condition leaves no choice but whether to depart from a 一般; what is unknown is judged."""
    departing = (DEPARTS,) if may_depart(rule) and rule.how != "preference" else ()
    if rule.how == "computed" and verdict == MET:
        return (MET,)
    if rule.how == "computed" and verdict == DEPARTS:
        return (*departing, UNMET)
    if rule.how == "computed" and verdict == UNMET:
        return (UNMET,)
    return (MET, *departing, UNMET)


@dataclass(frozen=True)
class Obstacle:
    """Why a person cannot be accepted yet, and by which clause."""

    bound: Bound
    says: str


def obstacles(looks: Iterable[Look], findings: Mapping[str, str]) -> list[Obstacle]:
    """What stands between an application and its acceptance, given the verdicts found so far."""
    return [
        Obstacle(each.bound, says) for each in looks if (says := _obstacle(each, findings.get(each.name, "")))
    ]


def _obstacle(each: Look, found: str) -> str:
    label = each.bound.label
    if not found:
        return f"“{label}”还没有审核。"
    if found not in each.choices:
        return f"“{label}”的情况已经变化（{each.says}），请重新审核这一项。"
    if found != UNMET or each.is_preference:
        return ""
    if each.is_unread:
        return f"“{label}”是必备条件还是优先考虑，条文有两种理解，请本局负责人先选定一种。"
    return f"“{label}”不符合，不能通过。"


def unconfirmed(looks: Iterable[Look], agreed: Mapping[str, bool | None]) -> list[Obstacle]:
    """What a second person has not agreed to yet, where a bureau has two people review: by condition, what was found
    and looked at again."""
    says = {
        None: "“{}”还没有由另一个人复核。",
        False: "“{}”复核的人不同意，请重新审核这一项，再复核一次。",
    }
    return [
        Obstacle(each.bound, f"{says[agreed[each.name]].format(each.bound.label)}本局的做法是两人审核。")
        for each in looks
        if not agreed.get(each.name, True)
    ]


@rests_on("selection.number")
def short_of(bound: Bound | None, number: int) -> str:
    """The sentence when a number of people to be chosen does not keep to the rule; "" when it does."""
    if bound is None or judge_bounds(bound.rule, number) == "holds":
        return ""
    rule = bound.rule
    least = (
        f"不少于{rule.min}{rule.of}"
        if rule.min is not None and number < rule.min
        else f"不多于{rule.max}{rule.of}"
    )
    return f"办法规定选聘人数{bound.rule.strength.label}{least}，现在是{number}{rule.of}。"


@rests_on("public_notice.objection_stops", "public_notice.period")
def stopped(reading: str, *, own_open: int, list_open: int) -> str:
    """Why a person on public notice cannot be cleared although the period is over; "" when nothing stops it.

    ``own_open`` objections to the person and ``list_open`` to anybody on the same list (the person's own among
    them) are not settled yet. ``reading`` is whom an objection stops; "" while the bureau has not chosen.
    """
    if own_open:
        return f"还有{own_open}件对此人的异议没有处理，处理完才能确认无异议。"
    if not list_open:
        return ""
    if reading == "the_person":
        return ""
    if reading == "the_list":
        return f"同一名单上还有{list_open}件异议没有处理；本局选定的理解是整份名单一并等待。"
    return "同一名单上有人被提出异议。异议只停本人还是停整份名单，条文有两种理解，请本局负责人先选定一种。"


def spoken(on: date | None) -> str:
    """2026年10月12日."""
    return f"{on.year}年{on.month}月{on.day}日" if on else ""


# Where each state stands on the way: how many steps are behind, and whether the way ends there.
_BEHIND = {
    "submitted": 1, "returned": 1, "accepted": 2, "on_notice": 2, "cleared": 3,
    "appointed": 4, "refused": 1, "withdrawn": 1,
}  # fmt: skip


def progress(state: str, *, has_public_notice: bool, reached: str = "", note: str = "") -> list[Step]:
    """报名 → 审核 → 公示 (where the measure has it) → 聘任, for the person who waits.

    ``reached`` is the state before the way ended, where it ended; ``note`` stands at the present step.
    """
    labels = ["报名", "审核", *(["公示"] if has_public_notice else []), "聘任"]
    ended = state in {"refused", "withdrawn"}
    behind = _BEHIND[reached or state] if ended else _BEHIND[state]
    if not has_public_notice and behind >= 3:
        behind -= 1
    if state == "appointed":
        behind = len(labels)
    steps = []
    for at, label in enumerate(labels):
        if at < behind:
            steps.append(Step(label, "done"))
        elif at == behind:
            steps.append(Step(label, "stopped" if ended else "now", note))
        else:
            steps.append(Step(label, "ahead"))
    return steps


PUBLIC_ROUTES = frozenset(
    {"open", "self_nominated"}
)  # the ways a person goes alone; the others begin with a bureau


def by_units(channels: Sequence[Bound]) -> list[Bound]:
    """The channels in which units recommend people: those of that route, and those that name the units."""
    return [
        bound for bound in channels if bound.rule.route in {"targeted", "recommended"} or bound.rule.units
    ]


def lines(text: str) -> list[str]:
    """What stands on the lines of a text, each once."""
    return list(dict.fromkeys(line for typed in text.splitlines() if (line := " ".join(typed.split()))))


def own_ways(channels: Sequence[Bound], *, with_notice: bool) -> list[Bound]:
    """The channels a person may take alone: all of their kind under a notice, else those that need none."""
    return [
        bound
        for bound in channels
        if bound.rule.route in PUBLIC_ROUTES and (with_notice or not bound.rule.needs_notice)
    ]
