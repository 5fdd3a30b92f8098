"""What the database refuses, whoever asks: each way round the acts, written straight in SQL."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from world import Place
from zhongdu.acts.models import acting
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.fund import acts, guarding
from zhongdu.fund.models import Line, Voucher
from zhongdu.record.keeping import open_docket
from zhongdu.scope.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.clauses("city:16")]
DAY = date(2026, 11, 20)


class Books:
    """A city's book with a posted voucher and one that waits, an empty one, and another fund's book."""

    def __init__(self, office: Place, book: Any) -> None:
        self.office, self.book, self.month = office, book, book.months.get()
        self.keeper, self.chief = office.officer(Role.ACCOUNTANT), office.officer(Role.DECIDER)
        self.other = perform(
            acts.open_book, office.office, self.keeper, fund="fund.kind.assistance", name="医疗救助基金",
            special_account="另一户", since=DAY,
        )  # fmt: skip
        self.stranger = self.other.months.get()
        self.posted = self.prepare(self.month)
        perform(acts.post_vouchers, self.month, self.chief, vouchers=[str(self.posted.pk)])
        self.waiting = self.prepare(self.month)
        with acting():
            self.empty = Voucher.objects.create(month=self.month, day=DAY, summary="空", prepared_by=1)

    def prepare(self, month: Any) -> Voucher:
        perform(
            acts.prepare_voucher, month, self.keeper, day=month.first, summary="保费", lines=["101 借 1", "401 贷 1"]
        )  # fmt: skip
        found: Voucher = month.vouchers.latest("pk")
        return found

    def close(self) -> None:
        for row in (self.waiting, self.empty):
            perform(acts.discard_voucher, self.month, self.keeper, voucher=str(row.pk))
        with clock.on(date(2026, 12, 1)):
            perform(acts.close_month, self.month, self.chief)

    @property
    def december(self) -> Any:
        return self.book.months.get(first=date(2026, 12, 1))

    def told(self) -> dict[str, Any]:
        """What an attack names."""
        account = self.book.accounts.get(code="101")
        with acting():
            spare = open_docket("fund.month", self.book.bureau)
        return {
            "posted": self.posted.pk, "waiting": self.waiting.pk, "empty": self.empty.pk, "month": self.month.pk,
            "stranger": self.stranger.pk, "account": account.pk, "other": self.other.pk, "book": self.book.pk,
            "foreign": self.other.accounts.get(code="101").pk, "bureau": self.book.bureau_id, "docket": spare.pk,
            "day": DAY, "lent": Line.objects.filter(voucher=self.waiting).first().pk if self.waiting.pk else 0,
        }  # fmt: skip


@pytest.fixture
def books(office: Place, book: Any) -> Books:
    return Books(office, book)


def run(statement: str, told: dict[str, Any]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for each in statement.split(";"):
            cursor.execute(each.strip(), told)


def refused(says: str, statement: str, told: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match=says):
        run(statement, told)


POST = "UPDATE fund_voucher SET state = 'posted', serial = 9, posted_by = 2, posted_on = %(day)s WHERE id = %({})s"
BALANCE = (
    "INSERT INTO fund_balance (month_id, account_id, opening, debit, credit, closing)"
    " VALUES (%(month)s, %(account)s, {0}, 0, 0, {0})"
)

IN_AN_OPEN_MONTH = {
    "a line is moved into a posted voucher": (
        "a posted voucher is not added to", "UPDATE fund_line SET voucher_id = %(posted)s, place = 9 WHERE id = %(lent)s",
    ),
    "a line is added to a posted voucher": (
        "a posted voucher is not added to",
        "INSERT INTO fund_line (voucher_id, account_id, place, debit, credit) VALUES (%(posted)s, %(account)s, 9, 5, 0)",
    ),
    "a posted line is changed": ("a posted line is not changed", "UPDATE fund_line SET debit = 9 WHERE voucher_id = %(posted)s AND debit > 0"),
    "a posted line is taken out": ("a posted line is not changed", "UPDATE fund_line SET voucher_id = %(empty)s WHERE voucher_id = %(posted)s"),
    "a posted line is removed": ("a posted line is not removed", "DELETE FROM fund_line WHERE voucher_id = %(posted)s"),
    "a posted voucher is changed": ("a posted voucher is not changed", "UPDATE fund_voucher SET summary = 'x' WHERE id = %(posted)s"),
    "a posted voucher is removed": ("a posted voucher is not removed", "DELETE FROM fund_voucher WHERE id = %(posted)s"),
    "a voucher is written posted": (
        "a voucher begins unposted",
        "INSERT INTO fund_voucher (month_id, state, kind, day, summary, source, prepared_by, posted_by, posted_on, serial)"
        " VALUES (%(month)s, 'posted', 'ordinary', %(day)s, 'x', '', 1, 2, %(day)s, 9)",
    ),
    "an empty voucher is posted": ("a voucher must balance", POST.format("empty")),
    "an uneven voucher is posted": (
        "a voucher must balance", "UPDATE fund_line SET debit = 9 WHERE voucher_id = %(waiting)s AND debit > 0; " + POST.format("waiting"),
    ),
    "a line names another fund's account": (
        "an account of another fund",
        "INSERT INTO fund_line (voucher_id, account_id, place, debit, credit) VALUES (%(empty)s, %(foreign)s, 9, 5, 0)",
    ),
    "a line is moved to another fund's account": (
        "an account of another fund", "UPDATE fund_line SET account_id = %(foreign)s WHERE id = %(lent)s",
    ),
    "a voucher with lines is moved to another book": (
        "a voucher with lines stays in its month", "UPDATE fund_voucher SET month_id = %(stranger)s WHERE id = %(waiting)s",
    ),
    "an account with its lines is moved to another book": (
        "an account stays in its book", "UPDATE fund_account SET book_id = %(other)s, code = '999' WHERE id = %(account)s",
    ),
    "a month is moved to another book": (
        "a month stays in its book", "UPDATE fund_month SET book_id = %(other)s, first = '2020-01-01' WHERE id = %(month)s",
    ),
    "a month is made another": ("a month stays in its book", "UPDATE fund_month SET first = '2020-01-01' WHERE id = %(month)s"),
    "a month is written closed": (
        "a month begins open",
        "INSERT INTO fund_month (docket_id, bureau_id, state, book_id, first, closed_on)"
        " VALUES (%(docket)s, %(bureau)s, 'closed', %(book)s, '2026-12-01', %(day)s)",
    ),
    "a month is closed without its balances": (
        "the balances are not what was posted", "UPDATE fund_month SET state = 'closed', closed_on = %(day)s WHERE id = %(month)s",
    ),
}  # fmt: skip


@pytest.mark.parametrize("attack", IN_AN_OPEN_MONTH)
def test_in_an_open_month_the_database_refuses_that(books: Books, attack: str) -> None:
    refused(*IN_AN_OPEN_MONTH[attack], books.told())


IN_A_CLOSED_MONTH = {
    "it is opened again": ("a closed month stays closed", "UPDATE fund_month SET state = 'open', closed_on = NULL WHERE id = %(month)s"),
    "it is moved to another book": ("a closed month stays closed", "UPDATE fund_month SET book_id = %(other)s WHERE id = %(month)s"),
    "it is made another month": ("a closed month stays closed", "UPDATE fund_month SET first = '2020-01-01' WHERE id = %(month)s"),
    "its day is changed": ("a closed month stays closed", "UPDATE fund_month SET closed_on = '2020-01-01' WHERE id = %(month)s"),
    "it is removed": ("a closed month is not removed", "DELETE FROM fund_month WHERE id = %(month)s"),
    "a balance is added": (
        "a closed month is not added to", BALANCE.format(5).replace("%(account)s", "(SELECT id FROM fund_account WHERE book_id = %(book)s AND code = '501')"),
    ),
    "a balance is changed": ("a balance brought forward is not changed", "UPDATE fund_balance SET opening = opening + 1, closing = closing + 1 WHERE month_id = %(month)s"),
    "a balance is taken out": ("a balance brought forward is not changed", "UPDATE fund_balance SET month_id = %(december)s WHERE month_id = %(month)s"),
    "a balance is removed": ("a balance brought forward is not removed", "DELETE FROM fund_balance WHERE month_id = %(month)s"),
    "a balance is moved in": (
        "a closed month is not added to",
        BALANCE.format(5).replace("%(month)s", "%(december)s")
        + "; UPDATE fund_balance SET month_id = %(month)s WHERE month_id = %(december)s",
    ),
    "a voucher is posted there": ("the month is closed", POST.format("late")),
    "the next closes with an opening nobody brought forward": (
        "the openings are not what was brought forward",
        BALANCE.format(5).replace("%(month)s", "%(december)s")
        + "; UPDATE fund_month SET state = 'closed', closed_on = %(day)s WHERE id = %(december)s",
    ),
    "the next closes and brings nothing forward": (
        "the openings are not what was brought forward",
        "UPDATE fund_month SET state = 'closed', closed_on = %(day)s WHERE id = %(december)s",
    ),
}  # fmt: skip


@pytest.mark.parametrize("attack", IN_A_CLOSED_MONTH)
def test_in_a_closed_month_the_database_refuses_that(books: Books, attack: str) -> None:
    told = books.told()
    books.close()
    with acting():
        late = Voucher.objects.create(month=books.month, day=DAY, summary="迟", prepared_by=1)
        for place, (code, debit, credit) in enumerate([("101", 5, 0), ("401", 0, 5)], start=1):
            account = books.book.accounts.get(code=code)
            Line.objects.create(voucher=late, account=account, place=place, debit=debit, credit=credit)
    refused(*IN_A_CLOSED_MONTH[attack], told | {"late": late.pk, "december": books.december.pk})


def test_months_close_in_their_turn(books: Books) -> None:
    with acting():
        docket = open_docket("fund.month", books.book.bureau)
        later = type(books.month).objects.create(
            docket=docket, bureau=books.book.bureau, book=books.book, first=date(2026, 12, 1)
        )
    refused("an earlier month is open", "UPDATE fund_month SET state = 'closed', closed_on = %(day)s WHERE id = %(later)s", books.told() | {"later": later.pk})  # fmt: skip


def test_what_was_moved_across_before_it_was_posted_is_found_when_it_is(books: Books) -> None:
    """Whatever way a foreign line came to be there: posting looks at every line again."""
    guarding.remove(connection)
    with acting():
        Voucher.objects.filter(pk=books.waiting.pk).update(month=books.stranger)
    guarding.install(connection)
    refused("an account of another fund", POST.format("waiting"), books.told())


def test_a_balance_written_too_early_does_not_stand_in_the_way(books: Books) -> None:
    """It counts for nothing: closing writes the balances from what was posted."""
    run(BALANCE.format(7), books.told())
    books.close()
    assert [(row.account.code, row.closing) for row in books.month.balances.order_by("account__code")] == [("101", 100), ("401", -100)]  # fmt: skip


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL has no such statement")
@pytest.mark.parametrize("says", ["a posted voucher is not removed", "a posted line is not removed"])
def test_nothing_posted_is_replaced_by_another_of_its_number(books: Books, says: str) -> None:
    told = books.told() | {"line": Line.objects.filter(voucher=books.posted).first().pk}  # type: ignore[union-attr]
    statement = {
        "a posted voucher is not removed": "INSERT OR REPLACE INTO fund_voucher (id, month_id, state, kind, day, summary, source, prepared_by)"
        " VALUES (%(posted)s, %(month)s, 'prepared', 'ordinary', %(day)s, 'x', '', 1)",
        "a posted line is not removed": "INSERT OR REPLACE INTO fund_line (id, voucher_id, account_id, place, debit, credit)"
        " VALUES (%(line)s, %(empty)s, %(account)s, 9, 5, 0)",
    }[says]  # fmt: skip
    refused(says, statement, told)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite lets one write at a time")
@pytest.mark.django_db(transaction=True)
def test_a_line_waits_for_whoever_is_posting_its_voucher(office: Place, book: Any) -> None:
    """Two connections: one posts and has not finished, the other writes a line; it is refused once the first is done."""
    from threading import Thread

    from django.db import connections

    books, caught = Books(office, book), list[str]()
    told = books.told()

    def add() -> None:
        try:
            run("INSERT INTO fund_line (voucher_id, account_id, place, debit, credit) VALUES (%(waiting)s, %(account)s, 9, 5, 0)", told)  # fmt: skip
        except IntegrityError as error:
            caught.append(str(error))
        finally:
            connections.close_all()

    other = Thread(target=add)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(POST.format("waiting"), told)
        other.start()
        other.join(0.5)
        assert other.is_alive(), "it waits"
    other.join(10)
    assert len(caught) == 1 and "a posted voucher is not added to" in caught[0]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "after the tables were emptied"])
def test_the_guards_are_there_again(time: str) -> None:
    """The second time every table has been emptied by the first."""
    with connection.cursor() as cursor:
        where = (
            "sqlite_master WHERE type = 'trigger' AND name"
            if connection.vendor == "sqlite"
            else "pg_trigger WHERE tgname"
        )
        cursor.execute(f"SELECT COUNT(*) FROM {where} LIKE 'fund|_%' ESCAPE '|'")
        assert cursor.fetchone()[0] == len(guarding.GUARDS)
