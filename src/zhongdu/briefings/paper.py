"""A bulletin on paper: the figures of each fund with where they are from, and what the bureau has to say of them."""

from typing import Any

from zhongdu import papers
from zhongdu.briefings.models import Briefing
from zhongdu.briefings.rules import Bar, Figures, Fund, bars
from zhongdu.calendar import clock
from zhongdu.kit.matters import band
from zhongdu.law.governing import governing
from zhongdu.law.money import yuan
from zhongdu.law.reliance import rests_on
from zhongdu.papers import word


def pdf_of(briefing: Briefing) -> bytes:
    return papers.render("notice", printed(briefing), title=briefing.title)


def word_of(briefing: Briefing) -> bytes:
    return word.notice(printed(briefing))


@rests_on("bulletin", kind="paper")
def printed(briefing: Briefing) -> dict[str, Any]:
    on = briefing.sent_on or clock.today()
    figures = Figures.read(briefing.figures)
    rows = [
        [each.name, *(_said(fen) for fen in (each.income, each.expenditure, each.surplus, each.balance))]
        for each in figures.funds
    ]
    said = [line.strip() for line in briefing.body.splitlines() if line.strip()]
    return {
        "dated": on,
        "title": briefing.title,
        "body": [
            f"{_day(briefing.since)}至{_day(briefing.until)}，{briefing.bureau.name}医疗保障基金收支情况如下（单位：元）。",
            {"table": {"columns": ["基金", "收入", "支出", "收支结余", "期末结余"], "widths": [3, 2, 2, 2, 2], "rows": rows or [["—"] * 5]}},
            *(_chart(fund, drawn) for fund, drawn in bars(figures)),
            *([f"追回基金{yuan(figures.recovered)}。"] if figures.recovered is not None else []),
            *([f"发放举报奖励{yuan(figures.rewards)}。"] if figures.rewards is not None else []),
            *said,
            f"数字来源：{'；'.join(dict.fromkeys(f'{each.name}，{each.source}' for each in figures.funds)) or '—'}。",
        ],
        "issuer": briefing.bureau.name,
        "issued": on,
        "demonstration": band(governing(briefing.bureau, on)) or None,
    }  # fmt: skip


def _chart(fund: Fund, drawn: list[Bar]) -> dict[str, Any]:
    """The bars of the page, on paper."""
    told = [{"label": each.label, "length": each.length, "says": f"{_said(each.fen)}元"} for each in drawn]
    return {"chart": {"title": fund.name, "bars": told}}


def _said(fen: int) -> str:
    return f"-{yuan(-fen)}".removesuffix("元") if fen < 0 else yuan(fen).removesuffix("元")


def _day(day: Any) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
