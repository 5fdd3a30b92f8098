"""The desk's pages of objections: the list, one objection, the files that came with it."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from zhongdu import files, vault
from zhongdu.calendar import clock
from zhongdu.files import serving
from zhongdu.kit import lists
from zhongdu.kit.matters import matter_context, matter_or_404
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Fact
from zhongdu.law.governing import Law
from zhongdu.law.reliance import rests_on
from zhongdu.record.models import Event
from zhongdu.recruitment import acts, queries
from zhongdu.recruitment.models import READERS, Objection
from zhongdu.recruitment.pages import in_territory, tone, visitor

READ = frozenset(READERS)


@page(face="desk", path="desk/objections/", name="objections", may=READ, methods=("GET",))
def objections(request: HttpRequest) -> HttpResponse:
    filters = lists.Filters.read(request, lists.Choice("state", "状态", Objection.State.choices))
    rows = filters.narrow(in_territory(request, Objection).select_related("application__docket"))
    found = lists.page_of(request, rows, by=("-id",))
    shown = [(row, tone(row)) for row in found]
    return render(
        request,
        "recruitment/objections.html",
        {"found": found, "shown": shown, "filters": filters},
    )


@rests_on("public_notice.objection_stops", kind="page")
@page(face="desk", path="desk/objections/<str:number>/", name="objection", may=READ, methods=("GET",))
def objection(request: HttpRequest, number: str) -> HttpResponse:
    matter = matter_or_404(request, Objection, number)
    context = matter_context(request, matter, "desk")
    law: Law = context["law"]
    kept = vault.read(matter.number, "narrative", "reporter_name", "reporter_phone")
    open_now = _looked(matter, request)
    unmask = reverse("desk:do", kwargs={"act": acts.unmask_objector.name, "number": matter.number})
    may_look = any(visitor(request).has(role) for role in acts.unmask_objector.by)
    person = queries.particulars_of(matter.application, "name").get("name", "")
    evidence = list(files.attached(matter.number, "evidence"))
    context |= {
        "tone": tone(matter), "account": kept.get("narrative", ""), "about": vault.masked("name", person),
        "bound": law.find("public_notice.objection_stops"), "reading": law.value("public_notice.objection_stops"),
        "objector": [
            Fact(
                label, value if open_now or not value else "****", masked=bool(value) and not open_now,
                reveal_url=unmask if may_look else "",
            )
            for label, value in (("姓名", kept.get("reporter_name", "")), ("电话", kept.get("reporter_phone", "")))
        ],
        "evidence": [(each, files.names([each])[each.public_id]) for each in evidence],
    }  # fmt: skip
    return render(request, "recruitment/desk_objection.html", context)


def _looked(matter: Objection, request: HttpRequest) -> bool:
    """Whether this officer has, within the quarter of an hour, said why he looks at who objected."""
    since = clock.now() - queries.SHOWN_FOR
    events = Event.objects.filter(docket=matter.docket_id, at__gte=since, act=acts.unmask_objector.name)
    return any(event.actor["user"] == visitor(request).user_id for event in events.order_by("seq"))


@page(
    face="desk",
    path="desk/objections/<str:number>/evidence/<str:file>/",
    name="objection_evidence",
    may=READ,
    methods=("GET",),
)
def objection_evidence(request: HttpRequest, number: str, file: str) -> HttpResponseBase:
    """A file that came with an objection, as it came: always a download."""
    matter = matter_or_404(request, Objection, number)
    found = files.attached(matter.number, "evidence").filter(public_id=file).first()
    if found is None:
        raise Http404
    return serving.serve(request, found, f"evidence-{found.public_id}")
