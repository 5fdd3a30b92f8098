"""What a budget's lines come to, and how the books stand against them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhongdu.budget import rules

NAMES = {
    "401": ("保费收入", "income"),
    "501": ("待遇支出", "expenditure"),
    "50101": ("住院", "expenditure"),
    "102": ("专户", "asset"),
}


def test_lines_are_read_and_a_wrong_one_is_named() -> None:
    assert rules.read(["401 1,200.50", "５０１　３００元"]) == {"401": 120_050, "501": 30_000}
    with pytest.raises(rules.BadBudget, match="第2行"):
        rules.read(["401 1", "501 一百"])
    with pytest.raises(rules.BadBudget, match="填了两次"):
        rules.read(["401 1", "401 2"])


def test_an_account_and_one_below_it_do_not_both_count() -> None:
    assert rules.nested(["401", "501", "50101"]) == "50101"
    assert rules.nested(["401", "50101", "50102"]) == ""


@pytest.mark.clauses("city:16")
@pytest.mark.parametrize(
    ("income", "expenditure", "most", "says"),
    [
        (100, 100, "none", ""),  # even
        (100, 101, "none", "支出大于收入"),
        (100, 50, "none", ""),  # the law has no number for 略有
        (100, 90, "10", ""),  # exactly the bureau's own line
        (1000, 899, "10", "本局定的线"),
    ],
)
def test_revenue_sets_expenditure_and_a_small_surplus_is_kept(
    income: int, expenditure: int, most: str, says: str
) -> None:
    found = rules.departure(income, expenditure, most)
    assert says in found and bool(found) == bool(says)


def test_money_below_a_line_is_that_lines_and_what_has_no_line_was_not_budgeted() -> None:
    turned = {
        ("401", date(2026, 1, 1)): -900, ("50101", date(2026, 2, 1)): 300, ("501", date(2026, 2, 1)): 50,
        ("102", date(2026, 1, 1)): 900,
    }  # fmt: skip
    [income, spent] = rules.executed(
        [("401", "保费收入", "income", 1200), ("501", "待遇支出", "expenditure", 1000)], turned, NAMES
    )
    assert (income.so_far(2), spent.so_far(1), spent.so_far(2)) == (900, 0, 350)
    [income, planned, unplanned] = rules.executed(
        [("401", "保费收入", "income", 1200), ("50101", "住院", "expenditure", 300)], turned, NAMES
    )
    assert (planned.so_far(12), unplanned.code, unplanned.budgeted, unplanned.so_far(12)) == (
        300,
        "501",
        0,
        50,
    )
    assert unplanned.strays(2, 10) and unplanned.progress(2) is None


def test_off_course_is_measured_against_the_calendar() -> None:
    row = rules.Executed("501", "待遇支出", "expenditure", 1200, (100, 100, 340, *[0] * 9))
    assert row.progress(3) == 4500 and row.ahead(3) == 2000
    assert row.strays(3, 19) and not row.strays(3, 20)
    assert not row.strays(2, 5)


@given(st.dictionaries(st.sampled_from(["401", "501", "50101"]), st.integers(1, 10**12)), st.integers(1, 12))
def test_nothing_the_books_have_is_lost(money: dict[str, int], month: int) -> None:
    turned = {(code, date(2026, month, 1)): -fen if code == "401" else fen for code, fen in money.items()}
    rows = rules.executed([("501", "待遇支出", "expenditure", 1)], turned, NAMES)
    assert sum(row.so_far(12) for row in rows) == sum(money.values())
