"""Recovered money on the desk: the register with its sums, and the workbook."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhongdu.calendar import clock
from zhongdu.cases import queries, recovering, register
from zhongdu.cases.models import READERS, Claim
from zhongdu.claims import moving, reading
from zhongdu.kit import lists
from zhongdu.kit.matters import band
from zhongdu.kit.pages import page
from zhongdu.kit.workbooks import MEDIA_TYPE
from zhongdu.law.governing import Law, governing
from zhongdu.law.money import yuan
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Bureau

MAY = frozenset(READERS)


def _home(actor: Actor) -> Bureau:
    return Bureau.objects.get(pk=actor.posts[0].bureau_id)


@page(face="desk", path="desk/recoveries/", name="recoveries", may=MAY, methods=("GET",))
def recoveries(request: HttpRequest) -> HttpResponse:
    """What is owed to each fund and to the treasury, what came in, and each line of it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    home = _home(actor)
    law, every = governing(home, clock.today()), register.claims(actor)
    filters = lists.Filters.read(
        request,
        lists.Choice("sort", "款项", list(Claim.Sort.choices)),
        lists.Text(
            "q", "查找", ["decision__paper_number", "decision__case__institution__name"], hint="文号或者机构"
        ),
    )
    found = lists.page_of(request, filters.narrow(every), by=("-id",))
    named = queries.respondents_of([row.decision.case for row in found])
    context = {
        "filters": filters, "found": found, "today": clock.today(), "demonstration": band(law),
        "sums": [(each.account, *map(yuan, (each.owed, each.paid, each.waived, each.open))) for each in reading.sums(every, reading.fund_labels(law))],
        "rows": [(row, named[row.decision.case.number], *_shown(row, law)) for row in found],
    }  # fmt: skip
    return render(request, "cases/desk_recoveries.html", context)


def _shown(row: Claim, law: Law) -> tuple[str, str, str, str, str]:
    return (
        recovering.named(row, law), moving.account(row, law), yuan(row.fen), yuan(row.paid_fen), yuan(row.open_fen),
    )  # fmt: skip


@page(face="desk", path="desk/recoveries/book/", name="recoveries_book", may=MAY, methods=("GET",))
def recoveries_book(request: HttpRequest) -> HttpResponse:
    """The register as an Excel workbook; people's names masked, the one who took it out named in it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    home, every = _home(actor), register.claims(actor)
    law = governing(home, clock.today())
    rows: list[Any] = list(every.order_by("id")[: register.MOST])
    named, paid = queries.respondents_of([row.decision.case for row in rows]), register.vouchers(rows)
    lines = [_line(row, named[row.decision.case.number], law, paid.get(row.pk, "")) for row in rows]
    mark = f"{actor.name} {clock.today():%Y-%m-%d} 导出"
    content = register.workbook(
        f"{home.name}追回资金台账", mark, lines, reading.sums(every, reading.fund_labels(law))
    )
    headers = {
        "Content-Disposition": 'attachment; filename="recoveries.xlsx"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=MEDIA_TYPE, headers=headers)


def _line(row: Claim, name: str, law: Law, vouchers: str) -> list[Any]:
    due = f"{row.due_on:%Y-%m-%d}" if row.due_on else ""
    return [
        row.decision.paper_number, name, recovering.named(row, law), moving.account(row, law), row.fen, row.paid_fen,
        row.waived_fen, row.open_fen, due, vouchers,
    ]  # fmt: skip
