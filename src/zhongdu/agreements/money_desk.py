"""What the agency demands back, on the desk: the sums by fund, and each claim with when it is due."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhongdu.agreements import queries, recovering
from zhongdu.agreements.models import Handling
from zhongdu.calendar import clock
from zhongdu.claims import moving, reading
from zhongdu.kit import lists
from zhongdu.kit.matters import band
from zhongdu.kit.pages import page
from zhongdu.law.governing import governing
from zhongdu.law.money import yuan
from zhongdu.law.reliance import rests_on
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Bureau


@rests_on("fund.recovered", "agreement.measure", kind="page")
@page(
    face="desk", path="desk/agency-recoveries/", name="agency_recoveries", may=frozenset(Handling.readers),
    methods=("GET",),
)  # fmt: skip
def agency_recoveries(request: HttpRequest) -> HttpResponse:
    """What handlings demand back for each fund, what came in, and each claim of it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    law = governing(Bureau.objects.get(pk=actor.posts[0].bureau_id), clock.today())
    every = queries.claims(actor)
    names = ["measure__handling__docket__number", "measure__handling__agreement__name"]
    filters = lists.Filters.read(request, lists.Text("q", "查找", names, hint="编号或者机构"))
    found = lists.page_of(request, filters.narrow(every), by=("-id",))
    context = {
        "filters": filters, "found": found, "today": clock.today(), "demonstration": band(law),
        "sums": [
            (each.account, *map(yuan, (each.owed, each.paid, each.waived, each.open)))
            for each in reading.sums(every, reading.fund_labels(law))
        ],
        "rows": [
            (row, moving.account(row, law), *map(yuan, (row.fen, row.paid_fen, row.open_fen)), recovering.next_due(row))
            for row in found
        ],
    }  # fmt: skip
    return render(request, "agreements/agency_recoveries.html", context)
