"""A supervisor's own page: the badge, the term, the particulars, and the rules that bind."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from zhongdu.calendar import clock
from zhongdu.kit.matters import matter_context, own_or_404
from zhongdu.kit.pages import page
from zhongdu.law.governing import Law
from zhongdu.law.pack import Bound
from zhongdu.law.reliance import rests_on
from zhongdu.roster import presenting, showing
from zhongdu.roster.models import Appointment
from zhongdu.roster.queries import current, names
from zhongdu.scope.roles import Role

MINE = frozenset({Role.SUPERVISOR})
BINDS = ("recusal", "badge.at_work", "media.approval", "appointment.unpaid", "breach.transfer")
OWED = ("cooperation", "reward", "incentive", "working_conditions")  # what others owe a supervisor, or grant
RECUSAL = {
    "interest": "与监督的事项有利害关系的，应当回避",
    "interest_that_may_impair": "有利害关系、可能影响公正的，应当回避",
}


@page(face="phone", path="my/card/", name="me", may=MINE, methods=("GET",))
def me(request: HttpRequest) -> HttpResponse:
    mine = current(request.actor.user_id, clock.today())  # type: ignore[attr-defined]
    if mine is None:
        raise Http404
    return _page(request, mine)


@page(face="phone", path="my/appointments/<str:number>/", name="appointment", may=MINE, methods=("GET",))
def appointment(request: HttpRequest, number: str) -> HttpResponse:
    return _page(request, own_or_404(request, Appointment, number))


def _page(request: HttpRequest, matter: Appointment) -> HttpResponse:
    context = matter_context(request, matter, "phone")
    name = names([matter])[matter.number]
    context |= {
        "name": name,
        "chip": showing.chip(matter, clock.today()),
        "card": showing.card(matter, name, "phone"),
        "checked_at": clock.now(),
        "verb": presenting.verb(matter),
        **presenting.code(matter),
        "term": showing.term_facts(matter, context["law"]),
        "particulars": showing.own_facts(matter),
        "printable": showing.answer_of(matter, clock.today()) in {"valid", "not_yet"},
        "tasks": context["law"].family("task"),
        "binding": binding(context["law"]),
        "granted": granted(context["law"]),
        "duties": context["duties"].filter(Q(person=matter.user_id) | Q(owed_to=matter.user_id)),
        "others": _others(matter),
        "not_renewed": showing.why_not_renewed(matter) if matter.not_renewing_on else "",
        "after": getattr(matter, "followed_by", None),
    }
    return render(request, "roster/me.html", context)


@rests_on("task", "discipline", *BINDS, kind="page")
def binding(law: Law) -> list[tuple[Bound, str]]:
    """What the law asks of a supervisor's conduct, each clause once, in a few words."""
    disciplines = law.family("discipline")
    said = {bound.address for bound in disciplines}
    more = [bound for word in BINDS if (bound := law.find(word)) and bound.address not in said]
    recuse = RECUSAL.get(law.value("recusal"))
    return [
        (bound, recuse if recuse and bound.name == "recusal" else bound.label) for bound in disciplines + more
    ]


@rests_on(*OWED, kind="page")
def granted(law: Law) -> list[Bound]:
    """What a supervisor may count on by the governing law."""
    return [bound for word in OWED if (bound := law.find(word))]


def _others(matter: Appointment) -> list[tuple[Appointment, Any]]:
    rows = Appointment.objects.select_related("docket", "bureau").filter(user=matter.user_id)
    today = clock.today()
    return [(row, showing.chip(row, today)) for row in rows.exclude(pk=matter.pk).order_by("-since", "-id")]


@page(face="phone", path="my/appointments/<str:number>/letter.pdf", name="letter", may=MINE, methods=("GET",))
def letter(request: HttpRequest, number: str) -> HttpResponse:
    return showing.paper(own_or_404(request, Appointment, number), "letter")


@page(face="phone", path="my/appointments/<str:number>/badge.pdf", name="badge", may=MINE, methods=("GET",))
def badge(request: HttpRequest, number: str) -> HttpResponse:
    return showing.paper(own_or_404(request, Appointment, number), "badge")


@page(
    face="phone", path="my/appointments/<str:number>/photo.jpg", name="portrait", may=MINE, methods=("GET",)
)
def portrait(request: HttpRequest, number: str) -> HttpResponse:
    return showing.portrait(own_or_404(request, Appointment, number))


# The other chapter of the roster's phone declares its page where it is written.
from zhongdu.roster import changing_phone  # noqa: E402, F401
