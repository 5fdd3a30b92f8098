"""A draw among equals, as fair to each as can be: the smallest chance that anybody has is made as large as possible.

Over types of people instead of people (Flanigan et al., Nature 596, 2021, for the aim and the master programme). How the
panels are found is our own: the fairest average panel is known at once where people may be split; whole panels follow
it one after another, each making up for what the ones before owe, until chances given to them reach the average
exactly. Where no mixture of whole panels reaches it, the direction in which they fall short cuts the average off.
A weight for each type proves the bound: no panel weighs more, and so no way of drawing is fairer.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from time import monotonic

from zhongdu.programme import Programme, Row
from zhongdu.selection.optimum import Impossible
from zhongdu.selection.task import Task

PARTS = 10**9  # chances of panels are whole parts of this, so that anybody can add them up
_NEAR = 1e-6  # how near to the bound is near enough
_SECONDS = 25.0  # after which the best so far stands, with its gap
_ROUND = 40  # panels between two looks at what they reach
_ROUGH = 0.01  # how near to the best panel is good enough to follow the average

Progress = Callable[[int, int, str], None]
Panel = tuple[int, ...]  # how many of each type


@dataclass(frozen=True)
class Draw:
    """Panels with their chances (parts of :data:`PARTS`), and the proof of how fair they are."""

    types: tuple[tuple[str, ...], ...]
    sizes: tuple[int, ...]
    panels: tuple[Panel, ...]
    chances: tuple[int, ...]
    prices: tuple[float, ...]  # a weight for each person of each type
    bound: float  # the smallest chance cannot be larger than this
    shut_out: tuple[int, ...]  # the types of which no panel that keeps the ranges has anybody

    @property
    def worst(self) -> Fraction:
        """The smallest chance among those who can be chosen at all."""
        return worst(self.panels, self.chances, self.sizes, self.shut_out)

    @property
    def gap(self) -> float:
        """How much larger, relative to what it is, the smallest chance could be at the very most."""
        return max(0.0, self.bound / float(self.worst) - 1) if self.worst else float("inf")


def worst(
    panels: Sequence[Panel], chances: Sequence[int], sizes: Sequence[int], shut_out: Sequence[int]
) -> Fraction:
    """The smallest chance of anybody who can be chosen, exactly."""
    pairs = list(zip(panels, chances, strict=True))
    return min(
        Fraction(sum(chance * panel[at] for panel, chance in pairs), PARTS * size)
        for at, size in enumerate(sizes)
        if at not in shut_out
    )


def drawn_panel(panels: Sequence[Panel], chances: Sequence[int], lot: int, out_of: int) -> Panel:
    """The panel that a lot of ``out_of`` falls upon."""
    at = lot * PARTS // out_of
    for panel, chance in zip(panels, chances, strict=True):
        at -= chance
        if at < 0:
            return panel
    raise ValueError("the chances do not add up")


def _silent(done: int, total: int, says: str) -> None:
    pass


def fairest(task: Task, progress: Progress = _silent, seconds: float = _SECONDS) -> Draw:
    """The fairest draw, or the fairest found in time with its gap. Raises :class:`Impossible`."""
    types, sizes = types_of(task)
    search = _Search(types, sizes, rows_of(task, types))
    search.cover()
    search.follow(progress, monotonic(), seconds)
    return search.result()


def types_of(task: Task) -> tuple[tuple[tuple[str, ...], ...], tuple[int, ...]]:
    """The types there are, in order, and how many people each has."""
    members = Counter(task.type_of(person) for person in task.people)
    types = tuple(sorted(members))
    return types, tuple(members[each] for each in types)


def rows_of(task: Task, types: Sequence[tuple[str, ...]]) -> list[Row]:
    """The number of places and the ranges, over how many of each type are chosen."""
    features = task.features
    rows = [Row(dict.fromkeys(range(len(types)), 1), task.places, task.places)]
    for each in task.ranges:
        column = features.index(each.feature)
        group = {at: 1 for at, type_ in enumerate(types) if type_[column] == each.group}
        rows.append(Row(group, each.least, max(task.places, each.least) if each.most is None else each.most))
    return rows


@dataclass
class _Search:
    types: tuple[tuple[str, ...], ...]
    sizes: tuple[int, ...]
    rows: list[Row]
    panels: dict[Panel, None] = field(default_factory=dict)
    shut_out: set[int] = field(default_factory=set)
    bound: float = float("inf")
    prices: tuple[float, ...] = ()
    chances: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        self.whole = Programme([0] * len(self.sizes), self.sizes, self.rows, whole=True)

    def ask(self, weights: Sequence[float], gap: float = 0.0) -> tuple[Panel, float]:
        """A panel of the largest weight, and what no panel's weight exceeds."""
        found = self.whole.best(weights, gap=gap)
        if found is None:
            raise Impossible
        panel = tuple(found.whole)
        self.panels[panel] = None
        return panel, found.bound

    def cover(self) -> None:
        """Panels until every type that can be chosen at all is in one."""
        open_ = set(range(len(self.sizes)))
        while open_:
            panel, _ = self.ask([int(at in open_) for at in range(len(self.sizes))])
            met = {at for at in open_ if panel[at]}
            if not met:
                break
            open_ -= met
        self.shut_out = open_

    def follow(self, progress: Progress, begun: float, seconds: float) -> None:
        """Panels after the fairest average, until their mixture reaches it, or time is up."""
        average, owed = self.average(), [0.0] * len(self.sizes)
        while True:
            for _ in range(_ROUND):
                owed = self._next(owed, average)
            reached, prices = self.mix()
            near = self.bound / reached - 1 if reached else float("inf")
            says = f"找到{len(self.panels)}组名单，离上界还差{min(near, 1):.2%}"
            progress(min(99, int(100 * (monotonic() - begun) / seconds)), 100, says)
            if near <= _NEAR or monotonic() - begun > seconds:
                return
            self._prove(prices)
            if self.cut(owed, average):
                average, owed = self.average(), [0.0] * len(self.sizes)

    def _next(self, owed: Sequence[float], average: Sequence[float]) -> list[float]:
        owed = [debt + share for debt, share in zip(owed, average, strict=True)]
        weights = [debt / size for debt, size in zip(owed, self.sizes, strict=True)]
        panel, _ = self.ask(weights, gap=_ROUGH)
        return [debt - number for debt, number in zip(owed, panel, strict=True)]

    def average(self) -> tuple[float, ...]:
        """The fairest panel there would be if people could be split; its value bounds every draw."""
        width = len(self.sizes)
        # The chance itself is left room above one, or its price would go to that limit and not to the types.
        fair = [
            Row({at: 1, width: -size}, 0, float("inf"))
            for at, size in enumerate(self.sizes)
            if at not in self.shut_out
        ]
        programme = Programme([0] * (width + 1), [*self.sizes, 2], [*self.rows, *fair], whole=False)
        found = programme.best([0] * width + [1])
        if found is None:
            raise Impossible
        weights = [0.0] * width
        open_ = [at for at in range(width) if at not in self.shut_out]
        for at, price in zip(open_, found.duals[len(self.rows) :], strict=True):
            weights[at] = abs(price)
        self._prove(weights)
        return found.values[:width]

    def _prove(self, weights: Sequence[float]) -> None:
        """Weigh people so that together they weigh one: no draw gives everybody more than the heaviest panel weighs."""
        total = sum(weight * size for weight, size in zip(weights, self.sizes, strict=True))
        if total <= 0:
            return
        prices = tuple(weight / total for weight in weights)
        _, bound = self.ask(prices)
        if bound < self.bound:
            self.bound, self.prices = bound, prices

    def cut(self, owed: Sequence[float], average: Sequence[float]) -> bool:
        """What is owed after a round points to where panels fall short, if they do: cut the average off there."""
        weights = [debt / size for debt, size in zip(owed, self.sizes, strict=True)]
        _, heaviest = self.ask(weights)
        short = sum(weight * share for weight, share in zip(weights, average, strict=True)) > heaviest + 1e-7
        if short:
            self.rows.append(Row(dict(enumerate(weights)), -float("inf"), heaviest))
        return short

    def mix(self) -> tuple[float, list[float]]:
        """Chances for the panels so far that make the smallest chance largest: its value, and its prices a person."""
        panels, open_ = list(self.panels), [at for at in range(len(self.sizes)) if at not in self.shut_out]
        last = len(panels)
        rows = [
            Row(
                {
                    **{place: panel[at] / self.sizes[at] for place, panel in enumerate(panels) if panel[at]},
                    last: -1.0,
                },
                0,
                float("inf"),
            )
            for at in open_
        ]
        rows.append(Row(dict.fromkeys(range(last), 1.0), 1, 1))
        found = Programme([0] * (last + 1), [1] * last + [2], rows, whole=False).best([0] * last + [1])
        if found is None:
            raise RuntimeError("chances that add up to one always exist")
        self.chances = found.values[:last]
        prices = [0.0] * len(self.sizes)
        for at, price in zip(open_, found.duals[:-1], strict=True):
            prices[at] = abs(price) / self.sizes[at]
        return found.value, prices

    def result(self) -> Draw:
        used = [
            (panel, chance)
            for panel, chance in zip(self.panels, self.chances, strict=False)
            if chance > 1e-12
        ]
        parts = [int(chance * PARTS) for _, chance in used]
        parts[parts.index(max(parts))] += PARTS - sum(parts)  # what rounding left over
        return Draw(
            self.types, self.sizes, tuple(panel for panel, _ in used), tuple(parts), self.prices, self.bound,
            tuple(sorted(self.shut_out)),
        )  # fmt: skip
