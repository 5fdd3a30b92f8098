"""What a lead still lacks, whom it is about, what it is like and what became of it. No database, no clock."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from zhongdu.calendar import Period, Schedule, Unit, reckon
from zhongdu.law.reliance import rests_on
from zhongdu.scope.practices import practice

ACKNOWLEDGING = practice(
    "leads.acknowledging",
    "重大情况多久之内确认收到",
    {"working_day": "下一个工作日以前", "same_day": "当天", "two_working_days": "两个工作日以内"},
)
COMPLETING = practice(
    "leads.completing", "退回补充的线索等多少天", {"10": "10天", "5": "5天", "20": "20天", "30": "30天"}
)

# A measure names what it asks for in its own words; these are the words by which we know what it means.
_MEANS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("time", ("时间", "日期")),
    ("place", ("地点", "地址")),
    ("evidence", ("证据", "材料", "照片", "录音", "视频")),
    ("whom", ("机构", "人员", "对象")),
    ("event", ("事件", "线索", "经过", "情况")),
)


@dataclass(frozen=True)
class Given:
    """Which pieces a lead has."""

    time: bool = False
    place: bool = False
    event: bool = False
    evidence: bool = False
    whom: bool = False


def meaning(item: str) -> str:
    """Which piece of a lead a measure's word asks for; "" for a word that only a person can judge."""
    return next((piece for piece, words in _MEANS if any(word in item for word in words)), "")


@rests_on("lead.contents")
def lacking(asked: Iterable[str], given: Given) -> tuple[str, ...]:
    """What the measure asks for and the lead does not have, in the measure's own words and order."""
    return tuple(item for item in asked if (piece := meaning(item)) and not getattr(given, piece))


@rests_on("task.watch_bureau", "violation")
def is_against_bureau(named: bool, kinds: Collection[str]) -> bool:
    """Whether a lead is about a bureau or its agency: the speaker says so, or ticks what only an agency can do.

    ``kinds`` are the kinds of bodies its violations belong to: ``medical_institution``, ``agency`` …
    """
    return named or "agency" in kinds


@rests_on("task.watch_bureau")
def bureau_meant(written: str, names: Collection[str]) -> str | None:
    """The bureau somebody means who wrote its name (or a department's of it) where an institution was asked for:
    one of ``names``, the first being the nearest; none where it is an institution's own name."""
    said = re.sub(r"\s", "", written).replace("医疗保障", "医保")
    if not re.search("医保局|医保(?:基金|服务)?中心|医保经办", said) or re.search(
        "药|医院|诊所|门诊|卫生|[^窗]店", said
    ):
        return None
    short = {name: name.replace("医疗保障", "医保") for name in names}
    return next((name for name, spoken in short.items() if spoken in said), next(iter(names), None))


def acknowledge_by(way: str, on: date, schedule: Schedule) -> date:
    """By when a grave event that came on a day is acknowledged, as the receiving bureau settled it for itself."""
    days = {"same_day": 0, "working_day": 1, "two_working_days": 2}[way]
    return reckon(Period(days, Unit.WORKING_DAYS, rolls=True), on, schedule).last if days else on


# --- what was said before ------------------------------------------------------------------------------
NEAR_WORDS = 0.3  # of the shorter text's pairs of characters, found in the other too
NEAR_DAYS = 31


@dataclass(frozen=True)
class Told:
    """What a lead tells, as far as another can be like it."""

    institution: int | None
    pairs: frozenset[str]
    on: date


@dataclass(frozen=True)
class Likeness:
    """In what two leads are alike, the nearer the greater; ``reasons`` are for people."""

    nearness: float
    reasons: tuple[str, ...]


def likeness(one: Told, other: Told) -> Likeness | None:
    """How alike two leads are; none where neither the institution nor the words are. Time alone makes none alike."""
    same = one.institution is not None and one.institution == other.institution
    words = _shared(one.pairs, other.pairs)
    if not same and words < NEAR_WORDS:
        return None
    apart = abs((one.on - other.on).days)
    found = (
        (same, "同一机构", 1.0),
        (words >= NEAR_WORDS, "说法相近", words),
        (apart <= NEAR_DAYS, "时间相近", 0.5 * (1 - apart / (NEAR_DAYS + 1))),
    )
    return Likeness(
        round(sum(weight for holds, _, weight in found if holds), 3),
        tuple(says for holds, says, _ in found if holds),
    )


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter else 0.0


# --- what became of it ---------------------------------------------------------------------------------
def overall(outcomes: Collection[str]) -> str:
    """What an answer found as a whole, from what became of each thing alleged."""
    found = set(outcomes)
    if len(found) == 1:
        return next(iter(found))
    if found & {"proved", "partly"}:
        return "partly"
    return "unclear"
