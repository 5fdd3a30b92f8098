"""Lists of institutions for tests: a workbook, its rows, and bringing it in."""

import io
from datetime import date

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from zhongdu.acts.performing import perform
from zhongdu.institutions.acts import import_list
from zhongdu.institutions.rules import COLUMNS
from zhongdu.scope.roles import Role

HEAD = list(COLUMNS.values())
CREDIT = "91110000600037341L"


def book(*rows, head=HEAD, above=()) -> SimpleUploadedFile:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet, day = made.add_worksheet(), made.add_format({"num_format": "yyyy-mm-dd"})
        for at, row in enumerate([*above, head, *rows]):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(at, column, cell, day)
                else:
                    sheet.write(at, column, cell)
    return SimpleUploadedFile("名单.xlsx", out.getvalue())


def row(serial: int, name: str = "", letter: str = "P", division: str = "500237", **more):
    cells = {"code": f"{letter}{division}{serial:05}", "name": name or f"示例药店{serial}", **more}
    return [cells.get(column, "") for column in COLUMNS]


def bring(place, *rows, by=None, **more):
    return perform(
        import_list, place.office, by or place.officer(Role.CASE_OFFICER), file=book(*rows, **more)
    )
