"""Points on the earth as forms, lists and plans use them: read, checked, brought to one datum, measured.

Everything is kept in CGCS2000, which phones' positions agree with to within a metre; what comes from the country's public
web maps is in GCJ-02, which lies up to several hundred metres off, and is brought back. Pure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, pi, radians, sin, sqrt

CGCS2000, GCJ02 = "CGCS2000", "GCJ-02"
DATUMS = (CGCS2000, GCJ02)
EARTH = 6_371_008.8  # metres, the mean radius: near enough for a street
_AXIS, _FLAT = 6_378_245.0, 0.006693421622965943  # the ellipsoid GCJ-02 is shifted on
_DIRECTIONS = ("北", "东北", "东", "东南", "南", "西南", "西", "西北")


class NoPlace(ValueError):
    """What was written is no place in the country; the sentence says why."""


@dataclass(frozen=True)
class Point:
    """A place in CGCS2000, in degrees."""

    longitude: float
    latitude: float

    def __str__(self) -> str:
        return f"{self.longitude:.5f},{self.latitude:.5f}"

    @property
    def says(self) -> str:
        return f"经度 {self.longitude:.5f}，纬度 {self.latitude:.5f}（{CGCS2000}）"


def read(longitude: str, latitude: str, datum: str = CGCS2000) -> Point:
    """The place somebody wrote; ``NoPlace`` where it is none."""
    if not longitude.strip() or not latitude.strip():
        raise NoPlace("经度和纬度要一起写。")
    try:
        east, north = float(longitude), float(latitude)
    except ValueError:
        raise NoPlace("经度、纬度要写成数字，如 109.87900 和 31.07400。") from None
    if not (73 <= east <= 136 and 3 <= north <= 54):
        swapped = 73 <= north <= 136 and 3 <= east <= 54
        raise NoPlace("经度和纬度好像写反了。" if swapped else "这个位置不在中国境内，请核对经度和纬度。")
    return from_gcj02(east, north) if datum == GCJ02 else Point(round(east, 6), round(north, 6))


def from_text(written: str) -> Point:
    """``"109.879,31.074"``: longitude, then latitude."""
    longitude, _, latitude = written.partition(",")
    return read(longitude, latitude)


def from_gcj02(longitude: float, latitude: float) -> Point:
    """A point of the public maps where it is on the earth: the shift taken off, until taking it on gives the point."""
    east, north = longitude, latitude
    for _ in range(8):
        shifted_east, shifted_north = _shifted(east, north)
        east, north = east + longitude - shifted_east, north + latitude - shifted_north
    return Point(round(east, 6), round(north, 6))


def _shifted(longitude: float, latitude: float) -> tuple[float, float]:
    """Where the public maps show a point."""
    x, y = longitude - 105, latitude - 35
    waves = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + waves
    north += (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
    north += (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + waves
    east += (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
    east += (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    round_ = 1 - _FLAT * sin(radians(latitude)) ** 2
    north = north * 180 / (_AXIS * (1 - _FLAT) / (round_ * sqrt(round_)) * pi)
    east = east * 180 / (_AXIS / sqrt(round_) * cos(radians(latitude)) * pi)
    return longitude + east, latitude + north


def apart(one: Point, other: Point) -> tuple[float, float]:
    """How many metres to the east and to the north one goes from one point to another."""
    east = (
        radians(other.longitude - one.longitude) * cos(radians((one.latitude + other.latitude) / 2)) * EARTH
    )
    return east, radians(other.latitude - one.latitude) * EARTH


def metres(one: Point, other: Point) -> float:
    return hypot(*apart(one, other))


def direction(one: Point, other: Point) -> str:
    """In which direction one goes: 东北."""
    east, north = apart(one, other)
    return _DIRECTIONS[round(degrees(atan2(east, north)) / 45) % 8]


def spoken(distance: float) -> str:
    """A distance as people say it."""
    return f"{distance / 1000:.1f}公里" if distance >= 1000 else f"{round(distance / 5) * 5}米" if distance >= 50 else f"{distance:.0f}米"  # fmt: skip


# --- a plan -----------------------------------------------------------------------------------------------------
SIDE, MARGIN = 480, 36  # of the drawing, in its own units
SHOWN, FURTHEST = 12, 5_000  # institutions on a plan, metres


@dataclass(frozen=True)
class Mark:
    """Something known on a plan: its name, where it is drawn, how far it is and in which direction."""

    name: str
    x: float
    y: float
    away: str

    @property
    def text_y(self) -> float:
        """Where the number in its mark stands."""
        return round(self.y + 5, 1)


@dataclass(frozen=True)
class Plan:
    """A point with what is known around it, north upwards; ``bar`` is the scale's length in the drawing."""

    marks: tuple[Mark, ...]
    bar: float
    bar_says: str
    side: int = SIDE


def plan(middle: Point, around: Iterable[tuple[str, Point]]) -> Plan:
    """The nearest of what is known, drawn so that the furthest of them still fits."""
    near = sorted(((metres(middle, point), name, point) for name, point in around), key=lambda each: each[0])
    near = [each for each in near if each[0] <= FURTHEST][:SHOWN]
    reach = max([each[0] for each in near], default=0) * 1.1 or 200
    reach = max(reach, 100)
    scale = (SIDE / 2 - MARGIN) / reach
    marks = []
    for distance, name, point in near:
        east, north = apart(middle, point)
        away = f"{direction(middle, point)}{spoken(distance)}"
        marks.append(Mark(name, round(SIDE / 2 + east * scale, 1), round(SIDE / 2 - north * scale, 1), away))
    length = _round_length(reach / 2)
    return Plan(tuple(marks), round(length * scale, 1), spoken(length))


def _round_length(most: float, steps: Sequence[int] = (20, 50, 100, 200, 500, 1000, 2000)) -> int:
    return max([each for each in steps if each <= most], default=steps[0])
