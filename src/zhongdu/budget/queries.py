"""What is asked of the budgets: their lines, what they come to, and how the books stand against them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Sum

from zhongdu.budget import rules
from zhongdu.budget.models import Budget, BudgetLine, Explanation, Stage
from zhongdu.fund.queries import Book, last_closed, turned_by_month
from zhongdu.scope.actor import Actor

__all__ = ["Budget", "budgets", "drafted", "execution", "lines", "totals"]


def budgets(actor: Actor) -> "QuerySet[Budget]":
    rows: QuerySet[Budget] = Budget.objects.visible_to(actor).select_related("docket", "bureau", "book")
    return rows


def accounts(budget: Budget) -> Any:
    """The accounts of income and expenditure in use."""
    return budget.book.accounts.filter(retired_on=None, element__in=[rules.INCOME, rules.EXPENDITURE])


def lines(budget: Budget, version: int = 0) -> list[BudgetLine]:
    """The lines of a version, the present one if none is named."""
    rows = budget.lines.filter(version=version or budget.version)
    return list(rows.select_related("account").order_by("account__code"))


def totals(budget: Budget, version: int = 0) -> tuple[int, int]:
    """Income and expenditure."""
    rows = budget.lines.filter(version=version or budget.version).order_by()
    found = dict(rows.values_list("account__element").annotate(Sum("amount")))
    return found.get(rules.INCOME, 0), found.get(rules.EXPENDITURE, 0)


def drafted(bureau: Any, year: int, funds: Collection[str] = ()) -> bool:
    """Whether every book of a bureau has a budget of the year that was sent at least once, given back since or not;
    where a measure speaks of some kinds of fund only, every book of those."""
    books = Book.objects.filter(bureau=bureau, since__year__lte=year)
    books = books.filter(fund__in=funds) if funds else books
    sent = Stage.objects.filter(step=Stage.Step.SENT, budget__year=year)
    done = sent.exclude(budget__state=Budget.State.DROPPED).values("budget__book")
    return books.exists() and not books.exclude(pk__in=done).exists()


@dataclass(frozen=True)
class Execution:
    """A budget against its books, up to a month of its year (0: none of it is closed yet)."""

    month: int
    rows: list[rules.Executed]
    points: int  # how far a line may stray unexplained: the bureau's own number
    explained: dict[str, list[Explanation]]

    @property
    def unexplained(self) -> list[rules.Executed]:
        """Lines off their course that nobody explained for this month."""
        return [row for row in self.straying if not self._said(row.code)]

    @property
    def told(self) -> int:
        """The last month anything was posted in: those after ``month`` are still open."""
        return max(
            [self.month, *(at for row in self.rows for at, fen in enumerate(row.months, start=1) if fen)]
        )

    @property
    def straying(self) -> list[rules.Executed]:
        return [row for row in self.rows if self.month and row.strays(self.month, self.points)]

    def _said(self, code: str) -> bool:
        return any(each.first.month == self.month for each in self.explained.get(code, []))

    def sums(self, element: str) -> tuple[int, int]:
        """Budgeted, and so far."""
        own = [row for row in self.rows if row.element == element]
        return sum(row.budgeted for row in own), sum(row.so_far(self.month) for row in own)


def execution(budget: Budget, month: int = 0) -> Execution:
    """How the books stand against a budget, up to a month; up to the last one closed where none is named, since one that
    is open is half told."""
    book = budget.book
    known = {
        code: (name, element) for code, name, element in book.accounts.values_list("code", "name", "element")
    }
    planned = [
        (line.account.code, line.account.name, line.account.element, line.amount) for line in lines(budget)
    ]
    rows = rules.executed(planned, turned_by_month(book, budget.year), known)
    explained: dict[str, list[Explanation]] = {}
    for each in budget.explanations.select_related("account"):
        explained.setdefault(each.account.code, []).append(each)
    last = last_closed(book, budget.year)
    until = last.month if last else 0
    return Execution(min(month or until, until), rows, int(rules.VARIANCE.of(budget.bureau)), explained)


def year_of(book: Any, year: int) -> dict[str, int]:
    """What a year's books came to, by account: beside a draft, to go by."""
    elements = dict(book.accounts.values_list("code", "element"))
    found: dict[str, int] = {}
    for (code, _), fen in turned_by_month(book, year).items():
        found[code] = found.get(code, 0) + (-fen if elements[code] == rules.INCOME else fen)
    return found
