"""Visits on the phone: what to do, one visit, its checklist, and going somewhere of one's own accord."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse

from zhongdu.acts.allowing import may_now, refusal_of
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.acts.registry import ACTS
from zhongdu.calendar import clock
from zhongdu.discipline.queries import not_ready, recusal
from zhongdu.fieldwork import capturing, checklists, showing, waiting
from zhongdu.fieldwork import offline as offline  # declares its pages
from zhongdu.fieldwork.acts import choose_visit, record_visit, source
from zhongdu.fieldwork.finding import finding
from zhongdu.fieldwork.forms import RecordForm, draft_of, keep_draft
from zhongdu.fieldwork.models import Visit
from zhongdu.fieldwork.queries import TO_DO, along, mine
from zhongdu.fieldwork.waiting import Q
from zhongdu.kit import lists
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.matters import band, cited, matter_context, own_or_404, page_of
from zhongdu.kit.pages import page
from zhongdu.law.choosing import ways
from zhongdu.law.governing import Law, governing
from zhongdu.roster.queries import Appointment, current, law_as_granted
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

SUPERVISOR = frozenset({Role.SUPERVISOR})
State = Visit.State
_FORGET = "forget-"  # before the number of a waiting photograph
_MOST = 50  # visits to do on one page: nobody has more


@page(face="phone", path="my/visits/", name="visits", may=SUPERVISOR, methods=("GET",))
def visits(request: HttpRequest) -> HttpResponse:
    """To do first, done below."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    assert actor.user_id is not None
    to_do = mine(actor).filter(state__in=TO_DO).order_by(F("due").asc(nulls_last=True), "id")[:_MOST]
    past = lists.page_of(request, mine(actor).exclude(state__in=TO_DO), by=("-id",))
    appointment = current(actor.user_id, clock.today())
    serves = appointment is not None and appointment.state == Appointment.State.SERVING
    return render(
        request,
        "fieldwork/phone_visits.html",
        {
            "to_do": to_do,
            "past": [(each, each.days_late(clock.today())) for each in past],
            "found": past,
            "today": clock.today(),
            "appointment": appointment if serves else None,
            "demonstration": band(governing(appointment.bureau, clock.today())) if appointment else "",
        },
    )


