"""Supervisors appointed before there was a platform: their register is brought in, and some of their terms end soon."""

import io
from datetime import date, timedelta

import xlsxwriter
from django.core.files.base import ContentFile

from zhongdu.law.governing import Law
from zhongdu.roster.register import SHEET

_PEOPLE = (
    ("示例·孙桂芳", "女", "退休教师", 30),
    ("示例·周立新", "男", "社区工作者", 45),
    ("示例·吴晓梅", "女", "社区医生", 75),
    ("示例·郑国强", "男", "退休会计", -40),
)  # name, sex, position, and in how many days the term ends


def register(code: str, law: Law, today: date) -> ContentFile:
    """The register such a bureau kept in Excel, with the terms its measure gives."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        sheet.write_row(0, 0, list(SHEET.columns.values()))
        for at, (name, sex, position, days) in enumerate(_PEOPLE, start=1):
            until = today + timedelta(days=days)
            cells = {
                "name": name, "sex": sex, "position": position, "employer": "示例社区", "channel": "定向选聘",
                "letter_number": f"（示例）{code}聘字第{at:03}号", "since": _begun(law, until).isoformat(),
                "until": until.isoformat(), "state": "在聘" if days > 0 else "届满",
            }  # fmt: skip
            sheet.write_row(at, 0, [cells.get(column, "") for column in SHEET.columns])
    return ContentFile(out.getvalue(), name="社会监督员台账（示例）.xlsx")


def _begun(law: Law, until: date) -> date:
    """The first day of a term of the measure's length that ends on a day."""
    span = law.rule("term.length").rule.span
    return until - timedelta(days=round(span.n * 365.25)) if span else until - timedelta(days=700)
