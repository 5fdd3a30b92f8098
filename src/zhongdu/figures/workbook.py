"""The figures as a workbook."""

import io
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

import xlsxwriter

from zhongdu.calendar import clock
from zhongdu.kit.workbooks import HEAD


def of(charts: Iterable[Any], since: date, until: date) -> bytes:
    """One sheet: figure, bar, number, amount."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as made:
        made.set_properties({"title": "数据图表", "created": datetime.combine(clock.today(), time())})
        head, money = made.add_format(HEAD), made.add_format({"num_format": "#,##0.00"})
        sheet = made.add_worksheet("数据")
        sheet.write_row(0, 0, ["图表", "项目", "件数", "金额（元）", "期间"], head)
        sheet.set_column(0, 1, 30)
        sheet.set_column(2, 2, 10)
        sheet.set_column(3, 4, 26, money)
        period = f"{since:%Y-%m-%d}至{until:%Y-%m-%d}"
        lines = [(chart, bar) for chart in charts for bar in chart.bars]
        for at, (chart, bar) in enumerate(lines, start=1):
            n: Any = "不写" if bar.hidden else bar.n
            fen: Any = "" if bar.hidden or not chart.money else bar.fen / 100
            sheet.write_row(
                at,
                0,
                [chart.figure.title, bar.label, n, fen, period if chart.figure.day else f"{until:%Y-%m-%d}"],
            )
    return out.getvalue()