@page(face="phone", path="my/visits/<str:number>/", name="visit", may=SUPERVISOR, methods=("GET",))
def visit(request: HttpRequest, number: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = own_or_404(request, Visit, number)
    context = matter_context(request, found, "phone")
    can = {act.verb for act in may_now(found, actor, context["law"])}
    return render(
        request,
        "fieldwork/phone_visit.html",
        {
            **context,
            **showing.of(found),
            "can": can,
            "not_ready": not_ready(found.appointment) if found.state in TO_DO else "",
            "company": along([found])[found.pk],
            "put_off": showing.put_off(found),
            "urged": showing.told(found, "fieldwork.urge_visit"),
            "days_late": found.days_late(clock.today()),
            "give_up": next(
                (ACTS[f"fieldwork.{verb}"] for verb in ("decline_visit", "drop_visit") if verb in can), None
            ),
            "key": uuid4().hex,
            "covert": found.way == Visit.Way.COVERT,
            "has_badge": bool(law_as_granted(found.appointment).find("appointment.badge")),
            "badge": context["law"].find("badge.at_work"),
            "badge_value": context["law"].value("badge.at_work"),
            "ways": ways(context["law"], "badge.at_work"),
            "cancelled_because": showing.written(found, "fieldwork.cancel_visit"),
            "report": _report_page(found),
            "has_draft": found.state == State.ACCEPTED and bool(draft_of(found)[0]),
        },
    )


@page(face="phone", path="my/visits/<str:number>/record/", name="record_visit", may=SUPERVISOR)
def record(request: HttpRequest, number: str) -> HttpResponse:
    """The checklist: answered with the thumb, kept while one types, signed at the end."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = own_or_404(request, Visit, number)
    law = governing(found.bureau, clock.today())
    intent = request.POST.get("intent", "")
    if refusal := refusal_of(record_visit, found, actor, law):
        if intent == "autosave":
            return HttpResponse(status=409)
        if found.state != State.DONE:  # a second tap finds it done, and that is all right
            messages.warning(request, refusal)
        return redirect(page_of(found, "phone"))
    if request.method != "POST":
        draft, saved_at = draft_of(found)
        form = RecordForm(found, initial=_fresh(found, draft), waiting=list(waiting.of(found)))
        return _record_page(request, found, law, form, saved_at)
    saved_at = keep_draft(found, request.POST)
    if intent == "autosave":
        return render(request, "kit/saved.html", {"saved_at": saved_at})
    if intent.startswith(_FORGET):
        under = waiting.forget(found, intent.removeprefix(_FORGET))
        return redirect(f"{request.path}#{'id_' + Q + under if under else 'photos'}")
    unusable = waiting.keep(found, request.FILES, actor.user_id)
    if intent == "save" and not unusable:
        messages.success(request, "已保存，以后可以接着填。")
        return redirect(page_of(found, "phone"))
    form = RecordForm(found, request.POST, waiting=list(waiting.of(found)))
    if form.is_valid() and not unusable and intent != "save":
        try:
            done = _recorded(found, actor, form)
        except Refused as refused:
            form.refused(refused.fields, refused.sentence)
        else:
            messages.success(request, "已记下，谢谢您。")
            return redirect(page_of(done, "phone"))
    for name, says in unusable.items():
        form.errors.pop(name, None)  # not that it lacks: what was chosen cannot be used
        form.add_error(name, says)
    return _record_page(request, found, law, form, saved_at)


def _recorded(visit: Visit, actor: Actor, form: RecordForm) -> Visit:
    done: Visit = perform(
        record_visit,
        visit,
        actor,
        key=form.cleaned_data["key"],
        seen=form.cleaned_data["seen"],
        **waiting.brought(visit),
        **form.inputs,
    )
    return done


@page(
    face="phone",
    path="my/visits/<str:number>/record.pdf",
    name="visit_record",
    may=SUPERVISOR,
    methods=("GET",),
)
def visit_record(request: HttpRequest, number: str) -> HttpResponse:
    return showing.record(own_or_404(request, Visit, number))


@page(
    face="phone", path="my/visits/<str:number>/photos/<str:photo>/<int:width>/", name="visit_photo", may=SUPERVISOR,
    methods=("GET",),
)  # fmt: skip
def visit_photo(request: HttpRequest, number: str, photo: str, width: int) -> HttpResponse:
    return showing.photo(own_or_404(request, Visit, number).number, photo, width)


@page(
    face="phone",
    path="my/visits/<str:number>/record/photos/<str:photo>/<int:width>/",
    name="waiting_photo",
    may=SUPERVISOR,
    methods=("GET",),
)
def waiting_photo(request: HttpRequest, number: str, photo: str, width: int) -> HttpResponse:
    """One that was chosen and not yet handed in."""
    return showing.photo(waiting.owner_of(own_or_404(request, Visit, number)), photo, width)


@page(
    face="phone", path="my/visits/<str:number>/record/recordings/<str:file>/", name="waiting_recording", may=SUPERVISOR,
    methods=("GET",),
)  # fmt: skip
def waiting_recording(request: HttpRequest, number: str, file: str) -> Any:
    """A recording that was chosen and not yet handed in, to be heard again."""
    found = waiting.of(own_or_404(request, Visit, number)).filter(public_id=file).first()
    if found is None:
        raise Http404
    return capturing.serve(request, found)


@page(face="phone", path="my/appointments/<str:number>/visit/", name="choose_visit", may=SUPERVISOR)
def choose(request: HttpRequest, number: str) -> HttpResponse:
    """Going somewhere of one's own accord: find the place, choose how, begin."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    appointment = own_or_404(request, Appointment, number)
    law = governing(appointment.bureau, clock.today())
    if refusal := refusal_of(choose_visit, appointment, actor, law):
        messages.warning(request, refusal)
        return redirect("phone:discipline" if not_ready(appointment) else "phone:visits")
    where = finding(request, appointment.bureau)
    form = _choose_form(request, appointment, law, where.chosen) if where.chosen else None
    if request.method == "POST" and form and form.is_valid():
        try:
            made = perform(choose_visit, appointment, actor, key=form.cleaned_data["key"], **form.values)
        except Refused as refused:
            form.refused(refused)
        else:
            return redirect("phone:record_visit", number=made.number)
    context = {
        "appointment": appointment,
        "where": where,
        "form": form,
        "how": recusal(appointment, where.chosen, law) if where.chosen else "",
        "clauses": cited(choose_visit, law),
        "demonstration": band(law),
    }
    return render(request, "fieldwork/phone_choose.html", context)


def _record_page(
    request: HttpRequest, visit: Visit, law: Law, form: RecordForm, saved_at: Any
) -> HttpResponse:
    return render(
        request,
        "fieldwork/phone_record.html",
        {
            "visit": visit,
            "form": form,
            "saved_at": saved_at,
            "demonstration": band(law),
            "checklist": form.bound,
            "waiting": [each for each in waiting.of(visit) if not each.under],
        },
    )


def _fresh(visit: Visit, draft: dict[str, str]) -> dict[str, Any]:
    """What the form starts from: the draft, else now."""
    return {"done_at": clock.now(), **draft, "seen": visit.docket.length, "key": uuid4().hex}


def _choose_form(request: HttpRequest, appointment: Any, law: Law, institution: Any) -> ActForm:
    fitting = checklists.offered(law, appointment.bureau, institution.kind)
    form = ActForm(
        choose_visit,
        appointment,
        law,
        request.POST if request.method == "POST" else None,
        initial={
            "key": uuid4().hex,
            "institution": institution.code,
            "way": Visit.Way.OPEN,
            "checklist": fitting[0].name if fitting else "",
        },
    )
    form.fields["institution"].widget = form.fields["institution"].hidden_widget()
    form.fields["checklist"].choices = [(b.name, f"{b.rule.title}（{source(b, law)}）") for b in fitting]  # type: ignore[attr-defined]
    return form


def _report_page(visit: Visit) -> str:
    """Where a lead may be filed from this visit; "" while that page does not exist."""
    for number in ({"number": visit.appointment.number}, {}):
        try:
            return f"{reverse('phone:file_lead', kwargs=number)}?visit={visit.number}"
        except NoReverseMatch:
            continue
    return ""
