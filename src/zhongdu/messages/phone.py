"""A supervisor's inbox."""

from django.http import HttpRequest, HttpResponse

from zhongdu.kit.pages import page
from zhongdu.messages import inbox
from zhongdu.scope.roles import Role

MINE = frozenset({Role.SUPERVISOR})


@page(face="phone", path="my/messages/", name="messages", may=MINE, methods=("GET",))
def messages(request: HttpRequest) -> HttpResponse:
    return inbox.inbox(request, "phone")


@page(face="phone", path="my/messages/read/", name="read_messages", may=MINE, methods=("POST",))
def read_messages(request: HttpRequest) -> HttpResponse:
    return inbox.read_all(request, "phone")


@page(face="phone", path="my/messages/settings/", name="message_settings", may=MINE)
def message_settings(request: HttpRequest) -> HttpResponse:
    return inbox.settings_page(request, "phone")


@page(face="phone", path="my/messages/<str:number>/", name="message", may=MINE, methods=("GET",))
def message(request: HttpRequest, number: str) -> HttpResponse:
    return inbox.opened(request, "phone", number)
