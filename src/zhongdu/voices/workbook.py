"""Opinions as a workbook: what they come to, in officers' words; nobody's name, and none of the speakers' own words."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter

from zhongdu.calendar import clock
from zhongdu.kit.workbooks import HEAD

COLUMNS = (
    "编号",
    "收到",
    "谁提的",
    "来源",
    "类别",
    "摘要",
    "状态",
    "结果",
    "答复",
    "等了几天",
    "落实",
    "办理的局",
)
_WIDTHS = (14, 12, 12, 14, 20, 60, 10, 10, 12, 10, 12, 24)


def opinions(rows: Sequence[Any], gists: Mapping[str, str], called: Mapping[str, str], *, by: str) -> bytes:
    """One line an opinion; under them who took it out and when."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": "意见建议"})
        head, wrapped = book.add_format(HEAD), book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("意见建议")
        for at, width in enumerate(_WIDTHS):
            sheet.set_column(at, at, width, wrapped)
        sheet.write_row(0, 0, COLUMNS, head)
        sheet.freeze_panes(1, 0)
        for at, each in enumerate(rows, start=1):
            sheet.write_row(at, 0, _line(each, gists[each.number], called))
        sheet.write(len(rows) + 2, 0, by)
        sheet.set_footer(f"&L{by}&R第 &P 页")
    return out.getvalue()


def _line(each: Any, gist: str, called: Mapping[str, str]) -> list[Any]:
    until = each.answered_on or clock.today()
    return [
        each.number,
        each.filed_on.isoformat(),
        each.get_speaker_display(),
        each.get_source_display(),
        "、".join(called[tag.theme] for tag in each.tags.all()),
        gist or "（还没有摘要）",
        each.get_state_display(),
        each.get_outcome_display() if each.outcome else "",
        each.answered_on.isoformat() if each.answered_on else "",
        (until - each.filed_on).days,
        each.carried_out_on.isoformat() if each.carried_out_on else "",
        each.bureau.name,
    ]
