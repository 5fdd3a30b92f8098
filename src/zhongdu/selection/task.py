"""What is to be solved: people with their groups and scores, ranges for groups, how many places. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from zhongdu.record.chain import sm3


@dataclass(frozen=True)
class Person:
    """A candidate as the computation knows one: a number, groups by feature, hundredths of a point."""

    number: str
    groups: Mapping[str, str]
    score: int = 0
    preferred: bool = False


@dataclass(frozen=True)
class Range:
    """How many of a group may be chosen, both ends included; ``most`` is None where nothing caps it."""

    feature: str
    group: str
    least: int = 0
    most: int | None = None

    def holds(self, person: Person) -> bool:
        return person.groups.get(self.feature) == self.group

    def keeps(self, number: int) -> bool:
        return self.least <= number and (self.most is None or number <= self.most)


@dataclass(frozen=True)
class Task:
    people: tuple[Person, ...]
    ranges: tuple[Range, ...]
    places: int

    @property
    def features(self) -> tuple[str, ...]:
        """The features some range speaks of, in order: people who share them are alike to every range."""
        return tuple(sorted({each.feature for each in self.ranges}))

    def type_of(self, person: Person) -> tuple[str, ...]:
        return tuple(person.groups.get(feature, "") for feature in self.features)

    def counts(self, people: Iterable[Person]) -> list[int]:
        """How many of some people fall under each range."""
        found = Counter((name, group) for person in people for name, group in person.groups.items())
        return [found[each.feature, each.group] for each in self.ranges]

    def broken_by(self, people: Sequence[Person]) -> list[Range]:
        """The ranges that a choice of people does not keep."""
        pairs = zip(self.ranges, self.counts(people), strict=True)
        return [each for each, number in pairs if not each.keeps(number)]


def tie_order(seed: str, numbers: Iterable[str]) -> dict[str, int]:
    """The draw among equals: everybody's place when sorted by SM3(seed:number). Anybody can do it again."""
    drawn = sorted((sm3(f"{seed}:{number}".encode()), number) for number in numbers)
    return {number: place for place, (_, number) in enumerate(drawn)}
