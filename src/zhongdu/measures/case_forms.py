"""The form of a case: which facts are put before a rule, and what should come out, by the type of the rule."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Literal

from django import forms

from zhongdu.calendar import Unit
from zhongdu.kit import forms as kit
from zhongdu.law.cases import Case
from zhongdu.law.money import NotMoney, fen_of, plain_yuan
from zhongdu.law.rule import Rule
from zhongdu.law.scale_shapes import Scale
from zhongdu.law.shapes import Bounds, Choice, Condition, Timed
from zhongdu.law.vocabulary import Concept
from zhongdu.measures.rule_forms import YesNo, control, inner, shown, typed, words

Way = Literal["judged", "said", "family", "silent"]
WAYS: dict[Way, str] = {
    "judged": "给出事实，看得出什么",
    "said": "规则怎么写",
    "family": "一共有哪几项",
    "silent": "没有写这一条",
}
_BOUNDS = [("holds", "符合"), ("departs", "不符合，可以具名例外"), ("fails", "不符合，没有例外")]
_CONDITION = [
    ("met", "符合"), ("departs", "不符合，可以具名例外"), ("unmet", "不符合，没有例外"), ("open", "还不能下结论"),
]  # fmt: skip
_NONE = "-"  # chosen where nothing should be there; left alone, nothing is asked
_MOMENT = "%Y-%m-%dT%H:%M"


def ways(word: Concept, name: str, rule: Rule | None) -> list[Way]:
    """How a rule may be asked. A family is asked for its members; of what is judged, the outcome too."""
    if word.each and name == word.name:
        return ["family", "silent"]
    return [*(["judged"] if _is_judged(rule) else []), "said", "silent"]  # type: ignore[list-item]


def _is_judged(rule: Rule | None) -> bool:
    if isinstance(rule, Timed):
        return rule.span is not None
    if isinstance(rule, Choice):
        return bool(rule.value)
    return isinstance(rule, Bounds | Condition | Scale)


class Money(forms.CharField):
    """An amount typed in yuan, kept in fen."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        try:
            return fen_of(text) if text else None
        except NotMoney as no:
            raise forms.ValidationError(str(no)) from None


class CaseForm(kit.Form):
    """A sentence, the facts a rule needs, and what should come out of it."""

    says = forms.CharField(
        label="案例", max_length=200, help_text="一句话：什么情形，应得什么结果。界限两边各写一个最好。"
    )

    def __init__(
        self,
        word: Concept,
        name: str,
        way: Way,
        rule: Rule | None,
        clauses: Sequence[tuple[str, str]],
        data: Any = None,
        before: Case | None = None,
    ) -> None:
        self.word, self.name, self.way = word, name, way
        self.shape, self.rule = type(rule) if rule else word.shape, rule
        super().__init__(data)
        made = {
            "judged": self._judged, "said": lambda: self._said(clauses), "family": self._family, "silent": dict,
        }[way]()  # fmt: skip
        for key, field in made.items():
            self.fields[key] = field
            field.error_messages["required"] = kit.missing(field, str(field.label))
        if before:
            self.initial.update(_initial(before, self.fields))

    def _judged(self) -> dict[str, forms.Field]:
        rule = self.rule
        if isinstance(rule, Timed):
            hours = rule.span is not None and rule.span.unit is Unit.HOURS
            return {
                "from": _when(f"给出：{rule.start or '起算之日'}", hours),
                "expect": _when("应得：最后时刻" if hours else "应得：最后一天", hours),
            }
        if isinstance(rule, Bounds):
            return {
                "given_number": forms.IntegerField(label=f"给出：有多少{rule.of}", min_value=0),
                "expect": _radio("应得", _BOUNDS),
            }
        if isinstance(rule, Condition):
            return {**_facts(rule), "expect": _radio("应得", _CONDITION)}
        if isinstance(rule, Scale):
            grades = [(each.name, each.label) for each in rule.grades]
            graded = {"given_grade": _radio("给出：哪一级", grades)} if len(grades) > 1 else {}
            return {
                "given_case_value": Money(label="给出：案值（元）"), **graded,
                "given_insider": forms.BooleanField(label="给出：举报人是被举报单位的内部人员", required=False),
                "expect": Money(label="应得：奖励金额（元，限额以前）"),
            }  # fmt: skip
        values = words()["values"]
        return {"expect": _radio("应得", [(each, values.get(each, each)) for each in self.word.options])}

    def _said(self, clauses: Sequence[tuple[str, str]]) -> dict[str, forms.Field]:
        found: dict[str, forms.Field] = {
            "address": forms.ChoiceField(label="写在哪一条", choices=[("", "不问"), *clauses], required=False)
        }
        for key, info in self.shape.model_fields.items():
            if key in {"clause", "note"} or inner(info.annotation):
                continue
            options = self.word.options if key == "value" else ()
            found[f"said_{key}"] = field = control(key, info, options)
            field.required = False
            if isinstance(field, forms.MultipleChoiceField):
                field.choices = [*field.choices, (_NONE, "一项也没有")]  # type: ignore[misc]
            elif isinstance(field, forms.ChoiceField):
                empty = [] if info.is_required() or info.get_default() is None else [(_NONE, "没有写")]
                field.choices = [("", "不问"), *((key, says) for key, says in field.choices if key), *empty]  # type: ignore[union-attr, misc]
            elif isinstance(field, forms.NullBooleanField):
                field.widget = YesNo("不问")
        return found

    def _family(self) -> dict[str, forms.Field]:
        lines = forms.Textarea(attrs={"rows": 3})
        return {
            "count": forms.IntegerField(label="应得：一共几项", min_value=0, required=False),
            "keys": forms.CharField(
                label="应得：各项的键名", widget=lines, required=False, help_text="一行一个，按条款的顺序"
            ),
        }

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if self.way in {"said", "family"} and not self.errors and not self._expected():
            raise forms.ValidationError("至少问一项。")
        return found

    def table(self) -> dict[str, Any]:
        """The case as the file has it, without its sentence."""
        given = {
            key.removeprefix("given_"): value
            for key, value in self.cleaned_data.items()
            if key.startswith("given_") and value not in (None, "", False, "unknown")
        }
        given |= {key: given[key] == "yes" for key in ("citizen", "answer") if key in given}
        start = self.cleaned_data.get("from")
        return {
            "ask": self.name, "expect": self._expected(), **({"given": given} if given else {}),
            **({"from": _plain(start)} if start else {}),
        }  # fmt: skip

    def _expected(self) -> Any:
        data = self.cleaned_data
        if self.way == "silent":
            return "silent"
        if self.way == "judged":
            return _plain(data["expect"])
        if self.way == "family":
            keys = [line.strip() for line in data.get("keys", "").splitlines() if line.strip()]
            counted = {} if data.get("count") is None else {"count": data["count"]}
            return counted | ({"keys": keys} if keys else {})
        said = {
            key: typed(data.get(f"said_{key}"), info.annotation)
            for key, info in self.shape.model_fields.items()
            if f"said_{key}" in self.fields
        }
        return (
            ({"address": data["address"]} if data.get("address") else {})
            | {
                key: value.isoformat() if isinstance(value, date) else value
                for key, value in said.items()
                if value not in (None, "", [], {})
            }
            | {key: "" if value == _NONE else [] for key, value in said.items() if value in (_NONE, [_NONE])}
        )


