"""A supervisor's own side of discipline: promise and interests, obstruction, asking before publishing, one's cases."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from zhongdu.acts.registry import Act
from zhongdu.calendar import clock
from zhongdu.discipline import acts, evidence, pledging, queries, showing
from zhongdu.discipline.models import Breach, MediaRequest, Obstruction, RecusalQuestion
from zhongdu.discipline.rules import CONFIRMING, UNDERTAKING
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.act_pages import act_page
from zhongdu.kit.matters import band, matter_context, own_or_404
from zhongdu.kit.pages import page
from zhongdu.law.governing import governing
from zhongdu.law.reliance import rests_on
from zhongdu.roster.queries import Appointment, current
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

MAY = frozenset({Role.SUPERVISOR})
_OWN = (Breach, RecusalQuestion, Obstruction, MediaRequest)
_MOST = 20  # of each kind on the page: nobody has more that is recent


@rests_on("discipline", "recusal", "media.approval", "cooperation", kind="page")
@page(face="phone", path="my/discipline/", name="discipline", may=MAY, methods=("GET",))
def discipline(request: HttpRequest) -> HttpResponse:
    """Everything of one's own in one place: what was promised and declared, what was brought, what became of it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    assert actor.user_id is not None, "a supervisor is signed in"
    appointment, today = current(actor.user_id, clock.today()), clock.today()
    if appointment is None:
        raise Http404
    law = governing(appointment.bureau, today)
    context = {
        "appointment": appointment,
        "serves": appointment.state == Appointment.State.SERVING,
        "signed": queries.signed(appointment),
        "asked_to_sign": UNDERTAKING.of(appointment.bureau) != "free",
        "interests": queries.interests_of(actor.user_id),
        "confirmed_on": queries.confirmed_on(actor.user_id),
        "must_confirm": queries.must_confirm(appointment, today),
        "confirming": CONFIRMING.said(appointment.bureau),
        "media": law.find("media.approval"),
        "recusal": law.find("recusal"),
        "own": _own(actor),
        "law": law,
        "demonstration": band(law),
    }
    return render(request, "discipline/phone_discipline.html", context)


def _own(actor: Actor) -> list[tuple[Any, str]]:
    """One's own matters of discipline, the newest first."""
    found = [
        row
        for kind in _OWN
        for row in kind.objects.visible_to(actor)
        .filter(kind.held_by(actor))
        .select_related("docket")
        .order_by("-id")[:_MOST]
    ]
    found.sort(key=lambda row: row.docket.opened_at, reverse=True)
    return [(row, f"phone:{row._meta.model_name}", showing.chip(row)) for row in found]  # type: ignore[misc]


# --- promising and declaring ------------------------------------------------------------------------------


def _promise(request: HttpRequest, number: str, act: Act, **more: Any) -> HttpResponse:
    """The page of an act on one's own appointment that leads back to the page of discipline."""
    appointment = own_or_404(request, Appointment, number)
    form = ActForm.of(request, act, appointment, governing(appointment.bureau, clock.today()))
    beside = {"text": "", "interests": [], **more}
    return act_page(
        request, form, "discipline/phone_promise.html", then=lambda _: _onwards(act, form, appointment), back="", **beside
    )  # fmt: skip


def _onwards(act: Act, form: ActForm, appointment: Appointment) -> str:
    if act is acts.sign_undertaking and form.values.get("interests") == pledging.SOME:
        return reverse("phone:declare_interest", kwargs={"number": appointment.number})
    return reverse("phone:discipline")


@page(face="phone", path="my/appointments/<str:number>/undertaking/", name="sign_undertaking", may=MAY)
def sign_undertaking(request: HttpRequest, number: str) -> HttpResponse:
    appointment = own_or_404(request, Appointment, number)
    text = pledging.text_for(appointment, governing(appointment.bureau, clock.today()))
    return _promise(request, number, acts.sign_undertaking, text=text)


@page(face="phone", path="my/appointments/<str:number>/interests/", name="declare_interest", may=MAY)
def declare_interest(request: HttpRequest, number: str) -> HttpResponse:
    return _promise(request, number, acts.declare_interest)


@page(face="phone", path="my/appointments/<str:number>/interests/over/", name="end_interest", may=MAY)
def end_interest(request: HttpRequest, number: str) -> HttpResponse:
    return _promise(request, number, acts.end_interest)


@page(face="phone", path="my/appointments/<str:number>/interests/confirm/", name="confirm_interests", may=MAY)
def confirm_interests(request: HttpRequest, number: str) -> HttpResponse:
    own = queries.interests_of(own_or_404(request, Appointment, number).user_id)
    return _promise(request, number, acts.confirm_interests, interests=own)


# --- one's own matters ------------------------------------------------------------------------------------


def _matter(request: HttpRequest, kind: Any, number: str) -> HttpResponse:
    found = own_or_404(request, kind, number)
    context = matter_context(request, found, "phone")
    context |= {
        "chip": showing.chip(found),
        "kind": kind._meta.model_name,
        "facts": showing.own_facts(found, context["law"]),
        "said": showing.said(found, to_them=True),
        "pieces": [] if kind is Breach else showing.pieces(found, "phone"),
    }
    return render(request, "discipline/phone_matter.html", context)


@page(face="phone", path="my/breaches/<str:number>/", name="breach", may=MAY, methods=("GET",))
def breach(request: HttpRequest, number: str) -> HttpResponse:
    """What is held against me, until when I may answer, what was decided; never who spoke."""
    return _matter(request, Breach, number)


@page(face="phone", path="my/recusals/<str:number>/", name="recusalquestion", may=MAY, methods=("GET",))
def recusalquestion(request: HttpRequest, number: str) -> HttpResponse:
    return _matter(request, RecusalQuestion, number)


@page(face="phone", path="my/obstructions/<str:number>/", name="obstruction", may=MAY, methods=("GET",))
def obstruction(request: HttpRequest, number: str) -> HttpResponse:
    return _matter(request, Obstruction, number)


@page(face="phone", path="my/publishing/<str:number>/", name="mediarequest", may=MAY, methods=("GET",))
def mediarequest(request: HttpRequest, number: str) -> HttpResponse:
    return _matter(request, MediaRequest, number)


@page(
    face="phone",
    path="my/discipline/<str:word>/<str:number>/files/<str:file>/",
    name="discipline_file",
    may=MAY,
    methods=("GET",),
)
def discipline_file(request: HttpRequest, word: str, number: str, file: str) -> Any:
    """A file one brought oneself; those of a case against oneself are the bureau's."""
    if word not in {"obstruction", "mediarequest"}:
        raise Http404
    return evidence.serve(request, own_or_404(request, showing.KINDS[word], number), file)
