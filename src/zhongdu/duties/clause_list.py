"""Every clause of a measure, for whoever goes through it line by line: what it is, how far it binds, what carries it out, and
the duties it brought about; or, where it brings about none, why not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhongdu.duties.overview import Tally
from zhongdu.law.address import Address
from zhongdu.law.governing import governing
from zhongdu.law.pack import Bound
from zhongdu.law.reliance import relying_on
from zhongdu.law.shapes import ClauseKind, Strength
from zhongdu.law.shelves import shelf
from zhongdu.law.trace import Traced, trace
from zhongdu.scope.models import Bureau

# Clauses of what no measure here is: the national rules, and what bureaus ask of themselves.
ELSEWHERE = "other"
_BINDING = {Strength.MUST, Strength.MUST_NOT, Strength.NORMALLY}
_WORDS = {
    "act": "个动作",
    "duty": "项义务",
    "standing": "项常设义务",
    "page": "个页面",
    "rule": "项计算",
    "paper": "种文书",
    "form": "种表式",
}
_BY_KIND = {
    ClauseKind.RULE: "规定怎样算、怎样认，没有要到期办的事",
    ClauseKind.PROCEDURE: "规定怎样办，办理时照着做，没有另外的期限",
    ClauseKind.DUTY: "照着做，没有另立期限",
    ClauseKind.RIGHT: "规定权利：可以行使，不是谁欠谁",
    ClauseKind.PROHIBITION: "规定不得做什么，违反的另行处理",
    ClauseKind.GROUND: "规定事由：发生了才用到",
    ClauseKind.CATALOGUE: "目录，供别的条款取用",
    ClauseKind.FORM: "表式，办理时使用",
}
_HOLDERS = {
    "supervisor": "社会监督员",
    "institution": "医药机构",
    "department": "有关部门",
    "government": "政府",
}


@dataclass(frozen=True)
class Line:
    """A clause with what carries it out and how it is kept. ``why`` says why nothing is owed by it, where nothing is."""

    address: str
    gist: str
    kind: str
    strengths: Sequence[Strength]
    rests: str  # 2个动作、1项义务
    applied: int
    tally: Tally
    why: str = ""
    operative: bool = True


def measures_of(bureau: Bureau, today: date, tallies: dict[str, Tally]) -> list[str]:
    """The measures that govern a bureau, and those by which anything in sight is owed."""
    governed = [statute.code for statute in governing(bureau, today).statutes]
    owed = sorted({clause.partition(":")[0] for clause in tallies})
    packs = shelf().packs
    known = [code for code in dict.fromkeys([*governed, *owed]) if code in packs]
    return [code for code in known if packs[code].head.about != "base"]


def lines_of(code: str, codes: list[str], tallies: dict[str, Tally], applied: dict[str, int]) -> list[Line]:
    """The clauses of one measure in the order of its text; of what is elsewhere only those that were used."""
    if code == ELSEWHERE:
        return list(_elsewhere(codes, tallies, applied))
    traced = trace(shelf(), code)
    wholes = {address.parent for each in traced if (address := Address.parse(each.address)).parent}
    return [
        _line(each, Address.parse(each.address) in wholes, tallies.get(each.address, Tally()), applied.get(each.address, 0))
        for each in traced
    ]  # fmt: skip


def all_lines(
    bureau: Bureau, today: date, tallies: dict[str, Tally], applied: dict[str, int]
) -> Iterator[tuple[str, Line]]:
    """Every clause of every measure over a bureau, each with the measure's name; then what is elsewhere."""
    codes = measures_of(bureau, today, tallies)
    for code in (*codes, ELSEWHERE):
        called = shelf().packs[code].head.short if code != ELSEWHERE else "国家规定和本局做法"
        for line in lines_of(code, codes, tallies, applied):
            yield called, line


def _line(traced: Traced, is_whole: bool, tally: Tally, applied: int) -> Line:
    rules = shelf().packs[traced.address.partition(":")[0]].rules
    bounds = [rules[name] for name in traced.rules]
    return Line(
        address=traced.address, gist=traced.gist, kind=ClauseKind(traced.kind).label, applied=applied, tally=tally,
        strengths=list(dict.fromkeys(Strength(bound.rule.strength) for bound in bounds)), rests=_rests(traced),
        operative=traced.operative, why="" if tally.open or tally.met or tally.missed else why_not(traced, bounds, is_whole),
    )  # fmt: skip


def _elsewhere(codes: list[str], tallies: dict[str, Tally], applied: dict[str, int]) -> Iterator[Line]:
    books = shelf()
    for address in sorted({*tallies, *applied} - {""}):
        if address.partition(":")[0] not in codes:
            clause: Any = books.clause(Address.parse(address))
            gist, kind = (clause.gist, ClauseKind(clause.kind).label) if clause else ("", "")
            yield Line(address, gist, kind, [], "", applied.get(address, 0), tallies.get(address, Tally()))
    if "" in tallies:
        yield Line("", "办法没有规定、本局自己要求的", "", [], "", 0, tallies[""])


def why_not(traced: Traced, bounds: list[Bound], is_whole: bool) -> str:
    """Why a clause by which nothing is owed or was met this year brought about no duty."""
    if not traced.operative:
        return "宣示性的，不要求做什么"
    if not bounds and is_whole:
        return "由下面各项落实"
    if opening := [bound for bound in bounds if _opens_duties(bound)]:
        binding = [bound for bound in opening if bound.rule.strength in _BINDING]
        if not binding:
            return "“可以”“优先”“探索”的，不计欠"
        kept = any(each.kind == "standing" for bound in binding for each in relying_on(bound))
        return "常设义务，今年没有欠过" if kept else "会产生义务，今年没有发生"
    if bounds and not any(bound.rule.strength in _BINDING for bound in bounds):
        referred = all(bound.rule.strength == Strength.BY_REFERENCE for bound in bounds)
        return "参照别的规定" if referred else "“可以”“优先”“探索”的，不计欠"
    others = {
        _HOLDERS[holder] for bound in bounds if (holder := getattr(bound.rule, "holder", "")) in _HOLDERS
    }
    return (
        f"由{'、'.join(sorted(others))}承担，不是医保局欠的" if others else _BY_KIND[ClauseKind(traced.kind)]
    )


def _opens_duties(bound: Bound) -> bool:
    return any(reliance.kind in {"duty", "standing"} for reliance in relying_on(bound))


def _rests(traced: Traced) -> str:
    """What in the system rests on a clause, counted by kind."""
    kinds = [each.partition(" ")[0] for each in traced.rests]
    return "、".join(f"{kinds.count(kind)}{word}" for kind, word in _WORDS.items() if kind in kinds)
