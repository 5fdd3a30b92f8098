"""What an application asks and what was answered: the official form's fields, and what conditions need beside them.

Pure: the day is an argument. The page shows what :func:`asked` gives; :func:`check` is the only judge of what was
typed, for the page and for the act alike.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from zhongdu.law.governing import Law
from zhongdu.law.pack import Bound
from zhongdu.law.reliance import rests_on
from zhongdu.law.shapes import Field_, Form
from zhongdu.recruitment.rules import UNMET, Facts, look
from zhongdu.vault.fields import FIELDS
from zhongdu.vault.identity import BadNumber, Identity, read_id_number, read_phone

LINE, WORDS = 100, 3000  # characters
CITIZENSHIP = Field_(
    name="citizenship",
    label="国籍",
    kind="choice",
    options=("中国", "其他"),
    hint="与民族是两回事，所以分开填。",
)
OWN_COUNTRY = "中国"
_BESIDE = {"age": "id_number", "citizenship": "citizenship"}  # what a test is computed from
REST = "form_rest"  # the vault's field for what a bureau's own form asks beside the classified


@dataclass(frozen=True)
class Asked:
    """The questions of an application under a law."""

    form: Bound  # the form as the law has it: its title and its clause
    fields: tuple[Field_, ...]  # as the form prints them
    apart: tuple[Field_, ...]  # what a computed condition needs and the form does not ask
    declared: tuple[Bound, ...]  # the conditions a person declares to meet
    shape: Form  # where the fields are from: the measure's own form, or the platform's
    official: bool  # whether the fields are the document's, to the letter
    computed: tuple[Bound, ...]  # the conditions that follow from what is typed

    @cached_property
    def typed(self) -> tuple[Field_, ...]:
        """The fields a person fills in, in order; what the ID number tells is not typed twice."""
        return tuple(each for each in (*self.fields, *self.apart) if not _read_elsewhere(each))

    def named(self, name: str) -> Field_ | None:
        return next((each for each in (*self.fields, *self.apart) if each.name == name), None)


@rests_on("application.form", kind="form")
def asked(law: Law) -> Asked:
    """What a law's application asks. Where the measure's document lacks its form, the platform's fields stand in."""
    bound = law.rule("application.form")
    shape = bound.rule
    if not shape.fields and law.statute.base:
        shape = law.statute.base.rule("application.form").rule
    conditions = law.family("eligibility")
    names = {each.name for each in shape.fields}
    needs_country = any(each.rule.test == "citizenship" for each in conditions)
    return Asked(
        form=bound,
        fields=shape.fields,
        apart=(CITIZENSHIP,) if needs_country and CITIZENSHIP.name not in names else (),
        declared=tuple(each for each in conditions if each.rule.how == "declared"),
        shape=shape,
        official=bound.rule.complete and bool(bound.rule.fields),
        computed=tuple(each for each in conditions if each.rule.test in _BESIDE),
    )


def _read_elsewhere(each: Field_) -> bool:
    return each.read_from_id or each.kind == "photo" or each.name == "signed_on"


@dataclass
class Answers:
    """What was typed, read: ``values`` as the vault keeps them, ``wrong`` a sentence beside each field."""

    values: dict[str, Any] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)
    clauses: dict[str, Bound] = field(default_factory=dict)  # the clause a sentence rests on
    identity: Identity | None = None


@rests_on("application.form", "eligibility")
def check(
    law: Law,
    typed: Mapping[str, Any],
    *,
    on: date,
    photo: bool,
    questions: Asked | None = None,
    drawn: str = "",
) -> Answers:
    """Read what was typed on a day; ``drawn`` is a signature drawn in the place of a typed one. Raises nothing: every
    mistake is a sentence in ``wrong``.

    Who checks many asks for ``questions`` once.
    """
    questions, answers = questions or asked(law), Answers()
    for each in (*questions.typed, *(one for one in questions.fields if one.kind == "photo")):
        if each.kind == "signature" and drawn:
            answers.values[each.name] = drawn
            continue
        try:
            answers.values[each.name] = _read(each, typed.get(each.name), answers, on=on, photo=photo)
        except ValueError as wrong:
            answers.wrong[each.name] = str(wrong)
    _read_from_id(questions, answers, on)
    _declarations(questions, typed, answers)
    _signature(questions, answers, drawn)
    _conditions(law, questions, answers, on)
    return answers


