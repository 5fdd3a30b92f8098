import io
import multiprocessing
import os
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from zhongdu import papers
from zhongdu.papers import pictures, press

from .samples import DAY, LONG, PAPERS, RARE, TRIAL, VERIFY, paper, photo

A4, A4_ACROSS, CARD = (210, 297), (297, 210), (70, 100)
SIZES = {"letter": A4_ACROSS, "badge": CARD, "application": A4, "record": A4, "notice": A4, "listing": A4}
MM = 72 / 25.4


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def text(pdf: bytes, page: int | None = None) -> str:
    """What is printed, without the gaps by which it is spaced out."""
    pages = read(pdf).pages
    chosen = pages if page is None else [pages[page]]
    return re.sub(r"\s", "", "".join(page.extract_text() for page in chosen))


def marks(pdf: bytes, page: int) -> list[tuple[str, float, float]]:
    """Every run of signs with the place of its first one: millimetres from the left and from the top."""
    found: list[tuple[str, float, float]] = []

    def see(run, canvas, matrix, font, size):
        if run.strip():
            x = matrix[4] * canvas[0] + matrix[5] * canvas[2] + canvas[4]
            y = matrix[4] * canvas[1] + matrix[5] * canvas[3] + canvas[5]
            found.append((run, x / MM, (height - y) / MM))

    sheet = read(pdf).pages[page]
    height = float(sheet.mediabox.height)
    sheet.extract_text(visitor_text=see)
    return found


def printed_words(value) -> list[str]:
    """Every string a sample gives to be printed."""
    match value:
        case str():
            return [value]
        case date():
            return [f"{value.year}年{value.month}月{value.day}日"]
        case list():
            return [word for part in value for word in printed_words(part)]
        case dict():
            return [
                word
                for key, part in value.items()
                if key not in {"align", "photo"}
                for word in printed_words(part)
            ]
    return []


@pytest.mark.parametrize("name", PAPERS)
def test_every_word_is_printed_on_the_right_sheet(name):
    pdf = papers.render(name, paper(name), title="示例")
    shown = text(pdf)
    for words in printed_words(PAPERS[name]):
        if words == "照片":  # there is one
            continue
        for line in words.split("\n"):
            assert re.sub(r"\s", "", line) in shown, line
    for sheet in read(pdf).pages:
        assert (sheet.mediabox.width / MM, sheet.mediabox.height / MM) == pytest.approx(SIZES[name], abs=0.2)


@pytest.mark.parametrize("name", PAPERS)
def test_an_archive_and_a_screen_reader_can_use_it(name):
    pdf = read(papers.render(name, paper(name), title="示例标题"))
    root = pdf.trailer["/Root"]
    assert root["/Lang"].startswith("zh")
    assert root["/MarkInfo"]["/Marked"]
    assert pdf.metadata.title == "示例标题"
    assert 'pdfaid:part="2"' in (xmp := root["/Metadata"].get_data().decode()) or "<pdfaid:part>2<" in xmp


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_on_trial_says_so_on_every_page(name):
    more = {"body": ["反映的问题收悉。" * 30] * 6} if name == "notice" else {}
    pdf = papers.render(name, paper(name, demonstration=TRIAL, **more), title="示例")
    for page in range(len(read(pdf).pages)):
        assert TRIAL in text(pdf, page)
    assert read(pdf).metadata.title == f"示例（{TRIAL}）"
    assert TRIAL not in text(papers.render(name, paper(name, **more), title="示例"))


@pytest.mark.parametrize("name", PAPERS)
def test_the_code_scans(name):
    data = paper(name)
    inputs = {"data": f"[{press._told(name, data)}]", "setting": press._setting([data], "示例", "zh")}
    sheets = press._press().compile(press.TEMPLATES / f"{name}.typ", format="png", ppi=200, sys_inputs=inputs)
    found = [code.text for sheet in (sheets if isinstance(sheets, list) else [sheets])
             for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(sheet)))]  # fmt: skip
    assert VERIFY["url"] in found


@pytest.mark.parametrize("name", PAPERS)
def test_blank_forms_print(name):
    needed = press.shapes.PAPERS[name].__required_keys__
    blank = {key: value for key, value in paper(name).items() if key in needed}
    assert re.sub(r"\s", "", str(blank["title"])) in text(papers.render(name, blank, title="示例"))


def test_the_same_data_give_the_same_bytes_in_threads_and_processes():
    jobs = [(name, paper(name)) for name in PAPERS] * 4
    expected = [papers.render(name, data, title="示例") for name, data in jobs]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda job: papers.render(*job, title="示例"), jobs)) == expected
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(_letter) == expected[0]


def _letter() -> bytes:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhongdu.settings")
    return papers.render("letter", paper("letter"), title="示例")


