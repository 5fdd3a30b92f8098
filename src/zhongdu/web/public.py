"""Everybody's common pages: the front page, and the form of any act open to all."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhongdu.kit.act_pages import do
from zhongdu.kit.pages import page
from zhongdu.recruitment.queries import open_notices
from zhongdu.scope.models import Bureau


@page(face="public", path="", name="home", may="public", methods=("GET",))
def home(request: HttpRequest) -> HttpResponse:
    hotlines = Bureau.objects.exclude(hotline="").filter(until=None).order_by("path")[:20]
    return render(request, "web/home.html", {"notices": open_notices()[:5], "hotlines": hotlines})


@page(face="public", path="do/<str:act>/<str:number>/", name="do", may="public")
def do_in_public(request: HttpRequest, act: str, number: str) -> HttpResponse:
    return do(request, "public", act, number)
