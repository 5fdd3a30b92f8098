"""A sealed file can be done again by anybody, and says so where something in it was changed."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from zhongdu.cli.registry import main
from zhongdu.selection import sealing
from zhongdu.selection.rules import hundredths, read_range, score_of, spoken


def inputs(way: str, **changes: Any) -> dict[str, Any]:
    return {
        "format": sealing.FORMAT, "selection": "TEST-TEST", "places": 4, "reserves": 3, "way": way, "line": 0,
        "seed_source": "committed", "seed_says": "", "commitment": sealing.commit("种子"),
        "criteria": [["专业", 60, 10], ["素养", 40, 5]], "ranges": [["sex", "女", 1, 2], ["origin", "医保部门", 0, 0]],
        "candidates": [
            {
                "number": f"P{n}", "groups": {"sex": "女" if n % 2 else "男", "origin": "医保部门" if n == 3 else "社会公众"},
                "preferred": n % 4 == 0, "points": [[n % 5 + 3, n % 3], None if n == 2 else [n % 4 + 2, 3]],
            }
            for n in range(12)
        ],
        **changes,
    }  # fmt: skip


@pytest.fixture(scope="module", params=["best", "fair"])
def sealed(request: pytest.FixtureRequest) -> dict[str, Any]:
    return json.loads(json.dumps(sealing.reckon(inputs(request.param), "种子")))


def test_it_follows_from_itself(sealed: dict[str, Any]) -> None:
    assert list(sealing.differences(sealed)) == []
    assert "P3" not in sealed["result"]["chosen"] and len(sealed["result"]["chosen"]) == 4
    assert len(sealed["result"]["reserves"]) == 3


def test_it_is_the_same_whoever_does_it_again(sealed: dict[str, Any]) -> None:
    again = sealing.reckon(sealed["inputs"], sealed["seed"])
    assert again["result"]["chosen"] == sealed["result"]["chosen"]


def swap(file: dict[str, Any]) -> None:
    file["result"]["chosen"][0] = "P3"


def raise_a_score(file: dict[str, Any]) -> None:
    file["result"]["scores"]["P0"] += 1


def another_seed(file: dict[str, Any]) -> None:
    file["seed"] = "另一个"


def another_range(file: dict[str, Any]) -> None:
    file["inputs"]["ranges"][0][2] = 0


def fewer_reserves(file: dict[str, Any]) -> None:
    file["result"]["reserves"].pop()


@pytest.mark.parametrize("change", [swap, raise_a_score, another_seed, another_range, fewer_reserves])
def test_a_changed_file_is_told(sealed: dict[str, Any], change: Callable[[dict[str, Any]], None]) -> None:
    file = copy.deepcopy(sealed)
    change(file)
    assert next(sealing.differences(file))


@pytest.mark.parametrize("wrong", ["worst", "bound", "panels", "chances", "shut_out"])
def test_a_draw_that_is_less_fair_than_it_says_is_told(wrong: str) -> None:
    file = json.loads(json.dumps(sealing.reckon(inputs("fair"), "种子")))
    draw = file["result"]["draw"]
    if wrong == "worst":
        draw["worst"][0] += 1
    elif wrong == "bound":
        draw["bound"] /= 2
    elif wrong == "panels":
        draw["panels"][0][0] += 1
    elif wrong == "chances":
        draw["chances"][0] -= 1
    else:
        draw["shut_out"] = [at for at, panel in enumerate(draw["panels"][0]) if panel][:1]
    assert next(sealing.differences(file))


def test_the_command_needs_the_file_alone(
    tmp_path: Path, sealed: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "sealed.json"
    file.write_text(json.dumps(sealed), "utf-8")
    assert main(["selection", "verify", str(file)]) == 0
    assert "一致" in capsys.readouterr().out
    swap(changed := copy.deepcopy(sealed))
    file.write_text(json.dumps(changed), "utf-8")
    assert main(["selection", "verify", str(file)]) == 1
    assert "入选第1位" in capsys.readouterr().err
    for text in ("{", "[]", '{"inputs": {"format": "another"}}'):
        file.write_text(text, "utf-8")
        assert main(["selection", "verify", str(file)]) == 2
    assert main(["selection", "verify", str(tmp_path / "nothing.json")]) == 2


def test_a_score_is_the_mean_by_weight_and_half_rounds_up() -> None:
    assert score_of([60, 40], [10, 10], [[10, 5], [8, 5]]) == 74_00
    assert score_of([1], [3], [[1]]) == 33_33 and score_of([1], [3], [[2]]) == 66_67
    assert score_of([1], [8], [[1], [0]]) == 6_25
    assert score_of([1], [10], [None, [7]]) == 70_00
    assert score_of([], [], []) == 0
    for lines in ([], [None], [[None]]):
        with pytest.raises(ValueError):
            score_of([1], [10], lines)
    assert spoken(87_05) == "87.05" and hundredths("87.05") == 87_05 and read_range("-3") == (0, 3)
    for text in ("100.01", "-1", "0.001", "高"):
        with pytest.raises(ValueError):
            hundredths(text)
