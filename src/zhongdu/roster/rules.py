"""The roster's own reckoning: numbers, what a paper says, and what it is worth on a day. No database, no clock."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from string import Formatter
from typing import Literal
from unicodedata import normalize

from zhongdu.law.reliance import rests_on
from zhongdu.law.shapes import Document, Ground
from zhongdu.scope.practices import practice

Papers = Literal["valid", "expired", "void", "recalled"]
Answer = Literal["valid", "not_yet", "expired", "void", "recalled"]
Piece = str | dict[str, str]

BADGE_EVERY = practice(
    "roster.badge_every",
    "手机上出示的二维码多久换一次",
    {"60": "60秒", "30": "30秒", "120": "120秒"},
)

CODE_GROUPS = 4
LONGEST_NUMBER = 40


@dataclass(frozen=True)
class Term:
    """The days an appointment runs, both included."""

    since: date
    until: date


# --- numbers ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Style:
    """How numbers look: words with ``{代码}`` (the bureau's), ``{年}`` and ``{序号}``, and the digits a serial has at least."""

    pattern: str
    digits: int

    def number(self, bureau: str, year: int, serial: int) -> str:
        return self.pattern.format_map({"代码": bureau, "年": year, "序号": f"{serial:0{self.digits}}"})


# The platform's way, where a bureau has none of its own; a badge's is marked Z (证), so that nobody takes one for the other.
STYLES: Mapping[str, Style] = {
    "letter": Style("{代码}-{年}-{序号}", 4),
    "badge": Style("{代码}-{年}-Z{序号}", 4),
}
_PLACES = ("{代码}", "{年}", "{序号}")
_SIGNS = re.compile(r"[\w\-.·〔〕\[\]()]*")


def wrong_style(style: Style, bureau: str) -> str:
    """What is wrong with the numbers a style would give to a bureau, as one sentence; "" when nothing is."""
    words = style.pattern
    for place in _PLACES:
        words = words.replace(place, "", 1)
    if "{年}" not in style.pattern or "{序号}" not in style.pattern:
        return "样式里要有{年}和{序号}：编号按年度分开，一年之内按序号排。"
    if "{" in words or "}" in words:
        return "花括号里只能写代码、年、序号，每样最多一次。"
    if not _SIGNS.fullmatch(words) or normalize("NFKC", words) != words:
        return "样式里只能用汉字、字母、数字和 - . · 〔〕 () []，不要空格和全角符号。"
    if not 1 <= style.digits <= 8:
        return "序号的位数在1到8之间。"
    longest = len(style.number(bureau, 2026, 10 ** max(style.digits, 6) - 1))
    return f"这样的编号太长，最多{LONGEST_NUMBER}个字。" if longest > LONGEST_NUMBER else ""


def tidy_code(typed: str) -> str:
    """A verification code as it is kept, however somebody copied it off a paper."""
    signs = [sign for sign in normalize("NFKC", typed).upper() if sign.isascii() and sign.isalnum()]
    text = "".join(signs)
    return "-".join(text[at : at + CODE_GROUPS] for at in range(0, len(text), CODE_GROUPS))


# --- what papers are worth ---------------------------------------------------------------------------


@rests_on("ending.ground")
def papers_after(ground: Ground) -> Papers:
    """What becomes of letter and badge when an appointment ends on a ground.

    A term that has run out leaves them expired; the measure's own word says whether they are recalled;
    in every other ending they are void.
    """
    if ground.raised_by == "term_over":
        return "expired"
    return "recalled" if "letter_recalled" in ground.effects else "void"


@rests_on("appointment.letter", "appointment.badge", "term.length")
def answer_on(today: date, papers: str, term: Term) -> Answer:
    """What whoever verifies a paper is told: its last day still counts, whether or not the sweep has run since."""
    match papers:
        case "valid" if today < term.since:
            return "not_yet"
        case "valid" if today <= term.until:
            return "valid"
        case "valid" | "expired":
            return "expired"
        case "recalled":
            return "recalled"
    return "void"


# --- days --------------------------------------------------------------------------------------------


@rests_on("change_report.period")
def days_late(last: date | None, today: date) -> int:
    """By how many days a report is late; nought while in time, and where the law has no last day."""
    return max(0, (today - last).days) if last else 0


@rests_on("resignation.period")
def leaves_early(earliest: date | None, today: date) -> bool:
    """Whether letting somebody go today cuts short the time that must lie between request and end."""
    return earliest is not None and today < earliest


# --- what papers say ---------------------------------------------------------------------------------


def spoken(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@rests_on("appointment.letter", "appointment.badge", kind="paper")
def validity(document: Document, term: Term, otherwise: str) -> str:
    """The validity as this paper prints it; ``otherwise`` is the base's way, where its measure has none."""
    since, until = term.since, term.until
    said = (document.validity or otherwise).format(
        from_year=since.year, from_month=since.month, until_year=until.year, until_month=until.month
    )
    labels = [label for key, label in document.fields if key == "validity"]
    return said.removeprefix(f"{labels[0]}：") if labels else said  # the label is printed by the field


@rests_on("appointment.letter", kind="paper")
def body(words: str, values: Mapping[str, str]) -> list[list[Piece]]:
    """The letter's paragraphs; the name stands out and is not broken between lines."""
    return [_pieces(paragraph, values) for paragraph in words.split("\n")]


def _pieces(paragraph: str, values: Mapping[str, str]) -> list[Piece]:
    pieces: list[Piece] = []
    for text, field, _, _ in Formatter().parse(paragraph):
        pieces.append(text)
        if field is not None:
            pieces.append({"strong": values[field]} if field == "name" else values[field])
    return [piece for piece in pieces if piece]
