"""What a line of a list of institutions must look like. Pure: no database, no clock.

National code: ``H`` or ``P``, six digits of the division, five of the serial (twelve characters in all).
Unified social credit code: GB 32100-2015. Each check gives a Chinese sentence, or "" when all is well.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from zhongdu.kit import places
from zhongdu.kit.workbooks import LOST_DIGITS, Cell, Mistake, Rows, lost_digits, read_day, text_of

COLUMNS: Mapping[str, str] = {
    "code": "医保机构代码",
    "name": "名称",
    "kind": "类别",
    "credit_code": "统一社会信用代码",
    "address": "地址",
    "licence": "许可证编号",
    "legal_person": "法定代表人",
    "since": "定点起",
    "until": "定点止",
    "longitude": "经度",
    "latitude": "纬度",
    "datum": "坐标系",
}
NEEDED = ("code", "name")
KINDS: Mapping[str, str] = {"H": "medical_institution", "P": "pharmacy"}
LONGEST = {"name": 120, "address": 200, "licence": 40, "legal_person": 60}

_CODE = re.compile(r"[HP]\d{11}")
_CREDIT_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100: no I O S V Z
_CREDIT = re.compile(rf"[{_CREDIT_LETTERS}]{{2}}\d{{6}}[{_CREDIT_LETTERS}]{{10}}")
_PHARMACY, _MEDICAL = re.compile("药店|药房"), re.compile("医院|医疗机构|诊所|卫生|门诊")


@dataclass(frozen=True)
class Line:
    """A line of the list, checked."""

    row: int
    code: str
    name: str
    kind: str
    credit_code: str
    address: str
    licence: str
    legal_person: str
    since: date | None
    until: date | None
    stands: places.Point | None = None

    @property
    def division(self) -> str:
        return self.code[1:7]


def wrong_code(code: str) -> str:
    """Why this is no national institution code."""
    if _CODE.fullmatch(code):
        return ""
    if len(code) != 12:
        return f"医保机构代码应为12位，这里是{len(code)}位。"
    if code[0] not in KINDS:
        return "医保机构代码第1位应为H（医疗机构）或P（药店）。"
    return "医保机构代码第2至12位应为数字（6位区划代码和5位顺序号）。"


def kind_of(code: str) -> str:
    """``medical_institution`` or ``pharmacy``, by the first letter of the national code."""
    return KINDS[code[0]]


def wrong_credit_code(code: str) -> str:
    """Why this is no unified social credit code."""
    if len(code) != 18:
        return f"统一社会信用代码应为18位，这里是{len(code)}位。"
    if not _CREDIT.fullmatch(code):
        return "统一社会信用代码只能用数字和大写字母（不含I、O、S、V、Z），第3至8位应为数字。"
    total = sum(_CREDIT_LETTERS.index(letter) * pow(3, at, 31) for at, letter in enumerate(code[:17]))
    if code[17] != _CREDIT_LETTERS[-total % 31]:
        return "统一社会信用代码的校验位不对，请核对。"
    return ""


def check_all(rows: Rows) -> tuple[list[Line], list[Mistake]]:
    """Every row checked, and no code given twice. ``rows`` are (row number, cells by column)."""
    lines: list[Line] = []
    mistakes: list[Mistake] = []
    first: dict[str, int] = {}
    for number, cells in rows:
        line, wrong = check(number, cells)
        if line and (before := first.setdefault(line.code, number)) != number:
            wrong.append(Mistake(number, "code", f"与第{before}行的代码重复。", line.code))
        mistakes += wrong
        if line and not wrong:
            lines.append(line)
    return lines, mistakes


def check(row: int, cells: Mapping[str, Cell]) -> tuple[Line | None, list[Mistake]]:
    """One row as a :class:`Line`, with all that is wrong in it; no line where its code cannot be read."""
    wrong: list[Mistake] = []

    def note(column: str, says: str, found: object = "") -> None:
        if says:
            wrong.append(Mistake(row, column, says, str(found)))

    text = {column: text_of(cells.get(column)) for column in COLUMNS}
    for column in ("code", "credit_code", "licence"):
        if lost_digits(cells.get(column)):
            note(column, LOST_DIGITS, text[column])
            text[column] = ""
    code, credit = text["code"].upper(), text["credit_code"].upper()
    if code:
        note("code", wrong_code(code), code)
    elif not any(one.column == "code" for one in wrong):
        note("code", "请填写医保机构代码。")
    if credit:
        note("credit_code", wrong_credit_code(credit), credit)
    if not text["name"]:
        note("name", "请填写名称。")
    for column, most in LONGEST.items():
        if len(text[column]) > most:
            note(column, f"太长了，最多{most}个字。", text[column][:20] + "…")
    if not code or wrong_code(code):
        return None, wrong
    note("kind", _disagrees(kind_of(code), text["kind"]), text["kind"])
    days: dict[str, date | None] = {}
    for column in ("since", "until"):
        try:
            days[column] = read_day(cells.get(column))
        except ValueError:
            days[column] = None
            note(column, "看不出是哪一天，请写成2026-01-31的样子。", text[column])
    if days["since"] and days["until"] and days["until"] < days["since"]:
        note("until", "定点止日不能早于定点起日。", days["until"])
    stands = None
    if text["longitude"] or text["latitude"]:
        try:
            stands = places.read(text["longitude"], text["latitude"], _datum(text["datum"]))
        except places.NoPlace as wrongly:
            note("longitude", str(wrongly), f"{text['longitude']}，{text['latitude']}")
    line = Line(
        row, code, text["name"], kind_of(code), credit, text["address"], text["licence"], text["legal_person"],
        days["since"], days["until"], stands,
    )  # fmt: skip
    return line, wrong


def _datum(said: str) -> str:
    """The coordinates' datum as lists write it; CGCS2000 where they do not."""
    plain = said.upper().replace("-", "").replace(" ", "")
    if plain in {"", "CGCS2000", "2000", "国家2000", "WGS84", "GPS"}:
        return places.CGCS2000
    if plain in {"GCJ02", "火星坐标", "高德", "腾讯"}:
        return places.GCJ02
    raise places.NoPlace("坐标系请写 CGCS2000 或者 GCJ-02（网上地图的坐标），别的请先换算。")


def _disagrees(kind: str, said: str) -> str:
    if kind == "medical_institution" and _PHARMACY.search(said):
        return "代码以H开头的是医疗机构，与所填类别不一致。"
    if kind == "pharmacy" and _MEDICAL.search(said):
        return "代码以P开头的是药店，与所填类别不一致。"
    return ""
