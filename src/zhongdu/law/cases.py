"""A pack's own cases: a sentence, inputs and an expected outcome, as a lawyer can write them.

Each ``[[case]]`` of ``cases.toml`` asks one rule. What may be given and expected depends on its type:

period, term   ``from = 2026-09-29`` → the last day, ``expect = 2026-10-12``
bounds         ``given = {number = 24}`` → ``"holds"`` | ``"departs"`` (normally, prefer) | ``"fails"``
condition      ``given = {born = 2000-05-01, on = 2026-05-01}``, or ``{citizen = false}`` → ``"met"`` | ``"departs"`` | ``"unmet"``
               (declared and judged conditions: ``given = {answer = true}``)
any            ``expect = {strength = "must", effects = ["letter_recalled"]}``: the rule's own fields, those named
family         ``ask = "violation"`` with ``expect = {count = 23}``, or ``{keys = ["a", "b"]}``
absent         ``expect = "silent"``: neither this measure nor the base beneath it says anything
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from zhongdu.calendar import Schedule, reckon
from zhongdu.law.judging import age_on, judge_bounds, judge_condition
from zhongdu.law.library import Statute
from zhongdu.law.pack import BadPack, Mistake
from zhongdu.law.shapes import Bounds, Condition, Timed
from zhongdu.law.toml_lines import line_of, lines_of
from zhongdu.law.vocabulary import UnknownConcept, concept


@dataclass(frozen=True)
class Case:
    says: str
    ask: str
    expect: Any
    given: dict[str, Any]
    start: date | None
    file: str
    line: int


def read_cases(folder: Path) -> list[Case]:
    """The cases of the pack in a folder, none where it has no ``cases.toml``. Raises :class:`BadPack`."""
    path = folder / "cases.toml"
    if not path.exists():
        return []
    text = path.read_text("utf-8")
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadPack([Mistake(str(path), 1, "—", f"不是合格的 TOML：{error}。")]) from None
    lines, cases, mistakes = lines_of(text), [], []
    for position, table in enumerate(document.get("case", [])):
        line = line_of(lines, ("case", position))
        if wrong := _mistake(table):
            mistakes.append(Mistake(str(path), line, f"case.{position + 1}", wrong))
            continue
        cases.append(
            Case(
                table["says"],
                table["ask"],
                table["expect"],
                table.get("given", {}),
                table.get("from"),
                str(path),
                line,
            )
        )
    if mistakes:
        raise BadPack(mistakes)
    return cases


def outcome(case: Case, statute: Statute, schedule: Schedule) -> Any:
    """What the rules answer to a case, in the form its ``expect`` is written in."""
    if case.expect == "silent":
        return "silent" if not statute.says(case.ask) else "speaks"
    known = concept(case.ask)
    if known.each and case.ask == known.name:
        family = statute.family(case.ask)
        facts = {"count": len(family), "keys": [bound.key for bound in family]}
        return {key: facts[key] for key in case.expect}
    rule = statute.rule(case.ask).rule
    if isinstance(case.expect, dict):
        fields = rule.model_dump(mode="json") | {"address": str(statute.rule(case.ask).address)}
        return {key: fields.get(key, "没有这一项") for key in case.expect}
    if isinstance(rule, Timed):
        if case.start is None or rule.span is None:
            return "这项期限没有数，或案例没有写 from"
        return reckon(rule.span, case.start, schedule).last
    if isinstance(rule, Bounds):
        return judge_bounds(rule, case.given["number"])
    if isinstance(rule, Condition):
        return judge_condition(
            rule,
            age=age_on(case.given["born"], case.given["on"]) if "born" in case.given else None,
            citizen=case.given.get("citizen"),
            answer=case.given.get("answer"),
        )
    return getattr(rule, "value", None)


def failures(cases: list[Case], statute: Statute, schedule: Schedule) -> list[Mistake]:
    """The cases whose outcome is not the expected one."""
    wrong = []
    for case in cases:
        try:
            answer = outcome(case, statute, schedule)
        except LookupError as error:  # silent, unknown, or a fact not given
            answer = str(error)
        if answer != case.expect:
            wrong.append(
                Mistake(
                    case.file,
                    case.line,
                    case.ask,
                    f"“{case.says}”：应得 {_plain(case.expect)}，实得 {_plain(answer)}。",
                )
            )
    return wrong


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _mistake(table: dict[str, Any]) -> str:
    for key in ("says", "ask", "expect"):
        if key not in table:
            return f"缺 {key}。"
    if strange := table.keys() - {"says", "ask", "expect", "given", "from"}:
        return f"没有这一项：{'、'.join(sorted(strange))}。"
    try:
        concept(table["ask"])
    except UnknownConcept as error:
        return str(error)
    return ""
