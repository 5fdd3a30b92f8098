"""The text of a document as a bureau has it: plain text, Word, or a PDF with a text layer."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

PDF, ZIP = b"%PDF-", b"PK\x03\x04"


class NoText(ValueError):
    """A document whose text cannot be had. The message is a sentence for people."""


def text_in(content: bytes) -> str:
    """The text of a document, told by its content and not by its name. Raises :class:`NoText`."""
    if PDF in content[:1024]:
        text = _of_pdf(content)
    elif content.startswith(ZIP):
        text = _of_word(content)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise NoText("这是旧版 Word 文档（.doc），请另存为 .docx 再导入。")
    else:
        text = _decoded(content)
    if not text.strip():
        raise NoText("没有读到文字；扫描件要先识别成文字再导入。")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(content: bytes) -> str:
    """UTF-8, what Windows calls Unicode, or the national standard's encoding."""
    utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise NoText("不是文本、Word（.docx）或 PDF 文档，读不出文字。")


def _of_word(content: bytes) -> str:
    from docx import Document

    try:
        document = Document(BytesIO(content))
    except Exception:  # python-docx raises whatever zipfile, lxml and its own parts raise
        raise NoText("读不了这个文件，请用 .docx、.txt 或带文字层的 PDF。") from None
    if any(_is_numbered(paragraph) for paragraph in document.paragraphs):
        raise NoText("文档里用了自动编号，条款的序号读不到；请在 Word 里把编号转换为文字，保存后再导入。")
    return "\n".join(_lines(document))


def _is_numbered(paragraph: Any) -> bool:
    """Whether Word counts this paragraph itself: its number is then nowhere in the text."""
    own = paragraph._p.pPr
    styled = paragraph.style.element.pPr if paragraph.style is not None else None
    found = next((each.numPr for each in (own, styled) if each is not None and each.numPr is not None), None)
    return (
        bool(paragraph.text.strip()) and found is not None and (found.numId is None or found.numId.val != 0)
    )


def _lines(document: Any) -> Iterator[str]:
    """Paragraphs and the rows of tables in the order of the document; a merged cell once."""
    from docx.table import Table

    for part in document.iter_inner_content():
        if not isinstance(part, Table):
            yield part.text
            continue
        for row in part.rows:
            cells = {id(cell._tc): cell.text for cell in row.cells}
            yield "\t".join(cells.values())


def _of_pdf(content: bytes) -> str:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise NoText("这个 PDF 有密码，请先去掉密码再导入。")
        # Layout mode keeps the indent by which one sees where a paragraph begins.
        return "\n".join(page.extract_text(extraction_mode="layout") for page in reader.pages)
    except (PyPdfError, ValueError, KeyError, RecursionError) as error:
        if isinstance(error, NoText):
            raise
        raise NoText("读不了这个 PDF，可能已经损坏。") from None
