"""Which checklists a visit may follow, and the one it does follow, in the edition it was begun under."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from zhongdu.fieldwork.drafting import Made, made_of
from zhongdu.fieldwork.models import OWN, ListDraft, OwnList, Visit
from zhongdu.fieldwork.rules import is_asked, is_free, is_trouble, several
from zhongdu.files.models import Attachment
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
def offered(law: Law, bureau: Any, kind: str = "") -> list[Bound]:
    """The checklists for a kind of institution: the measure's own first, then the general one of its base, then
    those that the bureau, or one above it, made itself."""
    bases = [statute.base for statute in law.statutes if statute.base]
    found = [*law.family("checklist"), *(bound for base in bases for bound in base.family("checklist"))]
    named = {bound.name: bound for bound in reversed(found)}
    own = OwnList.objects.filter(state=OwnList.State.IN_USE, bureau__code__in=bureau.line)
    named |= {each.concept: _own(each, each.version) for each in own.select_related("docket").order_by("pk")}
    return [bound for bound in _in_order(named, found) if not kind or kind in bound.rule.kinds]


def _in_order(named: dict[str, Bound], found: list[Bound]) -> list[Bound]:
    return [named[name] for name in dict.fromkeys([*(bound.name for bound in found), *named])]


def followed(visit: Any) -> Bound:
    """The checklist of a visit as it read when the visit was opened, whatever the law says now."""
    return followed_by([visit])[visit.pk]


def followed_by(visits: Collection[Any]) -> dict[int, Bound]:
    """The checklist of each of some visits, by their keys."""
    own = [visit for visit in visits if visit.checklist.startswith(OWN)]
    others = [visit for visit in visits if not visit.checklist.startswith(OWN)]
    firsts = Event.objects.filter(docket__in=[visit.docket_id for visit in others], seq=1)
    began = {
        docket: (code, version)
        for docket, code, version in firsts.values_list("docket", "measure", "version")
    }
    wanted = Edition.objects.filter(code__in={code for code, _ in began.values()})
    editions = {(each.code, each.version): each for each in wanted}
    return _own_lists_of(own) | {
        visit.pk: _stood_in(editions.get(began[visit.docket_id]), visit) for visit in others
    }


def _own_lists_of(visits: Collection[Any]) -> dict[int, Bound]:
    """Those that follow a list of a bureau's own."""
    numbers = {visit.checklist.removeprefix(OWN) for visit in visits}
    lists = {
        each.concept: each
        for each in OwnList.objects.filter(docket__number__in=numbers).select_related("docket")
    }
    return {visit.pk: _own(lists[visit.checklist], visit.checklist_version) for visit in visits}


def _stood_in(edition: Edition | None, visit: Any) -> Bound:
    statute: Statute | None = compiled(edition) if edition else shelf().base
    while statute:
        if bound := statute.pack.rules.get(visit.checklist):
            return bound
        statute = statute.base
    raise LookupError(f"{visit.checklist} stands in no edition that {visit} was opened under")


def _own(own: OwnList, version: int) -> Bound:
    """A bureau's own list, resting on the clause that the platform's general one rests on."""
    rule = Checklist.model_validate(own.editions.get(version=version).rule)
    return replace(shelf().base.rule("checklist.general"), name=own.concept, rule=rule, pack="")


def draft_made(own: OwnList, version: int = 1) -> Made:
    """What the draft of a bureau's own list makes now."""
    draft = ListDraft.objects.filter(of=own).first()
    if draft is None:
        return Made(says="还没有题目，至少要有一道。")
    clause = shelf().base.rule("checklist.general").rule.clause
    return made_of(draft.questions, title=own.title, kinds=draft.kinds, clause=clause, version=version)


def rule_of(visit: Any) -> Checklist:
    rule: Checklist = followed(visit).rule
    return rule


def asked_of(visit: Any, rule: Checklist) -> list[Question]:
    """The questions a visit may be asked, whatever is answered: a covert one never for its place."""
    covert = visit.way == Visit.Way.COVERT
    return [each for each in rule.questions if not (covert and each.kind == "place")]


@dataclass(frozen=True)
class Told:
    """A question of a visit's checklist with what was answered. ``clause``: the address it names of its own, if any."""

    number: int
    name: str
    text: str
    clause: str
    answer: str
    kind: str
    is_trouble: bool
    photos: Sequence[Attachment] = ()
    recordings: Sequence[Attachment] = ()
    spot: Any = None

    @property
    def is_empty(self) -> bool:
        return not (self.answer or self.photos or self.recordings or self.spot)


def told(
    visit: Any,
    words: Mapping[str, str],
    photos: Mapping[str, Sequence[Attachment]] = MappingProxyType({}),
    recordings: Mapping[str, Sequence[Attachment]] = MappingProxyType({}),
    spots: Mapping[str, Any] = MappingProxyType({}),
) -> list[Told]:
    """The whole checklist of a visit, read with its answers. ``words`` and ``spots`` come from the vault."""
    bound = followed(visit)
    return [
        Told(
            number,
            question.name,
            question.text,
            clause_of(question, bound),
            _read(question, (words if is_free(question) else visit.answers).get(question.name, "")),
            question.kind,
            is_trouble(question, visit.answers.get(question.name, "")),
            photos.get(question.name, ()),
            recordings.get(question.name, ()),
            spots.get(question.name),
        )
        for number, question in enumerate(asked_of(visit, bound.rule), start=1)
        if is_asked(question, visit.answers)
    ]


def troubles_of(visits: Collection[Any]) -> dict[int, list[str]]:
    """``{visit's id: the questions whose answer means trouble}`` of visits that were made."""
    lists = followed_by(visits)
    return {
        visit.pk: [
            question.text
            for question in lists[visit.pk].rule.questions
            if is_trouble(question, visit.answers.get(question.name, ""))
        ]
        for visit in visits
    }


def _read(question: Question, answer: str) -> str:
    return "、".join(several(answer)) if question.options else answer


def clause_of(question: Question, bound: Bound) -> str:
    """The clause a question itself names, as an address; "" where it stands on its checklist's alone."""
    return str(Address.parse(question.clause, bound.address.code)) if question.clause else ""
