"""What a bureau chose where its measure and another text disagree about a rule: asked where the rule is used."""

from dataclasses import dataclass

from zhongdu.law.conflicts import Conflict, biting
from zhongdu.law.governing import Law
from zhongdu.law.models import HIGHER, OWN
from zhongdu.law.shelves import shelf


@dataclass(frozen=True)
class Way:
    """One disagreement about a rule, and the text that a named officer chose for the bureau; "" while nobody has."""

    doubt: Conflict
    chosen: str

    @property
    def is_open(self) -> bool:
        return not self.chosen

    @property
    def is_higher(self) -> bool:
        return self.chosen == HIGHER

    @property
    def says(self) -> str:
        return {OWN: "本局选定：照本办法的文字办。", HIGHER: "本局选定：照对照的规定办。"}.get(
            self.chosen, ""
        )

    @property
    def clause(self) -> str:
        """The clause of the text that was chosen."""
        return str(self.doubt.against or "") if self.is_higher else str(self.doubt.clause)


def ways(law: Law, name: str) -> list[Way]:
    """The disagreements that bite a rule (or the family it belongs to), each with what was chosen for the bureau."""
    return [
        Way(doubt, law.settled.get((doubt.clause.code, doubt.known_by), ""))
        for doubt in biting(shelf(), law.statutes, name)
        if doubt.kind in {"tension", "contradicts"}
    ]


def goes_higher(law: Law, name: str) -> bool:
    """Whether the bureau goes by the other text in a disagreement about this rule."""
    return any(way.is_higher for way in ways(law, name))


def to_be_chosen(law: Law, name: str) -> bool:
    """Whether texts disagree about this rule and nobody has chosen yet."""
    return any(way.is_open for way in ways(law, name))
