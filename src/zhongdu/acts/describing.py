"""What the registry says of itself: the list of acts, the permission matrix, the diagrams of states."""

from collections.abc import Iterator
from dataclasses import dataclass

from zhongdu.acts.models import Matter
from zhongdu.acts.registry import ACTS, Act
from zhongdu.law.library import Statute
from zhongdu.law.shapes import Level
from zhongdu.scope.roles import Role

_REACH = {"own": "本局", "shared": "本局及上级局", "above": "下一级局", "territory": "辖区各局"}


@dataclass(frozen=True)
class Line:
    """A line of the matrix: an act, who may, bureaus of which levels, whose matters, under which clauses."""

    act: Act
    roles: tuple[Role, ...]
    levels: tuple[Level, ...]
    reach: str
    clauses: tuple[str, ...]
    exists: bool  # whether this measure has the step at all


def matrix(statute: Statute) -> Iterator[Line]:
    """Who may do what under a measure: role × level, and the level is the measure's word."""
    for act in ACTS.values():
        level = statute.find(act.at) if act.at else None
        found = [bound for word in act.concepts if (bound := statute.find(word))]
        yield Line(
            act=act,
            roles=act.by,
            levels=level.rule.levels if level else (),
            reach=_REACH[act.reach],
            clauses=tuple(dict.fromkeys(str(bound.address) for bound in found)),
            exists=not act.where or statute.says(act.where),
        )


def kinds() -> list[type[Matter]]:
    """The kinds of matters acts happen to, in the order they were declared."""
    return list(dict.fromkeys(act.on for act in ACTS.values()))


def diagram(kind: type[Matter]) -> str:
    """The states of a kind and the acts between them, as Mermaid text."""
    names = dict(kind._meta.get_field("state").flatchoices)
    lines = ["stateDiagram-v2", *(f"    {state}: {name}" for state, name in names.items())]
    for act in ACTS.values():
        if act.creates is kind:
            lines.append(f"    [*] --> {next(iter(names))}: {act.label}")
        if act.on is kind:
            lines += [f"    {start} --> {end}: {act.label}" for start, end in act.moves.items()]
            lines += [f"    {state} --> {state}: {act.label}" for state in sorted(act.when)]
    return "\n".join(lines)
