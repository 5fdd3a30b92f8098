"""The application on paper: the official form's table, made from its fields and its layout."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from django.http import Http404, HttpResponse

from zhongdu import files
from zhongdu.calendar import clock
from zhongdu.kit import signing
from zhongdu.kit.matters import band
from zhongdu.law.governing import Law
from zhongdu.law.reliance import rests_on
from zhongdu.law.shapes import Field_
from zhongdu.papers import word
from zhongdu.papers.press import render
from zhongdu.recruitment.models import Application
from zhongdu.recruitment.particulars import Asked, asked
from zhongdu.recruitment.queries import particulars_of, photo_of
from zhongdu.scope.models import Bureau

_WIDTH, _LABEL, _PHOTO = 160.0, 22.0, 35.0  # mm: of the table, of a label's column, of a photograph's own
_HEIGHTS = {"words": 58.0, "photo": 12.0}  # mm; other rows take what they need
SIGNING = {"check", "signature"}


class Kind(StrEnum):
    """What a form is printed as."""

    PDF = "pdf"
    WORD = "docx"

    @property
    def media_type(self) -> str:
        return files.sniffing.DOCX if self is Kind.WORD else "application/pdf"


def kind(word: str) -> Kind:
    """The kind an address asks for; no other has a page."""
    try:
        return Kind(word)
    except ValueError:
        raise Http404 from None


def answer(application: Application, law: Law, as_: Kind) -> HttpResponse:
    """The filled form, to open or save."""
    return _answer(printed(application, law, as_), f"application-{application.number}", as_)


def blank(bureau: Bureau, law: Law, as_: Kind) -> HttpResponse:
    """The empty form of a law, to fill in by hand."""
    return _answer(_pressed(empty(law), as_), f"form-{bureau.code}", as_)


def _answer(content: bytes, name: str, as_: Kind) -> HttpResponse:
    how = "attachment" if as_ is Kind.WORD else "inline"
    headers = {"Content-Disposition": f'{how}; filename="{name}.{as_}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=as_.media_type, headers=headers)


def _pressed(data: dict[str, Any], as_: Kind) -> bytes:
    if as_ is Kind.WORD:
        return word.application(data)
    return render("application", data, title=data["title"])


@rests_on("application.form", kind="paper")
def printed(application: Application, law: Law, as_: Kind = Kind.PDF) -> bytes:
    """The filled form, as PDF/A or Word."""
    questions = asked(law)
    values = particulars_of(application)
    picture = photo_of(application)
    data: dict[str, Any] = {
        "dated": application.submitted_on,
        "title": questions.form.rule.title,
        "columns": columns(questions),
        "rows": rows(questions, values, files.original(picture).read() if picture else None),
        "foot": _foot(application, questions, values),
        "demonstration": band(law) or None,
    }
    return _pressed(data, as_)


@rests_on("application.form", kind="paper")
def empty(law: Law) -> dict[str, Any]:
    """The form with nothing in it; what a law asks beside its form is asked at its foot."""
    questions = asked(law)
    if questions.official:
        foot = "；".join(f"另请写明：{each.label}" for each in questions.apart)
        foot = "\n".join([foot, *(f"□ 我声明：{bound.label}" for bound in questions.declared)]).strip()
    else:
        foot = "办法文本没有附报名表原表，各栏由平台提供。"
    return {
        "dated": clock.today(), "title": questions.form.rule.title, "columns": columns(questions),
        "rows": rows(questions, {}, None), "foot": foot, "demonstration": band(law) or None,
    }  # fmt: skip


def _foot(application: Application, questions: Asked, values: Mapping[str, Any]) -> str:
    """Under an official form, which is left as it is: its number, and what was asked beside it."""
    parts = [f"报名编号：{application.number}"]
    if questions.official:
        parts += [f"{label}：{said}" for label, said in _beside(questions, values)]
    else:
        parts.append("办法文本没有附报名表原表，各栏由平台提供。")
    return "\n".join(parts)


def _beside(questions: Asked, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a law asks that its form does not."""
    said = [(each.label, str(values.get(each.name, ""))) for each in questions.apart]
    declared = [bound.label for bound in questions.declared if bound.name in values.get("declared", ())]
    return said + ([("另外声明", "；".join(declared))] if declared else [])


def layout(questions: Asked) -> list[tuple[str, ...]]:
    """The rows by field names: the form's own, or a field a row where it has none."""
    return list(questions.shape.layout) or [(each.name,) for each in questions.fields if each.kind != "photo"]


def _kinds(questions: Asked) -> dict[str, Field_]:
    return {each.name: each for each in questions.fields}


