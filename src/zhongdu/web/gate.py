"""The one gate before every page: who passes, who signs in first, who is told no."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from zhongdu.kit.pages import Page, guard_with
from zhongdu.scope.actor import Actor


@guard_with
def allowed(request: HttpRequest, page: Page) -> HttpResponse | None:
    """None lets the visitor in."""
    if page.may == "public":
        return None
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.user_id is None:
        return redirect_to_login(request.get_full_path())
    if page.lets(actor):
        return None
    raise PermissionDenied("您的角色不能打开这一页，需要时请找本局有权限的同事。")
