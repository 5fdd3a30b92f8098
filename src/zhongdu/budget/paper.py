"""A budget on paper: as it is sent, and as it is kept to."""

from collections.abc import Iterable
from typing import Any

from zhongdu import papers
from zhongdu.budget import rules
from zhongdu.budget.models import Budget
from zhongdu.calendar import clock
from zhongdu.kit.matters import band
from zhongdu.law.governing import governing


def draft(budget: Budget, drafted: Iterable[Any], totals: tuple[int, int]) -> bytes:
    """Each account with this year's amount and what the last year came to."""
    rows: list[list[str]] = []
    drafted = list(drafted)
    for element, part, total in ((rules.INCOME, "收入", totals[0]), (rules.EXPENDITURE, "支出", totals[1])):
        own = [each for each in drafted if each.line.account.element == element]
        rows.append([part, "", "", ""])
        rows += [["", str(each.line.account), plain(each.last_year), plain(each.line.amount)] for each in own]
        rows.append(["", "小计", plain(sum(each.last_year for each in own)), plain(total)])
    rows.append(["当年结余", "收入减支出", "", plain(totals[0] - totals[1])])
    return _printed(
        budget, "收支预算表", columns=["项目", "科目", f"{budget.year - 1}年账面数", f"{budget.year}年预算"], widths=[3, 7, 5, 5],
        rows=rows, foot="单位：元。",
    )  # fmt: skip


def execution(budget: Budget, shown: Any, told: dict[str, Any]) -> bytes:
    """Each line against the books, up to the last month posted, with what was said of those off their course."""
    until = f"至{budget.year}年{shown.month}月" if shown.month else "尚未入账"
    rows = [
        [f"{row.code} {row.name}", plain(row.budgeted), plain(so_far), percent, word]
        for row, so_far, percent, (word, _tone) in told["execution"]
    ]
    rows += [
        [f"{part}合计", plain(budgeted), plain(so_far), "", ""] for part, budgeted, so_far in told["sums"]
    ]
    said = "；".join(f"{each.first.month}月 {each.account.name}：{each.words}" for each in told["said"])
    return _printed(
        budget, f"预算执行情况表（{until}）", columns=["科目", "全年预算", "累计执行", "完成", "与时间进度比"],
        widths=[6, 4.5, 4.5, 2.5, 4], rows=rows, foot=f"时间进度{told['even']}。偏差说明：{said or '无'}。单位：元。",
    )  # fmt: skip


def _printed(budget: Budget, title: str, **told: Any) -> bytes:
    data = {
        "dated": clock.today(),
        "title": title,
        "note": f"{budget.bureau.name}　{budget}　第{budget.version}稿　{budget.get_state_display()}",
        "demonstration": band(governing(budget.bureau, clock.today())) or None,
        **told,
    }
    return papers.render("listing", data, title=f"{budget}{title}")


def plain(fen: int) -> str:
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"
