"""What pages ask of the measures: a clause with its rules, what rests on it, and where it is doubtful."""

from dataclasses import dataclass

from zhongdu.acts.registry import ACTS
from zhongdu.law.address import Address
from zhongdu.law.conflicts import Conflict, conflicts
from zhongdu.law.pack import Bound, Pack
from zhongdu.law.reliance import relying_on
from zhongdu.law.saying import says
from zhongdu.law.shapes import Clause
from zhongdu.law.shelves import shelf


@dataclass(frozen=True)
class Line:
    """A clause of a measure as a page lists it. ``depth`` is how far it stands below its article."""

    address: Address
    clause: Clause
    rules: tuple[tuple[Bound, str], ...]  # each with what it says

    @property
    def depth(self) -> int:
        return sum(
            bool(n)
            for n in (self.address.paragraph, self.address.item, self.address.subitem, self.address.within)
        )


def lines(pack: Pack) -> list[Line]:
    """Every clause in the order of the text."""
    by_clause: dict[Address, list[Bound]] = {}
    for bound in pack.rules.values():
        for address in bound.addresses:
            by_clause.setdefault(address, []).append(bound)
    return [
        Line(address, clause, tuple((bound, says(bound)) for bound in by_clause.get(address, ())))
        for address, clause in pack.clauses.items()
    ]


def line(pack: Pack, address: Address) -> Line:
    return Line(
        address, pack.clauses[address], tuple((bound, says(bound)) for bound in pack.resting_on(address))
    )


def carried_out_by(found: Line) -> list[tuple[str, str]]:
    """What in the system rests on a clause, for people: ("办理动作", its label) and the like."""
    words = {
        "act": "办理动作",
        "duty": "义务",
        "standing": "常设义务",
        "page": "页面",
        "rule": "计算",
        "paper": "文书",
        "form": "表式",
    }
    rests = {
        (reliance.kind, reliance.name): bound for bound, _ in found.rules for reliance in relying_on(bound)
    }
    named = [
        (words[kind], ACTS[name].label if kind == "act" else bound.label)
        for (kind, name), bound in rests.items()
    ]
    return list(dict.fromkeys(named))


def doubts(pack: Pack, address: Address | None = None) -> list[Conflict]:
    """Where a measure, or one clause of it, contradicts higher law, cites what has lapsed or disagrees with another."""
    found = conflicts(shelf(), pack.code)
    return [doubt for doubt in found if address is None or address in (doubt.clause, doubt.against)]
