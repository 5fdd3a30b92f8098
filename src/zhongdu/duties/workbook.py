"""The board as a workbook."""

import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from functools import cache
from typing import Any

import xlsxwriter

from zhongdu.duties.board import Row
from zhongdu.duties.clause_list import Line
from zhongdu.duties.overview import Month, Tally
from zhongdu.kit.workbooks import HEAD
from zhongdu.law.citing import cite
from zhongdu.scope.models import Bureau

_TALLY = [
    "逾期",
    "最长逾期天数",
    "现在就欠着",
    "最长欠了几天",
    "今天到期",
    "本月到期",
    "以后到期",
    "没有期限",
    "今年办结",
    "其中逾期",
    "今年说明未履行",
]
_CLAUSE = [
    "依据",
    "办法",
    "条款地址",
    "内容",
    "性质",
    "力度",
    "由什么落实",
    "今年用过",
    *_TALLY,
    "没有义务的，为什么",
]
_MONTH = ["月份", "新产生", "按期办结", "逾期办结", "月末逾期", "月末常设欠着"]
_ROW = [
    "义务",
    "依据",
    "条款地址",
    "医保局",
    "谁",
    "对谁",
    "起算",
    "期限",
    "谁定的期限",
    "情形",
    "办结",
    "由什么办结",
    "事项",
    "编号",
]


def of(
    *,
    bureaus: Iterable[tuple[Bureau, Tally]],
    clauses: Iterable[tuple[str, Line]],
    months: Iterable[Month],
    rows: Iterable[Row],
    today: date,
) -> bytes:
    """Four sheets: bureaus worst first, clauses, months, and the duties themselves."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties(
            {"title": f"履职看板{today:%Y年%-m月%-d日}", "created": datetime.combine(today, time())}
        )
        head = book.add_format(HEAD)
        _sheet(
            book.add_worksheet("逐局"),
            ["医保局", *_TALLY],
            ([bureau.name, *_told(tally, today)] for bureau, tally in bureaus),
            head,
        )
        _sheet(
            book.add_worksheet("逐条"),
            _CLAUSE,
            (_clause(measure, line, today) for measure, line in clauses),
            head,
        )
        _sheet(
            book.add_worksheet("逐月"), _MONTH,
            ([f"{each.first:%Y-%m}", each.opened, each.met, each.late, each.overdue, each.owed_now] for each in months),
            head,
        )  # fmt: skip
        by = cache(_by)  # a file of very many rows cites few clauses
        _sheet(book.add_worksheet("逐项"), _ROW, (_row(row, by) for row in rows), head)
    return out.getvalue()


def _sheet(sheet: Any, heads: Sequence[str], rows: Iterable[Sequence[Any]], head: Any) -> None:
    sheet.set_column(0, 0, 36)
    sheet.set_column(1, len(heads) - 1, 14)
    sheet.freeze_panes(1, 1)
    sheet.write_row(0, 0, heads, head)
    for at, row in enumerate(rows, start=1):
        sheet.write_row(at, 0, row)


def _told(tally: Tally, today: date) -> list[int]:
    return [
        tally.overdue,
        tally.days(today),
        tally.owed_now,
        tally.waited(today),
        tally.today,
        tally.month,
        tally.later,
        tally.no_number,
        tally.met,
        tally.late,
        tally.missed,
    ]


def _clause(measure: str, line: Line, today: date) -> list[Any]:
    strengths = "、".join(each.label for each in line.strengths)
    return [
        _cited(line.address), measure, line.address, line.gist, line.kind, strengths, line.rests, line.applied,
        *_told(line.tally, today), line.why,
    ]  # fmt: skip


def _cited(clause: str) -> str:
    return cite(clause).title if clause else "本局做法"


def _by(clause: str) -> str:
    return cite(clause).label if clause else "本局做法"


def _row(row: Row, by: Callable[[str], str]) -> list[str]:
    duty = row.duty
    ended = duty.ended_on
    return [
        duty.says, by(duty.clause), duty.clause, duty.bureau.name, row.holder,
        row.owed_to, f"{duty.since:%Y-%m-%d}", f"{duty.due:%Y-%m-%d}" if duty.due else "", duty.get_source_display(),
        row.heading + ("（逾期）" if row.late and row.when == "met" else ""), f"{ended:%Y-%m-%d}" if ended else "",
        row.met_by, row.matter, duty.docket.number,
    ]  # fmt: skip
