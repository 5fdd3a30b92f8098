"""A reward reckoned: who may have one, what it comes to and why, how it is shared. No database, no clock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from zhongdu.law.money import percent, yuan
from zhongdu.law.pack import Bound
from zhongdu.law.reliance import rests_on
from zhongdu.law.scales import ROUNDED, grade_of, part_of, steps
from zhongdu.law.shapes import Strength
from zhongdu.scope.practices import practice

MET, UNMET = "符合", "不符合"
_FEN = 100  # to a yuan: the limits are written in yuan

ASSIGNED_WORK = practice(
    "rewards.assigned_work",
    "指定工作中发现的线索，计不计奖励",
    {"counted": "计，与自主工作一样", "not_counted": "不计，只奖励自主发现的线索"},
)
SHARING = practice(
    "rewards.sharing",
    "几个人举报同一件事，怎样奖励",
    {"first": "只奖励最先举报的人", "equally": "平均分", "by_weight": "按办案人员认定的贡献分"},
)


@dataclass(frozen=True)
class Line:
    """One line of a derivation: what was done, what it leads to, by which clause; "" for what is the bureau's own way."""

    says: str
    fen: int
    clause: str = ""


@dataclass(frozen=True)
class OwnShare:
    """A share of the case value that neither measure nor base names: the bureau's, with the document it is from."""

    points: int
    basis: str


@rests_on("reward.condition")
def unmet(conditions: Iterable[Bound], findings: Mapping[str, str]) -> list[Bound]:
    """The conditions that bar a reward: those that bind (应当) and were not found to be met."""
    return [
        bound
        for bound in conditions
        if bound.rule.strength in {Strength.MUST, Strength.MUST_NOT} and findings.get(bound.name) != MET
    ]


@rests_on("reward.assigned_work")
def is_counted(assigned: bool, told: str) -> bool:
    """Whether a lead found in assigned work is rewarded; ``told`` is what the law, or else the bureau, says."""
    return not assigned or told == "counted"


@rests_on("reward.scale", "reward.limits")
def reckon(
    value: int, source: str, scale: Bound | None, limits: Bound | None, *, grade: str = "", insider: bool = False,
    own: OwnShare | None = None,
) -> list[Line]:  # fmt: skip
    """From the case value to the reward of the case, line by line; the last line's amount is it.

    Raises ``LookupError`` with a sentence for a level the scale does not have, ``ValueError`` where neither a scale nor
    the bureau's own share is there.
    """
    lines = [Line(f"案值，依据{source}", value)]
    if scale:
        steps_ = steps(scale.rule, grade_of(scale.rule, grade), value, insider=insider)
        lines += [Line(step.says, step.fen, str(scale.address)) for step in steps_]
    elif own:
        fen = part_of(value, own.points)
        lines.append(Line(f"按{own.basis}：{yuan(value)} × {percent(own.points)}，{ROUNDED['half_up']}", fen))
    else:
        raise ValueError("没有奖励标准")
    return [*lines, *_limited(lines[-1].fen, limits)]


def _limited(fen: int, limits: Bound | None) -> Iterable[Line]:
    """The floor first, then the cap: whatever else is written, a cap is never passed."""
    if limits is None:
        return
    least, most, clause = limits.rule.min, limits.rule.max, str(limits.address)
    if least is not None and fen < least * _FEN:
        fen = least * _FEN
        yield Line(f"不足{yuan(fen)}的，按{yuan(fen)}", fen, clause)
    if most is not None and fen > most * _FEN:
        yield Line(f"超过{yuan(most * _FEN)}的，按{yuan(most * _FEN)}", most * _FEN, clause)


@rests_on("reward.sharing")
def weights(among: str, people: int, named: Sequence[int] = ()) -> list[int]:
    """How much of a reward each of several has a part in, in the order they reported. ``named`` are the parts of an order, or
    those an officer found. Raises ``ValueError`` with a sentence."""
    if among == "equally":
        return [1] * people
    if among == "first":
        return [1, *[0] * (people - 1)]
    if among == "by_order":
        return [*named, *[0] * people][:people]
    if len(named) != people or any(each < 1 for each in named):
        raise ValueError(
            f"共 {people} 人，请按先后写 {people} 个正整数，如 {'、'.join(['5', '3', *['1'] * people][:people])}。"
        )
    return list(named)


@rests_on("reward.sharing")
def shares(total: int, parts: Sequence[int]) -> list[int]:
    """Whole fen that add up to the total exactly: what is left over goes to the largest remainders, the earlier first."""
    whole = sum(parts)
    if whole <= 0:
        raise ValueError("至少要有一个人有份")
    floors = [total * part // whole for part in parts]
    by_remainder = sorted(range(len(parts)), key=lambda at: (-(total * parts[at] % whole), at))
    for at in by_remainder[: total - sum(floors)]:
        floors[at] += 1
    return floors


@rests_on("reward")
def decides_above(bureau_path: str, against_path: str) -> bool:
    """Whether a bureau stands outside the one whose people the lead is about, and may decide on its reward."""
    return not against_path or not bureau_path.startswith(against_path)


def kept(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """A derivation as a matter keeps it."""
    return [asdict(line) for line in lines]


def read(lines: Iterable[Mapping[str, Any]]) -> list[Line]:
    return [Line(**line) for line in lines]
