"""The pure computations: one body under many spellings, a measure's test of recusal, the grounds of a breach."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhongdu.discipline.rules import bars, catalogue, compelling, due_again, grounds_for, same_body, wording
from zhongdu.law.governing import Law
from zhongdu.law.shelves import shelf
from zhongdu.law.vocabulary import concept

keys = st.sets(st.sampled_from(["employer", "interest:1", "interest:2", "interest:3"]))


def law(code: str) -> Law:
    return Law((shelf().statute(code),), False, {})


@pytest.mark.parametrize(
    ("employer", "institution", "same"),
    [
        ("示例大药房有限公司", "示例大药房", True),
        ("示例 大药房（有限责任公司）", "示例大药房", True),
        ("ＡＢＣ药店", "abc药店", True),
        ("示例大药房", "示例大药房二店", False),
        ("", "示例大药房", False),
        ("有限公司", "有限公司", False),
    ],
)
@pytest.mark.clauses("wushan:9.6", "hunan:8.4", "beijing:9.3")
def test_whether_an_employer_is_the_institution(employer, institution, same):
    assert same_body(employer, institution) is same


@given(st.text(), st.text())
def test_being_the_same_body_goes_both_ways(one, other):
    assert same_body(one, other) == same_body(other, one)


@given(keys, keys)
@pytest.mark.clauses("wushan:9.6")
def test_where_an_interest_is_enough_no_judgement_helps(ties, cleared):
    assert bars("interest", ties, cleared) == ("barred" if ties else "")


@given(keys, keys)
@pytest.mark.clauses("hunan:8.4", "beijing:9.3")
def test_where_it_must_be_able_to_impair_every_tie_is_judged(ties, cleared):
    said = bars("interest_that_may_impair", ties, cleared)
    assert (said == "") == (ties <= cleared)
    assert said in ("", "to_judge")


@given(keys, keys, keys)
def test_clearing_more_never_bars_more(ties, cleared, more):
    if bars("interest_that_may_impair", ties, cleared) == "":
        assert bars("interest_that_may_impair", ties, cleared | more) == ""


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2199, 1, 1)))
def test_a_declaration_is_due_a_year_later(day):
    due = due_again(day)
    assert 365 <= (due - day).days <= 366
    assert (due.year, due.month) == (day.year + 1, day.month)


# --- what the measures make of a breach -------------------------------------------------------------------


@pytest.mark.parametrize("code", ["wushan", "shaoxing", "hunan", "beijing"])
def test_every_breach_a_ground_names_is_a_word_of_the_vocabulary(code):
    for ground in law(code).family("ending.ground"):
        for word in ground.rule.breaches:
            assert concept(word)


@pytest.mark.clauses("wushan:11.1", "beijing:14.1")
@pytest.mark.parametrize("code", ["wushan", "beijing"])
def test_any_discipline_broken_must_end_there(code):
    for bound in catalogue(law(code)):
        ground = compelling(grounds_for([bound.name], law(code)))
        assert ground and ground.name == "ending.ground.breach", bound.name


@pytest.mark.clauses("hunan:9.1")
def test_in_the_province_a_breach_may_end_and_never_must():
    for bound in catalogue(law("hunan")):
        grounds = grounds_for([bound.name], law("hunan"))
        assert [(g.name, g.rule.grave) for g in grounds] == [("ending.ground.breach", True)]
        assert compelling(grounds) is None


@pytest.mark.clauses("shaoxing:12", "shaoxing:13", "shaoxing:15")
def test_in_the_draft_only_tipping_off_and_extortion_cancel():
    named = {
        b.key: [g.key for g in grounds_for([b.name], law("shaoxing"))] for b in catalogue(law("shaoxing"))
    }
    assert named.pop("no_tipping_off") == ["tipping_off"]
    assert named.pop("no_extortion") == ["extortion"]
    assert named and not any(named.values())


def test_what_is_not_allowed_to_be_published_in_the_province_is_no_breach_of_article_eight():
    assert "media.approval" not in {bound.name for bound in catalogue(law("hunan"))}
    assert "media.approval" in {bound.name for bound in catalogue(law("beijing"))}


# --- the undertaking --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "clause"), [("wushan", "9.3"), ("shaoxing", "14"), ("hunan", "8.3"), ("beijing", "9.5")]
)
@pytest.mark.clauses("wushan:9", "hunan:8", "beijing:9")
def test_the_undertaking_lists_every_item_with_its_clause(code, clause):
    text = wording(law(code), "示例局", "另加一句。")
    for bound in catalogue(law(code)):
        assert bound.label in text and bound.address.citation in text
    assert clause in {str(b.address).partition(":")[2] for b in catalogue(law(code))}
    assert text.endswith("另加一句。")
