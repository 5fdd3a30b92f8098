"""The checklist as a form for a thumb, and the draft it leaves while one types."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.db import IntegrityError, transaction
from django.http import QueryDict

from zhongdu import vault
from zhongdu.calendar import clock
from zhongdu.fieldwork import checklists
from zhongdu.fieldwork.models import Visit
from zhongdu.fieldwork.rules import several
from zhongdu.kit.forms import FilesField, Form, TwoWay, Uploads
from zhongdu.law.pack import Bound
from zhongdu.law.shapes import Question

_MOMENT = "%Y-%m-%dT%H:%M"
_Q = "q_"  # before a question's name, so that none can be mistaken for a field of the form's own


class RecordForm(Form):
    """The questions of a visit's checklist, when and where, photographs, a signature."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    done_at = forms.DateTimeField(
        label="巡查时间",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT),
        input_formats=[_MOMENT, "%Y-%m-%d %H:%M"],
    )

    def __init__(self, visit: Visit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visit, self.bound = visit, checklists.followed(visit)
        if not visit.institution.address:
            self.fields["place"] = forms.CharField(label="地点", help_text="路名和门牌号", max_length=200)
        for question in self.bound.rule.questions:
            if question.kind != "photo":
                self.fields[_Q + question.name] = _field(question, self.bound)
        self.fields["photos"] = FilesField(
            label="现场照片",
            help_text="可以不拍。拍到别人的脸也没关系，只有办理的人能看到。",
            widget=Uploads(prompt="拍照或选择照片"),
            required=False,
        )
        self.fields["signature"] = forms.CharField(
            label="签名", help_text="写您的姓名，表示以上是您亲自看到的。", max_length=60
        )
        for name, field in self.fields.items():
            field.error_messages["required"] = _missing(name, field)

    @property
    def questions(self) -> list[tuple[int, forms.BoundField]]:
        return [
            (number, self[_Q + question.name])
            for number, question in enumerate(self.bound.rule.questions, start=1)
            if question.kind != "photo"
        ]

    @property
    def inputs(self) -> dict[str, Any]:
        """What was filled in, as the act wants it."""
        given = {question.name: self._said(question) for question in self.bound.rule.questions}
        free = {question.name for question in self.bound.rule.questions if question.kind == "words"}
        return {
            "done_at": self.cleaned_data["done_at"],
            "place": self.cleaned_data.get("place", ""),
            "answers": {name: said for name, said in given.items() if said and name not in free},
            "notes": {name: said for name, said in given.items() if said and name in free},
            "signature": self.cleaned_data["signature"],
        }

    def _said(self, question: Question) -> str:
        """An answer as the record keeps it: several options on a line each."""
        said = self.cleaned_data.get(_Q + question.name, "")
        return "\n".join(said) if isinstance(said, list) else said

    def refused(self, fields: Mapping[str, str], otherwise: str) -> None:
        """Put the act's sentences beside what they are about."""
        photos = {question.name for question in self.bound.rule.questions if question.kind == "photo"}
        for name, says in fields.items():
            beside = (
                "photos" if name in photos else next((n for n in (_Q + name, name) if n in self.fields), None)
            )
            self.add_error(beside, says)
        if not fields:
            self.add_error(None, otherwise)


class Several(forms.MultipleChoiceField):
    """Several options; a draft keeps them on a line each."""

    def prepare_value(self, value: Any) -> Any:
        return several(value) if isinstance(value, str) else value


def _field(question: Question, bound: Bound) -> forms.Field:
    # Whether a question that hangs on another one must be answered is for the whole to say.
    common: dict[str, Any] = {
        "label": question.text, "required": question.required and not question.only_if, "help_text": _hint(question, bound),
    }  # fmt: skip
    typed = {"class": "input", "aria-label": question.text}  # a question's legend labels its buttons only
    field: Any  # a field of Django's, which also carries its clause
    if question.kind == "choice":
        field = forms.ChoiceField(choices=[(o, o) for o in question.options], widget=TwoWay, **common)
    elif question.kind == "choices":
        field = Several(
            choices=[(o, o) for o in question.options], widget=forms.CheckboxSelectMultiple, **common
        )
    elif question.kind == "number":
        field = forms.CharField(
            widget=forms.TextInput({"inputmode": "decimal", **typed}), max_length=20, **common
        )
    elif question.kind == "trace_code":
        field = forms.CharField(
            widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", **typed}),
            max_length=40,
            **common,
        )
    else:
        field = forms.CharField(widget=forms.Textarea({"rows": 4, **typed}), max_length=2000, **common)
    field.clause = checklists.clause_of(question, bound)
    if asked := question.only_if:
        field.only_if = {
            "name": _Q + asked.question,
            "answers": json.dumps(asked.answers, ensure_ascii=False),
        }
    return field


def _hint(question: Question, bound: Bound) -> str:
    """A word of help; where the question hangs on an earlier one, when it is asked."""
    if not question.only_if:
        return question.hint
    earlier = next(
        i for i, q in enumerate(bound.rule.questions, start=1) if q.name == question.only_if.question
    )
    return f"第{earlier}题选“{'”“'.join(question.only_if.answers)}”的才填。{question.hint}"


def _missing(name: str, field: forms.Field) -> str:
    if name.startswith(_Q):
        return "这一题还没有选。" if isinstance(field, forms.ChoiceField) else "请填写这一项。"
    return {
        "done_at": "请填写巡查的日期和时间。",
        "signature": "请写上您的姓名。",
        "photos": "请拍一张照片。",
    }.get(name, "请填写这一项。")


# --- drafts ------------------------------------------------------------------------------------------
# What one has typed so far is nobody's business yet: sealed, without history, and gone once recorded.


def keep_draft(visit: Visit, data: QueryDict) -> datetime:
    """Keep what was typed so far; when it was kept."""
    now = clock.now()
    typed = {
        name: "\n".join(data.getlist(name))
        for name in data
        if name.startswith(_Q) or name in {"done_at", "place"}
    }
    try:
        with transaction.atomic():
            vault.put(visit.number, {"draft": {**typed, "at": now.isoformat()}}, history=False)
    except IntegrityError:
        pass  # the same form was saved at the same instant, by its other request
    return now


def draft_of(visit: Visit) -> tuple[dict[str, str], datetime | None]:
    """What was typed before, by the form's own names, and when it was kept."""
    draft = vault.read(visit.number, "draft").get("draft") or {}
    at = draft.pop("at", None)
    return draft, datetime.fromisoformat(at) if at else None