def test_a_forked_process_is_told_instead_of_hanging(monkeypatch):
    monkeypatch.setattr(press, "_first_press", os.getpid() + 1)
    with pytest.raises(RuntimeError, match="spawn"):
        papers.render("letter", paper("letter"), title="示例")


def test_many_are_one_file_in_order_and_each_as_it_would_be_alone():
    many = [paper("letter", number=f"编号：{at}") for at in range(3)]
    pdf, failed = papers.render_all("letter", many, title="聘书")
    assert failed == {} and [f"编号：{at}" in text(pdf, at) for at in range(3)] == [True] * 3
    alone = [text(papers.render("letter", each, title="聘书")) for each in many]
    assert [text(pdf, at) for at in range(3)] == alone
    assert pdf == papers.render_all("letter", iter(many), title="聘书")[0]


def test_on_trial_is_said_on_those_that_are_and_in_the_title():
    pdf, _ = papers.render_all("badge", [paper("badge", demonstration=TRIAL), paper("badge")], title="证件")
    assert [TRIAL in text(pdf, at) for at in range(4)] == [True, True, False, False]
    assert read(pdf).metadata.title == f"证件（{TRIAL}）"


def test_what_cannot_be_printed_keeps_nobody_elses_paper_back(settings):
    settings.SYSTEM_FONTS = False
    unknown = [{"label": "姓名", "value": "\U000313f0"}]
    many = [paper("badge"), paper("badge", fields=unknown), paper("badge", photo=b"no"), paper("badge")]
    pdf, failed = papers.render_all("badge", many, title="证件")
    assert len(read(pdf).pages) == 4
    assert {at: error.code for at, error in failed.items()} == {1: "no_glyph", 2: "bad_photo"}
    assert papers.render_all("badge", many[1:3], title="证件")[0] is None


