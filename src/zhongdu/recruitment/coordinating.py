"""The desk's pages of letters to units: writing them, the list, one letter and whom its unit recommended."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe

from zhongdu import vault
from zhongdu.acts.registry import Act
from zhongdu.bureaus.queries import Office
from zhongdu.calendar import clock
from zhongdu.kit import lists
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.matters import band, cited, matter_context, matter_or_404
from zhongdu.kit.pages import page
from zhongdu.law.governing import Law, governing
from zhongdu.law.reliance import rests_on
from zhongdu.papers import qr_svg
from zhongdu.record.models import Event
from zhongdu.recruitment import acts, announcing, links, options, queries, rules
from zhongdu.recruitment.models import READERS, Notice, Recommendation
from zhongdu.recruitment.pages import fresh, in_territory, sent, tone, visitor
from zhongdu.scope.roles import Role

READ = frozenset(READERS)
ASK = frozenset({Role.RECRUITER, Role.LIAISON})
_DAYS = 15  # offered as the time a unit has where no notice ends it; the officer may write another


@rests_on("notice.working_letter", "channel.recommended", "channel.targeted", kind="page")
@page(face="desk", path="desk/notices/<str:number>/ask-units/", name="write_to_units", may=ASK)
def write_to_units(request: HttpRequest, number: str) -> HttpResponse:
    """Letters to units under a notice."""
    notice = matter_or_404(request, Notice, number)
    until = notice.closes_on
    return _ask(
        request, acts.write_to_units, notice, until, reverse("desk:notice", kwargs={"number": number})
    )


@rests_on("level.assisting", kind="page")
@page(face="desk", path="desk/offices/<str:number>/ask-units/", name="ask_units", may=ASK)
def ask_units(request: HttpRequest, number: str) -> HttpResponse:
    """Letters to units from a bureau, for itself or for the one above it."""
    office = matter_or_404(request, Office, number)
    until = clock.today() + timedelta(days=_DAYS)
    if chosen := queries.open_notices().filter(docket__number=request.GET.get("notice", "")).first():
        until = chosen.closes_on
    return _ask(request, acts.ask_units, office, until, reverse("desk:recommendations"))


def _ask(request: HttpRequest, act: Act, subject: Any, until: Any, back: str) -> HttpResponse:
    law = governing(subject.bureau, clock.today())
    ways = [law.rule(name) for name, _ in options.unit_channels(subject, law)]
    initial = (
        fresh(subject, request)
        | {"expires_on": until}
        | ({"channel": ways[0].name} if len(ways) == 1 else {})
    )
    form = ActForm(act, subject, law, *sent(request), initial=initial)
    if "notice" in form.fields:
        choices = [("", "不凭公告"), *options.notices_above(subject, law)]
        form.fields["notice"] = forms.ChoiceField(label="为哪份公告推荐", required=False, choices=choices)
    if form.perform(visitor(request)):
        count = len(rules.lines(form.cleaned_data["units"]))
        messages.success(request, f"已给{count}个单位写好工作联系函，打印或者发送链接都可以。")
        return redirect("desk:recommendations")
    context = {
        "act": act, "form": form, "subject": subject, "law": law, "ways": ways, "clauses": cited(act, law),
        "to": queries.recruiting_for(subject.bureau, law), "demonstration": band(law), "back": back,
    }  # fmt: skip
    return render(request, "recruitment/ask_units.html", context)


@page(face="desk", path="desk/recommendations/", name="recommendations", may=READ, methods=("GET",))
def recommendations(request: HttpRequest) -> HttpResponse:
    """The letters of one's own bureaus and those below: who was asked, and what came of it."""
    filters = lists.Filters.read(
        request,
        lists.Choice("state", "状态", Recommendation.State.choices),
        lists.Text("q", "查找", ["unit", "bureau__name"], hint="单位或医保局"),
    )
    rows = filters.narrow(in_territory(request, Recommendation).select_related("to", "notice__docket"))
    found = lists.page_of(request, queries.counted(rows), by=("-id",))
    context = {
        "found": found, "shown": [(row, tone(row)) for row in found], "filters": filters, "today": clock.today(),
        "asking": asking(request),
    }  # fmt: skip
    return render(request, "recruitment/recommendations.html", context)


