"""A month's statement, trial balance and vouchers on paper, and a year of one account."""

from collections.abc import Iterable, Sequence
from typing import Any

from zhongdu import papers
from zhongdu.calendar import clock
from zhongdu.fund import queries
from zhongdu.fund.ledgers import Entry
from zhongdu.fund.models import Account, Month
from zhongdu.fund.rules import Row, sides
from zhongdu.kit.matters import band
from zhongdu.law.governing import governing


def statement(month: Month) -> bytes:
    """Income and expenditure of the month and since January, and what the fund has at its end."""
    said = queries.statement(month)
    net, year = said.surplus
    rows = [["收入", "", "", ""], *_flows(said.income), ["支出", "", "", ""], *_flows(said.expenditure)]
    rows += [["收支结余", "", _plain(net), _plain(year)], ["月末", "", "", ""]]
    for part, stocks in (("资产", said.assets), ("负债", said.liabilities), ("净资产", said.balance)):
        rows += [[f"　{part}", f"{code} {name}", _plain(fen), ""] for code, name, fen in stocks]
    earned = "；".join(f"{name}{_plain(fen)}元" for _, name, _, fen in queries.interest(month) if fen)
    return _printed(
        month,
        "基金收支和资产负债表",
        columns=["项目", "科目", "本月（月末）", "本年累计"],
        widths=[3, 7, 5, 5],
        rows=rows,
        foot=f"本年各户利息：{earned or '没有'}。单位：元。",
    )


def _flows(rows: list[tuple[str, str, int, int]]) -> list[list[str]]:
    total = [sum(row[2] for row in rows), sum(row[3] for row in rows)]
    told = [["", f"{code} {name}", _plain(month), _plain(year)] for code, name, month, year in rows]
    return [*told, ["", "小计", *map(_plain, total)]]


def vouchers(month: Month, shown: Iterable[Any]) -> bytes:
    """Every posted voucher with its lines, in order, for binding."""
    rows = []
    for each in shown:
        first = [str(each.voucher), f"{each.voucher.day:%-m月%-d日}", each.voucher.summary]
        for at, line in enumerate(each.lines):
            debit, credit = (_plain(fen) if fen else "" for fen in (line.debit, line.credit))
            rows.append([*(first if not at else ["", "", ""]), str(line.account), debit, credit])
    return _printed(
        month, "记账凭证汇总", columns=["凭证号", "日期", "摘要", "科目", "借方", "贷方"], widths=[3, 3, 7, 6, 4, 4],
        rows=rows or [["", "", "本月没有记账凭证", "", "", ""]], foot="单位：元。",
    )  # fmt: skip


def trial(month: Month, rows: Sequence[tuple[str, Row]]) -> bytes:
    """Every account with its opening, its turnover and its closing; debit and credit apart, each with its sum."""
    amounts = [[*sides(row.opening), row.debit, row.credit, *sides(row.closing)] for _, row in rows]
    told = [
        [f"{row.code} {name}", *map(_or_blank, each)] for (name, row), each in zip(rows, amounts, strict=True)
    ]
    totals = [sum(column) for column in zip(*amounts, strict=True)] or [0] * 6
    return _printed(
        month, "科目余额表", columns=["科目", "期初借方", "期初贷方", "本期借方", "本期贷方", "期末借方", "期末贷方"],
        widths=[6, 4, 4, 4, 4, 4, 4], rows=[*told, ["合计", *map(_plain, totals)]], foot="单位：元。",
    )  # fmt: skip


def ledger(account: Account, year: int, entries: Iterable[Entry]) -> bytes:
    """A year of one account, oldest first, with the sum of every month."""
    rows = [
        [
            f"{each.line.voucher.day:%-m月%-d日}" if each.line else "", str(each.line.voucher) if each.line else "", each.summary,
            each.against, _or_blank(each.debit), _or_blank(each.credit), each.side, _plain(abs(each.balance)),
        ]
        for each in entries
    ]  # fmt: skip
    return _listed(
        account.book.bureau, "明细账", f"{account.book.name}{account}{year}年明细账",
        f"{account.book.bureau.name}　{account.book.name}　{account}　{year}年",
        columns=["日期", "凭证号", "摘要", "对方科目", "借方", "贷方", "方向", "余额"], widths=[3, 3, 6, 5, 4, 4, 2, 4],
        rows=rows, foot="单位：元。",
    )  # fmt: skip


def _printed(month: Month, title: str, **told: Any) -> bytes:
    closed = f"{month.closed_on:%Y年%-m月%-d日}结账" if month.closed_on else "尚未结账"
    note = f"{month.bureau.name}　{month.book.name}　{month.first:%Y年%-m月}　{closed}"
    return _listed(month.bureau, title, f"{month.book.name}{month.first:%Y年%-m月}{title}", note, **told)


def _listed(bureau: Any, title: str, name: str, note: str, **told: Any) -> bytes:
    law = governing(bureau, clock.today())
    data = {
        "dated": clock.today(), "title": title, "note": note, "demonstration": band(law) or None, **told,
    }  # fmt: skip
    return papers.render("listing", data, title=name)


def _or_blank(fen: int) -> str:
    return _plain(fen) if fen else ""


def _plain(fen: int) -> str:
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"
