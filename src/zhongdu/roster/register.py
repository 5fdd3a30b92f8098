"""The register (台账) as bureaus keep it in Excel: its columns, and what a line of one brought in must hold. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from zhongdu.kit.workbooks import LOST_DIGITS, Cell, Mistake, Rows, Sheet, lost_digits, read_day, text_of
from zhongdu.law.governing import Law
from zhongdu.law.pack import Bound
from zhongdu.law.reliance import rests_on
from zhongdu.roster.people import PARTICULARS, label
from zhongdu.vault.identity import BadNumber, read_id_number, read_phone

LINE, LONG = 100, 1000  # characters of a cell
_LONG = {"experience", "address"}
_SELDOM = {"id_number", "address", "health", "email", "school", "ethnicity"}
NOT_IN_A_REGISTER = {"citizenship", "experience"}  # bureaus keep those with the application

# What the roster itself knows, in the order a register has it after the person.
OFFICIAL: Mapping[str, str] = {
    "letter_number": "聘书编号",
    "badge_number": "证件编号",
    "channel": "聘任方式",
    "bureau": "聘任机关",
    "since": "聘期起",
    "until": "聘期止",
    "state": "状态",
    "ended_on": "终止之日",
    "ground": "终止事由",
    "note": "备注",
}


@rests_on("register", "pool", "application.form")
def columns(law: Law) -> dict[str, str]:
    """The columns of a register under a law: the person as its form calls things, then the appointment."""
    form = law.find("application.form")
    asked = form.rule.fields if form else ()
    said = {each.name: each.label for each in asked}
    wanted = [name for name in PARTICULARS if name not in NOT_IN_A_REGISTER]
    known = [
        name
        for name in wanted
        if not said or name in said or name in ("name", "phone", "employer", "position")
    ]
    return {name: said.get(name, label(name)) for name in known} | dict(OFFICIAL)


def personal(law: Law) -> dict[str, str]:
    """The columns that speak of the person, but for the name, which a register is kept by."""
    return {name: says for name, says in columns(law).items() if name not in OFFICIAL and name != "name"}


def own_form(law: Law) -> Bound | None:
    """The measure's own application form, after which the columns are called; none where the platform's stands in."""
    form = law.find("application.form")
    return form if form and form.pack == law.statute.code and form.rule.fields else None


def usual(law: Law) -> list[str]:
    """The columns chosen at first: what a register is looked up for, and no more of a person than that."""
    return [name for name in columns(law) if name not in _SELDOM]


# --- brought in ----------------------------------------------------------------------------------------

NEEDED = ("name", "letter_number", "since", "until")
SHEET = Sheet(
    columns={name: label(name) for name in PARTICULARS if name not in NOT_IN_A_REGISTER}
    | {name: says for name, says in OFFICIAL.items() if name not in {"bureau", "ended_on", "ground", "note"}},
    needed=NEEDED,
    other_names={
        "born": ("出生年月", "出生日期"),
        "phone": ("手机号", "手机号码", "电话", "联系方式"),
        "id_number": ("身份证号码", "公民身份号码"),
        "employer": ("单位", "所在单位", "工作单位及职务"),
        "position": ("职务", "职业", "职务/职业", "职称"),
        "education": ("文化程度",),
        "address": ("住址", "现住址", "通讯地址"),
        "letter_number": ("聘书号", "聘书号码"),
        "badge_number": ("证号", "证件号", "监督员证号", "工作证号"),
        "channel": ("选聘方式", "产生方式"),
        "since": ("聘任之日", "聘任日期", "聘期开始", "聘任时间"),
        "until": ("聘期届满", "聘期结束", "届满日期", "聘期至"),
        "state": ("聘任状态",),
    },
)
_SERVES = {"", "在聘", "在任", "有效", "聘任中", "届满", "已届满", "到期", "已到期", "聘期已满"}


@dataclass(frozen=True)
class Line:
    """A line of a register, checked: the paper's own numbers and days, and the person."""

    row: int
    letter_number: str
    badge_number: str
    since: date
    until: date
    person: dict[str, str]


