"""A bureau brings its measure's own document; from then on its words are open wherever a clause is cited."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document as Word
from hypothesis import given
from hypothesis import strategies as st

from world import Place
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.cli.registry import main
from zhongdu.law.documents import NoText, text_in
from zhongdu.law.wording import take_apart
from zhongdu.measures.acts import import_text
from zhongdu.measures.models import Document
from zhongdu.scope.roles import Role

from .sample_text import SAMPLE

BODY = [piece for piece in take_apart(SAMPLE.replace("— 1 —\n", "")).pieces if piece.sort == "clause"]


def file(content: bytes | str, name: str = "办法.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def word(text: str, style: str = "Normal") -> bytes:
    document, kept = Word(), BytesIO()
    for line in text.splitlines():
        document.add_paragraph(line, style=style)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "职业", "住址"
    document.save(kept)
    return kept.getvalue()


def pdf(paragraphs: list[str]) -> bytes:
    escaped = (re.sub(r"([^\w\s])", r"\\\1", each) for each in paragraphs)
    head = '#set page(numbering: "— 1 —", width: 105mm, height: 74mm)\n#set text(lang: "zh")\n'
    indent = "#set par(first-line-indent: (amount: 2em, all: true), justify: true)\n"
    return typst.compile((head + indent + "\n\n".join(escaped)).encode())


def dense(words: str) -> str:
    return "".join(words.split())


# --- documents -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_plain_text_is_read_in_every_usual_encoding(encoding: str) -> None:
    assert dense(text_in(SAMPLE.encode(encoding))) == dense(SAMPLE)


def test_a_word_document_is_read_with_its_tables() -> None:
    found = take_apart(text_in(word(SAMPLE)))
    assert found.placed["3/1.2.1"] == "身体健康；"
    assert found.placed["annex2"].endswith("职业\t住址") and found.unplaced == []


def test_numbers_that_word_counts_itself_are_not_guessed() -> None:
    with pytest.raises(NoText, match="自动编号"):
        text_in(word("为了让群众参与监督。", style="List Number"))


def test_a_pdf_is_read_with_its_broken_lines_and_pages() -> None:
    found = take_apart(text_in(pdf([dense(piece.raw.replace("**", "").lstrip("- ")) for piece in BODY])))
    assert any(piece.sort == "mark" for piece in found.pieces)
    placed = {path: dense(words) for path, words in found.placed.items()}
    assert placed == {piece.path: dense(piece.words) for piece in BODY}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "没有读到文字"),
        (b"\xd0\xcf\x11\xe0 old", "旧版 Word"),
        (b"PK\x03\x04 broken", "读不了这个文件"),
        (b"%PDF-1.7 broken", "PDF"),
        (b"\x00\x01\x02\xff", "读不出文字"),
        (typst.compile(b"#rect(width: 10mm)"), "扫描件"),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence(content: bytes, says: str) -> None:
    with pytest.raises(NoText, match=says):
        text_in(content)


@given(st.binary(max_size=200) | st.binary(max_size=100).map(lambda rest: b"%PDF-" + rest))
def test_whatever_comes_is_text_or_a_sentence(content: bytes) -> None:
    try:
        assert text_in(content).strip()
    except NoText as no:
        assert str(no).endswith("。")


# --- the act ---------------------------------------------------------------------------------------------

TEXT = "第一条 甲。\n第六条 程序：\n（一）乙；\n（二）丙；\n（三）丁；\n（四）公示期为5个工作日。"


def bring(place: Place, code: str, content: bytes | str = TEXT, role: Role = Role.LEGAL_REVIEWER) -> None:
    perform(import_text, place.office, place.officer(role), code=code, document=file(content))


def test_a_clause_opens_its_words(client: Client, beijing: Place) -> None:
    page = reverse("public:clause", kwargs={"code": "beijing", "clause": "6.4"})
    assert "公示期为5个工作日。" not in client.get(page).content.decode()
    bring(beijing, "beijing")
    assert "公示期为5个工作日。" in client.get(page).content.decode()
    bring(beijing, "beijing", TEXT.replace("5个", "五个"))
    shown = client.get(page).content.decode()
    assert "公示期为五个工作日。" in shown and "公示期为5个" not in shown
    assert Document.objects.count() == 2  # the earlier one is kept


def test_the_page_of_the_text_lists_what_it_lacks_and_what_has_no_place(
    client: Client, beijing: Place
) -> None:
    bring(beijing, "beijing", TEXT + "\n第六条之一 戊。")
    client.force_login(beijing.user(Role.DECIDER))
    shown = client.get(reverse("desk:measure_text", kwargs={"code": "beijing"})).content.decode()
    assert "第六条之一 戊。" in shown and "第一条之后是第六条" in shown and "第十四条" in shown


def test_only_the_bureau_that_issued_it_says_what_a_measure_says(beijing: Place) -> None:
    district = beijing.below("110105", "朝阳区医疗保障局")
    with pytest.raises(Refused) as refused:
        bring(district, "beijing")
    assert refused.value.fields["code"] == "这部办法由北京市医疗保障局印发，原文由它导入。"
    with pytest.raises(Refused) as refused:
        bring(beijing, "hunan")
    assert "没有在本局施行" in refused.value.fields["code"]


def test_a_document_without_clauses_is_refused(beijing: Place) -> None:
    with pytest.raises(Refused) as refused:
        bring(beijing, "beijing", "会议通知")
    assert "第一条" in refused.value.fields["document"] and not Document.objects.exists()


# --- the command line ------------------------------------------------------------------------------------


def run(capsys: Any, *line: str) -> tuple[int, str]:
    code = main(["measure", "import", *line])
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return code, out + err


def test_a_document_comes_in_from_the_command_line(capsys: Any, tmp_path: Path, beijing: Place) -> None:
    path = tmp_path / "text.txt"
    path.write_text(TEXT, "utf-8")
    code, said = run(capsys, "beijing", str(path), "--look")
    assert code == 0 and "只是看一看" in said and not Document.objects.exists()
    code, said = run(capsys, "beijing", str(path))
    assert code == 0 and "已导入" in said and "原文里没有找到：第二条（2）" in said
    assert Document.objects.get().bureau == beijing.bureau


def test_the_command_line_says_what_is_wrong(capsys: Any, tmp_path: Path, beijing: Place) -> None:
    path = tmp_path / "text.txt"
    path.write_text("没有条款", "utf-8")
    assert run(capsys, "beijing", str(tmp_path / "none.txt"))[0] == 1
    code, said = run(capsys, "beijing", str(path))
    assert code == 1 and "第一条" in said
    path.write_text("第一条 甲。\n第一条之一 乙。", "utf-8")
    code, said = run(capsys, "beijing", str(path), "--look")
    assert code == 1 and "放不下" in said
