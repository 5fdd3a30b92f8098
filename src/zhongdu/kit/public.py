"""The kit's own pages: the size of type and, while developing, the style guide."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from zhongdu.kit import reading
from zhongdu.kit.pages import page


@page(face="any", path="type-size/", name="type_size", may="public", methods=("POST",))
def type_size(request: HttpRequest) -> HttpResponse:
    return reading.remember(request)


if settings.DEBUG:
    from zhongdu.kit import styleguide  # noqa: F401
