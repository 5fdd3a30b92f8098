"""A book of the sample world's city, straight into the database: its bureau lives by a measure without a fund's rules."""

from typing import Any

from zhongdu.acts.models import acting
from zhongdu.calendar import clock
from zhongdu.fund.models import Account, Book, Line, Month, Voucher
from zhongdu.record.keeping import open_docket

CHART = (
    ("101", "收入户存款", "asset", "income"),
    ("102", "财政专户存款", "asset", "special"),
    ("401", "保费收入", "income", ""),
)


def book(bureau: Any, state: str = "in_use") -> Book:
    first = clock.today().replace(day=1)
    with acting():
        made = Book.objects.create(
            docket=open_docket(Book.kind(), bureau), bureau=bureau, state=state, fund="fund.kind.employees",
            name=f"账套{Book.objects.count() + 1}", special_account="示例银行", since=first,
        )  # fmt: skip
        Account.objects.bulk_create(
            Account(book=made, code=c, name=n, element=e, way=w) for c, n, e, w in CHART
        )
    return made


def month(bureau: Any, state: str = "open") -> Month:
    today = clock.today()
    with acting():
        made = Month.objects.create(
            docket=open_docket(Month.kind(), bureau), bureau=bureau, book=book(bureau), first=today.replace(day=1)
        )  # fmt: skip
        if state == "closed":  # a month begins open
            made.state, made.closed_on = state, today
            made.save()
        return made


def of_books(world: Any) -> None:
    """A month with a voucher posted and one that waits."""
    world.month = month(world.beijing.bureau)
    world.book = world.month.book
    today, accounts = clock.today(), list(world.book.accounts.all())
    with acting():
        for posted in (True, False):
            row = Voucher.objects.create(month=world.month, day=today, summary="保费", prepared_by=900_001)
            Line.objects.create(voucher=row, account=accounts[0], place=1, debit=500)
            Line.objects.create(voucher=row, account=accounts[2], place=2, credit=500)
            if posted:
                row.state, row.serial, row.posted_by, row.posted_on = "posted", 1, 900_002, today
                row.save()
