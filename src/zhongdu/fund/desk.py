"""The books on the desk: every fund's, one month with its vouchers, one account, and what is printed of them."""

from calendar import monthrange
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhongdu.acts.allowing import may_now, refusal_of
from zhongdu.bureaus.queries import Office
from zhongdu.calendar import clock
from zhongdu.cases.queries import paid_to_the_treasury, repaid_by_the_treasury
from zhongdu.fund import acts, ledger_desk, paper, queries, recovering, rules, workbook  # noqa: F401 - declares its pages
from zhongdu.fund.books import said_of
from zhongdu.fund.models import CHECKERS, KEEPERS, READERS, Book, Month, Voucher
from zhongdu.fund.origins import ORIGINS
from zhongdu.kit import lists
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.act_pages import act_page
from zhongdu.kit.matters import matter_context, matter_or_404, page_of
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Fact
from zhongdu.kit.workbooks import MEDIA_TYPE
from zhongdu.law.governing import governing
from zhongdu.law.reliance import rests_on
from zhongdu.scope.actor import Actor

READ, KEEP, CHECK = frozenset(READERS), frozenset(KEEPERS), frozenset(CHECKERS)
_ROWS, _MORE = 6, 20  # lines of an empty voucher, and when more are asked for


@rests_on("fund.accounts", "fund.kind", kind="page")
@page(face="desk", path="desk/fund/", name="books", may=READ, methods=("GET",))
def books(request: HttpRequest) -> HttpResponse:
    """The books of an officer's territory, each with the month that is open."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = lists.page_of(request, queries.books(actor), by=("bureau__path", "id"))
    months = {month.book_id: month for month in queries.earliest_open(found)}
    rows = [(book, _called(book), months.get(book.pk)) for book in found]
    return render(request, "fund/books.html", {"found": found, "rows": rows, "opening": _opening(actor)})


def _opening(actor: Actor) -> str:
    """Where books are opened: at the keeper's own bureau."""
    offices = Office.objects.filter(bureau_id__in=[post.bureau_id for post in actor.standing(KEEPERS)])
    for office in offices.select_related("docket", "bureau").order_by("bureau__path"):
        if acts.open_book in may_now(office, actor):
            return reverse("desk:do", kwargs={"act": acts.open_book.name, "number": office.number})
    return ""


def _called(book: Book) -> str:
    """The fund's kind in the law's words."""
    bound = governing(book.bureau, clock.today()).find(book.fund)
    return said_of(bound) if bound else book.fund


@page(face="desk", path="desk/fund/<str:number>/", name="book", may=READ, methods=("GET",))
def book(request: HttpRequest, number: str) -> HttpResponse:
    found = matter_or_404(request, Book, number)
    context = matter_context(request, found, "desk")
    kind = context["law"].find(found.fund)
    months = lists.page_of(request, found.months.select_related("docket"), by=("-first", "id"), size=13)
    facts = [
        Fact("基金", kind.label if kind else found.fund, clause=str(kind.address) if kind else ""),
        *([Fact("怎样适用", kind.rule.group)] if kind and kind.rule.group else []),
        Fact("财政专户", found.special_account),
        Fact("从", f"{found.since:%Y年%-m月}起"),
    ]
    told = {"facts": facts, "months": months, "accounts": found.accounts.all()}
    return render(request, "fund/book.html", context | told)


@rests_on("fund.accounts", kind="page")
@page(face="desk", path="desk/fund/months/<str:number>/", name="month", may=READ, methods=("GET",))
def month(request: HttpRequest, number: str) -> HttpResponse:
    """A month: what waits to be posted, what was, and the trial balance."""
    found = matter_or_404(request, Month, number)
    context = matter_context(request, found, "desk")
    waiting = found.vouchers.filter(state=Voucher.State.PREPARED).order_by("day", "id")
    posted = lists.page_of(request, found.vouchers.filter(state=Voucher.State.POSTED), by=("-serial", "id"))
    rows = queries.trial(found)
    return render(
        request,
        "fund/month.html",
        context
        | {
            "waiting": _read(waiting),
            "found": posted,
            "posted": _read(posted.rows),
            "rows": named(found, rows),
            "even": rules.is_even(rows),
            "turned": sum(row.debit for row in rows),
            "interest": queries.interest(found),
            "basis": context["law"].find("fund.accounts"),
        },
    )


