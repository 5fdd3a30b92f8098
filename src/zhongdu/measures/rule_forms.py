"""The form of a rule, made from its concept's shape: an officer fills in fields, the document gets the table."""

import tomllib
from collections.abc import Iterator
from datetime import date
from enum import Enum
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from django import forms
from pydantic import BaseModel, ValidationError

from zhongdu.kit import forms as kit
from zhongdu.law.speaking import sentence
from zhongdu.law.vocabulary import Concept

_MORE = 2  # empty rows after those there are
_LONG = {"note", "words", "gist"}
_SPLIT = "｜"  # between the cells of one line


@cache
def words() -> dict[str, dict[str, str]]:
    """What fields and values are called."""
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))


class YesNo(forms.Select):
    """是, 否, or nothing said. Django's own select would show a switch that is on as one nobody set."""

    def __init__(self, unsaid: str = "不写") -> None:
        super().__init__(choices=[("unknown", unsaid), ("true", "是"), ("false", "否")])

    def format_value(self, value: Any) -> list[str]:
        return [{True: "true", False: "false"}.get(value, str(value or "unknown"))]


class ShapeForm(kit.Form):
    """One table of a rule: its plain fields here, the tables within it as forms of their own."""

    def __init__(
        self,
        shape: type[BaseModel],
        table: dict[str, Any],
        data: Any,
        prefix: str,
        word: Concept | None = None,
    ) -> None:
        super().__init__(data, prefix=prefix)
        self.shape, self.table_before = shape, table
        self.nested: dict[str, list[ShapeForm]] = {}
        for name, info in shape.model_fields.items():
            if within := inner(info.annotation):
                self.nested[name] = list(self._rows(name, within, _is_many(info.annotation)))
            else:
                options = word.options if word and name in {"value"} else ()
                self.fields[name] = control(name, info, options)
                # An empty row within is no table at all; the rule itself must have what its shape asks for.
                self.fields[name].required = info.is_required() and word is not None
                missing = kit.missing(self.fields[name], str(self.fields[name].label))
                self.fields[name].error_messages["required"] = missing
                self.initial[name] = shown(self.fields[name], table.get(name, _default(info)))

    def _rows(self, name: str, inner: type[BaseModel], many: bool) -> Iterator["ShapeForm"]:
        there: Any = self.table_before.get(name) or ([] if many else {})
        tables: list[dict[str, Any]] = list(there) if many else [there]
        if self.data and many:
            sent = self.data.get(f"{self.prefix}-{name}-rows", "")
            tables += [{}] * (min(int(sent), 200) - len(tables) if sent.isdigit() else 0)
        elif many:
            tables += [{}] * _MORE
        for at, table in enumerate(tables):
            yield ShapeForm(inner, table, self.data or None, f"{self.prefix}-{name}-{at}")

    @property
    def parts(self) -> list[tuple[str, str, list["ShapeForm"]]]:
        """The nested forms as a page shows them: (name of the rows' counter, label, forms)."""
        return [
            (f"{self.prefix}-{name}-rows", words()["fields"].get(name, name), rows)
            for name, rows in self.nested.items()
        ]

    def table(self) -> dict[str, Any]:
        """What was filled in, without what was left as it is when nobody says anything."""
        found: dict[str, Any] = {}
        for name, info in self.shape.model_fields.items():
            if name in self.nested:
                tables = [row.table() for row in self.nested[name]]
                value: Any = [table for table in tables if table]
                value = value if _is_many(info.annotation) else next(iter(value), None)
            else:
                value = typed(self.cleaned_data.get(name), info.annotation)
            if value not in (None, "", [], {}) and value != _plain(_default(info)):
                found[name] = value
        return found

    def is_whole(self) -> bool:
        """Whether all fields, of the nested forms too, can be read as what they are."""
        good = [self.is_valid(), *(row.is_whole() for rows in self.nested.values() for row in rows)]
        return all(good)

    def told(self, wrong: ValidationError, whole: type[BaseModel]) -> None:
        """Put the sentences of the shape beside the fields they are about."""
        for error in wrong.errors():
            self._told(tuple(error["loc"]), sentence(error, whole))

    def _told(self, path: tuple[str | int, ...], says: str) -> None:
        if path and path[0] in self.nested:
            rows = self.nested[str(path[0])]
            at, rest = (path[1], path[2:]) if len(path) > 1 and isinstance(path[1], int) else (0, path[1:])
            filled = [row for row in rows if row.table()] or rows
            filled[min(int(at), len(filled) - 1)]._told(rest, says)
        else:
            self.add_error(str(path[0]) if path and path[0] in self.fields else None, says)


