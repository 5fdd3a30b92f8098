"""The trace: every clause of a measure, the rules that state it, what in the system rests on those, and the tests.

Rules come from the packs, reliances from the registry of acts, duties, pages and computations, tests from
``tests.json``, which the suite writes from its own markers and checks for freshness.
"""

import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from zhongdu.law.address import Address
from zhongdu.law.library import Shelf
from zhongdu.law.pack import Bound, Pack
from zhongdu.law.reliance import relying_on
from zhongdu.law.shapes import ClauseKind

MANIFEST = Path(__file__).with_name("tests.json")


@dataclass(frozen=True)
class Traced:
    """A clause and all that rests on it. ``rests`` are "act leads.answer" and the like."""

    address: str
    citation: str
    kind: str
    gist: str
    operative: bool
    rules: tuple[str, ...]
    rests: tuple[str, ...]
    tests: tuple[str, ...]
    covered: bool  # something of the system rests on it, or on every operative part of it

    def as_json(self) -> dict[str, object]:
        return asdict(self)


@cache
def tests_by_clause() -> dict[str, list[str]]:
    return json.loads(MANIFEST.read_text("utf-8")) if MANIFEST.exists() else {}


def trace(shelf: Shelf, code: str = "") -> list[Traced]:
    """Every clause of one measure, or of all but the base, in the order of the text.

    Rooms, pages and standing checks must have been imported, since they declare what they rest on.
    """
    packs = [shelf.packs[code]] if code else [p for p in shelf.packs.values() if p.head.about != "base"]
    return [line for pack in packs for line in _traced(pack)]


def _traced(pack: Pack) -> list[Traced]:
    rules = {address: pack.resting_on(address) for address in pack.clauses}
    rests = {address: _rests(bounds) for address, bounds in rules.items()}
    parts: dict[Address, list[Address]] = {}
    for address in pack.clauses:
        if address.parent:
            parts.setdefault(address.parent, []).append(address)

    def covered(address: Address) -> bool:
        """Something rests on it; or it is only a heading, and something rests on every part of it."""
        if rests[address]:
            return True
        return not rules[address] and address in parts and all(map(covered, parts[address]))

    return [
        Traced(
            address=str(address),
            citation=address.citation,
            kind=clause.kind,
            gist=clause.gist,
            operative=clause.kind is not ClauseKind.DECLARATORY,
            rules=tuple(bound.name for bound in rules[address]),
            rests=rests[address],
            tests=tuple(tests_by_clause().get(str(address), ())),
            covered=covered(address),
        )
        for address, clause in pack.clauses.items()
    ]


def _rests(bounds: list[Bound]) -> tuple[str, ...]:
    found = (f"{reliance.kind} {reliance.name}" for bound in bounds for reliance in relying_on(bound))
    return tuple(dict.fromkeys(found))