@pytest.mark.parametrize(("people", "sheets"), [(1, 2), (8, 2), (9, 4), (17, 6)])
def test_badges_come_eight_to_a_sheet_each_back_behind_its_face(people, sheets):
    many = [
        paper("badge", fields=[{"label": "编号", "value": f"N{at:02}"}], notes=[f"B{at:02}"])
        for at in range(people)
    ]
    pdf, _ = papers.render_all("badge", many, title="证件", imposed=True)
    assert len(read(pdf).pages) == sheets
    for sheet in range(0, sheets, 2):
        faces, backs = (
            {run.strip()[1:]: (x, y) for run, x, y in marks(pdf, side) if re.match(r" ?[NB]\d\d", run)}
            for side in (sheet, sheet + 1)
        )
        assert faces.keys() == backs.keys() and len(faces) == min(8, people - 4 * sheet)
        for at, (x, y) in faces.items():  # turned over its short edge, left is right and the rows stay
            column, row = int((x - 8.5) // 70), int((y - 5) // 100)
            there = int((backs[at][0] - 8.5) // 70), int((backs[at][1] - 5) // 100)
            assert there == (3 - column, row)


def test_words_are_never_code():
    evil = '#evil[]*b*_i_$x$\\u{41}@a<b>//c"d"`e`=f~g--h[i]#(1+1)'
    for name, changes in {
        "letter": {"body": [["兹聘请", {"strong": evil}, evil]], "issuer": evil},
        "badge": {"fields": [{"label": evil, "value": evil}], "notes": [evil]},
        "application": {"rows": [{"cells": [cell_of(evil)]}], "columns": [1, 3]},
        "record": {"items": [cell_of(evil)], "title": evil},
        "listing": {"columns": [evil], "widths": [1.0], "rows": [[evil]]},
        "notice": {
            "body": [evil, {"heading": 1, "text": evil}, {"table": {"columns": [evil], "rows": [[evil]]}}]
        },
    }.items():
        assert text(papers.render(name, paper(name, **changes), title=evil)).count(evil) >= 2


def cell_of(words):
    return {"label": words, "value": words}


def test_long_names_and_addresses_stay_on_their_sheet():
    body = [["兹聘请", {"strong": LONG}, "同志为监督员。" + "共同守护人民群众的“看病钱”“救命钱”，" * 30]]
    letter = papers.render(
        "letter", paper("letter", body=body, issuer="示例自治州示例自治县医疗保障局" * 3), title="示例"
    )
    assert len(read(letter).pages) == 1
    fields = [
        {"label": "姓名", "value": LONG},
        {"label": "编号", "value": ""},
        {"label": "有效期", "value": LONG},
    ]
    badge = papers.render(
        "badge",
        paper("badge", fields=fields, issuer="示例自治州示例自治县医疗保障局", photo=None),
        title="示例",
    )
    assert len(read(badge).pages) == 2
    assert LONG in text(badge)
    assert "照片" in text(badge, 0)
    rows = [
        {"cells": [{"label": "家庭住址", "value": "示例自治州示例自治县示例镇" * 200}]},
        {"cells": [cell_of(LONG)]},
    ]
    form = papers.render("application", paper("application", rows=rows, columns=[1, 4]), title="示例")
    assert text(form).count("镇") == 200
    assert "第2页，共3页" in text(form, 1)
    for pdf, (width, height) in ((letter, A4_ACROSS), (badge, CARD), (form, A4)):
        for page in range(len(read(pdf).pages)):
            assert all(0 < x < width and 0 < y < height for _, x, y in marks(pdf, page))


def test_notices_have_22_lines_of_28_characters_within_the_margins():
    body = ["医疗保障基金社会监督" * 150]
    pdf = papers.render(
        "notice", {"dated": DAY, "title": "公告", "body": body, "issuer": "局", "issued": DAY}, title="公告"
    )
    lines = [line.strip() for line in read(pdf).pages[1].extract_text().splitlines() if line.strip()]
    assert lines[-1].replace(" ", "") == "—2—"
    assert [len(line) for line in lines[:-1]] == [28] * 22
    signs = [(x, y) for run, x, y in marks(pdf, 1) if "监督" in run]
    assert min(x for x, _ in signs) == pytest.approx(28, abs=0.3)
    assert min(y for _, y in signs) == pytest.approx(37 + 0.88 * 16 / MM, abs=0.3)
    assert 297 - 35 - 225 / 22 < max(y for _, y in signs) < 297 - 35


def test_the_date_of_a_notice_stands_four_characters_from_the_edge_and_never_alone():
    data = paper("notice", mark="", number="", copies="", printed="", note="", attachments=[], verify=None)
    for paragraphs in range(1, 24):
        pdf = papers.render("notice", {**data, "body": ["核实情况已经答复。"] * paragraphs}, title="示例")
        last = len(read(pdf).pages) - 1
        assert "答复" in text(pdf, last)
    assert "2026年10月12日" in text(pdf, last)


def test_a_fresh_machine_prints_chinese(settings):
    settings.SYSTEM_FONTS = False
    for name in PAPERS:
        assert RARE in text(papers.render(name, paper(name), title="示例"))


def test_a_character_no_font_has_is_named_and_not_printed_as_a_box(settings):
    settings.SYSTEM_FONTS = False
    unknown = "\U000313f0"
    with pytest.raises(papers.PaperError, match=unknown) as error:
        papers.render("record", paper("record", title=f"张{unknown}"), title="示例")
    assert error.value.code == "no_glyph"


def test_the_font_map_is_followed(settings):
    fonts = lambda: {  # noqa: E731
        font["/BaseFont"].split("+")[-1]
        for font in (ref.get_object() for ref in read(papers.render("record", paper("record"), title="示例")).pages[0]["/Resources"]["/Font"].values())
    }  # fmt: skip
    settings.SYSTEM_FONTS = False
    settings.FONT_MAP = {"song": ["Libertinus Serif"]}
    assert any("Libertinus" in name for name in fonts())
    settings.FONT_MAP = {"song": ["No Such Face"]}
    assert all("NotoSansCJK" in name for name in fonts())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_photographs_of_any_shape_are_cut_upright(kind):
    made = pictures.portrait(photo((1200, 500), kind))
    assert Image.open(io.BytesIO(made)).size == (413, 578)


def test_what_is_no_photograph_is_refused_in_a_sentence():
    with pytest.raises(papers.PaperError, match="照片") as error:
        papers.render("badge", paper("badge", photo=b"GIF89a not really"), title="示例")
    assert error.value.code == "bad_photo"


def test_a_key_the_paper_has_no_place_for_is_refused():
    with pytest.raises(ValueError, match="isuer"):
        papers.render("letter", {**paper("letter"), "isuer": "局"}, title="示例")


def test_the_code_for_pages_is_plain_svg_that_scans():
    svg = papers.qr_svg(VERIFY["url"])
    assert svg.startswith("<svg")
    assert "style=" not in svg and "<script" not in svg  # the pages' security policy allows neither
    page = b'#set page(width: 40mm, height: 40mm, margin: 0mm)\n#image(bytes(sys.inputs.svg), format: "svg")'
    shown = press._press().compile(page, format="png", ppi=300, sys_inputs={"svg": svg})
    assert zxingcpp.read_barcode(Image.open(io.BytesIO(shown))).text == VERIFY["url"]


def test_templates_hold_no_words_but_those_of_any_such_paper():
    allowed = {"附件：", "抄送：", "印发", "第", "页，共", "页", "年", "月", "日", "起止"}
    for template in Path(press.TEMPLATES).glob("*.typ"):
        code = re.sub(r"//.*", "", template.read_text())
        assert set(re.findall(r"[\u4e00-\u9fff][\u4e00-\u9fff，：]*", code)) <= allowed, template.name
