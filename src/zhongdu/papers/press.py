"""From data to a PDF: one press a thread, the same bytes for the same data.

The papers are PDF/A-2a: archives keep them, screen readers read them, and typst refuses to print a character it has no
glyph for instead of leaving a box on somebody's letter of appointment.
"""

import json
import os
import re
import threading
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import typst

from . import fonts, shapes
from .pictures import Ink, NotAPicture, portrait_svg, qr_svg

TEMPLATES = Path(__file__).parent / "templates" / "papers"

_here = threading.local()
_first_press: int | None = None  # the process that compiled first


class PaperError(Exception):
    """A paper that cannot be printed: ``code`` for programs, the message one sentence for people.

    ``lacking`` is the character no font has, where that is the reason.
    """

    def __init__(self, code: str, sentence: str, lacking: str = "") -> None:
        super().__init__(sentence)
        self.code, self.sentence, self.lacking = code, sentence, lacking


def render(template: str, data: Mapping[str, object], *, title: str, language: str = "zh") -> bytes:
    """Print ``template`` (a name of :data:`.shapes.PAPERS`) from ``data`` of its shape; returns a PDF/A-2a.

    ``title`` is the document's title in viewers and archives; ``language`` its ISO 639 code. In ``data`` a ``date``
    prints as 2026年10月12日 and ``bytes`` are a person's photograph; ``data["dated"]`` is the day the paper bears as a
    file, so that printing again gives the same bytes. Text is printed to the letter, whatever signs are in it.

    Raises :class:`PaperError` when a photograph cannot be read or no font has a character.
    To print thousands, :func:`render_all`. Other processes are to be started with *spawn*: a fork after the first
    paper would hang.
    """
    return _compiled(template, [_told(template, data)], _setting([data], title, language))


def render_all(
    template: str, many: Iterable[Mapping[str, object]], *, title: str, imposed: bool = False
) -> tuple[bytes | None, dict[int, PaperError]]:
    """Print many letters or badges as one PDF/A-2a, in the order given, and say which could not be printed and why.

    ``many`` is asked for one paper after the other, so that no more than one photograph is held as it came.
    Returns the file (none where nothing could be printed) and the errors by place in ``many``: one person's
    photograph or rare character keeps nobody else's paper back. ``imposed`` puts badges eight to a sheet of A4. A
    thousand in one file cost a tenth of a thousand files: the fonts are read, cut and written once.
    """
    told, failed = dict[int, str](), dict[int, PaperError]()
    heads = dict[int, Mapping[str, object]]()
    for at, data in enumerate(many):
        heads[at] = {key: data.get(key) for key in ("dated", "demonstration")}
        try:
            told[at] = _told(template, data)
        except PaperError as error:
            failed[at] = error
    while told:
        setting = _setting([heads[at] for at in told], title, "zh", imposed=imposed)
        try:
            return _compiled(template, told.values(), setting), failed
        except PaperError as error:
            theirs = [at for at, paper in told.items() if error.lacking and error.lacking in paper]
            if not theirs:
                raise
            for at in theirs:
                failed[at] = error
                del told[at]
    return None, failed


def _compiled(template: str, told: Iterable[str], setting: str) -> bytes:
    """What the template reads goes as JSON beside its text and never in it: words of people cannot become code."""
    inputs = {"data": f"[{','.join(told)}]", "setting": setting}
    try:
        source = TEMPLATES / f"{template}.typ"
        pdf = _press().compile(source, format="pdf", sys_inputs=inputs, pdf_standards="a-2a")
    except typst.TypstError as error:
        if lacking := re.search(r'the text `"(.+)"` could not be displayed', error.message):
            raise PaperError(
                "no_glyph",
                f"本机字体中没有“{lacking[1]}”字，无法印出；请管理员安装含有该字的字体后再试。",
                lacking[1],
            ) from error
        raise
    assert isinstance(pdf, bytes)  # one file, as this format is
    return pdf


def _told(template: str, data: Mapping[str, object]) -> str:
    """One paper's words as JSON, with the pictures made of them."""
    if unknown := data.keys() - shapes.PAPERS[template].__annotations__.keys():
        raise ValueError(f"{template} has no place for {', '.join(sorted(unknown))}")
    told = dict(data)
    if verify := told.get("verify"):
        told["verify"] = {**verify, "qr": qr_svg(verify["url"])}  # type: ignore[dict-item,index]
    try:
        return json.dumps(told, ensure_ascii=False, default=_printed)
    except NotAPicture as error:
        raise PaperError("bad_photo", "照片无法读取，请换一张 JPG 或 PNG 格式的照片。") from error


def _setting(
    many: Sequence[Mapping[str, object]], title: str, language: str, *, imposed: bool = False
) -> str:
    """What the file is as a whole: its title, its day (the last of its papers'), its faces."""
    days = [data["dated"] for data in many]
    if not all(isinstance(day, date) for day in days):
        raise TypeError("dated must be a date")
    dated: date = max(days)  # type: ignore[type-var,assignment]
    roles = fonts.installed().roles
    if not roles["hei"]:
        raise PaperError("no_font", "本机没有可用的中文字体，请管理员重新安装本系统，或安装中文字体。")
    note = next((data["demonstration"] for data in many if data.get("demonstration")), None)
    return json.dumps(
        {
            "title": f"{title}（{note}）" if note else title,
            "language": language,
            "dated": [dated.year, dated.month, dated.day],
            "fonts": roles,
            "imposed": imposed,
        }
    )


def _printed(value: object) -> object:
    match value:
        case date():
            return f"{value.year}年{value.month}月{value.day}日"
        case Ink():
            return list(value)
        case bytes():
            return portrait_svg(value)
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
