"""The roster on the desk: who serves, until when, and everything about one of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhongdu import vault
from zhongdu.calendar import clock
from zhongdu.kit import lists
from zhongdu.kit.forms import Form
from zhongdu.kit.matters import matter_context, matter_or_404, unmasked
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Chip
from zhongdu.law.governing import Law
from zhongdu.law.reliance import rests_on
from zhongdu.roster import appointing as appointing  # its pages are declared on import
from zhongdu.roster import issuing as issuing  # so are these
from zhongdu.roster import showing
from zhongdu.roster.acts import renew
from zhongdu.roster.models import Appointment
from zhongdu.roster.people import FOUND_BY
from zhongdu.roster.queries import names
from zhongdu.scope.actor import territory
from zhongdu.scope.models import Bureau

READERS = frozenset(Appointment.readers)
RESIGNING, RAISED, LETTER_OUT, TO_TRANSFER = "resigning", "raised", "letter_out", "to_transfer"
_WAITING = {
    RESIGNING: "已申请终止",
    RAISED: "有终止事由待处理",
    LETTER_OUT: "聘书待收回",
    TO_TRANSFER: "待移交",
}
_SOON = (30, 90, 180)  # days


class FindForm(Form):
    """Whom an officer looks for."""

    who = forms.CharField(
        label="姓名、手机号或者身份证号", max_length=50, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


@dataclass(frozen=True)
class ByState(lists.Choice):
    """The states there are, and what in them waits for somebody: a request to leave, a ground, a letter."""

    def narrow(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        match value:
            case "resigning":
                return queryset.filter(state=Appointment.State.SERVING, resigning_on__isnull=False)
            case "raised":
                return queryset.exclude(raised_ground="")
            case "letter_out":
                return queryset.filter(letter_recalled=True, letter_returned_on=None)
            case "to_transfer":
                return queryset.filter(to_transfer=True, transferred_on=None)
        return super().narrow(queryset, value)


class ByNumber(lists.Text):
    """A whole number is found by its index; only a part of one is looked for in all of them."""

    def narrow(self, queryset: QuerySet[Any], value: str) -> QuerySet[Any]:
        numbers = [Appointment.objects.filter(**{field: value}) for field in self.fields]
        found = [pk for rows in numbers for pk in rows.values_list("pk", flat=True)]
        return queryset.filter(pk__in=found) if found else super().narrow(queryset, value)


@rests_on("pool", "register", kind="page")
@page(face="desk", path="desk/appointments/", name="appointments", may=READERS, methods=("GET",))
def appointments(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    filters = lists.Filters.read(
        request,
        ByState("state", "状态", [*Appointment.State.choices, *_WAITING.items()]),
        lists.Choice("soon", "即将到期", _deadlines(today), field="until__lte"),
        lists.Choice("of", "医保局", _bureaus(request), field="bureau__code"),
        ByNumber("number", "聘书或证件编号", ["letter_number", "badge_number"]),
    )
    rows = filters.narrow(
        Appointment.objects.visible_to(request.actor).select_related("docket", "bureau")  # type: ignore[attr-defined]
    )
    if "soon" in filters.chosen:
        rows = rows.filter(state=Appointment.State.SERVING)
    found = lists.page_of(request, rows, by=("until", "id") if "soon" in filters.chosen else ("-id",))
    may_renew = bool(request.actor.standing(renew.by))  # type: ignore[attr-defined]
    context = {
        "filters": filters, "found": found, "shown": _shown(found), "today": today, "may_renew": may_renew,
    }  # fmt: skip
    return render(request, "roster/appointments.html", context)


def _bureaus(request: HttpRequest) -> list[tuple[str, str]]:
    """The bureaus of the visitor's territory that have ever appointed somebody."""
    mine = Bureau.objects.filter(territory(request.actor, ""))  # type: ignore[attr-defined]
    return list(
        mine.filter(Exists(Appointment.objects.filter(bureau=OuterRef("pk")))).values_list("code", "name")
    )


def _shown(rows: Iterable[Appointment]) -> list[tuple[Appointment, str, Chip]]:
    found, today = list(rows), clock.today()
    called = names(found)
    return [(row, called[row.number], showing.chip(row, today)) for row in found]


@page(face="desk", path="desk/find-supervisor/", name="find_supervisor", may=READERS)
def find_supervisor(request: HttpRequest) -> HttpResponse:
    """A supervisor by a whole name or telephone number; sent in the body, so that no address or log has it."""
    form = FindForm(request.POST or None)
    asked = request.method == "POST" and form.is_valid()
    rows = Appointment.objects.none()
    if asked:
        owners = {owner for name in FOUND_BY for owner in vault.find(name, form.cleaned_data["who"])}
        rows = Appointment.objects.visible_to(request.actor).filter(docket__number__in=owners)  # type: ignore[attr-defined]
    context = {
        "form": form,
        "asked": asked,
        "shown": _shown(rows.select_related("docket", "bureau").order_by("-id")[:50]),
    }
    return render(request, "roster/find_supervisor.html", context)


def _deadlines(today: date) -> list[tuple[str, str]]:
    return [((today + timedelta(days=days)).isoformat(), f"{days}天内") for days in _SOON]


@page(face="desk", path="desk/appointments/<str:number>/", name="appointment", may=READERS)
def appointment(request: HttpRequest, number: str) -> HttpResponse:
    matter = matter_or_404(request, Appointment, number)
    context = matter_context(request, matter, "desk")
    law: Law = context["law"]
    context |= {
        "name": names([matter])[matter.number],
        "chip": showing.chip(matter, clock.today()),
        "worth": showing.worth(matter, clock.today()),
        "term": showing.term_facts(matter, law),
        "particulars": showing.masked_facts(matter, unmasked(matter, request.actor)),  # type: ignore[attr-defined]
        "photo": showing.photo_url(matter, "desk"),
        "printable": showing.answer_of(matter, clock.today()) in {"valid", "not_yet"},
        "grounds": law.family("ending.ground"),
        "must_end": law.value("ending") == "must_end",
        "ending": law.find("ending"),
        "raised": law.find(matter.raised_ground) if matter.raised_ground else None,
        "before": matter.follows,
        "after": getattr(matter, "followed_by", None),
    }
    return render(request, "roster/appointment_desk.html", context)


@page(
    face="desk",
    path="desk/appointments/<str:number>/letter.pdf",
    name="letter",
    may=READERS,
    methods=("GET",),
)
def letter(request: HttpRequest, number: str) -> HttpResponse:
    return showing.paper(matter_or_404(request, Appointment, number), "letter")


@page(
    face="desk", path="desk/appointments/<str:number>/badge.pdf", name="badge", may=READERS, methods=("GET",)
)
def badge(request: HttpRequest, number: str) -> HttpResponse:
    return showing.paper(matter_or_404(request, Appointment, number), "badge")


@page(
    face="desk",
    path="desk/appointments/<str:number>/photo.jpg",
    name="portrait",
    may=READERS,
    methods=("GET",),
)
def portrait(request: HttpRequest, number: str) -> HttpResponse:
    return showing.portrait(matter_or_404(request, Appointment, number))


# The other chapters of the roster's desk declare their pages where they are written.
from zhongdu.roster import ending_desk, register_desk, renewal_desk  # noqa: E402, F401
