"""Officers' pages: notices, applications, review, lists for public notice, objections."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from zhongdu import files, vault
from zhongdu.calendar import clock
from zhongdu.kit import beside, lists
from zhongdu.kit.matters import matter_context, matter_or_404
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Offer, Tone
from zhongdu.law.governing import Law, governing
from zhongdu.law.reliance import rests_on
from zhongdu.recruitment import acts, options, paper, queries, rules, showing
from zhongdu.recruitment import bringing as bringing  # its pages are declared on import
from zhongdu.recruitment import calling_pages as calling_pages  # so are these
from zhongdu.recruitment import coordinating as coordinating  # so are these
from zhongdu.recruitment import inviting as inviting  # so are these
from zhongdu.recruitment import posted as posted  # so are these
from zhongdu.recruitment import reviewing as reviewing  # so are these
from zhongdu.recruitment import second_look as second_look  # so are these
from zhongdu.recruitment import settling as settling  # so are these
from zhongdu.recruitment.forms import FindForm
from zhongdu.recruitment.models import READERS, Application, Notice, Recommendation
from zhongdu.recruitment.pages import in_territory, sent, tone, visitor
from zhongdu.recruitment.receiving import FOUND_BY
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

READ = frozenset(READERS)
RECRUIT = frozenset({Role.RECRUITER})
_MOST_FOUND = 50  # applications of one name
_MOST_SHOWN = 100  # letters on the page of a notice; all are on their list

# --- notices


@page(face="desk", path="desk/notices/", name="notices", may=READ, methods=("GET",))
def notices(request: HttpRequest) -> HttpResponse:
    filters = lists.Filters.read(
        request,
        lists.Choice("state", "状态", Notice.State.choices),
        lists.Text("q", "查找", ["title"], hint="标题"),
    )
    rows = filters.narrow(in_territory(request, Notice))
    found = lists.page_of(request, rows, by=("-id",))
    context = {
        "found": found,
        "filters": filters,
        "today": clock.today(),
        "drafting": _drafting(request),
        "helping": coordinating.helping(request),
        "slots": beside.shown("recruitment", request, None),
    }
    return render(request, "recruitment/desk_notices.html", context)


def _drafting(request: HttpRequest) -> str:
    """Where a notice is drafted: at the one bureau where the visitor recruits."""
    office = inviting.own_office(request)
    return (
        reverse("desk:do", kwargs={"act": acts.draft_notice.name, "number": office.number}) if office else ""
    )


@page(face="desk", path="desk/notices/<str:number>/", name="notice", may=READ, methods=("GET",))
def notice(request: HttpRequest, number: str) -> HttpResponse:
    matter = matter_or_404(request, Notice, number)
    context = matter_context(request, matter, "desk")
    law: Law = context["law"]
    states = Counter(Application.objects.filter(notice=matter).values_list("state", flat=True))
    number_rule = law.find("selection.number")
    context |= {
        "tone": tone(matter),
        "channels": [bound for bound in law.family("channel") if bound.name in matter.channels],
        "counts": [(state.label, states[state]) for state in Application.State if states[state]],
        "number_rule": number_rule,
        "letters": _letters(request, matter),
        "attachments": options.attachments(matter, law),
    }
    return render(request, "recruitment/desk_notice.html", context)


def _letters(request: HttpRequest, notice: Notice) -> list[tuple[Any, Tone]]:
    """The letters under a notice that are the visitor's to see: a notice is everybody's, its letters are not."""
    rows = queries.counted(in_territory(request, Recommendation).filter(notice=notice))
    return [(row, tone(row)) for row in rows.order_by("id")[:_MOST_SHOWN]]


# --- applications


class _SecondLook:
    """Narrow a list to what waits for this officer's second look, where the bureau has two people review."""

    name, label, kind = "review", "复核", "choice"
    choices = (("again", "等我复核"),)

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    def accepts(self, value: str) -> bool:
        return value == "again"

    def narrow(self, queryset: Any, value: str) -> Any:
        return queryset.filter(pk__in=queries.to_look_at_again(self.actor).values("pk"))


@rests_on("eligibility", "selection.looks_at", kind="page")
@page(face="desk", path="desk/applications/", name="applications", may=READ, methods=("GET",))
def applications(request: HttpRequest) -> HttpResponse:
    offered: list[Any] = [
        lists.Choice("state", "状态", Application.State.choices),
        lists.Choice("notice", "公告", _notice_choices(request), field="notice_id"),
        lists.Choice("channel", "方式", _channel_choices(request)),
    ]
    if _two_review(request):
        offered.append(_SecondLook(visitor(request)))
    filters = lists.Filters.read(request, *offered)
    rows = filters.narrow(in_territory(request, Application).select_related("notice__docket"))
    found = lists.page_of(request, rows, by=("-id",))
    shown = _shown(found)
    context = {
        "found": found, "shown": shown, "filters": filters, "channels": dict(_channel_choices(request)),
        "office": inviting.own_office(request), "posting": _posting(request),
    }  # fmt: skip
    return render(request, "recruitment/applications.html", context)


def _shown(rows: Iterable[Application]) -> list[tuple[Application, str, Tone]]:
    """Rows of a list, each with the person's name as a list may show it."""
    listed = list(rows)
    people = vault.read_many([row.number for row in listed], ["name"])
    return [(row, vault.masked("name", people[row.number].get("name", "")), tone(row)) for row in listed]


