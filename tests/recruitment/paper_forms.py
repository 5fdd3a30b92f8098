"""Workbooks of paper forms, as an officer fills them in: what the tests of importing share."""

import io
from datetime import date
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from recruiting import TODAY, answers, id_number

from zhongdu.recruitment.importing import intake_of

CONSENT = "示例告知：收集姓名、身份证号，只用于选聘。"


def row(place: Any, notice: Any, serial: int = 2, **changes: Any) -> dict[str, Any]:
    """One person's row, right in itself: by column."""
    intake = intake_of(notice, place.law)
    name = changes.get("name", f"示例甲{chr(0x4E00 + serial)}")
    cells = {each.name: answers(place.law)[each.name] for each in intake.typed}
    cells |= dict.fromkeys(intake.confirmed, "是")
    cells |= {
        "received_on": TODAY,
        "form_signed_on": TODAY,
        "name": name,
        "id_number": id_number(sequence=f"{serial:03d}"),
    }
    return cells | changes


def book(place: Any, notice: Any, *rows: dict[str, Any], without: tuple[str, ...] = ()) -> SimpleUploadedFile:
    columns = {
        name: label
        for name, label in intake_of(notice, place.law).sheet.columns.items()
        if name not in without
    }
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet, day = made.add_worksheet(), made.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, list(columns.values()))
        for at, cells in enumerate(rows, start=1):
            for place_, name in enumerate(columns):
                cell = cells.get(name, "")
                if isinstance(cell, date):
                    sheet.write_datetime(at, place_, cell, day)
                else:
                    sheet.write(at, place_, cell)
    return SimpleUploadedFile("报名.xlsx", out.getvalue())
