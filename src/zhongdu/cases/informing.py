"""What other departments tell: keyed in or brought in as a list, matched by code, and acted upon."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing, Opening
from zhongdu.acts.registry import act
from zhongdu.bureaus.queries import Office
from zhongdu.cases.models import HANDLERS, DepartmentNotice
from zhongdu.cases.referring import departments
from zhongdu.institutions.queries import Institution, within
from zhongdu.kit.workbooks import BadList, Mistake, NotAList, Sheet, read_day, text_of
from zhongdu.law.governing import Law
from zhongdu.scope.roles import Role

State, What = DepartmentNotice.State, DepartmentNotice.What
TAKERS = (*HANDLERS, Role.CASE_OFFICER)
SHEET = Sheet(
    {"department": "部门", "what": "事项", "code": "医保机构代码", "document": "文号", "day": "处理日期"},
    ("department", "what", "code", "document", "day"),
)


@act(on=Office, creates=DepartmentNotice, by=TAKERS, under=["department"])
def enter_notice(
    office: Any,
    deed: Doing,
    *,
    department: Annotated[str, Says("哪个部门提供的", options=departments)],
    what: Annotated[str, Says("什么事", options=lambda subject, law: What.choices)],
    code: Annotated[str, Says("医保机构代码", plain=True, most=12)],
    document: Annotated[str, Says("文号", plain=True, most=80)],
    happened_on: Annotated[date, Says("处理之日")],
    words: Annotated[str, Says("内容", hint="从业人员的姓名写在这里，加密保存。", words=True)] = "",
) -> DepartmentNotice:
    """登记部门信息

    A department tells of an institution or its people; it waits to be acted upon.
    """
    found = within(office.bureau).filter(code=code.strip()).first()
    if found is None:
        deed.refuse("no_such_institution", "名录里没有这个代码。", beside="code")
    if bound := deed.law.find(department) if department != "discipline" else None:
        deed.cite(bound)
    return deed.open(
        DepartmentNotice, office.bureau, State.RECEIVED, department=department, what=what, institution=found,
        document=document, happened_on=happened_on,
    )  # fmt: skip


@dataclass(frozen=True)
class Line:
    department: str
    what: str
    institution: Institution
    document: str
    day: date


@act(
    on=Office,
    by=TAKERS,
    under=["department"],
    tells="第一张表要有这些列：部门、事项、医保机构代码、文号、处理日期。有一行不对，一行也不收。",
)
def import_notices(
    office: Any, deed: Doing, *, file: Annotated[Upload, Says("Excel名单", accept="workbook")]
) -> None:
    """导入部门信息

    A list a department sent: matched by code, all of it or nothing.
    """
    try:
        rows = list(SHEET.rows(file))  # type: ignore[arg-type]
    except NotAList as wrong:
        deed.refuse("not_a_list", str(wrong), beside="file")
    known = {
        row.code: row
        for row in within(office.bureau).filter(code__in=[text_of(cells["code"]) for _, cells in rows])
    }
    taken = {
        (row.department, row.document, row.institution_id)
        for row in DepartmentNotice.objects.filter(bureau=office.bureau, institution__in=known.values())
    }
    mistakes: list[Mistake] = []
    lines = [
        line for number, cells in rows if (line := _line(number, cells, known, taken, deed.law, mistakes))
    ]
    if mistakes:
        raise BadList(mistakes, SHEET.columns, "一行也没有收")
    deed.open_many(
        DepartmentNotice, office.bureau, State.RECEIVED,
        [
            Opening(
                {"department": line.department, "what": line.what, "institution": line.institution,
                 "document": line.document, "happened_on": line.day}, {}, {"document": line.document},
            )
            for line in lines
        ],
    )  # fmt: skip
    deed.note(lines=len(lines))


def _line(
    number: int, cells: Any, known: Any, taken: set[Any], law: Law, mistakes: list[Mistake]
) -> Line | None:
    by_label = {label: name for name, label in departments(None, law)}
    what_of = {label: value for value, label in What.choices}
    department, what = by_label.get(text_of(cells["department"])), what_of.get(text_of(cells["what"]))
    institution, document = known.get(text_of(cells["code"])), text_of(cells["document"])
    day = _day(cells["day"])
    wrong = list(_wrong(number, department, what, institution, document, day, by_label, what_of))
    key = (department, document, institution.pk if institution else None)
    if not wrong and key in taken:
        wrong.append(Mistake(number, "document", "这份文书已经登记过，或者在名单里出现了两次。"))
    mistakes += wrong
    if wrong or department is None or what is None or institution is None or day is None:
        return None
    taken.add(key)
    return Line(department, what, institution, document, day)


def _wrong(
    number: int,
    department: Any,
    what: Any,
    institution: Any,
    document: str,
    day: Any,
    by_label: Any,
    what_of: Any,
) -> Iterator[Mistake]:
    if department is None:
        yield Mistake(number, "department", f"请写 {'、'.join(by_label)} 之一。")
    if what is None:
        yield Mistake(number, "what", f"请写 {'、'.join(what_of)} 之一。")
    if institution is None:
        yield Mistake(number, "code", "名录里没有这个代码。")
    if not document:
        yield Mistake(number, "document", "请填文号。")
    if day is None:
        yield Mistake(number, "day", "请填日期，如 2026-01-31。")


def _day(cell: Any) -> date | None:
    try:
        return read_day(cell)
    except ValueError:
        return None


_OUTCOMES = [("case", "登记线索核查"), ("agency", "转经办机构按协议处理"), ("nothing", "不需要处理")]


@act(
    on=DepartmentNotice, moves={State.RECEIVED: State.ACTED}, by=TAKERS, under=["department"],
    tells="执照、许可证被吊销的，属于应当解除协议的情形，转经办机构；涉嫌违法的，另行登记线索核查。",
)  # fmt: skip
def act_on_notice(
    notice: DepartmentNotice,
    deed: Doing,
    *,
    outcome: Annotated[str, Says("怎样处理", options=lambda subject, law: _OUTCOMES)],
    words: Annotated[str, Says("说明", words=True, secret="case_opinion")],
) -> None:
    """处理部门信息

    It leads to a check, goes to the agency, or needs nothing; why stands on record.
    """
    if notice.what == What.LICENCE and outcome == "nothing":
        deed.refuse("licence_gone", "执照、许可证被吊销的，不能不处理；请转经办机构。", beside="outcome")
    notice.outcome = outcome
