"""What every page's shell shows: where one is, who one is, where one may go."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from zhongdu.calendar import clock
from zhongdu.kit import pages
from zhongdu.kit.matters import band
from zhongdu.law.governing import governing
from zhongdu.messages.inbox import unread
from zhongdu.roster.queries import current
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import Role

# label, page, icon, and on the desk the chapter it stands under
_NAV: dict[str, list[tuple[str, str, str, str]]] = {
    "public": [
        ("首页", "public:home", "home", ""),
        ("选聘公告", "public:notices", "speakerphone", ""),
        ("公示", "public:public_notices", "clipboard-list", ""),
        ("监督员名单", "public:supervisors", "users", ""),
        ("反映问题", "public:reports", "flag", ""),
        ("提意见", "public:opinions", "message", ""),
        ("曝光台", "public:exposures", "speakerphone", ""),
        ("信用公示", "public:credit", "shield-check", ""),
        ("查进度", "public:follow", "search", ""),
        ("核验证件", "public:verify_start", "qrcode", ""),
        ("办法", "public:law", "book", ""),
    ],
    "phone": [
        ("今天", "phone:home", "sun", ""),
        ("巡查", "phone:visits", "clipboard-check", ""),
        ("线索", "phone:leads", "flag", ""),
        ("消息", "phone:messages", "bell", ""),
        ("我的", "phone:me", "user", ""),
    ],
    "institution": [
        ("首页", "institution:home", "home", ""),
        ("消息", "institution:messages", "bell", ""),
        ("报送", "institution:filings", "send", ""),
        ("自查", "institution:selfchecks", "checklist", ""),
        ("制止骗保", "institution:stoppedfrauds", "shield-check", ""),
        ("协议", "institution:agreements", "file-text", ""),
        ("处罚", "institution:cases", "scale", ""),
    ],
    "desk": [
        ("待办", "desk:home", "inbox", ""),
        ("消息", "desk:messages", "bell", ""),
        ("履职看板", "desk:board", "layout-dashboard", ""),
        ("数据图表", "desk:figures", "chart-bar", ""),
        ("选聘公告", "desk:notices", "speakerphone", "选聘"),
        ("推荐函", "desk:recommendations", "mail", "选聘"),
        ("报名审核", "desk:applications", "clipboard-list", "选聘"),
        ("择优", "desk:selections", "scale", "选聘"),
        ("聘任", "desk:appoint_many", "id-badge-2", "选聘"),
        ("监督员", "desk:appointments", "users", "队伍"),
        ("会议", "desk:meetings", "calendar", "队伍"),
        ("文件简报", "desk:briefings", "news", "队伍"),
        ("培训", "desk:courses", "school", "队伍"),
        ("宣传", "desk:publicity", "speakerphone", "队伍"),
        ("履职服务", "desk:service", "heart-handshake", "队伍"),
        ("纪律", "desk:discipline", "shield-check", "队伍"),
        ("巡查", "desk:visits", "clipboard-check", "监督"),
        ("线索", "desk:leads", "flag", "监督"),
        ("协查函", "desk:inquiries", "mail", "监督"),
        ("监督检查", "desk:inspections", "clipboard-search", "监督"),
        ("意见建议", "desk:opinions", "message", "监督"),
        ("转递来信", "desk:forwardedletters", "mail", "监督"),
        ("举报奖励", "desk:rewards", "gift", "监督"),
        ("案件", "desk:cases", "scale", "监督"),
        ("追回资金", "desk:recoveries", "calculator", "监督"),
        ("移送和信用", "desk:outward", "send", "监督"),
        ("医药机构", "desk:institutions", "building-hospital", "监督"),
        ("医保协议", "desk:agreements", "file-text", "监督"),
        ("基金账", "desk:books", "book", "基金"),
        ("基金预算", "desk:budgets", "calculator", "基金"),
        ("本局", "desk:offices", "building", "本局"),
        ("办法管理", "desk:measures", "scale", "本局"),
        ("后台任务", "desk:jobs", "clock", "本局"),
        ("短信邮件", "desk:deliveries", "send", "本局"),
        ("办法", "public:law", "book", "本局"),
    ],
}


def face(request: HttpRequest) -> dict[str, Any]:
    page = getattr(request, "page", None)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    shown: pages.Face = page.face if page else "public"
    if shown == "any":
        shown = _own_face(actor)
    bureau = Bureau.objects.filter(pk=actor.posts[0].bureau_id).first() if actor.posts else None
    private = (
        page is not None and page.may != "public"
    )  # what a phone keeps for later holds nothing of anybody's
    counts = {f"{shown}:messages": unread(actor, shown)} if private else {}
    return {
        "nav": _nav(request, shown, actor, counts),
        "person": actor.name if actor.user_id else "",
        "bureau": bureau.name if bureau else "",
        "demonstration": SimpleLazyObject(lambda: _band(bureau or _home(shown, actor, private))),
        "role": "、".join(dict.fromkeys(post.role.label for post in actor.posts)),
        "law_links": [{"label": "办法全文与依据", "url": reverse("public:law")}],
        "workplace": (place := _workplace(actor)),
        "foot_links": [place or {"label": "工作人员、监督员、医药机构登录", "url": reverse("account_login")}],
    }


def _own_face(actor: Actor) -> pages.Face:
    """Where somebody is at home."""
    if actor.is_staff:
        return "desk"
    if actor.has(Role.INSTITUTION):
        return "institution"
    return "phone" if actor.has(Role.SUPERVISOR) else "public"


def _home(shown: pages.Face, actor: Actor, private: bool) -> Bureau | None:
    """A supervisor's bureau, on the phone's pages; not on the one that a phone keeps for later."""
    if shown != "phone" or not private or not actor.user_id:
        return None
    term = current(actor.user_id, clock.today())
    return term.bureau if term else None


def _band(bureau: Bureau | None) -> str:
    """What is only tried out where the visitor works. Most pages know it themselves: it is asked for only if needed."""
    return band(governing(bureau, clock.today())) if bureau else ""


def _nav(request: HttpRequest, shown: str, actor: Actor, counts: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "url": reverse(name),
            "icon": icon,
            "chapter": chapter,
            "current": _current(request, name),
            "count": counts.get(name, 0),
        }
        for label, name, icon, chapter in _NAV[shown]
        if pages.find(name).lets(actor)
    ]


def _current(request: HttpRequest, name: str) -> bool:
    match = request.resolver_match
    here = match.view_name if match else ""
    return here == name or f"{here}s" == name


def _workplace(actor: Actor) -> dict[str, str] | None:
    """The way back from the public site for those who work here."""
    if actor.is_staff:
        return {"label": "工作台", "url": reverse("desk:home")}
    if actor.has(Role.INSTITUTION):
        return {"label": "机构工作台", "url": reverse("institution:home")}
    if actor.has(Role.SUPERVISOR):
        return {"label": "我的工作", "url": reverse("phone:home")}
    return None
