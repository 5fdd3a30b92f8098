"""What other departments tell: keyed in, brought in as a list, or sent by their own system; matched by code."""

from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing, Opening
from zhongdu.acts.registry import act
from zhongdu.bureaus.queries import Office
from zhongdu.cases import notice_lines
from zhongdu.cases.departments import departments
from zhongdu.cases.models import HANDLERS, DepartmentNotice
from zhongdu.cases.notice_lines import Line, misfit, whose
from zhongdu.institutions.queries import codes
from zhongdu.kit.workbooks import BadList, Mistake, NotAList, Sheet, text_of
from zhongdu.scope.roles import Role

State, What = DepartmentNotice.State, DepartmentNotice.What
TAKERS = (*HANDLERS, Role.CASE_OFFICER)
SHEET = Sheet(
    notice_lines.COLUMNS,
    notice_lines.NEEDED,
    {
        "code": ("医保机构代码", "国家医保编码", "统一社会信用代码", "机构代码", "人员代码"),
        "outside": ("部门编号",),
    },
)
CODE = Says(
    "代码",
    hint="机构或者从业人员的国家医保编码；机构也可以填统一社会信用代码。名录里没有的也收，等人对上。",
    plain=True,
    most=18,
)
NOTES = (
    "部门：必填，写部门的名称，如卫生健康部门、市场监管部门。",
    "事项：必填，写其中一项：" + "".join(f"“{label}”" for label in What.labels) + "。",
    "代码：必填。机构或者从业人员的国家医保编码；机构也可以填统一社会信用代码。请保持文本格式。名录里没有的也收，由人对上。",
    "文号、处理日期：必填。日期写成2026-01-31的样子。",
    "内容：可以不填。从业人员的姓名只写在这里，加密保存。",
    "对方编号：可以不填，部门自己的编号。",
    "只要有一行有错，整张表都不收，并逐行说明错在哪里。",
)
WORDS = Says(
    "内容",
    hint="从业人员的姓名写在这里，加密保存。",
    words=True,
    secret="notice_words",
    most=notice_lines.LONGEST["words"],
)


@act(on=Office, creates=DepartmentNotice, by=TAKERS, under=["department"])
def enter_notice(
    office: Any,
    deed: Doing,
    *,
    department: Annotated[str, Says("哪个部门提供的", options=departments)],
    what: Annotated[str, Says("什么事", options=lambda subject, law: What.choices)],
    code: Annotated[str, CODE],
    document: Annotated[str, Says("文号", plain=True, most=80)],
    happened_on: Annotated[date, Says("处理之日")],
    words: Annotated[str, WORDS] = "",
) -> DepartmentNotice:
    """登记部门信息

    A department tells of an institution or its people; it waits to be acted upon.
    """
    told: dict[str, Any] = {
        "department": department, "what": what, "code": code, "document": document, "day": happened_on,
    }  # fmt: skip
    found = notice_lines.read(office, [(1, told)], deed.law, deed.on)
    for wrong in found.wrong:
        deed.refuse(wrong.code, wrong.says, beside="happened_on" if wrong.column == "day" else wrong.column)
    (line,) = found.lines
    _cite(deed, department)
    return deed.open(DepartmentNotice, office.bureau, line.state, **line.fields)


@act(
    on=Office,
    by=TAKERS,
    under=["department"],
    tells="第一张表要有这些列：部门、事项、代码、文号、处理日期；可以有内容、对方编号。有一行不对，一行也不收。代码不在名录里的也收，列在“没有对上”里。",
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
    found = notice_lines.read(office, rows, deed.law, deed.on)
    if found.wrong:
        cells = dict(rows)
        mistakes = [
            Mistake(each.row, each.column, each.says, text_of(cells[each.row].get(each.column))[:40])
            for each in found.wrong
        ]
        raise BadList(mistakes, SHEET.columns, "一行也没有收")
    _take(office, deed, found.lines)


@act(on=Office, by=Role.SYSTEM, under=["department"])
def take_notices(
    office: Any,
    deed: Doing,
    *,
    sender: Annotated[str, Says("接入号", plain=True, most=16)],
    department: Annotated[str, Says("哪个部门提供的", options=departments)],
    rows: Annotated[list[Upload], Says("各条信息")],
) -> None:
    """收到部门系统送来的信息

    What a department's own system sent. Its lines are handed over as they came, like a workbook: what is kept of each
    stands on its own notice. What is wrong with one keeps none of the others out; whoever sent them is told of each.
    """
    _cite(deed, department)
    numbered = list(enumerate(rows, 1))
    found = notice_lines.read(office, numbered, deed.law, deed.on, sender)  # type: ignore[arg-type]
    _take(office, deed, found.lines, sender)
    deed.note(again=len(found.again), wrong=len(found.wrong))


def _take(office: Any, deed: Doing, lines: list[Line], sender: str = "") -> None:
    """The lines as notices, each with a docket of its own; what was told in words is in the vault."""
    for state in (State.RECEIVED, State.UNMATCHED):
        deed.open_many(
            DepartmentNotice, office.bureau, state,
            [
                Opening(
                    {**line.fields, "sender": sender}, {"notice_words": line.words} if line.words else {}, {"document": line.document},
                )
                for line in lines
                if line.state == state
            ],
        )  # fmt: skip
    unmatched = sum(line.state == State.UNMATCHED for line in lines)
    deed.note(lines=len(lines), unmatched=unmatched)


def _cite(deed: Doing, department: str) -> None:
    if department != "discipline" and (bound := deed.law.find(department)):
        deed.cite(bound)


@act(
    on=DepartmentNotice,
    moves={State.UNMATCHED: State.RECEIVED},
    by=TAKERS,
    under=["department"],
    tells="核对名称、执业证书再对；对错了人，处理也会错到人。",
)
def place_notice(
    notice: DepartmentNotice,
    deed: Doing,
    *,
    whom: Annotated[
        str,
        Says("说的是哪一家、哪一位", hint="名录里的国家医保编码，或者统一社会信用代码", plain=True, most=18),
    ],
    words: Annotated[str, Says("怎样核对的", words=True, most=1000)],
) -> None:
    """对上机构或者人

    No code of ours was told; an officer found out whom it is about, and says how.
    """
    code = whom.strip().upper()
    if says := codes.wrong(code):
        deed.refuse("bad_code", says, beside="whom")
    found = codes.meant(notice.bureau, [code]).get(code)
    if found is None:
        deed.refuse(
            "not_on_the_list", "本局的名录里没有这个代码，或者有几家用同一个信用代码。", beside="whom"
        )
    if says := misfit(notice.what, found):
        deed.refuse("does_not_fit", says, beside="whom")
    for name, value in whose(found).items():
        setattr(notice, name, value)
