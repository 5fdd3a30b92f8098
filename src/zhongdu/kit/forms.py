"""Form controls for hands of every age: large answers, and uploads that open the camera."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.utils import pretty_name


class Form(forms.Form):
    """A form that says what is missing in words of its own: 请填写姓名。"""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            label = field.label or pretty_name(name)
            field.error_messages["required"] = missing(field, str(label))


def missing(field: forms.Field, label: str) -> str:
    """What to say when a needed field is empty, by what its control asks of a hand."""
    if isinstance(field, forms.BooleanField):
        return "请确认并勾选这一项。"
    if isinstance(field, forms.FileField):
        return f"请上传{label}。"
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return "请选择一项。" if label.endswith(("？", "?")) else f"请选择{label}。"
    return f"请填写{label}。"


class TwoWay(forms.RadioSelect):
    """A few answers as large buttons side by side: 是 / 否, 发现 / 未发现."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Sequence[tuple[Any, str]] = ()) -> None:
        super().__init__({"class": "two-way", **(attrs or {})}, choices)


class Day(forms.DateInput):
    """The browser's own calendar; always carries ISO dates."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class Upload(forms.FileInput):
    """A file, with its preview before it is sent.

    ``accept``: MIME types or endings, empty for anything. ``camera``: whether to speak of taking a picture
    (pictures do; the HTML attribute ``capture`` would shut out the album, so it is not set). ``kept``: what
    was uploaded before (each with ``name`` and ``url``): a browser forgets chosen files when a page returns.
    """

    template_name = "kit/forms/upload.html"

    def __init__(
        self,
        *,
        accept: str = "image/*",
        camera: bool | None = None,
        prompt: str = "",
        kept: Sequence[Any] = (),
        attrs: dict[str, Any] | None = None,
    ) -> None:
        super().__init__({**({"accept": accept} if accept else {}), **(attrs or {})})
        camera = accept.startswith("image/") if camera is None else camera
        self.icon = "camera" if camera else "upload"
        self.prompt = prompt or ("拍照或选择照片" if camera else "选择文件")
        self.kept = kept

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"icon": self.icon, "prompt": self.prompt, "kept": self.kept}
        return context


class Uploads(Upload):
    """Several files at once; pair it with :class:`FilesField`."""

    allow_multiple_selected = True


class PointInput(forms.TextInput):
    """A place as two numbers, longitude and latitude, that a plan can set too: ``address`` says where it learns what
    stands around. Without a script the two numbers are all there is. Its value is ``"109.879,31.074"``."""

    template_name = "kit/forms/point.html"

    def __init__(self, address: str = "", attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.address = address

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        longitude, _, latitude = str(value or "").partition(",")
        return context | {"longitude": longitude, "latitude": latitude, "address": self.address}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        typed = [str(data.get(f"{name}-{part}", "")).strip() for part in ("longitude", "latitude")]
        return ",".join(typed) if any(typed) else str(data.get(name, ""))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(key in data for key in (name, f"{name}-longitude"))


class Each(forms.Widget):
    """A line to be filled for each of several things, empty where there is nothing: a number of money for each fund."""

    template_name = "kit/forms/each.html"
    use_fieldset = True

    def __init__(self, choices: Sequence[tuple[str, str]], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.choices = choices

    def id_for_label(self, id_: str) -> str:
        return ""  # each line has its own

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        typed = value if isinstance(value, dict) else {}
        lines = [(key, label, typed.get(key, "")) for key, label in self.choices]
        return context | {"lines": lines}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        typed = {key: str(data.get(f"{name}-{key}", "")).strip() for key, _ in self.choices}
        return {key: value for key, value in typed.items() if value}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(f"{name}-{key}" in data for key, _ in self.choices)


class EachField(forms.Field):
    """Cleans to what was filled in, by what it was filled in for."""

    def __init__(self, choices: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(widget=Each(choices), **more)


class FilesField(forms.FileField):
    """Cleans to a list of uploaded files, each checked as a single one would be."""

    widget = Uploads

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        several = data if isinstance(data, list | tuple) else [data] if data else []
        if not several:
            empty = super().clean(None, initial)  # says that a file is needed, if one is
            return [empty] if empty else []
        return [forms.FileField.clean(self, each, initial) for each in several]
