"""Pairing: who goes where, as an exact optimum. Pure.

Nobody goes where they must stand back; every institution gets as many people as were asked for; the work is spread as
evenly as that allows; and among such plans the one with the least cost is taken, where it costs to send somebody who
lives elsewhere, or who was there last time, or who has much at hand already.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from zhongdu.programme import Programme, Row
from zhongdu.record.chain import sm3

AGAIN, ELSEWHERE, AT_HAND = 8, 3, 1  # what it costs; the last for each visit at hand, up to five
_HEED = 5

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Person:
    number: str
    address: str = ""
    at_hand: int = 0


@dataclass(frozen=True)
class Place:
    code: str
    name: str
    division: str = ""
    last: str = ""  # the number of whoever was there last time


class Impossible(Exception):
    """No plan gives every institution its people: a sentence that says where it fails."""


def paired(
    places: Sequence[Place],
    people: Sequence[Person],
    each: int,
    barred: Collection[tuple[str, str]],
    seed: str,
    progress: Progress = lambda done, total, says: None,
) -> dict[str, list[str]]:
    """``{code: numbers of those who go}``. ``barred``: (person's number, institution's code) that may not meet.
    Raises :class:`Impossible`."""
    people = sorted(people, key=lambda person: sm3(f"{seed}:{person.number}".encode()))
    allowed = {
        place.code: [person for person in people if (person.number, place.code) not in barred]
        for place in places
    }
    _refuse_bare(places, allowed, each)
    columns = [(place, person) for place in places for person in allowed[place.code]]
    cost = [-_cost(place, person) for place, person in columns]
    fair = ceil(len(places) * each / len(people))
    for most in _ceilings(fair, len(places)):
        progress(most - fair, 0, f"正在安排，每人最多{most}家")
        if found := _programme(columns, places, people, each, most).best(cost):
            return _read(columns, found.whole)
    raise Impossible("这些人安排不开：能去的人太集中，请多选几位监督员，或者少看几家。")


def _ceilings(fair: int, all_places: int) -> list[int]:
    """The most anybody goes to: as even as can be first, then ever less even."""
    wider, step = [fair], 1
    while wider[-1] < all_places:
        wider.append(min(wider[-1] + step, all_places))
        step *= 2
    return wider


def _refuse_bare(places: Sequence[Place], allowed: Mapping[str, Sequence[Person]], each: int) -> None:
    bare = [place.name for place in places if len(allowed[place.code]) < each]
    if bare:
        some = "、".join(bare[:5]) + ("等" if len(bare) > 5 else "")
        raise Impossible(f"能去{some}的人不够{each}位，请多选几位监督员，或者去掉这{len(bare)}家。")


def _cost(place: Place, person: Person) -> int:
    elsewhere = bool(place.division) and place.division not in person.address
    return (
        AGAIN * (place.last == person.number) + ELSEWHERE * elsewhere + AT_HAND * min(person.at_hand, _HEED)
    )


def _programme(
    columns: Sequence[tuple[Place, Person]],
    places: Sequence[Place],
    people: Sequence[Person],
    each: int,
    most: int,
) -> Programme:
    of_place: dict[str, dict[int, float]] = {place.code: {} for place in places}
    of_person: dict[str, dict[int, float]] = {person.number: {} for person in people}
    for at, (place, person) in enumerate(columns):
        of_place[place.code][at] = of_person[person.number][at] = 1
    rows = [Row(at, each, each) for at in of_place.values()]
    rows += [Row(at, 0, most) for at in of_person.values() if at]
    return Programme([0] * len(columns), [1] * len(columns), rows, whole=True)


def _read(columns: Sequence[tuple[Place, Person]], whole: Sequence[int]) -> dict[str, list[str]]:
    made: dict[str, list[str]] = {}
    for (place, person), goes in zip(columns, whole, strict=True):
        if goes:
            made.setdefault(place.code, []).append(person.number)
    return made
