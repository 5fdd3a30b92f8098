"""A budget as a workbook: versions side by side, its stages, its execution month by month."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any

import xlsxwriter

from zhongdu.budget import queries
from zhongdu.budget.models import Budget, Stage
from zhongdu.calendar import clock
from zhongdu.kit.workbooks import HEAD

_MONEY = {"num_format": "#,##0.00"}


def of(budget: Budget, shown: queries.Execution, stages: Iterable[Stage]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as made:
        made.set_properties({"title": str(budget), "created": datetime.combine(clock.today(), time())})
        head, money = made.add_format(HEAD), made.add_format(_MONEY)
        _versions(made.add_worksheet("各稿"), budget, head, money)
        _execution(made.add_worksheet("执行"), shown, head, money)
        sheet = made.add_worksheet("经过")
        _table(
            sheet, ["第几稿", "步骤", "日期", "文号", "说明"],
            [[each.version, each.get_step_display(), f"{each.on:%Y-%m-%d}", each.document, each.words] for each in stages], head,
        )  # fmt: skip
    return out.getvalue()


def _table(sheet: Any, heads: Sequence[str], rows: Iterable[Sequence[Any]], head: Any) -> None:
    sheet.write_row(0, 0, heads, head)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(heads) - 1, 16)
    for at, row in enumerate(rows, start=1):
        sheet.write_row(at, 0, row)


def _versions(sheet: Any, budget: Budget, head: Any, money: Any) -> None:
    rows: dict[str, list[Any]] = {}
    for line in budget.lines.select_related("account").order_by("account__code", "version"):
        account = line.account
        row = rows.setdefault(
            account.code, [account.code, account.name, account.get_element_display(), *[""] * budget.version]
        )
        row[2 + line.version] = line.amount / 100
    heads = ["科目编号", "科目名称", "类别", *(f"第{n}稿" for n in range(1, budget.version + 1))]
    _table(sheet, heads, rows.values(), head)
    sheet.set_column(3, 2 + budget.version, 18, money)


def _execution(sheet: Any, shown: queries.Execution, head: Any, money: Any) -> None:
    heads = ["科目编号", "科目名称", "全年预算", *(f"{n}月" for n in range(1, 13)), "累计"]
    rows = [
        [row.code, row.name, row.budgeted / 100, *(fen / 100 for fen in row.months), row.so_far(shown.month) / 100]
        for row in shown.rows
    ]  # fmt: skip
    _table(sheet, heads, rows, head)
    sheet.set_column(2, len(heads) - 1, 16, money)
