"""The register as an Excel workbook, in the layout bureaus print and file: title, who took it out and why, head, lines."""

import io
from collections.abc import Iterable, Mapping, Sequence

import xlsxwriter

from zhongdu.kit.workbooks import HEAD
from zhongdu.roster.register import SHEET

_WIDE = {"employer": 26, "address": 30, "letter_number": 22, "badge_number": 22, "id_number": 22, "bureau": 24,
         "ground": 26, "note": 16, "phone": 15, "email": 22, "position": 16}  # fmt: skip
_NOTES = (
    "姓名、聘书编号、聘期起、聘期止必填，其余有就填，没有就空着。",
    "聘书编号、证件编号照纸质聘书和证件上的填，不能和已有的重复。",
    "聘期按当时聘书上写的填，不按现在的办法重新计算。聘期已经届满的也可以补录，记为聘期届满。",
    "中途终止的不在这里补录：请在终止之前补录，再办理终止。",
    "身份证号、编号请保持文本格式；日期写成2026-01-31的样子，出生日期只知道年月的写年月。",
    "同一个人已是本局在聘监督员的不能再补录。只要有一行有错，一个人也不登记，并逐行说明错在哪里。",
)


def write(title: str, mark: str, columns: Mapping[str, str], lines: Iterable[Sequence[str]]) -> bytes:
    """The register; ``lines`` are cells in the order of ``columns``, after the serial number the sheet gives itself."""
    out = io.BytesIO()
    last = len(columns)
    with xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False}) as book:
        head = book.add_format({**HEAD, "align": "center", "valign": "vcenter"})
        big = book.add_format({"bold": True, "font_size": 16, "align": "center"})
        small = book.add_format({"font_color": "#7A1F1F", "italic": True})
        cell = book.add_format({"border": 1, "num_format": "@", "valign": "top", "text_wrap": True})
        sheet = book.add_worksheet("台账")
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(2)
        sheet.set_footer(f"&L{mark.replace('&', '&&')[:200]}&R第&P页，共&N页")
        sheet.set_column(0, 0, 6)
        for at, name in enumerate(columns, start=1):
            sheet.set_column(at, at, _WIDE.get(name, 12))
        sheet.merge_range(0, 0, 0, last, title, big) if last else sheet.write_string(0, 0, title, big)
        sheet.write_string(1, 0, mark, small)
        sheet.write_row(2, 0, ["序号", *columns.values()], head)
        sheet.freeze_panes(3, 2)
        for at, values in enumerate(lines, start=1):
            sheet.write_number(at + 2, 0, at, cell)
            for place, value in enumerate(values, start=1):
                sheet.write_string(at + 2, place, value, cell)
    return out.getvalue()


def template() -> bytes:
    """An empty register to fill in, and a sheet that says how."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        head, text = book.add_format(HEAD), book.add_format({"num_format": "@"})
        sheet = book.add_worksheet("台账")
        for at, (name, says) in enumerate(SHEET.columns.items()):
            sheet.set_column(at, at, _WIDE.get(name, 14), text)
            sheet.write(0, at, f"{says}*" if name in SHEET.needed else says, head)
        sheet.freeze_panes(1, 0)
        notes = book.add_worksheet("填写说明")
        notes.set_column(0, 0, 90)
        for at, line in enumerate(_NOTES):
            notes.write(at, 0, line)
    return out.getvalue()
