"""Lists of institutions as Excel workbooks: reading one as bureaus keep it, and the template to fill in."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import time, timedelta
from typing import IO, Any

import python_calamine
import xlsxwriter

from zhongdu.institutions.rules import COLUMNS, NEEDED, Cell

MOST_ROWS, MOST_COLUMNS = 200_000, 100
MOST_BYTES = 600 * 1024 * 1024  # unpacked
HEAD_WITHIN = 10  # rows: titles and notes may stand above the head of the table

_OTHER_NAMES: Mapping[str, tuple[str, ...]] = {
    "code": ("机构代码", "国家医保代码", "医保编码", "定点医药机构编码", "定点医药机构代码"),
    "name": ("机构名称", "单位名称", "定点医药机构名称"),
    "kind": ("机构类别", "机构类型", "类型"),
    "credit_code": ("信用代码", "社会信用代码"),
    "address": ("机构地址", "详细地址"),
    "since": ("定点起日", "定点开始日期", "定点起始日期", "协议开始日期"),
    "until": ("定点止日", "定点结束日期", "定点终止日期", "协议结束日期"),
}
_COLUMN_OF = {label: key for key, label in COLUMNS.items()} | {
    other: key for key, others in _OTHER_NAMES.items() for other in others
}
_PLACE = re.compile(rb'<c\b[^>]*?\br="([A-Z]+)(\d+)"')


class NotAList(ValueError):
    """The file cannot be read as a list of institutions: one sentence for people."""


def rows(file: IO[bytes]) -> Iterator[tuple[int, dict[str, Cell]]]:
    """The lines of the first sheet: (row number as Excel shows it, cells by column). Raises :class:`NotAList`."""
    sheet = _first_sheet(file)
    columns: dict[int, str] = {}
    found = False
    for number, cells in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        if not columns:
            columns = _head(cells)
            if not columns and number >= HEAD_WITHIN:
                break
        elif any(_cell(value) not in (None, "") for value in cells):
            found = True
            yield number, {name: _cell(cells[at]) for at, name in columns.items()}
    if not columns:
        needed = "、".join(f"“{COLUMNS[name]}”" for name in NEEDED)
        raise NotAList(f"第一张表的前{HEAD_WITHIN}行里没有找到表头，至少要有{needed}两列。")
    if not found:
        raise NotAList("表头下面没有内容。")


def template() -> bytes:
    """An empty workbook with the head, text cells for the codes, and a sheet that says how to fill it in."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        head = book.add_format({"bold": True, "bg_color": "#E6EEF5", "border": 1})
        text, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("机构名单")
        for at, (name, label) in enumerate(COLUMNS.items()):
            width = {"name": 32, "address": 40, "credit_code": 24}.get(name, 16)
            sheet.set_column(at, at, width, day if name in {"since", "until"} else text)
            sheet.write(0, at, label, head)
        sheet.freeze_panes(1, 0)
        notes = book.add_worksheet("填写说明")
        notes.set_column(0, 0, 90)
        for at, line in enumerate(_NOTES):
            notes.write(at, 0, line)
    return out.getvalue()


_NOTES = (
    "医保机构代码：必填，12位。H（医疗机构）或P（药店）＋6位区划代码＋5位顺序号。",
    "名称：必填。",
    "类别：可以不填，系统按代码第1位判断；填了就要与代码一致。",
    "统一社会信用代码：可以不填；填了要18位，系统核对校验位。请保持文本格式。",
    "定点起、定点止：写成2026-01-31的样子，没有就空着。",
    "再次导入时，代码相同的机构按新表更新，表里没有的机构不变。",
    "只要有一行有错，整张表都不导入，并逐行说明错在哪里。",
)


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


def _head(cells: list[Any]) -> dict[int, str]:
    """Position → column, if this row is the head of the table."""
    names = {at: re.sub(r"[\s*＊（(].*|\s", "", str(value).strip()) for at, value in enumerate(cells)}
    found = {at: _COLUMN_OF[name] for at, name in names.items() if name in _COLUMN_OF}
    if not set(NEEDED) <= set(found.values()):
        return {}
    if len(set(found.values())) < len(found):
        twice = next(name for name in found.values() if list(found.values()).count(name) > 1)
        raise NotAList(f"表头里“{COLUMNS[twice]}”出现了两次，请只留一列。")
    return found


def _cell(value: Any) -> Cell:
    """What calamine gives, narrowed: an empty cell is "", a number a float, a date a date; times mean nothing here."""
    return str(value) if isinstance(value, (time, timedelta)) else value
