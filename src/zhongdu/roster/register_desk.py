"""The register and the pool on the desk: everybody of the territory in one list, taken out to Excel, taken over from paper."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Max, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from zhongdu import files
from zhongdu.acts.allowing import may_act, refusal_of
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.bureaus.queries import Office, office_of
from zhongdu.calendar import clock
from zhongdu.files.sniffing import XLSX
from zhongdu.jobs.working import start
from zhongdu.kit import lists
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.matters import band, matter_or_404
from zhongdu.kit.pages import page
from zhongdu.kit.workbooks import MEDIA_TYPE, BadList
from zhongdu.law.governing import Law, governing
from zhongdu.law.reliance import rests_on
from zhongdu.record.models import Event
from zhongdu.roster import register, registering, showing, way_in, workbook
from zhongdu.roster.acts import export_register, give_way_in, import_register
from zhongdu.roster.jobs import GIVEN, take_over_register, write_register
from zhongdu.roster.models import Appointment
from zhongdu.roster.queries import names, pool_of
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import POSTS

READERS = frozenset(Appointment.readers)
MANY = 30  # lines of a register from which on nobody waits for the answer
State = Appointment.State


# --- the pool ------------------------------------------------------------------------------------------


@rests_on("pool", "level.coordinating", "register", kind="page")
@page(face="desk", path="desk/pool/", name="pool", may=READERS, methods=("GET",))
def pool(request: HttpRequest) -> HttpResponse:
    """Everybody in the territory, with how many each bureau below has; the same page for a city and a province."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    seen = pool_of(actor)
    by_bureau = _by_bureau(seen)
    filters = lists.Filters.read(
        request,
        lists.Choice(
            "of", "医保局", [(each["code"], each["name"]) for each in by_bureau], field="bureau__code"
        ),
        lists.Choice("state", "状态", State.choices),
        lists.Choice("year", "聘期届满", [(year, f"{year}年") for year in _years(seen)], field="until__year"),
    )
    rows = filters.narrow(seen.select_related("docket", "bureau"))
    found = lists.page_of(request, rows, by=("-id",))
    called, today = names(found), clock.today()
    home = Bureau.objects.get(pk=actor.standing(READERS)[0].bureau_id)
    law = governing(home, today)
    context = {
        "filters": filters, "found": found, "home": home, "law": law, "demonstration": band(law),
        "shown": [(row, called[row.number], showing.chip(row, today)) for row in found],
        "by_bureau": by_bureau, "total": sum(each["serving"] for each in by_bureau),
        "by_channel": _by_channel(seen, law), "rule": law.find("pool") or law.find("register"),
        "offers": _offers(actor, home),
    }  # fmt: skip
    return render(request, "roster/pool.html", context)


def _by_bureau(seen: Any) -> list[dict[str, Any]]:
    """How many serve at each bureau, and how many ever did; in the order of the tree."""
    counts: dict[int, dict[str, int]] = {}
    for bureau, state, count in seen.order_by().values_list("bureau", "state").annotate(Count("pk")):
        counts.setdefault(bureau, {})[state] = count
    bureaus = Bureau.objects.filter(pk__in=counts).order_by("path")
    return [
        {
            "code": each.code,
            "name": each.name,
            "serving": counts[each.pk].get(State.SERVING, 0),
            "all": sum(counts[each.pk].values()),
        }
        for each in bureaus
    ]


def _by_channel(seen: Any, law: Law) -> list[tuple[str, int]]:
    """Who serves, by the way they came in. What somebody does for a living is in the vault, and counted nowhere."""
    rows = seen.filter(state=State.SERVING).order_by().values_list("application__channel")
    said = {bound.name: bound.label for bound in law.family("channel")}
    counts: dict[str, int] = {}
    for channel, count in rows.annotate(Count("pk")):
        label = "补录的" if channel is None else said.get(channel, "其他方式")
        counts[label] = counts.get(label, 0) + count
    return sorted(counts.items(), key=lambda each: -each[1])


def _years(seen: Any) -> list[str]:
    ends = seen.order_by().aggregate(first=Min("until"), last=Max("until"))
    return [str(year) for year in range(ends["first"].year, ends["last"].year + 1)] if ends["first"] else []


def _offers(actor: Actor, home: Bureau) -> list[tuple[str, str]]:
    """What may be done with the register from here: (label, address)."""
    office = office_of(home)
    return [
        (each.label, reverse(f"desk:{each.verb}", kwargs={"number": office.number}))
        for each in (export_register, import_register)
        if not refusal_of(each, office, actor)
    ]


# --- taken out -----------------------------------------------------------------------------------------


