"""An XLSForm workbook read as questions of ours: field teams elsewhere write their lists in it (xlsform.org).

What a question of ours can say is taken over; what it cannot is told, sentence by sentence, and left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from pyxform.errors import PyXFormError
from pyxform.xls2json import workbook_to_json
from pyxform.xls2json_backends import get_xlsform

from zhongdu.fieldwork.drafting import MOST, Raw

_KINDS = {
    "select one": "choice",
    "select all that apply": "choices",
    "text": "words",
    "string": "words",
    "integer": "number",
    "decimal": "number",
    "photo": "photo",
    "image": "photo",
    "audio": "sound",
    "video": "video",
    "geopoint": "place",
    "barcode": "trace_code",
}
_SILENT = {
    "start",
    "end",
    "today",
    "deviceid",
    "username",
    "calculate",
    "audit",
    "start-geopoint",
}  # no question
_WORDS = {  # what people call the kinds that have no place here
    "date": "日期",
    "time": "时间",
    "dateTime": "日期和时间",
    "note": "说明文字",
    "range": "滑动选数",
    "rank": "排序",
    "file": "上传文件",
    "geotrace": "路线",
    "geoshape": "区域",
    "acknowledge": "确认",
    "trigger": "确认",
    "background-audio": "不告诉人的录音",
    "background-geopoint": "不告诉人的定位",
    "hidden": "隐藏的题",
}
_IS = re.compile(
    r"\$\{(\w+)\}\s*=\s*['\"]([^'\"]+)['\"]|selected\(\s*\$\{(\w+)\}\s*,\s*['\"]([^'\"]+)['\"]\s*\)"
)
_LIMIT = re.compile(r"\.\s*(>=|<=)\s*(\d+)")


class BadForm(ValueError):
    """A workbook that is no XLSForm: one sentence for people."""


@dataclass
class Read:
    """What a workbook held, and what of it has no place here."""

    title: str = ""
    questions: list[Raw] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def read(content: bytes) -> Read:
    """The questions of a workbook, in its order; groups are opened up. Raises :class:`BadForm`."""
    try:
        workbook = get_xlsform(BytesIO(content), ".xlsx")
        survey = workbook_to_json(workbook, form_name="data", warnings=[])
    except (PyXFormError, BadZipFile, KeyError, ValueError, OSError) as wrong:
        raise BadForm(f"这份工作簿不是 XLSForm：{_first_line(wrong)}") from None
    found = Read(title=str(survey.get("title") or "")[:60])
    choices: dict[str, dict[str, str]] = {}
    rows = {str(row["name"]): at for at, row in enumerate(workbook.survey, start=2) if row.get("name")}
    for item in _questions(survey.get("children", [])):
        _take(item, found, choices, rows)
    if not found.questions:
        raise BadForm("这份工作簿里没有可用的题目。")
    if len(found.questions) > MOST:
        raise BadForm(f"题目太多，最多{MOST}道。")
    return found


def _first_line(wrong: Exception) -> str:
    return str(wrong).strip().partition("\n")[0][:200] or "读不出 survey 表"


def _questions(children: list[Any]) -> Iterator[dict[str, Any]]:
    for child in children:
        if child.get("name") == "meta":
            continue
        if child.get("type") in {"group", "repeat"}:
            yield from _questions(child.get("children", []))
        else:
            yield child


def _take(
    item: dict[str, Any], found: Read, choices: dict[str, dict[str, str]], rows: dict[str, int]
) -> None:
    kind, label = str(item.get("type", "")), _text(item.get("label")) or str(item.get("name", ""))
    if kind in _SILENT:
        return
    if kind not in _KINDS:
        called = f"{_WORDS[kind]}，{kind}" if kind in _WORDS else kind
        found.left_out.append(f"{_row(item, rows)}“{label}”（{called}）这里没有对应的题型，没有导入。")
        return
    bind = item.get("bind", {})
    raw = Raw(
        name=str(item["name"]), text=label, kind=_KINDS[kind], hint=_text(item.get("hint")),
        required=str(bind.get("required", "")).lower() in {"yes", "true", "true()"},
    )  # fmt: skip
    if offered := item.get("choices"):
        choices[raw["name"]] = {
            str(each["name"]): _text(each.get("label")) or str(each["name"]) for each in offered
        }
        raw["options"] = "\n".join(dict.fromkeys(choices[raw["name"]].values()))
    for sign, number in _LIMIT.findall(str(bind.get("constraint", ""))) if raw["kind"] == "number" else ():
        raw["min" if sign == ">=" else "max"] = number
    if relevant := str(bind.get("relevant", "")):
        _hang(raw, relevant, choices, found, _row(item, rows))
    found.questions.append(raw)


def _row(item: dict[str, Any], rows: dict[str, int]) -> str:
    """Where a question stands in the sheet, as whoever opens the workbook counts."""
    row = rows.get(str(item.get("name", "")))
    return f"第{row}行" if row else ""


def _hang(raw: Raw, relevant: str, choices: dict[str, dict[str, str]], found: Read, row: str) -> None:
    """``${a} = 'x' or selected(${a}, 'y')``: one earlier question and some of its answers. More than that is told."""
    named = [(one or other, this or that) for one, this, other, that in _IS.findall(relevant)]
    rest = _IS.sub("", relevant)
    asked = {question for question, _ in named}
    if len(asked) != 1 or re.sub(r"\bor\b|[\s()]", "", rest) or not asked <= choices.keys():
        found.left_out.append(
            f"{row}“{raw['text']}”什么时候问（{relevant}）这里写不了，改成了总是问，请核对。"
        )
        return
    question = asked.pop()
    raw["after"] = question
    raw["after_answers"] = "\n".join(choices[question].get(value, value) for _, value in named)


def _text(label: Any) -> str:
    """A label; of several languages, Chinese or the first."""
    if isinstance(label, dict):
        chinese = next(
            (text for language, text in label.items() if "zh" in language.lower() or "中" in language), ""
        )
        label = chinese or next(iter(label.values()), "")
    return str(label or "").strip()
