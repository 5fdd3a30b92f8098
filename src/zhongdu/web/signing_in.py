"""How people sign in: officers, supervisors and institutions with accounts they were given; nobody opens one alone."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from zhongdu.scope.roles import Role
from zhongdu.web.visitor import actor_of


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        actor = actor_of(request)
        if actor.is_staff:
            return reverse("desk:home")
        if actor.has(Role.INSTITUTION):
            return reverse("institution:home")
        return reverse("phone:home" if actor.has(Role.SUPERVISOR) else "public:home")
