"""The words of a measure's own document, each piece with the address it stands at.

The parser knows how Chinese measures are written (第六条, （四）, 1．, 附件2) and how such documents reach a bureau: page
numbers, lines broken by a page, markdown marks, half- and full-width brackets. It loses nothing: the ``raw`` of all
pieces, one after the other, is the document. What it cannot give an address it says.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from zhongdu.law.address import Address, BadAddress, from_numeral, numeral

Sort = Literal["title", "notice", "chapter", "clause", "annex", "end", "mark", "unplaced"]

_NUMERAL = "[零〇一二三四五六七八九十百千]+"
_LABELS = {
    "mark": re.compile(r"[-—–－=*_\s]{3,}|[-—–－]\s*\d{1,4}\s*[-—–－]|第\s*\d+\s*页(?:\s*共\s*\d+\s*页)?"),
    "annex": re.compile(r"附\s*件\s*(?P<n>[1-9]|[一二三四五六七八九])?\s*(?:[：:]\s*(?P<says>.*))?"),
    "chapter": re.compile(rf"第{_NUMERAL}[编章节](?:\s.{{0,40}}|\S{{0,20}})"),
    "article": re.compile(
        rf"第(?P<n>{_NUMERAL})条(?P<inserted>之[一二三四五六七八九十]+)?(?P<gap>\s*)(?P<says>.*)"
    ),
    "item": re.compile(rf"[（(]\s*(?P<n>{_NUMERAL})\s*[）)]\s*(?P<says>.*)"),
    "subitem": re.compile(r"(?P<n>\d{1,2})\s*[．.、]\s*(?!\d)(?P<says>.*)"),
}
_ENDED = re.compile(r"[。；;：:！!？?][”’」』）)]*")
_INDENT = re.compile(r"(?:　{2}| {2,}|\t)\S")


@dataclass(frozen=True)
class Piece:
    """A stretch of the document: its lines as they stand, its words to read, and where it stands in the measure."""

    sort: Sort
    path: str  # 6.4, 20/2.1, annex2, notice; "" for what is no clause
    raw: str
    words: str
    why: str = ""  # of what has no address: why not


@dataclass(frozen=True)
class Wording:
    """A document taken apart. ``doubts`` are sentences about what a person should look at."""

    pieces: tuple[Piece, ...]
    doubts: tuple[str, ...]

    @cached_property
    def placed(self) -> dict[str, str]:
        """The words by the address they stand at, in the order of the text."""
        words: dict[str, str] = {}
        for piece in self.pieces:
            if piece.path:
                words[piece.path] = "\n".join(filter(None, (words.get(piece.path), piece.words)))
        return words

    @property
    def unplaced(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.sort == "unplaced"]

    def words_of(self, address: Address) -> list[tuple[Address, str]]:
        """The words of a clause: its own and those of every part of it."""
        found = []
        for path, words in self.placed.items():
            where: Address | None = (here := Address.parse(path, address.code))
            while where and where != address:
                where = where.parent
            if where:
                found.append((here, words))
        return found


@dataclass
class _Unit:
    """Lines that belong together, under the label their first line begins with ("plain" where it has none)."""

    sort: str
    number: int = 0
    raw: list[str] = field(default_factory=list)
    words: str = ""  # without the label
    # cleaned, with the label, also those that stand after a page's mark
    lines: list[str] = field(default_factory=list)
    inserted: str = ""

    def __post_init__(self) -> None:
        self.lines = self.lines or [clean(line) for line in self.raw]

    def go_on(self, words: str) -> None:
        """Take in a line that belongs to it."""
        self.lines.append(words)
        self.words += ("\n" if self.sort == "annex" else "") + words

    @property
    def ended(self) -> bool:
        """Whether it ends as a sentence does, so that what follows is not its continuation."""
        return bool(_ENDED.search(self.words[-3:]))


def take_apart(text: str) -> Wording:
    """Every character of a document, placed as far as it can be."""
    return _Placing(_units(text)).wording()


def clean(line: str) -> str:
    """A line without the marks of markdown: headings, bullets, emphasis, escapes."""
    line = re.sub(r"^\s*(?:#{1,6}\s+|[-*+]\s+(?=\S))", "", line.replace("\ufeff", "").strip())
    return re.sub(r"\\([_*#-])", r"\1", line.replace("**", "")).strip()


def _units(text: str) -> list[_Unit]:
    """The lines gathered into what stands under one label; a line broken by the page joins the one before."""
    units: list[_Unit] = []
    indented = _is_wrapped(text) and bool(re.search(rf"^{_INDENT.pattern}", text, re.MULTILINE))
    last_article, in_annex, since_blank = 0, False, False
    for line in text.splitlines():
        words = clean(line)
        if not words and not line.strip():
            since_blank = True
            continue
        unit = _labelled(line, words, last_article, units[-1] if units else None, in_annex)
        before = _before(units)
        if unit.sort == "plain" and before and _goes_on(line, before, indented, since_blank):
            if before is units[-1] or units[-1].sort == "more":
                units[-1].raw.append(line)
            else:
                units.append(_Unit("more", 0, [line]))
            before.go_on(words)
        else:
            units.append(unit)
            in_annex = in_annex or unit.sort == "annex"
            last_article = unit.number if unit.sort == "article" and not unit.inserted else last_article
        since_blank = False
    return units


def _is_wrapped(text: str) -> bool:
    """Whether lines were broken at a width, as in a PDF, and not only where a paragraph ends."""
    lines = [clean(line) for line in text.splitlines() if line.strip()]
    broken = [line for line in lines if len(line) > 20 and not _ENDED.search(line[-2:])]
    return len(broken) * 5 > len(lines)


def _before(units: list[_Unit]) -> _Unit | None:
    """What a line without a label might continue; marks of a page stand in nobody's way."""
    return next((unit for unit in reversed(units) if unit.sort not in {"mark", "more"}), None)


