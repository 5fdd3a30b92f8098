"""The composition of a selection: who applied, who is proposed, who serves already, group by group."""

from collections import Counter
from collections.abc import Iterable, Mapping

from zhongdu.calendar import clock
from zhongdu.kit.parts import Composition
from zhongdu.roster.queries import serving
from zhongdu.selection.features import FEATURES, UNKNOWN
from zhongdu.selection.models import Candidate, Range, Selection
from zhongdu.selection.pool import roster_groups

_Place = Candidate.Place
Column = tuple[str, list[Mapping[str, str]]]


def compositions(selection: Selection, *, instead: tuple[str, str] = ("", "")) -> list[Composition]:
    """One a feature. ``instead``: the numbers of somebody out and somebody in, to see what that would change."""
    candidates = list(selection.candidates.order_by("id"))
    columns = [*_columns(selection, candidates, instead), ("在聘监督员", _roster(selection))]
    ranges = {(each.feature, each.group): each for each in selection.ranges.all()}
    last = {"拟聘", "换人以后"}
    judged = next((people for label, people in reversed(columns) if label in last), None)
    return [_of(selection, feature, columns, ranges, judged) for feature in FEATURES]


def _columns(selection: Selection, candidates: list[Candidate], instead: tuple[str, str]) -> Iterable[Column]:
    yield "候选人", [each.groups for each in candidates]
    if selection.state not in {Selection.State.PROPOSED, Selection.State.CONFIRMED}:
        return
    chosen = [each for each in candidates if each.place == _Place.CHOSEN]
    if {each.pk for each in chosen} != {each.pk for each in candidates if each.proposed}:
        yield "原方案", [each.groups for each in candidates if each.proposed]
    if selection.reserves:
        yield (
            "拟聘和候补",
            [each.groups for each in candidates if each.place in {_Place.CHOSEN, _Place.RESERVE}],
        )
    yield "拟聘", [each.groups for each in chosen]
    out, into = instead
    if out or into:
        changed = [each for each in chosen if each.number != out]
        changed += [each for each in candidates if into and each.number == into]
        yield "换人以后", [each.groups for each in changed]


def _roster(selection: Selection) -> list[Mapping[str, str]]:
    today = clock.today()
    return list(roster_groups(selection, list(serving(selection.bureau, today)), today))


def _of(
    selection: Selection,
    feature: str,
    columns: list[Column],
    ranges: Mapping[tuple[str, str], Range],
    judged: list[Mapping[str, str]] | None,
) -> Composition:
    counts = [Counter(groups.get(feature, UNKNOWN) for groups in people) for _, people in columns]
    named = [*selection.groups.get(feature, ())]
    named += [UNKNOWN] if UNKNOWN not in named and any(count[UNKNOWN] for count in counts) else []
    rows, marked = [], set()
    for group in named:
        limit = ranges.get((feature, group))
        rows.append((group, [count[group] for count in counts], spoken(limit) if limit else ""))
        if (
            limit
            and judged is not None
            and not keeps(limit, sum(one.get(feature) == group for one in judged))
        ):
            marked.add(group)
    return Composition(FEATURES[feature], [label for label, _ in columns], rows, frozenset(marked))


def spoken(limit: Range) -> str:
    """至少3人，最多5人."""
    ends = [f"至少{limit.least}人"] if limit.least else []
    ends += [f"最多{limit.most}人"] if limit.most is not None else []
    return "，".join(ends)


def keeps(limit: Range, number: int) -> bool:
    return limit.least <= number and (limit.most is None or number <= limit.most)
