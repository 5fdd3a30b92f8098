"""How large a visitor reads: the 长辈版, remembered in a cookie and in nothing else."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

COOKIE = "type_size"
YEAR = 365 * 24 * 60 * 60


def is_large(request: HttpRequest) -> bool:
    return request.COOKIES.get(COOKIE) == "large"


def back(request: HttpRequest) -> str:
    """The page the visitor came from, if it is one of ours."""
    address = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if ours else "/"


def remember(request: HttpRequest) -> HttpResponse:
    """Keep the size that was asked for, and go back to the same page."""
    answer = HttpResponseRedirect(back(request))
    if request.POST.get("size") == "large":
        answer.set_cookie(
            COOKIE, "large", max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
        )
    else:
        answer.delete_cookie(COOKIE, samesite="Lax")
    return answer
