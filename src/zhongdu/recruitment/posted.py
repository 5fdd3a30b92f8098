"""The desk's pages of public notice: who is to be posted, the lists that were, where each stands and the proof of it."""

from collections import Counter
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Min, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from zhongdu import files, vault
from zhongdu.acts.performing import perform_all
from zhongdu.acts.refusal import Refused
from zhongdu.acts.registry import Act
from zhongdu.calendar import clock
from zhongdu.files import serving
from zhongdu.files.models import Attachment
from zhongdu.kit import lists
from zhongdu.kit.act_forms import ActForm
from zhongdu.kit.matters import band, matter_or_404, own_page
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Offer
from zhongdu.law.governing import governing
from zhongdu.law.reliance import rests_on
from zhongdu.recruitment import acts, announcing, inviting, outlets, posting_paper
from zhongdu.recruitment.models import READERS, Application, Outlet
from zhongdu.recruitment.pages import in_territory, sent, tone, visitor
from zhongdu.scope.roles import Role

READ, RECRUIT = frozenset(READERS), frozenset({Role.RECRUITER})

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
            try:
                listed = [row for row in waiting if row.number in chosen]
                if not listed:
                    raise Refused("nobody", "请至少选一个人。")
                given = form.cleaned_data
                posted = perform_all(
                    acts.post_for_public_notice, listed, visitor(request), key=given["key"], **form.values
                )
            except Refused as refused:
                form.refused(refused)
            else:
                messages.success(request, f"已发布公示，共{len(posted)}人。")
                return redirect("desk:posting", posting=posted[0].posting)
    people = vault.read_many([row.number for row in waiting], ["name", "employer"])
    context = {
        "form": form, "bound": bound, "law": law, "demonstration": band(law), "office": office,
        "rows": [(row, people[row.number], row.number in chosen or not chosen) for row in waiting],
        "if_today": law.last_day("public_notice.period", clock.today()), "today": clock.today(),
    }  # fmt: skip
    return render(request, "recruitment/post_list.html", context)


# --- the lists that were posted


@rests_on("public_notice.period", kind="page")
@page(face="desk", path="desk/public-notices/", name="postings", may=READ, methods=("GET",))
def postings(request: HttpRequest) -> HttpResponse:
    """The lists of one's territory, the latest in front; each stands for its first person."""
    own = in_territory(request, Application).exclude(posting="")
    first = own.order_by().values("posting").annotate(one=Min("pk"))
    found = lists.page_of(request, own.filter(pk__in=first.values("one")), by=("-posted_on", "-id"))
    listed = [row.posting for row in found]
    size = Counter(own.filter(posting__in=listed).order_by().values_list("posting", flat=True))
    standing = Counter(
        own.filter(posting__in=listed, state=Application.State.ON_NOTICE).order_by().values_list("posting", flat=True)
    )  # fmt: skip
    told = Counter(Outlet.objects.filter(posting__in=listed).order_by().values_list("posting", flat=True))
    shown = [(row, size[row.posting], standing[row.posting], told[row.posting]) for row in found]
    return render(request, "recruitment/postings.html", {"found": found, "shown": shown})


@rests_on("public_notice.period", "public_notice.objection_stops", kind="page")
@page(face="desk", path="desk/public-notices/<str:posting>/", name="posting", may=READ, methods=("GET",))
def posting(request: HttpRequest, posting: str) -> HttpResponse:
    """One list: its people and how each stands, where else it was put, the proof."""
    people = _people(request, posting)
    first = people[0]
    law = governing(first.bureau, clock.today())
    named = vault.read_many([row.number for row in people], ["name"])
    objected = Counter(_objections_to(people))
    found = outlets.of_posting(posting)
    proofs = {each.number: list(files.attached(each.owner, outlets.PROOF)) for each in found}
    called = files.names([proof for kept in proofs.values() for proof in kept])
    assert first.posted_on is not None
    ends = law.last_day("public_notice.period", first.posted_on)
    context = {
        "posting": posting, "first": first, "law": law, "demonstration": band(law), "today": clock.today(),
        "bound": law.find("public_notice.period"), "ends": ends,
        "rows": [(row, _called(row, named[row.number]), tone(row), objected[row.pk]) for row in people],
        "standing": _before_the_public(people),
        "outlets": [
            (each, [(proof, called[proof.public_id]) for proof in proofs[each.number]]) for each in found
        ],
        "offered": _offered(request, people, found),
    }  # fmt: skip
    return render(request, "recruitment/posting.html", context)


def _called(row: Application, kept: dict[str, Any]) -> str:
    """A name as the whole public reads it, and once it no longer does, as a list shows one."""
    name = kept.get("name", "")
    return name if _before_the_public([row]) else vault.masked("name", name)


