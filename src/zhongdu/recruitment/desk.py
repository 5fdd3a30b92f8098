"""Officers' pages: notices, applications, review, lists for public notice, objections."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhongdu import files, vault
from zhongdu.acts.models import Matter
from zhongdu.acts.performing import perform, perform_all
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.kit import lists
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.matters import band, matter_context, matter_or_404, page_of, unmasked
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Fact, Offer, Tone
from zhongdu.law.governing import Law, governing
from zhongdu.law.reliance import rests_on
from zhongdu.recruitment import acts, announcing, options, paper, particulars, queries, rules
from zhongdu.recruitment import inviting as inviting  # its pages are declared on import
from zhongdu.recruitment import settling as settling  # so are these
from zhongdu.recruitment.forms import FindForm
from zhongdu.recruitment.models import READERS, Application, Notice
from zhongdu.recruitment.pages import in_territory, sent, tone, visitor
from zhongdu.recruitment.receiving import FOUND_BY
from zhongdu.recruitment.reviewing import ReviewForm
from zhongdu.scope.roles import Role

READ = frozenset(READERS)
RECRUIT = frozenset({Role.RECRUITER})
_MOST_FOUND = 50  # applications of one name

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
        "letters": queries.letters_of(matter, acts.write_to_unit.name),
    }
    return render(request, "recruitment/desk_notice.html", context)


@rests_on("notice.working_letter", kind="page")
@page(
    face="desk",
    path="desk/notices/<str:number>/letters/<int:seq>.pdf",
    name="working_letter",
    may=READ,
    methods=("GET",),
)
def working_letter(request: HttpRequest, number: str, seq: int) -> HttpResponse:
    """One of the letters that were written under a notice."""
    matter = matter_or_404(request, Notice, number)
    event = next((e for e in queries.letters_of(matter, acts.write_to_unit.name) if e.seq == seq), None)
    if event is None:
        raise Http404
    pdf = announcing.letter(matter, governing(matter.bureau, event.on), event.on, event.data["unit"])
    return announcing.answer(pdf, f"letter-{number}-{seq}")


# --- applications


@rests_on("eligibility", "selection.looks_at", kind="page")
@page(face="desk", path="desk/applications/", name="applications", may=READ, methods=("GET",))
def applications(request: HttpRequest) -> HttpResponse:
    filters = lists.Filters.read(
        request,
        lists.Choice("state", "状态", Application.State.choices),
        lists.Choice("notice", "公告", _notice_choices(request), field="notice_id"),
        lists.Choice("channel", "方式", _channel_choices(request)),
    )
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


def _posting(request: HttpRequest) -> bool:
    """Whether the visitor recruits where the law has a public notice."""
    office = inviting.own_office(request)
    return bool(office and governing(office.bureau, clock.today()).find("public_notice.period"))


@page(face="desk", path="desk/applications/<str:number>/", name="application", may=READ, methods=("GET",))
def application(request: HttpRequest, number: str) -> HttpResponse:
    matter = matter_or_404(request, Application, number)
    context = matter_context(request, matter, "desk")
    law: Law = context["law"]
    shown = _opened(request, matter, law)
    findings = queries.findings_of(matter)
    looks = queries.looks_of(matter, law, clock.today())
    channel = law.find(matter.channel)
    obstacles = _obstacles(matter, looks, findings)
    context |= {
        "tone": tone(matter), "name": _name(matter, shown), "facts": _facts(request, matter, law, shown),
        "channel": channel, "photo": queries.photo_of(matter) if "photo" in shown else None,
        "reviewed": [_line(each, findings.get(each.name)) for each in looks],
        "obstacles": obstacles, "unseen": len([each for each in looks if each.name not in findings]),
        "offered": _offered(context["offered"], obstacles),
        "objections": [(each, tone(each)) for each in matter.objections.select_related("docket", "bureau").order_by("id")],
        "printable": "whole_form" in _asked_for(request, matter), "bound": law.find("public_notice.period"),
        "ready": queries.ready_to_appoint(matter, law), "stopped": _stopped(matter, law),
    }  # fmt: skip
    return render(request, "recruitment/application.html", context)


def _obstacles(
    matter: Application, looks: list[rules.Look], findings: Mapping[str, Any]
) -> list[rules.Obstacle]:
    """What is missing before acceptance, while it is being reviewed."""
    if matter.state != Application.State.SUBMITTED:
        return []
    return rules.obstacles(looks, {name: finding.verdict for name, finding in findings.items()})


def _offered(offered: list[Offer], obstacles: list[rules.Obstacle]) -> list[Offer]:
    """Review first while something is missing; acceptance then says what keeps it."""
    if not obstacles:
        return offered
    shown = {offer.label: offer for offer in offered}
    if review := shown.pop(acts.review.label, None):
        shown = {review.label: replace(review, main=True), **shown}
    if accept := shown.get(acts.accept.label):
        shown[accept.label] = replace(accept, refusal=f"还差{len(obstacles)}项，先逐项审核")
    if back := shown.get(acts.return_for_completion.label):
        shown[back.label] = replace(back, main=False)
    return list(shown.values())


def _stopped(matter: Application, law: Law) -> str:
    """Why a person whose public notice is over still waits."""
    waiting = matter.state == Application.State.ON_NOTICE and queries.is_over(matter)
    return queries.in_the_way(matter, law) if waiting else ""


def _line(look: rules.Look, finding: Any) -> dict[str, Any]:
    kept = vault.read(finding.owner) if finding else {}
    tones = {rules.MET: "good", rules.DEPARTS: "warn", rules.UNMET: "quiet" if look.is_preference else "bad"}
    return {
        "look": look, "finding": finding, "words": kept.get("words", ""), "marks": kept.get("review_marks", []),
        "label": options.verdict_label(look, finding.verdict) if finding else "未审核",
        "tone": tones[finding.verdict] if finding else "neutral",
    }  # fmt: skip


def _asked_for(request: HttpRequest, matter: Matter) -> set[str]:
    return unmasked(matter, visitor(request))


def _opened(request: HttpRequest, matter: Application, law: Law) -> set[str]:
    """The fields that stand open for this officer now."""
    questions = particulars.asked(law)
    names = [each.name for each in (*questions.fields, *questions.apart)]
    return options.opened(_asked_for(request, matter), names)


def _name(matter: Application, shown: set[str]) -> str:
    name = queries.particulars_of(matter, "name").get("name", "")
    return name if "name" in shown else vault.masked("name", name)


def _facts(request: HttpRequest, matter: Application, law: Law, shown: set[str]) -> list[Fact]:
    questions, values = particulars.asked(law), queries.particulars_of(matter)
    may_look = any(visitor(request).has(role) for role in acts.unmask.by)
    unmask = reverse("desk:do", kwargs={"act": acts.unmask.name, "number": matter.number})
    made = []
    for each in (*questions.fields, *questions.apart):
        if each.kind in {"photo", "check", "signature"} or each.name not in {*values} - {"signed_on"}:
            continue
        value, hidden = values[each.name], each.name not in shown
        asked_as = each.name if each.name in options.APART else options.WORKING_SET
        made.append(
            Fact(
                each.label, options.starred(each.name, value) if hidden and value else value, masked=bool(hidden and value),
                reveal_url=f"{unmask}?field={asked_as}" if may_look else "",
            )
        )  # fmt: skip
    return made


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
    if kept is None or "photo" not in _opened(request, matter, governing(matter.bureau, clock.today())):
        raise Http404
    headers = {"Cache-Control": "private, no-store"}
    return HttpResponse(files.preview(kept, 480), content_type="image/jpeg", headers=headers)


@page(
    face="desk",
    path="desk/applications/<str:number>/form.pdf",
    name="application_paper",
    may=READ,
    methods=("GET",),
)
def application_paper(request: HttpRequest, number: str) -> HttpResponse:
    """The whole form, for an officer who has said why it is printed."""
    matter = matter_or_404(request, Application, number)
    if "whole_form" not in _asked_for(request, matter):
        raise PermissionDenied("打印整份报名表，请先在“查看个人信息”里写明原因。")
    return paper.answer(matter, governing(matter.bureau, clock.today()))


# --- review


@rests_on("eligibility", "selection.looks_at", "selection.best", kind="page")
@page(face="desk", path="desk/applications/<str:number>/review/", name="review", may=RECRUIT)
def review(request: HttpRequest, number: str) -> HttpResponse:
    matter = matter_or_404(request, Application, number)
    context = matter_context(request, matter, "desk")
    law: Law = context["law"]
    looks = queries.looks_of(matter, law, clock.today())
    form = ReviewForm(
        looks, queries.findings_of(matter), matter, *([request.POST] if request.method == "POST" else [])
    )
    if request.method == "POST" and form.is_valid():
        try:
            if not form.inputs["verdicts"]:
                raise Refused("nothing_found", "一项也没有认定，没有可保存的。")
            given = form.cleaned_data
            perform(
                acts.review, matter, visitor(request), key=given["key"], seen=given["seen"], **form.inputs
            )
        except Refused as refused:
            form.refused(refused)
        else:
            messages.success(request, "审核结论已保存。")
            return redirect(page_of(matter, "desk"))
    shown = _opened(request, matter, law)
    context |= {
        "form": form, "name": _name(matter, shown), "facts": _facts(request, matter, law, shown),
        "looks_at": law.find("selection.looks_at"), "best": law.find("selection.best"),
        "reviewable": matter.state == Application.State.SUBMITTED,
        "photo": queries.photo_of(matter) if "photo" in shown else None,
    }  # fmt: skip
    return render(request, "recruitment/review.html", context)


# --- lists for public notice


@page(
    face="desk",
    path="desk/applications/<str:number>/post/",
    name="post_for_public_notice",
    may=RECRUIT,
    methods=("GET",),
)
def post_one(request: HttpRequest, number: str) -> HttpResponse:
    """From one person's page to the list they may be posted with."""
    matter_or_404(request, Application, number)
    return redirect(f"{reverse('desk:post_list')}?with={number}")


