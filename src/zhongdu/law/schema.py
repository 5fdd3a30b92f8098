"""The JSON Schema of a pack, built from the shapes and the vocabulary: for editors, and for packs of strangers.

It says what ``measure.toml`` may hold, key by key, with the manual as descriptions. What takes more than one
key to see (a clause that is not registered, a date that is missing) only ``measure check`` can tell.
"""

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from zhongdu.law.heads import Head, Instrument, Tension
from zhongdu.law.shapes import SHAPES, Clause
from zhongdu.law.vocabulary import Concept, vocabulary

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_KEY = "^[a-z][a-z0-9_]*$"
Node = dict[str, Any]


def pack_schema() -> Node:
    """The schema, as plain data. Dates are strings in it, as they are in JSON."""
    return _Builder().whole()


class _Builder:
    def __init__(self) -> None:
        models: list[type[BaseModel]] = [Head, Instrument, Tension, Clause, *dict.fromkeys(SHAPES.values())]
        places, made = models_json_schema([(model, "validation") for model in models])
        self.refs = {model: places[(model, "validation")] for model in models}
        self.defs: dict[str, Node] = made["$defs"]

    def whole(self) -> Node:
        head = self.full(Head)
        return {
            "$schema": DIALECT,
            "title": "众督：一部办法的数据（measure.toml）",
            "type": "object",
            "properties": {
                **head["properties"],
                "instrument": {"type": "object", "additionalProperties": self.refs[Instrument]},
                "clause": {"type": "object", "additionalProperties": self.refs[Clause]},
                "tension": {"type": "array", "items": self.refs[Tension]},
                **self.below(""),
            },
            "required": head["required"],
            "additionalProperties": False,
            "$defs": self.defs,
        }

    def full(self, model: type[BaseModel]) -> Node:
        return self.defs[self.refs[model]["$ref"].rpartition("/")[2]]

    def below(self, prefix: str) -> Node:
        """What may stand in the table of a prefix: the next part of every word that begins with it."""
        words = (name.removeprefix(prefix) for name in vocabulary() if name.startswith(prefix))
        return {
            key: self.table(f"{prefix}{key}")
            for key in dict.fromkeys(word.partition(".")[0] for word in words)
        }

    def table(self, name: str) -> Node:
        """The table of a word, of a family, of a mere prefix, or of a word with deeper ones below it."""
        word, below = vocabulary().get(name), self.below(f"{name}.")
        if word is None:
            return {"type": "object", "properties": below, "additionalProperties": False}
        if word.each:
            members = {"propertyNames": {"pattern": _KEY}, "additionalProperties": self.rule(word)}
            return {"type": "object", "description": word.says, "properties": below, **members}
        if not below:
            return {**self.rule(word), "description": word.says}
        shape = self.full(word.shape)
        whole = {"required": shape["required"]}
        return {
            "type": "object",
            "description": word.says,
            "properties": shape["properties"] | self.options(word) | below,
            "additionalProperties": False,
            # Deeper words may stand there alone; with any key of its own, the rule must be whole.
            "anyOf": [whole, {"propertyNames": {"enum": list(below)}}],
        }

    def rule(self, word: Concept) -> Node:
        """A rule for a word: its shape, narrowed to the values the vocabulary offers."""
        return self.refs[word.shape] | ({"properties": self.options(word)} if word.options else {})

    def options(self, word: Concept) -> Node:
        values = list(word.options)
        return {"value": {"enum": values}, "readings": {"propertyNames": {"enum": values}}} if values else {}
