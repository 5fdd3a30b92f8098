"""Made-up institutions and practitioners, written as the workbooks an agency would send; and one that signs in."""

import io
from datetime import timedelta
from typing import Any

import xlsxwriter
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile

from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.institutions import access, acts
from zhongdu.institutions.queries import Institution, dossier_of
from zhongdu.law.governing import governing
from zhongdu.scope.actor import ANYONE
from zhongdu.scope.roles import Role

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


# --- practitioners, and one institution's people ---------------------------------------------------------------

_PEOPLE = (
    ("HY", "示例药师甲", "P", 1), ("HY", "示例药师乙", "P", 2), ("HY", "示例药师乙", "P", 3), ("D", "示例医师甲", "H", 6),
    ("D", "示例医师乙", "H", 6), ("D", "示例医师乙", "H", 9), ("N", "示例护士甲", "H", 7),
)  # fmt: skip


def people_workbook(division: str) -> SimpleUploadedFile:
    """Who practises where, in one division; two of them at two places."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["国家医保编码", "姓名", "执业机构代码", "执业起"])
        serials = {name: n for n, name in enumerate(dict.fromkeys(name for _, name, _, _ in _PEOPLE), 1)}
        for row, (letters, name, kind, place) in enumerate(_PEOPLE, start=1):
            code = f"{letters}{division}{serials[name]:06d}"
            sheet.write_row(row, 0, [code, name, f"{kind}{division}{place:05d}", "2024-03-01"])
    return SimpleUploadedFile("practitioners.xlsx", out.getvalue())


def settle(place: Any, password: str) -> None:
    """The agency's list of practitioners, and an account for the first pharmacy; where a fund measure governs, the
    bureau has asked it for something and it has checked itself."""
    officer, division = place.by(Role.CASE_OFFICER), place.bureau.code[:6]
    perform(acts.import_practitioners, place.office, officer, file=people_workbook(division))
    shop = Institution.objects.get(code=f"P{division}00001")
    secret = access.new_secret()
    given = perform(
        acts.give_access,
        dossier_of(shop),
        officer,
        name="示例经办",
        phone="13900000000",
        hashed=access.token(secret),
    )
    account = perform(acts.join, given, ANYONE, hashed=access.token(secret))
    get_user_model().objects.filter(pk=account.user_id).update(password=password)
    if _asks(place):
        codes, today = f"P{division}00001 P{division}00002", clock.today()
        perform(
            acts.ask_institutions, place.office, officer, title="追溯码扫码情况", due=today + timedelta(days=10),
            codes=codes, questions="上月扫码率是多少？\n没有扫码的是哪些药品，为什么？",
        )  # fmt: skip
        perform(
            acts.ask_self_checks, place.office, officer, since=today - timedelta(days=90), until=today - timedelta(days=1),
            due=today + timedelta(days=20), kinds=["pharmacy"],
        )  # fmt: skip


def _asks(place: Any) -> bool:
    return bool(governing(place.bureau, clock.today()).family("institution.duty"))