def way_of(case: Case, allowed: Sequence[Way]) -> Way:
    """How a case that is written asks."""
    if case.expect == "silent":
        return "silent"
    asked: Way = "family" if "family" in allowed else "said" if isinstance(case.expect, dict) else "judged"
    return asked if asked in allowed else allowed[0]


def _facts(rule: Condition) -> dict[str, forms.Field]:
    if rule.test == "age":
        return {
            "given_born": _when("给出：出生日期", required=False, hint="不填的，就是不知道"),
            "given_on": _when("给出：看哪一天的年龄", required=False),
        }
    if rule.test == "citizenship":
        return {"given_citizen": _answer("给出：是不是中国公民", "是", "不是")}
    return {"given_answer": _answer(f"给出：{rule.label}", "有，或者符合", "没有，或者不符合")}


def _answer(label: str, yes: str, no: str) -> forms.Field:
    return _radio(label, [("yes", yes), ("no", no), ("unknown", "还不知道")])


def _when(label: str, hours: bool = False, *, required: bool = True, hint: str = "") -> forms.Field:
    if hours:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT)
        return forms.DateTimeField(label=label, widget=widget, input_formats=[_MOMENT], required=required)
    return forms.DateField(label=label, widget=kit.Day(), required=required, help_text=hint)


def _radio(label: str, choices: Sequence[tuple[str, str]]) -> forms.Field:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)


def _plain(value: Any) -> Any:
    """A moment without its zone: cases are told in China's time."""
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value


def _initial(case: Case, fields: dict[str, forms.Field]) -> dict[str, Any]:
    """A written case as its form shows it."""
    given = case.given.model_dump(exclude_unset=True)
    found: dict[str, Any] = {"says": case.says, "from": case.start, "expect": case.expect}
    for key, value in given.items():
        found[f"given_{key}"] = {True: "yes", False: "no"}[value] if key in {"citizen", "answer"} else value
    for key in ("expect", "given_case_value"):
        if isinstance(fields.get(key), Money) and isinstance(found.get(key), int):
            found[key] = plain_yuan(found[key])
    found |= {key: "unknown" for key in ("given_citizen", "given_answer") if key not in found}
    if isinstance(case.expect, dict):
        told = {
            key: "\n".join(v) if isinstance(v, list) and key == "keys" else v
            for key, v in case.expect.items()
        }
        found |= told | {
            f"said_{key}": _emptied(fields[f"said_{key}"], value)
            for key, value in told.items()
            if f"said_{key}" in fields
        }
    return found


def _emptied(field: forms.Field, value: Any) -> Any:
    """A value as its control shows it; that nothing should be there is a choice of its own."""
    none = value in ("", []) and isinstance(field, forms.ChoiceField)
    return shown(field, [_NONE] if value == [] else _NONE if none else value)