@page(face="desk", path="desk/find-applicant/", name="find_applicant", may=READ)
def find_applicant(request: HttpRequest) -> HttpResponse:
    """A person's applications by a whole name, ID or telephone number; sent in the body, so that no log has it."""
    form = FindForm(*sent(request))
    asked = request.method == "POST" and form.is_valid()
    found: list[Application] = []
    if asked:
        who = form.cleaned_data["who"]
        owners = {owner for name in FOUND_BY for owner in vault.find(name, who)}
        rows = in_territory(request, Application).filter(docket__number__in=owners)
        found = list(rows.select_related("notice__docket").order_by("-id")[:_MOST_FOUND])
    context = {
        "form": form, "asked": asked, "shown": _shown(found), "channels": dict(_channel_choices(request)),
    }  # fmt: skip
    return render(request, "recruitment/find_applicant.html", context)


def _notice_choices(request: HttpRequest) -> list[tuple[str, str]]:
    return [(str(row.pk), row.title) for row in in_territory(request, Notice).order_by("-id")[:50]]


def _channel_choices(request: HttpRequest) -> list[tuple[str, str]]:
    """The ways of the laws that govern the visitor's bureaus."""
    found: dict[str, str] = {}
    for bureau in inviting.own_bureaus(request):
        for bound in governing(bureau, clock.today()).family("channel"):
            found.setdefault(bound.name, bound.label)
    return list(found.items())


def _two_review(request: HttpRequest) -> bool:
    """Whether two people review at one of the visitor's bureaus."""
    return any(rules.REVIEWERS.of(bureau) == "two" for bureau in inviting.own_bureaus(request))


def _posting(request: HttpRequest) -> bool:
    """Whether the visitor recruits where the law has a public notice."""
    office = inviting.own_office(request)
    return bool(office and governing(office.bureau, clock.today()).find("public_notice.period"))


@page(face="desk", path="desk/applications/<str:number>/", name="application", may=READ, methods=("GET",))
def application(request: HttpRequest, number: str) -> HttpResponse:
    matter = matter_or_404(request, Application, number)
    context = matter_context(request, matter, "desk")
    law: Law = context["law"]
    shown = showing.opened(request, matter, law)
    findings = queries.findings_of(matter)
    looks = queries.looks_of(matter, law, clock.today())
    channel = law.find(matter.channel)
    obstacles = queries.obstacles_of(matter, looks) if matter.state == Application.State.SUBMITTED else []
    context |= {
        "tone": tone(matter), "name": showing.name_of(matter, shown), "facts": showing.facts_of(request, matter, law, shown),
        "channel": channel, "photo": queries.photo_of(matter) if "photo" in shown else None,
        "reviewed": showing.by_way(looks, showing.lines(looks, findings)), "conditions": len(looks),
        "two_review": rules.REVIEWERS.of(matter.bureau) == "two",
        "obstacles": obstacles, "unseen": len([each for each in looks if each.name not in findings]),
        "offered": _offered(context["offered"], obstacles),
        "objections": [(each, tone(each)) for each in matter.objections.select_related("docket", "bureau").order_by("id")],
        "printable": "whole_form" in showing.asked_for(request, matter), "bound": law.find("public_notice.period"),
        "ready": queries.ready_to_appoint(matter, law), "stopped": _stopped(matter, law),
    }  # fmt: skip
    return render(request, "recruitment/application.html", context)


def _offered(offered: list[Offer], obstacles: list[rules.Obstacle]) -> list[Offer]:
    """Review first while something is missing; acceptance then says what keeps it."""
    if not obstacles:
        return offered
    shown = {offer.label: offer for offer in offered}
    reviewed = all("复核" in each.says for each in obstacles)  # found whole: somebody else's turn
    for act, first in ((acts.second_review, reviewed), (acts.review, not reviewed)):
        if offer := shown.pop(act.label, None):
            shown = {offer.label: replace(offer, main=first), **shown}
    if accept := shown.get(acts.accept.label):
        shown[accept.label] = replace(accept, refusal=f"还差{len(obstacles)}项，先逐项审核")
    if back := shown.get(acts.return_for_completion.label):
        shown[back.label] = replace(back, main=False)
    return list(shown.values())


def _stopped(matter: Application, law: Law) -> str:
    """Why a person whose public notice is over still waits."""
    waiting = matter.state == Application.State.ON_NOTICE and queries.is_over(matter)
    return queries.in_the_way(matter, law) if waiting else ""


@page(
    face="desk",
    path="desk/applications/<str:number>/photo.jpg",
    name="applicant_photo",
    may=READ,
    methods=("GET",),
)
def applicant_photo(request: HttpRequest, number: str) -> HttpResponse:
    matter = matter_or_404(request, Application, number)
    kept = queries.photo_of(matter)
    if kept is None or "photo" not in showing.opened(
        request, matter, governing(matter.bureau, clock.today())
    ):
        raise Http404
    headers = {"Cache-Control": "private, no-store"}
    return HttpResponse(files.preview(kept, 480), content_type="image/jpeg", headers=headers)


@page(
    face="desk",
    path="desk/applications/<str:number>/form.<str:kind>",
    name="application_paper",
    may=READ,
    methods=("GET",),
)
def application_paper(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """The whole form, PDF or Word, for an officer who has said why it is printed."""
    matter = matter_or_404(request, Application, number)
    if "whole_form" not in showing.asked_for(request, matter):
        raise PermissionDenied("打印整份报名表，请先在“查看个人信息”里写明原因。")
    return paper.answer(matter, governing(matter.bureau, clock.today()), paper.kind(kind))
