"""Where no choice keeps every range: the fewest people by which ranges must give way, and which. Pure."""

from collections.abc import Callable
from dataclasses import dataclass

from zhongdu.programme import Programme, Row
from zhongdu.selection.maximin import rows_of, types_of
from zhongdu.selection.task import Range, Task


@dataclass(frozen=True)
class Easing:
    """One range that must give way, and how far."""

    range: Range
    least: int
    most: int | None
    there_are: int  # candidates of the group

    def says(self, label: Callable[[str], str]) -> str:
        name = f"“{label(self.range.feature)}：{self.range.group}”"
        if self.least < self.range.least:
            why = (
                f"候选人里一共{self.there_are}人"
                if self.there_are < self.range.least
                else "与其他范围合在一起"
            )
            return f"{name}至少{self.range.least}人做不到（{why}），最多只能{self.least}人；可把下限改为{self.least}。"
        return f"{name}最多{self.range.most}人做不到（与其他范围和拟聘人数合在一起），至少要{self.most}人；可把上限改为{self.most}。"


def is_possible(task: Task) -> bool:
    """Whether some choice keeps every range."""
    types, sizes = types_of(task)
    return (
        Programme([0] * len(types), sizes, rows_of(task, types), whole=True).best([0] * len(types))
        is not None
    )


def easings(task: Task) -> list[Easing]:
    """The smallest relaxation: the fewest people in all, then the fewest ranges touched. Needs enough candidates."""
    types, sizes = types_of(task)
    places, *rows = rows_of(task, types)
    columns, count = len(types), len(rows)
    far = task.places + max(
        (each.least for each in task.ranges), default=0
    )  # further no range ever has to give way
    # After the types: for each range how many too few, how many too many, and whether it gives way at all.
    loose = [
        Row({**row.at, columns + at: 1, columns + count + at: -1}, row.low, row.high)
        for at, row in enumerate(rows)
    ]
    touched = [
        Row({columns + at: 1, columns + count + at: 1, columns + 2 * count + at: -far}, -float("inf"), 0)
        for at in range(count)
    ]
    most = [*sizes, *[far] * (2 * count), *[1] * count]
    programme = Programme([0] * len(most), most, [places, *loose, *touched], whole=True)
    weight = count + 1  # one person weighs more than all ranges together
    found = programme.best([0] * columns + [-weight] * (2 * count) + [-1] * count)
    if found is None:
        raise ValueError("there are fewer candidates than places")
    few, many = found.whole[columns : columns + count], found.whole[columns + count : columns + 2 * count]
    there_are = task.counts(task.people)
    return [
        Easing(each, each.least - short, each.most if each.most is None else each.most + over, there)
        for each, short, over, there in zip(task.ranges, few, many, there_are, strict=True)
        if short or over
    ]


def eased(task: Task) -> Task:
    """The task with its ranges relaxed as little as can be."""
    given_way = {(each.range.feature, each.range.group): each for each in easings(task)}
    ranges = [
        Range(each.feature, each.group, way.least, way.most)
        if (way := given_way.get((each.feature, each.group)))
        else each
        for each in task.ranges
    ]
    return Task(task.people, tuple(ranges), task.places)
