"""Puts the actor on every request, lets the law stand still while a page only shows, and lets no browser keep what a code
opened."""

from collections.abc import Callable
from contextlib import nullcontext

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from zhongdu.kit import receipts
from zhongdu.law.shelves import law_stands_still
from zhongdu.web.visitor import actor_of


def face(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def handle(request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]
        with law_stands_still() if request.method in {"GET", "HEAD"} else nullcontext():
            response = get_response(request)
        if _has_shown_a_code(request) and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response

    return handle


def _has_shown_a_code(request: HttpRequest) -> bool:
    """Whoever follows by a code may sit at a screen that others use: its back button shows nothing of theirs."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and bool(request.session.get(receipts.SESSION))
