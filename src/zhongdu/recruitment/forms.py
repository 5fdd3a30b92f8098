"""The forms people fill in: the application as the law's form has it, consent, and the way back by receipt code."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict

from zhongdu.kit.forms import Day, Form, TwoWay, Upload
from zhongdu.kit.signing import LONGEST
from zhongdu.law.shapes import Field_
from zhongdu.recruitment.particulars import LINE, WORDS, Answers, Asked
from zhongdu.recruitment.rules import spoken

_AUTOFILL = {"name": "name", "phone": "tel", "address": "street-address", "employer": "organization"}


class ReadOff(forms.Widget):
    """What the ID number tells: shown, never typed."""

    template_name = "recruitment/forms/read_off.html"
    use_fieldset = False


class Photo(forms.Widget):
    """The photograph kept so far, and the way to the page where it is taken."""

    template_name = "recruitment/forms/photo.html"
    use_fieldset = True

    def __init__(self, url: str = "") -> None:
        super().__init__()
        self.url = url

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["url"] = self.url
        return context


class Signature(forms.TextInput):
    """A name typed as signature, with the way to draw one instead; or the one that was drawn."""

    template_name = "recruitment/forms/signature.html"

    def __init__(self, drawn: str = "") -> None:
        super().__init__({"autocomplete": "off"})
        self.drawn = drawn

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["drawn"] = self.drawn
        return context


class ApplicationForm(forms.Form):
    """Shows what a law asks and what was typed so far; what is wrong with it is said by the act alone."""

    def __init__(
        self, asked: Asked, typed: Mapping[str, Any], *, photo_url: str = "", drawn: str = ""
    ) -> None:
        declared = dict.fromkeys(typed.get("declared") or (), "on")
        super().__init__(data={**typed, **declared})
        self.asked = asked
        for each in (*asked.fields, *asked.apart):
            if each.name != "signed_on":
                self.fields[each.name] = _field(each, photo_url, drawn)
        for bound in asked.declared:
            field = forms.BooleanField(label=f"我声明：{bound.label}")
            field.clause = str(bound.address)  # type: ignore[attr-defined]
            self.fields[bound.name] = field

    def full_clean(self) -> None:
        self._errors = ErrorDict(renderer=self.renderer)
        self.cleaned_data: dict[str, Any] = {}

    def say(self, wrong: Mapping[str, str]) -> None:
        """Put sentences beside the fields they are about, or on top."""
        for name, says in wrong.items():
            self.add_error(name if name in self.fields else None, says)

    def sections(self) -> list[dict[str, Any]]:
        """The form in the parts a person takes one after the other."""
        signing = {"check", "signature"}
        particulars = [each.name for each in self.asked.fields if each.kind not in signing]
        apart = [*(each.name for each in self.asked.apart), *(bound.name for bound in self.asked.declared)]
        closing = [each.name for each in self.asked.fields if each.kind in signing]
        return [
            {"title": title, "icon": icon, "fields": [self[name] for name in names if name in self.fields]}
            for title, icon, names in (
                ("个人情况", "user", particulars),
                ("办法要求另外说明的", "list-check", apart),
                (self.asked.shape.declaration_title or "本人声明", "file-text", closing),
            )
            if any(name in self.fields for name in names)
            or (names is closing and self.asked.shape.declaration)
        ]


def _field(each: Field_, photo_url: str, drawn: str) -> forms.Field:
    common: dict[str, Any] = {"label": each.label, "help_text": each.hint, "required": each.required}
    if each.read_from_id:
        return forms.CharField(**{**common, "widget": ReadOff(), "help_text": ""})
    if each.kind == "photo":
        return forms.CharField(widget=Photo(photo_url), **common)
    if each.kind == "signature":
        return forms.CharField(max_length=LINE, widget=Signature(drawn), **_hinted(each, common))
    if each.kind == "check":
        return forms.BooleanField(**{**common, "label": "以上声明我已阅读，并作此承诺"})
    if each.kind == "choice":
        widget: forms.Widget = TwoWay() if len(each.options) <= 3 else forms.Select()
        blank = [] if len(each.options) <= 3 else [("", "请选择")]
        choices = [*blank, *((option, option) for option in each.options)]
        return forms.ChoiceField(choices=choices, widget=widget, **common)
    if each.kind == "date":
        return forms.DateField(widget=Day(), **common)
    if each.kind == "words":
        return forms.CharField(max_length=WORDS, widget=forms.Textarea(attrs={"rows": 5}), **common)
    return forms.CharField(
        max_length=LINE, widget=forms.TextInput(attrs=_keyboard(each)), **_hinted(each, common)
    )


def _keyboard(each: Field_) -> dict[str, str]:
    """What a phone's keyboard and memory are told of a field."""
    attrs = {"autocomplete": _AUTOFILL.get(each.name, "off")}
    if each.kind == "phone":
        attrs |= {"inputmode": "tel", "autocomplete": "tel"}
    return attrs


def _hinted(each: Field_, common: dict[str, Any]) -> dict[str, Any]:
    own = {"id_number": "18位，最后一位可能是X", "signature": "输入本人姓名作为签字，或者手写"}.get(
        each.kind, ""
    )
    return {**common, "help_text": common["help_text"] or own}


def typed_in(asked: Asked, posted: QueryDict) -> dict[str, Any]:
    """What a person typed, field by field, right or wrong."""
    typed: dict[str, Any] = {
        each.name: posted.get(each.name, "") for each in asked.typed if each.name in posted
    }
    return typed | {"declared": [bound.name for bound in asked.declared if bound.name in posted]}


def read_off_now(asked: Asked, answers: Answers) -> dict[str, str]:
    """What the ID number typed so far tells, as a person reads it: ``{field: value}``."""
    told = {each.name: answers.values.get(each.name, "") for each in asked.fields if each.read_from_id}
    dates = {each.name for each in asked.fields if each.kind == "date"}
    return {
        name: spoken(date.fromisoformat(value)) if value and name in dates else value
        for name, value in told.items()
    }


class ConsentForm(Form):
    """The way of applying, where there are several, and consent before anything is typed."""

    channel = forms.ChoiceField(label="报名方式", widget=forms.RadioSelect)
    agree = forms.BooleanField(label="我已阅读，同意为报名收集和使用以上信息")

    def __init__(self, ways: list[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(ways) > 1:
            choices = [(way.name, f"{way.label}（{way.address.citation}）") for way in ways]
            self.fields["channel"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["channel"]


class PhotoForm(Form):
    """The photograph, from a phone's camera or its album."""

    photo = forms.FileField(
        label="照片",
        help_text="JPG、PNG或WebP格式，看得清脸即可",
        widget=Upload(accept="image/jpeg,image/png,image/webp", prompt="拍照或选择一张照片"),
    )


class SignatureForm(Form):
    """What was drawn, as the browser sends it."""

    drawn = forms.CharField(label="签名", widget=forms.HiddenInput, max_length=LONGEST, required=False)


class FollowForm(Form):
    """The way back to what was handed in."""

    code = forms.CharField(
        label="回执号", max_length=40, help_text="16位字母和数字，大小写、短横线都不要紧",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip
    tail = forms.CharField(
        label="身份证号后四位", max_length=4, required=False, help_text="查报名的要填；查异议的不用填",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"}),
    )  # fmt: skip


class FindForm(Form):
    """Whom an officer looks for."""

    who = forms.CharField(
        label="姓名、身份证号或者电话", max_length=50, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
