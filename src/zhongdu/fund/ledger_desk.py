"""One account of a book on the desk: its year, newest first, and the same to print and to sort."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from zhongdu.fund import ledgers, paper, queries, workbook
from zhongdu.fund.models import READERS, Account, Book
from zhongdu.kit import lists
from zhongdu.kit.matters import matter_or_404
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Tab
from zhongdu.kit.workbooks import MEDIA_TYPE
from zhongdu.law.reliance import rests_on

READ = frozenset(READERS)


def _asked(request: HttpRequest, number: str, code: str) -> tuple[Book, Account, int, list[int]]:
    """The book, the account, the year asked for or the latest, and all its years."""
    book = matter_or_404(request, Book, number)
    account = get_object_or_404(book.accounts.select_related("book__bureau"), code=code)
    years, typed = queries.years(book), request.GET.get("year", "")
    return book, account, int(typed) if typed.isdigit() and int(typed) in years else years[0], years


@page(
    face="desk", path="desk/fund/<str:number>/ledger/<str:code>/", name="ledger", may=READ, methods=("GET",)
)
def ledger(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """One account: its lines of a year, newest month first, each with what stands against it and what it has then."""
    book, account, year, years = _asked(request, number, code)
    found = lists.page_of(
        request, queries.ledger(account, year), by=("-voucher__month__first", "-voucher__serial", "-id")
    )
    context: dict[str, Any] = {
        "book": book,
        "account": account,
        "year": year,
        "opening": ledgers.opening(account, year),
        "found": found,
        "entries": ledgers.page_of(account, year, found.rows),
        "tabs": [Tab(f"{each}年", f"?year={each}", each == year) for each in years],
    }
    return render(request, "fund/ledger.html", context)


@rests_on("fund.accounts", kind="paper")
@page(
    face="desk",
    path="desk/fund/<str:number>/ledger/<str:code>/ledger.<str:kind>",
    name="ledger_paper",
    may=READ,
    methods=("GET",),
)
def ledger_paper(request: HttpRequest, number: str, code: str, kind: str) -> HttpResponse:
    """A year of an account, oldest first with the sum of every month: PDF to bind, or Excel."""
    book, account, year, _ = _asked(request, number, code)
    entries = ledgers.year_of(account, year)
    if kind == "pdf":
        made, media, how = paper.ledger(account, year, entries), "application/pdf", "inline"
    else:
        made, media, how, kind = workbook.ledger(account, year, entries), MEDIA_TYPE, "attachment", "xlsx"
    name = f"ledger-{book.number}-{account.code}-{year}.{kind}"
    headers = {"Content-Disposition": f'{how}; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(made, content_type=media, headers=headers)
