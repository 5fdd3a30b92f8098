"""What departments tell, read line by line: the same from a workbook and from their own system.

A line is checked by itself, then against the lists, then against what was told before. What is wrong has a code for
programs and a sentence for people; whom a good code means may be nobody here, and then an officer looks for them.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Q

from zhongdu.cases.departments import departments
from zhongdu.cases.models import DepartmentNotice
from zhongdu.institutions.queries import Institution, codes
from zhongdu.kit.workbooks import Cell, read_day, text_of
from zhongdu.law.governing import Law

What = DepartmentNotice.What
COLUMNS: Mapping[str, str] = {
    "department": "部门",
    "what": "事项",
    "code": "代码",
    "document": "文号",
    "day": "处理日期",
    "words": "内容",
    "outside": "对方编号",
}
NEEDED = ("department", "what", "code", "document", "day")
LONGEST = {"document": 80, "words": 5_000, "outside": 64}
MANY = 500  # keys a question to the database

Rows = Iterable[tuple[int, Mapping[str, Cell]]]


@dataclass(frozen=True)
class Wrong:
    """What is wrong with a line: where, in which column, a code for programs, a sentence for people."""

    row: int
    column: str
    code: str
    says: str


@dataclass(frozen=True)
class Line:
    """A line as it was understood. ``whom`` is none where the code is good and nobody here has it."""

    row: int
    department: str
    what: str
    code: str
    document: str
    day: date
    words: str
    outside: str
    whom: Any = None

    @property
    def key(self) -> tuple[str, str, str, str]:
        """By what the same thing told twice is known."""
        return self.department, self.document, self.code, self.what

    @property
    def state(self) -> DepartmentNotice.State:
        return DepartmentNotice.State.RECEIVED if self.whom else DepartmentNotice.State.UNMATCHED

    @property
    def fields(self) -> dict[str, Any]:
        """The notice it becomes."""
        told = {name: getattr(self, name) for name in ("department", "what", "code", "document", "outside")}
        return {**told, "happened_on": self.day, **whose(self.whom)}


@dataclass
class Read:
    """Lines to be taken in, those a sender had sent before (by its number), and what is wrong."""

    lines: list[Line] = field(default_factory=list)
    again: dict[str, DepartmentNotice] = field(default_factory=dict)
    wrong: list[Wrong] = field(default_factory=list)


def whose(whom: Any) -> dict[str, Any]:
    """The two columns of which one says whom a notice is about."""
    of_institution = isinstance(whom, Institution)
    return {
        "institution": whom if of_institution else None,
        "practitioner": None if of_institution else whom,
    }


def read(office: Any, rows: Rows, law: Law, today: date, sender: str = "") -> Read:
    """Everything a list or a message says, against what is known. ``sender`` numbers its own lines, and whoever does
    may say the same again."""
    found = Read()
    checked = [line for row, cells in rows if (line := _checked(row, cells, law, today, found.wrong))]
    whom = codes.meant(office.bureau, {line.code for line in checked})
    lines = [replace(line, whom=whom.get(line.code)) for line in checked]
    told, numbered = _told(office, lines), _numbered(sender, lines)
    for line in lines:
        before = numbered.get(line.outside) if sender else None
        if before is not None and _key(before) == line.key:
            if isinstance(before, DepartmentNotice):
                found.again[line.outside] = before
        elif wrong := _stands_against(line, told, bool(before)):
            found.wrong.append(wrong)
        else:
            found.lines.append(line)
            told.add(line.key)
            numbered[line.outside] = line
    return found


def _stands_against(line: Line, told: Collection[Any], numbered: bool) -> Wrong | None:
    """What only shows against the lists and what was told before."""
    if numbered:
        return Wrong(line.row, "outside", "number_taken", "这个编号已经用过，内容却不同；请用新的编号。")
    if line.key in told:
        says = "这份文书已经登记过，或者在名单里出现了两次。"
        return Wrong(line.row, "document", "told_already", says)
    if says := misfit(line.what, line.whom):
        return Wrong(line.row, "what", "does_not_fit", says)
    return None


def misfit(what: str, whom: Any) -> str:
    """Why something cannot have happened to an institution, or to a person; "" where it can, or nobody is known."""
    if whom is None:
        return ""
    if isinstance(whom, Institution):
        return "这件事项说的是从业人员，代码却是机构的。" if what in DepartmentNotice.OF_PRACTITIONERS else ""
    return "这件事项说的是机构，代码却是从业人员的。" if what in DepartmentNotice.OF_INSTITUTIONS else ""


# --- one line by itself -----------------------------------------------------------------------------------


def _checked(row: int, cells: Mapping[str, Cell], law: Law, today: date, wrong: list[Wrong]) -> Line | None:
    text = {name: text_of(cells.get(name)) for name in COLUMNS}
    text["code"] = text["code"].upper()
    by_label = {label: name for name, label in departments(None, law)}
    what_of = {label: value for value, label in What.choices} | {value: value for value in What.values}
    department = by_label.get(text["department"], "")
    if text["department"] in by_label.values():
        department = text["department"]
    what, day = what_of.get(text["what"], ""), _day(cells.get("day"))
    found = [
        Wrong(row, column, code, says)
        for column, code, says in _faults(text, department, what, day, today, by_label)
    ]
    wrong += found
    if found or day is None:
        return None
    return Line(
        row, department, what, text["code"], text["document"], day, text["words"], text["outside"]
    )  # fmt: skip


def _faults(
    text: Mapping[str, str], department: str, what: str, day: date | None, today: date, known: Collection[str]
) -> Iterator[tuple[str, str, str]]:
    if not department:
        yield "department", "no_such_department", f"请写 {'、'.join(known)} 之一。"
    if not what:
        yield (
            "what",
            "no_such_matter",
            "请写其中一项：" + "".join(f"“{label}”" for label in What.labels) + "。",
        )
    if not text["code"]:
        says = "请填机构或者从业人员的国家医保编码，机构也可以填统一社会信用代码。"
        yield "code", "no_code", says
    elif says := codes.wrong(text["code"]):
        yield "code", "bad_code", says
    if not text["document"]:
        yield "document", "no_document", "请填文号。"
    if day is None:
        yield "day", "bad_day", "请填日期，如 2026-01-31。"
    elif day > today:
        yield "day", "in_the_future", "处理日期不能晚于今天。"
    for column, most in LONGEST.items():
        if len(text[column]) > most:
            yield column, "too_long", f"太长了，最多{most}个字。"


def _day(cell: Cell) -> date | None:
    try:
        return read_day(cell)
    except ValueError:
        return None


# --- what was told before ---------------------------------------------------------------------------------


def _key(told: Any) -> tuple[str, str, str, str]:
    return told.department, told.document, told.code, told.what


def _told(office: Any, lines: list[Line]) -> set[tuple[str, str, str, str]]:
    """What this bureau was told already of the documents these lines name."""
    found: set[tuple[str, str, str, str]] = set()
    for some in _pieces({line.document for line in lines}):
        rows = DepartmentNotice.objects.filter(bureau=office.bureau, document__in=some)
        found |= {_key(row) for row in rows.only("department", "document", "code", "what")}
    return found


def _numbered(sender: str, lines: list[Line]) -> dict[str, Any]:
    """What a sender told already, by its own numbers."""
    found: dict[str, Any] = {}
    for some in _pieces({line.outside for line in lines if sender}):
        known = Q(sender=sender, outside__in=some)
        rows = DepartmentNotice.objects.filter(known).select_related("docket", "institution", "practitioner")
        found |= {row.outside: row for row in rows}
    return found


def _pieces(of: set[str]) -> Iterator[list[str]]:
    whole = sorted(of)
    for start in range(0, len(whole), MANY):
        yield whole[start : start + MANY]
