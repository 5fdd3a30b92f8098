"""Finding matters by what they tell: words of two characters and more in their sealed texts.

A room says once what is searched (``Searched``). Of a page, every matter is opened and compared, so that only true
finds are shown; and only matters that the reader may see are ever opened.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from zhongdu import vault
from zhongdu.acts.registry import Act
from zhongdu.vault.words import Wanted, WordIndex

FIRST, MOST = 200, 10_000  # finds looked at together: at first, and at most
FEW = 1_000  # matters left by the other filters, so few that the index is asked of them and not they of it
AROUND = 40  # characters shown before the first word found
SHOWN = 140


@dataclass(frozen=True)
class Searched:
    """One kind of matter with what it is found by: fields of the vault, and what its list shows besides (``named``,
    for which ``beside`` are the relations needed)."""

    model: type[Any]
    index: WordIndex
    fields: tuple[str, ...]
    named: Callable[[Any], str]
    beside: tuple[str, ...] = ()

    def told(self, matters: Iterable[Any]) -> dict[int, str]:
        """What each matter tells, opened; one look into the vault for all."""
        rows = list(matters)
        kept = vault.read_every([each.number for each in rows], self.fields)
        return {each.pk: "\n".join(kept[each.number]) for each in rows}

    def put(self, ids: Iterable[int]) -> None:
        """Let these matters be found by what they tell now."""
        self.renew(list(self.whole(ids)))

    def renew(self, rows: Sequence[Any]) -> None:
        """The same for matters at hand."""
        words = self.told(rows)
        self.index.put({each.pk: f"{words[each.pk]}\n{self.named(each)}" for each in rows})

    def whole(self, ids: Iterable[int]) -> "QuerySet[Any]":
        rows: QuerySet[Any] = self.model._default_manager.filter(pk__in=list(ids))
        return rows.select_related("docket", *self.beside)

    def writes(self, act: Act) -> bool:
        """Whether an act writes something that the matters are found by."""
        about = act.creates is self.model or act.on is self.model
        return about and any(each.field in self.fields for each in act.inputs.fields)

    def forget(self, owner: str) -> None:
        """What was erased of a matter's texts is found no more."""
        rows = self.model._default_manager.filter(docket__number=owner)
        self.put(rows.values_list("pk", flat=True))

    def not_indexed(self) -> list[int]:
        """The matters that came before there was an index."""
        known = RawSQL(f"SELECT rowid FROM {self.index.table}", ())
        rows = self.model._default_manager.exclude(pk__in=known).order_by("pk")
        return list(rows.values_list("pk", flat=True))


class Search:
    """The matters among ``rows`` that hold all the words somebody typed. ``TooShort`` where a word says too little.

    ``rows`` is what the reader may see, narrowed by the other filters: who must not know of a matter finds it by no word.
    """

    def __init__(self, of: Searched, rows: "QuerySet[Any]", typed: str):
        self.of, self.rows, self.wanted = of, rows, Wanted.read(typed)
        self.opened: dict[int, str] = {}

    def beyond(self, after: int | None, most: int, descending: bool) -> list[int]:
        """The next matters found, in the order of the list, from one on."""
        found: list[int] = []
        for ids in self._batches(after, descending):
            for at in range(0, len(ids), most):
                found += self._true(ids[at : at + most])
                if len(found) >= most:
                    return found[:most]
        return found

    def _batches(self, after: int | None, descending: bool) -> Iterator[list[int]]:
        """Matters that the index gives, further and further on. Where it gives too many of which too few are among
        ``rows``, and ``rows`` has few, these are looked up in the index instead."""
        size = FIRST
        while ids := self.of.index.beyond(self.wanted, after, size, descending=descending):
            yield self._allowed(ids)
            if len(ids) < size:
                return
            after = ids[-1]
            if size == FIRST and (few := self._few(after, descending)) is not None:
                yield sorted(self.of.index.among(self.wanted, few), reverse=descending)
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
        rows = {each.pk: each for each in self.of.whole(ids)}
        self.opened |= self.of.told(rows.values())
        return [
            each for each in ids if self.wanted.stands_in(f"{self.opened[each]}\n{self.of.named(rows[each])}")
        ]

    def snippet(self, matter: Any) -> list[tuple[str, bool]]:
        """The words in what a matter tells, with what stands around them; nothing where only its name or number has them."""
        pieces = self.wanted.marked(self.opened[matter.pk].replace("\n", "　"))
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
