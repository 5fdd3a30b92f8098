"""一万名申请人选三百名、四项范围：最优方案和公平抽签各要几秒，与 sortition-algorithms 在同一次运行里相比。

``best`` is the exact optimum (score, then preference, then draw), ``fair`` the maximin draw with its proven gap and the
smallest chance anybody has. The peer is the GPL package sortition-algorithms, installed for this run alone, by its own lock
file (``requirements-bench.txt``), into an environment of its own, and never imported here. It knows no scores, so
its plain stratified draw stands beside our optimum; its maximin is run at 200 people and 20 places, where it ends,
and at the full size within a bound: a figure of the bound means that it had not ended.
"""

import csv
import random
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from time import perf_counter
from typing import Any

from zhongdu.selection import maximin, optimum
from zhongdu.selection.task import Person, Range, Task, tie_order

HERE = Path(__file__).parent
PEER, LOCK = HERE / "_sortition.py", HERE.parent / "requirements-bench.txt"
APPLICANTS, PLACES = 10_000, 300
SMALL = (200, 20)
BOUND = 60.0  # seconds the peer gets for what it may not end
FEATURES = {"sex": 2, "age_band": 4, "region": 12, "profession": 5}


def measure() -> dict[str, float]:
    large, small = pool(APPLICANTS, PLACES), pool(*SMALL)
    drawn = tie_order("bench", [person.number for person in large.people])
    best_in, _ = timed(lambda: optimum.choose(large, drawn))
    fair_in, draw = timed(lambda: maximin.fairest(large, told("fair")))
    small_in, small_draw = timed(lambda: maximin.fairest(small))
    figures = {
        "best_seconds": best_in, "fair_seconds": fair_in, "fair_gap": draw.gap, "fair_worst_chance": float(draw.worst),
        "fair_types": len(draw.types), "fair_panels": len(draw.panels), "small_fair_seconds": small_in,
        "small_fair_worst_chance": float(small_draw.worst),
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        figures |= peer(Path(folder), large, small)
    return figures


def pool(applicants: int, places: int, seed: int = 1) -> Task:
    """Made-up people in uneven groups, with ranges half-way between what there is and equal shares."""
    chance = random.Random(seed)
    people = tuple(
        Person(
            f"{number:06d}",
            {
                name: f"{name}{min(int(chance.expovariate(1) * size / 3), size - 1)}"
                for name, size in FEATURES.items()
            },
            chance.randint(4000, 10000),
            chance.random() < 0.2,
        )
        for number in range(applicants)
    )
    ranges = []
    for name, size in FEATURES.items():
        for group, number in sorted(Counter(person.groups[name] for person in people).items()):
            share = places * (number / applicants + 1 / size) / 2
            ranges.append(Range(name, group, min(number, max(0, int(share) - 1)), int(share) + 2))
    return Task(people, tuple(ranges), places)


def timed(work: Any) -> tuple[float, Any]:
    begun = perf_counter()
    made = work()
    return round(perf_counter() - begun, 2), made


def told(name: str) -> Any:
    return lambda done, total, says: print(f"{name} {done}/{total} {says}", file=sys.stderr)


# --- the peer ----------------------------------------------------------------------------------------------


def peer(folder: Path, large: Task, small: Task) -> dict[str, float]:
    """The peer's figures; nothing of it where it cannot be installed."""
    python = installed(folder / "env")
    if python is None:
        print("装不上 sortition-algorithms，只列出自己的数字。", file=sys.stderr)
        return {}
    asked = {
        "peer_legacy": ("legacy", large, 0.0),
        "peer_small_maximin": ("maximin", small, BOUND),
        "peer_maximin": ("maximin", large, BOUND),
    }
    return {
        key: value
        for name, (how, task, bound) in asked.items()
        for key, value in run(python, folder, name, how, task, bound or 4 * BOUND).items()
    }


def installed(env: Path) -> Path | None:
    uv = Path(sys.executable).with_name("uv")
    program = str(uv) if uv.exists() else str(Path(sys.executable).parents[1] / "uv" / "bin" / "uv")
    python = env / "bin" / "python"
    steps = (
        [program, "venv", "--quiet", "--python", sys.executable, str(env)],
        [program, "pip", "sync", "--quiet", "--require-hashes", "--python", str(python), str(LOCK)],
    )
    try:
        for step in steps:
            subprocess.run(step, check=True, stdout=sys.stderr)
    except (OSError, subprocess.CalledProcessError):
        return None
    return python


def run(python: Path, folder: Path, name: str, how: str, task: Task, bound: float) -> dict[str, float]:
    """One run of the peer, stopped at the bound."""
    people, features = folder / f"{name}-people.csv", folder / f"{name}-features.csv"
    with people.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["nationbuilder_id", *FEATURES])
        rows.writerows([person.number, *person.groups.values()] for person in task.people)
    with features.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["feature", "value", "min", "max"])
        rows.writerows([each.feature, each.group, each.least, each.most] for each in task.ranges)
    begun = perf_counter()
    try:
        subprocess.run(
            [python, str(PEER), how, str(people), str(features), str(task.places)],
            check=True, stdout=sys.stderr, timeout=bound,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return {f"{name}_seconds": bound, f"{name}_ended": 0}
    except subprocess.CalledProcessError:
        return {f"{name}_ended": 0}
    return {f"{name}_seconds": round(perf_counter() - begun, 2), f"{name}_ended": 1}
