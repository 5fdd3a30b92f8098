"""What everybody may know of the roster: who serves where the list is public, whom a bureau struck off, whether a
paper is worth anything; and the door through which an appointed person first comes in."""

from typing import Any

from django import forms
from django.contrib.auth import login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header

from zhongdu import vault
from zhongdu.acts.allowing import may_act
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.fieldwork.queries import under_way
from zhongdu.kit import lists
from zhongdu.kit.matters import band, own_or_404
from zhongdu.kit.pages import page
from zhongdu.kit.passwords import Password
from zhongdu.law.governing import governing
from zhongdu.law.reliance import rests_on
from zhongdu.recruitment.queries import Application
from zhongdu.roster import ceremony, live, presenting, showing
from zhongdu.roster.acts import activate, come_in
from zhongdu.roster.models import Appointment
from zhongdu.roster.queries import (
    answer_of,
    by_code,
    by_spent_code,
    cancellations,
    law_as_granted,
    list_is_public,
    names,
    public_list,
)
from zhongdu.roster.rules import tidy_code
from zhongdu.roster.way_in import NO_SUCH_CODE, token
from zhongdu.scope.models import Bureau

_MOST_PRINTED = 5000  # people on one printed list

# --- the list ----------------------------------------------------------------------------------------


@rests_on("appointment.list_public", kind="page")
@page(face="public", path="supervisors/", name="supervisors", may="public", methods=("GET",))
def supervisors(request: HttpRequest) -> HttpResponse:
    """The bureaus whose list of supervisors is public."""
    serving = Appointment.objects.filter(state=Appointment.State.SERVING)
    found = lists.page_of(request, Bureau.objects.filter(pk__in=serving.values("bureau")), by=("path", "id"))
    today = clock.today()
    shown = [
        (bureau, public_list(bureau, today).count())
        for bureau in found
        if list_is_public(governing(bureau, today))
    ]
    return render(request, "roster/supervisors.html", {"found": found, "shown": shown, "demonstration": ""})


@rests_on("appointment.list_public", kind="page")
@page(
    face="public", path="supervisors/<str:code>/", name="bureau_supervisors", may="public", methods=("GET",)
)
def bureau_supervisors(request: HttpRequest, code: str) -> HttpResponse:
    """One bureau's list: names, since when, and nothing more."""
    bureau = get_object_or_404(Bureau, code=code)
    law = governing(bureau, clock.today())
    if not list_is_public(law):
        raise Http404("这个局所依的办法没有要求公布名单。")
    found = lists.page_of(request, public_list(bureau, clock.today()), by=("letter_number",), size=50)
    called = names(found)
    context = {
        "place": bureau,
        "rule": law.rule("appointment.list_public"),
        "found": found,
        "shown": [(row, called[row.number]) for row in found],
        "demonstration": band(law),
        "today": clock.today(),
    }
    return render(request, "roster/bureau_supervisors.html", context)


@rests_on("appointment.list_public", kind="page")
@page(
    face="public",
    path="supervisors/<str:code>/list.pdf",
    name="supervisors_paper",
    may="public",
    methods=("GET",),
)
def supervisors_paper(request: HttpRequest, code: str) -> HttpResponse:
    """The same list whole, to be printed and put up."""
    bureau = get_object_or_404(Bureau, code=code)
    today = clock.today()
    listed = list(public_list(bureau, today)[:_MOST_PRINTED])
    if not listed:
        raise Http404("这个局没有公布的名单。")
    pdf = ceremony.published(bureau, governing(bureau, today), listed, today)
    headers = {"Content-Disposition": content_disposition_header(False, f"{bureau.name}社会监督员名单.pdf")}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@rests_on("ending.ground", kind="page")
@page(face="public", path="cancellations/", name="cancellations", may="public", methods=("GET",))
def cancelled(request: HttpRequest) -> HttpResponse:
    """Those whose measure says that their ending is announced."""
    found = lists.page_of(request, cancellations(), by=("-announced_on", "-id"))
    called = names(found)
    shown = [(row, called[row.number], row.ground and law_as_granted(row).find(row.ground)) for row in found]
    context = {
        "found": found,
        "shown": shown,
        "demonstration": next((band(law_as_granted(row)) for row in found if row.demonstration), ""),
    }
    return render(request, "roster/cancellations.html", context)


# --- verifying ---------------------------------------------------------------------------------------


@page(face="public", path="v/", name="verify_start", may="public", methods=("GET",))
def verify_start(request: HttpRequest) -> HttpResponse:
    """For whoever cannot scan: the code is printed under the picture."""
    if code := tidy_code(request.GET.get("code", "")):
        return redirect("public:verify", code=code[:40])
    return render(request, "roster/verify_start.html", {"demonstration": ""})