def _before_the_public(people: list[Application]) -> list[Application]:
    """Those who stand before the public today."""
    today = clock.today()
    return [row for row in _on_notice(people) if row.notice_ends_on and row.notice_ends_on >= today]


def _objections_to(people: list[Application]) -> QuerySet[Any]:
    return Application.objects.filter(
        pk__in=[row.pk for row in people], objections__isnull=False
    ).values_list("pk", flat=True)


def _people(request: HttpRequest, posting: str) -> list[Application]:
    people = (
        list(in_territory(request, Application).filter(posting=posting).order_by("id")) if posting else []
    )
    if not people:
        raise Http404("没有找到这份公示。")
    return people


def _on_notice(people: list[Application]) -> list[Application]:
    return [row for row in people if row.state == Application.State.ON_NOTICE]


def _offered(request: HttpRequest, people: list[Application], found: list[Outlet]) -> list[Offer]:
    """What may be entered of the whole list, as long as somebody stands on it."""
    standing = _on_notice(people)
    if not standing or not visitor(request).has(Role.RECRUITER):
        return []
    offered = [acts.add_outlet, *([acts.add_posting_proof] if found else [])]
    return [
        Offer(act.label, own_page(act, standing[0].number, "desk"), main=act is acts.add_outlet)
        for act in offered
    ]


@page(
    face="desk",
    path="desk/applications/<str:number>/outlets/",
    name=acts.add_outlet.verb,
    may=RECRUIT,
)
def add_outlet(request: HttpRequest, number: str) -> HttpResponse:
    """Entering where else the list stands on which this person is."""
    return _of_the_list(request, number, acts.add_outlet, {"on": clock.today()})


@page(
    face="desk",
    path="desk/applications/<str:number>/posting-proof/",
    name=acts.add_posting_proof.verb,
    may=RECRUIT,
)
def add_posting_proof(request: HttpRequest, number: str) -> HttpResponse:
    return _of_the_list(request, number, acts.add_posting_proof, {})


def _of_the_list(request: HttpRequest, number: str, act: Act, initial: dict[str, Any]) -> HttpResponse:
    """An act on one person's list: one deed over all who still stand on it."""
    matter = matter_or_404(request, Application, number)
    law = governing(matter.bureau, clock.today())
    standing = _on_notice(_people(request, matter.posting)) if matter.posting else []
    form = ActForm(act, matter, law, *sent(request, files=True), initial={"key": uuid4().hex, **initial})
    if request.method == "POST" and form.is_valid():
        try:
            perform_all(
                act, standing or [matter], visitor(request), key=form.cleaned_data["key"], **form.values
            )
        except Refused as refused:
            form.refused(refused)
        else:
            messages.success(request, f"已办：{act.label}。")
            return redirect("desk:posting", posting=matter.posting)
    context = {
        "form": form, "act": act, "matter": matter, "law": law, "demonstration": band(law), "people": len(standing),
    }  # fmt: skip
    return render(request, "recruitment/of_the_list.html", context)


@page(
    face="desk",
    path="desk/public-notices/<str:posting>/proof/<str:file>/",
    name="posting_proof",
    may=READ,
    methods=("GET",),
)
def posting_proof(request: HttpRequest, posting: str, file: str) -> HttpResponseBase:
    """A screenshot or a photograph of where the list stood, as it came: always a download."""
    _people(request, posting)
    owners = [each.owner for each in outlets.of_posting(posting)]
    found = Attachment.objects.filter(owner__in=owners, public_id=file, erased_at=None).first()
    if found is None:
        raise Http404
    return serving.serve(request, found, files.names([found])[file])


@rests_on("public_notice.period", kind="page")
@page(
    face="desk",
    path="desk/public-notices/<str:posting>/notice.pdf",
    name="posting_paper",
    may=READ,
    methods=("GET",),
)
def posting_document(request: HttpRequest, posting: str) -> HttpResponse:
    """The list as an official document, as long as it stands: those who stand on it."""
    people = _before_the_public(_people(request, posting))
    if not people:
        raise Http404("公示已经结束，名单从各处撤下，不再打印。")
    posted_on = people[0].posted_on
    assert posted_on is not None
    law = governing(people[0].bureau, posted_on)
    ends = law.last_day("public_notice.period", posted_on)
    if ends is None:
        raise Http404("办法没有写明公示多少天。")
    named = vault.read_many([row.number for row in people], ["name", "employer"])
    where = settings.PUBLIC_URL.rstrip("/") + reverse("public:public_notices")
    pdf = posting_paper.posted(people, named, law, ends.last, where)
    return announcing.answer(pdf, f"public-notice-{posted_on}")
