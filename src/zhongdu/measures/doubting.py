"""Where a bureau's measure and another text disagree, a named officer says which it goes by, with a reason."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.bureaus.queries import Office
from zhongdu.law.conflicts import Conflict, of_statutes
from zhongdu.law.governing import Law
from zhongdu.law.models import HIGHER, OWN, Reading
from zhongdu.law.shelves import shelf
from zhongdu.scope.roles import Role

GOES_BY = {OWN: "照本办法的文字办", HIGHER: "照对照的规定办"}


@dataclass(frozen=True)
class Doubt:
    """A doubt about the law over a bureau, and what was chosen, if anything was."""

    conflict: Conflict
    reading: Reading | None

    @property
    def chosen(self) -> str:
        return GOES_BY.get(self.reading.reading, "") if self.reading else ""


def doubts_over(bureau: Any, law: Law, today: date) -> list[Doubt]:
    """The doubts about the measures over a bureau, those still open first. A blank is filled in, not chosen."""
    found = [each for each in of_statutes(shelf(), law.statutes, today) if each.kind != "blank"]
    rows = Reading.objects.filter(bureau__code__in=bureau.line, reading__in=GOES_BY).order_by("bureau__path")
    chosen = {(row.code, row.concept): row for row in rows}
    doubts = [Doubt(each, chosen.get((each.clause.code, each.known_by))) for each in found]
    return sorted(doubts, key=lambda doubt: doubt.reading is not None)


def _open_doubts(office: Office, law: Any) -> list[tuple[str, str]]:
    own = Reading.objects.filter(bureau=office.bureau, reading__in=GOES_BY).values_list("code", "concept")
    chosen = {f"{code}={concept}" for code, concept in own}
    offered = {
        _key(each): f"{each.citation}：{each.says}"
        for each in of_statutes(shelf(), law.statutes)
        if each.kind != "blank"
    }
    return [(key, says) for key, says in offered.items() if key not in chosen]


def _key(conflict: Conflict) -> str:
    return f"{conflict.clause.code}={conflict.known_by}"


def _any_doubt(office: Office, law: Any) -> str:
    return "" if _open_doubts(office, law) else "施行的办法没有待选定的不一致。"


@act(
    on=Office,
    by=(Role.DECIDER, Role.LEGAL_REVIEWER),
    provided=_any_doubt,
    grave=True,
    tells="由您署名选定，写明理由，记在卷里。数字与上位规定不一致的，选定上位规定以后，从今天起照它计算；已经在走的不变。",
)
def settle_doubt(
    office: Office,
    deed: Doing,
    *,
    doubt: Annotated[str, Says("哪一处不一致", options=_open_doubts)],
    goes_by: Annotated[str, Says("照哪个办", options=lambda office, law: [*GOES_BY.items()])],
    reason: Annotated[str, Says("理由", words=True, plain=True, most=4000)],
) -> None:
    """选定照哪个办

    Texts disagree: a named officer says which one this bureau goes by, and why. Nothing is picked silently.
    """
    code, _, known_by = doubt.partition("=")
    Reading.objects.create(
        bureau=office.bureau, code=code, concept=known_by, reading=goes_by, reason=reason,
        chosen_by=deed.by.name, chosen_on=deed.on,
    )  # fmt: skip
    found = next(each for each in of_statutes(shelf(), deed.law.statutes) if _key(each) == doubt)
    deed.clauses += [str(each) for each in (found.clause, found.against) if each]
