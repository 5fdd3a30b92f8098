"""The form of a scheme: points for every figure there is, the bureau's grades, the days to answer."""

from typing import Any
from uuid import uuid4

from django import forms
from django.forms import BoundField

from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.kit.forms import Form
from zhongdu.service.figures import FIGURES, Figure
from zhongdu.service.models import Scheme


class SchemeForm(Form):
    seen = forms.IntegerField(widget=forms.HiddenInput)
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    year = forms.IntegerField(label="年度", min_value=2020, max_value=2200)
    grades = forms.CharField(
        label="等次",
        max_length=120,
        help_text="从好到差，用顿号隔开。用词由本局定。",
        initial="优秀、合格、不合格",
    )
    answer_days = forms.IntegerField(
        label="本人说明的天数",
        min_value=1,
        max_value=60,
        initial=10,
        help_text="告知本人以后，几天以内可以书面说明；由本局定。",
    )

    def __init__(self, *args: Any, last: Scheme | None, with_year: bool, seen: int) -> None:
        initial: dict[str, Any] = {"seen": seen, "key": uuid4().hex, "year": clock.today().year}
        if last:
            initial |= {"grades": "、".join(last.grades), "answer_days": last.answer_days}
        super().__init__(*args, initial=initial)
        if not with_year:
            del self.fields["year"]
        weights = last.weights if last else {}
        for figure in FIGURES.values():
            told = weights.get(figure.name, {})
            self._ask(figure, told.get("weight", 0), told.get("full", 1))

    def _ask(self, figure: Figure, weight: int, full: int) -> None:
        """Two numbers a figure: its points, and how many bring all of them (what deducts has the first alone)."""
        label = f"每{figure.unit}扣几分" if figure.deducts else "分值"
        self.fields[f"weight_{figure.name}"] = forms.IntegerField(
            label=f"{figure.label}：{label}", min_value=0, max_value=100, initial=weight
        )
        if not figure.deducts:
            self.fields[f"full_{figure.name}"] = forms.IntegerField(
                label=f"{figure.label}：满几{figure.unit}得满分", min_value=1, max_value=100_000, initial=full
            )

    @property
    def asked(self) -> list[tuple[Figure, BoundField, BoundField | None]]:
        """For the page: each figure with its one or two fields."""
        return [
            (each, self[f"weight_{each.name}"], None if each.deducts else self[f"full_{each.name}"])
            for each in FIGURES.values()
        ]

    @property
    def rest(self) -> list[BoundField]:
        return [self[name] for name in ("year", "grades", "answer_days") if name in self.fields]

    @property
    def inputs(self) -> dict[str, Any]:
        """What was typed, for the act."""
        told = self.cleaned_data
        given: dict[str, Any] = {
            part: {name: str(told[f"{prefix}_{name}"]) for name in FIGURES if f"{prefix}_{name}" in told}
            for part, prefix in (("weights", "weight"), ("full", "full"))
        }
        given |= {name: told[name] for name in ("year", "grades", "answer_days") if name in told}
        return given

    def refused(self, refused: Refused) -> None:
        for name, says in refused.fields.items():
            self.add_error(name if name in self.fields else None, says)
        if not refused.fields:
            self.add_error(None, refused.sentence)
