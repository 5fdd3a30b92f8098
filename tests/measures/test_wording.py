"""A measure's document is taken apart into its clauses, and nothing of it is lost."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zhongdu.law.address import Address
from zhongdu.law.shelves import shelf
from zhongdu.law.wording import clean, take_apart

from .sample_text import SAMPLE

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
FOUND = take_apart(SAMPLE)


def dense(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("1", "为了让群众参与监督，制定本办法。"),
        ("2", "市医保局负责选聘社会监督员。区医保局协助市医保局开展管理工作。"),  # over the page's number
        ("3/1", "社会监督员应当具备下列条件："),
        ("3/1.1", "年满18周岁；"),  # half-width brackets
        ("3/1.2", "热心公益，能够坚持工作："),  # a broken line
        ("3/1.2.1", "身体健康；"),
        ("3/1.2.2", "时间充裕；"),
        ("3/1.3", "没有违反第五条规定的情形。"),
        ("3/2", "对条件有疑问的，由市医保局解释。"),
        ("3/3", "情况特殊的："),
        ("3/3.1", "可以由区医保局推荐；"),
        ("4.1/1", "巡查访查。"),
        ("4.1/2", "巡查应当有记录。"),
        ("4.2", "反映意见。"),
        ("5", "不得泄露工作秘密，第三条另有规定的除外。"),  # a reference at the head of a line
        ("6", "本办法自2031年4月1日起施行。"),
        ("annex2", "登记表\n姓名\t性别"),
    ],
)
def test_each_clause_has_its_words(path: str, words: str) -> None:
    assert FOUND.placed[path] == words


def test_what_is_no_clause_is_told_apart() -> None:
    sorts = {(piece.sort, clean(piece.words)) for piece in FOUND.pieces if not piece.path}
    assert ("title", "海滨市医保社会监督员试行办法") in sorts
    assert ("chapter", "第一章　总则") in sorts
    assert ("mark", "— 1 —") in sorts
    assert ("end", "海滨市医疗保障局办公室　　2031年3月5日印发") in sorts
    assert FOUND.placed["notice"].endswith("2031年3月1日")
    assert FOUND.unplaced == [] and FOUND.doubts == ()


def test_a_clause_is_opened_with_all_its_parts() -> None:
    whole = FOUND.words_of(Address.parse("x:3/1.2"))
    assert [(where.path, words) for where, words in whole] == [
        ("3/1.2", "热心公益，能够坚持工作："), ("3/1.2.1", "身体健康；"), ("3/1.2.2", "时间充裕；"),
    ]  # fmt: skip
    assert FOUND.words_of(Address.parse("x:7")) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("第一条 甲。\n第三条 乙。", "第一条之后是第三条，中间缺了条文。"),
        ("第一条 甲：\n（一）乙；\n（三）丙。", "第一条：第（三）项之前缺了一项。"),
        ("附件：1. 表\n第一条 甲。\n第三条 乙。", "第一条之后是第三条，中间缺了条文。"),
        ("第一条 甲：\n1．乙；", "第一条：“1．”前面没有（一）这样的项，没有自己的地址，归在所在的款。"),
    ],
)
def test_a_gap_is_told(text: str, says: str) -> None:
    assert take_apart(text).doubts == (says,)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("一些文字，没有条款。", "没有找到“第一条”，分不出条款。"),
        ("第一条 甲。\n第一条之一 乙。", "“第一条之一”这样插入的条文，还没有地址的写法。"),
        ("第一条 甲：\n（二）乙；\n（一）丙。", "第一条里的序号接不上前文。"),
    ],
)
def test_what_cannot_be_placed_is_listed_with_the_reason(text: str, why: str) -> None:
    assert [piece.why for piece in take_apart(text).unplaced] == [why]


LINES = st.sampled_from(
    ["第一条 甲。", "第二条　乙：", "第九条 丙。", "第三条之一 丁。", "（一）戊；", "(二) 己。", "1．庚；", "2、辛", "壬，", "　　癸。",
     "附件2", "附件：1. 表", "— 3 —", "## 第一章 总则", "- （三）子。", "", "**第四条** 丑", "2031年1月1日", "\ufeff", "第 3 页 共 9 页", "\t", "---"]
)  # fmt: skip


@given(st.lists(LINES | st.text(max_size=30), max_size=40).map("\n".join))
def test_no_character_is_ever_lost_or_doubled(text: str) -> None:
    found = take_apart(text)
    assert dense("\n".join(piece.raw for piece in found.pieces)) == dense(text)


@given(st.lists(LINES, min_size=1, max_size=40).map("\n".join))
@example(
    "**第四条** 丑\n— 3 —\n第一条 甲。"
)  # what goes on after a page's mark is the article's, not the signature's
def test_the_words_to_read_lose_nothing_but_labels_and_marks(text: str) -> None:
    """What is not in the words is what their address says, a mark of markdown, or a page's number."""
    found = take_apart(text)
    read, kept = "".join(dense(piece.words) for piece in found.pieces), set("甲乙丙丁戊己庚辛壬癸子丑表总则")
    assert sorted(c for c in read if c in kept) == sorted(c for c in text if c in kept)


@given(st.lists(LINES | st.text(max_size=30), max_size=40).map("\n".join))
def test_every_place_is_an_address(text: str) -> None:
    for path in take_apart(text).placed:
        assert Address.parse(path, "x").path == path


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the measures' own documents are not part of the house")
@pytest.mark.parametrize(
    ("at", "code"), [*enumerate(["wushan", "shaoxing", "hunan", "beijing", "city"])], ids=str
)
def test_the_five_documents_are_taken_apart_completely(at: int, code: str) -> None:
    text = sorted(SEEDS.glob("*.txt"))[at].read_text("utf-8")
    found, pack = take_apart(text), shelf().packs[code]
    assert found.unplaced == [] and found.doubts == ()
    assert [str(where) for where in pack.clauses if where.code == code and not found.words_of(where)] == []
    known = {where.path for where in pack.clauses}
    assert [path for path in found.placed if path not in known and path != "notice"] == []
    assert dense("\n".join(piece.raw for piece in found.pieces)) == dense(text)
