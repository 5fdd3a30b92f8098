"""Other platforms on the desk: which are connected, their secret once, their tasks."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhongdu.bureaus.queries import office_of
from zhongdu.calendar import clock
from zhongdu.cases.queries import called
from zhongdu.kit import lists
from zhongdu.kit.matters import matter_context, matter_or_404, offers
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Fact, Tone
from zhongdu.law.governing import governing
from zhongdu.law.reliance import rests_on
from zhongdu.platforms.connecting import ADMINS, connect_platform
from zhongdu.platforms.models import Delivery, Errand, Platform
from zhongdu.platforms.queries import secret_of
from zhongdu.record.models import Event
from zhongdu.scope.actor import Actor, territory
from zhongdu.scope.models import Bureau
from zhongdu.vault.fields import HIDDEN

_TONES: dict[str, Tone] = {
    Platform.State.ACTIVE: "good", Platform.State.STOPPED: "quiet",
    Errand.State.WAITING: "warn", Errand.State.ASSIGNED: "info", Errand.State.RETURNED: "quiet",
}  # fmt: skip


@rests_on("visit.platform_tasks", kind="page")
@page(
    face="desk", path="desk/platforms/", name="platforms", may=frozenset(Platform.readers), methods=("GET",)
)
def platforms(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = Platform.objects.visible_to(actor).filter(territory(actor)).select_related("docket", "bureau")
    found = lists.page_of(request, rows, by=("-id",))
    context = {
        "found": found,
        "shown": [(each, _TONES[each.state]) for each in found],
        "begin": _begin(actor),
    }
    return render(request, "platforms/platforms.html", context)


def _begin(actor: Actor) -> str:
    """Where the visitor's bureau connects another one; "" where that is not theirs to do."""
    for post in actor.standing(ADMINS):
        office = office_of(Bureau.objects.get(pk=post.bureau_id))
        law = governing(office.bureau, clock.today())
        for offer in offers(office, actor, law, "desk"):
            if offer.label == connect_platform.label:
                return offer.url
    return ""


def _department(found: Platform) -> list[Fact]:
    """Of which department it is the system, and so in whose name it may send information."""
    if not found.department:
        return []
    law = governing(found.bureau, clock.today())
    bound = law.find(found.department) if found.department.startswith("department.") else None
    return [
        Fact(
            "部门信息",
            f"以{called(found.department, law)}的名义送来",
            clause=str(bound.address) if bound else "",
        )
    ]


@page(
    face="desk",
    path="desk/platforms/<str:number>/",
    name="platform",
    may=frozenset(Platform.readers),
    methods=("GET",),
)
def platform(request: HttpRequest, number: str) -> HttpResponse:
    found = matter_or_404(request, Platform, number)
    secret = _shown_once(request, found)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    its = Errand.objects.filter(platform=found)
    known = its.exclude(Errand.withheld_from(actor))  # that a message waits tells of its errand
    context = matter_context(request, found, "desk") | {
        "tone": _TONES[found.state],
        "secret": secret,
        "facts": [
            Fact("接入号", found.key),
            Fact("密钥", HIDDEN, masked=True),
            Fact("签名算法", found.get_digest_display()),
            Fact("推送网址", found.webhook or "不推送，由对方来取"),
            *_department(found),
        ],
        "failing": Delivery.objects.filter(errand__in=known, delivered_at=None).order_by("-id")[:20],
        "errands": its.visible_to(actor).select_related("docket").order_by("-id")[:20],
    }  # fmt: skip
    answer = render(request, "platforms/platform.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def _shown_once(request: HttpRequest, found: Platform) -> str:
    """The secret, to whoever made or renewed it, on the first page after that; the session remembers it was seen."""
    made = Event.objects.filter(
        docket=found.docket_id, act__in=("platforms.connect_platform", "platforms.renew_secret")
    )
    last = made.order_by("-seq").first()
    seen = f"secret {found.number} {last.seq if last else 0}"
    mine = last and last.actor["user"] == request.actor.user_id  # type: ignore[attr-defined]
    if found.state != Platform.State.ACTIVE or not mine or request.session.get(seen):
        return ""
    request.session[seen] = True
    return secret_of(found)


@rests_on("visit.platform_tasks", kind="page")
@page(face="desk", path="desk/errands/", name="errands", may=frozenset(Errand.readers), methods=("GET",))
def errands(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    filters = lists.Filters.read(request, lists.Choice("state", "状态", Errand.State.choices))
    rows = filters.narrow(
        Errand.objects.visible_to(actor).filter(territory(actor)).select_related("docket", "platform")
    )
    found = lists.page_of(request, rows, by=("-id",))
    context = {"found": found, "filters": filters, "shown": [(each, _TONES[each.state]) for each in found]}
    return render(request, "platforms/errands.html", context)


@page(
    face="desk",
    path="desk/errands/<str:number>/",
    name="errand",
    may=frozenset(Errand.readers),
    methods=("GET",),
)
def errand(request: HttpRequest, number: str) -> HttpResponse:
    found = matter_or_404(request, Errand, number)
    context: dict[str, Any] = matter_context(request, found, "desk") | {
        "tone": _TONES[found.state],
        "facts": [
            Fact("来自", found.platform.name),
            Fact("对方编号", found.outside),
            Fact("医药机构", found.institution),
            Fact("完成期限", f"{found.due.year}年{found.due.month}月{found.due.day}日"),
        ],
        "deliveries": found.deliveries.order_by("id"),
    }
    return render(request, "platforms/errand.html", context)
