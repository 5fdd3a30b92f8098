"""From data to a PDF: one press a thread, the same bytes for the same data.

The papers are PDF/A-2a: archives keep them, screen readers read them, and typst refuses to print a character it has no
glyph for instead of leaving a box on somebody's letter of appointment.
"""

import json
import os
import re
import threading
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import typst

from . import fonts, shapes
from .pictures import Ink, NotAPicture, portrait, qr_svg

TEMPLATES = Path(__file__).parent / "templates" / "papers"

_here = threading.local()
_first_press: int | None = None  # the process that compiled first


class PaperError(Exception):
    """A paper that cannot be printed: ``code`` for programs, the message one sentence for people."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def render(template: str, data: Mapping[str, object], *, title: str, language: str = "zh") -> bytes:
    """Print ``template`` (a name of :data:`.shapes.PAPERS`) from ``data`` of its shape; returns a PDF/A-2a.

    ``title`` is the document's title in viewers and archives; ``language`` its ISO 639 code. In ``data`` a ``date``
    prints as 2026年10月12日 and ``bytes`` are a person's photograph; ``data["dated"]`` is the day the paper bears as a
    file, so that printing again gives the same bytes. Text is printed to the letter, whatever signs are in it.

    Raises :class:`PaperError` when a photograph cannot be read or no font has a character.
    To print thousands, hand slices to ``multiprocessing``'s *spawn* context: a fork after the first paper would hang.
    """
    inputs = _inputs(template, data, title, language)
    try:
        source = TEMPLATES / f"{template}.typ"
        pdf = _press().compile(source, format="pdf", sys_inputs=inputs, pdf_standards="a-2a")
    except typst.TypstError as error:
        if lacking := re.search(r'the text `"(.+)"` could not be displayed', error.message):
            raise PaperError(
                "no_glyph", f"本机字体中没有“{lacking[1]}”字，无法印出；请管理员安装含有该字的字体后再试。"
            ) from error
        raise
    assert isinstance(pdf, bytes)  # one file, as this format is
    return pdf


def _inputs(template: str, data: Mapping[str, object], title: str, language: str) -> dict[str, str]:
    """What the template reads, as JSON beside its text and never in it: words of people cannot become code."""
    if unknown := data.keys() - shapes.PAPERS[template].__annotations__.keys():
        raise ValueError(f"{template} has no place for {', '.join(sorted(unknown))}")
    dated = data["dated"]
    if not isinstance(dated, date):
        raise TypeError("dated must be a date")
    told = dict(data)
    if verify := told.get("verify"):
        told["verify"] = {**verify, "qr": qr_svg(verify["url"])}  # type: ignore[dict-item,index]
    roles = fonts.installed().roles
    if not roles["hei"]:
        raise PaperError("no_font", "本机没有可用的中文字体，请管理员重新安装本系统，或安装中文字体。")
    note = told.get("demonstration")
    setting = {
        "title": f"{title}（{note}）" if note else title,
        "language": language,
        "dated": [dated.year, dated.month, dated.day],
        "fonts": roles,
    }
    try:
        return {
            "data": json.dumps(told, ensure_ascii=False, default=_printed),
            "setting": json.dumps(setting),
        }
    except NotAPicture as error:
        raise PaperError("bad_photo", "照片无法读取，请换一张 JPG 或 PNG 格式的照片。") from error


def _printed(value: object) -> object:
    match value:
        case date():
            return f"{value.year}年{value.month}月{value.day}日"
        case Ink():
            return list(value)
        case bytes():
            return list(portrait(value))
    raise TypeError(f"cannot print {type(value).__name__}")


def _press() -> typst.Compiler:
    """This thread's compiler: one shared by threads fails, and after a fork none ever answers."""
    global _first_press
    _first_press = _first_press or os.getpid()
    if _first_press != os.getpid():
        raise RuntimeError("papers were printed before this process was forked; use the spawn start method")
    files = fonts.installed().files
    if getattr(_here, "files", None) is not files:
        _here.files = files
        _here.press = typst.Compiler(root=TEMPLATES, font_paths=files)
    return _here.press
