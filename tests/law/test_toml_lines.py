"""On which line a key of a TOML file stands."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from zhongdu.law.toml_lines import Keys, line_of, lines_of

LAW = Path(__file__).parents[2] / "law"

TEXT = '''\
# a comment
code = "x"

[clause."6.4"]
gist = "…"
kind = "rule"

[ending]
value = "may_end"
[ending.ground.breach]
label = """
two lines
"""
effects = ["letter_recalled"]

[checklist.general]
questions = [
    # the first
    { name = "a", options = ["是", "否"] },
    { name = "b",
      text = "…" },
]
nested = { deep = { deeper = 1 } }
dotted.key = 2
"quo ted" = 3

[[case]]
says = "one"
[case.given]
number = 1
[[case]]
says = "two"
given = { number = 2 }
[[case.more]]
x = 1
[[case.more]]
x = 2
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("code",), 2),
        (("clause", "6.4"), 4),
        (("clause", "6.4", "kind"), 6),
        (("ending", "value"), 9),
        (("ending", "ground", "breach"), 10),
        (("ending", "ground", "breach", "label"), 11),
        (("ending", "ground", "breach", "effects"), 14),
        (("ending", "ground", "breach", "effects", 0), 14),
        (("checklist", "general", "questions"), 17),
        (("checklist", "general", "questions", 0), 19),
        (("checklist", "general", "questions", 0, "options", 1), 19),
        (("checklist", "general", "questions", 1), 20),
        (("checklist", "general", "questions", 1, "text"), 21),
        (("checklist", "general", "nested", "deep", "deeper"), 23),
        (("checklist", "general", "dotted", "key"), 24),
        (("checklist", "general", "quo ted"), 25),
        (("case", 0), 27),
        (("case", 0, "says"), 28),
        (("case", 0, "given", "number"), 30),
        (("case", 1), 31),
        (("case", 1, "given", "number"), 33),
        (("case", 1, "more", 0, "x"), 35),
        (("case", 1, "more", 1), 36),
        (("case", 1, "more", 1, "x"), 37),
    ],
)
def test_a_key_stands_on_its_line(path: Keys, line: int) -> None:
    assert lines_of(TEXT)[path] == line


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("ending", "ground", "breach", "clause"), 10),
        (("checklist", "general", "questions", 1, "kind"), 20),
        (("case", 1, "ask"), 31),
        (("nowhere",), 1),
        ((), 1),
    ],
)
def test_what_is_not_written_is_told_where_it_belongs(path: Keys, line: int) -> None:
    assert line_of(lines_of(TEXT), path) == line


def keys(value: Any, path: Keys = ()) -> list[Keys]:
    """Every path of keys in a document."""
    if isinstance(value, dict):
        below = list(value.items())
    elif isinstance(value, list):
        below = list(enumerate(value))
    else:
        return [path]
    return [path, *(found for key, one in below for found in keys(one, (*path, key)))]


@pytest.mark.parametrize(
    "file", sorted(LAW.glob("*/*.toml")), ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_every_value_of_what_ships_has_a_line(file: Path) -> None:
    text = file.read_text("utf-8")
    document, found = tomllib.loads(text), lines_of(text)
    leaves = [path for path in keys(document) if path]
    shown = [path for path in leaves if path in found or any(other[: len(path)] == path for other in found)]
    assert shown == leaves
    lines = text.splitlines()
    for path, line in found.items():
        if isinstance(path[-1], str):
            assert path[-1] in lines[line - 1], path
