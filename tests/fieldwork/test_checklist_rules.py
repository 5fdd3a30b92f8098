"""Questions of a checklist → checked answers and troubles: pure, on every checklist that ships."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhongdu.fieldwork.rules import check, same_name
from zhongdu.law.shapes import Checklist, Question
from zhongdu.law.shelves import shelf

SHIPPED = sorted(
    {
        bound.name + "@" + bound.pack: bound.rule
        for statute in shelf().statutes
        for bound in statute.pack.rules.values()
        if bound.concept.name == "checklist"
    }.items()
)
each_checklist = pytest.mark.parametrize(
    "checklist", [rule for _, rule in SHIPPED], ids=[name for name, _ in SHIPPED]
)


def fine(checklist: Checklist) -> dict[str, str]:
    """An answer to every question that means no trouble."""
    return {
        q.name: next(option for option in q.options if option not in q.trouble)
        for q in checklist.questions
        if q.kind == "choice"
    }


@each_checklist
@pytest.mark.clauses(
    "shaoxing:5", "shaoxing:5.1", "shaoxing:5.2", "shaoxing:5.3", "shaoxing:5.4", "shaoxing:5.5", "shaoxing:5.6", "shaoxing:5.7",
    "shaoxing:5.8", "shaoxing:5.9", "shaoxing:6", "shaoxing:6.1", "shaoxing:6.2", "shaoxing:6.3", "shaoxing:6.4", "shaoxing:6.5",
    "shaoxing:annex2",
)  # fmt: skip
def test_each_answer_that_means_trouble_is_found_and_no_other(checklist):
    assert check(checklist, fine(checklist), {}).troubles == ()
    for question in checklist.questions:
        for option in question.options:
            found = check(checklist, {**fine(checklist), question.name: option}, {})
            assert not found.wrong
            assert found.troubles == ((question.name,) if option in question.trouble else ())


@pytest.mark.clauses("shaoxing:annex2", "shaoxing:5.2")
def test_annex_2_asks_four_questions_and_article_5_more():
    """The form's words are its own: no 保健品 in it, which article 5 has."""
    rules = shelf().statute("shaoxing").pack.rules
    annex, article = rules["checklist.annex2"].rule, rules["checklist.pharmacy"].rule
    assert [q.trouble for q in annex.questions if q.kind == "choice"] == [
        ("存在",),
        ("不一致",),
        ("存在",),
        ("不是",),
    ]
    assert "保健品" not in annex.questions[0].text and "保健品" in article.questions[1].text
    assert annex.kinds == ("medical_institution", "pharmacy") and article.kinds == ("pharmacy",)


@each_checklist
def test_a_question_that_must_be_answered_says_so(checklist):
    missing = check(checklist, {}, {}).wrong
    assert set(missing) == {q.name for q in checklist.questions if q.required}


def test_each_kind_of_question():
    checklist = Checklist(
        clause="1", strength="may", title="清单",
        questions=(
            Question(name="n", text="几人？", kind="number"),
            Question(name="w", text="说说", kind="words"),
            Question(name="p", text="照片", kind="photo"),
        ),
    )  # fmt: skip
    assert set(check(checklist, {"n": "三个"}, {}).wrong) == {"n", "w", "p"}
    found = check(checklist, {"n": " 3 "}, {"w": " 有 "}, photos=1)
    assert (found.answers, found.words, found.wrong) == ({"n": "3"}, {"w": "有"}, {})
    assert set(check(checklist, {"n": "3", "w": "写错了地方"}, {"w": "有"}, 1).answers) == {"n"}


@given(st.dictionaries(st.text(max_size=12), st.text(max_size=12), max_size=6))
def test_only_what_the_checklist_offers_is_ever_kept(said):
    checklist = shelf().statute("shaoxing").pack.rules["checklist.annex2"].rule
    found = check(checklist, said, {})
    options = {q.name: q.options for q in checklist.questions}
    assert all(answer in options[name] for name, answer in found.answers.items())
    assert set(said) - set(options) <= set(found.wrong)


@pytest.mark.parametrize(
    ("signed", "same"), [("张示例", True), (" 张 示 例 ", True), ("张示列", False), ("", False)]
)
def test_whose_signature(signed, same):
    assert same_name(signed, "张示例") is same


def test_a_name_with_a_dot_however_it_is_typed():
    assert same_name("阿卜杜拉.买买提", "阿卜杜拉·买买提")