def _goes_on(line: str, before: _Unit, indented: bool, since_blank: bool) -> bool:
    if before.sort == "annex":
        return True
    if before.sort not in {"article", "item", "subitem", "plain"}:
        return False
    if before.sort == "article" and not before.words:
        return True
    if indented:
        return not _INDENT.match(line) and not (since_blank and before.ended)
    return not before.ended and before.sort != "plain"


def _labelled(line: str, words: str, last_article: int, before: _Unit | None, in_annex: bool) -> _Unit:
    for sort, pattern in _LABELS.items():
        found = pattern.fullmatch(words)
        if not found or (in_annex and sort not in {"annex", "mark"}):
            continue
        groups = found.groupdict()
        unit = _Unit(sort, _count(groups.get("n") or ""), [line], groups.get("says") or "")
        unit.inserted = groups.get("inserted") or ""
        if sort == "article" and not _is_next(unit, last_article, before):
            continue
        if sort == "annex":
            if not last_article:
                return _Unit("plain", 0, [line], words)  # the measure is itself an annex of a letter
            unit.words = groups["says"] or ""
        if sort in {"mark", "chapter"}:
            unit.words = words
        return unit
    return _Unit("plain", 0, [line], words)


def _is_next(article: _Unit, last: int, before: _Unit | None) -> bool:
    """Whether 第八条 at the head of a line begins article 8, and is not a reference that the line break put there."""
    if article.inserted:
        return True
    return article.number == last + 1 or (article.number > last and (before is None or before.ended))


def _count(text: str) -> int:
    if not text or text.isdigit():
        return int(text or 0)
    try:
        return from_numeral(text.replace("〇", "零"))
    except BadAddress:
        return 0


class _Placing:
    """One walk over the units, giving each an address."""

    def __init__(self, units: list[_Unit]) -> None:
        self.units, self.doubts = units, list[str]()

    def wording(self) -> Wording:
        first = next((at for at, unit in enumerate(self.units) if unit.sort == "article"), None)
        if first is None:
            pieces = [self.stray(unit, "没有找到“第一条”，分不出条款。") for unit in self.units]
            return Wording(tuple(pieces), tuple(self.doubts))
        pieces = [*self.front(self.units[:first]), *self.body(self.units[first:])]
        return Wording(tuple(pieces), tuple(dict.fromkeys(self.doubts)))

    def front(self, units: list[_Unit]) -> Iterator[Piece]:
        """Before the first article: the letter the measure came with, its title, its chapter."""
        plain = [unit for unit in units if unit.sort not in {"mark", "more", "chapter"}]
        letter = any(unit.ended for unit in plain)
        for unit in units:
            if unit.sort in {"mark", "more", "chapter"}:
                yield self.as_is(unit)
            elif letter and unit is not plain[-1]:
                yield Piece("notice", "notice", _raw(unit), _whole(unit))
            else:
                yield Piece("title", "", _raw(unit), _whole(unit))

    def body(self, units: list[_Unit]) -> Iterator[Piece]:
        article: list[_Unit] = []
        last = 0
        for unit in units:
            if unit.sort in {"article", "annex", "chapter"}:
                yield from self.article(article, unit.sort == "annex")
                article = []
            if unit.sort == "article":
                if not unit.inserted and unit.number != last + 1:
                    self.doubts.append(f"{_nth(last, '条')}之后是{_nth(unit.number, '条')}，中间缺了条文。")
                last = last if unit.inserted else unit.number
                article = [unit]
            elif unit.sort == "annex":
                yield self.annex(unit)
            elif article:
                article.append(unit)
            else:
                yield self.as_is(unit)
        yield from self.article(article, True)

    def article(self, units: list[_Unit], is_last: bool) -> Iterator[Piece]:
        """An article with all that stands under it."""
        if not units:
            return
        head, tail = units[0], len(units)
        if head.inserted:
            for unit in units:
                yield self.stray(
                    unit, f"“{_nth(head.number, '条')}{head.inserted}”这样插入的条文，还没有地址的写法。"
                )
            return
        while (
            is_last
            and tail > 1
            and not units[tail - 1].ended
            and units[tail - 1].sort in {"plain", "mark", "more"}
        ):
            tail -= 1  # signature, date and 印发 stand below the last article
        yield from _Article(head.number, units[:tail], self).pieces()
        for unit in units[tail:]:
            yield Piece("end", "", _raw(unit), _whole(unit)) if unit.sort == "plain" else self.as_is(unit)

    def annex(self, unit: _Unit) -> Piece:
        if re.match(r"\s*(?:1|一)\s*[．.、]", unit.words):  # 附件：1.… 2.… lists what follows
            return Piece("end", "", _raw(unit), _whole(unit))
        return Piece("annex", f"annex{unit.number or ''}", _raw(unit), unit.words.strip() or _whole(unit))

    def as_is(self, unit: _Unit) -> Piece:
        if unit.sort in {"chapter", "mark", "more"}:
            return Piece("chapter" if unit.sort == "chapter" else "mark", "", _raw(unit), unit.words)
        return self.stray(unit, "不在任何一条之下。")

    def stray(self, unit: _Unit, why: str) -> Piece:
        if unit.sort in {"mark", "more"}:
            return self.as_is(unit)
        return Piece("unplaced", "", _raw(unit), _whole(unit), why)


