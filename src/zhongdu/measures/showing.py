"""What pages show of a draft: how far it is, what it changes for whom, what it touches, what was said of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count

from zhongdu import vault
from zhongdu.duties.models import Duty
from zhongdu.kit.parts import Step
from zhongdu.law import drafting
from zhongdu.law.address import Address
from zhongdu.law.cases import read_cases
from zhongdu.law.checking import Tried, try_cases
from zhongdu.law.comparing import Change, changes
from zhongdu.law.models import Commencement
from zhongdu.law.saying import says
from zhongdu.law.shelves import schedule, shelf
from zhongdu.law.vocabulary import concept
from zhongdu.measures.consulting import reply
from zhongdu.measures.models import Consultation, Draft
from zhongdu.measures.rule_forms import words
from zhongdu.measures.shelving import statute_of
from zhongdu.record.models import Event
from zhongdu.roster.queries import serving_below

State = Draft.State


@dataclass(frozen=True)
class Touched:
    """A change, with what it meets in the territory: clocks that run, people who serve."""

    change: Change
    clocks: int
    people: int
    kept: bool  # what was granted stays as it was granted

    @property
    def says(self) -> str:
        parts = []
        if self.clocks:
            parts.append(f"{self.clocks}个正在走的期限照原来的算完")
        if self.people and self.kept:
            parts.append(f"{self.people}名在聘的社会监督员照聘任时的不变，新聘的按新的")
        elif self.people:
            parts.append(f"{self.people}名在聘的社会监督员从施行之日起按新的")
        return "；".join(parts)


def compared(draft: Draft, today: date) -> list[Touched]:
    """What a draft changes against the measure it was begun from; nothing while it cannot be read."""
    after, before = statute_of(draft), shelf().packs.get(draft.base)
    if after is None or before is None:
        return []
    found = changes(shelf().of(before), after)
    clocks = _clocks(draft.bureau, [change.name for change in found])
    people = serving_below(draft.bureau, today).count()
    return [
        Touched(
            change, clocks.get(change.name, 0), people if change.whom == "社会监督员" else 0,
            concept(change.name).takes == "granted",
        )
        for change in found
    ]  # fmt: skip


def _clocks(bureau: Any, names: Iterable[str]) -> dict[str, int]:
    """How many open duties of each concept run at a bureau and those below it."""
    rows = Duty.objects.open().filter(bureau__path__startswith=bureau.path, concept__in=list(names))
    return dict(rows.order_by().values_list("concept").annotate(Count("pk")))


def tried(draft: Draft) -> list[Tried]:
    """The cases of the measure it was begun from, put to the draft."""
    after, before = statute_of(draft), shelf().packs.get(draft.base)
    if after is None or before is None or before.folder is None:
        return []
    return try_cases(read_cases(before.folder), after, schedule())


_VERDICTS = {
    "holds": "符合",
    "departs": "可例外办理",
    "fails": "不符合",
    "met": "符合",
    "unmet": "不符合",
    "silent": "没有写",
    "speaks": "写了",
}


def in_words(answer: Any) -> str:
    """What a case expects, or what was answered, without the words of the document."""
    if isinstance(answer, bool):
        return "是" if answer else "否"
    if isinstance(answer, dict):
        return "，".join(
            f"{words()['fields'].get(key, _ASKED.get(key, key))}：{in_words(each)}"
            for key, each in answer.items()
        )
    if isinstance(answer, list):
        return "、".join(map(in_words, answer)) or "没有"
    if answer is None or answer == "":
        return "没有写"
    if isinstance(answer, date):
        clock = f" {answer:%H:%M}" if isinstance(answer, datetime) else ""
        return f"{answer.year}年{answer.month}月{answer.day}日{clock}"
    return _VERDICTS.get(str(answer), words()["values"].get(str(answer), str(answer)))


_ASKED = {"count": "几项", "keys": "有哪些", "address": "写在"}


@dataclass(frozen=True)
class Written:
    """A clause of the draft with its rules, as far as they are written."""

    address: Address
    nature: str
    gist: str
    rules: list[tuple[str, str, str]]  # name, label, what it says where it can be read

    @property
    def depth(self) -> int:
        where = self.address
        return sum(bool(n) for n in (where.paragraph, where.item, where.subitem, where.within))


def written(draft: Draft) -> list[Written]:
    """The draft as it stands, clause by clause, also while it is not whole."""
    document, rules = drafting.read_document(draft.text), drafting.rules_in(draft.text)
    by_clause: dict[str, list[tuple[str, str, str]]] = {}
    spoken = said_of(draft)
    for name, table in rules.items():
        label = table.get("label") or concept(name).says
        by_clause.setdefault(str(table.get("clause", "")), []).append((name, label, spoken.get(name, "")))
    clauses = [(Address.parse(path, draft.code), each) for path, each in document.get("clause", {}).items()]
    return [
        Written(where, str(each.get("kind", "")), str(each.get("gist", "")), by_clause.get(where.path, []))
        for where, each in sorted(clauses, key=lambda pair: pair[0])
    ]


def said_of(draft: Draft) -> dict[str, str]:
    """What each rule of the draft says, with its strength; nothing while the document cannot be read."""
    statute = statute_of(draft)
    rules = statute.pack.rules.values() if statute else []
    return {b.name: "，".join(filter(None, (b.rule.strength.label, says(b)))) for b in rules}


def steps(draft: Draft, today: date) -> list[Step]:
    """The way of a measure from its first word to its end."""
    asked = draft.consultations.all()
    at = [State.WRITING, State.CONSULTING, State.CONSULTED, State.REVIEWED, State.ISSUED]
    here = at.index(draft.state) if draft.state in at else -1  # type: ignore[arg-type]
    force = (
        Commencement.objects.filter(edition__code=draft.code, demonstration=False).order_by("since").first()
    )
    consulted = len(asked)
    replied = sum(each.state == Consultation.State.REPLIED for each in asked)

    def stage(index: int) -> Any:
        if here < 0:
            return "stopped"
        return "done" if here > index else "now" if here == index else "ahead"

    return [
        Step("起草", stage(0)),
        Step("征求意见", "done" if consulted and here > 1 else "ahead" if not consulted and here > 1 else stage(1),
             f"{replied}/{consulted}已回复" if consulted else ("没有征求" if here > 1 else "")),
        Step("合法性审核", "done" if here > 2 else "now" if here == 2 else "stopped" if here < 0 else "ahead"),
        Step("印发", "done" if here > 3 else "now" if here == 3 else "stopped" if here < 0 else "ahead"),
        Step("备案", "done" if draft.filed_on else "now" if here == 4 else "stopped" if here < 0 else "ahead", draft.filing_number),
        Step("施行", "done" if force and force.since <= today else "now" if here == 4 else "stopped" if here < 0 else "ahead",
             f"{force.since}起" if force else ""),
    ]  # fmt: skip


@dataclass(frozen=True)
class Said:
    """What a bureau answered about a draft, or that it has not."""

    consultation: Consultation
    words: str
    late_by: int  # days past the last day, of the reply or of today

    @property
    def is_open(self) -> bool:
        return self.consultation.state == Consultation.State.WAITING


def digest(draft: Draft, today: date) -> list[Said]:
    """All that was asked about a draft, those who are late first."""
    asked = list(draft.consultations.select_related("docket", "bureau").order_by("bureau__path", "id"))
    written = comments(asked)
    found = [
        Said(each, written.get(each.docket_id, ""), max(0, ((each.replied_on or today) - each.until).days))
        for each in asked
    ]
    return sorted(found, key=lambda said: (not (said.is_open and said.late_by), not said.is_open))


def comments(asked: Iterable[Consultation]) -> dict[int, str]:
    """The words of the replies, by docket; opened in one go."""
    events = Event.objects.filter(docket__in=[each.docket_id for each in asked], act=reply.name)
    entries = {event.docket_id: event.data.get("vault", {}).get("words", [None])[0] for event in events}
    values = vault.recall({entry for entry in entries.values() if entry})
    return {docket: values[entry] for docket, entry in entries.items() if entry in values}
