"""What pages ask of the measures: a clause with its rules, what rests on it, and where it is doubtful."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from zhongdu.acts.registry import ACTS
from zhongdu.law.address import Address
from zhongdu.law.conflicts import Conflict, conflicts
from zhongdu.law.models import Commencement
from zhongdu.law.pack import Bound, Pack
from zhongdu.law.reliance import relying_on
from zhongdu.law.saying import says
from zhongdu.law.shapes import Clause
from zhongdu.law.shelves import shelf
from zhongdu.law.wording import Wording, take_apart
from zhongdu.measures.models import Document
from zhongdu.scope.practices import practice


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


def document_of(code: str) -> Document | None:
    """The newest text of a measure that was brought in."""
    return Document.objects.select_related("bureau").filter(code=code).order_by("-id").first()


def wording_of(code: str) -> Wording | None:
    """The words of a measure's own document, clause by clause; none while nobody has brought it."""
    newest = Document.objects.filter(code=code).order_by("-id").values_list("pk", "sha256").first()
    return _wording(*newest) if newest else None


@lru_cache(maxsize=64)
def _wording(document: int, sha256: str) -> Wording:
    """A document is never changed: taken apart once is enough."""
    return take_apart(Document.objects.get(pk=document).text)


def words_of(address: Address) -> list[tuple[str, str]]:
    """The words of a clause as its page shows them: (where, words), where only below the clause itself."""
    wording = wording_of(address.code)
    found = wording.words_of(address) if wording else []
    return [("" if where == address else where.citation, words) for where, words in found]


@dataclass(frozen=True)
class InForce:
    """A measure that governs, governed or will govern a bureau: how it stands today, in a word."""

    row: Commencement
    stands: str
    tone: str
    left: int | None  # days until it ends, where it is in force and its end is known
    has_words: bool


def in_force(bureau: Any, today: date) -> list[InForce]:
    """The measures over a bureau, those in force first, each with what is left of it."""
    rows = Commencement.objects.filter(bureau__code__in=bureau.line).select_related("edition", "bureau")
    rows = rows.defer("edition__text").order_by("-since", "-id")
    worded = {
        *Document.objects.filter(code__in={row.edition.code for row in rows}).values_list("code", flat=True)
    }
    found = [_standing(row, today, row.edition.code in worded, rows) for row in rows]
    return sorted(found, key=lambda each: each.left is None and each.tone == "quiet")


def _standing(row: Commencement, today: date, has_words: bool, rows: Any) -> InForce:
    if row.since > today:
        return InForce(row, "待施行", "info", None, has_words)
    if row.until and row.until < today:
        later = any(
            other.about == row.about and other.bureau_id == row.bureau_id and row.since < other.since <= today
            and (other.since - row.until).days == 1
            for other in rows
        )  # fmt: skip
        return InForce(row, "已被取代" if later else "已期满", "quiet", None, has_words)
    left = (row.until - today).days + 1 if row.until else None
    return InForce(
        row,
        "示范施行" if row.demonstration else "施行中",
        "warn" if row.demonstration else "good",
        left,
        has_words,
    )


WARNED = practice(
    "measures.warned",
    "办法快到有效期，提前多少天提醒（没有条文规定）",
    {
        "180": "提前180天，再提前30天",
        "365": "提前365天，再提前30天",
        "90": "提前90天，再提前30天",
    },
)
LAST_CALL = 30  # days


@dataclass(frozen=True)
class Ending:
    """A measure that is nearing its end, or is over with none in its place."""

    row: Commencement
    left: int  # days; 0 or fewer: it is over

    @property
    def call(self) -> int:
        """Which reminder is due: the later of the two that have come."""
        return LAST_CALL if self.left <= LAST_CALL else 0


def endings(bureau: Any, today: date) -> list[Ending]:
    """The measures over a bureau, on whatever subject, that end soon or have run out with nothing in their place."""
    rows = Commencement.objects.filter(bureau__code__in=bureau.line)
    rows = rows.select_related("edition", "bureau").defer("edition__text")
    begun, coming = dict[str, Commencement](), list[Commencement]()
    for row in rows.order_by("bureau__path", "since", "pk"):
        if row.since <= today:
            begun[row.about] = row
        else:
            coming.append(row)
    near = int(WARNED.of(bureau))
    found = [
        Ending(row, (row.until - today).days + 1)
        for row in begun.values()
        if row.until and not row.demonstration and not any(_takes_over(each, row) for each in coming)
    ]
    return sorted((each for each in found if each.left <= near), key=lambda each: each.left)


def _takes_over(later: Commencement, row: Commencement) -> bool:
    """Whether what is to come begins before the one there is has ended, or on the day after."""
    return later.about == row.about and row.until is not None and (later.since - row.until).days <= 1
