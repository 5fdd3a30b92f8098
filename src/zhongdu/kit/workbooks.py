"""Lists that bureaus keep in Excel: reading one row by row, saying what is wrong by row and column, giving it back marked.

What a list holds is a room's; how a workbook is opened, its head found and its cells understood is the same for all.
Nothing here reads the database or the clock.
"""

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from functools import cached_property
from typing import IO, Any

import python_calamine
import xlsxwriter

from zhongdu.acts.refusal import Refused

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS, MOST_COLUMNS = 200_000, 100
MOST_BYTES = 600 * 1024 * 1024  # unpacked
SHOWN = 200  # mistakes on a page
HEAD_WITHIN = 10  # rows: titles and notes may stand above the head of the table

_PLACE = re.compile(rb'<c\b[^>]*?\br="([A-Z]+)(\d+)"')
_DAY = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+[0:]+)?|(\d{4})(\d\d)(\d\d)"
)
_EXCEL_EPOCH = date(1899, 12, 30)  # serial days of the 1900 system, right from March 1900 on
_EXCEL_DAYS = range(20_000, 80_000)  # 1954 to 2119: what a date can be when its cell lost its format
_EXACT = 2**53  # beyond this a number in a workbook is no longer the digits that were typed
LOST_DIGITS = "这一格是数字格式，末尾几位已被Excel改掉，请改成文本格式重新填写。"

Cell = str | float | bool | date | None
Rows = Iterable[tuple[int, Mapping[str, Cell]]]  # the workbook's own number of each line, its cells by column


class NotAList(ValueError):
    """The file cannot be read as the list it should be: one sentence for people."""


@dataclass(frozen=True)
class Mistake:
    """Something wrong in one cell; ``row`` is the workbook's own number of the line."""

    row: int
    column: str
    says: str
    found: str = ""


class BadList(Refused):
    """A list with mistakes: nothing of it was taken in. ``mistakes`` names each by row and column."""

    def __init__(self, mistakes: Sequence[Mistake], columns: Mapping[str, str], nothing: str) -> None:
        first = mistakes[0]
        says = (
            f"名单有{len(mistakes)}处要改，{nothing}。第{first.row}行“{columns[first.column]}”：{first.says}"
        )
        super().__init__("bad_list", says, fields={"file": says})
        self.mistakes, self.columns, self.nothing = mistakes, columns, nothing

    @property
    def shown(self) -> list[tuple[str, Mistake]]:
        """The mistakes a page lists, each with its column's name; how many ``more`` there are is only counted."""
        return [(self.columns[one.column], one) for one in self.mistakes[:SHOWN]]

    @property
    def more(self) -> int:
        return max(0, len(self.mistakes) - SHOWN)


@dataclass(frozen=True)
class Sheet:
    """What the first sheet of a list must hold: its columns as people read them, those it cannot do without,
    and what else bureaus call them."""

    columns: Mapping[str, str]
    needed: tuple[str, ...]
    other_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def _column_of(self) -> dict[str, str]:
        names = {_bare(label): key for key, label in self.columns.items()}
        return names | {_bare(other): key for key, others in self.other_names.items() for other in others}

    def rows(self, file: IO[bytes]) -> Iterator[tuple[int, dict[str, Cell]]]:
        """The lines under the head. Raises :class:`NotAList`."""
        sheet = _first_sheet(file)
        columns: dict[int, str] = {}
        found = False
        for number, cells in enumerate(sheet.to_python(skip_empty_area=False), start=1):
            if not columns:
                columns = self._head(cells)
                if not columns and number >= HEAD_WITHIN:
                    break
            elif any(_cell(value) not in (None, "") for value in cells):
                found = True
                yield number, {name: _cell(cells[at]) for at, name in columns.items()}
        if not columns:
            needed = "、".join(self.columns[name] for name in self.needed)
            raise NotAList(f"第一张表的前{HEAD_WITHIN}行里没有找到表头，至少要有这些列：{needed}。")
        if not found:
            raise NotAList("表头下面没有内容。")

    def _head(self, cells: list[Any]) -> dict[int, str]:
        """Position → column, if this row is the head of the table."""
        names = {at: _bare(str(value)) for at, value in enumerate(cells)}
        found = {at: self._column_of[name] for at, name in names.items() if name in self._column_of}
        if not set(self.needed) <= set(found.values()):
            return {}
        if len(set(found.values())) < len(found):
            twice = next(name for name in found.values() if list(found.values()).count(name) > 1)
            raise NotAList(f"表头里“{self.columns[twice]}”出现了两次，请只留一列。")
        return found

    def marked(self, rows: Rows, mistakes: Iterable[Mistake]) -> bytes:
        """The rows again, each wrong cell coloured and what is wrong in a column at the end: to mend and bring back."""
        wrong: dict[int, list[Mistake]] = defaultdict(list)
        for mistake in mistakes:
            wrong[mistake.row].append(mistake)
        out = io.BytesIO()
        with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
            text, head = book.add_format({"num_format": "@"}), book.add_format(HEAD)
            bad = book.add_format({"num_format": "@", "bg_color": "#F9DEDC"})
            sheet = book.add_worksheet("要改的地方")
            last = len(self.columns)
            sheet.set_column(0, last - 1, 18, text)
            sheet.set_column(last, last, 60)
            sheet.write_row(0, 0, [*self.columns.values(), "怎么改"], head)
            sheet.freeze_panes(1, 0)
            for at, (number, cells) in enumerate(rows, start=1):
                columns = {mistake.column for mistake in wrong[number]}
                for place, name in enumerate(self.columns):
                    sheet.write_string(at, place, written(cells.get(name)), bad if name in columns else text)
                says = "；".join(f"{self.columns[one.column]}：{one.says}" for one in wrong[number])
                sheet.write_string(at, last, says)
        return out.getvalue()


