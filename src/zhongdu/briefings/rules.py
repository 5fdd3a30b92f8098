"""The figures of a bulletin, and how long unread ones wait before the bureau reminds."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from zhongdu.scope.practices import practice

REMIND_AFTER = practice(
    "briefings.remind",
    "发出的文件几天没有看，系统提醒一次",
    {"7": "七天", "3": "三天", "14": "十四天", "no": "不提醒"},
)


@dataclass(frozen=True)
class Fund:
    """One fund in a period, in fen; ``source`` says where the figures are from."""

    name: str
    income: int
    expenditure: int
    balance: int  # at the end of the period
    source: str

    @property
    def surplus(self) -> int:
        return self.income - self.expenditure


@dataclass(frozen=True)
class Figures:
    """What a bulletin tells: each fund, what was recovered, what rewards were paid. None: nobody has said."""

    funds: tuple[Fund, ...] = ()
    recovered: int | None = None
    rewards: int | None = None

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "Figures":
        funds = tuple(Fund(**each) for each in kept.get("funds", ()))
        return cls(funds, kept.get("recovered"), kept.get("rewards"))

    def plain(self) -> dict[str, Any]:
        return {
            "funds": [asdict(each) for each in self.funds],
            "recovered": self.recovered,
            "rewards": self.rewards,
        }

    def with_fund(self, fund: Fund) -> "Figures":
        """The same with one fund's figures new."""
        others = tuple(each for each in self.funds if each.name != fund.name)
        return Figures((*others, fund), self.recovered, self.rewards)


@dataclass(frozen=True)
class Bar:
    """One bar of a chart: what, how much, and its length in hundredths of the longest."""

    label: str
    fen: int
    length: int
    tone: str


def bars(figures: Figures) -> list[tuple[Fund, list[Bar]]]:
    """Income, expenditure and balance of each fund, all to one scale, so that they can be compared."""
    told = [
        (fund, [("收入", fund.income, "in"), ("支出", fund.expenditure, "out"), ("期末结余", fund.balance, "kept")])
        for fund in figures.funds
    ]  # fmt: skip
    longest = _longest(fen for _, rows in told for _, fen, _ in rows)
    return [
        (fund, [Bar(label, fen, max(0, fen) * 100 // longest, tone) for label, fen, tone in rows])
        for fund, rows in told
    ]


def _longest(amounts: Iterable[int]) -> int:
    return max([1, *amounts])
