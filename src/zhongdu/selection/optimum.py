"""The exact best choice: the highest total score, then the most preferred people, then whom the draw puts first.

People of one type (alike to every range), one score and one preference form a class; how many of each class are
chosen is all there is to decide, for inside a class the draw does. Three questions follow one another, each keeping
what the one before has settled. What no optimum can differ in is fixed in between by an exact bound in whole
numbers, so that the later questions stay small.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import floor

from zhongdu.programme import Found, Programme, Row
from zhongdu.selection.task import Person, Task

_BLOCK = 16  # how many of the draw's order are settled in one question: 2 to this power stays exact
_FINE = 1000  # parts of a hundredth in which prices are rounded

Progress = Callable[[int, int, str], None]


def _silent(done: int, total: int, says: str) -> None:
    pass


class Impossible(Exception):
    """No choice keeps every range."""


def choose(task: Task, drawn: Mapping[str, int], progress: Progress = _silent) -> list[str]:
    """The numbers of the best choice, in order of score, preference and draw.

    ``drawn`` is everybody's place in the draw. Raises :class:`Impossible`.
    """
    search = _Search.of(task, drawn)
    progress(1, 4, "正在求最高总分")
    search.highest_score()
    progress(2, 4, "同分中看优先人选")
    search.most_preferred()
    progress(3, 4, "仍然相同的按抽签次序")
    search.first_drawn()
    chosen = search.chosen()
    if task.broken_by(chosen) or len(chosen) != task.places:
        raise RuntimeError("the solver's answer does not keep the ranges")
    return [person.number for person in ranked(chosen, drawn)]


def ranked(people: Sequence[Person], drawn: Mapping[str, int]) -> list[Person]:
    return sorted(people, key=lambda each: (-each.score, not each.preferred, drawn[each.number]))


@dataclass
class _Class:
    members: list[Person]  # by the draw
    least: int = 0  # how many are chosen at least and at most, as far as it is settled
    most: int = 0

    @property
    def score(self) -> int:
        return self.members[0].score

    @property
    def preferred(self) -> int:
        return int(self.members[0].preferred)


@dataclass
class _Search:
    task: Task
    drawn: Mapping[str, int]
    classes: list[_Class]
    kept: list[Row] = field(default_factory=list)  # what later questions must not undo

    @classmethod
    def of(cls, task: Task, drawn: Mapping[str, int]) -> "_Search":
        groups = defaultdict[tuple[tuple[str, ...], int, bool], list[Person]](list)
        for person in sorted(task.people, key=lambda each: drawn[each.number]):
            groups[task.type_of(person), person.score, person.preferred].append(person)
        return cls(task, drawn, [_Class(members, 0, len(members)) for members in groups.values()])

    # --- the three questions

    def highest_score(self) -> None:
        scores = [each.score for each in self.classes]
        relaxed = self._programme(whole=False).best(scores)
        found = self._programme().best(scores) if relaxed else None
        if relaxed is None or found is None:
            raise Impossible
        total = self._settle(found, scores)
        self._narrow(relaxed.duals, scores, total)

    def most_preferred(self) -> None:
        open_ = [each for each in self.classes if each.least < each.most]
        if len({each.preferred for each in open_}) < 2:
            return  # every choice that is left has as many
        wanted = [each.preferred for each in self.classes]
        found = self._programme().best(wanted)
        if found is None:
            raise RuntimeError("what was found before is no longer there")
        self._settle(found, wanted)

    def first_drawn(self) -> None:
        """Who comes first in the draw is in, if any optimum has room; then the next, and so on."""
        while block := self._next_block():
            self._decide(block)

    def chosen(self) -> list[Person]:
        return [person for each in self.classes for person in each.members[: each.least]]

    # --- how they are asked

    def _rows(self) -> list[Row]:
        types = [self.task.type_of(each.members[0]) for each in self.classes]
        features = self.task.features
        rows = [
            Row(
                {
                    at: 1
                    for at, type_ in enumerate(types)
                    if type_[features.index(each.feature)] == each.group
                },
                each.least,
                self.task.places if each.most is None else each.most,
            )
            for each in self.task.ranges
        ]
        return [Row(dict.fromkeys(range(len(types)), 1), self.task.places, self.task.places), *rows]

    def _programme(self, *, whole: bool = True) -> Programme:
        least, most = [each.least for each in self.classes], [each.most for each in self.classes]
        return Programme(least, most, [*self._rows(), *self.kept], whole=whole)

    def _settle(self, found: Found, objective: Sequence[int]) -> int:
        """Keep the value that was reached from now on."""
        total = sum(by * number for by, number in zip(objective, found.whole, strict=True))
        self.kept.append(Row({at: by for at, by in enumerate(objective) if by}, total, total))
        return total

    def _narrow(self, prices: Sequence[float], scores: Sequence[int], total: int) -> None:
        """Fix what no choice of this total can differ in, by the bound that any prices of the rows give.

        Prices are rounded and everything is counted in whole numbers, so that the bound is a proof.
        """
        rows = self._rows()
        rounded = [round(price * _FINE) for price in prices]
        worth = [score * _FINE for score in scores]
        bound = 0
        for row, price in zip(rows, rounded, strict=True):
            bound += max(price * int(row.low), price * int(row.high))
            for at in row.at:
                worth[at] -= price
        bound += sum(max(0, gain) * each.most for each, gain in zip(self.classes, worth, strict=True))
        room = bound - total * _FINE
        for each, gain in zip(self.classes, worth, strict=True):
            if gain > 0:
                each.least = max(each.least, each.most - floor(room / gain))
            elif gain < 0:
                each.most = min(each.most, floor(room / -gain))

    def _next_block(self) -> list[tuple[int, Person]]:
        """The next few of the draw's order whose place is still open, each with its class."""
        waiting = [
            (at, person)
            for at, each in enumerate(self.classes)
            for person in each.members[each.least : min(each.most, each.least + _BLOCK)]
        ]
        return sorted(waiting, key=lambda one: self.drawn[one[1].number])[:_BLOCK]

    def _decide(self, block: list[tuple[int, Person]]) -> None:
        """One question for a block: the earlier one in the draw outweighs all that follow."""
        mine: dict[int, list[int]] = defaultdict(list)
        for place, (at, _) in enumerate(block):
            mine[at].append(len(self.classes) + place)

        def spread(row: Row) -> Row:
            more = {column: by for at, by in row.at.items() for column in mine.get(at, ())}
            return Row({**row.at, **more}, row.low, row.high)

        least = [each.least for each in self.classes] + [0] * len(block)
        most = [each.most - len(mine.get(at, ())) for at, each in enumerate(self.classes)] + [1] * len(block)
        rows = [spread(row) for row in (*self._rows(), *self.kept)]
        weights = [0] * len(self.classes) + [2**place for place in reversed(range(len(block)))]
        found = Programme(least, most, rows, whole=True).best(weights)
        if found is None:
            raise RuntimeError("what was found before is no longer there")
        for (at, _), taken in zip(block, found.whole[len(self.classes) :], strict=True):
            each = self.classes[at]
            if not taken:
                each.most = each.least
            elif each.least < each.most:
                each.least += 1
