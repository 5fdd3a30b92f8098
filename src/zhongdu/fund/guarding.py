"""The database keeps the books itself: what is unbalanced, of another fund, posted or closed is refused there too.

A voucher is written unposted, then its lines, then it is posted: at that moment its sides must be even and its month
open. From then on neither it nor its lines can be changed or removed, nor a line added. Triggers say so on both databases,
so that no programme with a connection can do what no act may.
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

# name, table, event, when it is refused, what the database says
GUARDS = (
    ("fund_voucher_begins_unposted", "fund_voucher", "INSERT", "NEW.state <> 'prepared'", "a voucher begins unposted"),
    ("fund_voucher_posted_stays", "fund_voucher", "UPDATE", "OLD.state = 'posted'", "a posted voucher is not changed"),
    ("fund_voucher_posted_even", "fund_voucher", "UPDATE", f"NEW.state = 'posted' AND ({_EVEN})", "a voucher must balance"),
    ("fund_voucher_posted_open", "fund_voucher", "UPDATE", f"NEW.state = 'posted' AND {_OPEN}", "the month is closed"),
    ("fund_voucher_posted_kept", "fund_voucher", "DELETE", "OLD.state = 'posted'", "a posted voucher is not removed"),
    ("fund_line_own_fund", "fund_line", "INSERT", _FOREIGN, "an account of another fund"),
    ("fund_line_moved_fund", "fund_line", "UPDATE", _FOREIGN, "an account of another fund"),
    ("fund_line_none_added", "fund_line", "INSERT", _POSTED.format(row="NEW"), "a posted voucher is not added to"),
    ("fund_line_stays", "fund_line", "UPDATE", _POSTED.format(row="OLD"), "a posted line is not changed"),
    ("fund_line_kept", "fund_line", "DELETE", _POSTED.format(row="OLD"), "a posted line is not removed"),
    ("fund_balance_stays", "fund_balance", "UPDATE", "1 = 1", "a balance brought forward is not changed"),
    ("fund_balance_kept", "fund_balance", "DELETE", "1 = 1", "a balance brought forward is not removed"),
    ("fund_month_closed_stays", "fund_month", "UPDATE", "OLD.state = 'closed' AND NEW.state <> 'closed'", "a closed month stays closed"),
)  # fmt: skip


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
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {refused} THEN"
                f" RAISE EXCEPTION '{says}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {passed}; END $$"
            )
            yield f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
