"""Everybody's pages: notices, people on public notice, objections, and the way back by receipt code."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from zhongdu import files, vault
from zhongdu.acts.models import fetch
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.files import serving
from zhongdu.kit import lists
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.matters import band, matter_context, matter_or_404, own_or_404
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Step
from zhongdu.law.governing import Law, governing
from zhongdu.law.pack import Bound
from zhongdu.law.reliance import rests_on
from zhongdu.law.shapes import Strength
from zhongdu.recruitment import acts, announcing, drafts, options, paper, receipts, rules
from zhongdu.recruitment import applying as applying  # its pages are declared on import
from zhongdu.recruitment import units as units  # so are these
from zhongdu.recruitment.forms import FollowForm
from zhongdu.recruitment.models import Application, Notice, Objection
from zhongdu.recruitment.outlets import of_postings
from zhongdu.recruitment.pages import sent, tone, visitor
from zhongdu.recruitment.queries import (
    ATTACHED,
    bureaus_under_measures,
    last_words,
    on_notice,
    published_on,
    state_before,
)
from zhongdu.scope.models import Bureau

_MOST_BUREAUS = 60  # on one page; whoever looks for another asks that bureau

# --- notices


@rests_on("notice.publishing", kind="page")
@page(face="public", path="notices/", name="notices", may="public", methods=("GET",))
def notices(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    filters = lists.Filters.read(
        request,
        lists.Choice(
            "state", "状态", [(state, str(state.label)) for state in (Notice.State.OPEN, Notice.State.CLOSED)]
        ),
        lists.Text("q", "查找", ["title", "bureau__name"], hint="标题或医保局"),
    )
    published = Notice.objects.filter(Notice.open_to_all())
    rows = filters.narrow(published.select_related("docket", "bureau"))
    found = lists.page_of(request, rows, by=("-closes_on", "-id"))
    context = {
        "found": found,
        "filters": filters,
        "today": today,
        "without": _ways_without_notice(),
        "demonstration": "",
    }
    return render(request, "recruitment/notices.html", context)


def _ways_without_notice() -> list[dict[str, Any]]:
    """The bureaus one may apply to without waiting for a notice, each with the clauses that let one."""
    found, today = [], clock.today()
    for bureau in bureaus_under_measures(today)[:_MOST_BUREAUS]:
        law = governing(bureau, today)
        level = law.find("level.recruiting")
        ways = rules.own_ways(law.family("channel"), with_notice=False)
        if ways and (level is None or bureau.level in level.rule.levels):
            found.append({"bureau": bureau, "ways": ways, "demonstration": law.demonstration})
    return found


@rests_on("notice.publishing", "eligibility", "channel", "selection.number", kind="page")
@page(face="public", path="notices/<str:number>/", name="notice", may="public", methods=("GET",))
def notice(request: HttpRequest, number: str) -> HttpResponse:
    matter = own_or_404(request, Notice, number)
    return render(request, "recruitment/notice.html", notice_context(matter))


def notice_context(matter: Notice) -> dict[str, Any]:
    """What the page of a notice shows: what it says, by which ways, on which conditions of the law, with which files."""
    law, today = governing(matter.bureau, clock.today()), clock.today()
    channels = [bound for bound in law.family("channel") if bound.name in matter.channels]
    return {
        "matter": matter, "law": law, "channels": channels, "conditions": law.family("eligibility"),
        "origins": _origins(law), "demonstration": band(law), "today": today,
        "is_open": matter.state == Notice.State.OPEN and matter.opens_on <= today <= matter.closes_on,
        "may_apply": rules.own_ways(channels, with_notice=True), "tone": tone(matter),
        "attachments": options.attachments(matter, law), "form": law.find("application.form"),
        "steps": [Step(step.label, "ahead") for step in rules.progress("submitted", has_public_notice=_noticed(law))],
    }  # fmt: skip


@page(
    face="public", path="notices/<str:number>/notice.pdf", name="notice_paper", may="public", methods=("GET",)
)
def notice_paper(request: HttpRequest, number: str) -> HttpResponse:
    """The notice as an official document, to print and seal."""
    matter = matter_or_404(request, Notice, number)
    law = governing(matter.bureau, clock.today())
    return announcing.answer(announcing.announced(matter, law, published_on(matter)), f"notice-{number}")


@page(
    face="public",
    path="notices/<str:number>/files/<str:file>/",
    name="notice_file",
    may="public",
    methods=("GET",),
)
def notice_file(request: HttpRequest, number: str, file: str) -> Any:
    """A file that goes with a notice, as it came: always a download."""
    matter = matter_or_404(request, Notice, number)
    kept = files.attached(matter.number, ATTACHED).filter(public_id=file).first()
    if kept is None:
        raise Http404
    return serving.serve(request, kept, files.names([kept])[kept.public_id])


@rests_on("application.form", kind="paper")
@page(
    face="public",
    path="bureaus/<str:code>/form.<str:kind>",
    name="blank_form",
    may="public",
    methods=("GET",),
)
def blank_form(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The empty form, for whoever applies on paper."""
    bureau = get_object_or_404(Bureau, code=code, until=None)
    return paper.blank(bureau, governing(bureau, clock.today()), paper.kind(kind))


