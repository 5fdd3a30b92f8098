"""Words in sealed texts: what stands in a text is found, on either database, and the index tells nothing."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import settings as tuned
from hypothesis import strategies as st

from zhongdu.vault.refusals import TooShort
from zhongdu.vault.words import Wanted, WordIndex, make

CHINESE = "药店医保卡挂床串换a1Ｂ，。 "


@pytest.fixture
def index(db: None) -> Iterator[WordIndex]:
    with connection.cursor() as cursor:
        for statement in make("words_tried", connection.vendor):
            cursor.execute(statement)
    return WordIndex("words_tried")


def found(index: WordIndex, typed: str, after: int | None = None, descending: bool = True) -> list[int]:
    return index.beyond(Wanted.read(typed), after, 10, descending=descending)


@given(text=st.text(CHINESE, min_size=2, max_size=40), data=st.data())
def test_a_text_holds_every_pair_of_each_of_its_parts(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 2))
    part = text[start : data.draw(st.integers(start + 2, len(text)))]
    index = WordIndex("never_made")
    assert set(index.tokens(part)) <= set(index.tokens(text))
    with suppress(TooShort):  # a single character between two commas
        assert Wanted.read(part).stands_in(text)


@given(st.text(CHINESE, max_size=40))
def test_tokens_tell_nothing_of_the_text(text: str) -> None:
    for token in WordIndex("never_made").tokens(text):
        assert len(token) == 8 and token.isascii() and token == token.lower()
        assert token not in text


def test_tables_share_no_tokens_so_that_they_cannot_be_laid_beside_one_another() -> None:
    assert not {*WordIndex("one").tokens("药店串换")} & {*WordIndex("other").tokens("药店串换")}


@pytest.mark.parametrize("typed", ["药", "药，店", "  ", "。", "串换 药"])
def test_a_single_character_says_too_little(typed: str) -> None:
    with pytest.raises(TooShort, match="两个字"):
        Wanted.read(typed)


def test_width_and_case_do_not_matter() -> None:
    assert Wanted.read("ｋ7q4－93tx 药店").stands_in("编号K7Q4-93TX，某药店")
    assert not Wanted.read("药店 挂床").stands_in("某药店")


@given(st.text(CHINESE, max_size=30), st.lists(st.text("药店医保", min_size=2, max_size=3), min_size=1))
@tuned(deadline=None)
def test_marking_loses_no_letter(text: str, words: list[str]) -> None:
    wanted = Wanted.read(" ".join(words))
    pieces = wanted.marked(text)
    assert "".join(piece for piece, _ in pieces) == text
    assert all(piece in wanted.words for piece, is_found in pieces if is_found)


def test_all_words_must_stand_in_a_row_and_the_newest_comes_first(index: WordIndex) -> None:
    index.put({1: "某大药房把保健品串换成药品", 2: "住院病人挂床，药品虚开", 5: "药店串换药品", 9: ""})
    assert found(index, "药品") == [5, 2, 1]
    assert found(index, "药品", descending=False) == [1, 2, 5]
    assert found(index, "药品", after=5) == [2, 1] and found(index, "药品", after=2, descending=False) == [5]
    assert found(index, "串换 药品") == [5, 1] and found(index, "挂床 串换") == []
    assert sorted(index.among(Wanted.read("药品"), [2, 5, 7])) == [2, 5]
    assert index.among(Wanted.read("药品"), []) == []
    assert index.beyond(Wanted.read("药品"), None, 2, descending=True) == [5, 2]


def test_a_row_put_again_is_found_by_its_new_text_alone(index: WordIndex) -> None:
    index.put({1: "药店串换", 2: "药店"})
    index.put({1: "已更正"})
    assert found(index, "药店") == [2] and found(index, "更正") == [1]


def test_looking_for_a_whole_page_is_no_mistake(index: WordIndex) -> None:
    text = "".join(chr(0x4E00 + at) for at in range(3000))
    index.put({1: text, 2: "药店"})
    assert found(index, text) == [1]


@pytest.mark.parametrize("descending", [True, False])
def test_rows_are_walked_in_order_and_not_sorted(index: WordIndex, descending: bool) -> None:
    """On SQLite: PostgreSQL chooses by what it counted, which ``./zhongdu bench lists`` shows."""
    if connection.vendor != "sqlite":
        pytest.skip("its plan depends on the rows")
    order = "DESC" if descending else "ASC"
    with connection.cursor() as cursor:
        cursor.execute(
            f"EXPLAIN QUERY PLAN SELECT rowid FROM words_tried WHERE words_tried MATCH '\"abc\"' AND rowid < 9"
            f" ORDER BY rowid {order} LIMIT 5"
        )
        plan = " ".join(row[3] for row in cursor.fetchall())
    assert "words_tried" in plan and "B-TREE" not in plan
