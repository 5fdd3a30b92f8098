"""What a lead still lacks, and whom it is about. No database, no clock."""

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


def acknowledge_by(way: str, on: date, schedule: Schedule) -> date:
    """By when a grave event that came on a day is acknowledged, as the receiving bureau settled it for itself."""
    days = {"same_day": 0, "working_day": 1, "two_working_days": 2}[way]
    return reckon(Period(days, Unit.WORKING_DAYS, rolls=True), on, schedule).last if days else on
