"""The papers of many, made in one go: volumes of one PDF, or a file for each, and whose could not be printed."""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhongdu import papers
from zhongdu.papers import PaperError
from zhongdu.roster import people, printing
from zhongdu.roster.models import Appointment
from zhongdu.roster.queries import names

VOLUME = 250  # people in one PDF: with their photographs it prints within half a gigabyte of memory
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the hour of every file in an archive, so that it has the same bytes again
Data = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """Letters or badges: how one is filled in, and by which number its file is called."""

    template: str
    says: str
    has: Callable[[Appointment], bool]
    data: Callable[[Appointment, str, bytes | None], tuple[Data, str]]
    number: Callable[[Appointment], str]
    with_photo: bool


LETTERS = Kind(
    "letter",
    "聘书",
    has=lambda each: True,
    data=lambda each, name, photo: printing.letter_of(each, name),
    number=lambda each: each.letter_number,
    with_photo=False,
)
BADGES = Kind(
    "badge",
    "证件",
    has=printing.has_badge,
    data=printing.badge_of,
    number=lambda each: each.badge_number or "",
    with_photo=True,
)


@dataclass
class Press:
    """A printing under way. ``tell`` is called for each paper begun; ``give`` takes each file that is ready."""

    tell: Callable[[str], None]
    give: Callable[[bytes, str], None]
    printed: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)  # number of the paper, and why: nobody's name

    def volumes(self, kind: Kind, appointments: Sequence[Appointment], *, imposed: bool) -> None:
        """One PDF for every so many people, in the order of their numbers."""
        for at in range(0, len(appointments), VOLUME):
            volume = appointments[at : at + VOLUME]
            first, last = kind.number(volume[0]), kind.number(volume[-1])
            pdf, failed = papers.render_all(
                kind.template,
                (data for data, _ in self._filled_in(kind, volume)),
                title=f"{kind.says} {first}—{last}",
                imposed=imposed,
            )
            self._failed(kind, [(volume[place], error) for place, error in failed.items()])
            self.printed += len(volume) - len(failed)
            if pdf:
                self.give(pdf, f"{kind.says} {first}—{last}.pdf")

    def each(self, kind: Kind, appointments: Sequence[Appointment]) -> None:
        """A PDF for each person, called by its number, all in one archive."""
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as files:
            for each, (data, title) in zip(appointments, self._filled_in(kind, appointments), strict=True):
                number = kind.number(each)
                try:
                    pdf = papers.render(kind.template, data, title=f"{title} {number}")
                except PaperError as error:
                    self._failed(kind, [(each, error)])
                else:
                    files.writestr(zipfile.ZipInfo(f"{number}.pdf", _LONG_AGO), pdf)
                    self.printed += 1
        self.give(archive.getvalue(), f"{kind.says}（每人一份）.zip")

    def _filled_in(self, kind: Kind, appointments: Sequence[Appointment]) -> Iterator[tuple[Data, str]]:
        called = names(appointments)
        for each, photo in zip(appointments, _photos(kind, appointments), strict=True):
            self.tell(f"正在制作{kind.says}")
            yield kind.data(each, called[each.number], photo)

    def _failed(self, kind: Kind, found: Iterable[tuple[Appointment, PaperError]]) -> None:
        self.failed += [(f"{kind.says} {kind.number(each)}", error.sentence) for each, error in found]


def _photos(kind: Kind, appointments: Sequence[Appointment]) -> Iterator[bytes | None]:
    if kind.with_photo:
        return (photo for _, photo in people.photos_of(each.number for each in appointments))
    return (None for _ in appointments)
