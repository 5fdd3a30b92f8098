"""Questions as somebody writes them → the checklist they make, or a sentence beside what is wrong. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypedDict

from pydantic import ValidationError

from zhongdu.law.media import MEDIA
from zhongdu.law.shapes import Checklist, Question

KINDS = {
    "choice": "选一项",
    "choices": "可选几项",
    "words": "文字",
    "number": "数字",
    "trace_code": "药品追溯码",
    "photo": "拍照",
    "sound": "录音",
    "video": "录像",
    "place": "位置",
}
FOR = {"medical_institution": "定点医疗机构", "pharmacy": "定点零售药店"}
MOST = 100  # questions


class Raw(TypedDict, total=False):
    """A question as it was typed. Lines stand for options, the answers that mean trouble, those it hangs on."""

    name: str
    text: str
    kind: str
    options: str
    trouble: str
    required: bool
    after: str  # the earlier question it hangs on
    after_answers: str
    hint: str
    min: str
    max: str


@dataclass
class Made:
    """What became of a draft: the list, or what is wrong, by the question's place and its field."""

    rule: Checklist | None = None
    wrong: dict[int, dict[str, str]] = field(default_factory=dict)
    says: str = ""


def made_of(raws: Sequence[Raw], *, title: str, kinds: Sequence[str], clause: str, version: int) -> Made:
    """The checklist that these questions make under a title."""
    found = Made()
    if not raws:
        return Made(says="还没有题目，至少要有一道。")
    if not kinds:
        return Made(says="请选这张清单用于哪类机构。")
    questions: list[Question] = []
    for place, raw in enumerate(raws):
        try:
            questions.append(Question.model_validate(_plain(raw)))
        except ValidationError as errors:
            found.wrong[place] = {_field(error): _says(error) for error in errors.errors()}
        else:
            if says := _hangs(questions[-1], questions[:-1]):
                found.wrong[place] = {"after": says}
    if found.wrong:
        found.says = "有几道题要改一改，见各题下面的说明。"
        return found
    found.rule = Checklist.model_validate({
        "clause": clause, "strength": "may", "label": title, "title": title, "version": version, "kinds": kinds,
        "questions": questions, "signature": "监督员签名：",
    })  # fmt: skip
    return found


def _plain(raw: Raw) -> dict[str, Any]:
    """What the shape of a question wants, without what does not belong to its kind."""
    kind = raw.get("kind") or "choice"
    plain: dict[str, Any] = {
        "name": raw.get("name", ""), "text": raw.get("text", "").strip(), "kind": kind,
        "required": bool(raw.get("required")), "hint": raw.get("hint", "").strip(),
    }  # fmt: skip
    if kind in {"choice", "choices"}:
        plain |= {"options": lines(raw.get("options", "")), "trouble": lines(raw.get("trouble", ""))}
    if kind in {"number", *MEDIA}:
        plain |= {limit: int(text) if text.isdigit() else text for limit in ("min", "max") if (text := raw.get(limit, "").strip())}  # type: ignore[attr-defined]  # fmt: skip
    if raw.get("after"):
        plain["only_if"] = {"question": raw["after"], "answers": lines(raw.get("after_answers", ""))}
    return plain


def lines(text: str) -> tuple[str, ...]:
    """Every line once, without blanks around it."""
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def _hangs(question: Question, before: Sequence[Question]) -> str:
    asked = question.only_if
    if asked is None:
        return ""
    earlier = next((each for each in before if each.name == asked.question), None)
    if earlier is None or not earlier.options:
        return "要接在前面的一道选择题后面。"
    unknown = [answer for answer in asked.answers if answer not in earlier.options]
    return f"那道题没有“{unknown[0]}”这个选项。" if unknown else ""


def _field(error: Any) -> str:
    """The field of the form a mistake belongs to."""
    where = [str(part) for part in error["loc"]]
    if "only_if" in where:
        return "after_answers"
    if not where and "份数" in error["msg"]:
        return "max"
    if where and where[0] in {"text", "kind", "hint", "min", "max"}:
        return where[0]
    return "trouble" if "trouble" in str(error.get("ctx", {}).get("error", "")) else "options"


def _says(error: Any) -> str:
    field_ = _field(error)
    if "份数" in error["msg"]:
        return f"{error['ctx']['error']}。"
    return {
        "text": "请写题目。",
        "kind": "请选题型。",
        "options": "选择题要写选项，一行一个。",
        "trouble": "说明有问题的答案，要是上面选项里的。",
        "after_answers": "请写前一题选了哪些答案才问这一题，一行一个。",
        "min": "请填整数。",
        "max": "请填整数。",
    }.get(field_, "填得不对，请检查。")


def raw_of(question: Question) -> Raw:
    """A question back as somebody would type it."""
    return Raw(
        name=question.name, text=question.text, kind=question.kind, options="\n".join(question.options),
        trouble="\n".join(question.trouble), required=question.required, hint=question.hint,
        after=question.only_if.question if question.only_if else "",
        after_answers="\n".join(question.only_if.answers) if question.only_if else "",
        min="" if question.min is None else str(question.min), max="" if question.max is None else str(question.max),
    )  # fmt: skip


def fresh_name(raws: Sequence[Raw]) -> str:
    """A key that no question of the draft has: q1, q2 …"""
    taken = {raw.get("name", "") for raw in raws}
    return next(name for number in range(1, 10_000) if (name := f"q{number}") not in taken)


def moved(raws: Sequence[Raw], place: int, by: int) -> list[Raw]:
    """The questions with one of them moved up or down; what cannot move stays."""
    order, goal = list(raws), place + by
    if 0 <= place < len(order) and 0 <= goal < len(order):
        order.insert(goal, order.pop(place))
    return order
