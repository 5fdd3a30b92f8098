"""Forms and notices as Word documents: the same data that :mod:`.press` prints, as a table one can go on writing in.

The cells fall where they fall on the PDF: a label takes a column, its value the columns it spans, a photograph goes
down as many rows as it says. Typefaces are named as Chinese offices have them; a machine without one takes its own.
"""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from docx import Document
from docx.enum.table import WD_ALIGN_VERTICAL, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from .pictures import portrait

SONG, HEI, KAI, FANG, TITLE = "宋体", "黑体", "楷体", "仿宋", "方正小标宋简体"
WIDTH, PHOTO, LEAST = 160.0, 25.0, 11.5  # mm: of the table, of a photograph, of a row's height at least
ROOM = 3.0  # mm over and under a photograph, together
STORY = 20  # characters: what is longer stands at the left
WARNING = RGBColor(0x8A, 0x3B, 0x00)


def application(data: Mapping[str, Any]) -> bytes:
    """A form of :class:`.shapes.Application` as a .docx. Text stands to the letter, whatever signs are in it."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(25)
    _name(document, data)
    _write(document.add_paragraph(), data["title"], TITLE, 21, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER)
    if number := data.get("number"):
        _write(document.add_paragraph(), number, SONG, 10.5)
    _table(document, data)
    if foot := data.get("foot"):
        _write(page.footer.paragraphs[0], foot, SONG, 9)
    if note := data.get("demonstration"):
        head = page.header.paragraphs[0]
        _write(head, note, HEI, 11, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER).font.color.rgb = WARNING
    return written(document)


def notice(data: Mapping[str, Any]) -> bytes:
    """A paper of :class:`.shapes.Notice` as a .docx: title, paragraphs, tables, who issued it and when."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    _name(document, data)
    centred, right = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
    title = data["title"] if isinstance(data["title"], str) else "".join(data["title"])
    _write(document.add_paragraph(), title, TITLE, 22, bold=True, align=centred)
    if number := data.get("number"):
        _write(document.add_paragraph(), number, SONG, 14, align=centred)
    if addressee := data.get("addressee"):
        _write(document.add_paragraph(), addressee, FANG, 16)
    for part in data["body"]:
        _part(document, part)
    _write(document.add_paragraph(), data["issuer"], FANG, 16, align=right)
    _write(document.add_paragraph(), _text(data["issued"]), FANG, 16, align=right)
    if remark := data.get("note"):
        _part(document, f"（{remark}）")
    if note := data.get("demonstration"):
        head = page.header.paragraphs[0]
        _write(head, note, HEI, 11, bold=True, align=centred).font.color.rgb = WARNING
    return written(document)