def rule_form(word: Concept, table: dict[str, Any], data: Any = None) -> ShapeForm:
    return ShapeForm(word.shape, table, data, "rule", word)


# --- from a shape's annotations to fields -------------------------------------------------------------------


def _bare(annotation: Any) -> Any:
    """Without ``Annotated`` and ``| None``."""
    while get_origin(annotation) in (Annotated, Union, UnionType):
        first = [part for part in get_args(annotation) if part is not type(None)]
        annotation = first[0]
    return annotation


def _is_many(annotation: Any) -> bool:
    return get_origin(_bare(annotation)) is tuple


def _element(annotation: Any) -> Any:
    return _bare(get_args(_bare(annotation))[0])


def inner(annotation: Any) -> type[BaseModel] | None:
    """The shape of the tables within, where there are any."""
    bare = _element(annotation) if _is_many(annotation) else _bare(annotation)
    return bare if isinstance(bare, type) and issubclass(bare, BaseModel) else None


def _options(annotation: Any) -> list[str] | None:
    if get_origin(annotation) is Literal:
        return [str(value) for value in get_args(annotation)]
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return [str(each.value) for each in annotation]
    return None


def _choices(values: Any) -> list[tuple[str, str]]:
    return [(value, words()["values"].get(value, value) if value else "不写") for value in values]


def control(name: str, info: Any, options: tuple[str, ...]) -> forms.Field:
    """The control of one plain field."""
    annotation = _bare(info.annotation)
    common: dict[str, Any] = {"label": words()["fields"].get(name, name), "required": False}
    if options:
        return forms.ChoiceField(choices=[("", "不写"), *_choices(options)], **common)
    if _is_many(annotation):
        if values := _options(_element(annotation)):
            return forms.MultipleChoiceField(
                choices=_choices(values), widget=forms.CheckboxSelectMultiple, **common
            )
        hint = (
            f"一行一个，各格之间用“{_SPLIT}”隔开" if get_origin(_element(annotation)) is tuple else "一行一个"
        )
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), help_text=hint, **common)
    if get_origin(annotation) is dict:
        hint = "一行一种，写作 取值=是什么意思"
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), help_text=hint, **common)
    if values := _options(annotation):
        blank = [] if "" in values or info.is_required() else [("", "不写")]
        return forms.ChoiceField(choices=[*blank, *_choices(values)], **common)
    if annotation is bool:
        return forms.NullBooleanField(widget=YesNo(), **common)
    if annotation is int:
        return forms.IntegerField(**common)
    if annotation is date:
        return forms.DateField(widget=kit.Day(), **common)
    widget = forms.Textarea(attrs={"rows": 2}) if name in _LONG else forms.TextInput()
    return forms.CharField(widget=widget, **common)


def shown(field: forms.Field, value: Any) -> Any:
    """A value of the document as its control shows it."""
    if isinstance(field, forms.MultipleChoiceField):
        return [str(each) for each in value or ()]
    if isinstance(value, dict):
        return "\n".join(f"{key}={says}" for key, says in value.items())
    if isinstance(value, (list, tuple)):
        lines = [
            _SPLIT.join(map(str, each)) if isinstance(each, (list, tuple)) else str(each) for each in value
        ]
        return "\n".join(lines)
    return value


def typed(value: Any, annotation: Any) -> Any:
    """What was typed, as the document keeps it."""
    bare = _bare(annotation)
    if get_origin(bare) is dict:
        pairs = [line.partition("=") for line in (value or "").splitlines() if line.strip()]
        return {key.strip(): says.strip() for key, _, says in pairs}
    if _is_many(annotation) and isinstance(value, str):
        lines = [line.strip() for line in value.splitlines() if line.strip()]
        if get_origin(_element(annotation)) is tuple:
            return [[cell.strip() for cell in line.split(_SPLIT)] for line in lines]
        return [int(line) if _element(annotation) is int and line.isdigit() else line for line in lines]
    return value


def _default(info: Any) -> Any:
    """What holds where nothing is said; none where something must be."""
    return None if info.is_required() else info.get_default(call_default_factory=True)


def _plain(value: Any) -> Any:
    return [*value] if isinstance(value, tuple) else value
