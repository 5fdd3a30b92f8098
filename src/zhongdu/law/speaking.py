"""What is wrong with a value of a pack, said to a person: pydantic's errors in Chinese."""

from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel

_SAYS = {
    "missing": "缺这一项{hint}。",
    "string_type": "应是文字（加引号）。",
    "string_too_short": "不能空着。",
    "int_type": "应是整数。",
    "int_parsing": "应是整数。",
    "int_from_float": "应是整数。",
    "bool_type": "应是 true 或 false。",
    "bool_parsing": "应是 true 或 false。",
    "date_type": "应是日期，写作 2026-01-31。",
    "date_from_datetime_parsing": "应是日期，写作 2026-01-31。",
    "tuple_type": "应是列表（方括号）。",
    "dict_type": "应是键值表（花括号）。",
    "too_short": "至少要有一项。",
    "greater_than_equal": "不能小于 {ge}。",
    "model_type": "应是一张表（花括号或 [表头]）。",
    "model_attributes_type": "应是一张表（花括号或 [表头]）。",
    "string_pattern_mismatch": "只能用小写英文字母、数字和连字符，并以字母开头。",
}


def sentence(error: Any, shape: type[BaseModel]) -> str:
    """One Chinese sentence for one of pydantic's errors: what is wrong and what would be right."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "extra_forbidden":
        near = get_close_matches(str(error["loc"][-1]), shape.model_fields, n=1)
        return "没有这一项" + (
            f"，是不是“{near[0]}”？" if near else f"；可写的有 {'、'.join(shape.model_fields)}。"
        )
    if kind in {"literal_error", "enum"}:
        return f"“{error['input']}”不行，应是 {context['expected'].replace(' or ', ', ')} 之一。"
    if kind == "value_error":
        return f"{context['error']}。"
    field = shape.model_fields.get(str(error["loc"][0])) if error["loc"] else None
    hint = f"（{field.description}）" if field and field.description else ""
    return _SAYS.get(kind, f"不对：{error['msg']}。").format(hint=hint, **context)
