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
    before: tuple[Reading, ...] = ()  # what was chosen and taken back, the newest first

    @property
    def chosen(self) -> str:
        return GOES_BY.get(self.reading.reading, "") if self.reading else ""

    @property
    def were(self) -> list[tuple[str, Reading]]:
        return [(GOES_BY[each.reading], each) for each in self.before]


def doubts_over(bureau: Any, law: Law, today: date) -> list[Doubt]:
    """The doubts about the measures over a bureau, those still open first. A blank is filled in, not chosen."""
    found = [each for each in of_statutes(shelf(), law.statutes, today) if each.kind != "blank"]
    rows = Reading.objects.filter(bureau__code__in=bureau.line, reading__in=GOES_BY)
    by_doubt: dict[tuple[str, str], list[Reading]] = {}
    for row in rows.order_by("bureau__path", "pk"):
        by_doubt.setdefault((row.code, row.concept), []).append(row)
    doubts = [_doubt(each, by_doubt.get((each.clause.code, each.known_by), []), today) for each in found]
    return sorted(doubts, key=lambda doubt: doubt.reading is not None)


def _doubt(conflict: Conflict, rows: list[Reading], today: date) -> Doubt:
    """The nearest bureau's choice holds; what was taken back stays to be read."""
    held = [row for row in rows if not row.ended_on or row.ended_on > today]
    over = tuple(row for row in reversed(rows) if row not in held)
    return Doubt(conflict, held[-1] if held else None, over)


def chosen_about(found: list[Conflict]) -> list[tuple[str, str, Reading]]:
    """For a clause's page: which bureaus chose about its doubts, and what. Names of officers stay on the desk."""
    if not found:
        return []
    says = {(each.clause.code, each.known_by): each.says for each in found}
    rows = Reading.objects.filter(
        code__in={code for code, _ in says},
        concept__in={name for _, name in says},
        reading__in=GOES_BY,
        ended_on=None,
    )
    rows = rows.select_related("bureau").order_by("bureau__path", "pk")
    return [
        (says[row.code, row.concept], GOES_BY[row.reading], row)
        for row in rows
        if (row.code, row.concept) in says
    ]


def _own(office: Office) -> list[Reading]:
    """What this bureau itself chose, and holds to."""
    return list(
        Reading.objects.filter(bureau=office.bureau, reading__in=GOES_BY, ended_on=None).order_by("pk")
    )


def _open_doubts(office: Office, law: Any) -> list[tuple[str, str]]:
    chosen = {f"{row.code}={row.concept}" for row in _own(office)}
    return [(key, says) for key, says in _all_doubts(law).items() if key not in chosen]


def _settled_doubts(office: Office, law: Any) -> list[tuple[str, str]]:
    """Also such as the texts no longer show: what was chosen can always be taken back."""
    says = _all_doubts(law)
    return [
        (key := f"{row.code}={row.concept}", f"{says.get(key, key)}（现在{GOES_BY[row.reading]}）")
        for row in _own(office)
    ]


def _all_doubts(law: Any) -> dict[str, str]:
    return {
        _key(each): f"{each.citation}：{each.says}"
        for each in of_statutes(shelf(), law.statutes)
        if each.kind != "blank"
    }


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
    _choose(office, deed, doubt, goes_by, reason)
    _cite(deed, doubt)


def _choose(office: Office, deed: Doing, doubt: str, goes_by: str, reason: str) -> None:
    code, _, known_by = doubt.partition("=")
    Reading.objects.create(
        bureau=office.bureau, code=code, concept=known_by, reading=goes_by, reason=reason,
        chosen_by=deed.by.name, chosen_on=deed.on,
    )  # fmt: skip


def _cite(deed: Doing, doubt: str) -> None:
    """Both texts of a doubt, as far as they still disagree."""
    for found in of_statutes(shelf(), deed.law.statutes):
        if _key(found) == doubt:
            deed.clauses += [str(each) for each in (found.clause, found.against) if each]
            return


def _any_settled(office: Office, law: Any) -> str:
    return "" if _own(office) else "本局没有选定过照哪个办。"


_AGAIN = {**GOES_BY, "none": "收回，重新待选定"}


@act(
    on=Office,
    by=(Role.DECIDER, Role.LEGAL_REVIEWER),
    provided=_any_settled,
    grave=True,
    tells="原来的选定和理由都留着。从今天起照新的办；已经在走的期限、已经给出的聘期和已经作出的决定，都不变。",
)
def settle_anew(
    office: Office,
    deed: Doing,
    *,
    doubt: Annotated[str, Says("哪一处选定", options=_settled_doubts)],
    goes_by: Annotated[str, Says("改为", options=lambda office, law: [*_AGAIN.items()])],
    reason: Annotated[str, Says("理由", words=True, plain=True, most=4000)],
) -> None:
    """改选或收回照哪个办

    A choice between texts is taken back, or another takes its place, by name and with a reason. What it governed stays.
    """
    code, _, known_by = doubt.partition("=")
    made = Reading.objects.get(bureau=office.bureau, code=code, concept=known_by, ended_on=None)
    if made.reading == goes_by:
        deed.refuse("same_choice", f"现在就是“{GOES_BY[goes_by]}”。", beside="goes_by")
    made.ended_on, made.ended_by, made.ended_why = deed.on, deed.by.name, reason
    made.save(update_fields=["ended_on", "ended_by", "ended_why"])
    if goes_by != "none":
        _choose(office, deed, doubt, goes_by, reason)
    _cite(deed, doubt)
