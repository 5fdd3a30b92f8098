"""The checklist as a form for a thumb, and the draft it leaves while one types."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.db import IntegrityError, transaction
from django.http import QueryDict
from pydantic import TypeAdapter, ValidationError

from zhongdu import vault
from zhongdu.calendar import clock
from zhongdu.fieldwork import checklists
from zhongdu.fieldwork.captures import Fix
from zhongdu.fieldwork.models import Visit
from zhongdu.fieldwork.rules import MOST_OF_A_PLACE, NO_PLACE, how_many, is_free
from zhongdu.fieldwork.waiting import Q
from zhongdu.fieldwork.widgets import PiecesField, PlaceField, Several
from zhongdu.files.models import Attachment
from zhongdu.kit.forms import FilesField, Form, TwoWay, Uploads
from zhongdu.law.media import MEDIA
from zhongdu.law.pack import Bound
from zhongdu.law.shapes import Question

_MOMENT = "%Y-%m-%dT%H:%M"
_AT = "at_"  # before a question's name, for the place the phone took


class RecordForm(Form):
    """The questions of a visit's checklist, when and where, photographs, a signature."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    done_at = forms.DateTimeField(
        label="巡查时间",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT),
        input_formats=[_MOMENT, "%Y-%m-%d %H:%M"],
    )

    def __init__(self, visit: Visit, *args: Any, waiting: Sequence[Attachment] = (), **kwargs: Any) -> None:
        """``waiting``: what was photographed and recorded and is not handed in yet."""
        super().__init__(*args, **kwargs)
        self.visit, self.bound = visit, checklists.followed(visit)
        self.asks = checklists.asked_of(visit, self.bound.rule)
        if not visit.institution.address:
            self.fields["place"] = forms.CharField(label="地点", help_text="路名和门牌号", max_length=200)
        for question in self.asks:
            field = _field(question, self.bound)
            if isinstance(field, PiecesField):
                field.show(visit, [each for each in waiting if each.under == question.name])
            if isinstance(field, PlaceField):
                field.show(_AT + question.name, self._typed(_AT + question.name))
            self.fields[Q + question.name] = field
        self.asks_photos = any(question.kind == "photo" for question in self.asks)
        self.fields["photos"] = FilesField(
            label="其他现场照片" if self.asks_photos else "现场照片",
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
        return [(number, self[Q + question.name]) for number, question in enumerate(self.asks, start=1)]

    @property
    def inputs(self) -> dict[str, Any]:
        """What was filled in, as the act wants it."""
        asks = [question for question in self.asks if question.kind not in MEDIA]
        given = {question.name: self._said(question) for question in asks}
        free = {question.name for question in asks if is_free(question)}
        taken = {question.name: read_fix(self._typed(_AT + question.name)) for question in asks}
        return {
            "done_at": self.cleaned_data["done_at"],
            "place": self.cleaned_data.get("place", ""),
            "answers": {name: said for name, said in given.items() if said and name not in free},
            "notes": {name: said for name, said in given.items() if said and name in free},
            "places": {name: fix for name, fix in taken.items() if fix},
            "signature": self.cleaned_data["signature"],
        }

    def _typed(self, name: str) -> str:
        """What stands in a box that is no field of its own."""
        return str((self.data if self.is_bound else self.initial).get(name, ""))

    def _said(self, question: Question) -> str:
        """An answer as the record keeps it: several options on a line each."""
        said = self.cleaned_data.get(Q + question.name, "")
        return "\n".join(said) if isinstance(said, list) else said

    def refused(self, fields: Mapping[str, str], otherwise: str) -> None:
        """Put the act's sentences beside what they are about."""
        for name, says in fields.items():
            self.add_error(next((n for n in (Q + name, name) if n in self.fields), None), says)
        if not fields:
            self.add_error(None, otherwise)


def read_fix(written: str) -> Fix | None:
    """A place as the page's script wrote it down; whatever else stands there is none."""
    try:
        return _FIX.validate_json(written) if written else None
    except ValidationError:
        return None


_FIX = TypeAdapter(Fix)


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
    elif question.kind in MEDIA:
        field = PiecesField(question.kind, **common)
    elif question.kind == "place":
        field = PlaceField(max_length=MOST_OF_A_PLACE, **common)
    else:
        field = forms.CharField(widget=forms.Textarea({"rows": 4, **typed}), max_length=2000, **common)
    field.clause = checklists.clause_of(question, bound)
    if asked := question.only_if:
        field.only_if = {
            "name": Q + asked.question,
            "answers": json.dumps(asked.answers, ensure_ascii=False),
        }
    return field


def _hint(question: Question, bound: Bound) -> str:
    """A word of help: how many files it takes, and where the question hangs on an earlier one, when it is asked."""
    hint = question.hint + how_many(question)
    if not question.only_if:
        return hint
    earlier = next(
        i for i, q in enumerate(bound.rule.questions, start=1) if q.name == question.only_if.question
    )
    return f"第{earlier}题选“{'”“'.join(question.only_if.answers)}”的才填。{hint}"


def _missing(name: str, field: forms.Field) -> str:
    if isinstance(field, PlaceField):
        return NO_PLACE
    if name.startswith(Q):
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
        if name.startswith((Q, _AT)) or name in {"done_at", "place"}
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
