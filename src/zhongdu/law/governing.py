"""Which law governs a bureau on a day: the nearest measure in force above or at it, over its base."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Q

from zhongdu.calendar import Reckoning, reckon
from zhongdu.law.library import Silent, Statute
from zhongdu.law.models import Commencement, Edition, Reading
from zhongdu.law.pack import Bound, Pack, compile_pack
from zhongdu.law.shelves import schedule, shelf
from zhongdu.law.vocabulary import concept

_SUBJECTS = ("supervisors", "fund")  # where two measures both speak, the supervisors' own goes first


@dataclass(frozen=True)
class Law:
    """The measures that govern a bureau on a day, and the readings it has chosen."""

    statutes: tuple[Statute, ...]
    demonstration: bool
    readings: dict[str, str]

    @property
    def statute(self) -> Statute:
        """The measure that speaks first, whose name pages and papers carry."""
        return self.statutes[0]

    def find(self, name: str) -> Bound | None:
        """The rule for a concept: of a measure's own, else of the base; none where all are silent."""
        for statute in self.statutes:
            if name in statute.pack.rules:
                return statute.pack.rules[name]
        return self.statute.find(name)

    def rule(self, name: str) -> Bound:
        """The rule for a concept. Raises :class:`Silent`."""
        if bound := self.find(name):
            return bound
        raise Silent(f"《{self.statute.title}》没有规定“{concept(name).says}”。")

    def family(self, name: str) -> list[Bound]:
        for statute in self.statutes:
            if any(bound.concept.name == name for bound in statute.pack.rules.values()):
                return statute.family(name)
        return self.statute.family(name)

    def value(self, name: str) -> str:
        """The value of a choice: the text's own, or the reading the bureau chose; "" while it has not."""
        bound = self.find(name)
        if bound is None:
            return ""
        return bound.rule.value or self.readings.get(name, "")

    def last_day(self, name: str, start: date) -> Reckoning | None:
        """When a period that starts on a day ends; none where the law has no number for it."""
        bound = self.find(name)
        if bound is None or bound.rule.span is None:
            return None
        return reckon(bound.rule.span, start, schedule())


def governing(bureau: Any, on: date) -> Law:
    """The law over a bureau on a day; where no measure is in force yet, the national base alone."""
    rows = Commencement.objects.filter(
        Q(until__isnull=True) | Q(until__gte=on), bureau__code__in=bureau.line, since__lte=on
    ).select_related("edition__base", "bureau")
    nearest: dict[str, Commencement] = {}
    for row in sorted(rows, key=lambda row: (len(row.bureau.path), row.since, row.pk)):
        nearest[row.about] = row
    chosen = [nearest[subject] for subject in _SUBJECTS if subject in nearest]
    readings = Reading.objects.filter(bureau__code__in=bureau.line).values_list("concept", "reading")
    return Law(
        statutes=tuple(compiled(row.edition) for row in chosen) or (shelf().base,),
        demonstration=any(row.demonstration for row in chosen),
        readings=dict(readings),
    )


def compiled(edition: Edition) -> Statute:
    """An edition's text made a statute over its base."""
    return Statute(_read(edition.code, edition.text), compiled(edition.base) if edition.base else None)


@cache
def _read(code: str, text: str) -> Pack:
    return compile_pack(text, f"{code}.toml")  # editions never change: once is enough
