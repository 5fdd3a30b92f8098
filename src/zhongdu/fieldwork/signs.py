"""What the capture of a visit gives away: a clock set wrong, a place made up, a photograph from elsewhere. Pure.

Every sign is a hint for whoever reads the visit; none refuses anything.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from typing import Any

from zhongdu.calendar.clock import CHINA
from zhongdu.fieldwork.captures import Capture, Clock, Fix
from zhongdu.law.reliance import rests_on

WRONG = 120_000  # milliseconds two clocks may differ before anybody is told
ROUGH = 1_000  # metres: a place this uncertain says little
FASTEST = 70  # metres a second: no car on a road is faster
SAME = 3  # fixes in a row that agree to the last digit: no receiver does that
AROUND = timedelta(minutes=30)  # before the first answer and after the signature
NEAR = 1_000  # metres between a photograph and the visit
_EARTH = 6_371_000  # metres


@dataclass(frozen=True)
class Reckoned:
    """A moment as the phone had it, put right. ``offset``: milliseconds added; ``moved``: the clock was set anew between visit and sending."""

    at: datetime
    offset: int = 0
    moved: bool = False


@rests_on("work.record")
def reckon(clock: Clock, told: int) -> Reckoned:
    """When a moment of the phone's own clock really was.

    The difference measured before the visit counts, for a clock that was put right on the way home would hide it;
    without one, the difference when it was sent. Two minutes are no difference.
    """
    sending = clock.get("sending", 0)
    before = clock.get("before", sending)
    offset = before if abs(before) > WRONG else 0
    return Reckoned(moment(told + offset), offset, abs(before - sending) > WRONG)


def moment(milliseconds: int) -> datetime:
    """A moment of some clock, as it stands."""
    return datetime.fromtimestamp(milliseconds / 1000, CHINA)


def of_clock(clock: Clock) -> Iterator[str]:
    """What is odd about the phone's clock."""
    found = reckon(clock, clock["signed_at"])
    if found.offset:
        slow = "慢" if found.offset > 0 else "快"
        yield f"手机时间比服务器{slow}{_span(abs(found.offset))}，巡查时间已按服务器时间校正"
    if found.moved:
        yield "手机时间在巡查以后被调过"


def _span(milliseconds: int) -> str:
    minutes = round(milliseconds / 60_000)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = ((days, "天"), (hours, "小时"), (minutes, "分钟"))
    return "".join(f"{number}{word}" for number, word in parts if number)


def of_place(fixes: Sequence[Fix]) -> Iterator[str]:
    """Signs that a place was made up, and how far it can be trusted at all."""
    if any(fix["accuracy"] == 0 for fix in fixes):
        yield "定位精度为0，可能是模拟定位"
    if _never_moves(fixes):
        yield f"连续{SAME}次以上定位分毫不差，可能是模拟定位"
    if any(_too_fast(one, other) for one, other in pairwise(fixes)):
        yield "两次定位之间移动得太快，不合常理"
    if fixes and min(fix["accuracy"] for fix in fixes) > ROUGH:
        yield "定位误差超过1公里，只能参考"


def _never_moves(fixes: Sequence[Fix]) -> bool:
    run = 1
    for one, other in pairwise(fixes):
        run = run + 1 if _spot(one) == _spot(other) and one["at"] != other["at"] else 1
        if run >= SAME:
            return True
    return False


def _spot(fix: Fix) -> tuple[float, float, float]:
    return fix["latitude"], fix["longitude"], fix["accuracy"]


def _too_fast(one: Fix, other: Fix) -> bool:
    """Even if both were as wrong as they say they may be."""
    apart = metres(_spot(one)[:2], _spot(other)[:2]) - one["accuracy"] - other["accuracy"]
    seconds = max(abs(other["at"] - one["at"]) / 1000, 1)
    return apart / seconds > FASTEST


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The distance between two places given in degrees, over the ground."""
    (a, b), (c, d) = ((radians(x), radians(y)) for x, y in (one, other))
    half = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return 2 * _EARTH * asin(sqrt(min(half, 1)))


@rests_on("work.record")
def of_photo(claims: dict[str, Any], capture: Capture) -> Iterator[str]:
    """Where a photograph's own words do not fit the visit. ``claims``: what ``files.exif`` reads.

    Its time is the camera's, which is the phone's: so it is compared with the phone's own clock, right or wrong.
    """
    taken = claims.get("taken_at")
    if taken and not _within(taken.replace(tzinfo=CHINA), capture["clock"]):
        yield "拍摄时间不在这次巡查期间"
    place, fixes = claims.get("place"), capture["fixes"]
    if place and fixes and all(metres(place, _spot(fix)[:2]) > NEAR + fix["accuracy"] for fix in fixes):
        yield "拍摄位置离巡查地点超过1公里"


def of_day(claims: dict[str, Any], done_at: datetime) -> Iterator[str]:
    """The same for a visit that was written down on a page of the server: all that is known of it is its time."""
    taken = claims.get("taken_at")
    if taken and taken.date() != done_at.astimezone(CHINA).date():
        yield "拍摄日期不是巡查那一天"


def _within(taken: datetime, clock: Clock) -> bool:
    begun, signed = moment(clock["begun_at"]), moment(clock["signed_at"])
    return begun - AROUND <= taken <= signed + AROUND
