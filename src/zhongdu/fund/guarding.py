"""The database keeps the books itself: what is unbalanced, of another fund, posted or closed is refused there too.

A voucher is written unposted, then its lines, then it is posted: at that moment its sides must be even, all its accounts
of the month's book, and the month open. From then on neither it nor its lines can be changed or removed, nor a line added
or moved in. A month closes in its turn, with balances that are what the lines come to, and then stays. Triggers say so on
both databases, so that no programme with a connection can do what no act may.
"""

from collections.abc import Iterator
from typing import Any

_EVEN = """(SELECT COALESCE(SUM(debit), 0) FROM fund_line WHERE voucher_id = NEW.id)
        <> (SELECT COALESCE(SUM(credit), 0) FROM fund_line WHERE voucher_id = NEW.id)
        OR NOT EXISTS (SELECT 1 FROM fund_line WHERE voucher_id = NEW.id)"""
_OPEN = "NOT EXISTS (SELECT 1 FROM fund_month WHERE id = NEW.month_id AND state = 'open')"
_POSTED = "EXISTS (SELECT 1 FROM fund_voucher WHERE id = {row}.voucher_id AND state = 'posted')"
_FOREIGN = """(SELECT book_id FROM fund_account WHERE id = NEW.account_id)
        <> (SELECT m.book_id FROM fund_voucher v JOIN fund_month m ON m.id = v.month_id WHERE v.id = NEW.voucher_id)"""
_CROSSED = """EXISTS (SELECT 1 FROM fund_line l JOIN fund_account a ON a.id = l.account_id
        WHERE l.voucher_id = NEW.id AND a.book_id <> (SELECT book_id FROM fund_month WHERE id = NEW.month_id))"""
_MOVED = "NEW.month_id <> OLD.month_id AND EXISTS (SELECT 1 FROM fund_line WHERE voucher_id = NEW.id)"
_SHUT = "EXISTS (SELECT 1 FROM fund_month WHERE id = {row}.month_id AND state = 'closed')"
_EARLIER_OPEN = (
    "EXISTS (SELECT 1 FROM fund_month WHERE book_id = NEW.book_id AND first < NEW.first AND state = 'open')"
)


def _differ(one: str, other: str) -> str:
    return f"EXISTS ({one} EXCEPT {other}) OR EXISTS ({other} EXCEPT {one})"


# What a month's balances say, and what they have to say.
_KEPT = "SELECT account_id, debit, credit FROM fund_balance WHERE month_id = NEW.id AND (debit <> 0 OR credit <> 0)"
_TURNED = """SELECT l.account_id, SUM(l.debit), SUM(l.credit) FROM fund_line l JOIN fund_voucher v ON v.id = l.voucher_id
        WHERE v.month_id = NEW.id AND v.state = 'posted' GROUP BY l.account_id"""
_OPENED = "SELECT account_id, opening FROM fund_balance WHERE month_id = NEW.id AND opening <> 0"
_BROUGHT = """SELECT account_id, closing FROM fund_balance WHERE closing <> 0 AND month_id = (SELECT id FROM fund_month
        WHERE book_id = NEW.book_id AND first < NEW.first ORDER BY first DESC LIMIT 1)"""
_CLOSES = "OLD.state = 'open' AND NEW.state = 'closed' AND ({condition})"

