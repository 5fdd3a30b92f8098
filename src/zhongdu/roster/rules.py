"""The roster's own reckoning: numbers, what a paper says, and what it is worth on a day. No database, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from string import Formatter
from typing import Literal
from unicodedata import normalize

from zhongdu.law.reliance import rests_on
from zhongdu.law.shapes import Document, Ground

Papers = Literal["valid", "expired", "void", "recalled"]
Answer = Literal["valid", "not_yet", "expired", "void", "recalled"]
Piece = str | dict[str, str]

CODE_GROUPS = 4


@dataclass(frozen=True)
class Term:
    """The days an appointment runs, both included."""

    since: date
    until: date


# --- numbers ---------------------------------------------------------------------------------------


def letter_number(bureau: str, year: int, serial: int) -> str:
    """``500237-2026-0012``: the bureau's code, the year of appointment, a serial of the year."""
    return f"{bureau}-{year}-{serial:04}"


def badge_number(bureau: str, year: int, serial: int) -> str:
    """``500237-2026-Z0012``: like a letter's, marked 证 so that nobody takes one for the other."""
    return f"{bureau}-{year}-Z{serial:04}"


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