def asking(request: HttpRequest) -> Office | None:
    """The office from which the visitor may write to units; the first, of several."""
    posts = visitor(request).standing(ASK)
    offices = Office.objects.filter(bureau_id__in=[post.bureau_id for post in posts])
    for office in offices.select_related("docket", "bureau").order_by("bureau__path"):
        if queries.unit_ways(office.bureau, governing(office.bureau, clock.today())):
            return office
    return None


def helping(request: HttpRequest) -> dict[str, Any] | None:
    """For a bureau that does not recruit but brings units together: its office, and the notices it may do so for."""
    office = asking(request)
    if office is None:
        return None
    law = governing(office.bureau, clock.today())
    to = queries.recruiting_for(office.bureau, law)
    if to is None or to == office.bureau:
        return None
    ways = {way.name for way in queries.unit_ways(office.bureau, law)}
    notices = [row for row in queries.open_notices().filter(bureau=to) if ways & {*row.channels}]
    return {"office": office, "to": to, "notices": notices, "assisting": law.find("level.assisting")}


@rests_on("notice.working_letter", "channel.recommended", kind="page")
@page(
    face="desk", path="desk/recommendations/<str:number>/", name="recommendation", may=READ, methods=("GET",)
)
def recommendation(request: HttpRequest, number: str) -> HttpResponse:
    """One letter: its link while it is open, then the people with their codes."""
    matter = matter_or_404(request, Recommendation, number)
    context = matter_context(request, matter, "desk")
    law: Law = context["law"]
    open_now, handles = _looked(matter, request), bool(visitor(request).standing(ASK))
    secret = links.secret_of(matter) if handles else ""
    address = links.address(secret) if secret and matter.state == Recommendation.State.OPEN else ""
    context |= {
        "tone": tone(matter), "way": law.find(matter.channel), "address": address,
        "qr": mark_safe(qr_svg(address)) if address else "",  # our own drawing
        "contact": _said(vault.read(matter.number, "contact_name", "contact_phone"), open_now),
        "people": [
            (each, _said(each.told, open_now), links.code(secret, each.person.place) if each.waits and secret else "")
            for each in queries.people_of(matter)
        ],
        "reads": _reads(request, matter),
        "unmask_url": "" if open_now or not handles else reverse(
            "desk:do", kwargs={"act": acts.unmask_recommended.name, "number": number}
        ),
    }  # fmt: skip
    context["offered"] = [each for each in context["offered"] if each.label != acts.recommend.label]
    return render(request, "recruitment/recommendation.html", context)


def _reads(request: HttpRequest, matter: Recommendation) -> bool:
    """Whether the applications that follow are the visitor's to read: those of the bureau that recruits, and above."""
    return any(matter.to.path.startswith(post.path) for post in visitor(request).standing(READERS))


def _said(told: dict[str, str], open_now: bool) -> dict[str, str]:
    return {name: value if open_now else options.starred(name, value) for name, value in told.items()}


def _looked(matter: Recommendation, request: HttpRequest) -> bool:
    """Whether this officer has, within the quarter of an hour, said why he looks at who was recommended."""
    since = clock.now() - queries.SHOWN_FOR
    events = Event.objects.filter(docket=matter.docket_id, at__gte=since, act=acts.unmask_recommended.name)
    return any(event.actor["user"] == visitor(request).user_id for event in events.order_by("seq"))


@rests_on("notice.working_letter", kind="page")
@page(
    face="desk",
    path="desk/recommendations/<str:number>/letter.pdf",
    name="working_letter",
    may=ASK | {Role.DECIDER},
    methods=("GET",),
)
def working_letter(request: HttpRequest, number: str) -> HttpResponse:
    """The letter to a unit, with its link, to print and seal."""
    matter = matter_or_404(request, Recommendation, number)
    secret = links.secret_of(matter)
    if not secret:
        raise Http404
    law = governing(matter.bureau, matter.asked_on)
    return announcing.answer(announcing.letter(matter, law, links.address(secret)), f"letter-{number}")