HEAD = {"bold": True, "bg_color": "#E6EEF5", "border": 1, "text_wrap": True, "valign": "top"}


def empty(
    title: str,
    columns: Mapping[str, str],
    widths: Mapping[str, int],
    says: Iterable[str],
    days: Collection[str] = ("since", "until"),
) -> bytes:
    """A workbook with the head alone, text cells for the codes, ``days`` as days, and a sheet that says how to fill it in."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        head = book.add_format(HEAD)
        text, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet(title)
        for at, (name, label) in enumerate(columns.items()):
            sheet.set_column(at, at, widths.get(name, 16), day if name in days else text)
            sheet.write(0, at, label, head)
        sheet.freeze_panes(1, 0)
        notes = book.add_worksheet("填写说明")
        notes.set_column(0, 0, 90)
        for at, line in enumerate(says):
            notes.write(at, 0, line)
    return out.getvalue()


def text_of(cell: Cell) -> str:
    """A cell as it was meant: a whole number without its ``.0``, spaces and full-width blanks tidied."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).replace("\u3000", " ").replace("\u00a0", " ").split()).strip("'")


def written(cell: Cell) -> str:
    """A cell as it goes back into a workbook: a day as people write it, the rest as it was meant."""
    return date(cell.year, cell.month, cell.day).isoformat() if isinstance(cell, date) else text_of(cell)


def read_day(cell: Cell) -> date | None:
    """The day a cell means: a date, a serial number that lost its format, or any usual way to write one.

    Raises ``ValueError`` where it cannot be told.
    """
    if isinstance(cell, date):  # a datetime too: its day is meant
        return date(cell.year, cell.month, cell.day)
    if isinstance(cell, float) and int(cell) in _EXCEL_DAYS:
        return _EXCEL_EPOCH + timedelta(days=int(cell))
    text = text_of(cell)
    if text in {"", "—", "-", "长期"}:
        return None
    if not (found := _DAY.fullmatch(text)):
        raise ValueError(text)
    year, month, day = (int(part) for part in found.groups() if part)
    return date(year, month, day)


def lost_digits(cell: Cell) -> bool:
    """Whether a long number was kept as a number, so that its last digits are no longer those typed."""
    return isinstance(cell, float) and abs(cell) >= _EXACT


def _bare(label: str) -> str:
    """A column's name without its asterisk, its remark in brackets, its spaces."""
    return re.sub(r"[\s*＊（(].*|\s", "", label.strip())


def _first_sheet(file: IO[bytes]) -> Any:
    content = file.read()
    _within_reason(content)
    try:
        return python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_index(0)
    except python_calamine.CalamineError:
        raise NotAList("这个工作簿打不开，请用Excel另存为.xlsx后再试。") from None


def _within_reason(content: bytes) -> None:
    """Refuse what would not fit into memory: the reader lays out every cell up to the furthest one."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if "xl/workbook.xml" not in parts.namelist():
                raise NotAList("请上传Excel工作簿（.xlsx）。")
            if sum(part.file_size for part in parts.infolist()) > MOST_BYTES:
                raise NotAList("这个工作簿太大，请分成几份导入。")
            for name in parts.namelist():
                if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                    _not_too_far(parts.open(name))
    except zipfile.BadZipFile:
        raise NotAList("请上传Excel工作簿（.xlsx）；.xls文件请先另存为.xlsx。") from None


def _not_too_far(sheet: IO[bytes]) -> None:
    rest = b""
    while piece := sheet.read(1 << 20):
        for letters, row in _PLACE.findall(rest + piece):
            if int(row) > MOST_ROWS or len(letters) > 2 or _column(letters) > MOST_COLUMNS:
                raise NotAList(
                    f"表格太大：最多{MOST_ROWS}行、{MOST_COLUMNS}列。{letters.decode()}{row.decode()}格里还有内容，请清除多余的行列。"
                )
        rest = (rest + piece)[-200:]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _cell(value: Any) -> Cell:
    """What calamine gives, narrowed: an empty cell is "", a number a float, a date a date; times mean nothing here."""
    return str(value) if isinstance(value, (time, timedelta)) else value
