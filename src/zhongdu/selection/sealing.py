"""The sealed file of a selection: everything that went in, what came out, and nobody's name. Pure.

Anybody who has the file can do the whole computation again without a database: :func:`differences` does. The
inputs are fixed by their SM3; the seed by the SM3 that was published before anybody had scored.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from zhongdu.programme import Programme
from zhongdu.record.chain import canonical, sm3
from zhongdu.selection import maximin, optimum, rules
from zhongdu.selection.maximin import Draw
from zhongdu.selection.task import Person, Range, Task, tie_order

FORMAT = "zhongdu-selection-1"
BEST, FAIR = "best", "fair"
_LOTS = 2**256

Progress = Callable[[int, int, str], None]


def _silent(done: int, total: int, says: str) -> None:
    pass


def inputs_hash(inputs: Mapping[str, Any]) -> str:
    return sm3(canonical(inputs).encode())


def commit(seed: str) -> str:
    """What is published of a seed before it is used."""
    return sm3(seed.encode())


def people_of(inputs: Mapping[str, Any]) -> tuple[Person, ...]:
    """Everybody with the score that follows from the sheets."""
    weights, mosts = [row[1] for row in inputs["criteria"]], [row[2] for row in inputs["criteria"]]
    return tuple(
        Person(row["number"], row["groups"], rules.score_of(weights, mosts, row["points"]), row["preferred"])
        for row in inputs["candidates"]
    )


def task_of(inputs: Mapping[str, Any], people: tuple[Person, ...] = ()) -> Task:
    """The task: everybody, or in a fair draw those who reached the line."""
    people = people or people_of(inputs)
    if inputs["way"] == FAIR:
        people = tuple(person for person in people if person.score >= inputs["line"])
    return Task(people, tuple(Range(*row) for row in inputs["ranges"]), inputs["places"])


def reckon(inputs: Mapping[str, Any], seed: str, progress: Progress = _silent) -> dict[str, Any]:
    """The whole computation: the file with its result. Raises :class:`zhongdu.selection.optimum.Impossible`."""
    people = people_of(inputs)
    task, drawn = task_of(inputs, people), tie_order(seed, (person.number for person in people))
    if inputs["way"] == FAIR:
        draw = maximin.fairest(task, progress)
        result: dict[str, Any] = {"draw": _plain(draw)}
        chosen = drawn_by(result["draw"], task, seed, drawn)
    else:
        result, chosen = {}, optimum.choose(task, drawn, progress)
    result |= {
        "scores": {person.number: person.score for person in people},
        "chosen": chosen,
        "reserves": reserves(inputs, task, drawn, chosen),
    }
    return {"inputs": dict(inputs), "inputs_sm3": inputs_hash(inputs), "seed": seed, "result": result}


def reserves(inputs: Mapping[str, Any], task: Task, drawn: Mapping[str, int], chosen: list[str]) -> list[str]:
    """Who comes next, in order: by score, preference and draw; among equals by the draw alone."""
    rest = [person for person in task.people if person.number not in set(chosen)]
    if inputs["way"] == FAIR:
        ranked = sorted(rest, key=lambda person: drawn[person.number])
    else:
        ranked = optimum.ranked(rest, drawn)
    return [person.number for person in ranked[: inputs["reserves"]]]


def drawn_by(draw: Mapping[str, Any], task: Task, seed: str, drawn: Mapping[str, int]) -> list[str]:
    """A panel by lot from the seed; within each type, those first in the draw."""
    lot = int(sm3(f"{seed}:panel".encode()), 16)
    panel = maximin.drawn_panel(draw["panels"], draw["chances"], lot, _LOTS)
    left = {tuple(type_): number for type_, number in zip(draw["types"], panel, strict=True)}
    chosen = []
    for person in sorted(task.people, key=lambda each: drawn[each.number]):
        if left[type_ := task.type_of(person)]:
            left[type_] -= 1
            chosen.append(person.number)
    return chosen


def _plain(draw: Draw) -> dict[str, Any]:
    worst = draw.worst
    return {
        "types": [list(type_) for type_ in draw.types],
        "sizes": list(draw.sizes),
        "panels": [list(panel) for panel in draw.panels],
        "chances": list(draw.chances),
        "prices": list(draw.prices),
        "bound": draw.bound,
        "shut_out": list(draw.shut_out),
        "worst": [worst.numerator, worst.denominator],
    }


# --- doing it again --------------------------------------------------------------------------------------


def read(text: str) -> dict[str, Any]:
    """A sealed file's content. Raises ``ValueError`` with a sentence."""
    try:
        file = json.loads(text)
    except ValueError:
        raise ValueError("这不是择优的封存文件：不是JSON。") from None
    if not isinstance(file, dict) or file.get("inputs", {}).get("format") != FORMAT or "result" not in file:
        raise ValueError("这不是择优的封存文件，或者是别的版本。")
    return file


