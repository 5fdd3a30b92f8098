"""What is wrong with a value of a pack, said to a person: pydantic's errors in Chinese."""

from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel

_MANUAL = "（写法见 ./zhongdu measure schema）"
_TABLE, _LIST = "应是一张表（花括号或 [表头]）。", "应是列表（方括号）。"
_INTEGER, _DATE, _SWITCH = "应是整数。", "应是日期，写作 2026-01-31。", "应是 true 或 false。"
_SAYS = {
    "missing": f"缺这一项{_MANUAL}。",
    "string_type": "应是文字（加引号）。",
    "string_too_short": "不能空着。",
    "string_pattern_mismatch": "只能用小写英文字母、数字和连字符，并以字母开头。",
    "int_type": _INTEGER,
    "int_parsing": _INTEGER,
    "int_parsing_size": "数太大了。",
    "int_from_float": _INTEGER,
    "finite_number": _INTEGER,
    "greater_than_equal": "不能小于 {ge}。",
    "bool_type": _SWITCH,
    "bool_parsing": _SWITCH,
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "datetime_type": _DATE,
    "datetime_parsing": _DATE,
    "datetime_from_date_parsing": _DATE,
    "tuple_type": _LIST,
    "dict_type": "应是键值表（花括号）。",
    "too_short": "至少要有一项。",
    "too_long": "项数多了。",
    "model_type": _TABLE,
    "model_attributes_type": _TABLE,
}


def sentence(error: Any, shape: type[BaseModel]) -> str:
    """One Chinese sentence for one of pydantic's errors: what is wrong and what would be right."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "extra_forbidden":
        names = [field.alias or name for name, field in _around(shape, error["loc"]).model_fields.items()]
        near = get_close_matches(str(error["loc"][-1]), names, n=1)
        return "没有这一项" + (f"，是不是“{near[0]}”？" if near else f"；可写的有 {'、'.join(names)}。")
    if kind in {"literal_error", "enum"}:
        return f"“{error['input']}”不行，应是 {context['expected'].replace(' or ', ', ')} 之一。"
    if kind == "value_error":
        return f"{context['error']}。"
    return _SAYS.get(kind, f"不是这一项能写的值{_MANUAL}。").format(**context)


def _around(shape: type[BaseModel], path: tuple[str | int, ...]) -> type[BaseModel]:
    """The table a key stands in: the shape itself, or one nested in it."""
    for key in path[:-1]:
        field = shape.model_fields.get(str(key))
        nested = field and next(
            filter(None, map(_model, [field.annotation, *get_args(field.annotation)])), None
        )
        shape = nested or shape
    return shape


def _model(annotation: Any) -> type[BaseModel] | None:
    return annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None
