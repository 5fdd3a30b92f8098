"""The JSON Schema of packs: sound itself, takes what ships, and refuses what no pack may hold."""

import tomllib
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from zhongdu.law.schema import pack_schema
from zhongdu.law.vocabulary import vocabulary

from .packs import BASE, HEAD

LAW = Path(__file__).parents[2] / "law"


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    made = pack_schema()
    Draft202012Validator.check_schema(made)
    return Draft202012Validator(made)


def as_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: as_json(one) for key, one in value.items()}
    if isinstance(value, list):
        return [as_json(one) for one in value]
    return value.isoformat() if isinstance(value, date | time) else value


def errors(schema: Draft202012Validator, text: str) -> list[str]:
    return [error.message for error in schema.iter_errors(as_json(tomllib.loads(text)))]


@pytest.mark.parametrize("file", sorted(LAW.glob("*/measure.toml")), ids=lambda path: path.parent.name)
def test_it_takes_every_pack_that_ships(schema: Draft202012Validator, file: Path) -> None:
    assert errors(schema, file.read_text("utf-8")) == []


GROUND = '[ending.ground.other]\nlabel = "其他"\nclause = "1"\nstrength = "may"\n'


@pytest.mark.parametrize(
    "rules", [GROUND, GROUND + '[ending]\nvalue = "may_end"\nclause = "1"\nstrength = "may"\n']
)
def test_a_deeper_word_may_stand_alone_or_with_the_one_above(
    schema: Draft202012Validator, rules: str
) -> None:
    assert errors(schema, HEAD + rules) == []


@pytest.mark.parametrize(
    "rules",
    [
        "[nonsense]\nx = 1\n",
        "[inspection.oficers]\nmin = 2\n",
        '[inspection.officers]\nmin = "two"\nclause = "1"\nstrength = "must"\n',
        '[inspection.officers]\nmin = 2\nclause = "1"\n',
        '[inspection.officers]\nmin = 2\nclause = "1"\nstrength = "mustnt"\n',
        '[inspection.officers]\nmin = 2\nclause = "1"\nstrength = "must"\nmax_ = 3\n',
        '[recusal]\nvalue = "friendship"\nclause = "1"\nstrength = "must"\n',
        GROUND + '[ending]\nstrength = "may"\n',
        GROUND + '[ending]\nvalue = "never"\nclause = "1"\nstrength = "may"\n',
        GROUND.replace("ground.other", "ground.Other"),
        '[agreement.bar]\nn = 0\nunit = "years"\nclause = "1"\nstrength = "must_not"\n',
        '[clause."9"]\ngist = ""\nkind = "rule"\n',
        '[instrument.x]\ntitle = "x"\n',
        "tension = 1\n",
    ],
)
def test_it_refuses_what_no_pack_may_hold(schema: Draft202012Validator, rules: str) -> None:
    assert errors(schema, HEAD) == errors(schema, BASE) == []
    assert errors(schema, HEAD + rules)


def test_every_word_has_its_place_and_its_meaning() -> None:
    made = pack_schema()
    for name, word in vocabulary().items():
        place = made
        for part in name.split("."):
            place = place["properties"][part]
        assert place["description"] == word.says, name
