"""Which law governs a bureau on a day: the nearest measure in force above or at it, over its base."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q

from zhongdu.calendar import Reckoning, reckon
from zhongdu.law import library
from zhongdu.law.address import Address
from zhongdu.law.conflicts import tensions_of
from zhongdu.law.library import Silent, Statute
from zhongdu.law.models import HIGHER, OWN, Commencement, Edition, Reading
from zhongdu.law.pack import Bound, Pack, compile_pack
from zhongdu.law.reliance import rests_on
from zhongdu.law.shelves import asked_once, law_folders, put, schedule, shelf
from zhongdu.law.vocabulary import concept

_SUBJECTS = ("supervisors", "fund")  # where two measures both speak, the supervisors' own goes first


@dataclass(frozen=True)
class Law:
    """The measures that govern a bureau on a day, and the readings it has chosen: {concept: reading}."""

    statutes: tuple[Statute, ...]
    demonstration: bool
    readings: dict[str, str]
    settled: dict[tuple[str, str], str] = field(
        default_factory=dict
    )  # which text was chosen: (code, doubt) → word
    yields: frozenset[str] = frozenset()  # where the bureau chose higher law's rule over its measure's

    @property
    def statute(self) -> Statute:
        """The measure that speaks first, whose name pages and papers carry."""
        return self.statutes[0]

    def find(self, name: str) -> Bound | None:
        """The rule for a concept: of a measure's own, else of the base; none where all are silent."""
        speaker = self._speaker(name)
        if speaker.base and not self.yields.isdisjoint({name, concept(name).name}):
            return speaker.base.find(name)
        return speaker.find(name)

    def rule(self, name: str) -> Bound:
        """The rule for a concept. Raises :class:`Silent`."""
        if bound := self.find(name):
            return bound
        raise Silent(f"《{self.statute.title}》没有规定“{concept(name).says}”。")

    def family(self, name: str) -> list[Bound]:
        """The members of a family, of the first measure that has any; else of the base."""
        speaker = self._speaker(name)
        if name in self.yields and speaker.base:
            return speaker.base.family(name)
        held = (self.find(each.name) if each.name in self.yields else each for each in speaker.family(name))
        return [each for each in held if each]

    def _speaker(self, name: str) -> Statute:
        """The measure that has a rule of its own for a concept; or, unless its family adds up, for any of its kin."""
        known = concept(name)
        word = name if known.adds else known.name
        has_it = (each for each in self.statutes if word in each.pack.rules or word in each.pack.concepts)
        return next(has_it, self.statute)

    def value(self, name: str) -> str:
        """The value of a choice: the text's own, or the reading the bureau chose; "" while it has not."""
        bound = self.find(name)
        return (bound.rule.value or self.readings.get(name, "")) if bound else ""

    def last_day(self, name: str, start: date) -> Reckoning | None:
        """When a period that starts on a day ends; none where the law has no number for it."""
        bound = self.find(name)
        span = bound.rule.span if bound else None
        return reckon(span, start, schedule()) if span else None


@rests_on("scope.of_measure", kind="rule")
def governing(bureau: Any, on: date) -> Law:
    """The law over a bureau on a day; where no measure is in force yet, the national base alone."""
    return asked_once(("governing", bureau.pk, on), lambda: _governing(bureau, on))


def _governing(bureau: Any, on: date) -> Law:
    rows = _from_the_top(Commencement, bureau, "since", "pk")
    rows = rows.filter(Q(until=None) | Q(until__gte=on), since__lte=on)
    nearest = {about: row for about, *row in rows.values_list("about", "demonstration", *_WHICH)}
    chosen = [nearest[subject] for subject in _SUBJECTS if subject in nearest]
    law = Law(
        statutes=tuple(_statute(*which) for _, *which in chosen) or (shelf().base,),
        demonstration=any(demonstration for demonstration, *_ in chosen),
        readings={},
    )
    held = _from_the_top(Reading, bureau, "pk").filter(Q(ended_on=None) | Q(ended_on__gt=on))
    made = list(held.values_list("concept", "code", "reading", "chosen_on"))
    settled = {
        (code, name): word for name, code, word, since in made if word in {HIGHER, OWN} and since <= on
    }
    return replace(
        law, readings=dict(_readings(made, law)), settled=settled, yields=frozenset(_yields(settled, law))
    )


def _yields(settled: dict[tuple[str, str], str], law: Law) -> Iterator[str]:
    """The rules that a bureau, or one above it, chose to have from higher law; the nearest bureau's word is the last."""
    for statute in law.statutes:
        higher = {name for (code, name), word in settled.items() if code == statute.code and word == HIGHER}
        if statute.base and higher:
            yield from (name for name in higher if ":" not in name and statute.base.find(name))
            for known_by, bites, against in tensions_of(statute.pack):
                if known_by in higher and _gives_way(statute.base, bites, against):
                    yield bites


def _gives_way(base: Statute, name: str, against: Address) -> bool:
    """Whether the base knows what to do instead. A rule gives way to the base's own from that other text; one means of
    a list is left out where the text has such a list without it; a whole list gives way only to a whole text."""
    family = concept(name).name
    if family == name and concept(name).each:
        others = base.family(name) if against.part == "whole" else []
    else:
        one = base.find(name)
        others = [one] if one else base.family(family)
    return any(address.code == against.code for each in others for address in each.addresses)


def _readings(rows: Iterable[tuple[str, str, str, date]], law: Law) -> Iterator[tuple[str, str]]:
    """What was chosen for the very rules that speak now, from the top down: the nearest bureau's word is the last."""
    for name, code, reading, _ in rows:
        bound = law.find(name) if reading not in {HIGHER, OWN} else None
        if bound and bound.pack == code and reading in bound.rule.readings:
            yield name, reading


def _from_the_top(kind: Any, bureau: Any, *then: str) -> Any:
    """The rows of a bureau and of those above it, the highest bureau's first."""
    return kind.objects.filter(bureau__code__in=bureau.line).order_by("bureau__path", *then)


# An edition never changes: compiled once is enough. Its versions stand beside its number for databases that come and go.
_WHICH = ("edition", "edition__version", "edition__base__version")
_statutes: dict[tuple[int, str, str | None], Statute] = {}


def _statute(*which: Any) -> Statute:
    if which not in _statutes:
        edition = Edition.objects.select_related("base").get(pk=which[0])
        _statutes[which] = compiled(edition)
        transaction.on_commit(partial(_shelve, edition))
    return _statutes[which]


def _shelve(edition: Edition) -> None:
    """A measure made on another machine stands on this one's shelf from the first time it governs anything here."""
    if edition.code not in library.shelf(*law_folders()).packs:
        put(edition.code, measure=edition.text)


def compiled(edition: Edition) -> Statute:
    """An edition's text made a statute over its base."""
    return Statute(_pack(edition), compiled(edition.base) if edition.base else None)


_packs: dict[tuple[str, str], Pack] = {}  # a version is the hash of its text: read once is enough


def _pack(edition: Edition) -> Pack:
    known = (edition.code, edition.version)
    if known not in _packs:
        _packs[known] = compile_pack(edition.text, f"{edition.code}.toml")
    return _packs[known]