def differences(file: Mapping[str, Any], progress: Progress = _silent) -> Iterator[str]:
    """Where a sealed file does not follow from itself, one sentence each; nothing when it does."""
    inputs, seed, result = file["inputs"], file["seed"], file["result"]
    if inputs_hash(inputs) != file["inputs_sm3"]:
        yield f"封存数据的SM3不对：文件写的是{file['inputs_sm3']}，算出来是{inputs_hash(inputs)}。"
    if inputs["commitment"] and commit(seed) != inputs["commitment"]:
        yield "种子不对：它的SM3与评分以前公布的不一致。"
    people = people_of(inputs)
    for person in people:
        if result["scores"].get(person.number) != person.score:
            yield f"{person.number}的得分不对：应当是{rules.spoken(person.score)}。"
    task, drawn = task_of(inputs, people), tie_order(seed, (person.number for person in people))
    if inputs["way"] == FAIR:
        yield from _fair_differences(result["draw"], task)
        chosen = drawn_by(result["draw"], task, seed, drawn)
    else:
        chosen = optimum.choose(task, drawn, progress)
    yield from _list_differences("入选", result["chosen"], chosen)
    yield from _list_differences("候补", result["reserves"], reserves(inputs, task, drawn, chosen))


def _list_differences(what: str, told: list[str], should: list[str]) -> Iterator[str]:
    for place, (one, other) in enumerate(zip(told, should, strict=False), start=1):
        if one != other:
            yield f"{what}第{place}位不对：文件写的是{one}，算出来是{other}。"
            return
    if len(told) != len(should):
        yield f"{what}人数不对：文件写了{len(told)}人，算出来是{len(should)}人。"


def _fair_differences(draw: Mapping[str, Any], task: Task) -> Iterator[str]:
    """The draw need not be found the same way again: that it keeps the ranges and is as fair as it says can be checked."""
    types, sizes = maximin.types_of(task)
    if [list(type_) for type_ in types] != draw["types"] or list(sizes) != draw["sizes"]:
        yield "候选人的类型或者各类人数对不上。"
        return
    rows = maximin.rows_of(task, types)
    for place, panel in enumerate(draw["panels"], start=1):
        sums = [sum(by * panel[at] for at, by in row.at.items()) for row in rows]
        in_stock = all(0 <= number <= size for number, size in zip(panel, sizes, strict=True))
        if not in_stock or not all(
            row.low <= total <= row.high for row, total in zip(rows, sums, strict=True)
        ):
            yield f"第{place}组名单不符合设定的范围。"
    if sum(draw["chances"]) != maximin.PARTS or min(draw["chances"]) < 0:
        yield "各组名单的概率加起来不是一。"
    worst = maximin.worst(draw["panels"], draw["chances"], sizes, draw["shut_out"])
    if [worst.numerator, worst.denominator] != draw["worst"]:
        yield "最小入选概率不对。"
    programme = Programme([0] * len(sizes), sizes, rows, whole=True)
    heaviest = programme.best(draw["prices"])
    weight = sum(price * size for price, size in zip(draw["prices"], sizes, strict=True))
    if heaviest is None or abs(weight - 1) > 1e-6 or heaviest.bound > draw["bound"] + 1e-9:
        yield "最小入选概率的上界没有得到证明。"
    reached = programme.best([int(at in draw["shut_out"]) for at in range(len(sizes))])
    if reached is None or reached.value > 0.5:
        yield "有一类人被说成不可能入选，其实可以。"
