"""The inbox of those who answer for an institution; each account has its own."""

from django.http import HttpRequest, HttpResponse

from zhongdu.kit.pages import page
from zhongdu.messages import inbox
from zhongdu.scope.roles import Role

MINE = frozenset({Role.INSTITUTION})


@page(face="institution", path="institution/messages/", name="messages", may=MINE, methods=("GET",))
def messages(request: HttpRequest) -> HttpResponse:
    return inbox.inbox(request, "institution")


@page(
    face="institution", path="institution/messages/read/", name="read_messages", may=MINE, methods=("POST",)
)
def read_messages(request: HttpRequest) -> HttpResponse:
    return inbox.read_all(request, "institution")


@page(face="institution", path="institution/messages/settings/", name="message_settings", may=MINE)
def message_settings(request: HttpRequest) -> HttpResponse:
    return inbox.settings_page(request, "institution")


@page(
    face="institution", path="institution/messages/<str:number>/", name="message", may=MINE, methods=("GET",)
)
def message(request: HttpRequest, number: str) -> HttpResponse:
    return inbox.opened(request, "institution", number)
