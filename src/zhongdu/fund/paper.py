"""A month's statement and its vouchers on paper."""

from collections.abc import Iterable
from typing import Any

from zhongdu import papers
from zhongdu.calendar import clock
from zhongdu.fund import queries
from zhongdu.fund.models import Month
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


def _printed(month: Month, title: str, **told: Any) -> bytes:
    law = governing(month.bureau, clock.today())
    closed = f"{month.closed_on:%Y年%-m月%-d日}结账" if month.closed_on else "尚未结账"
    data = {
        "dated": clock.today(),
        "title": title,
        "note": f"{month.bureau.name}　{month.book.name}　{month.first:%Y年%-m月}　{closed}",
        "demonstration": band(law) or None,
        **told,
    }
    return papers.render("listing", data, title=f"{month.book.name}{month.first:%Y年%-m月}{title}")


def _plain(fen: int) -> str:
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"
