"""What a line of a list of practitioners must look like. Pure: no database, no clock.

One line says that somebody works somewhere: who works at three institutions stands on three lines. National codes,
as far as they are known: physicians ``D``, nurses ``N``, each with six digits of the division and six of the serial;
pharmacists ``HY`` and technicians ``HJ`` likewise. The last two stand in 医保办函〔2022〕39号; of the first two only
lists that use them were found, not the text that sets them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from zhongdu.institutions.rules import wrong_code as wrong_institution
from zhongdu.kit.workbooks import LOST_DIGITS, Cell, Mistake, Rows, lost_digits, read_day, text_of

COLUMNS: Mapping[str, str] = {
    "code": "国家医保编码",
    "name": "姓名",
    "kind": "类别",
    "title": "职称",
    "licence": "执业证书编号",
    "institution": "执业机构代码",
    "since": "执业起",
    "until": "执业止",
}
NEEDED = ("code", "name", "institution")
KINDS: Mapping[str, str] = {"D": "physician", "N": "nurse", "HY": "pharmacist", "HJ": "technician"}
LONGEST = {"name": 60, "title": 40, "licence": 40}

_CODE = re.compile(r"(D|N|HY|HJ)\d{12}")
_SAID = {
    "physician": re.compile("医师|医生"),
    "nurse": re.compile("护士|护师"),
    "pharmacist": re.compile("药师|药学|药士"),
    "technician": re.compile("技术|技师|技士"),
}


@dataclass(frozen=True)
class Line:
    """A line of the list, checked."""

    row: int
    code: str
    name: str
    kind: str
    title: str
    licence: str
    institution: str
    since: date | None
    until: date | None


def wrong_code(code: str) -> str:
    """Why this is no national code of a practitioner, in a sentence; "" when it is one."""
    if _CODE.fullmatch(code):
        return ""
    letters = re.match("[A-Z]*", code)
    if letters is None or letters.group() not in KINDS:
        return "国家医保编码应以D（医师）、N（护士）、HY（药师）或HJ（技术人员）开头。"
    whole = len(letters.group()) + 12
    if len(code) != whole:
        return f"以{letters.group()}开头的国家医保编码应为{whole}位，这里是{len(code)}位。"
    return "国家医保编码字母后面的12位应为数字（6位区划代码和6位顺序号）。"


def kind_of(code: str) -> str:
    """What somebody is, by the letters of the national code."""
    return KINDS[code.rstrip("0123456789")]


def check_all(rows: Rows) -> tuple[list[Line], list[Mistake]]:
    """Every row checked, and none that says the same or the contrary of another."""
    lines: list[Line] = []
    mistakes: list[Mistake] = []
    places: dict[tuple[str, str, date | None], int] = {}
    people: dict[str, Line] = {}
    for number, cells in rows:
        line, wrong = check(number, cells)
        if line:
            place = (line.code, line.institution, line.since)
            if (before := places.setdefault(place, number)) != number:
                wrong.append(Mistake(number, "institution", f"与第{before}行重复。", line.institution))
            same = people.setdefault(line.code, line)
            if same.name != line.name:
                says = f"与第{same.row}行的编码相同，姓名却不同（{same.name}）。"
                wrong.append(Mistake(number, "name", says, line.name))
        mistakes += wrong
        if line and not wrong:
            lines.append(line)
    return lines, mistakes


def check(row: int, cells: Mapping[str, Cell]) -> tuple[Line | None, list[Mistake]]:
    """One row as a :class:`Line`, with all that is wrong in it; no line where its codes cannot be read."""
    wrong: list[Mistake] = []

    def note(column: str, says: str, found: object = "") -> None:
        if says:
            wrong.append(Mistake(row, column, says, str(found)))

    text = {column: text_of(cells.get(column)) for column in COLUMNS}
    if lost_digits(cells.get("licence")):
        note("licence", LOST_DIGITS, text["licence"])
    code, place = text["code"].upper(), text["institution"].upper()
    for column, value, says in (
        ("code", code, wrong_code),
        ("institution", place, wrong_institution),
    ):
        note(column, says(value) if value else f"请填写{COLUMNS[column]}。", value)
    if not text["name"]:
        note("name", "请填写姓名。")
    for column, most in LONGEST.items():
        if len(text[column]) > most:
            note(column, f"太长了，最多{most}个字。", text[column][:20] + "…")
    days: dict[str, date | None] = {}
    for column in ("since", "until"):
        try:
            days[column] = read_day(cells.get(column))
        except ValueError:
            days[column] = None
            note(column, "看不出是哪一天，请写成2026-01-31的样子。", text[column])
    if days["since"] and days["until"] and days["until"] < days["since"]:
        note("until", "执业止日不能早于执业起日。", days["until"])
    if wrong_code(code) or wrong_institution(place):
        return None, wrong
    kind = kind_of(code)
    note("kind", _disagrees(kind, text["kind"]), text["kind"])
    line = Line(
        row, code, text["name"], kind, text["title"], text["licence"], place, days["since"], days["until"]
    )  # fmt: skip
    return line, wrong


def _disagrees(kind: str, said: str) -> str:
    """Why what was said does not go with the code; silent where the words are none we know."""
    said_kinds = {each for each, words in _SAID.items() if words.search(said)}
    return "与国家医保编码的字母不一致。" if said_kinds and kind not in said_kinds else ""