@rests_on("fund.recovered", "fund.rules.refund", kind="page")
@page(
    face="desk",
    path="desk/fund/months/<str:number>/recovered/",
    name="month_recovered",
    may=READ,
    methods=("GET",),
)
def month_recovered(request: HttpRequest, number: str) -> HttpResponse:
    """What decisions and handlings brought back this month beside what the books say of it: the same to the fen, or the difference."""
    found = matter_or_404(request, Month, number)
    paid, back = recovering.of_month(found), recovering.back_in_month(found)
    entered = recovering.entered(found)
    last = found.first.replace(day=monthrange(found.first.year, found.first.month)[1])
    context = matter_context(request, found, "desk") | {
        "paid": paid,
        "elsewhere": recovering.elsewhere(found),
        "alone": list(recovering.unexplained(found)),
        "back": back,
        "came_in": sum(row.fen for row in paid),
        "by_origin": [
            (
                each.says,
                sum(row.fen for row in paid if row.origin is each),
                sum(row.fen for row in back if row.origin is each),
            )
            for each in ORIGINS
        ],
        "went_back": sum(row.fen for row in back),
        "entered": entered,
        "apart": sum(row.fen for row in paid) - sum(row.fen for row in back) - entered,
        "treasury": paid_to_the_treasury(found.bureau, found.first, last),
        "treasury_back": repaid_by_the_treasury(found.bureau, found.first, last),
    }
    return render(request, "fund/recovered.html", context)


@dataclass(frozen=True)
class Shown:
    voucher: Voucher
    lines: list[Any]
    amount: int


def _read(vouchers: Any) -> list[Shown]:
    """Vouchers with their lines, in two queries."""
    rows = list(vouchers)
    lines = queries.lines_of_many(rows)
    return [Shown(row, lines[row.pk], sum(line.debit for line in lines[row.pk])) for row in rows]


def named(month: Month, rows: list[rules.Row]) -> list[tuple[str, rules.Row]]:
    names = dict(month.book.accounts.values_list("code", "name"))
    return [(names[row.code], row) for row in rows]


# --- a voucher is written, and posted by somebody else ---------------------------------------------------------


@rests_on("fund.accounts", kind="page")
@page(face="desk", path="desk/fund/months/<str:number>/prepare/", name="prepare_voucher", may=KEEP)
def prepare_voucher(request: HttpRequest, number: str) -> HttpResponse:
    """A voucher as it is written on paper: lines of account, debit, credit."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = matter_or_404(request, Month, number)
    law = governing(found.bureau, clock.today())
    form = ActForm.of(request, acts.prepare_voucher, found, law, day=_likely_day(found))
    del form.fields["lines"]
    lines = _typed(request)
    said = [_said(line) for line in lines if any(line)]
    if "more" not in request.POST and form.perform(actor, lines=said):
        messages.success(request, "已制单，请另一人审核记账。")
        again = "again" in request.POST
        return redirect(request.path if again else page_of(found, "desk"))
    if "more" in request.POST:
        form.errors.clear()
    wanted = len(lines) + (_MORE if "more" in request.POST else 0)
    lines += [("", "", "")] * (max(_ROWS, min(wanted, rules.MOST_LINES)) - len(lines))
    context = {
        "form": form,
        "matter": found,
        "back": page_of(found, "desk"),
        "lines": lines,
        "accounts": found.book.accounts.filter(retired_on=None),
        "basis": law.find("fund.accounts"),
        "refusal": refusal_of(acts.prepare_voucher, found, actor, law),
    }
    return render(request, "fund/prepare.html", context)


def _likely_day(month: Month) -> Any:
    today = clock.today()
    return today if today.replace(day=1) == month.first else month.first


def _typed(request: HttpRequest) -> list[tuple[str, str, str]]:
    """The lines of the form: account, debit, credit, as they were typed."""
    columns = [request.POST.getlist(name)[: rules.MOST_LINES] for name in ("account", "debit", "credit")]
    return [(a.strip(), d.strip(), c.strip()) for a, d, c in zip(*columns, strict=False)]


def _said(line: tuple[str, str, str]) -> str:
    """A line as the act reads it. Both sides typed are passed on as they are, to be refused by name."""
    code, debit, credit = line
    return (
        f"{code} 借 {debit}"
        if debit and not credit
        else f"{code} 贷 {credit}"
        if credit and not debit
        else f"{code} {debit} {credit}"
    )


@rests_on("fund.accounts", kind="page")
@page(face="desk", path="desk/fund/months/<str:number>/post/", name="post_vouchers", may=CHECK)
def post_vouchers(request: HttpRequest, number: str) -> HttpResponse:
    """What waits to be posted, each with its lines, to be read before it is ticked."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = matter_or_404(request, Month, number)
    law = governing(found.bureau, clock.today())
    waiting = _read(found.vouchers.filter(state=Voucher.State.PREPARED).order_by("day", "id"))
    chosen = request.POST.getlist("vouchers")
    rows = [
        (each, each.voucher.prepared_by == actor.user_id, str(each.voucher.pk) in chosen) for each in waiting
    ]
    form = ActForm.of(request, acts.post_vouchers, found, law)
    return act_page(request, form, "fund/post.html", done="已记账。", rows=rows)