@rests_on("origin", kind="page")
def _origins(law: Law) -> list[Bound]:
    """From whom people are mainly chosen, where the measure says so."""
    return [bound for bound in law.family("origin") if bound.rule.strength is not Strength.MAY]


def _noticed(law: Law) -> bool:
    return law.find("public_notice.period") is not None


# --- public notice, and objections to it


@rests_on("public_notice.period", kind="page")
@page(face="public", path="public-notices/", name="public_notices", may="public", methods=("GET",))
def public_notices(request: HttpRequest) -> HttpResponse:
    """The people who stand on public notice today: no more of each than it takes to know who is meant."""
    found = lists.page_of(request, _on_notice(), by=("notice_ends_on", "bureau__path", "posting", "id"))
    people = vault.read_many([row.number for row in found], ["name", "employer"])
    elsewhere = of_postings({row.posting for row in found})
    groups: list[dict[str, Any]] = []
    for row in found:
        if not groups or (groups[-1]["posting"], groups[-1]["ends_on"]) != (row.posting, row.notice_ends_on):
            groups.append(_group(row) | {"outlets": elsewhere[row.posting]})
        groups[-1]["people"].append({"number": row.number, **people[row.number]})
    bands = [group["demonstration"] for group in groups if group["demonstration"]]
    context = {
        "found": found,
        "groups": groups,
        "today": clock.today(),
        "demonstration": next(iter(bands), ""),
    }
    answer = render(request, "recruitment/public_notices.html", context)
    answer["X-Robots-Tag"] = "noindex, noarchive"  # a notice ends; a search engine's copy of it would not
    return answer


def _on_notice() -> QuerySet[Application]:
    return on_notice(clock.today())


def _group(row: Application) -> dict[str, Any]:
    """Those of one list who stand to the same last day: all of them, but for whom it was extended."""
    law = governing(row.bureau, clock.today())
    assert row.posted_on is not None and row.notice_ends_on is not None
    reckoning = law.last_day("public_notice.period", row.posted_on)
    return {
        "posting": row.posting, "bureau": row.bureau, "posted_on": row.posted_on, "ends_on": row.notice_ends_on,
        "bound": law.find("public_notice.period"), "demonstration": band(law), "people": [],
        "reckoning": reckoning, "extended": reckoning is not None and row.notice_ends_on > reckoning.last,
    }  # fmt: skip


@rests_on("public_notice.period", "public_notice.objection_stops", kind="page")
@page(face="public", path="public-notices/<str:number>/object/", name="object", may="public")
def object_to(request: HttpRequest, number: str) -> HttpResponse:
    """Objecting to a person on public notice; the code of the receipt is shown once, on the answer."""
    application = get_object_or_404(_on_notice(), docket__number=number)
    law = governing(application.bureau, clock.today())
    code = receipts.tidy(request.POST.get("code", "")) or receipts.new_code()
    form = ActForm(acts.object, application, law, *sent(request, files=True), initial={"key": code})
    del form.fields["receipt"]
    if request.method == "POST" and form.is_valid():
        token = receipts.token(code)
        try:
            made = perform(
                acts.object,
                application,
                visitor(request),
                key=f"object {token}",
                receipt=token,
                **form.values,
            )
        except Refused as refused:
            form.refused(refused)
        else:
            receipts.hold(request, made.number)
            context = {"objection": made, "code": code, "demonstration": band(law)}
            return _once(render(request, "recruitment/objection_receipt.html", context))
    context = {
        "form": form, "application": application, "law": law, "code": code, "demonstration": band(law),
        "name": vault.read(application.number, "name").get("name", ""), "bound": law.find("public_notice.period"),
    }  # fmt: skip
    return render(request, "recruitment/object.html", context)


