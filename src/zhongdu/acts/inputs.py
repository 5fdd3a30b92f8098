"""What an act asks for, typed once: from here come its form, its API body and its event's data.

An input is a keyword parameter of the act's function::

    posted_on: Annotated[date, Says("公示发布日期")]
    account: Annotated[str, Says("事情经过", words=True, secret="narrative")]
"""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, create_model
from pydantic_core import PydanticCustomError

from zhongdu.acts.refusal import Refused
from zhongdu.calendar.clock import CHINA

Options = Callable[[Any, Any], Sequence[tuple[str, str]]]  # (subject, law) -> (value, label)

_MANY = 500  # entries of a list
_NUMBER = 2**31 - 1  # what every database keeps as a whole number
_TELLS_NOTHING = (bool, int, date, datetime)  # types in which nobody can write about a person
_TAKEN = {"act", "subject", "by", "key", "seen", "state", "labels", "vault", "from", "opened"}


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
    accept: str = ""  # of files: "images", "documents", "texts", "packs" or "evidence"
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
        told = self.type in _TELLS_NOTHING or self.type is Upload or self.says.options or self.says.plain
        return self.says.secret or ("" if told else "words")


@dataclass(frozen=True)
class Given:
    """The inputs of one act as they were checked, and what the record and the vault get of them."""

    fields: tuple[Input, ...]
    values: dict[str, Any]
    labels: dict[
        str, str
    ]  # what the chosen options were called, so that the record reads the same when they change

    def public(self) -> dict[str, Any]:
        """What stands on the record as it is: no files, nothing typed freely."""
        return {
            item.name: _plain(self.values[item.name])
            for item in self.fields
            if item.type is not Upload and not item.field and not _is_empty(self.values[item.name])
        }

    def secret(self) -> list[tuple[str, str, Any]]:
        """What belongs in the vault: (input, the vault's field, value)."""
        return [
            (item.name, item.field, self.values[item.name])
            for item in self.fields
            if item.field and self.values[item.name]
        ]


@dataclass(frozen=True)
class Inputs:
    """All inputs of an act, and the pydantic model that checks them."""

    fields: tuple[Input, ...]
    model: type[BaseModel] = field(repr=False)

    @classmethod
    def of(cls, function: Callable[..., Any]) -> "Inputs":
        """Read the inputs off an act's keyword-only parameters."""
        hints = get_type_hints(function, include_extras=True)
        fields = tuple(
            _input(parameter, hints[parameter.name])
            for parameter in inspect.signature(function).parameters.values()
            if parameter.kind is inspect.Parameter.KEYWORD_ONLY
        )
        return cls(fields, create_model(f"{function.__name__}_inputs", __config__=_CONFIG, **_shapes(fields)))

    def check(self, values: dict[str, Any], subject: Any, law: Any) -> Given:
        """Typed values, or ``Refused`` with a sentence beside each field that is wrong."""
        try:
            model = self.model.model_validate({k: v for k, v in values.items() if not _is_empty(v)})
        except ValidationError as errors:
            raise _refused({str(error["loc"][0]): _sentence(error) for error in errors.errors()}) from None
        checked = {item.name: getattr(model, item.name) for item in self.fields}
        wrong, labels = dict[str, str](), dict[str, str]()
        for item in self.fields:
            if not item.says.options or _is_empty(value := checked[item.name]):
                continue
            offered, chosen = (
                dict(item.says.options(subject, law)),
                {*value} if item.many or isinstance(value, dict) else {value},
            )
            if not chosen <= offered.keys():
                wrong[item.name] = "请从给出的选项里选。"
            elif not (item.says.people or item.field):
                labels |= {each: offered[each] for each in chosen if each != offered[each]}
        if wrong:
            raise _refused(wrong)
        return Given(self.fields, checked, labels)


def _input(parameter: inspect.Parameter, hint: Any) -> Input:
    if get_origin(hint) is not Annotated:
        raise TypeError(f"the input {parameter.name} needs Annotated[..., Says(...)]")
    if parameter.name in _TAKEN:
        raise TypeError(f"an input cannot be called {parameter.name}: the kernel calls something else so")
    type_, *rest = get_args(hint)
    says = next(item for item in rest if isinstance(item, Says))
    if type(None) in get_args(type_):
        type_ = next(part for part in get_args(type_) if part is not type(None))
    many, required = get_origin(type_) is list, parameter.default is inspect.Parameter.empty
    default = None if required else parameter.default
    return Input(parameter.name, get_args(type_)[0] if many else type_, says, required, many, default)


_CONFIG = ConfigDict(extra="forbid", arbitrary_types_allowed=True, str_strip_whitespace=True)


def _shapes(fields: Sequence[Input]) -> dict[str, Any]:
    """What pydantic is told of each input: its type with the limits of every database, its label, its default."""
    return {
        item.name: (_schema(item), Field(... if item.required else item.default, title=item.says.label))
        for item in fields
    }


def _schema(item: Input) -> Any:
    least = 1 if item.required and not item.many else 0
    line = Annotated[str, Field(min_length=least, max_length=item.says.most, pattern=r"^[^\x00]*$")]
    base = {
        Upload: Any,
        str: line,
        dict[str, str]: Annotated[dict[str, line], Field(max_length=_MANY)],
        int: Annotated[int, Field(ge=-_NUMBER, le=_NUMBER)],
        date: Annotated[date, AfterValidator(_of_our_age)],
        datetime: Annotated[datetime, AfterValidator(_of_our_age), AfterValidator(_in_china)],
    }.get(item.type, item.type)
    shape: Any = Annotated[list[base], Field(max_length=_MANY)] if item.many else base  # type: ignore[valid-type]
    return shape if item.required else shape | None


def _of_our_age(day: date) -> date:
    """Every day a person can mean; periods counted from it stay within the calendar."""
    if not 1900 <= day.year < 2200:
        raise PydanticCustomError("far_off", "far off")
    return day


def _in_china(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=CHINA)


_SAYS = {
    "missing": "请填写。",
    "string_too_short": "请填写。",
    "string_too_long": "太长了，最多 {max_length} 个字。",
    "string_pattern_mismatch": "有不能保存的字符，请重新填写。",
    "too_long": "太多了，最多 {max_length} 项。",
    "extra_forbidden": "没有这一项。",
    "bool_parsing": "请选择是或否。",
    "int_parsing": "请填整数。",
    "greater_than_equal": "不能小于 {ge}。",
    "far_off": "请填1900年到2199年之间的日期。",
    "less_than_equal": "不能大于 {le}。",
}


def _sentence(error: Any) -> str:
    kind = error["type"]
    if kind.startswith(("date", "datetime")):
        return "请填日期，如 2026-01-31。" if kind.startswith("date_") else "请填日期和时间。"
    return _SAYS.get(kind, "填得不对，请检查。").format(**error.get("ctx", {}))


def _refused(wrong: dict[str, str]) -> Refused:
    return Refused("bad_input", "有几处要改一改，见各项下面的说明。", fields=wrong)


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {})


def _plain(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return [*dict.fromkeys(map(_plain, value))] if isinstance(value, list) else value
