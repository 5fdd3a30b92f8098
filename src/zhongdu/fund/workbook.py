"""A month of books as a workbook: to be checked, sorted and filed."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any

import xlsxwriter

from zhongdu.calendar import clock
from zhongdu.fund import queries
from zhongdu.fund.models import Month
from zhongdu.fund.queries import Statement
from zhongdu.fund.rules import Row
from zhongdu.kit.workbooks import HEAD

_MONEY = {"num_format": "#,##0.00"}


def month(found: Month, rows: Sequence[tuple[str, Row]], said: Statement, vouchers: Iterable[Any]) -> bytes:
    """The trial balance, income and expenditure with what the fund has, interest by account, the vouchers line by line."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as made:
        made.set_properties(
            {
                "title": f"{found.book.name}{found.first:%Y年%-m月}",
                "created": datetime.combine(clock.today(), time()),
            }
        )
        head, money = made.add_format(HEAD), made.add_format(_MONEY)
        _trial(made.add_worksheet("科目余额"), rows, head, money)
        _statement(made.add_worksheet("收支和资产负债"), said, head, money)
        _interest(made.add_worksheet("各户利息"), queries.interest(found), head, money)
        _vouchers(made.add_worksheet("凭证"), vouchers, head, money)
    return out.getvalue()


def _table(
    sheet: Any, heads: Sequence[str], rows: Iterable[Sequence[Any]], head: Any, money: Any, first: int
) -> None:
    """A table whose columns from ``first`` on are amounts in yuan."""
    sheet.write_row(0, 0, heads, head)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, first - 1, 18)
    sheet.set_column(first, len(heads) - 1, 18, money)
    for at, row in enumerate(rows, start=1):
        sheet.write_row(
            at, 0, [*row[:first], *(fen / 100 if isinstance(fen, int) else fen for fen in row[first:])]
        )


def _trial(sheet: Any, rows: Sequence[tuple[str, Row]], head: Any, money: Any) -> None:
    heads = ["科目编号", "科目名称", "期初借方", "期初贷方", "本期借方", "本期贷方", "期末借方", "期末贷方"]
    told = [
        [row.code, name, *sides(row.opening), row.debit, row.credit, *sides(row.closing)]
        for name, row in rows
    ]
    totals = [sum(column) for column in zip(*(line[2:] for line in told), strict=True)] or [0] * 6
    _table(sheet, heads, [*told, ["", "合计", *totals]], head, money, 2)


def sides(fen: int) -> tuple[int, int]:
    """A balance in its column: debit or credit."""
    return max(fen, 0), max(-fen, 0)


def _statement(sheet: Any, said: Statement, head: Any, money: Any) -> None:
    flows = [
        [part, code, name, month, year]
        for part, rows in (("收入", said.income), ("支出", said.expenditure))
        for code, name, month, year in rows
    ]
    flows.append(["结余", "", "收入减支出", *said.surplus])
    stocks = [
        [part, code, name, fen, ""]
        for part, rows in (("资产", said.assets), ("负债", said.liabilities), ("净资产", said.balance))
        for code, name, fen in rows
    ]
    _table(
        sheet, ["类别", "科目编号", "科目名称", "本月（月末）", "本年累计"], [*flows, *stocks], head, money, 3
    )


def _interest(sheet: Any, rows: Iterable[Sequence[Any]], head: Any, money: Any) -> None:
    _table(sheet, ["科目编号", "账户", "本月", "本年累计"], rows, head, money, 2)


def _vouchers(sheet: Any, vouchers: Iterable[Any], head: Any, money: Any) -> None:
    heads = ["凭证号", "日期", "种类", "摘要", "所附单据", "科目编号", "科目名称", "借方", "贷方"]
    lines = [
        [str(each.voucher), f"{each.voucher.day:%Y-%m-%d}", each.voucher.get_kind_display(), each.voucher.summary,
         each.voucher.source, line.account.code, line.account.name, line.debit, line.credit]
        for each in vouchers
        for line in each.lines
    ]  # fmt: skip
    _table(sheet, heads, lines, head, money, 7)