def written(document: Any) -> bytes:
    """The document as a file: the same bytes for the same words, whenever it is asked for. What the library puts into the
    archive beside them is only the second of the asking."""
    made, out = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name in parts.namelist():
            file.writestr(zipfile.ZipInfo(name), parts.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _part(document: Any, part: Any) -> None:
    """A paragraph, a heading or a table of a notice."""
    if isinstance(part, str):
        line = document.add_paragraph()
        _write(line, part, FANG, 16)
        line.paragraph_format.first_line_indent = Pt(32)
    elif "table" in part:
        columns, rows = part["table"]["columns"], part["table"]["rows"]
        table = document.add_table(rows=1 + len(rows), cols=len(columns), style="Table Grid")
        shares = part["table"].get("widths") or [1] * len(columns)
        for at, cells in enumerate([columns, *rows]):
            _keep_whole(table.rows[at])
            for box, value, share in zip(table.rows[at].cells, cells, shares, strict=True):
                box.width = Mm(156 * share / sum(shares))
                _write(
                    box.paragraphs[0], value, HEI if at == 0 else FANG, 12, align=WD_ALIGN_PARAGRAPH.CENTER
                )
    elif "chart" not in part:  # Word has the figures in the table, to be worked on
        line = document.add_paragraph()
        _write(line, part["text"], HEI if part["heading"] == 1 else KAI, 16)
        line.paragraph_format.first_line_indent = Pt(32)
        if rest := part.get("rest"):
            _run(line, rest, FANG, 16)


def _name(document: Any, data: Mapping[str, Any]) -> None:
    """The document's own particulars: its title, and nobody's name."""
    told = document.core_properties
    told.title, told.author, told.comments, told.language = data["title"], "", "", "zh-CN"


def _table(document: Any, data: Mapping[str, Any]) -> None:
    shares = data["columns"]
    widths = [Mm(WIDTH * share / sum(shares)) for share in shares]
    table = document.add_table(rows=len(data["rows"]), cols=len(widths), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    heights, taken = _heights(data["rows"]), set[tuple[int, int]]()
    for at, row in enumerate(data["rows"]):
        line = table.rows[at]
        line.height, line.height_rule = Mm(heights[at]), WD_ROW_HEIGHT_RULE.AT_LEAST
        _keep_whole(line)
        for cell in row["cells"]:
            for part, span in _parts(cell):
                left = next(x for x in range(len(widths)) if (at, x) not in taken)
                down = cell.get("rows", 1)
                taken |= {(y, x) for y in range(at, at + down) for x in range(left, left + span)}
                box = table.cell(at, left).merge(table.cell(at + down - 1, left + span - 1))
                box.width = Emu(sum(widths[left : left + span]))
                box.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
                part(box, cell)


def _heights(rows: Sequence[Mapping[str, Any]]) -> list[float]:
    """Each row's least height in mm: a photograph needs its own, shared out over the rows it goes down."""
    heights = [row.get("height", LEAST) for row in rows]
    for at, row in enumerate(rows):
        for cell in row["cells"]:
            if "photo" in cell:
                down = cell.get("rows", 1)
                share = (PHOTO * 1.4 + ROOM) / down
                heights[at : at + down] = [max(share, height) for height in heights[at : at + down]]
    return heights


def _parts(cell: Mapping[str, Any]) -> Sequence[tuple[Any, int]]:
    """What a cell of the data is made of, each with the columns it takes."""
    span = cell.get("span", 1)
    if "photo" in cell:
        return [(_photo, span)]
    if "value" not in cell:
        return [(_label, span)]
    return [*([(_label, 1)] if "label" in cell else []), (_value, span)]


def _label(box: _Cell, cell: Mapping[str, Any]) -> None:
    label = cell["label"]
    spaced = "　".join(label) if len(label) == 2 else label
    _write(box.paragraphs[0], spaced, SONG, 12, align=WD_ALIGN_PARAGRAPH.CENTER)


def _photo(box: _Cell, cell: Mapping[str, Any]) -> None:
    if cell["photo"] is None:
        return _label(box, cell)
    line = box.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    shape = line.add_run().add_picture(io.BytesIO(portrait(cell["photo"])), width=Mm(PHOTO))
    shape._inline.docPr.set("descr", cell["label"])  # what a screen reader says of it


def _value(box: _Cell, cell: Mapping[str, Any]) -> None:
    value = cell.get("value")
    if sign := cell.get("sign"):
        return _signed(box, value, sign)
    text = _text(value)
    story = cell.get("align") == "left" or "\n" in text or isinstance(value, list)
    if story:
        box.vertical_alignment = WD_ALIGN_VERTICAL.TOP
    left = story or len(text) > STORY
    _write(
        box.paragraphs[0], text, KAI, 12, align=WD_ALIGN_PARAGRAPH.LEFT if left else WD_ALIGN_PARAGRAPH.CENTER
    )


def _signed(box: _Cell, value: Any, sign: Mapping[str, Any]) -> None:
    """The form's own words, then the line to sign on with whatever stands there already."""
    box.vertical_alignment = WD_ALIGN_VERTICAL.TOP
    paragraphs = value if isinstance(value, list) else [value or ""]
    for at, words in enumerate(paragraphs):
        _write(box.paragraphs[0] if at == 0 else box.add_paragraph(), words, SONG, 12)
    line = box.add_paragraph()
    line.paragraph_format.space_before = Pt(30)
    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _run(line, sign["label"], SONG, 12)
    if drawn := sign.get("drawn"):
        line.add_run().add_picture(io.BytesIO(drawn), height=Mm(12))
    else:
        _run(line, "　".join(sign.get("names", ())) or "　" * 6, KAI, 12).font.underline = True
    _run(line, "　　" + _text(sign.get("date")), SONG, 12)


def _text(value: Any) -> str:
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    return "\n".join(value) if isinstance(value, list) else str(value or "")


def _write(
    paragraph: Paragraph, text: str, face: str, size: float, *, bold: bool = False, align: Any = None
) -> Any:
    paragraph.alignment = align
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(3), Pt(3)
    return _run(paragraph, text, face, size, bold=bold)


def _run(paragraph: Paragraph, text: str, face: str, size: float, *, bold: bool = False) -> Any:
    """Text in a Chinese face: Word keeps the face of Chinese characters apart from that of Latin letters."""
    run = paragraph.add_run(text)
    run.font.name, run.font.size, run.font.bold = face, Pt(size), bold
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
    return run


def _keep_whole(row: Any) -> None:
    """A row is not broken between pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
