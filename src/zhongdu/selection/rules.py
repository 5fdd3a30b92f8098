"""Pure computations of a selection: what a score is, what is still missing on a sheet, how ranges are written."""

from collections.abc import Sequence
from fractions import Fraction

from zhongdu.law.reliance import rests_on
from zhongdu.record.chain import canonical, sm3

FULL = 100_00  # hundredths of a point: scores are out of a hundred, to two decimals
Line = Sequence[int | None] | None  # a reviewer's points by criterion; None for one who stands aside


@rests_on("selection.looks_at", "selection.best")
def score_of(weights: Sequence[int], mosts: Sequence[int], lines: Sequence[Line]) -> int:
    """A candidate's score in hundredths: the mean over those who scored, each criterion by its weight; half rounds up.

    Raises ``ValueError`` where nobody scored, or something was left empty.
    """
    scored = [line for line in lines if line is not None]
    if not weights:
        return 0
    if not scored or any(points is None for line in scored for points in line):
        raise ValueError("a score needs every point of somebody")
    total = sum(
        Fraction(weight * points, most)
        for line in scored
        for weight, most, points in zip(weights, mosts, line, strict=True)
        if points is not None
    )
    exact = total * FULL / (sum(weights) * len(scored))
    return int(exact + Fraction(1, 2))


def spoken(score: int) -> str:
    """87.50."""
    return f"{score // 100}.{score % 100:02d}"


def hundredths(text: str) -> int:
    """What a person typed as points, in hundredths. Raises ``ValueError``."""
    whole = Fraction(text.strip() or "0") * 100
    if whole.denominator != 1 or not 0 <= whole <= FULL:
        raise ValueError(text)
    return int(whole)


def sheet_hash(lines: Sequence[tuple[str, Line]]) -> str:
    """What fixes a reviewer's sheet once it is handed in: the numbers with their points, in order."""
    return sm3(
        canonical(
            [[number, None if line is None else list(line)] for number, line in sorted(lines, key=_number)]
        ).encode()
    )


def _number(line: tuple[str, Line]) -> str:
    return line[0]


def read_range(text: str) -> tuple[int, int | None]:
    """``"3-10"``, ``"3-"``, ``"-10"``: the ends of a range. Raises ``ValueError`` for anything else."""
    least, dash, most = text.partition("-")
    if not dash:
        raise ValueError(text)
    return int(least or 0), int(most) if most else None
