"""What a checklist makes of answers. Pure: no database, no clock."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from unicodedata import normalize

from zhongdu.law.reliance import rests_on
from zhongdu.law.shapes import Checklist, Question
from zhongdu.scope.practices import practice

MOST = 2_000  # characters of an answer in words

PHONE_KEEPS = practice(
    "fieldwork.phone_keeps",
    "监督员手机上的外出资料，多少天没有联网就清除",
    {"7": "7天", "3": "3天", "14": "14天", "30": "30天"},
)

REMINDER = practice(
    "fieldwork.reminder",
    "指定巡查到期以前几天提醒监督员",
    {"2": "提前2天", "1": "提前1天", "3": "提前3天", "off": "不提醒"},
)

_NUMBER = re.compile(r"\d{1,9}(\.\d{1,4})?")
_TRACE_CODE = re.compile(r"\d{20}")  # on a drug's package


@dataclass(frozen=True)
class Checked:
    """Answers against their checklist.

    ``answers``: what was chosen or counted, by question · ``words``: what was written freely, which may speak of
    people · ``troubles``: the questions whose answer means trouble · ``wrong``: a sentence beside each answer
    that cannot stand.
    """

    answers: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    troubles: tuple[str, ...] = ()
    wrong: dict[str, str] = field(default_factory=dict)


@rests_on("checklist")
def check(
    checklist: Checklist, answers: Mapping[str, str], words: Mapping[str, str], photos: int = 0
) -> Checked:
    """Check what was answered, question by question. Answers to questions the checklist lacks are wrong too; those
    to questions that were not to be asked are left out."""
    known = {question.name: question for question in checklist.questions}
    wrong = dict.fromkeys({*answers, *words} - {*known}, "清单里没有这一项。")
    kept: dict[str, str] = {}
    written: dict[str, str] = {}
    for question in checklist.questions:
        if not is_asked(question, kept):
            continue
        free = question.kind == "words"
        said = str((words if free else answers).get(question.name, "")).strip()
        if says := _wrong(question, said, photos):
            wrong[question.name] = says
        elif said:
            (written if free else kept)[question.name] = _tidied(question, said)
    troubles = tuple(name for name, answer in kept.items() if is_trouble(known[name], answer))
    return Checked(kept, written, troubles, wrong)


def is_asked(question: Question, answers: Mapping[str, str]) -> bool:
    """Whether a question is asked, given the answers before it."""
    asked = question.only_if
    return asked is None or bool({*several(answers.get(asked.question, ""))} & {*asked.answers})


def is_trouble(question: Question, answer: str) -> bool:
    return bool({*several(answer)} & {*question.trouble})


def several(answer: str) -> list[str]:
    """The options of an answer; one that may choose several keeps them on a line each."""
    return [each for each in answer.split("\n") if each]


def _tidied(question: Question, said: str) -> str:
    if question.kind == "choices":  # in the order of the form, each once
        return "\n".join(option for option in question.options if option in several(said))
    return re.sub(r"\s", "", said) if question.kind == "trace_code" else said


def _wrong(question: Question, said: str, photos: int) -> str:
    if question.kind == "photo":
        return "请拍一张照片。" if question.required and not photos else ""
    if not said:
        return _unanswered(question) if question.required else ""
    if question.kind in {"choice", "choices"}:
        chosen = several(said)
        fits = {*chosen} <= {*question.options} and (len(chosen) == 1 or question.kind == "choices")
        return (
            ""
            if fits
            else f"请从“{'”“'.join(question.options)}”里选{'' if question.kind == 'choices' else '一项'}。"
        )
    if question.kind == "number":
        return _not_a_number(question, said)
    if question.kind == "trace_code":
        return "" if _TRACE_CODE.fullmatch(re.sub(r"\s", "", said)) else "药品追溯码是20位数字，请核对包装。"
    return "" if len(said) <= MOST else f"太长了，最多{MOST}个字。"


def _not_a_number(question: Question, said: str) -> str:
    if not _NUMBER.fullmatch(said):
        return "请填数字。"
    number = Decimal(said)
    if question.min is not None and number < question.min:
        return f"不能小于{question.min}。"
    return f"不能大于{question.max}。" if question.max is not None and number > question.max else ""


def _unanswered(question: Question) -> str:
    return "这一题还没有选。" if question.options else "请填写这一项。"


def same_name(signed: str, known: str) -> bool:
    """Whether somebody signed with the name they are known by; blanks and kinds of dots do not count."""
    return re.sub(r"[\s·•・.]", "", normalize("NFKC", signed)) == re.sub(
        r"[\s·•・.]", "", normalize("NFKC", known)
    )