def _read(each: Field_, value: Any, answers: Answers, *, on: date, photo: bool) -> Any:
    """One field's value. Raises ``ValueError`` with the sentence for whoever typed it."""
    if each.kind == "photo":
        if each.required and not photo:
            raise ValueError(f"请上传{each.label}。")
        return photo
    if each.kind == "check":
        if each.required and value not in (True, "on", "true", "是"):
            raise ValueError("请阅读后勾选。")
        return bool(value)
    text = " ".join(str(value or "").split()) if each.kind != "words" else str(value or "").strip()
    if not text:
        if each.required:
            raise ValueError(f"请{'选择' if each.kind == 'choice' else '填写'}{each.label}。")
        return ""
    most = WORDS if each.kind == "words" else LINE
    if len(text) > most:
        raise ValueError(f"{each.label}最多{most}个字，现在是{len(text)}个字。")
    return _as(each, text, answers, on)


def _as(each: Field_, text: str, answers: Answers, on: date) -> str:
    try:
        if each.kind == "id_number":
            answers.identity = read_id_number(text, today=on)
            return answers.identity.number
        if each.kind == "phone":
            return read_phone(text)
    except BadNumber as bad:
        raise ValueError(bad.message) from None
    if each.name == "name" and not _can_be_a_name(text):
        raise ValueError("姓名里只有文字和间隔号，请照身份证填写。")
    if each.kind == "choice" and text not in each.options:
        raise ValueError(f"{each.label}请从“{'、'.join(each.options)}”里选。")
    if each.kind == "date":
        return _day(each, text)
    return text


def _can_be_a_name(text: str) -> bool:
    """Letters of any script, rare characters too, with the dots, hyphens and spaces between the parts of a name."""
    return all(unicodedata.category(letter)[0] in "LM" or letter in "·・•.-' ’" for letter in text)


def _day(each: Field_, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError(f"{each.label}请填日期，如 1980-05-01。") from None


def _read_from_id(questions: Asked, answers: Answers, on: date) -> None:
    """Birth date and sex stand in the ID number; nobody types them, so nobody mistypes them."""
    for each in questions.fields:
        if each.read_from_id and answers.identity:
            answers.values[each.name] = read_off(each, answers.identity)
    if questions.named("signed_on"):
        answers.values["signed_on"] = on.isoformat()


def read_off(each: Field_, identity: Identity) -> str:
    return identity.birth_date.isoformat() if each.kind == "date" else identity.sex.value


def _declarations(questions: Asked, typed: Mapping[str, Any], answers: Answers) -> None:
    ticked = typed.get("declared") or []
    answers.values["declared"] = [each.name for each in questions.declared if each.name in ticked]
    for each in questions.declared:
        if each.name not in ticked:
            answers.wrong[each.name] = f"报名要先声明“{each.label}”，请阅读后勾选。"
            answers.clauses[each.name] = each


def _signature(questions: Asked, answers: Answers, drawn: str) -> None:
    for each in questions.fields:
        signed = answers.values.get(each.name) if each.kind == "signature" else None
        if signed and signed != drawn and signed != answers.values.get("name", signed):
            answers.wrong[each.name] = "签字要与姓名一致。"


def _conditions(law: Law, questions: Asked, answers: Answers, on: date) -> None:
    """What is computed and cannot be departed from is said at once, beside the field it is computed from."""
    for each in look(questions.computed, facts_of(answers.values), law.readings, on):
        beside = _BESIDE[each.bound.rule.test]
        if beside not in answers.wrong and each.verdict == UNMET:
            answers.wrong[beside] = f"报名条件是“{each.bound.label}”，{each.says}，不能报名。"
            answers.clauses[beside] = each.bound


def facts_of(values: Mapping[str, Any]) -> Facts:
    """The facts conditions are computed from, out of what the vault keeps."""
    country = values.get("citizenship")
    return Facts(
        born=date.fromisoformat(values["born"]) if values.get("born") else _born(values.get("id_number")),
        citizen=country == OWN_COUNTRY if country else None,
        declared=frozenset(values.get("declared") or ()),
    )


def _born(number: str | None) -> date | None:
    """A form that does not ask for the birth date still has it in the ID number."""
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14])) if number else None


def kept(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the vault takes them: each under its own field, what nobody classified together."""
    known = {name: value for name, value in values.items() if name in FIELDS and name not in {"photo", REST}}
    rest = {name: value for name, value in values.items() if name not in FIELDS}
    return known | ({REST: rest} if rest else {})


def restored(kept_values: Mapping[str, Any]) -> dict[str, Any]:
    """What :func:`kept` put away, as it was typed."""
    values = dict(kept_values)
    return values | values.pop(REST, {})
