"""Paper forms as a workbook: which columns a law's form makes, and what is wrong with each row.

Pure: the day is an argument. A row is judged by :func:`particulars.check`, as what is typed on a page is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from zhongdu.kit.workbooks import LOST_DIGITS, Cell, Mistake, Rows, Sheet, lost_digits, read_day, text_of
from zhongdu.law.governing import Law
from zhongdu.law.pack import Bound
from zhongdu.law.reliance import rests_on
from zhongdu.law.shapes import Field_
from zhongdu.recruitment import particulars
from zhongdu.recruitment.rules import spoken

RECEIVED, WAY, UNIT, SIGNED, CONSENT = "received_on", "channel", "unit", "form_signed_on", "consent"
BY_UNITS = frozenset({"targeted", "recommended"})  # the routes on which a unit stands behind a person
_UNIT_LENGTH = 60  # characters, as an application keeps it
YES = frozenset({"是", "有", "√", "✓", "已签", "同意"})


@dataclass(frozen=True)
class Window:
    """When paper forms were taken in, and the ways of the notice they answer."""

    opens_on: date
    closes_on: date
    ways: tuple[Bound, ...]


@dataclass(frozen=True)
class Line:
    """One paper form, checked."""

    row: int
    values: dict[str, Any]  # as particulars.check read them
    channel: str
    unit: str
    received_on: date
    signed_on: date

    @property
    def id_number(self) -> str:
        return str(self.values["id_number"])


@dataclass(frozen=True)
class Intake:
    """The workbook of paper forms under one law and one notice."""

    law: Law
    window: Window

    @cached_property
    def questions(self) -> particulars.Asked:
        return particulars.asked(self.law)

    @cached_property
    def typed(self) -> tuple[Field_, ...]:
        """The fields copied from the paper; what is ticked or signed there is only confirmed."""
        return tuple(each for each in self.questions.typed if each.kind not in {"check", "signature"})

    @cached_property
    def confirmed(self) -> dict[str, str]:
        """What the person ticked, declared or signed on paper, each a column of 是: ``{name: label}``."""
        declared = {bound.name: f"声明：{bound.label}" for bound in self.questions.declared}
        signed = {
            each.name: each.label for each in self.questions.typed if each.kind in {"check", "signature"}
        }
        return {**declared, **signed, CONSENT: "同意处理个人信息"}

    @cached_property
    def by_units(self) -> bool:
        return any(way.rule.route in BY_UNITS for way in self.window.ways)

    @cached_property
    def sheet(self) -> Sheet:
        columns = {RECEIVED: "收到日期", WAY: "选聘方式"} | ({UNIT: "推荐单位"} if self.by_units else {})
        columns |= {each.name: each.label for each in self.typed} | self.confirmed | {SIGNED: "本人签字日期"}
        other_names = {
            "id_number": ("身份证号码", "公民身份号码"),
            "phone": ("电话", "手机", "手机号码", "联系方式"),
        }
        return Sheet(columns, (RECEIVED, "name", "id_number"), other_names)

    @rests_on("application.form", "application.in_writing", "eligibility")
    def check(self, rows: Rows, today: date) -> tuple[list[Line], list[Mistake]]:
        """Every row, and nobody twice."""
        lines: list[Line] = []
        mistakes: list[Mistake] = []
        first: dict[str, int] = {}
        for number, cells in rows:
            checked = _Row(self, number, cells, today)
            line = checked.line()
            if line and (before := first.setdefault(line.id_number, number)) != number:
                checked.note("id_number", f"与第{before}行是同一个身份证号，一个人只留一行。")
            mistakes += checked.wrong
            if line and not checked.wrong:
                lines.append(line)
        return lines, mistakes


class _Row:
    """One row as it is checked."""

    def __init__(self, intake: Intake, number: int, cells: Mapping[str, Cell], today: date) -> None:
        self.intake, self.number, self.cells, self.today = intake, number, cells, today
        self.wrong: list[Mistake] = []

    def note(self, column: str, says: str) -> None:
        known = column if column in self.intake.sheet.columns else "id_number"
        self.wrong.append(Mistake(self.number, known, says, text_of(self.cells.get(known))[:40]))

    def line(self) -> Line | None:
        """The form; none where the person cannot be told from it. What is wrong stands in ``wrong``."""
        received, signed = self._day(RECEIVED), self._day(SIGNED)
        self._when(received, signed)
        way = self._way()
        unit = text_of(self.cells.get(UNIT))
        if way and way.rule.route in BY_UNITS and not unit:
            self.note(UNIT, f"{way.label}由单位推荐，请填推荐单位（依据：{way.address.citation}）。")
        if len(unit) > _UNIT_LENGTH:
            self.note(UNIT, f"推荐单位最多{_UNIT_LENGTH}个字，现在是{len(unit)}个字。")
        self._confirmations()
        values = self._answers(received or self.today)
        if not values.get("id_number"):
            return None
        return Line(
            self.number, values, way.name if way else "", unit, received or self.today, signed or self.today
        )

    def _day(self, column: str) -> date | None:
        try:
            day = read_day(self.cells.get(column))
        except ValueError:
            self.note(column, "看不出是哪一天，请写成2026-01-31的样子。")
            return None
        if day is None:
            self.note(column, f"请填写{self.intake.sheet.columns[column]}。")
        elif day > self.today:
            self.note(column, "不能晚于今天。")
        return day

    def _when(self, received: date | None, signed: date | None) -> None:
        window = self.intake.window
        if received and not window.opens_on <= received <= window.closes_on:
            self.note(
                RECEIVED,
                f"报名从{spoken(window.opens_on)}到{spoken(window.closes_on)}，收到的日子要在这中间。",
            )
        if received and signed and signed > received:
            self.note(SIGNED, "签字不能晚于收到纸质表的日子。")

    def _way(self) -> Bound | None:
        ways = self.intake.window.ways
        said = text_of(self.cells.get(WAY))
        if not said and len(ways) == 1:
            return ways[0]
        found = next((way for way in ways if way.label == said), None)
        if found is None:
            self.note(WAY, f"这次选聘的方式是{'、'.join(way.label for way in ways)}，请填其中一种。")
        return found

    def _confirmations(self) -> None:
        for name, label in self.intake.confirmed.items():
            if text_of(self.cells.get(name)) in YES:
                continue
            bound = next((each for each in self.intake.questions.declared if each.name == name), None)
            basis = f"（依据：{bound.address.citation}）" if bound else ""
            self.note(name, f"纸质表上有本人的“{label}”才填“是”；没有的，请本人补上再录入{basis}。")

    def _answers(self, on: date) -> dict[str, Any]:
        typed: dict[str, Any] = {each.name: self._typed(each) for each in self.intake.typed}
        typed |= dict.fromkeys(self.intake.confirmed, True)
        typed |= {
            each.name: typed.get("name") for each in self.intake.questions.typed if each.kind == "signature"
        }
        typed["declared"] = [bound.name for bound in self.intake.questions.declared]
        answers = particulars.check(
            self.intake.law, typed, on=on, photo=True, questions=self.intake.questions
        )
        noted = {mistake.column for mistake in self.wrong}
        for name, says in answers.wrong.items():
            bound = answers.clauses.get(name)
            if name not in noted:
                self.note(name, f"{says}（依据：{bound.address.citation}）" if bound else says)
        return answers.values

    def _typed(self, each: Field_) -> str:
        cell = self.cells.get(each.name)
        if each.kind in {"id_number", "phone"} and lost_digits(cell):
            self.note(each.name, LOST_DIGITS)
            return ""
        if each.kind == "date":
            try:
                day = read_day(cell)
            except ValueError:
                return text_of(cell)
            return day.isoformat() if day else ""
        return str(cell or "").strip() if each.kind == "words" and isinstance(cell, str) else text_of(cell)
