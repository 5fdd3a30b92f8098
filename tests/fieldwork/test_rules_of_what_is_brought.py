"""Photographs, sound, video and places as answers: how many, of which kind, and when they are asked. Pure."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from zhongdu.fieldwork.rules import Checked, check, how_many
from zhongdu.law.media import MEDIA
from zhongdu.law.shapes import Checklist, Question

ASKED = Question(name="swapped", text="有没有？", options=("有", "未发现"))
TAKEN_AFTER = {"only_if": {"question": "swapped", "answers": ["有"]}}
KINDS = st.sampled_from(sorted(MEDIA))


def form(*questions: Question) -> Checklist:
    return Checklist(clause="1", strength="may", title="试", questions=questions)


def asks(kind: str, **more: object) -> Question:
    return Question(name="q", text="？", kind=kind, **more)  # type: ignore[arg-type]


def says(question: Question, brought: Mapping[str, Sequence[str]], **more: object) -> str:
    found: Checked = check(form(question), {}, {}, brought, **more)  # type: ignore[arg-type]
    return found.wrong.get("q", "")


@given(
    kind=KINDS,
    many=st.integers(0, 14),
    limits=st.tuples(st.integers(1, 6), st.integers(1, 6)),
    must=st.booleans(),
)
def test_what_stands_is_between_the_least_and_the_most_or_nothing_where_nothing_must_be(
    kind: str, many: int, limits: tuple[int, int], must: bool
) -> None:
    least, most = sorted(limits)
    question = asks(kind, min=least, max=most, required=must)
    stands = says(question, {"q": [kind] * many}) == ""
    assert stands == (least <= many <= most or (many == 0 and not must))


@given(kind=KINDS, brought=st.lists(st.sampled_from(["photo", "sound", "video"]), min_size=1, max_size=2))
def test_only_the_kind_that_is_asked_for_stands(kind: str, brought: list[str]) -> None:
    assert (says(asks(kind), {"q": brought}) == "") == ({*brought} == {kind})


@given(kind=st.sampled_from(["choice", "words", "number", "trace_code", "place"]), brought=KINDS)
def test_a_question_that_asks_for_no_file_takes_none(kind: str, brought: str) -> None:
    options = {"options": ("有", "没有")} if kind == "choice" else {}
    assert says(asks(kind, required=False, **options), {"q": [brought]}) == "这一题不用拍照、录音、录像。"


@given(
    answer=st.sampled_from(["有", "未发现", ""]), many=st.integers(0, 3), kind=KINDS, unknown=st.booleans()
)
def test_what_is_not_asked_is_neither_missed_nor_counted_and_what_is_unknown_is_told(
    answer: str, many: int, kind: str, unknown: bool
) -> None:
    checklist = form(ASKED, asks(kind, min=1, max=2, **TAKEN_AFTER))
    brought = {"q": [kind] * many, **({"nobody": [kind]} if unknown else {})}
    found = check(checklist, {"swapped": answer}, {}, brought)
    assert ("q" in found.asked) == (answer == "有")
    assert ("q" in found.wrong) == (answer == "有" and not 1 <= many <= 2)
    assert ("nobody" in found.wrong) == unknown


def test_a_place_is_taken_or_written_and_a_covert_visit_is_never_asked() -> None:
    place = asks("place")
    assert says(place, {}) == "请记下位置，或者写下地点。"
    assert says(place, {}, taken=["q"]) == ""
    assert check(form(place), {}, {"q": " 二楼收费处 "}).words == {"q": "二楼收费处"}
    assert "最多200个字" in check(form(place), {}, {"q": "长" * 201}).wrong["q"]
    covert = check(form(place), {}, {"q": "二楼收费处"}, {}, ["q"], covert=True)
    assert (covert.wrong, covert.words, covert.asked) == ({}, {}, frozenset())
    assert says(asks("words"), {}, taken=["q"]) == "这一题不用记位置。"


def test_photographs_under_no_question_answer_the_only_one_that_can_be_meant() -> None:
    other = Question(name="other", text="？", kind="photo", required=False)
    assert says(asks("photo"), {"": ["photo"]}) == ""
    assert says(asks("photo"), {"": ["sound"]}) == "请拍一张照片。"
    assert check(form(asks("photo"), other), {}, {}, {"": ["photo"]}).wrong == {"q": "请拍一张照片。"}
    assert says(asks("photo"), {"": ["photo"] * 12}) == "", "there may be more of those than of its own"


@pytest.mark.parametrize("limits", [{"max": 13}, {"min": 0}, {"min": 3, "max": 2}, {"min": 13}], ids=str)
def test_a_list_cannot_ask_for_more_than_can_be_brought(limits: dict[str, int]) -> None:
    with pytest.raises(ValidationError, match="份数从1到12"):
        asks("photo", **limits)
    with pytest.raises(ValidationError, match="可以写 min、max"):
        asks("place", min=1)


@pytest.mark.parametrize(
    ("limits", "told"),
    [({}, ""), ({"max": 3}, "1到3张。"), ({"min": 2, "max": 2}, "要2张。"), ({"min": 8}, "要8张。")],
    ids=str,
)
def test_how_many_is_said_where_the_list_says_it(limits: dict[str, int], told: str) -> None:
    assert how_many(asks("photo", **limits)) == told
