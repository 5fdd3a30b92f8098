"""Clause addresses: one type, read and printed in one place.

``beijing:6.4`` is 第六条第（四）项; ``city:20/2.1`` is 第二十条第二款第（一）项;
``beijing:8.6/2`` is 第八条第（六）项第二款; ``wushan:7.1.2`` is 第七条第（一）项第2目.
What stands outside the articles has a name: ``wushan:annex2`` is 附件2; ``guidance-2024:whole`` is 全文, where the
number of the article is not known or the text has none.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, total_ordering
from typing import Any

_NUMBER = r"[1-9][0-9]{0,3}"
_ADDRESS = re.compile(
    r"(?:(?P<code>[a-z][a-z0-9-]*):)?"
    rf"(?:(?P<article>{_NUMBER})(?:/(?P<paragraph>{_NUMBER}))?"
    rf"(?:\.(?P<item>{_NUMBER})(?:\.(?P<subitem>{_NUMBER}))?(?:/(?P<within>{_NUMBER}))?)?"
    r"|(?P<part>notice|whole|annex[1-9]?))"
)
_NUMERAL = r"[零一二三四五六七八九十百千]+"
_CITATION = re.compile(
    rf"第(?P<article>{_NUMERAL})条(?:第(?P<paragraph>{_NUMERAL})款)?"
    rf"(?:第（(?P<item>{_NUMERAL})）项(?:第(?P<subitem>{_NUMBER})目)?(?:第(?P<within>{_NUMERAL})款)?)?"
)
_PARTS = {"notice": "通知", "whole": "全文", "annex": "附件"}
_DIGITS = "零一二三四五六七八九"


class BadAddress(ValueError):
    """Not the address of a clause. The message is a sentence for a person."""


@total_ordering
@dataclass(frozen=True)
class Address:
    """Where a clause stands: article (条), paragraph (款), item (项), sub-item (目), paragraph of an item."""

    code: str
    article: int = 0
    paragraph: int = 0
    item: int = 0
    subitem: int = 0
    within: int = 0
    part: str = ""

    @classmethod
    def parse(cls, text: str, code: str = "") -> "Address":
        """Read ``beijing:6.4``, or ``6.4`` when the measure's code is known from the context."""
        found = _ADDRESS.fullmatch(text)
        if not found or not (found["code"] or code):
            raise BadAddress(f"“{text}”不是条款地址；应写作 city:6.4 或 city:20/2.1 这样的形式。")
        numbers: dict[str, Any] = {
            name: int(value)
            for name, value in found.groupdict().items()
            if value and name not in {"code", "part"}
        }
        return cls(found["code"] or code, part=found["part"] or "", **numbers)

    @classmethod
    def from_citation(cls, text: str, code: str) -> "Address":
        """Read 第二十条第二款第（一）项 or 附件2 back into an address of the measure ``code``."""
        for part, words in _PARTS.items():
            if text.startswith(words) and _ADDRESS.fullmatch(name := text.replace(words, part)):
                return cls(code=code, part=name)
        found = _CITATION.fullmatch(text)
        if not found:
            raise BadAddress(f"“{text}”不是条款的写法；应写作 第六条第（四）项。")
        numbers: dict[str, Any] = {
            name: int(value) if value.isdigit() else from_numeral(value)
            for name, value in found.groupdict().items()
            if value
        }
        return cls(code=code, **numbers)

    @property
    def path(self) -> str:
        """The address without the measure's code: ``6.4``."""
        if self.part:
            return self.part
        text = str(self.article)
        text += f"/{self.paragraph}" if self.paragraph else ""
        text += f".{self.item}" if self.item else ""
        text += f".{self.subitem}" if self.subitem else ""
        return text + (f"/{self.within}" if self.within else "")

    @property
    def citation(self) -> str:
        """As a decision cites it: 第六条第（四）项."""
        if self.part:
            name = self.part.rstrip("0123456789")
            return _PARTS[name] + self.part[len(name) :]
        text = f"第{numeral(self.article)}条"
        text += f"第{numeral(self.paragraph)}款" if self.paragraph else ""
        text += f"第（{numeral(self.item)}）项" if self.item else ""
        text += f"第{self.subitem}目" if self.subitem else ""
        return text + (f"第{numeral(self.within)}款" if self.within else "")

    @property
    def parent(self) -> "Address | None":
        """The clause this one is part of: the item of a sub-item, the article of an item."""
        for name in ("within", "subitem", "item", "paragraph"):
            if getattr(self, name):
                above: dict[str, Any] = {name: 0}
                return replace(self, **above)
        return None

    @property
    def lineage(self) -> "list[Address]":
        """This clause and all it is part of, the article last."""
        return [self, *(self.parent.lineage if self.parent else ())]

    def __str__(self) -> str:
        return f"{self.code}:{self.path}"

    def __lt__(self, other: "Address") -> bool:
        return self._order() < other._order()

    def _order(self) -> tuple[object, ...]:
        # Parts stand outside the articles: the notice before them, the annexes behind.
        place = {"": 1, "whole": 0, "notice": 0}.get(self.part, 2)
        numbers = (self.article, self.paragraph, self.item, self.subitem, self.within)
        return (self.code, place, self.part, numbers)


def in_common(addresses: Iterable[Address]) -> Address | None:
    """The smallest clause that all of these are part of; none where they stand in several articles."""
    first, *others = [each.lineage for each in addresses] or [[]]
    return next((each for each in first if all(each in other for other in others)), None)


def numeral(number: int) -> str:
    """1 to 9999 in Chinese, as articles are numbered: 20 is 二十, 105 is 一百零五."""
    if not 1 <= number <= 9999:
        raise ValueError(f"no article has the number {number}")
    text, skipped = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("零" if skipped else "") + _DIGITS[digit] + name
        skipped = bool(text) and not digit
    return text.removeprefix("一") if 10 <= number < 20 else text


def from_numeral(text: str) -> int:
    """The inverse of :func:`numeral`."""
    try:
        return _numerals()[text]
    except KeyError:
        raise BadAddress(f"“{text}”不是条款序号。") from None


@cache
def _numerals() -> dict[str, int]:
    return {numeral(number): number for number in range(1, 10000)}
