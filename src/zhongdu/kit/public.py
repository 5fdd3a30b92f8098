"""The kit's own pages: the size of type and, while developing, the style guide."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from zhongdu.kit import reading
from zhongdu.kit.pages import page


# Exempt: it changes nothing but how large the asker reads, and a token would put a cookie on every public page.
@page(face="any", path="type-size/", name="type_size", may="public", methods=("POST",))
@csrf_exempt
def type_size(request: HttpRequest) -> HttpResponse:
    return reading.remember(request)


if settings.DEBUG:
    from zhongdu.kit import styleguide  # noqa: F401
