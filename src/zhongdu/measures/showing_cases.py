"""What pages show of a draft's cases: what was given, what should come out, what does, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from zhongdu.law.address import Address, BadAddress
from zhongdu.law.cases import Case
from zhongdu.law.checking import run_cases
from zhongdu.law.judging import age_on
from zhongdu.law.library import Statute
from zhongdu.law.money import yuan
from zhongdu.law.pack import Bound
from zhongdu.law.saying import says
from zhongdu.law.scale_shapes import Scale
from zhongdu.law.scales import grade_of, steps
from zhongdu.law.shelves import schedule, shelf
from zhongdu.law.vocabulary import concept
from zhongdu.measures.models import Draft
from zhongdu.measures.shelving import statute_of
from zhongdu.measures.showing import in_words
from zhongdu.measures.trying import own_cases


@dataclass(frozen=True)
class OwnCase:
    """A case as its page shows it. ``holds`` is none while the draft cannot be read."""

    says: str
    asks: str
    given: str
    expected: str
    answer: str
    why: str
    holds: bool | None


def own(draft: Draft) -> list[OwnCase]:
    """The draft's own cases, run."""
    cases, statute = own_cases(draft), statute_of(draft)
    if statute is None:
        return [_shown(case, None, "", None) for case in cases]
    return [
        _shown(case, statute.find(case.ask), tried.answer, tried.is_same)
        for case, tried in zip(cases, run_cases(cases, statute, schedule()), strict=True)
    ]


def _shown(case: Case, bound: Bound | None, answer: Any, holds: bool | None) -> OwnCase:
    rule = bound.rule if bound else None
    is_money = isinstance(rule, Scale) and not isinstance(case.expect, dict)
    return OwnCase(
        says=case.says,
        asks=bound.label if bound else concept(case.ask).says,
        given="，".join(_given(case, bound)),
        expected=_spoken(case.expect, is_money),
        answer=_spoken(answer, is_money) if holds is not None else "",
        why="" if holds is None else _why(case, bound),
        holds=holds,
    )


def _spoken(value: Any, is_money: bool) -> str:
    if is_money and isinstance(value, int):
        return yuan(value)
    if isinstance(value, dict) and "address" in value:
        return in_words({**value, "address": _citation(str(value["address"]))})
    return in_words(value)


def _citation(address: str) -> str:
    try:
        return Address.parse(address).citation
    except BadAddress:
        return address


def _given(case: Case, bound: Bound | None) -> Iterator[str]:
    given, rule = case.given, bound.rule if bound else None
    if case.start:
        yield f"从{in_words(case.start)}起算"
    if given.number is not None:
        yield f"{given.number}{getattr(rule, 'of', '')}"
    if given.born:
        yield f"{in_words(given.born)}出生"
    if given.on:
        yield f"看{in_words(given.on)}"
    if given.citizen is not None:
        yield "是中国公民" if given.citizen else "不是中国公民"
    if given.answer is not None:
        yield "有，或者符合" if given.answer else "没有，或者不符合"
    if given.case_value is not None:
        yield f"案值{yuan(given.case_value)}"
    if given.grade:
        names = {each.name: each.label for each in rule.grades} if isinstance(rule, Scale) else {}
        yield names.get(given.grade, given.grade)
    if given.insider:
        yield "内部人员举报"


def _why(case: Case, bound: Bound | None) -> str:
    """The rule that answers, and how it comes to its answer."""
    if bound is None:
        known = concept(case.ask)
        return "按这一类的各项数" if known.each and case.ask == known.name else "稿子和它的依据都没有写这一条"
    given, rule = case.given, bound.rule
    where = bound.address
    said = f"{shelf().cite(where) if where.code in shelf().packs else where.citation}，{rule.strength.label}"
    said += f"：{words}" if (words := says(bound)) else ""
    if given.born and given.on:
        said += f"。这一天满{age_on(given.born, given.on)}周岁"
    if isinstance(rule, Scale) and given.case_value is not None:
        try:
            way = steps(rule, grade_of(rule, given.grade), given.case_value, insider=given.insider)
            said += "。算法：" + "；".join(f"{step.says}，得{yuan(step.fen)}" for step in way)
        except LookupError:
            pass  # the answer says which levels there are
    return said


def speaks(statute: Statute | None, name: str) -> list[tuple[Bound, str]]:
    """The rules that answer to a name: one, or the members of a family; each with what it says."""
    if statute is None:
        return []
    bound = statute.find(name)
    return [(each, says(each)) for each in ([bound] if bound else statute.family(name))]
