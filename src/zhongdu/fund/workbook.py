"""A month of books, or a year of one account, as a workbook: to be checked, sorted and filed."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any

import xlsxwriter

from zhongdu.calendar import clock
from zhongdu.fund import queries
from zhongdu.fund.ledgers import Entry
from zhongdu.fund.models import Account, Month
from zhongdu.fund.queries import Statement
from zhongdu.fund.rules import Row, sides
from zhongdu.kit.workbooks import HEAD

_MONEY = {"num_format": "#,##0.00"}


def month(found: Month, rows: Sequence[tuple[str, Row]], said: Statement, vouchers: Iterable[Any]) -> bytes:
    """The trial balance, income and expenditure with what the fund has, interest by account, the vouchers line by line."""
    out = io.BytesIO()
    with _begun(out, f"{found.book.name}{found.first:%Y年%-m月}") as made:
        head, money = made.add_format(HEAD), made.add_format(_MONEY)
        _trial(made.add_worksheet("科目余额"), rows, head, money)
        _statement(made.add_worksheet("收支和资产负债"), said, head, money)
        _interest(made.add_worksheet("各户利息"), queries.interest(found), head, money)
        _vouchers(made.add_worksheet("凭证"), vouchers, head, money)
    return out.getvalue()


def ledger(account: Account, year: int, entries: Iterable[Entry]) -> bytes:
    """A year of one account, oldest first, with the sum of every month."""
    out = io.BytesIO()
    with _begun(out, f"{account.book.name}{account}{year}年明细账") as made:
        heads = ["日期", "凭证号", "摘要", "对方科目", "方向", "借方", "贷方", "余额"]
        rows = [
            [
                f"{each.line.voucher.day:%Y-%m-%d}" if each.line else "", str(each.line.voucher) if each.line else "",
                each.summary, each.against, each.side, each.debit or "", each.credit or "", abs(each.balance),
            ]
            for each in entries
        ]  # fmt: skip
        _table(made.add_worksheet("明细账"), heads, rows, made.add_format(HEAD), made.add_format(_MONEY), 5)
    return out.getvalue()


def _begun(out: io.BytesIO, title: str) -> Any:
    """A workbook with the same bytes all day."""
    made = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    made.set_properties({"title": title, "created": datetime.combine(clock.today(), time())})
    return made


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