# name, table, event, when it is refused, what the database says
GUARDS = (
    ("fund_account_own_book", "fund_account", "UPDATE", "NEW.book_id <> OLD.book_id", "an account stays in its book"),
    ("fund_voucher_begins_unposted", "fund_voucher", "INSERT", "NEW.state <> 'prepared'", "a voucher begins unposted"),
    ("fund_voucher_posted_stays", "fund_voucher", "UPDATE", "OLD.state = 'posted'", "a posted voucher is not changed"),
    ("fund_voucher_own_month", "fund_voucher", "UPDATE", _MOVED, "a voucher with lines stays in its month"),
    ("fund_voucher_posted_even", "fund_voucher", "UPDATE", f"NEW.state = 'posted' AND ({_EVEN})", "a voucher must balance"),
    ("fund_voucher_posted_open", "fund_voucher", "UPDATE", f"NEW.state = 'posted' AND {_OPEN}", "the month is closed"),
    ("fund_voucher_posted_own", "fund_voucher", "UPDATE", f"NEW.state = 'posted' AND {_CROSSED}", "an account of another fund"),
    ("fund_voucher_posted_kept", "fund_voucher", "DELETE", "OLD.state = 'posted'", "a posted voucher is not removed"),
    ("fund_line_own_fund", "fund_line", "INSERT", _FOREIGN, "an account of another fund"),
    ("fund_line_moved_fund", "fund_line", "UPDATE", _FOREIGN, "an account of another fund"),
    ("fund_line_none_added", "fund_line", "INSERT", _POSTED.format(row="NEW"), "a posted voucher is not added to"),
    ("fund_line_none_moved_in", "fund_line", "UPDATE", f"NEW.voucher_id <> OLD.voucher_id AND {_POSTED.format(row='NEW')}", "a posted voucher is not added to"),
    ("fund_line_stays", "fund_line", "UPDATE", _POSTED.format(row="OLD"), "a posted line is not changed"),
    ("fund_line_kept", "fund_line", "DELETE", _POSTED.format(row="OLD"), "a posted line is not removed"),
    ("fund_balance_none_added", "fund_balance", "INSERT", _SHUT.format(row="NEW"), "a closed month is not added to"),
    ("fund_balance_none_moved_in", "fund_balance", "UPDATE", f"NEW.month_id <> OLD.month_id AND {_SHUT.format(row='NEW')}", "a closed month is not added to"),
    ("fund_balance_stays", "fund_balance", "UPDATE", _SHUT.format(row="OLD"), "a balance brought forward is not changed"),
    ("fund_balance_kept", "fund_balance", "DELETE", _SHUT.format(row="OLD"), "a balance brought forward is not removed"),
    ("fund_month_begins_open", "fund_month", "INSERT", "NEW.state <> 'open'", "a month begins open"),
    ("fund_month_own_place", "fund_month", "UPDATE", "NEW.book_id <> OLD.book_id OR NEW.first <> OLD.first", "a month stays in its book"),
    ("fund_month_in_turn", "fund_month", "UPDATE", _CLOSES.format(condition=_EARLIER_OPEN), "an earlier month is open"),
    ("fund_month_adds_up", "fund_month", "UPDATE", _CLOSES.format(condition=_differ(_KEPT, _TURNED)), "the balances are not what was posted"),
    ("fund_month_brings_on", "fund_month", "UPDATE", _CLOSES.format(condition=_differ(_OPENED, _BROUGHT)), "the openings are not what was brought forward"),
    ("fund_month_closed_stays", "fund_month", "UPDATE", "OLD.state = 'closed'", "a closed month stays closed"),
    ("fund_month_closed_kept", "fund_month", "DELETE", "OLD.state = 'closed'", "a closed month is not removed"),
)  # fmt: skip

# PostgreSQL lets two write at once: whoever writes a line waits for whoever posts its voucher, and that one for whoever closes
# the month, before looking. SQLite lets one write at a time.
_WAITS_FOR = {  # table: (whose row, by which column, how it is held)
    "fund_line": ("fund_voucher", "voucher_id", "UPDATE"),
    "fund_voucher": ("fund_month", "month_id", "SHARE"),
    "fund_balance": ("fund_month", "month_id", "SHARE"),
}
_ROWS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}


def install(connection: Any) -> None:
    """Put every guard in place; those there already are renewed."""
    remove(connection)
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor):
            cursor.execute(statement)


def remove(connection: Any) -> None:
    """Take every guard away: to renew them, and for tests that empty their tables."""
    with connection.cursor() as cursor:
        for name, table, *_ in GUARDS:
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            else:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")


def _statements(vendor: str) -> Iterator[str]:
    for name, table, event, refused, says in GUARDS:
        if vendor == "sqlite":
            yield f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {refused} BEGIN SELECT RAISE(ABORT, '{says}'); END"
        else:
            passed = "OLD" if event == "DELETE" else "NEW"
            yield (
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {_waits(table, event)} IF {refused} THEN"
                f" RAISE EXCEPTION '{says}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {passed}; END $$"
            )
            yield f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"


def _waits(table: str, event: str) -> str:
    if table not in _WAITS_FOR:
        return ""
    whose, column, how = _WAITS_FOR[table]
    rows = ", ".join(f"{row}.{column}" for row in _ROWS[event])
    return f"PERFORM 1 FROM {whose} WHERE id IN ({rows}) ORDER BY id FOR {how};"
