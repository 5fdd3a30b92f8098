"""A list of made-up institutions, written as the workbook an agency would send."""

import io

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

_NAMES = (
    ("P", "示例惠民大药房"), ("P", "示例康泰药店"), ("P", "示例百草堂药房"), ("P", "示例仁和药店"), ("P", "示例同心大药房"),
    ("H", "示例人民医院"), ("H", "示例中医院"), ("H", "示例妇幼保健院"), ("H", "示例城关社区卫生服务中心"), ("H", "示例康复医院"),
)  # fmt: skip
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def workbook(division: str, place: str) -> SimpleUploadedFile:
    """The list of one division, its codes made to check."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["医保机构代码", "名称", "类别", "统一社会信用代码", "地址", "定点起", "定点止"])
    for row, (letter, name) in enumerate(_NAMES, start=1):
        kind = "定点零售药店" if letter == "P" else "定点医疗机构"
        code = f"{letter}{division}{row:05d}"
        sheet.write_row(
            row, 0, [code, f"{name}（{place}）", kind, credit_code(division, row), f"示例路 {row} 号"]
        )
        sheet.write_string(row, 5, "2024-01-01")
    book.close()
    return SimpleUploadedFile("institutions.xlsx", out.getvalue())


def credit_code(division: str, serial: int) -> str:
    """A unified social credit code whose check character is right (GB 32100)."""
    first = f"91{division}MA{serial:07d}"
    total = sum(_ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(first))
    return first + _ALPHABET[(31 - total % 31) % 31]
