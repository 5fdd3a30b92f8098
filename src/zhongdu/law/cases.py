"""A pack's own cases: a sentence, inputs and an expected outcome, as a lawyer can write them.

Each ``[[case]]`` of ``cases.toml`` asks one rule. What may be given and expected depends on its type:

period, term   ``from = 2026-09-29`` → the last day, ``expect = 2026-10-12``; hours run from a moment to a moment
bounds         ``given = {number = 24}`` → ``"holds"`` | ``"departs"`` (normally, prefer) | ``"fails"``
condition      ``given = {born = 2000-05-01, on = 2026-05-01}``, or ``{citizen = false}`` → ``"met"`` | ``"departs"`` | ``"unmet"``
               (declared and judged conditions: ``given = {answer = true}``)
scale          ``given = {case_value = 1_000_000, grade = "level_1", insider = true}`` → the amount, both in fen, before the limits
any            ``expect = {strength = "must", effects = ["letter_recalled"]}``: the rule's own fields, those named
family         ``ask = "violation"`` with ``expect = {count = 23}``, or ``{keys = ["a", "b"]}``
absent         ``expect = "silent"``: neither this measure nor the base beneath it says anything
"""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, Strict, ValidationError, field_validator

from zhongdu.calendar import Schedule, reckon
from zhongdu.law.judging import age_on, judge_bounds, judge_condition
from zhongdu.law.library import Statute
from zhongdu.law.pack import BadPack, Mistake, document_of, text_of
from zhongdu.law.scale_shapes import Scale
from zhongdu.law.scales import grade_of, worth
from zhongdu.law.shapes import Bounds, Condition, Day, Rule, Shape, Switch, Text, Timed, Whole
from zhongdu.law.speaking import sentence
from zhongdu.law.toml_lines import Keys, line_of, lines_of
from zhongdu.law.vocabulary import UnknownConcept, concept

FACTS = ("count", "keys")  # what may be expected of a family


class Given(Shape):
    """The facts a case puts before a rule."""

    number: Whole | None = None
    """For bounds."""
    born: Day | None = None
    """For an age: the day of birth, with ``on``."""
    on: Day | None = None
    """For an age: the day on which it counts."""
    citizen: Switch | None = None
    """For citizenship."""
    answer: Switch | None = None
    """What was declared, or judged."""
    case_value: Whole | None = None
    """For scales: the case value in fen."""
    grade: str = ""
    """For scales: the level, where there are several."""
    insider: Switch = False
    """For scales: the reporter works for the body reported."""


class Table(Shape):
    """A case as it is written."""

    says: Text
    """What the case is about, in a sentence."""
    ask: Text
    """The concept it asks."""
    expect: Any
    """The outcome expected."""
    given: Given = Given()
    """The facts."""
    start: Annotated[datetime, Strict()] | Day | None = Field(default=None, alias="from")
    """The day (or, for hours, the moment) a period starts from."""

    @field_validator("ask")
    @classmethod
    def known(cls, word: str) -> str:
        try:
            concept(word)
        except UnknownConcept as error:
            raise ValueError(str(error).rstrip("。")) from None
        return word


@dataclass(frozen=True)
class Case:
    says: str
    ask: str
    expect: Any
    given: Given
    start: date | None
    file: str
    line: int


class Unanswerable(LookupError):
    """A case that cannot be put to its rule as it is written. The message is a sentence."""


def read_cases(folder: Path) -> list[Case]:
    """The cases of the pack in a folder, none where it has no ``cases.toml``. Raises :class:`BadPack`."""
    path = folder / "cases.toml"
    return cases_in(text_of(path), str(path)) if path.exists() else []


