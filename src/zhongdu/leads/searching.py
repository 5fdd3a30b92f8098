"""Finding leads by what they tell: words of two characters and more, in what was said, where, of whom, and answered.

Officers' notes among themselves, and who spoke, are not searched. Of a page, every lead is opened and compared, so that
only true finds are shown; and only leads that the reader may see are ever opened.
"""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from zhongdu import vault
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import Act
from zhongdu.leads.models import Lead
from zhongdu.vault.words import Wanted, WordIndex

INDEX = WordIndex("leads_words")
FIELDS = ("narrative", "addition", "whom", "event_place", "answer_words")
FIRST, MOST = 200, 10_000  # finds looked at together: at first, and at most
FEW = 1_000  # leads left by the other filters, so few that the index is asked of them and not they of it
AROUND = 40  # characters shown before the first word found
SHOWN = 140


# --- what stands in the index ---------------------------------------------------------------------------
def told(leads: Iterable[Lead]) -> dict[int, str]:
    """What each lead tells, opened; one look into the vault for all."""
    rows = list(leads)
    kept = vault.read_every([lead.number for lead in rows], FIELDS)
    return {lead.pk: "\n".join(kept[lead.number]) for lead in rows}


def _named(lead: Lead) -> str:
    """What the list shows of a lead besides words: its number, and whom it is about."""
    about = [lead.institution.name, lead.institution.code] if lead.institution else []
    return "\n".join([lead.number, *about, *([lead.against.name] if lead.against else [])])


def index(ids: Iterable[int]) -> None:
    """Let these leads be found by what they tell now."""
    rows = list(_whole(ids))
    words = told(rows)
    INDEX.put({lead.pk: f"{words[lead.pk]}\n{_named(lead)}" for lead in rows})


def _whole(ids: Iterable[int]) -> "QuerySet[Lead]":
    return Lead.objects.filter(pk__in=list(ids)).select_related("docket", "institution", "against")


def tells(act: Act) -> bool:
    """Whether an act writes something that leads are found by."""
    about = act.creates is Lead or act.on is Lead
    return about and (
        act.verb == "name_institution" or any(each.field in FIELDS for each in act.inputs.fields)
    )


def after(deed: Doing, lead: Lead) -> None:
    """What an act added can be found from the moment the act is done."""
    index([lead.pk])


@vault.when_erased
def forget(owner: str) -> None:
    index(Lead.objects.filter(docket__number=owner).values_list("pk", flat=True))


def not_indexed() -> list[int]:
    """The leads that came before there was an index."""
    known = RawSQL(f"SELECT rowid FROM {INDEX.table}", ())
    return list(Lead.objects.exclude(pk__in=known).order_by("pk").values_list("pk", flat=True))


# --- looking ----------------------------------------------------------------------------------------------
class Search:
    """The leads among ``rows`` that hold all the words somebody typed. ``TooShort`` where a word says too little.

    ``rows`` is what the reader may see, narrowed by the other filters: who must not know of a lead finds it by no word.
    """

    def __init__(self, rows: "QuerySet[Lead]", typed: str):
        self.rows, self.wanted = rows, Wanted.read(typed)
        self.opened: dict[int, str] = {}

    def beyond(self, after: int | None, most: int, descending: bool) -> list[int]:
        """The next leads found, in the order of the list, from one on."""
        found: list[int] = []
        for ids in self._batches(after, descending):
            for at in range(0, len(ids), most):
                found += self._true(ids[at : at + most])
                if len(found) >= most:
                    return found[:most]
        return found

    def _batches(self, after: int | None, descending: bool) -> Iterator[list[int]]:
        """Leads that the index gives, further and further on. Where it gives too many of which too few are among
        ``rows``, and ``rows`` has few, these are looked up in the index instead."""
        size = FIRST
        while ids := INDEX.beyond(self.wanted, after, size, descending=descending):
            yield self._allowed(ids)
            if len(ids) < size:
                return
            after = ids[-1]
            if size == FIRST and (few := self._few(after, descending)) is not None:
                yield sorted(INDEX.among(self.wanted, few), reverse=descending)
                return
            size = min(size * 4, MOST)

    def _allowed(self, ids: list[int]) -> list[int]:
        allowed = set(self.rows.filter(pk__in=ids).order_by().values_list("pk", flat=True))
        return [each for each in ids if each in allowed]

    def _few(self, after: int, descending: bool) -> list[int] | None:
        """The rest of ``rows``, if there is little of it."""
        rest = self.rows.filter(**{"pk__lt" if descending else "pk__gt": after})
        ids = list(rest.order_by("-pk" if descending else "pk").values_list("pk", flat=True)[: FEW + 1])
        return ids if len(ids) <= FEW else None

    def _true(self, ids: list[int]) -> list[int]:
        """Those that hold the words indeed, opened."""
        rows = {lead.pk: lead for lead in _whole(ids)}
        self.opened |= told(rows.values())
        return [each for each in ids if self.wanted.stands_in(f"{self.opened[each]}\n{_named(rows[each])}")]

    def snippet(self, lead: Lead) -> list[tuple[str, bool]]:
        """The words in what a lead tells, with what stands around them; nothing where only its name or number has them."""
        pieces = self.wanted.marked(self.opened[lead.pk].replace("\n", "　"))
        first = next((at for at, (_, found) in enumerate(pieces) if found), None)
        if first is None:
            return []
        before = "".join(piece for piece, _ in pieces[:first])
        shown = [(f"…{before[-AROUND:]}" if len(before) > AROUND else before, False)]
        return [piece for piece in [*shown, *_cut(pieces[first:])] if piece[0]]


def _cut(pieces: list[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    left = SHOWN
    for piece, found in pieces:
        if len(piece) > left:
            yield (f"{piece[:left]}…", found)
            return
        yield (piece, found)
        left -= len(piece)
