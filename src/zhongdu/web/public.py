"""Everybody's common pages: the front page, and the form of any act open to all."""

from django.http import HttpRequest, HttpResponse

from zhongdu.kit.matters import do
from zhongdu.kit.pages import page


@page(face="public", path="do/<str:act>/<str:number>/", name="do", may="public")
def do_in_public(request: HttpRequest, act: str, number: str) -> HttpResponse:
    return do(request, "public", act, number)
