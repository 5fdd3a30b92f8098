"""Where a measure contradicts higher law, cites what has lapsed, leaves a blank, or disagrees with another text.

The first three are computed from numbers, instruments and dates; the last is declared in the pack
(``[[tension]]``), because only a person can see it. Nothing here decides: a named officer does.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from zhongdu.calendar import Unit
from zhongdu.calendar.period import SPOKEN
from zhongdu.law.address import Address
from zhongdu.law.library import Shelf, Statute
from zhongdu.law.pack import Bound, Pack
from zhongdu.law.shapes import Bounds, Timed, Trust

Kind = Literal["contradicts", "lapsed", "blank", "tension"]
LABELS: dict[Kind, str] = {
    "contradicts": "与上位规定不一致",
    "lapsed": "已失效或引用已失效",
    "blank": "原文留空",
    "tension": "需要由人选择",
}
_SCALES = {Unit.YEARS: (Unit.MONTHS, 12)}  # the unit to compare in, and how many of them one is
_CAUTION = [Trust.TEXT, Trust.SECONDARY, Trust.UNVERIFIED]


@dataclass(frozen=True)
class Conflict:
    """One doubt about a clause: ``says`` is the sentence for people, ``bites`` the concept it touches."""

    kind: Kind
    clause: Address
    citation: str
    against: Address | None
    against_citation: str
    says: str
    bites: str
    trust: Trust

    @property
    def label(self) -> str:
        return LABELS[self.kind]

    @property
    def known_by(self) -> str:
        """The short name under which a bureau's choice is kept: the rule that may yield, or the two clauses and the rule."""
        contradicts = self.kind == "contradicts"
        return self.bites if contradicts else _known_by(self.kind, self.clause, self.against, self.bites)

    def as_json(self) -> dict[str, Any]:
        """Plain data; addresses as text."""
        against = str(self.against) if self.against else None
        return {**vars(self), "clause": str(self.clause), "against": against, "label": self.label}


def _known_by(kind: str, clause: Address, against: Address | None, bites: str) -> str:
    return f"{kind}:{clause.path}|{against or ''}|{bites}"[:80]


def tensions_of(pack: Pack) -> Iterator[tuple[str, str, Address]]:
    """What a measure declares of itself: (what a choice about it is known by, the concept it bites, the other text)."""
    for each in pack.tensions:
        against = Address.parse(each.against, pack.code)
        clause = Address.parse(each.clause, pack.code)
        yield _known_by("tension", clause, against, each.bites), each.bites, against


def conflicts(shelf: Shelf, code: str | None = None, *, on: date | None = None) -> list[Conflict]:
    """The doubts about one measure, or about every measure on the shelf, in the order of the clauses.

    ``on``: the day for which lapsing by date is judged; without it only what has been replaced counts as lapsed.
    Raises ``KeyError`` for a code that is not on the shelf.
    """
    statutes = [shelf.statute(code)] if code else shelf.statutes
    return [doubt for statute in statutes for doubt in _Doubts(shelf, statute, on).all()]


def biting(shelf: Shelf, statutes: Iterable[Statute], name: str) -> list[Conflict]:
    """The doubts that touch a concept (or the family it belongs to) in the measures that govern."""
    return [doubt for doubt in of_statutes(shelf, statutes) if bites(doubt, name)]


def of_statutes(shelf: Shelf, statutes: Iterable[Statute], on: date | None = None) -> list[Conflict]:
    """The doubts about the measures that govern, also where they do not stand on the shelf as they were put in force."""
    return [doubt for statute in statutes if statute.base for doubt in _Doubts(shelf, statute, on).all()]


def bites(doubt: Conflict, name: str) -> bool:
    """Whether a doubt touches a concept, or the family it belongs to."""
    return bool(doubt.bites) and (name == doubt.bites or name.startswith(f"{doubt.bites}."))


