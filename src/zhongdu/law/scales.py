"""What a scale makes of a case value: an amount in fen and how it came about, line by line. Pure.

Every step only ever grows with the case value, so a greater case is never paid less; ``tests/law/test_scales.py`` tries it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from zhongdu.law.money import percent, yuan
from zhongdu.law.scale_shapes import Grade, Scale

Rounding = Literal["half_up", "down", "up"]
_WHOLE = 10_000  # basis points
ROUNDED = {"half_up": "四舍五入到分", "down": "不足一分的舍去", "up": "不足一分的进一分"}


@dataclass(frozen=True)
class Step:
    """One line of a derivation: what was done, and the amount it leads to."""

    says: str
    fen: int


def part_of(fen: int, points: int, rounding: Rounding = "half_up") -> int:
    """A share of an amount in basis points, in whole fen."""
    product = fen * points
    return (product + {"half_up": _WHOLE // 2, "down": 0, "up": _WHOLE - 1}[rounding]) // _WHOLE


def grade_of(scale: Scale, name: str) -> Grade:
    """The level with a name; the only one, where a scale has one. Raises ``LookupError`` with a sentence."""
    for grade in scale.grades:
        if grade.name == name or (not name and len(scale.grades) == 1):
            return grade
    known = "、".join(f"{grade.name}（{grade.label}）" for grade in scale.grades)
    raise LookupError(f"奖励标准里没有“{name}”这一级，有 {known}。")


def steps(scale: Scale, grade: Grade, value: int, *, insider: bool = False) -> Iterator[Step]:
    """From a case value in fen to what the scale gives, before the limits over all rewards."""
    amount = 0
    for says, stretch, points in _stretches(scale, grade, value):
        amount += part_of(stretch, points, scale.rounding)
        yield Step(f"{says}{yuan(stretch)} × {percent(points)}", amount)
    if amount < grade.floor_fen:
        amount = grade.floor_fen
        yield Step(f"{grade.label}不足{yuan(amount)}的，按{yuan(amount)}", amount)
    if insider and scale.insider_bp:
        amount += part_of(amount, scale.insider_bp, scale.rounding)
        yield Step(f"内部人员举报，上浮{percent(scale.insider_bp)}", amount)


def worth(scale: Scale, grade: Grade, value: int, *, insider: bool = False) -> int:
    """The last of the steps."""
    return [step.fen for step in steps(scale, grade, value, insider=insider)][-1]


def _stretches(scale: Scale, grade: Grade, value: int) -> Iterator[tuple[str, int, int]]:
    """The parts of a case value that are paid at one rate each: (what it is, fen, basis points)."""
    if grade.rate_bp is not None:
        yield f"{grade.label}，案值", value, grade.rate_bp
        return
    start = 0
    for segment in grade.segments:
        end = value if segment.up_to_fen is None else min(value, segment.up_to_fen)
        last = segment.up_to_fen is None or value <= segment.up_to_fen
        if not scale.cumulative and last:
            yield f"{grade.label}，{_named(start, segment.up_to_fen)}，案值", value, segment.rate_bp
        elif scale.cumulative:
            yield f"{grade.label}，{_named(start, segment.up_to_fen)}的部分", end - start, segment.rate_bp
        if last:
            return
        start = end


def _named(start: int, end: int | None) -> str:
    if end is None:
        return f"超过{yuan(start)}" if start else "全部"
    return f"超过{yuan(start)}至{yuan(end)}" if start else f"不超过{yuan(end)}"