# --- what is printed -------------------------------------------------------------------------------------------


@rests_on("fund.accounts", kind="paper")
@page(
    face="desk",
    path="desk/fund/months/<str:number>/statement.xlsx",
    name="month_workbook",
    may=READ,
    methods=("GET",),
)
def month_workbook(request: HttpRequest, number: str) -> HttpResponse:
    """Trial balance, statement and vouchers of a month as a workbook."""
    found = matter_or_404(request, Month, number)
    vouchers = _read(found.vouchers.filter(state=Voucher.State.POSTED).order_by("serial"))
    made = workbook.month(found, named(found, queries.trial(found)), queries.statement(found), vouchers)
    return _file(made, MEDIA_TYPE, f"books-{found.number}.xlsx", "attachment")


@rests_on("fund.accounts", kind="paper")
@page(
    face="desk",
    path="desk/fund/months/<str:number>/statement.pdf",
    name="month_statement",
    may=READ,
    methods=("GET",),
)
def month_statement(request: HttpRequest, number: str) -> HttpResponse:
    """The month's statement to print and file."""
    found = matter_or_404(request, Month, number)
    return _file(paper.statement(found), "application/pdf", f"statement-{found.number}.pdf", "inline")


@rests_on("fund.accounts", kind="paper")
@page(
    face="desk",
    path="desk/fund/months/<str:number>/trial.pdf",
    name="month_trial",
    may=READ,
    methods=("GET",),
)
def month_trial(request: HttpRequest, number: str) -> HttpResponse:
    """The month's trial balance, to print and file."""
    found = matter_or_404(request, Month, number)
    made = paper.trial(found, named(found, queries.trial(found)))
    return _file(made, "application/pdf", f"trial-{found.number}.pdf", "inline")


@page(
    face="desk",
    path="desk/fund/months/<str:number>/vouchers.pdf",
    name="month_vouchers",
    may=READ,
    methods=("GET",),
)
def month_vouchers(request: HttpRequest, number: str) -> HttpResponse:
    """The posted vouchers of a month, to print and bind."""
    found = matter_or_404(request, Month, number)
    rows = _read(found.vouchers.filter(state=Voucher.State.POSTED).order_by("serial"))
    return _file(paper.vouchers(found, rows), "application/pdf", f"vouchers-{found.number}.pdf", "inline")


def _file(made: bytes, kind: str, name: str, how: str) -> HttpResponse:
    headers = {"Content-Disposition": f'{how}; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(made, content_type=kind, headers=headers)