class _Doubts:
    """All doubts about one measure."""

    def __init__(self, shelf: Shelf, statute: Statute, on: date | None) -> None:
        self.shelf, self.statute, self.on = shelf, statute, on

    def all(self) -> list[Conflict]:
        found = [
            *self.laxer_numbers(),
            *self.lapsed_texts(),
            *self.past_validity(),
            *self.blanks(),
            *self.declared(),
        ]
        return sorted(found, key=lambda doubt: doubt.clause)

    def laxer_numbers(self) -> Iterator[Conflict]:
        """Numbers beyond those of a base rule that sets a floor or a ceiling for them."""
        for ours in self.statute.own():
            theirs = self.statute.base.find(ours.name) if self.statute.base and ours.concept.binds else None
            if theirs is None:
                continue
            for mine, higher, spoken in _comparable(ours.rule, theirs.rule):
                if mine > higher if ours.concept.binds == "max" else mine < higher:
                    more = "多" if ours.concept.binds == "max" else "少"
                    says = f"{ours.label}：这里是{spoken(mine)}，上位规定是{spoken(higher)}，不能比它{more}。"
                    yield self.doubt("contradicts", ours, theirs.address, says, theirs.rule.trust)

    def lapsed_texts(self) -> Iterator[Conflict]:
        """Rules that rest on, or refer to, an instrument that has been replaced or has run out."""
        instruments = self.shelf.instruments
        codes = {text.title: code for code, text in instruments.items()}
        for bound in self.statute.own():
            referred = [codes.get(text.strip("《》"), text) for text in getattr(bound.rule, "to", ())]
            for code in dict.fromkeys([*referred, *(address.code for address in bound.addresses)]):
                if (text := instruments.get(code)) and text.lapsed(self.on):
                    successor = instruments.get(text.replaced_by)
                    then = f"已由《{successor.title}》取代" if successor else "已经失效"
                    against = Address(text.replaced_by if successor else code, part="whole")
                    yield self.doubt("lapsed", bound, against, f"引用的《{text.title}》{then}。", text.trust)

    def past_validity(self) -> Iterator[Conflict]:
        validity, ends = self.statute.pack.rules.get("measure.validity"), self.statute.pack.ends
        if validity and ends and self.on and self.on > ends:
            yield self.doubt("lapsed", validity, None, f"这部办法的有效期到 {ends} 为止，已经届满。")

    def blanks(self) -> Iterator[Conflict]:
        for bound in self.statute.own():
            if isinstance(bound.rule, Timed) and bound.rule.blank:
                yield self.doubt("blank", bound, None, f"“{bound.label}”的数原文留空，填上以前不能正式施行。")

    def declared(self) -> Iterator[Conflict]:
        for tension in self.statute.pack.tensions:
            clause = Address.parse(tension.clause, self.statute.code)
            against = Address.parse(tension.against, self.statute.code)
            cited = self.shelf.cite(clause), self.shelf.cite(against)
            yield Conflict(
                "tension", clause, cited[0], against, cited[1], tension.says, tension.bites, tension.trust
            )

    def doubt(
        self, kind: Kind, bound: Bound, against: Address | None, says: str, trust: Trust = Trust.TEXT
    ) -> Conflict:
        return Conflict(
            kind=kind,
            clause=bound.address,
            citation=self.shelf.cite(bound.address),
            against=against,
            against_citation=self.shelf.cite(against) if against else "",
            says=says,
            bites=bound.name,
            trust=max(bound.rule.trust, trust, key=_CAUTION.index),  # no surer than the less sure of the two
        )


def _comparable(ours: Any, theirs: Any) -> Iterator[tuple[int, int, Any]]:
    """The numbers of two rules that can be set against each other, and how to say one in Chinese."""
    if isinstance(ours, Bounds) and isinstance(theirs, Bounds):
        for mine, higher in ((ours.min, theirs.min), (ours.max, theirs.max)):
            if mine is not None and higher is not None:
                yield mine, higher, lambda number: f"{number}{theirs.of}"
    if isinstance(ours, Timed) and isinstance(theirs, Timed) and ours.span and theirs.span:
        (unit, size), (other, times) = (_SCALES.get(it.unit, (it.unit, 1)) for it in (ours.span, theirs.span))
        if unit == other:  # days against working days, or against months, is nobody's arithmetic
            yield ours.span.n * size, theirs.span.n * times, lambda number: f"{number}{SPOKEN[unit]}"
