"""Where money that comes back into a fund comes from: the bureau's decisions and the agency's handlings, one list of both."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from zhongdu.agreements import queries as agreements
from zhongdu.cases import queries as cases
from zhongdu.fund.models import Book, Voucher
from zhongdu.law.money import yuan

Asked = Callable[[str, str, list[str]], "QuerySet[Any]"]


@dataclass(frozen=True)
class Origin:
    """One room that demands money for funds."""

    key: str
    says: str
    came_in: Asked
    went_back: Asked
    payment: str  # how the books call its payments and repayments
    repayment: str
    paper: Callable[[Any], str]  # what demanded it, by its claim


ORIGINS = (
    Origin(
        "decision", "处理决定", cases.refunded, cases.repaid, "payment", "repayment",
        lambda claim: str(claim.decision.paper_number),
    ),
    Origin(
        "handling", "协议处理", agreements.recovered, agreements.returned, "agency_payment", "agency_repayment",
        lambda claim: f"协议处理{claim.measure.handling.number}",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Moved:
    """Money of a fund that came in, or went back to who had paid it, and the voucher it stands on."""

    origin: Origin
    row: Any
    on: date
    voucher: Voucher | None

    @property
    def key(self) -> str:
        return f"{self.origin.key}:{self.row.pk}"

    @property
    def fen(self) -> int:
        return int(self.row.fen)

    @property
    def slip(self) -> str:
        return str(self.row.voucher)

    @property
    def paper(self) -> str:
        return self.origin.paper(self.row.claim)

    @property
    def said(self) -> str:
        return f"{self.on:%Y年%-m月%-d日} {self.paper} {yuan(self.fen)}（凭证{self.slip}）"


Rows = list[tuple[Origin, "QuerySet[Any]"]]


def came_in(book: Book) -> Rows:
    """What was paid into a book's fund: demanded by its bureau, or one below that keeps no such book of its own."""
    nearer = _nearer(book)
    return [(each, each.came_in(book.fund, book.bureau.path, nearer)) for each in ORIGINS]


def went_back(book: Book) -> Rows:
    """What went back out of the fund, what had demanded it being undone or lowered."""
    nearer = _nearer(book)
    return [(each, each.went_back(book.fund, book.bureau.path, nearer)) for each in ORIGINS]


def _nearer(book: Book) -> list[str]:
    """Where below a book's bureau another keeps one of the same fund."""
    nearer = Book.objects.filter(fund=book.fund, bureau__path__startswith=book.bureau.path)
    return list(nearer.exclude(bureau=book.bureau_id).values_list("bureau__path", flat=True))


def moved(rows: Rows, day: str, stands: str, where: Q, most: int | None = None) -> list[Moved]:
    """Rows of every origin as one list, the oldest first. ``day`` and ``stands`` are the names of the day it moved on
    and of what says which voucher it stands on."""
    found = [
        Moved(origin, row, getattr(row, day), getattr(getattr(row, stands, None), "voucher", None))
        for origin, query in rows
        for row in query.filter(where).select_related(f"{stands}__voucher__month").order_by(day, "id")[:most]
    ]
    return sorted(found, key=lambda each: (each.on, each.origin.key, each.row.pk))[:most]


def counted(rows: Rows, where: Q) -> int:
    return sum(query.filter(where).count() for _, query in rows)


def chosen(found: Iterable[Moved], keys: Iterable[str]) -> list[Moved]:
    wanted = set(keys)
    return [each for each in found if each.key in wanted]
