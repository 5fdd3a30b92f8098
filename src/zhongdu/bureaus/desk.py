"""Officers' pages of the bureau itself: who holds which post, which law is in force, what it owes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from zhongdu.bureaus import queries
from zhongdu.bureaus.models import Office
from zhongdu.kit import lists
from zhongdu.kit.beside import Slot, slot
from zhongdu.kit.matters import entries, matter_context, matter_or_404, page_of
from zhongdu.kit.pages import page
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import POSTS

STAFF = frozenset(POSTS)


@page(face="desk", path="desk/offices/", name="offices", may=STAFF, methods=("GET",))
def offices(request: HttpRequest) -> HttpResponse:
    """The bureaus of one's territory; straight to one's own where it is the only one."""
    rows = Office.objects.visible_to(request.actor).select_related("bureau", "docket")  # type: ignore[attr-defined]
    if rows.count() == 1:
        return redirect(page_of(rows.get(), "desk"))
    found = lists.page_of(request, rows, by=("bureau__path", "id"))
    return render(request, "bureaus/offices.html", {"found": found})


@page(face="desk", path="desk/offices/<str:number>/", name="office", may=STAFF, methods=("GET",))
def office(request: HttpRequest, number: str) -> HttpResponse:
    found = matter_or_404(request, Office, number)
    context = matter_context(request, found, "desk")
    return render(request, "bureaus/office.html", context | queries.of_office(found, context["law"]))


@slot("board_standing", order=10)
def reminders_of(request: HttpRequest, bureau: Bureau) -> Slot:
    """How often the bureau was reminded of what it does not keep: the level above sees it there too."""
    return Slot("提醒", "bell", "bureaus/reminders.html", queries.reminded(bureau))


@slot("board_standing", order=20)
def explained_of(request: HttpRequest, bureau: Bureau) -> Slot | None:
    """What the bureau never did by its day, and what its head said of it by name."""
    told = entries(queries.office_of(bureau), request.actor, queries.explain_missed.name)  # type: ignore[attr-defined]
    return Slot("逾期未履行的说明", "message", "bureaus/explained.html", {"told": told}) if told else None
