"""Publicity work as a workbook: one line an activity, as bureaus keep it for the year's report."""

import io
from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

import xlsxwriter

from zhongdu.calendar import clock
from zhongdu.kit.workbooks import HEAD
from zhongdu.law.reliance import rests_on

COLUMNS = ("日期", "活动名称", "宣传什么", "怎样宣传", "地点或媒体", "负责人", "状态", "时长（分钟）", "覆盖人数", "参加的监督员", "发布的网址", "医保局", "编号")  # fmt: skip
_WIDTHS = (12, 36, 14, 22, 26, 12, 10, 12, 10, 12, 36, 24, 14)
MOST = 5_000  # lines


@rests_on("publicity", kind="paper")
def written(rows: Iterable[Any], *, by: str) -> bytes:
    """One line an activity; under them who took it out and when. No supervisor is named."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        book.set_properties({"title": "宣传台账", "created": datetime.combine(clock.today(), time())})
        head, wrapped = book.add_format(HEAD), book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("宣传台账")
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        for at, width in enumerate(_WIDTHS):
            sheet.set_column(at, at, width, wrapped)
        sheet.write_row(0, 0, COLUMNS, head)
        sheet.freeze_panes(1, 0)
        last = 0
        for last, each in enumerate(rows, start=1):
            sheet.write_row(last, 0, _line(each))
        sheet.write(last + 2, 0, by)
        sheet.set_footer("&R第 &P 页")
    return out.getvalue()


def _line(each: Any) -> list[Any]:
    return [
        each.on.isoformat(), each.title, each.get_topic_display(), each.get_way_display(), each.where,
        each.led_by.get_full_name() or each.led_by.get_username(), each.get_state_display(), each.minutes or "",
        "" if each.reach is None else each.reach, each.there or "", each.link, each.bureau.name, each.number,
    ]  # fmt: skip
