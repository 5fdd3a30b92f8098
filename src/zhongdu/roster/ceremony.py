"""Lists of people on paper: the one a ceremony is held by, and the one a bureau publishes."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from zhongdu import papers, vault
from zhongdu.kit.matters import band
from zhongdu.law.governing import Law
from zhongdu.law.reliance import rests_on
from zhongdu.roster.models import Appointment
from zhongdu.roster.queries import law_as_granted, names
from zhongdu.roster.rules import spoken

TITLE = "社会监督员聘任仪式名册"
COLUMNS = ("座次", "姓名", "工作单位", "聘书编号", "签名")
_WIDTHS = (1.4, 2.3, 4.4, 3.6, 2.4)
_SIGNED = 12  # mm: room for a name by hand


def lines(appointments: Sequence[Appointment]) -> list[tuple[str, ...]]:
    """Who is seated where, by the numbers of their letters; the last column is for the hand."""
    known = vault.read_many([each.number for each in appointments], ["name", "employer"])
    return [
        (str(seat), known[each.number].get("name", ""), known[each.number].get("employer", ""), each.letter_number, "")
        for seat, each in enumerate(appointments, start=1)
    ]  # fmt: skip


def on_paper(appointments: Sequence[Appointment]) -> bytes:
    """The ceremony's list as PDF, to be signed."""
    first = appointments[0]
    data = {
        "title": f"{_of(appointments)}{TITLE}",
        "note": f"共{len(appointments)}人",
        "columns": list(COLUMNS),
        "widths": list(_WIDTHS),
        "rows": [list(line) for line in lines(appointments)],
        "height": _SIGNED,
        "dated": max(each.since for each in appointments),
        "demonstration": next(filter(None, (band(law_as_granted(each)) for each in appointments)), None),
    }
    return papers.render("listing", data, title=f"{first.bureau.name}{TITLE}")


def as_workbook(appointments: Sequence[Appointment]) -> bytes:
    """The same as a workbook, for name plates and seating plans; written again it has the same bytes."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        last = max(each.since for each in appointments)
        book.set_properties(
            {"title": TITLE, "created": datetime(last.year, last.month, last.day, tzinfo=UTC)}
        )
        head = book.add_format({"bold": True, "bg_color": "#E6EEF5", "border": 1, "align": "center"})
        cell = book.add_format({"border": 1, "num_format": "@", "valign": "vcenter"})
        sheet = book.add_worksheet("名册")
        for at, (label, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
            sheet.set_column(at, at, 7 * width, cell)
            sheet.write_string(0, at, label, head)
        for row, line in enumerate(lines(appointments), start=1):
            sheet.set_row(row, 28)
            for at, value in enumerate(line):
                sheet.write_string(row, at, value, cell)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
    return out.getvalue()


@rests_on("appointment.list_public", kind="paper")
def published(bureau: Any, law: Law, appointments: Sequence[Appointment], day: Any) -> bytes:
    """The list a bureau publishes: names and since when, and nothing more."""
    called = names(appointments)
    data = {
        "title": f"{bureau.name}社会监督员名单",
        "note": f"截至{spoken(day)}在聘{len(appointments)}人。依据：{law.rule('appointment.list_public').address.citation}",
        "columns": ["序号", "姓名", "聘任之日"],
        "widths": [1.0, 3.0, 3.0],
        "rows": [
            [str(at), called[each.number], spoken(each.since)]
            for at, each in enumerate(appointments, start=1)
        ],
        "dated": day,
        "demonstration": band(law) or None,
    }
    return papers.render("listing", data, title=f"{bureau.name}社会监督员名单")


def _of(appointments: Sequence[Appointment]) -> str:
    """The bureau's name, where they are all of one."""
    bureaus = {each.bureau.name for each in appointments}
    return bureaus.pop() if len(bureaus) == 1 else ""
