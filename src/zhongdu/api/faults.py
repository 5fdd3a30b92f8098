"""What is wrong with a request, in words for people and a code for programs."""

from collections.abc import Iterable
from typing import Any

from ninja import Schema
from pydantic import Field

_SAYS = {
    "missing": "请填写。",
    "string_too_short": "请填写。",
    "string_too_long": "太长了，最多 {max_length} 个字。",
    "string_type": "要写成文字。",
    "string_pattern_mismatch": "只能用英文字母、数字和符号，不能有空格。",
    "too_long": "太多了，最多 {max_length} 项。",
    "list_type": "要写成数组。",
    "bool_parsing": "要写 true 或者 false。",
    "bool_type": "要写 true 或者 false。",
    "value_error": "有不能保存的字符，请重新填写。",
}


class Fault(Schema):
    """Why a request was not taken; ``fields`` has a sentence for each field that is wrong."""

    code: str
    says: str = Field(description="给人看的一句话")
    fields: dict[str, str] = {}


def sentences(errors: Iterable[Any]) -> dict[str, str]:
    """A sentence for each field that is wrong, by the way to it: ``due``, ``attachments.0.base64``."""
    return {_way(error["loc"]): _sentence(error) for error in errors}


def _way(loc: Iterable[Any]) -> str:
    """``("body", "lead", "attachments", 0, "base64")`` without the names of this program's own."""
    steps = [str(step) for step in loc]
    return ".".join(steps[2:] or steps[-1:])


def _sentence(error: Any) -> str:
    kind = error["type"]
    if kind.startswith("datetime"):
        return "请写日期和时间，如 2026-09-01T08:30:00+08:00。"
    if kind.startswith("date"):
        return "请写日期，如 2026-09-01。"
    return _SAYS.get(kind, "填得不对，请检查。").format(**error.get("ctx", {}))
