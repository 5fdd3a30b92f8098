"""Which checklists a visit may follow, and the one it does follow, in the edition it was begun under."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from zhongdu.law.address import Address
from zhongdu.law.governing import Law, compiled
from zhongdu.law.library import Statute
from zhongdu.law.models import Edition
from zhongdu.law.pack import Bound
from zhongdu.law.reliance import rests_on
from zhongdu.law.shapes import Checklist, Question
from zhongdu.law.shelves import shelf
from zhongdu.record.models import Event


@rests_on("checklist", kind="page")
def offered(law: Law, kind: str = "") -> list[Bound]:
    """The checklists for a kind of institution: the measure's own first, then the general one of its base."""
    bases = [statute.base for statute in law.statutes if statute.base]
    found = [*law.family("checklist"), *(bound for base in bases for bound in base.family("checklist"))]
    named = {bound.name: bound for bound in reversed(found)}
    return [
        named[name]
        for name in dict.fromkeys(bound.name for bound in found)
        if not kind or kind in named[name].rule.kinds
    ]


def followed(visit: Any) -> Bound:
    """The checklist of a visit as it read when the visit was opened, whatever the law says now."""
    return followed_by([visit])[visit.pk]


def followed_by(visits: Collection[Any]) -> dict[int, Bound]:
    """The checklist of each of some visits, by their keys."""
    firsts = Event.objects.filter(docket__in=[visit.docket_id for visit in visits], seq=1)
    began = {
        docket: (code, version)
        for docket, code, version in firsts.values_list("docket", "measure", "version")
    }
    wanted = Edition.objects.filter(code__in={code for code, _ in began.values()})
    editions = {(each.code, each.version): each for each in wanted}
    return {visit.pk: _stood_in(editions.get(began[visit.docket_id]), visit) for visit in visits}


def _stood_in(edition: Edition | None, visit: Any) -> Bound:
    statute: Statute | None = compiled(edition) if edition else shelf().base
    while statute:
        if bound := statute.pack.rules.get(visit.checklist):
            return bound
        statute = statute.base
    raise LookupError(f"{visit.checklist} stands in no edition that {visit} was opened under")


def rule_of(visit: Any) -> Checklist:
    rule: Checklist = followed(visit).rule
    return rule


@dataclass(frozen=True)
class Told:
    """A question of a visit's checklist with what was answered. ``clause``: the address it names of its own, if any."""

    number: int
    name: str
    text: str
    clause: str
    answer: str
    is_trouble: bool
    is_words: bool


def told(visit: Any, words: Mapping[str, str]) -> list[Told]:
    """The whole checklist of a visit, read with its answers. ``words`` come from the vault."""
    bound = followed(visit)
    return [
        Told(
            number,
            question.name,
            question.text,
            clause_of(question, bound),
            (words if question.kind == "words" else visit.answers).get(question.name, ""),
            visit.answers.get(question.name) in question.trouble,
            question.kind == "words",
        )
        for number, question in enumerate(bound.rule.questions, start=1)
        if question.kind != "photo"
    ]


def clause_of(question: Question, bound: Bound) -> str:
    """The clause a question itself names, as an address; "" where it stands on its checklist's alone."""
    return str(Address.parse(question.clause, bound.pack)) if question.clause else ""
