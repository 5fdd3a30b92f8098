"""What a case may end in, computed from the article: ranges to the fen, conditions, hearing rights, no double fine."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhongdu.calendar import Period, Unit, default_schedule
from zhongdu.cases.rules import (
    Draft,
    Range,
    barred_since,
    base_of,
    faults,
    fine_range,
    fined_before,
    fits_the_spot,
    hearing_rights,
    heavier,
    months_range,
    offered,
    said_fine,
)
from zhongdu.law.library import load

NATION = load(Path(__file__).parents[2] / "law").statute("national")
HOSPITAL, PHARMACY, INSURED, PERSON = (
    ("medical_institution",),
    ("pharmacy",),
    ("insured", "person"),
    ("person",),
)
BASIC, RELIEF = "fund.kind.employees", "fund.kind.assistance"
LOSSES = st.integers(min_value=1, max_value=10**12)


def article(name: str):
    return NATION.rule(f"sanction.{name}")


def draft(
    name: str, fen: int, fine: int, *, kinds=PHARMACY, months: int = 0, bars: bool = False, **more
) -> Draft:
    losses = {BASIC: fen} if fen else {}
    return Draft("case.decision.penalty", article(name), "", kinds, losses, fine, months, bars, **more)


def codes(found: Draft) -> list[str]:
    return [fault.code for fault in faults(found)]


@pytest.mark.clauses("city:11/1", "city:11")
@pytest.mark.parametrize(
    ("name", "kinds", "least", "most"),
    [
        ("use", PHARMACY, 1, 2), ("institution_fraud", HOSPITAL, 2, 5), ("personal_fraud", INSURED, 2, 5),
        ("agency_fraud", ("agency",), 2, 5), ("insurance_fraud", HOSPITAL, 2, 5), ("benefit_fraud", PERSON, 2, 5),
    ],
)  # fmt: skip
@given(fen=LOSSES)
def test_a_fine_is_so_many_times_the_loss_both_ends_included(name, kinds, least, most, fen) -> None:
    found = fine_range(article(name), {BASIC: fen})
    assert found == Range(least * fen, most * fen)
    months = months_range(article(name), kinds).least
    for fine, stands in (
        (found.least, True),
        (found.most, True),
        (found.least - 1, False),
        (found.most + 1, False),
    ):
        said = codes(draft(name, fen, fine, kinds=kinds, months=months))
        assert (said == []) == stands, (fine, said)
        assert stands or said == ["fine_outside_range"]


@pytest.mark.clauses("city:11/2", "city:11")
@given(basic=st.integers(0, 10**10), relief=st.integers(1, 10**10))
def test_fraud_of_relief_is_fined_by_what_that_fund_gave_alone(basic, relief) -> None:
    losses = {BASIC: basic, RELIEF: relief}
    assert base_of(article("assistance_fraud"), losses) == relief
    assert fine_range(article("assistance_fraud"), losses) == Range(relief, 3 * relief, free=True)
    free = Draft("case.decision.penalty", article("assistance_fraud"), "", INSURED, losses, 0, 0, False)
    assert faults(free) == []  # 可以处罚款: it may also not be fined


def test_what_is_refused_says_the_range_and_the_clause() -> None:
    found = faults(draft("use", 10_000_00, 9_999_99))[0]
    assert found.bound is not None and str(found.bound.address) == "fund-regulation:38"
    assert "10,000.00元至20,000.00元" in found.says and found.beside == "fine"
    assert said_fine(article("management"), {}, True) == "拒不改正的，10,000.00元以上50,000.00元以下"


def test_what_is_fined_only_on_refusing_to_mend_is_found_first() -> None:
    assert codes(draft("management", 0, 20_000_00)) == ["no_fine"]
    assert codes(draft("management", 0, 20_000_00, fine_condition=True)) == []
    assert codes(draft("management", 0, 50_000_01, fine_condition=True)) == ["fine_outside_range"]


def test_a_suspension_keeps_within_its_months_and_its_condition() -> None:
    assert codes(draft("use", 100, 100, months=6)) == ["no_suspension"]
    assert codes(draft("use", 100, 100, months=6, suspend_condition=True)) == []
    assert codes(draft("use", 100, 100, months=13, suspend_condition=True)) == ["suspension_outside_range"]
    assert codes(draft("institution_fraud", 100, 200, kinds=HOSPITAL)) == [
        "suspension_outside_range"
    ]  # 应当暂停


def test_only_the_insured_are_cut_off_from_settlement() -> None:
    assert months_range(article("personal"), INSURED) == Range(3, 12)
    assert months_range(article("personal"), PERSON) == Range(0, 0)
    assert codes(draft("personal", 100, 0, kinds=PERSON)) == []


def test_an_article_for_others_is_refused() -> None:
    assert codes(draft("personal_fraud", 100, 200)) == ["other_respondent"]
    assert codes(draft("use", 0, 0)) == ["nothing_decided"]
    assert codes(draft("use", 100, 100, bars=True)) == ["no_bar"]


def test_the_articles_offered_punish_the_violation_and_fit_the_respondent() -> None:
    every = NATION.family("sanction")
    names = [each.key for each in offered(every, PHARMACY, ["violation.swapping"])]
    assert names == ["use", "insurance_fraud"]
    strange = [each.key for each in offered(every, PHARMACY, ["violation.of_another_catalogue"])]
    assert {"use", "management", "institution_fraud"} <= {*strange} and "personal" not in strange


def test_nobody_is_let_off_without_a_ground() -> None:
    let_off = Draft("case.decision.no_penalty", None, "", PHARMACY, {}, 0, 0, False)
    assert codes(let_off) == ["why_lenient"]
    assert codes(Draft("case.decision.no_penalty", None, "leniency.first", PHARMACY, {}, 0, 0, False)) == []
    assert codes(Draft("case.decision.not_established", None, "", PHARMACY, {}, 5, 0, False)) == [
        "no_penalty_punishes"
    ]


@given(*[st.integers(0, 10)] * 4, st.booleans(), st.booleans())
def test_heavier_in_any_part_is_heavier(fine, months, than_fine, than_months, bars, than_bars) -> None:
    found = heavier(fine, months, bars, than_fine, than_months, than_bars)
    assert found == (fine > than_fine or months > than_months or (bars and not than_bars))
    assert not heavier(than_fine, than_months, than_bars, than_fine, than_months, than_bars)


def test_who_must_be_told_of_a_hearing() -> None:
    assert hearing_rights("every", 1, 0, False, True) == ["case.hearing.fine"]
    assert hearing_rights("5000_100000", 4_999_99, 0, False, True) == []
    assert hearing_rights("5000_100000", 5_000_00, 0, False, True) == ["case.hearing.fine"]
    assert hearing_rights("5000_100000", 5_000_00, 0, False, False) == []
    assert hearing_rights("5000_100000", 0, 6, False, False) == ["case.hearing.restriction"]
    assert hearing_rights("every", 0, 0, False, True) == []


def test_the_same_conduct_is_not_fined_twice() -> None:
    march = (date(2026, 3, 1), date(2026, 3, 31))
    earlier = [("A", ["violation.swapping"], *march), ("B", ["violation.forging"], *march)]
    assert fined_before(earlier, ["violation.swapping"], date(2026, 3, 31), date(2026, 4, 9)) == ["A"]
    assert fined_before(earlier, ["violation.swapping"], date(2026, 4, 1), date(2026, 4, 9)) == []


def test_what_was_found_too_late_is_not_punished() -> None:
    two_years, days = Period(2, Unit.YEARS, rolls=False), default_schedule()
    assert barred_since(two_years, date(2024, 10, 1), date(2026, 10, 1), days) is None
    assert barred_since(two_years, date(2024, 10, 1), date(2026, 10, 2), days) == date(2026, 10, 1)


@pytest.mark.parametrize(
    ("name", "kinds", "lost", "fits"),
    [
        ("use", PHARMACY, 0, True),  # once the loss, which nobody has reckoned yet
        ("use", PHARMACY, 300_000, True),
        ("use", PHARMACY, 300_001, False),
        ("management", PHARMACY, 0, False),  # ten thousand yuan at least
        ("institution_fraud", PHARMACY, 0, False),  # must suspend
        ("personal", INSURED, 0, False),  # no fine at all
    ],
)
def test_what_fits_a_decision_on_the_spot(name: str, kinds, lost: int, fits: bool) -> None:
    assert fits_the_spot(article(name), kinds, {BASIC: lost}, 300_000) is fits
