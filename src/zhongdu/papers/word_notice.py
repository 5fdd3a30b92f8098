"""Notices, letters and decisions as Word documents: the data of :class:`.shapes.Notice` that :mod:`.press` prints, laid out
as GB/T 9704 asks, to go on writing in."""

from collections.abc import Mapping
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from .word import KAI, TITLE, WARNING, _name, _run, _text, written

FANGSONG, HEI = "仿宋_GB2312", "黑体"
SIZE, LINE = 16, 28.95  # 三号, and the line that gives 22 of them a page
_FACES = {1: HEI, 2: KAI, 3: FANGSONG, 4: FANGSONG}


def notice(data: Mapping[str, Any]) -> bytes:
    """A paper of :class:`.shapes.Notice` as a .docx."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    title = data["title"] if isinstance(data["title"], str) else "".join(data["title"])
    _name(document, {"title": title})
    if note := data.get("demonstration"):
        head = page.header.paragraphs[0]
        head.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _run(head, note, HEI, 11, bold=True).font.color.rgb = WARNING
    if number := data.get("number"):
        _line(document.add_paragraph(), WD_ALIGN_PARAGRAPH.CENTER)
        _run(document.paragraphs[-1], number, FANGSONG, SIZE)
    for line in [data["title"]] if isinstance(data["title"], str) else data["title"]:
        _run(_line(document.add_paragraph(), WD_ALIGN_PARAGRAPH.CENTER), line, TITLE, 22)
    document.add_paragraph()
    if addressee := data.get("addressee"):
        _run(_line(document.add_paragraph()), f"{addressee}：", FANGSONG, SIZE)
    for part in data["body"]:
        _part(document, part)
    for place, name in enumerate(data.get("attachments", ()), 1):
        _run(
            _line(document.add_paragraph(), indent=True),
            f"{'附件：' if place == 1 else '　　　'}{place}. {name}",
            FANGSONG,
            SIZE,
        )
    document.add_paragraph()
    for line in (data.get("issuer", ""), _text(data.get("issued"))):
        if line:
            _run(_line(document.add_paragraph(), WD_ALIGN_PARAGRAPH.RIGHT), f"{line}　　", FANGSONG, SIZE)
    if note := data.get("note"):
        _run(_line(document.add_paragraph(), indent=True), f"（{note}）", FANGSONG, SIZE)
    return written(document)


def _part(document: Any, part: Any) -> None:
    if isinstance(part, str):
        for line in part.split("\n"):
            _run(_line(document.add_paragraph(), indent=True), line, FANGSONG, SIZE)
    elif "table" in part:
        _table(document, part["table"])
    elif "chart" not in part:  # Word has the figures in the table, to be worked on; bars would be a picture
        row = _line(document.add_paragraph(), indent=True)
        _run(row, part["text"], _FACES[part["heading"]], SIZE)
        _run(row, part.get("rest", ""), FANGSONG, SIZE)


def _table(document: Any, told: Mapping[str, Any]) -> None:
    table = document.add_table(rows=1, cols=len(told["columns"]), style="Table Grid")
    for cell, label in zip(table.rows[0].cells, told["columns"], strict=True):
        _run(cell.paragraphs[0], label, HEI, 12)
    for row in told["rows"]:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            _run(cell.paragraphs[0], value, FANGSONG, 12)


def _line(paragraph: Paragraph, align: Any = None, *, indent: bool = False) -> Paragraph:
    """A line of the layout: its height fixed, the first of a paragraph two characters in."""
    shape = paragraph.paragraph_format
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(LINE)
    shape.space_before = shape.space_after = Pt(0)
    shape.first_line_indent = Pt(2 * SIZE) if indent else None
    paragraph.alignment = align
    return paragraph
