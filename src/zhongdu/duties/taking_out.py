"""The board as a file: what was asked for, by whom, and how long that is. A request and a job make it by the same code."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict

from zhongdu.duties import board, overview, workbook
from zhongdu.duties.clause_list import all_lines
from zhongdu.duties.models import Duty
from zhongdu.duties.showing import bureaus_of, chosen_of, narrowing
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Bureau

AT_ONCE = 2_000  # rows that are written while one waits; what is longer is a job's


@dataclass(frozen=True)
class Asked:
    """A file of the board, narrowed by the query of an address as its page is."""

    actor: Actor
    query: str
    today: date

    @cached_property
    def bureaus(self) -> list[Bureau]:
        return bureaus_of(self.actor)

    @cached_property
    def request(self) -> HttpRequest:
        """The query as the board's filters read it, where there is no browser any more."""
        request = HttpRequest()
        request.GET = QueryDict(self.query)
        return request

    @cached_property
    def all(self) -> QuerySet[Duty]:
        return narrowing(self.request, self.bureaus).narrow(board.visible(self.actor))

    @property
    def rows(self) -> QuerySet[Duty]:
        """Those of one heading, which are listed one by one."""
        return board.within(self.all, self.request.GET.get("when", ""), self.today)

    def workbook(self, tell: Callable[[int], None] = lambda done: None) -> bytes:
        """The file; ``tell`` hears now and then how many rows stand in it."""
        chosen = chosen_of(self.request, self.bureaus)
        applied = overview.applied(self.actor, self.today.replace(month=1, day=1), chosen)
        clauses = overview.by_clause(self.all, self.today)
        return workbook.of(
            bureaus=overview.by_bureau(self.all, self.bureaus, self.today),
            clauses=all_lines(chosen or self.bureaus[0], self.today, clauses, applied),
            months=overview.by_month(self.all, self.today),
            rows=self._counted(tell),
            today=self.today,
        )

    def _counted(self, tell: Callable[[int], None]) -> Iterator[board.Row]:
        for done, row in enumerate(board.in_parts(self.rows, self.actor, self.today), start=1):
            yield row
            tell(done)
