"""A budget reckoned: what its lines come to, what stands against them. Pure; amounts are whole fen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from unicodedata import normalize

from zhongdu.law.money import NotMoney, fen_of
from zhongdu.law.reliance import rests_on
from zhongdu.scope.practices import practice

INCOME, EXPENDITURE = "income", "expenditure"
MOST_LINES = 200

SURPLUS = practice(
    "budget.surplus",
    "结余占收入多少以上算不上“略有结余”、报送时要说明（办法没有写）",
    {"none": "不定，只看是否收不抵支", "15": "百分之十五", "10": "百分之十", "5": "百分之五"},
)
VARIANCE = practice(
    "budget.variance",
    "执行偏离时间进度多少个百分点以上要说明（办法没有写）",
    {"10": "十个百分点", "5": "五个百分点", "20": "二十个百分点"},
)


class BadBudget(ValueError):
    """What is wrong with a budget's lines: one sentence for people."""


def read(typed: Iterable[str]) -> dict[str, int]:
    """``401 1,200.00`` → {"401": 120000}. Raises :class:`BadBudget`, naming the line."""
    found: dict[str, int] = {}
    for at, each in enumerate(typed, start=1):
        code, _, amount = normalize("NFKC", each).strip().partition(" ")
        try:
            fen = fen_of(amount)
        except NotMoney as wrong:
            raise BadBudget(f"第{at}行：{wrong}") from None
        if code in found:
            raise BadBudget(f"第{at}行：科目{code}填了两次。")
        found[code] = fen
    return found


def nested(codes: Iterable[str]) -> str:
    """An account that stands below another one of the same budget: its money would count twice; "" where none does."""
    known = sorted(codes)
    return next((code for code in known if any(code != each and code.startswith(each) for each in known)), "")


@rests_on("fund.principle")
def departure(income: int, expenditure: int, most: str) -> str:
    """How a budget departs from 以收定支、收支平衡、略有结余, to be explained in writing; "" where it does not.

    The principle has no number: what is more than a small surplus is the bureau's own line (``most``, percent or "none").
    """
    if expenditure > income:
        return "支出大于收入，不合“以收定支、收支平衡”"
    if most != "none" and (income - expenditure) * 100 > income * int(most):
        return f"结余超过收入的百分之{most}（本局定的线），不是“略有结余”"
    return ""


@dataclass(frozen=True)
class Executed:
    """One line of a budget against the books: by month of the year, and so far."""

    code: str
    name: str
    element: str
    budgeted: int
    months: tuple[int, ...]  # January first

    def so_far(self, month: int) -> int:
        return sum(self.months[:month])

    def progress(self, month: int) -> int | None:
        """How much of the year's amount, in basis points; none where nothing was budgeted."""
        return round(self.so_far(month) * 10_000 / self.budgeted) if self.budgeted else None

    def ahead(self, month: int) -> int | None:
        """Basis points ahead of the calendar (behind it: negative), were the year spent evenly."""
        progress = self.progress(month)
        return None if progress is None else progress - round(month * 10_000 / 12)

    def strays(self, month: int, points: int) -> bool:
        """Whether it is off by more than so many percentage points; what was never budgeted always is."""
        ahead = self.ahead(month)
        return abs(ahead) > points * 100 if ahead is not None else bool(self.so_far(month))


@rests_on("budget.drafting")
def executed(
    lines: Sequence[tuple[str, str, str, int]],
    turned: Mapping[tuple[str, date], int],
    accounts: Mapping[str, tuple[str, str]],
) -> list[Executed]:
    """Each line with what the books say of it. Money on an account below a line's is that line's; what belongs to no line
    is a line of its own that was not budgeted. ``accounts`` are names and elements by code; ``turned`` is debit positive."""
    budgeted = {code for code, *_ in lines}
    sums: dict[str, list[int]] = {}
    for (code, first), fen in turned.items():
        element = accounts[code][1]
        if element not in (INCOME, EXPENDITURE):
            continue
        owner = max((each for each in budgeted if code.startswith(each)), key=len, default=code)
        months = sums.setdefault(owner, [0] * 12)
        months[first.month - 1] += -fen if element == INCOME else fen
    unplanned = [(code, *accounts[code], 0) for code in sorted(sums.keys() - budgeted) if any(sums[code])]
    return [
        Executed(code, name, element, fen, tuple(sums.get(code, [0] * 12)))
        for code, name, element, fen in [*lines, *unplanned]
    ]