@rests_on("public_notice.period", kind="page")
@page(face="desk", path="desk/public-notice/", name="post_list", may=RECRUIT)
def post_list(request: HttpRequest) -> HttpResponse:
    """Those who were accepted and now stand before the public: one list, one deed, one last day."""
    office = inviting.own_office(request)
    if office is None:
        raise PermissionDenied("您所在的局不办理选聘，没有要发布的公示。")
    law = governing(office.bureau, clock.today())
    bound = law.find("public_notice.period")
    waiting = list(
        Application.objects.filter(bureau=office.bureau, state=Application.State.ACCEPTED)
        .exclude(selected__in=Application.WAITING)
        .select_related("docket", "bureau", "notice").order_by("id")
    )  # fmt: skip
    chosen = request.POST.getlist("who") if request.method == "POST" else request.GET.getlist("with")
    form = None
    if bound and waiting:
        initial = {"key": uuid4().hex, "posted_on": clock.today()}
        form = ActForm(acts.post_for_public_notice, waiting[0], law, *sent(request), initial=initial)
        if request.method == "POST" and form.is_valid():
            posted = [row for row in waiting if row.number in chosen]
            try:
                if not posted:
                    raise Refused("nobody", "请至少选一个人。")
                perform_all(
                    acts.post_for_public_notice,
                    posted,
                    visitor(request),
                    key=form.cleaned_data["key"],
                    **form.values,
                )
            except Refused as refused:
                form.refused(refused)
            else:
                messages.success(request, f"已发布公示，共{len(posted)}人。")
                return redirect(f"{reverse('desk:applications')}?state={Application.State.ON_NOTICE}")
    people = vault.read_many([row.number for row in waiting], ["name", "employer"])
    context = {
        "form": form, "bound": bound, "law": law, "demonstration": band(law), "office": office,
        "rows": [(row, people[row.number], row.number in chosen or not chosen) for row in waiting],
        "if_today": law.last_day("public_notice.period", clock.today()), "today": clock.today(),
    }  # fmt: skip
    return render(request, "recruitment/post_list.html", context)
