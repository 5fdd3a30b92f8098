"""Service reckoned: minutes within a day, what they read as, and what a year's figures come to. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from unicodedata import normalize

from zhongdu.law.reliance import rests_on
from zhongdu.scope.practices import practice

VISIT_MINUTES = practice(
    "service.visit_minutes",
    "记巡查时长时先填多少",
    {"": "不先填，由监督员自己填", "60": "先填一小时，监督员可以改", "120": "先填两小时，监督员可以改"},
)

DAY = 24 * 60  # minutes
HUNDRED = 100


def spoken(minutes: int) -> str:
    """``90`` → 1小时30分钟."""
    hours, rest = divmod(minutes, 60)
    return f"{hours}小时{f'{rest}分钟' if rest else ''}" if hours else f"{rest}分钟"


@rests_on("service.record")
def fits(minutes: int, others: Iterable[int]) -> bool:
    """Whether a stint and the others of the same person on the same day find room in it."""
    return 0 < minutes <= DAY - sum(others)


def tidy(typed: str) -> str:
    """A verification code as it is kept, however somebody copied it off a paper."""
    signs = [sign for sign in normalize("NFKC", typed).upper() if sign.isascii() and sign.isalnum()]
    return "-".join("".join(signs[at : at + 4]) for at in range(0, len(signs), 4))


def within(day: date, since: date, until: date) -> bool:
    return since <= day <= until


# --- the yearly assessment -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Weight:
    """What a figure counts for: up to ``weight`` points, all of them from ``full`` on; or, where it ``deducts``,
    ``weight`` points off for each."""

    weight: int
    full: int = 1
    deducts: bool = False


@dataclass(frozen=True)
class Scored:
    """A figure as an assessment keeps it: enough to reckon it again by hand. ``tenths`` are tenths of a point."""

    name: str
    label: str
    unit: str
    value: int
    weight: int
    full: int
    deducts: bool
    tenths: int

    @property
    def derivation(self) -> str:
        """The sum as it is printed: 按时完成4次，满6次得30分：30 × 4 ÷ 6 = 20分."""
        said = f"{self.value}{self.unit}"
        if self.deducts and not self.value:
            return f"{said}，不扣分"
        if self.deducts:
            return f"{said}，每{self.unit}扣{self.weight}分：{self.weight} × {self.value} = 扣{points(-self.tenths)}分"
        counted = min(self.value, self.full)
        capped = f"（按{self.full}{self.unit}计）" if self.value > self.full else ""
        return (
            f"{said}{capped}，满{self.full}{self.unit}得{self.weight}分："
            f"{self.weight} × {counted} ÷ {self.full} = {points(self.tenths)}分"
        )


def scored(name: str, label: str, unit: str, value: int, by: Weight) -> Scored:
    """One figure's points: in proportion up to its full number, rounded to a tenth, halves up."""
    if by.deducts:
        tenths = -10 * by.weight * value
    else:
        counted = min(max(value, 0), by.full)
        tenths = (20 * by.weight * counted + by.full) // (2 * by.full)
    return Scored(name, label, unit, value, by.weight, by.full, by.deducts, tenths)


@rests_on("assessment")
def total(figures: Iterable[Scored]) -> int:
    """Tenths of a point in all: never below nought."""
    return max(0, sum(figure.tenths for figure in figures))


def points(tenths: int) -> str:
    """``205`` → 20.5, ``200`` → 20."""
    whole, rest = divmod(abs(tenths), 10)
    return f"{'-' if tenths < 0 else ''}{whole}{f'.{rest}' if rest else ''}"


def kept(figures: Iterable[Scored]) -> list[dict[str, Any]]:
    """Figures as a matter keeps them."""
    return [asdict(figure) for figure in figures]


def read(figures: Iterable[Mapping[str, Any]]) -> list[Scored]:
    return [Scored(**figure) for figure in figures]


def wrong_weights(weights: Mapping[str, Weight]) -> str:
    """Why a scheme's weights cannot stand; "" when they can: what can be earned is a hundred points in all."""
    if any(by.weight < 0 or by.full < 1 for by in weights.values()):
        return "分值不能小于0，满分所需数至少是1。"
    earned = sum(by.weight for by in weights.values() if not by.deducts)
    return "" if earned == HUNDRED else f"各项分值加起来是{earned}分，应当正好是{HUNDRED}分（扣分项不计）。"
