"""What a checklist makes of answers, and whose work a visit must not be. Pure: no database, no clock."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
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

_SUFFIX = re.compile(r"(股份有限公司|有限责任公司|有限公司|公司)$")
_NUMBER = re.compile(r"\d{1,9}(\.\d{1,4})?")


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
    """Check what was answered, question by question. Answers to questions the checklist lacks are wrong too."""
    known = {question.name: question for question in checklist.questions}
    wrong = dict.fromkeys({*answers, *words} - {*known}, "清单里没有这一项。")
    kept: dict[str, str] = {}
    written: dict[str, str] = {}
    for question in checklist.questions:
        free = question.kind == "words"
        said = str((words if free else answers).get(question.name, "")).strip()
        if says := _wrong(question, said, photos):
            wrong[question.name] = says
        elif said:
            (written if free else kept)[question.name] = said
    troubles = tuple(name for name, answer in kept.items() if answer in known[name].trouble)
    return Checked(kept, written, troubles, wrong)


def _wrong(question: Question, said: str, photos: int) -> str:
    if question.kind == "photo":
        return "请拍一张照片。" if question.required and not photos else ""
    if not said:
        return _unanswered(question) if question.required else ""
    if question.kind == "choice":
        return "" if said in question.options else f"请从“{'”“'.join(question.options)}”里选一项。"
    if question.kind == "number":
        return "" if _NUMBER.fullmatch(said) else "请填数字。"
    return "" if len(said) <= MOST else f"太长了，最多{MOST}个字。"


def _unanswered(question: Question) -> str:
    return "这一题还没有选。" if question.kind == "choice" else "请填写这一项。"


@rests_on("recusal")
def same_body(employer: str, institution: str) -> bool:
    """Whether a declared employer is the institution itself, however the two names were written."""
    one, other = _plain(employer), _plain(institution)
    return bool(one) and one == other


def _plain(name: str) -> str:
    """A name without blanks, punctuation, letter width and the form of its company."""
    return _SUFFIX.sub("", re.sub(r"[\W_]", "", normalize("NFKC", name)).upper())


def same_name(signed: str, known: str) -> bool:
    """Whether somebody signed with the name they are known by; blanks and kinds of dots do not count."""
    return re.sub(r"[\s·•・.]", "", normalize("NFKC", signed)) == re.sub(
        r"[\s·•・.]", "", normalize("NFKC", known)
    )
