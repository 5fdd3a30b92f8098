"""What an act asks for, typed once: from here come its form, its API body and its event's data.

An input is a keyword parameter of the act's function::

    posted_on: Annotated[date, Says("公示发布日期")]
    account: Annotated[str, Says("事情经过", words=True, secret=True)]
"""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from zhongdu.acts.refusal import Refused

Options = Callable[[Any, Any], Sequence[tuple[str, str]]]  # (subject, law) -> (value, label)


class Upload:
    """The type of an input that is a file: a Django ``UploadedFile``."""


@dataclass(frozen=True)
class Says:
    """What an input is called, and how it is asked for."""

    label: str
    hint: str = ""
    words: bool = False  # many lines
    secret: str = ""  # the vault's field it is kept as; what is typed freely is "words" without being told
    plain: bool = False  # typed freely and yet never personal: a number of a letter, a code, an amount
    people: bool = False  # the options are people, whose names must not enter the record
    options: Options | None = None
    accept: str = ""  # of files: "images", "documents" or "evidence"
    most: int = 10_000  # characters


@dataclass(frozen=True)
class Input:
    name: str
    type: Any
    says: Says
    required: bool
    many: bool = False
    default: Any = None

    @property
    def field(self) -> str:
        """The vault's field it is kept as; "" where it may stand on the record."""
        free = self.type is str and not self.says.options and not self.says.plain
        return self.says.secret or ("words" if free else "")


@dataclass(frozen=True)
class Inputs:
    """All inputs of an act, and the pydantic model that checks them."""

    fields: tuple[Input, ...]
    model: type[BaseModel] = field(repr=False)

    def check(self, values: dict[str, Any], subject: Any, law: Any) -> dict[str, Any]:
        """Typed values, or ``Refused`` with a sentence beside each field that is wrong."""
        files = {item.name for item in self.fields if item.type is Upload}
        given = {name: value for name, value in values.items() if value not in (None, "", [])}
        wrong: dict[str, str] = {}
        try:
            checked = self.model.model_validate(given).model_dump()
        except ValidationError as errors:
            for error in errors.errors():
                wrong[str(error["loc"][0])] = _sentence(error)
            checked = {}
        for item in self.fields:
            value = checked.get(item.name)
            if item.says.options and value and not wrong.get(item.name):
                offered = {option for option, _ in item.says.options(subject, law)}
                if not {*value} <= offered if item.many else value not in offered:
                    wrong[item.name] = "请从给出的选项里选。"
        if wrong:
            raise Refused("bad_input", "有几处要改一改，见各项下面的说明。", fields=wrong)
        return {
            name: given.get(name, checked[name]) if name in files else value
            for name, value in checked.items()
        }

    def public(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values that may stand on the record as they are: no files, nothing typed freely."""
        return {
            item.name: _plain(values[item.name])
            for item in self.fields
            if item.type is not Upload and not item.field and values.get(item.name) not in (None, "", [])
        }

    def secret(self, values: dict[str, Any]) -> list[tuple[str, str, Any]]:
        """What belongs in the vault: (input, the vault's field, value)."""
        return [
            (item.name, item.field, values[item.name])
            for item in self.fields
            if item.field and values.get(item.name)
        ]

    def labels(self, values: dict[str, Any], subject: Any, law: Any) -> dict[str, str]:
        """What the chosen options were called, so that the record reads the same when options change."""
        found: dict[str, str] = {}
        for item in self.fields:
            if item.says.options and not item.says.people and (value := values.get(item.name)):
                chosen = value if item.many else [value]
                found |= {
                    v: label for v, label in item.says.options(subject, law) if v in chosen and v != label
                }
        return found


def inputs_of(function: Callable[..., Any]) -> Inputs:
    """Read the inputs off an act's keyword-only parameters."""
    hints = get_type_hints(function, include_extras=True)
    found = []
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind is not inspect.Parameter.KEYWORD_ONLY:
            continue
        type_, says = _annotated(function, parameter.name, hints[parameter.name])
        many = get_origin(type_) in {list, tuple}
        required = parameter.default is inspect.Parameter.empty
        inner = get_args(type_)[0] if many else type_
        found.append(
            Input(parameter.name, inner, says, required, many, None if required else parameter.default)
        )
    shapes: dict[str, Any] = {
        item.name: (_schema(item), ... if item.required else item.default) for item in found
    }
    model = create_model(f"{function.__name__}_inputs", __config__=_CONFIG, **shapes)
    return Inputs(tuple(found), model)


_CONFIG = ConfigDict(extra="forbid", arbitrary_types_allowed=True, str_strip_whitespace=True)
_SAYS = {
    "missing": "请填写。",
    "string_too_short": "请填写。",
    "string_too_long": "太长了，最多 {max_length} 个字。",
    "extra_forbidden": "没有这一项。",
    "bool_parsing": "请选择是或否。",
    "int_parsing": "请填整数。",
    "greater_than_equal": "不能小于 {ge}。",
}


def _sentence(error: Any) -> str:
    kind = error["type"]
    if kind.startswith(("date", "datetime")):
        return "请填日期，如 2026-01-31。" if kind.startswith("date_") else "请填日期和时间。"
    return _SAYS.get(kind, "填得不对，请检查。").format(**error.get("ctx", {}))


def _annotated(function: Callable[..., Any], name: str, hint: Any) -> tuple[Any, Says]:
    if get_origin(hint) is not Annotated:
        raise TypeError(
            f"{function.__module__}.{function.__name__}: the input {name} needs Annotated[..., Says(...)]"
        )
    type_, *rest = get_args(hint)
    says = next(item for item in rest if isinstance(item, Says))
    alternatives = [part for part in get_args(type_) if part is not type(None)]
    return (alternatives[0] if type(None) in get_args(type_) else type_), says


def _schema(item: Input) -> Any:
    base: Any = Any if item.type is Upload else item.type
    if base is str:
        base = Annotated[str, Field(max_length=item.says.most, title=item.says.label)]
        if item.required and not item.many:
            base = Annotated[base, Field(min_length=1)]
    shape = list[base] if item.many else base
    return shape if item.required else shape | None


def _plain(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return [_plain(part) for part in value] if isinstance(value, (list, tuple)) else value
