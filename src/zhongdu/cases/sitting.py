"""When several must deliberate, how many, and what carries. Pure: no database, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass

from zhongdu.law.money import yuan
from zhongdu.law.reliance import rests_on
from zhongdu.scope.practices import practice

FROM = practice(
    "cases.deliberation_from",
    "涉及多少金额的案件算“重大”，要集体审议（损失与罚款合计）",
    {
        "every": "凡给予处罚的都集体审议",
        "100000": "10万元以上的（含本数）",
        "500000": "50万元以上的（含本数）",
        "found": "不看金额，由办案人员认定",
    },
)
PEOPLE = practice(
    "cases.deliberation_people",
    "涉及多少人的案件要集体审议",
    {"ignored": "不看人数", "10": "10人以上的（含本数）", "50": "50人以上的（含本数）"},
)
QUORUM = practice(
    "cases.quorum", "集体审议至少几人参加", {"three": "至少3人", "five": "至少5人", "seven": "至少7人"}
)
MAJORITY = practice(
    "cases.majority",
    "集体审议怎样算通过",
    {
        "present": "超过到会表决人数的半数",
        "members": "超过全体组成人员的半数",
        "two_thirds": "达到到会表决人数的三分之二",
    },
)
_QUORUM = {"three": 3, "five": 5, "seven": 7}
_FLAGS = {"major": "属于重大行政决定", "complicated": "情况复杂", "social_impact": "可能造成重大社会影响"}
OWN = "（本局做法）"


@dataclass(frozen=True)
class Weight:
    """What a case weighs: what is asked before it is decided."""

    outcome_punishes: bool
    loss_fen: int
    fine_fen: int
    restricts: bool  # suspends services, or bars a person
    people: int
    flags: Sequence[str]


@rests_on("deliberation")
def reasons(weight: Weight, amount_way: str, people_way: str) -> list[str]:
    """Why this case is one for deliberation; none: a single head may decide it."""
    found = [_FLAGS[flag] for flag in weight.flags]
    if weight.outcome_punishes and weight.restricts:
        found.append(f"暂停医药服务或者限制从业{OWN}")
    if weight.outcome_punishes and amount_way == "every":
        found.append(f"凡给予处罚的都集体审议{OWN}")
    elif amount_way.isdigit() and (amount := weight.loss_fen + weight.fine_fen) >= int(amount_way) * 100:
        found.append(f"损失与罚款合计{yuan(amount)}，达到{yuan(int(amount_way) * 100)}{OWN}")
    if people_way.isdigit() and weight.people >= int(people_way):
        found.append(f"涉及{weight.people}人，达到{people_way}人{OWN}")
    return found


@dataclass(frozen=True)
class Voice:
    """A member as the resolution counts them."""

    conflicted: bool | None
    has_read: bool
    vote: str  # "", "for", "against", "abstain"

    @property
    def counts(self) -> bool:
        return self.conflicted is False and self.has_read and bool(self.vote)


@rests_on("deliberation")
def quorum_of(way: str) -> int:
    return _QUORUM[way]


@rests_on("deliberation", "recusal")
def why_not_yet(voices: Sequence[Voice], quorum: int) -> str:
    """Why no resolution can be made yet, in a sentence; "" when it can."""
    if any(voice.conflicted is None for voice in voices):
        return "还有成员没有说明有没有利害关系。"
    silent = [voice for voice in voices if voice.conflicted is False and not voice.vote]
    if silent:
        return f"还有{len(silent)}名成员没有发表意见。"
    present = sum(voice.counts for voice in voices)
    if present < quorum:
        return f"能够表决的只有{present}人，至少要{quorum}人；请另行召集。"
    return ""


@rests_on("deliberation")
def carries(voices: Sequence[Voice], way: str) -> bool:
    """Whether the proposal is carried. An abstention is present and not for."""
    present = [voice for voice in voices if voice.counts]
    agreed = sum(voice.vote == "for" for voice in present)
    if way == "members":
        return 2 * agreed > sum(voice.conflicted is False for voice in voices)
    if way == "two_thirds":
        return bool(present) and 3 * agreed >= 2 * len(present)
    return 2 * agreed > len(present)
