"""The phone's common pages: today, and the form of any act."""

from django.http import HttpRequest, HttpResponse

from zhongdu.kit.matters import do
from zhongdu.kit.pages import page
from zhongdu.scope.roles import Role


@page(face="phone", path="my/do/<str:act>/<str:number>/", name="do", may=frozenset({Role.SUPERVISOR}))
def do_on_phone(request: HttpRequest, act: str, number: str) -> HttpResponse:
    return do(request, "phone", act, number)