def columns(questions: Asked) -> list[float]:
    """As many columns as the fullest row needs: a label and a value for each field, one for a photograph."""
    fields = _kinds(questions)
    fullest = max(_width(row, fields) for row in layout(questions) if not _closing(row, fields))
    labels, photos = fullest // 2, fullest % 2  # an odd column is the photograph's own
    value = (_WIDTH - _LABEL * labels - _PHOTO * photos) / labels
    return [_LABEL, value] * labels + [_PHOTO] * photos


def _width(row: Sequence[str], fields: Mapping[str, Field_]) -> int:
    return sum(1 if fields[name].kind == "photo" else 2 for name in row if name in fields)


def _closing(row: Sequence[str], fields: Mapping[str, Field_]) -> bool:
    return any(fields[name].kind in SIGNING for name in row if name in fields)


def rows(questions: Asked, values: Mapping[str, Any], picture: bytes | None) -> list[dict[str, Any]]:
    """The table's rows; a name that comes again in the next row is one cell going down."""
    fields, table = _kinds(questions), layout(questions)
    total = len(columns(questions))
    made: list[dict[str, Any]] = []
    seen = set[str]()
    for at, row in enumerate(table):
        names = [name for name in row if name in fields]
        if _closing(names, fields):
            made.append({"cells": [_declaration(questions, names, values, total)]})
            continue
        fresh = [name for name in names if name not in seen]
        typed = [name for name in fresh if fields[name].kind != "photo"]
        spans = _spans(typed, total - _width(names, fields))
        cells = [
            {"label": fields[name].label, "photo": picture, "rows": _down(name, table, at)}
            if fields[name].kind == "photo"
            else _cell(fields[name], values.get(name), spans[name])
            for name in fresh
        ]
        seen |= set(names)
        made.append({"cells": cells, **_height(names, fields)})
    if not questions.official:
        made += [
            {"cells": [{"label": _folded(label), "value": said, "span": total - 1}]}
            for label, said in _beside(questions, values)
        ]
    if table and not any(_closing(row, fields) for row in table) and questions.shape.declaration:
        made.append({"cells": [_declaration(questions, [], values, total)]})
    return made


def _spans(names: Sequence[str], free: int) -> dict[str, int]:
    """How many columns each value of a row takes, so that labels stand under labels: what is free goes by pairs to
    the first, an odd column to the last."""
    spans = dict.fromkeys(names, 1)
    if names:
        spans[names[0]] += free - free % 2
        spans[names[-1]] += free % 2
    return spans


def _down(name: str, table: Sequence[Sequence[str]], at: int) -> int:
    """How many rows a cell goes down."""
    count = 0
    for row in table[at:]:
        if name not in row:
            break
        count += 1
    return count


def _cell(each: Field_, value: Any, span: int) -> dict[str, Any]:
    text = _written(each, value)
    cell = {"label": _folded(each.label), "value": text, "span": span}
    return cell | ({"align": "left"} if each.kind == "words" else {})


def _written(each: Field_, value: Any) -> Any:
    if each.kind == "date" and value:
        return date.fromisoformat(value)
    return "" if value in (None, True, False) else str(value)


def _folded(label: str) -> str:
    """A long label in two lines, as a narrow column of a printed form has it."""
    return f"{label[:4]}\n{label[4:]}" if len(label) > 4 else label


def _height(names: Sequence[str], fields: Mapping[str, Field_]) -> dict[str, float]:
    heights = [_HEIGHTS[kind] for name in names if (kind := fields[name].kind) in _HEIGHTS]
    return {"height": max(heights)} if heights else {}


def _name_or_drawing(signed: str | None) -> dict[str, Any]:
    if signed and signing.is_drawn(signed):
        return {"drawn": signing.picture(signed)}
    return {"names": [signed] if signed else []}


def _declaration(
    questions: Asked, names: Sequence[str], values: Mapping[str, Any], total: int
) -> dict[str, Any]:
    """The declaration in its own words, with room to sign over what was typed as a signature."""
    fields = _kinds(questions)
    signature = next((name for name in names if fields[name].kind == "signature"), "")
    dated = next((name for name in names if fields[name].kind == "date"), "")
    title = questions.shape.declaration_title or "本人声明"
    return {
        "label": _folded(title) if len(title) != 4 else f"{title[:2]}\n{title[2:]}",
        "value": list(questions.shape.declaration),
        "span": total - 1,
        "sign": {
            "label": f"{fields[signature].label if signature else '签字'}：",
            **_name_or_drawing(values.get(signature)),
            "date": date.fromisoformat(values[dated]) if values.get(dated) else "　　　　年　　月　　日",
        },
    }
