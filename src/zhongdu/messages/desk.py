"""An officer's inbox; and what went out by e-mail and SMS, for those who see to it."""

from urllib.parse import urlencode

from django.contrib import messages as flash
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from zhongdu.kit import lists
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Fact, Tone
from zhongdu.messages import inbox, queries
from zhongdu.messages.gateways import is_set
from zhongdu.messages.models import Delivery
from zhongdu.messages.posting import try_again
from zhongdu.messages.queries import SEES_TO_IT
from zhongdu.messages.rules import USES_SMS
from zhongdu.messages.words import WORDS
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import POSTS

STAFF = frozenset(POSTS)
State = Delivery.State
_TONES: dict[str, Tone] = {
    State.WAITING: "info", State.SENT: "good", State.SPARED: "quiet", State.GIVEN_UP: "bad",
}  # fmt: skip
_AT_ONCE = 500  # tried again by one press


@page(face="desk", path="desk/messages/", name="messages", may=STAFF, methods=("GET",))
def messages(request: HttpRequest) -> HttpResponse:
    return inbox.inbox(request, "desk")


@page(face="desk", path="desk/messages/read/", name="read_messages", may=STAFF, methods=("POST",))
def read_messages(request: HttpRequest) -> HttpResponse:
    return inbox.read_all(request, "desk")


@page(face="desk", path="desk/messages/settings/", name="message_settings", may=STAFF)
def message_settings(request: HttpRequest) -> HttpResponse:
    return inbox.settings_page(request, "desk")


@page(face="desk", path="desk/messages/<str:number>/", name="message", may=STAFF, methods=("GET",))
def message(request: HttpRequest, number: str) -> HttpResponse:
    return inbox.opened(request, "desk", number)


# --- what went out -----------------------------------------------------------------------------------------


@page(face="desk", path="desk/deliveries/", name="deliveries", may=SEES_TO_IT, methods=("GET",))
def deliveries(request: HttpRequest) -> HttpResponse:
    """What went out, and how far it came: its kind and its number, never whom it told of what."""
    rows = _seen(request)
    filters = lists.Filters.read(
        request,
        lists.Choice("state", "状态", State.choices),
        lists.Choice("way", "方式", Delivery.Way.choices),
        lists.Choice("kind", "消息", [(words.name, words.title) for words in WORDS.values() if words.ways], field="message__kind"),
    )  # fmt: skip
    found = lists.page_of(request, filters.narrow(rows).select_related("message"), by=("-id",))
    context = {
        "found": found, "filters": filters, "shown": [(each, _TONES[each.state]) for each in found],
        "ways": _ways(request), "given_up": rows.filter(state=State.GIVEN_UP).count(),
    }  # fmt: skip
    return render(request, "messages/deliveries.html", context)


@page(face="desk", path="desk/deliveries/again/", name="send_again", may=SEES_TO_IT, methods=("POST",))
def send_again(request: HttpRequest) -> HttpResponse:
    """Once more: one delivery, or all that were given up. Like starting a machine anew, and no act."""
    rows = _seen(request).filter(state=State.GIVEN_UP)
    if one := request.POST.get("delivery", ""):
        rows = rows.filter(pk=one) if one.isdecimal() else rows.none()
    n = try_again(rows.order_by("id")[:_AT_ONCE])
    flash.success(request, f"{n} 条正在再发，过一会儿刷新看看。" if n else "没有要再发的。")
    return redirect(f"{reverse('desk:deliveries')}?{urlencode({'state': request.POST.get('state', '')})}")


def _seen(request: HttpRequest) -> "QuerySet[Delivery]":
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return queries.deliveries_for(actor)


def _ways(request: HttpRequest) -> list[Fact]:
    """Each way out: whether it is set, and, of SMS, whether the officer's own bureau uses it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    bureau = Bureau.objects.get(pk=actor.standing(SEES_TO_IT)[0].bureau_id)
    mail = "已设置，有邮箱的都发。" if is_set("email") else "没有设置邮件服务器，不发邮件。"
    sms = (
        f"已设置。{USES_SMS.said(bureau)}（本局做法）。" if is_set("sms") else "没有设置短信网关，不发短信。"
    )
    return [Fact("邮件", mail), Fact("短信", sms)]
