"""Double entry reckoned, against an independent way of reckoning it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhongdu.fund.rules import (
    BadVoucher,
    Booked,
    Element,
    Kept,
    Way,
    carried_over,
    check,
    is_even,
    read,
    reversed_,
    trial,
)

ACCOUNTS = {
    "101": Kept(Element.ASSET, Way.INCOME), "102": Kept(Element.ASSET, Way.SPECIAL),
    "103": Kept(Element.ASSET, Way.EXPENDITURE), "201": Kept(Element.LIABILITY), "301": Kept(Element.BALANCE),
    "401": Kept(Element.INCOME), "403": Kept(Element.INCOME), "501": Kept(Element.EXPENDITURE),
}  # fmt: skip
FEN = st.integers(1, 10**12)


@st.composite
def even(draw: st.DrawFn) -> list[Booked]:
    """A voucher whose sides are even: some debits, and credits that share their sum."""
    debits = [
        Booked(draw(st.sampled_from(sorted(ACCOUNTS))), fen, 0)
        for fen in draw(st.lists(FEN, min_size=1, max_size=4))
    ]
    total = sum(line.debit for line in debits)
    first = draw(st.integers(1, total))
    credits = [
        Booked(draw(st.sampled_from(sorted(ACCOUNTS))), 0, fen) for fen in (first, total - first) if fen
    ]
    return debits + credits


@given(st.lists(even(), max_size=8))
def test_a_trial_balance_of_even_vouchers_is_even(vouchers: list[list[Booked]]) -> None:
    rows = trial({}, [line for voucher in vouchers for line in voucher])
    assert is_even(rows)
    for row in rows:
        own = [line for voucher in vouchers for line in voucher if line.code == row.code]
        assert row.closing == sum(line.debit - line.credit for line in own)


@given(even())
def test_a_reversal_leaves_every_account_as_it_was(voucher: list[Booked]) -> None:
    assert all(not row.closing for row in trial({}, [*voucher, *reversed_(voucher)]))


@given(even(), st.integers(1, 10**6))
def test_a_voucher_one_sided_by_anything_is_refused(voucher: list[Booked], more: int) -> None:
    first, *rest = voucher
    with pytest.raises(BadVoucher, match="借贷不平"):
        check([Booked(first.code, first.debit + more, 0), *rest], ACCOUNTS, opening=True)


@given(even())
def test_what_is_written_is_read_again(voucher: list[Booked]) -> None:
    assert read(line.said for line in voucher) == voucher


@given(st.lists(even(), min_size=1, max_size=8))
def test_a_year_carried_over_leaves_no_income_or_expenditure(vouchers: list[list[Booked]]) -> None:
    booked = [line for voucher in vouchers for line in voucher]
    closing = {row.code: row.closing for row in trial({}, booked)}
    carried = carried_over(closing, ACCOUNTS, "301")
    assert sum(line.debit for line in carried) == sum(line.credit for line in carried)
    after = {row.code: row.closing for row in trial({}, [*booked, *carried])}
    assert not any(
        fen for code, fen in after.items() if ACCOUNTS[code].element in (Element.INCOME, Element.EXPENDITURE)
    )
    assert all(
        after.get(code, 0) == fen
        for code, fen in closing.items()
        if ACCOUNTS[code].element in (Element.ASSET, Element.LIABILITY)
    )


@pytest.mark.clauses("city:16")
@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["501 借 5", "101 贷 5"], "收入户的钱不能直接支出，要先缴入财政专户，再拨到支出户。"),
        (["103 借 5", "401 贷 5"], "支出户除自己的利息外不收款，收入要进收入户或者财政专户。"),
        (["103 借 5", "101 贷 5"], "收入户和支出户之间不能直接划转，要经过财政专户。"),
        (["501 借 5"], "一张凭证至少两行，最多100行。"),
        (["501 借 5", "999 贷 5"], "第2行：本账套没有在用的科目999。"),
        (["501 借 0", "103 贷 0"], "第1行：只能填借方或者贷方，金额要大于零。"),
        (["501 借 5.00", "103 贷 4.99"], "借贷不平：借方5.00元，贷方4.99元，差0.01元。"),
        (["五百 5", "103 贷 5"], "第1行没有看懂，请写成“科目编号 借 金额”。"),
        (["501 借 五元", "103 贷 5"], "第1行：请填金额，以元为单位，最多两位小数，如 12345.67。"),
    ],
)
def test_what_crosses_the_lines_or_is_no_voucher_is_refused(lines: list[str], says: str) -> None:
    with pytest.raises(BadVoucher) as refused:
        check(read(lines), ACCOUNTS)
    assert str(refused.value) == says


@pytest.mark.clauses("city:16")
@pytest.mark.parametrize(
    "lines",
    [
        ["101 借 100", "401 贷 100"],
        ["102 借 100", "101 贷 100"],
        ["103 借 100", "102 贷 100"],
        ["501 借 1,234.50", "103 贷 1234.5元"],
        ["１０２ 借 ８", "401 贷 8"],
    ],
)
def test_the_way_money_goes_is_open(lines: list[str]) -> None:
    check(read(lines), ACCOUNTS)


def test_the_payments_account_takes_its_own_interest() -> None:
    check(read(["103 借 3.21", "403 贷 3.21"]), ACCOUNTS, interest=True)
