"""The desk's common pages: what is due, and the form of any act."""

from django.http import HttpRequest, HttpResponse

from zhongdu.kit.matters import do
from zhongdu.kit.pages import page
from zhongdu.scope.roles import POSTS


@page(face="desk", path="desk/do/<str:act>/<str:number>/", name="do", may=frozenset(POSTS))
def do_on_desk(request: HttpRequest, act: str, number: str) -> HttpResponse:
    return do(request, "desk", act, number)
