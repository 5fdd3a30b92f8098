"""The form as a Word document: the same cells in the same places as on the PDF."""

import io
import time
from datetime import date
from typing import Any

import pytest
from docx import Document

from papers.samples import PAPERS, photo
from zhongdu.papers import word
from zhongdu.papers.pictures import Ink, NotAPicture, ink

FORM: dict[str, Any] = PAPERS["application"] | {"dated": date(2026, 10, 12)}


def opened(data: dict[str, Any]) -> Any:
    return Document(io.BytesIO(word.application(data)))


def grid(document: Any) -> list[list[str]]:
    """The table's cells by place; a merged cell stands at each place it covers."""
    return [[cell.text for cell in row.cells] for row in document.tables[0].rows]


def drawing(width: int = 300) -> bytes:
    from PIL import Image, ImageDraw

    made = Image.new("RGBA", (400, 200), (0, 0, 0, 0))
    ImageDraw.Draw(made).line((20, 50, 20 + width, 150), fill="#14213d", width=4)
    out = io.BytesIO()
    made.save(out, "PNG")
    return out.getvalue()


@pytest.mark.clauses("wushan:annex2")
def test_every_cell_falls_where_the_form_has_it() -> None:
    document = opened(FORM)
    rows = grid(document)
    assert document.paragraphs[0].text == FORM["title"]
    assert [len(row) for row in rows] == [5] * len(FORM["rows"])
    assert rows[0][0] == "姓　名" and rows[0][2] == "性　别" and rows[0][3] == "女"
    assert rows[2][1:4] == ["500237198003050000"] * 3, "a value over three columns"
    assert rows[1][1] == "1980年3月5日"
    table = document.tables[0]
    assert table.cell(0, 4)._tc is table.cell(2, 4)._tc, "the photograph goes down three rows"
    assert table.cell(3, 4)._tc is not table.cell(2, 4)._tc


def test_the_words_of_the_declaration_stand_over_the_line_to_sign() -> None:
    document = opened(FORM)
    signed = next(cell for row in document.tables[0].rows for cell in row.cells if "签字：" in cell.text)
    lines = [paragraph.text for paragraph in signed.paragraphs]
    assert lines[:2] == ["本人承诺：", "1.所填内容真实、有效。"] and lines[-1].startswith("签字：")


def test_photograph_and_drawn_signature_are_pictures_with_words_for_who_cannot_see() -> None:
    rows = [
        {
            "cells": [
                {"photo": photo(), "label": "照片", "rows": 1},
                {"label": "姓名", "value": "示例", "span": 3},
            ]
        },
        {
            "cells": [
                {
                    "label": "声明",
                    "value": ["本人承诺"],
                    "span": 4,
                    "sign": {"label": "签字：", "drawn": ink(drawing())},
                }
            ]
        },
    ]
    document = opened(FORM | {"rows": rows})
    assert len(document.inline_shapes) == 2
    assert 'descr="照片"' in document.tables[0]._tbl.xml


def test_a_trial_says_so_at_the_head_and_the_document_names_nobody() -> None:
    document = opened(FORM | {"demonstration": "示范施行，不具法律效力", "foot": "报名编号：示例"})
    assert "示范施行" in document.sections[0].header.paragraphs[0].text
    assert "报名编号" in document.sections[0].footer.paragraphs[0].text
    assert document.core_properties.author == "" and document.core_properties.title == FORM["title"]


@pytest.mark.parametrize("text", ["<w:p>&amp;{{ name }}", "第一行\n第二行", "买买提·吐尔逊"])
def test_text_stands_to_the_letter(text: str) -> None:
    document = opened(
        FORM | {"columns": [1, 4], "rows": [{"cells": [{"label": "姓名", "value": text, "span": 1}]}]}
    )
    assert document.tables[0].cell(0, 1).text == text


def test_a_drawn_signature_is_cut_to_its_strokes() -> None:
    from PIL import Image

    cut = ink(drawing(100))
    assert isinstance(cut, Ink)
    width, height = Image.open(io.BytesIO(cut)).size
    assert 100 <= width < 130 and 100 <= height < 130


@pytest.mark.parametrize("sent", [b"", b"\x89PNG broken", photo(kind="JPEG"), drawing(0)])
def test_what_is_no_drawing_is_refused(sent: bytes) -> None:
    with pytest.raises(NotAPicture):
        ink(sent)


def test_written_again_it_has_the_same_bytes(monkeypatch) -> None:
    """What the second adds to an archive is no part of a paper."""
    first = word.application(FORM)
    monkeypatch.setattr(time, "localtime", lambda *_: time.struct_time((2031, 2, 3, 4, 5, 6, 0, 0, 0)))
    assert word.application(FORM) == first
