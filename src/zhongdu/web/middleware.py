"""Puts the actor on every request, and lets the law stand still while a page only shows."""

from collections.abc import Callable
from contextlib import nullcontext

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from zhongdu.law.shelves import law_stands_still
from zhongdu.web.visitor import actor_of


def face(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def handle(request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]
        with law_stands_still() if request.method in {"GET", "HEAD"} else nullcontext():
            return get_response(request)

    return handle
