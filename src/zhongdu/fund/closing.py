"""The end of a month, and of a year."""

from datetime import timedelta

from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.fund import queries, recovering, rules
from zhongdu.fund.models import CHECKERS, KEEPERS, Account, Balance, Month, Voucher
from zhongdu.fund.vouchers import write

_LAW = "fund.accounts"


def is_last(month: Month) -> bool:
    return bool(month.first.month == 12)


def _not_december(month: Month, law: object) -> str:
    return "" if is_last(month) else "年终结转在十二月办。"


@act(on=Month, by=KEEPERS, under=[_LAW], when=[Month.State.OPEN], provided=_not_december)
def carry_over(month: Month, deed: Doing) -> None:
    """年终结转

    Write the voucher that empties the year's income and expenditure into the net assets, when all else is posted.
    """
    if month.vouchers.filter(state=Voucher.State.PREPARED).exists():
        deed.refuse("not_posted", "还有没记账的凭证，记完账再结转。")
    accounts = {each.code: each for each in month.book.accounts.all()}
    into = next(
        bound.rule.code for bound in deed.law.family("fund.account") if bound.rule.purpose == "carry_over"
    )
    closing = {row.code: row.closing for row in queries.trial(month)}
    known = {code: rules.Kept(each.element, each.way) for code, each in accounts.items()}
    lines = rules.carried_over(closing, known, into)
    if not lines:
        deed.refuse("nothing_to_carry", "收入和支出各科目都没有余额，不用结转。")
    last = rules.following(month.first) - timedelta(days=1)
    write(
        month, deed, lines, accounts, day=last, kind=Voucher.Kind.CARRY_OVER,
        summary=f"{month.first:%Y年}收入、支出结转基金结余",
    )  # fmt: skip


@act(
    on=Month, by=CHECKERS, under=[_LAW], moves={Month.State.OPEN: Month.State.CLOSED}, grave=True,
    tells="结账以后这个月不能再记账，有错在以后的月份冲销。",
)  # fmt: skip
def close_month(month: Month, deed: Doing) -> None:
    """结账

    Close a book's earliest open month: what each account has is brought forward, and the next month opens.
    """
    if month.book.months.filter(state=Month.State.OPEN, first__lt=month.first).exists():
        deed.refuse("earlier_first", "更早的月份还没有结账，请按顺序结。")
    following = rules.following(month.first)
    if deed.on < following:
        deed.refuse("not_yet", f"这个月还没有过完，{following:%Y年%-m月%-d日}起才能结账。")
    if waiting := month.vouchers.filter(state=Voucher.State.PREPARED).count():
        deed.refuse("not_posted", f"还有{waiting}张凭证没有记账。记账或者作废以后再结。")
    if outside := recovering.waiting(month):
        says = (
            f"到这个月底为止，还有{outside}笔退回款或者退还款没有入账。制单，或者和凭证对上，记账以后再结。"
        )
        deed.refuse("not_entered", says, under=deed.law.find("fund.recovered"))
    rows = queries.trial(month)
    accounts = {each.code: each for each in month.book.accounts.all()}
    if is_last(month) and any(row.closing and _of_the_year(accounts[row.code]) for row in rows):
        deed.refuse("carry_over_first", "收入、支出科目还有余额，请先办年终结转并记账。")
    month.balances.all().delete()  # only what is written here counts
    Balance.objects.bulk_create(
        Balance(
            month=month, account=accounts[row.code], opening=row.opening, debit=row.debit, credit=row.credit,
            closing=row.closing,
        )
        for row in rows
    )  # fmt: skip
    month.closed_on = deed.on
    if not month.book.months.filter(first=following).exists():
        deed.open(Month, month.bureau, Month.State.OPEN, book=month.book, first=following)
    deed.note(accounts=len(rows), even=rules.is_even(rows))


def _of_the_year(account: Account) -> bool:
    return account.element in (rules.Element.INCOME, rules.Element.EXPENDITURE)