def check_all(rows: Rows, today: date) -> tuple[list[Line], list[Mistake]]:
    """Every row checked, and no number or person given twice."""
    lines: list[Line] = []
    mistakes: list[Mistake] = []
    seen: dict[tuple[str, str], int] = {}
    for number, cells in rows:
        line, wrong = check(number, cells, today)
        for column, value in _once(line):
            if (before := seen.setdefault((column, value), number)) != number:
                wrong.append(Mistake(number, column, f"与第{before}行重复。", value))
        mistakes += wrong
        if line and not wrong:
            lines.append(line)
    return lines, mistakes


def _once(line: Line | None) -> Iterable[tuple[str, str]]:
    """What no two lines may share."""
    if line is None:
        return []
    found = {
        "letter_number": line.letter_number,
        "badge_number": line.badge_number,
        "id_number": line.person.get("id_number", ""),
        "phone": line.person.get("phone", ""),
    }
    return [(column, value) for column, value in found.items() if value]


def check(row: int, cells: Mapping[str, Cell], today: date) -> tuple[Line | None, list[Mistake]]:
    """One row as a :class:`Line`, with all that is wrong in it; no line where its term cannot be read."""
    wrong: list[Mistake] = []

    def note(column: str, says: str, found: object = "") -> None:
        wrong.append(Mistake(row, column, says, str(found)))

    text = {column: text_of(cells.get(column)) for column in SHEET.columns}
    for column in ("id_number", "letter_number", "badge_number"):
        if lost_digits(cells.get(column)):
            note(column, LOST_DIGITS, text[column])
            text[column] = ""
    for column in NEEDED:
        if not text[column] and not any(one.column == column for one in wrong):
            note(column, f"请填写{SHEET.columns[column]}。")
    for column, value in text.items():
        most = 40 if column in ("letter_number", "badge_number") else LONG if column in _LONG else LINE
        if len(value) > most:
            note(column, f"太长了，最多{most}个字。", value[:20] + "…")
    person = _person(text, cells, today, note)
    days = _days(cells, text, note)
    if text["state"] not in _SERVES:
        note("state", "补录只收在聘的和聘期届满的；中途终止的，请在终止之前补录，再办理终止。", text["state"])
    if days is None:
        return None, wrong
    return Line(row, text["letter_number"], text["badge_number"], *days, person), wrong


def _person(
    text: Mapping[str, str], cells: Mapping[str, Cell], today: date, note: Callable[..., None]
) -> dict[str, str]:
    """The particulars as the vault keeps them."""
    person = {name: text[name] for name in PARTICULARS if text.get(name)}
    if text["channel"]:
        person["appointed_how"] = text["channel"]
    for column, read in (
        ("phone", read_phone),
        ("id_number", lambda typed: read_id_number(typed, today=today).number),
    ):
        if text[column]:
            try:
                person[column] = read(text[column])
            except BadNumber as bad:
                note(column, bad.message, text[column])
    if text["born"]:
        try:
            born = read_day(cells.get("born"))
            person["born"] = born.isoformat() if born else ""
        except ValueError:
            person["born"] = text["born"]  # 1960年5月 and the like: a register need not know the day
    return {name: value for name, value in person.items() if value}


def _days(
    cells: Mapping[str, Cell], text: Mapping[str, str], note: Callable[..., None]
) -> tuple[date, date] | None:
    days: dict[str, date] = {}
    for column in ("since", "until"):
        try:
            if (day := read_day(cells.get(column))) is not None:
                days[column] = day
        except ValueError:
            note(column, "看不出是哪一天，请写成2026-01-31的样子。", text[column])
    if len(days) < 2:
        return None
    if days["until"] <= days["since"]:
        note("until", "聘期止应在聘期起以后。", days["until"])
        return None
    if not all(1990 <= day.year < 2100 for day in days.values()):
        note("since", "年份不对，请核对。", days["since"])
        return None
    return days["since"], days["until"]