@rests_on("register", kind="page")
@page(
    face="desk", path="desk/offices/<str:number>/register/", name=export_register.verb, may=frozenset(POSTS)
)
def export(request: HttpRequest, number: str) -> HttpResponse:
    """The act's own page: asked for, recorded, and then written beside the request."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    office = matter_or_404(request, Office, number)
    law = governing(office.bureau, clock.today())
    initial = {"key": uuid4().hex, "scope": "serving", "columns": register.usual(law)}
    form = ActForm(export_register, office, law, request.POST or None, initial=initial)
    refusal = refusal_of(export_register, office, actor)
    if request.method == "POST" and not refusal and form.is_valid():
        try:
            with transaction.atomic():
                perform(export_register, office, actor, key=form.cleaned_data["key"], **form.values)
                asked = Event.objects.filter(docket=office.docket_id, act=export_register.name).latest("seq")
                job = start(
                    write_register, bureau=office.bureau, by=actor, office=office.number, seq=asked.seq
                )
        except Refused as refused:
            form.refused(refused)
        else:
            return redirect(reverse("desk:job", kwargs={"number": job.number}))
    context = {
        "form": form, "office": office, "refusal": refusal, "demonstration": band(law), "act": export_register,
        "rule": law.find("register"), "official": register.own_form(law),
    }  # fmt: skip
    return render(request, "roster/export.html", context)


# --- taken over from paper -----------------------------------------------------------------------------


@rests_on("register", kind="page")
@page(
    face="desk",
    path="desk/offices/<str:number>/register/import/",
    name=import_register.verb,
    may=frozenset(POSTS),
)
def take_over(request: HttpRequest, number: str) -> HttpResponse:
    """The act's own page: what is wrong with a register is told row by row; a long one is taken in beside the request."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    office = matter_or_404(request, Office, number)
    law = governing(office.bureau, clock.today())
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ActForm(import_register, office, law, *sent, initial={"key": uuid4().hex})
    refusal = refusal_of(import_register, office, actor)
    bad: BadList | None = None
    if request.method == "POST" and not refusal and form.is_valid():
        try:
            return _take_over(request, office, actor, form)
        except BadList as wrong:
            bad = wrong
        except Refused as refused:
            form.refused(refused)
    context = {
        "form": form, "office": office, "refusal": refusal, "bad": bad, "demonstration": band(law),
        "columns": register.SHEET.columns, "needed": [register.SHEET.columns[name] for name in register.NEEDED],
    }  # fmt: skip
    return render(request, "roster/import.html", context, status=422 if bad else 200)


def _take_over(request: HttpRequest, office: Office, actor: Actor, form: ActForm) -> HttpResponse:
    upload = form.values["file"]
    lines = registering.read(upload, office, clock.today())
    upload.seek(0)
    if len(lines) < MANY:
        perform(import_register, office, actor, key=form.cleaned_data["key"], file=upload)
        messages.success(request, f"已补录{len(lines)}人。")
        return redirect("desk:appointments")
    try:
        with transaction.atomic():
            job = start(take_over_register, bureau=office.bureau, by=actor, office=office.number)
            files.store(upload, owner=job.owner, kind=GIVEN, allow=frozenset({XLSX}), added_by=actor.user_id)
    except files.FileRefused as refused:
        raise Refused("file_refused", str(refused), fields={"file": str(refused)}) from None
    return redirect(reverse("desk:job", kwargs={"number": job.number}))


@page(face="desk", path="desk/appointments/<str:number>/way-in/", name=give_way_in.verb, may=READERS)
def hand_over(request: HttpRequest, number: str) -> HttpResponse:
    """The code that opens the account of somebody appointed on paper, shown once to whoever hands it over."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    matter = matter_or_404(request, Appointment, number)
    law, refusal, code = governing(matter.bureau, clock.today()), "", ""
    try:
        may_act(give_way_in, matter, actor, law)
        if request.method == "POST":
            code = way_in.new_code()
            perform(give_way_in, matter, actor, hashed=way_in.token(code))
    except Refused as refused:
        refusal, code = refused.sentence, ""
    context = {
        "matter": matter, "name": names([matter])[matter.number], "code": code, "refusal": refusal, "act": give_way_in,
        "address": settings.PUBLIC_URL.rstrip("/") + reverse("public:come_in"),
        "demonstration": band(law),
    }  # fmt: skip
    answer = render(
        request, "roster/way_in.html", context, status=409 if refusal and request.method == "POST" else 200
    )
    answer["Cache-Control"] = "no-store"
    return answer


@page(
    face="desk",
    path="desk/register-template/",
    name="register_template",
    may=frozenset(POSTS),
    methods=("GET",),
)
def register_template(request: HttpRequest) -> HttpResponse:
    answer = HttpResponse(workbook.template(), content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = content_disposition_header(True, "监督员台账模板.xlsx")
    return answer
