"""Questions of a checklist → checked answers and troubles: pure, on every checklist that ships."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

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
    found = check(checklist, {"n": " 3 "}, {"w": " 有 "}, {"p": ["photo"]})
    assert (found.answers, found.words, found.wrong) == ({"n": "3"}, {"w": "有"}, {})
    assert set(check(checklist, {"n": "3", "w": "写错了地方"}, {"w": "有"}, {"p": ["photo"]}).answers) == {
        "n"
    }


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


# --- questions that hang on others, several options, numbers, trace codes ---------------------------------


def form(*questions: dict[str, object]) -> Checklist:
    return Checklist(
        clause="1", strength="may", title="试", questions=[{"text": "？", **each} for each in questions]
    )  # type: ignore[arg-type]


SWAPPED = {"name": "swapped", "options": ["有", "未发现"], "trouble": ["有"]}
WHICH = {
    "name": "which",
    "kind": "choices",
    "options": ["药品", "耗材", "设施"],
    "only_if": {"question": "swapped", "answers": ["有"]},
}


def test_a_question_is_asked_only_after_the_answer_it_hangs_on() -> None:
    asked = check(form(SWAPPED, WHICH), {"swapped": "有"}, {})
    assert asked.wrong == {"which": "这一题还没有选。"}
    not_asked = check(form(SWAPPED, WHICH), {"swapped": "未发现", "which": "药品"}, {})
    assert (not_asked.wrong, not_asked.answers) == ({}, {"swapped": "未发现"}), (
        "what was not asked is left out"
    )


def test_several_options_stand_in_the_order_of_the_form_each_once() -> None:
    answers = {"swapped": "有", "which": "设施\n药品\n设施"}
    assert check(form(SWAPPED, WHICH), answers, {}).answers["which"] == "药品\n设施"
    wrong = check(form(SWAPPED, WHICH), {"swapped": "有", "which": "药品\n房子"}, {}).wrong
    assert wrong == {"which": "请从“药品”“耗材”“设施”里选。"}
    assert check(form(SWAPPED), {"swapped": "有\n未发现"}, {}).wrong, "one option means one"


def test_one_of_several_options_can_mean_trouble() -> None:
    found = form({**WHICH, "only_if": None, "trouble": ["设施"]})
    assert check(found, {"which": "药品\n设施"}, {}).troubles == ("which",)
    assert check(found, {"which": "药品"}, {}).troubles == ()


@pytest.mark.parametrize(
    ("said", "says"),
    [("0", "不能小于1。"), ("1", ""), ("9", ""), ("9.5", "不能大于9。"), ("九", "请填数字。")],
)
def test_a_number_keeps_within_its_limits(said: str, says: str) -> None:
    found = check(form({"name": "n", "kind": "number", "min": 1, "max": 9}), {"n": said}, {})
    assert found.wrong.get("n", "") == says


def test_a_trace_code_has_twenty_digits_however_it_was_copied() -> None:
    code = form({"name": "code", "kind": "trace_code"})
    assert check(code, {"code": "8123 4567 8901 2345 6789"}, {}).answers == {"code": "81234567890123456789"}
    for bad in ("8123456789012345678", "812345678901234567890", "8123456789012345678X"):
        assert "20位数字" in check(code, {"code": bad}, {}).wrong["code"]


@pytest.mark.parametrize(
    ("questions", "says"),
    [
        ([SWAPPED, SWAPPED], "有两道题都叫 swapped"),
        ([WHICH, SWAPPED], "which 的 only_if 要指前面一道选择题"),
        ([SWAPPED, {**WHICH, "only_if": {"question": "swapped", "answers": ["也许"]}}], "which 的 only_if"),
        ([{"name": "x", "kind": "words", "options": ["有"]}], "别的题不写"),
        ([{"name": "x", "kind": "choice"}], "要写 options"),
        ([{**SWAPPED, "trouble": ["也许"]}], "trouble 里的答案"),
        ([{"name": "x", "kind": "words", "min": 1}], "只有数字题"),
    ],
)
def test_a_list_that_cannot_be_asked_is_a_mistake_of_its_pack(
    questions: list[dict[str, object]], says: str
) -> None:
    with pytest.raises(ValidationError, match=says):
        form(*questions)


@given(st.data())
def test_what_is_kept_can_be_checked_again_and_is_kept_the_same(data: st.DataObject) -> None:
    """Whatever is answered: what passed passes again, and nothing that was not asked is among it."""
    rule = form(SWAPPED, WHICH, {"name": "n", "kind": "number", "max": 9, "required": False})
    said = st.sampled_from(["", "有", "未发现", "药品", "药品\n设施", "3", "33"])
    answers = data.draw(st.dictionaries(st.sampled_from(["swapped", "which", "n"]), said))
    once = check(rule, answers, {})
    again = check(rule, once.answers, {})
    if not once.wrong:
        assert (again.answers, again.troubles, again.wrong) == (once.answers, once.troubles, {})
    assert "which" not in once.answers or once.answers.get("swapped") == "有"
