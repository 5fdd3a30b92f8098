"""The shapes that components print. A page builds them; the tags in ``templatetags/kit.py`` show them.

Nothing here reads the database or the clock: ``today`` is an argument.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, Literal

Tone = Literal["neutral", "info", "good", "warn", "bad", "quiet"]


@dataclass(frozen=True)
class Fact:
    """One line of a list of facts. A masked value shows stars, and where to ask for the whole of it."""

    label: str
    value: Any
    clause: str = ""  # an address, as "sample:6.4"
    masked: bool = False
    reveal_url: str = ""  # opens the act that shows the value and records who looked


@dataclass(frozen=True)
class Entry:
    """One event of a docket. ``details`` are pairs shown on demand: what was before, what is after."""

    at: datetime
    who: str
    act: str
    sentence: str = ""
    clauses: Sequence[str] = ()
    details: Sequence[tuple[str, Any]] = ()
    tone: Tone = "neutral"


@dataclass(frozen=True)
class Offer:
    """Something that may be done now; or, with ``refusal``, that may not yet, and why."""

    label: str
    url: str
    hint: str = ""
    clauses: Sequence[str] = ()
    strength: str = ""
    main: bool = False
    refusal: str = ""


@dataclass(frozen=True)
class Step:
    """One stage of a procedure, for the person who waits."""

    label: str
    state: Literal["done", "now", "ahead", "stopped"]
    note: str = ""

    @property
    def words(self) -> str:
        return {"done": "已完成", "now": "正在进行", "ahead": "未开始", "stopped": "已终止"}[self.state]


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Chip:
    """A short coloured word. The colour never says anything the word does not."""

    label: str
    tone: Tone = "neutral"
    title: str = ""


@dataclass(frozen=True)
class Composition:
    """What groups some sets of people are made of, side by side: a table that is its own chart."""

    title: str
    columns: Sequence[str]  # the sets: candidates, those chosen, those who serve
    rows: Sequence[tuple[str, Sequence[int], str]]  # a group, how many of it each set has, a remark (a range)
    marked: frozenset[str] = frozenset()  # the groups whose remark is not kept

    @property
    def lines(self) -> list[tuple[str, list[tuple[int, int]], str, bool]]:
        """Each group with its (number, percent of the set), remark, and whether the remark is not kept."""
        totals = [sum(column) for column in zip(*(numbers for _, numbers, _ in self.rows), strict=True)]
        return [
            (
                group,
                [
                    (n, round(100 * n / total) if total else 0)
                    for n, total in zip(numbers, totals, strict=True)
                ],
                remark,
                group in self.marked,
            )
            for group, numbers, remark in self.rows
        ]


@dataclass(frozen=True)
class Trend:
    """How often something was, by month (or whatever the columns are): a table that is its own chart."""

    title: str
    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[int]]]

    @property
    def lines(self) -> list[tuple[str, list[tuple[str, int, int]], int]]:
        """Each row with its cells (column, number, shade from 0 to 4) and its sum. A row is shaded against its own most,
        so that a small theme shows its rise too."""
        return [
            (
                label,
                [
                    (column, n, -(-4 * n // max(numbers)) if n else 0)
                    for column, n in zip(self.columns, numbers, strict=True)
                ],
                sum(numbers),
            )
            for label, numbers in self.rows
        ]


STRENGTHS: dict[str, Chip] = {
    "must": Chip("应当", "info", "必须照办"),
    "must_not": Chip("不得", "bad", "不允许"),
    "normally": Chip("一般", "warn", "偏离须书面说明理由并留名"),
    "may": Chip("可以", "neutral", "由医保局决定"),
    "prefer": Chip("优先", "good", "同等条件下优先"),
    "aim": Chip("探索", "quiet", "鼓励推进，不作硬性要求"),
    "by_reference": Chip("参照", "quiet", "参照另一文件执行"),
}


def strength(word: str | Enum) -> Chip:
    return STRENGTHS[str(word.value) if isinstance(word, Enum) else word]


def due(day: date | None, *, today: date, met: date | None = None, paused: bool = False) -> Chip:
    """How a last day stands. A day that is met stays met, and says if it was late."""
    if met is not None:
        return Chip("逾期办结", "warn") if day and met > day else Chip("已办结", "good")
    if paused:
        return Chip("计时暂停", "quiet")
    if day is None:
        return Chip("无期限", "quiet")
    left = (day - today).days
    if left < 0:
        return Chip(f"逾期{-left}天", "bad")
    if left == 0:
        return Chip("今天到期", "bad")
    return Chip("明天到期" if left == 1 else f"还有{left}天", "warn" if left <= 3 else "neutral")
