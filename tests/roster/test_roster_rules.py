"""The roster's pure reckoning, on both sides of each boundary."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhongdu.law.shapes import Document, Ground
from zhongdu.record.keeping import random_number
from zhongdu.roster import rules
from zhongdu.roster.rules import Term

TERM = Term(date(2026, 3, 16), date(2029, 3, 16))
ONE = timedelta(days=1)


def ground(**more):
    return Ground(clause="1", strength="must", label="事由", **more)


@pytest.mark.parametrize(
    ("today", "papers", "answer"),
    [
        (TERM.since - ONE, "valid", "not_yet"),
        (TERM.since, "valid", "valid"),
        (TERM.until, "valid", "valid"),
        (TERM.until + ONE, "valid", "expired"),
        (TERM.since, "void", "void"),
        (TERM.since, "recalled", "recalled"),
        (TERM.until + ONE, "expired", "expired"),
        (TERM.until + ONE, "recalled", "recalled"),
    ],
)
def test_the_answer_to_whoever_verifies(today, papers, answer):
    assert rules.answer_on(today, papers, TERM) == answer


def test_what_a_ground_does_to_the_papers():
    assert rules.papers_after(ground()) == "void"
    assert rules.papers_after(ground(effects=["letter_recalled"])) == "recalled"
    assert rules.papers_after(ground(raised_by="term_over", effects=["letter_recalled"])) == "expired"
    assert rules.papers_after(ground(effects=["public_cancellation", "may_transfer"])) == "void"


def test_late_from_the_day_after_the_last():
    last = date(2026, 4, 14)
    assert [rules.days_late(last, last + ONE * n) for n in (-1, 0, 1, 30)] == [0, 0, 1, 30]
    assert rules.days_late(None, last) == 0
    assert rules.leaves_early(last, last - ONE) and not rules.leaves_early(last, last)
    assert not rules.leaves_early(None, last)


def test_numbers_of_letters_and_badges_are_never_alike():
    letter, badge = rules.STYLES["letter"], rules.STYLES["badge"]
    assert letter.number("500237", 2026, 12) == "500237-2026-0012"
    assert badge.number("500237", 2026, 12) == "500237-2026-Z0012"
    assert letter.number("500237", 2026, 12345) == "500237-2026-12345"


@pytest.mark.parametrize(
    ("pattern", "digits", "number"),
    [
        ("巫医监聘〔{年}〕{序号}号", 1, "巫医监聘〔2026〕12号"),
        ("{代码}({年})-{序号}", 6, "500237(2026)-000012"),
        ("WS{年}.{序号}", 3, "WS2026.012"),
    ],
)
def test_a_bureaus_own_style_is_filled_in(pattern, digits, number):
    style = rules.Style(pattern, digits)
    assert rules.wrong_style(style, "500237") == ""
    assert style.number("500237", 2026, 12) == number


@pytest.mark.parametrize(
    ("pattern", "digits", "says"),
    [
        ("医监{序号}号", 4, "要有{年}和{序号}"),
        ("医监{年}号", 4, "要有{年}和{序号}"),
        ("{年}{序号}{序号}", 4, "每样最多一次"),
        ("{年}{序号}{姓名}", 4, "花括号里只能写"),
        ("{年}{序号", 4, "要有{年}和{序号}"),
        ("{年}}{序号}", 4, "花括号里只能写"),
        ("{年!r}{年}{序号}", 4, "花括号里只能写"),
        ("{年}/{序号}", 4, "只能用汉字"),
        ("医监 {年}{序号}", 4, "只能用汉字"),
        ("医监（{年}）{序号}", 4, "只能用汉字"),
        ("{年}{序号}", 0, "1到8"),
        ("{年}{序号}", 9, "1到8"),
        ("医" * 31 + "{年}{序号}", 4, "太长"),
    ],
)
def test_a_style_that_would_not_number_is_told_why(pattern, digits, says):
    assert says in rules.wrong_style(rules.Style(pattern, digits), "500237")


@given(st.text(max_size=30), st.integers(-3, 12), st.integers(0, 999_999))
def test_whatever_style_passes_gives_different_numbers_that_fit(words, digits, serial):
    style = rules.Style(f"{words}{{年}}-{{序号}}", digits)
    if rules.wrong_style(style, "500237"):
        return
    number = style.number("500237", 2026, serial)
    assert len(number) <= rules.LONGEST_NUMBER and "/" not in number and "{" not in number
    assert number != style.number("500237", 2027, serial) and number != style.number(
        "500237", 2026, serial + 1
    )


@given(st.data())
def test_a_code_is_read_however_it_was_copied(data):
    code = f"{random_number()}-{random_number()}"
    between = data.draw(st.sampled_from(["", " ", "-", "－", "—", " - "]))
    typed = between.join(code.split("-"))
    wide = "".join(chr(ord(sign) + 0xFEE0) if sign.isalnum() else sign for sign in typed)
    for copy in (typed, typed.lower(), f"  {typed}\n", wide):
        assert rules.tidy_code(copy) == code


def test_the_validity_as_each_document_prints_it():
    plain = Document(clause="1", strength="must", title="证", fields=[("validity", "有效期")])
    own = plain.model_copy(
        update={"validity": "有效期：{from_year}年{from_month}月—{until_year}年{until_month}月"}
    )
    assert rules.validity(own, TERM, "") == "2026年3月—2029年3月"
    assert (
        rules.validity(plain, TERM, "{from_year}.{from_month}至{until_year}.{until_month}")
        == "2026.3至2029.3"
    )


def test_the_name_stands_out_in_the_letter_and_braces_in_it_do_no_harm():
    found = rules.body("{name}同志：\n兹聘请您为{bureau}监督员。", {"name": "{bureau}", "bureau": "某局"})
    assert found == [[{"strong": "{bureau}"}, "同志："], ["兹聘请您为", "某局", "监督员。"]]
