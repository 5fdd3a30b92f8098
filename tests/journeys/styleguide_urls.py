"""The site with the style guide, which is otherwise declared only while developing."""

from django.urls import include, path

import zhongdu.kit.styleguide  # declares its pages
import zhongdu.web.gate  # noqa: F401  (stands before them)
from zhongdu.kit import pages

urlpatterns = [*pages.urlpatterns(), path("accounts/", include("allauth.urls"))]