def cases_in(text: str, file: str) -> list[Case]:
    """The cases of a ``cases.toml``, from its text. Raises :class:`BadPack`."""
    document, lines = document_of(text, file), lines_of(text)
    cases, mistakes = [], []

    def wrong(keys: Keys, says: str) -> None:
        mistakes.append(Mistake(file, line_of(lines, keys), ".".join(map(str, keys)), says))

    for key in document.keys() - {"case"}:
        wrong((key,), "案例文件里只写 [[case]]。")
    tables = document.get("case", [])
    if not isinstance(tables, list):
        wrong(("case",), "每个案例写一段，用双方括号 [[case]]。")
        tables = []
    for place, table in enumerate(tables):
        try:
            it = Table.model_validate(table)
        except ValidationError as errors:
            for error in errors.errors():
                wrong(("case", place, *error["loc"]), sentence(error, Table))
            continue
        line = line_of(lines, ("case", place))
        cases.append(Case(it.says, it.ask, it.expect, it.given, it.start, file, line))
    if mistakes:
        raise BadPack(sorted(mistakes, key=lambda mistake: mistake.line))
    return cases


def outcome(case: Case, statute: Statute, schedule: Schedule) -> Any:
    """What the rules answer to a case, in the form its ``expect`` is written in.

    Raises ``LookupError`` where the law is silent or the case cannot be put to the rule, ``ValueError`` where
    a period cannot be reckoned.
    """
    if case.expect == "silent":
        return "speaks" if statute.says(case.ask) else "silent"
    known = concept(case.ask)
    if known.each and case.ask == known.name:
        family = statute.family(case.ask)
        if not isinstance(case.expect, dict) or not case.expect.keys() <= set(FACTS):
            raise Unanswerable("问一类规则的，expect 写 { count = 数 } 或 { keys = [名字] }")
        facts = {"count": len(family), "keys": [bound.key for bound in family]}
        return {key: facts[key] for key in case.expect}
    bound = statute.rule(case.ask)
    if isinstance(case.expect, dict):
        fields = bound.rule.model_dump(mode="json") | {"address": str(bound.address)}
        return {key: fields.get(key, "没有这一项") for key in case.expect}
    return _judged(bound.rule, case, schedule)


def _judged(rule: Rule, case: Case, schedule: Schedule) -> Any:
    given = case.given
    if isinstance(rule, Timed):
        if rule.span is None:
            raise Unanswerable("这项期限没有数，推算不出末日")
        if case.start is None:
            raise Unanswerable("案例没有写 from（从哪一天起算）")
        return reckon(rule.span, case.start, schedule).last
    if isinstance(rule, Bounds):
        if given.number is None:
            raise Unanswerable("案例没有写 given = { number = 数 }")
        return judge_bounds(rule, given.number)
    if isinstance(rule, Condition):
        if given.born and not given.on:
            raise Unanswerable("算年龄要写 given = { born = 出生日期, on = 哪一天 }")
        age = age_on(given.born, given.on) if given.born and given.on else None
        return judge_condition(rule, age=age, citizen=given.citizen, answer=given.answer)
    if isinstance(rule, Scale):
        if given.case_value is None:
            raise Unanswerable("案例没有写 given = { case_value = 案值，以分计 }")
        return worth(rule, grade_of(rule, given.grade), given.case_value, insider=given.insider)
    if not hasattr(rule, "value"):
        raise Unanswerable('这条规则只能问它的各项，expect 写 { strength = "must" } 这样的形式')
    return rule.value


def failures(cases: list[Case], statute: Statute, schedule: Schedule) -> list[Mistake]:
    """The cases whose outcome is not the expected one."""
    wrong = []
    for case in cases:
        try:
            answer = outcome(case, statute, schedule)
        except (LookupError, ValueError) as error:  # silent, not answerable, or beyond the calendar
            answer = str(error).rstrip("。")
        if answer != case.expect:
            says = f"“{case.says}”：应得 {_plain(case.expect)}，实得 {_plain(answer)}。"
            wrong.append(Mistake(case.file, case.line, case.ask, says))
    return wrong


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, dict):
        return "、".join(f"{key}={_plain(one)}" for key, one in value.items())
    return "、".join(map(_plain, value)) if isinstance(value, list) else str(value)