class _Article:
    """The paragraphs, items and sub-items of one article."""

    def __init__(self, number: int, units: list[_Unit], of: _Placing) -> None:
        self.number, self.units, self.of = number, units, of
        self.paragraph, self.item, self.subitem, self.within = 1, 0, 0, 1
        self.places: list[tuple[_Unit, tuple[int, int, int, int] | None]] = []

    def pieces(self) -> Iterator[Piece]:
        for at, unit in enumerate(self.units):
            self.places.append((unit, self.place(at, unit)))
        several = self.paragraph > 1
        many = {spot[:3] for _, spot in self.places if spot and spot[3] > 1}
        for unit, spot in self.places:
            if spot is None:
                yield self.of.stray(unit, f"{_nth(self.number, '条')}里的序号接不上前文。")
                continue
            paragraph, item, subitem, within = spot
            inside = within if item and not subitem and spot[:3] in many else 0
            where = Address("", self.number, paragraph if several else 0, item, subitem, inside)
            if unit.sort in {"mark", "more"}:
                yield Piece("mark", "", _raw(unit), unit.words)
            else:
                yield Piece("clause", where.path, _raw(unit), unit.words)

    def place(self, at: int, unit: _Unit) -> tuple[int, int, int, int] | None:
        if unit.sort == "item":
            return self.next_item(unit)
        if unit.sort == "subitem":
            return self.next_subitem(unit)
        if unit.sort == "plain" and at:
            self.next_paragraph(at, unit)
        return self.here()

    def here(self) -> tuple[int, int, int, int]:
        return self.paragraph, self.item, self.subitem, self.within

    def next_item(self, unit: _Unit) -> tuple[int, int, int, int] | None:
        if unit.number <= self.item:
            return None
        if unit.number != self.item + 1:
            self.doubt(f"第（{numeral(unit.number)}）项之前缺了一项。")
        self.item, self.subitem, self.within = unit.number, 0, 1
        return self.here()

    def next_subitem(self, unit: _Unit) -> tuple[int, int, int, int] | None:
        if not self.item:
            self.doubt(f"“{unit.number}．”前面没有（一）这样的项，没有自己的地址，归在所在的款。")
            unit.words = _whole(unit)
            return self.here()
        if unit.number <= self.subitem:
            return None
        if unit.number != self.subitem + 1:
            self.doubt(f"第（{numeral(self.item)}）项第{unit.number}目之前缺了一目。")
        self.subitem = unit.number
        return self.here()

    def next_paragraph(self, at: int, unit: _Unit) -> None:
        """A paragraph without a label belongs to the item before it while that item's list goes on."""
        following = next((later for later in self.units[at + 1 :] if later.sort == "item"), None)
        if self.item and following and following.number == self.item + 1:
            self.within += not self.subitem
        else:
            self.paragraph, self.item, self.subitem, self.within = self.paragraph + 1, 0, 0, 1

    def doubt(self, says: str) -> None:
        self.of.doubts.append(f"{_nth(self.number, '条')}：{says}")


def _nth(number: int, unit: str) -> str:
    return f"第{numeral(number)}{unit}" if number else "开头"


def _raw(unit: _Unit) -> str:
    return "\n".join(unit.raw)


def _whole(unit: _Unit) -> str:
    """The words with their label, for what has no address to say it."""
    return "\n".join(filter(None, unit.lines))
