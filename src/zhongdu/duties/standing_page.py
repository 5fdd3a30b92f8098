"""The board's standing face: what a bureau's measures have it keep or do every so often, and how each stands today."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhongdu.calendar import clock
from zhongdu.duties import board
from zhongdu.duties.models import OPEN, Duty
from zhongdu.duties.showing import bureaus_of, chosen_of, own_band, views, with_the_rooms
from zhongdu.duties.standing import CHECKS, Standing, is_owed, owed_by, stands
from zhongdu.kit import beside
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Chip
from zhongdu.law.governing import Law, governing
from zhongdu.law.pack import Bound
from zhongdu.law.vocabulary import vocabulary
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import POSTS


@dataclass(frozen=True)
class Line:
    """One standing duty of a bureau: the rule, how it stands by what the record shows, and its open row if there is one."""

    bound: Bound
    standing: Standing
    row: Duty | None
    owed: bool
    today: date

    @property
    def chip(self) -> Chip:
        if not self.owed:
            return Chip("不计欠", "quiet")
        if self.standing.met:
            return Chip("做到了", "good")
        late = self.row and self.row.due and self.row.due < self.today
        if late:
            return Chip("逾期", "bad")
        return Chip("今年还欠着" if self.standing.due else "现在就欠着", "warn")

    @property
    def place(self) -> int:
        """What is lacking first, then what is kept, last what is nobody's debt."""
        return 2 if not self.owed else int(self.standing.met)

    @property
    def address(self) -> str:
        return str(self.bound.address)


def lines_of(bureau: Bureau, law: Law, rows: dict[str, Duty], today: date) -> list[Line]:
    """Every standing duty that this law has for a bureau of this level, in the order of the vocabulary; those it may do
    or aims at too, since they are in its text, but as nobody's debt."""
    words = list(vocabulary())
    place = {word: at for at, word in enumerate(words)}
    found = []
    for word in sorted(
        CHECKS, key=lambda each: (place.get(each, place.get(each.rpartition(".")[0], 0)), each)
    ):
        bound = law.find(word)
        if bound and owed_by(bureau, law, word) and _is_to_be_kept(bound):
            owed = is_owed(bureau, law, word)
            found.append(Line(bound, CHECKS[word](bureau, law, today), rows.get(word), owed, today))
    return found


def _is_to_be_kept(bound: Bound) -> bool:
    """Standing, or of a kind that would be if its text said must."""
    rule = bound.rule
    return (
        stands(bound)
        or getattr(rule, "kept", False)
        or bool(getattr(rule, "every", ""))
        or rule.strength == "aim"
    )


@page(face="desk", path="desk/board/standing/", name="board_standing", may=frozenset(POSTS), methods=("GET",))
def standing_duties(request: HttpRequest) -> HttpResponse:
    """What a bureau must keep so, live: each by its clause, met by what, or owed since when."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    today, bureaus = clock.today(), bureaus_of(actor)
    with_the_rooms()
    chosen = chosen_of(request, bureaus) or bureaus[0]
    open_rows = board.visible(actor).filter(OPEN, bureau=chosen, standing=True)
    rows = {row.concept: row for row in open_rows.order_by("-id")}
    lines = sorted(lines_of(chosen, governing(chosen, today), rows, today), key=lambda line: line.place)
    context = {
        "lines": lines,
        "lacking": sum(1 for line in lines if line.owed and not line.standing.met),
        "bureaus": bureaus if len(bureaus) > 1 else [],
        "chosen": chosen,
        "today": today,
        "slots": beside.shown("board_standing", request, chosen),
        "views": views(bureaus, "board_standing"),
        "demonstration": own_band(bureaus, today),
    }
    return render(request, "duties/standing.html", context)
