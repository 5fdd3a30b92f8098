"""Controls of a checklist that a thumb answers: several options, photographs and recordings, a place."""

from collections.abc import Sequence
from typing import Any

from django import forms

from zhongdu.fieldwork.rules import DO, several
from zhongdu.files.models import Attachment
from zhongdu.kit.forms import FilesField, Uploads

# What a browser offers for each: its camera, its recorder, and what lies on the phone already.
_ACCEPT = {"photo": "image/*", "sound": "audio/*", "video": "video/*"}
_PROMPT = {"photo": "拍照或选择照片", "sound": "录音或选择录音", "video": "录像或选择录像"}
_ICON = {"photo": "camera", "sound": "microphone", "video": "video"}


class Several(forms.MultipleChoiceField):
    """Several options; a draft keeps them on a line each."""

    def prepare_value(self, value: Any) -> Any:
        return several(value) if isinstance(value, str) else value


class Pieces(Uploads):
    """What was photographed or recorded for a question, and more of it."""

    template_name = "fieldwork/forms/pieces.html"
    number = ""  # of the visit

    def __init__(self, kind: str) -> None:
        # ``capture`` opens the recorder at once; for pictures it would shut out the album.
        attrs = {} if kind == "photo" else {"capture": "environment" if kind == "video" else "user"}
        super().__init__(accept=_ACCEPT[kind], prompt=_PROMPT[kind], attrs=attrs)
        self.icon = _ICON[kind]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["number"] = self.number
        return context


class PiecesField(FilesField):
    """Files of one kind under a question; those that wait already count."""

    def __init__(self, kind: str, **kwargs: Any) -> None:
        super().__init__(widget=Pieces(kind), **kwargs)
        self.kind, self.waits = kind, 0

    def show(self, visit: Any, waiting: Sequence[Attachment]) -> None:
        self.waits = len(waiting)
        pieces: Any = self.widget
        pieces.number, pieces.kept = visit.number, waiting

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        if self.required and not data and not self.waits:
            raise forms.ValidationError(DO[self.kind])
        return super().clean(data, initial) if data else []


class Place(forms.TextInput):
    """A place written down, or taken by the phone where its browser can."""

    template_name = "fieldwork/forms/place.html"

    def __init__(self) -> None:
        super().__init__({"class": "input", "autocomplete": "off"})
        self.box, self.taken = "", ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"box": self.box, "taken": self.taken}
        return context


class PlaceField(forms.CharField):
    """One of the two is enough."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=Place(), **kwargs)

    def show(self, box: str, taken: str) -> None:
        """``box``: the name of the hidden one that holds what the phone took."""
        self.widget.box, self.widget.taken = box, taken

    def clean(self, value: Any) -> str:
        return "" if not value and self.widget.taken else str(super().clean(value))
