"""What a checklist makes of answers. Pure: no database, no clock."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from unicodedata import normalize

from zhongdu.law.media import MEDIA
from zhongdu.law.reliance import rests_on
from zhongdu.law.shapes import Checklist, Question
from zhongdu.scope.practices import practice

MOST = 2_000  # characters of an answer in words
MOST_OF_A_PLACE = 200
NO_PLACE = "请记下位置，或者写下地点。"
CALLED = {"photo": ("张", "照片"), "sound": ("段", "录音"), "video": ("段", "录像")}
DO = {"photo": "请拍一张照片。", "sound": "请录一段音。", "video": "请录一段像。"}

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
    people, or of a place · ``asked``: the questions that were to be asked · ``troubles``: those whose answer means
    trouble · ``wrong``: a sentence beside each answer that cannot stand.
    """

    answers: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    asked: frozenset[str] = frozenset()
    troubles: tuple[str, ...] = ()
    wrong: dict[str, str] = field(default_factory=dict)


@rests_on("checklist")
def check(
    checklist: Checklist,
    answers: Mapping[str, str],
    words: Mapping[str, str],
    brought: Mapping[str, Sequence[str]] = MappingProxyType({}),
    taken: Collection[str] = (),
    *,
    covert: bool = False,
) -> Checked:
    """Check what was answered, question by question. ``brought``: the kinds of the photographs and recordings under
    each question, and under "" of those that belong to none · ``taken``: the questions whose place the phone took.

    Answers to questions the checklist lacks are wrong too; those to questions that were not to be asked are left out.
    """
    known = {question.name: question for question in checklist.questions}
    named = {*answers, *words, *taken, *(brought.keys() - {""})}
    wrong = dict.fromkeys(named - {*known}, "清单里没有这一项。")
    kept: dict[str, str] = {}
    written: dict[str, str] = {}
    asked = []
    for question in checklist.questions:
        if not is_asked(question, kept, covert=covert):
            continue
        asked.append(question.name)
        said = str((words if is_free(question) else answers).get(question.name, "")).strip()
        pieces = brought.get(question.name, ())
        says = _not_for(question, pieces, question.name in taken)
        if question.kind in MEDIA:
            says = says or _wrong_many(question, len(pieces) or _loose(question, checklist, brought))
        elif not (question.kind == "place" and not said and question.name in taken):
            says = says or _wrong(question, said)
        if says:
            wrong[question.name] = says
        elif said and question.kind not in MEDIA:
            (written if is_free(question) else kept)[question.name] = _tidied(question, said)
    troubles = tuple(name for name, answer in kept.items() if is_trouble(known[name], answer))
    return Checked(kept, written, frozenset(asked), troubles, wrong)


def is_free(question: Question) -> bool:
    """Whether it is answered in words of one's own, which belong in the vault."""
    return question.kind in {"words", "place"}


def is_asked(question: Question, answers: Mapping[str, str], *, covert: bool = False) -> bool:
    """Whether a question is asked, given the answers before it. A covert visit is never asked for a place."""
    if covert and question.kind == "place":
        return False
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


def _loose(question: Question, checklist: Checklist, brought: Mapping[str, Sequence[str]]) -> int:
    if question.name != photo_question(checklist):
        return 0
    return min(sum(kind == "photo" for kind in brought.get("", ())), question.most)


def photo_question(checklist: Checklist) -> str:
    """A list's only question for photographs, which those under no question answer: no other can be meant. Or ""."""
    asks = [each.name for each in checklist.questions if each.kind == "photo"]
    return asks[0] if len(asks) == 1 else ""


def how_many(question: Question) -> str:
    """How many photographs or recordings a question takes, where its list says so; "" where it does not."""
    if question.kind not in MEDIA or (question.min is None and question.max is None):
        return ""
    measure, least, most = CALLED[question.kind][0], question.least, question.most
    return f"要{least}{measure}。" if least == most else f"{least}到{most}{measure}。"


def _not_for(question: Question, pieces: Sequence[str], taken: bool) -> str:
    """What was brought under a question that asks for something else."""
    if question.kind not in MEDIA:
        return "这一题不用拍照、录音、录像。" if pieces else _no_place(question, taken)
    other = any(kind != question.kind for kind in pieces)
    return f"这一题要的是{CALLED[question.kind][1]}。" if other else _no_place(question, taken)


def _no_place(question: Question, taken: bool) -> str:
    return "这一题不用记位置。" if taken and question.kind != "place" else ""


def _wrong_many(question: Question, many: int) -> str:
    measure = CALLED[question.kind][0]
    if not many:
        return DO[question.kind] if question.required else ""
    if many < question.least:
        return f"至少要{question.least}{measure}，现在有{many}{measure}。"
    return f"最多{question.most}{measure}，现在有{many}{measure}。" if many > question.most else ""


def _wrong(question: Question, said: str) -> str:
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
    most = MOST_OF_A_PLACE if question.kind == "place" else MOST
    return "" if len(said) <= most else f"太长了，最多{most}个字。"


def _not_a_number(question: Question, said: str) -> str:
    if not _NUMBER.fullmatch(said):
        return "请填数字。"
    number = Decimal(said)
    if question.min is not None and number < question.min:
        return f"不能小于{question.min}。"
    return f"不能大于{question.max}。" if question.max is not None and number > question.max else ""


def _unanswered(question: Question) -> str:
    if question.kind == "place":
        return NO_PLACE
    return "这一题还没有选。" if question.options else "请填写这一项。"


def same_name(signed: str, known: str) -> bool:
    """Whether somebody signed with the name they are known by; blanks and kinds of dots do not count."""
    return re.sub(r"[\s·•・.]", "", normalize("NFKC", signed)) == re.sub(
        r"[\s·•・.]", "", normalize("NFKC", known)
    )