@rests_on("appointment.letter", "appointment.badge", kind="page")
@page(face="public", path="v/<str:code>/", name="verify", may="public", methods=("GET",))
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """What a letter or badge is worth now. An unknown code gets the same page, and the same time to answer."""
    return _worth(request, code, by_code(code), by_spent_code(code))


@rests_on("badge.at_work", "cooperation", kind="page")
@page(face="public", path="v/<str:code>/<str:token>/", name="verify_shown", may="public", methods=("GET",))
def verify_shown(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """The same for a code scanned off a phone's screen: whether it was shown just now, and on which open visit. One
    that was not made here is unknown, like any other."""
    shown, found, spent = live.read(code, token), by_code(code), by_spent_code(code)
    if shown is None:
        return _worth(request, code, None, None)
    fresh = found is not None and shown.is_fresh(clock.now(), presenting.period(found))
    visit = under_way(found.user_id, shown.visit) if found and fresh and shown.visit else None
    if visit and found and visit.appointment_id != found.pk:
        visit = None
    told = {"shown": shown, "fresh": fresh, "visit": visit}
    if visit:
        told["cooperation"] = governing(visit.bureau, clock.today()).find("cooperation")
    return _worth(request, code, found, spent, **told)


def _worth(request: HttpRequest, code: str, found: Any, spent: Any, **told: Any) -> HttpResponse:
    today = clock.today()
    context: dict[str, Any] = {
        "found": found,
        "spent": spent,
        "now": clock.now(),
        "demonstration": "",
        **told,
    }
    if found:
        answer = answer_of(found, today)
        context |= {
            "answer": answer,
            "chip": showing.ANSWERS[answer],
            "name": _told(found) if answer in {"valid", "not_yet"} else "",
            "demonstration": band(law_as_granted(found)),
        }
    response = render(request, "roster/verify.html", context, status=200 if found or spent else 404)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _told(appointment: Appointment) -> str:
    """The name, to be compared with the paper: whole where the list is public anyway, elsewhere masked. Of whoever
    serves no more it is not told at all."""
    name = names([appointment])[appointment.number]
    return name if list_is_public(law_as_granted(appointment)) else vault.masked("name", name)


# --- the first sign-in -------------------------------------------------------------------------------


# The act's own page instead of the kit's common one: it asks for a password, which no act may hold.
@page(face="public", path="activate/<str:number>/", name=activate.verb, may="public")
def open_account(request: HttpRequest, number: str) -> HttpResponse:
    """By receipt code, once: choose a password, and the account is open."""
    application = own_or_404(request, Application, number)
    law = governing(application.bureau, clock.today())
    try:
        may_act(activate, application, request.actor, law)  # type: ignore[attr-defined]
    except Refused as refused:
        return render(
            request,
            "roster/activate.html",
            {"refusal": refused.sentence, "demonstration": band(law)},
            status=409,
        )
    appointment = application.appointment
    form = Password(appointment.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            perform(activate, application, request.actor)  # type: ignore[attr-defined]
            appointment.user.set_password(form.cleaned_data["first"])
            appointment.user.save(update_fields=["password"])
        login(request, appointment.user, backend="django.contrib.auth.backends.ModelBackend")
        return redirect("phone:me")
    context = {
        "form": form,
        "refusal": "",
        "letter_number": appointment.letter_number,
        "demonstration": band(law),
    }
    return render(request, "roster/activate.html", context)


class WayIn(Password):
    code = forms.CharField(
        label="开通码", max_length=60, help_text="医保局交给您的那一串字母和数字", widget=forms.TextInput(attrs={"autocomplete": "off"})
    )  # fmt: skip
    field_order = ("code", "first", "again")


@page(face="public", path="come-in/", name=come_in.verb, may="public")
def come_in_by_code(request: HttpRequest) -> HttpResponse:
    """For whoever was appointed on paper: the code from the bureau, once, and the account is open."""
    hashed = token(request.POST.get("code", "")[:60])
    found = Appointment.objects.select_related("user", "docket", "bureau").filter(way_in=hashed).first()
    form = WayIn(found.user if found else None, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if found is None:
                raise Refused("no_such_code", NO_SUCH_CODE, fields={"code": NO_SUCH_CODE})
            with transaction.atomic():
                perform(come_in, found, request.actor, hashed=hashed)  # type: ignore[attr-defined]
                found.user.set_password(form.cleaned_data["first"])
                found.user.save(update_fields=["password"])
        except Refused as refused:
            form.add_error("code", refused.says)
        else:
            login(request, found.user, backend="django.contrib.auth.backends.ModelBackend")
            return redirect("phone:me")
    return render(request, "roster/come_in.html", {"form": form, "demonstration": ""})
