"""An act's form, made from its declared inputs; what it says of mistakes is what the act itself says."""

from datetime import date, datetime
from typing import Any, Self
from uuid import uuid4

from django import forms
from django.http import HttpRequest

from zhongdu.acts.inputs import Input, Upload
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.acts.registry import Act
from zhongdu.kit import forms as kit
from zhongdu.scope.actor import Actor

_FEW = 6  # up to so many options stand open as buttons, more go into a list
_MOMENT = "%Y-%m-%dT%H:%M"
_ACCEPTS = {
    "images": "image/*",
    "documents": ".pdf,.doc,.docx,.xls,.xlsx",
    "texts": ".txt,.docx,.pdf",
    "packs": ".zip",
    "evidence": "",
    "workbook": ".xlsx",
}


class ActForm(kit.Form):
    """Asks for what an act needs; keeps what was typed whatever is wrong with it.

    The hidden ``seen`` is the length of the docket on the page, ``key`` makes a double click one deed.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, act: Act, subject: Any, law: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.act, self.subject = act, subject
        for item in act.inputs.fields:
            field = self.fields[item.name] = _field(item, subject, law)
            field.error_messages["required"] = kit.missing(field, item.says.label)

    @classmethod
    def of(cls, request: HttpRequest, act: Act, subject: Any, law: Any, **initial: Any) -> Self:
        """The form as it was sent; else fresh, beginning with ``initial``."""
        fresh = {"seen": subject.docket.length, "key": uuid4().hex, **initial}
        return cls(act, subject, law, request.POST or None, request.FILES or None, initial=fresh)

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, for the act."""
        typed = {name: value for name, value in self.cleaned_data.items() if name not in {"seen", "key"}}
        return {name: value for name, value in typed.items() if value not in (None, "", [], {})}

    def perform(self, by: Actor, **otherwise: Any) -> Any:
        """Do the act with what was sent: what came of it. None where nothing was sent or something is wrong with it,
        and then each sentence stands beside its field. ``otherwise`` takes the place of what was typed."""
        if not self.is_valid():
            return None
        sent = {"key": self.cleaned_data["key"], "seen": self.cleaned_data["seen"]}
        try:
            return perform(self.act, self.subject, by, **{**sent, **self.values, **otherwise})
        except Refused as refused:
            self.refused(refused)
            return None

    def refused(self, refused: Refused) -> None:
        """Put a refusal's sentences beside the inputs they are about, the rest on top."""
        for name, says in refused.fields.items():
            self.add_error(name if name in self.fields else None, says)
        if not refused.fields:
            self.add_error(None, refused.sentence)


def _field(item: Input, subject: Any, law: Any) -> forms.Field:
    says = item.says
    common: dict[str, Any] = {"label": says.label, "help_text": says.hint, "required": item.required}
    if item.default is not None:
        common["initial"] = item.default
    if item.type is Upload:
        upload = (kit.Uploads if item.many else kit.Upload)(accept=_ACCEPTS[says.accept or "evidence"])
        return (kit.FilesField if item.many else forms.FileField)(widget=upload, **common)
    if says.options:
        choices = list(says.options(subject, law))
        if item.type == dict[str, str]:
            return kit.EachField(choices, **common)
        if item.many:
            return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **common)
        if len(choices) <= _FEW:
            return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
        return forms.ChoiceField(choices=[("", "请选择"), *choices], **common)
    if item.type is datetime:
        moment = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT)
        return forms.DateTimeField(widget=moment, input_formats=[_MOMENT, "%Y-%m-%d %H:%M"], **common)
    if item.type is date:
        return forms.DateField(widget=kit.Day(), **common)
    if item.type is bool:
        return forms.BooleanField(**common)
    if item.type is int:
        return forms.IntegerField(**common)
    typed = forms.Textarea(attrs={"rows": 4}) if says.words else forms.TextInput()
    return forms.CharField(max_length=says.most, widget=typed, **common)
