"""The application with two addresses more: one answers with nothing, what a page is measured beside; one says which
process answered."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhongdu.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

settings.ROOT_URLCONF = __name__
application = get_wsgi_application()


def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def process(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(os.getpid()))


urlpatterns = [path("empty/", nothing), path("process/", process), path("", include("zhongdu.web.urls"))]