def _once(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    return answer


@page(face="public", path="objections/<str:number>/", name="objection", may="public", methods=("GET",))
def objection(request: HttpRequest, number: str) -> HttpResponse:
    """What became of an objection, for whoever raised it."""
    matter = own_or_404(request, Objection, number)
    context = matter_context(request, matter, "public") | {
        "tone": tone(matter),
        "answer": last_words(matter, acts.settle_objection.name, "reason"),
    }
    return render(request, "recruitment/objection.html", context)


# --- the way back


@page(face="public", path="follow/", name="follow", may="public")
def follow(request: HttpRequest) -> HttpResponse:
    """By receipt code and the ID's last four: to one's draft, one's application or one's objection."""
    form = FollowForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        if receipts.too_many(request):
            form.add_error(None, "试得太多了，请过十分钟再试。")
        elif answer := _found(request, form.cleaned_data["code"], form.cleaned_data["tail"]):
            return answer
        else:
            receipts.missed(request)
            form.add_error(None, "没有找到，请核对回执号和身份证号后四位。")
    held = request.session.get(receipts.SESSION, ())
    own = [_one_of(request, number) for number in held]
    context = {"form": form, "own": [each for each in own if each], "demonstration": ""}
    return render(request, "recruitment/follow.html", context)


def _found(request: HttpRequest, code: str, tail: str) -> HttpResponse | None:
    token = receipts.token(code)
    if application := Application.objects.select_related("docket").filter(receipt=token).first():
        number = vault.read(application.number, "id_number").get("id_number", "")
        if not receipts.same_tail(number, tail):
            return None
        receipts.hold(request, application.number)
        return redirect("public:application", number=application.number)
    if draft := drafts.found(code):
        number = str(drafts.typed(draft).get("id_number", "")).strip()
        if number and not receipts.same_tail(number, tail):
            return None
        return receipts.give(redirect("public:application_form"), receipts.tidy(code))
    if raised := Objection.objects.select_related("docket").filter(receipt=token).first():
        receipts.hold(request, raised.number)
        return redirect("public:objection", number=raised.number)
    return None


def _one_of(request: HttpRequest, number: str) -> dict[str, Any] | None:
    """A matter this browser has shown the code of, as a line on the page."""
    for kind in (Application, Objection):
        try:
            matter = fetch(kind, number, visitor(request))
        except Refused:
            continue
        name = f"public:{matter._meta.model_name}"
        return {"matter": matter, "url": reverse(name, kwargs={"number": number}), "tone": tone(matter)}
    return None


# --- one's own application


@page(face="public", path="applications/<str:number>/", name="application", may="public", methods=("GET",))
def application(request: HttpRequest, number: str) -> HttpResponse:
    """Where one's own application stands, and what may be done with it."""
    matter = applying.own(request, number)
    context = matter_context(request, matter, "public")
    law: Law = context["law"]
    ends = f"至{rules.spoken(matter.notice_ends_on)}" if matter.state == Application.State.ON_NOTICE else ""
    steps = rules.progress(
        matter.state, has_public_notice=_noticed(law), reached=state_before(matter), note=ends
    )
    channel = law.find(matter.channel)
    context |= {
        "steps": steps, "tone": tone(matter), "channel": channel.label if channel else "",
        "offered": [offer for offer in context["offered"] if offer.label != acts.object.label],
        "returned": last_words(matter, acts.return_for_completion.name, "words"),
        "refused": last_words(matter, acts.refuse_application.name, "reason"),
        "bound": law.find("public_notice.period"), "provisional": _is_provisional(context["duties"]),
        "extended": last_words(matter, acts.extend_public_notice.name, "reason"),
        "planned": law.last_day("public_notice.period", matter.posted_on) if matter.posted_on else None,
    }  # fmt: skip
    return render(request, "recruitment/own_application.html", context)


def _is_provisional(duties: Any) -> bool:
    """Whether the last day of public notice was reckoned with holidays nobody has announced yet."""
    return any(duty.provisional for duty in duties if duty.concept == "public_notice.period")


@rests_on("application.form", kind="paper")
@page(
    face="public",
    path="applications/<str:number>/form.<str:kind>",
    name="application_paper",
    may="public",
    methods=("GET",),
)
def application_paper(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """The form as the law prints it, filled in, for its holder: PDF or Word."""
    matter = applying.own(request, number)
    return paper.answer(matter, governing(matter.bureau, clock.today()), paper.kind(kind))
