"""Every address there is: the declared pages, signing in and out, and nothing else."""

from allauth.account import views as account
from django.urls import path

from zhongdu.api.platforms import api as platforms
from zhongdu.api.settlement import api as settlement
from zhongdu.kit import pages
from zhongdu.web import gate  # noqa: F401 - sets the gate before the first page

urlpatterns = [
    # What machines ask for comes first: it is asked most often, and the pages are many to look through.
    path("api/platforms/v1/", platforms.urls),
    path("api/v1/", settlement.urls),
    *pages.urlpatterns(),
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("password/", account.password_change, name="account_change_password"),
    # allauth reverses these names; nobody signs up here by himself.
    path("sign-in/", account.login, name="account_signup"),
    path("sign-in/", account.login, name="account_reset_password"),
    path("sign-in/", account.login, name="account_inactive"),
]
