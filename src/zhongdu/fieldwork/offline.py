"""The phone's pages without a network: the shell that is kept on the phone, and the three addresses it speaks to.

The shell holds nothing of anybody's, so anybody may have it; what belongs to a person comes as JSON, and only
to the account it was packed for: whoever else signs in on the same phone neither sees nor sends it.
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from pydantic import ValidationError

from zhongdu.acts.refusal import Refused
from zhongdu.fieldwork import bag, capturing, parts, showing
from zhongdu.fieldwork.captures import Package
from zhongdu.fieldwork.models import Visit
from zhongdu.fieldwork.receiving import Missing, Sent, receive, receive_original
from zhongdu.kit.matters import own_or_404
from zhongdu.kit.pages import page
from zhongdu.places import PACKAGE
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

SUPERVISOR = frozenset({Role.SUPERVISOR})
_BUILT = PACKAGE / "kit" / "static" / "kit" / "built"
_UNREADABLE = "手机上的页面可能太旧，请联网刷新后再交；内容还在手机上。"


@page(face="phone", path="my/field/", name="field", may="public", methods=("GET",))
def field(request: HttpRequest) -> HttpResponse:
    answer = render(request, "fieldwork/field.html")
    answer["Cache-Control"] = "no-cache"
    return answer


@page(face="any", path="sw.js", name="service_worker", may="public", methods=("GET",))
def service_worker(request: HttpRequest) -> HttpResponse:
    """At the root, because a service worker reaches no higher than where it lies."""
    try:
        written = (_BUILT / "sw.js").read_text()
    except FileNotFoundError:
        raise Http404 from None
    answer = HttpResponse(written, content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@page(face="any", path="manifest.webmanifest", name="manifest", may="public", methods=("GET",))
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone asks before it puts the application beside the others."""
    told = {
        "id": "/my/",
        "name": "众督 · 社会监督员",
        "short_name": "众督",
        "lang": "zh-Hans",
        "start_url": "/my/field/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f4f6f5",
        "theme_color": "#0a4552",
        "icons": [{"src": static("kit/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(told, content_type="application/manifest+json")


# --- what the shell speaks to ------------------------------------------------------------------------


def _for_its_owner(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only what was packed for this account is taken from a phone."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor: Actor = request.actor  # type: ignore[attr-defined]
        assert actor.user_id is not None
        if request.headers.get("Field-Owner") != bag.tag(actor.user_id):
            return _says("手机上的记录是用另一个账号填的，请用那个账号登录后再交。", 409, "another_account")
        return _unkept(view(request, *args, **kwargs))

    return checked


@page(face="phone", path="my/field/bag/", name="field_bag", may=SUPERVISOR, methods=("GET",))
def field_bag(request: HttpRequest) -> HttpResponse:
    get_token(request)  # the shell has no form that would bring the cookie
    return _unkept(JsonResponse(bag.packed(request.actor)))  # type: ignore[attr-defined]


@page(face="phone", path="my/field/parts/<str:part>/", name="field_part", may=SUPERVISOR)
@_for_its_owner
def field_part(request: HttpRequest, part: str) -> HttpResponse:
    """How much of a part is there (GET); one piece more of it (POST)."""
    user: int = request.actor.user_id  # type: ignore[attr-defined]
    if request.method != "POST":
        return JsonResponse({"offset": parts.got(user, part)})
    try:
        offset, size = (int(request.headers.get(name, "")) for name in ("Upload-Offset", "Upload-Length"))
    except ValueError:
        return _says(_UNREADABLE, 400, "malformed")
    try:
        got = parts.receive(user, part, offset, size, request.headers.get("Upload-Digest", ""), request.body)
    except parts.PartRefused as refused:
        again = 409 if refused.code in {"offset", "damaged"} else 422
        return _says(refused.says, again, refused.code, offset=refused.offset)
    return JsonResponse({"offset": got})


@page(face="phone", path="my/field/packages/", name="field_packages", may=SUPERVISOR, methods=("POST",))
@_for_its_owner
def field_packages(request: HttpRequest) -> HttpResponse:
    """A whole visit. Sent again, it gets the same answer."""
    try:
        receipt = receive(Sent.model_validate_json(request.body), request.actor)  # type: ignore[attr-defined]
    except ValidationError:
        return _says(_UNREADABLE, 400, "malformed")
    except Missing as missing:
        return _says("照片或录音还没有传完。", 409, "missing", missing=missing.numbers)
    except Refused as refused:
        return _says(refused.sentence, 422, refused.code, fields=refused.fields)
    return JsonResponse({"visit": receipt.visit.number, "version": receipt.version})


@page(face="phone", path="my/field/originals/", name="field_originals", may=SUPERVISOR, methods=("POST",))
@_for_its_owner
def field_originals(request: HttpRequest) -> HttpResponse:
    """The original of one photograph, after the record it belongs to."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        told = json.loads(request.body)
        package, digest, part = (str(told[name]) for name in ("package", "original", "part"))
    except (ValueError, KeyError, TypeError):
        return _says(_UNREADABLE, 400, "malformed")
    assert actor.user_id is not None
    receipt = Package.objects.filter(pk=package, user_id=actor.user_id).select_related("visit").first()
    if receipt is None:
        raise Http404
    try:
        receive_original(receipt, digest, part, actor)
    except Missing as missing:
        return _says("照片原件还没有传完。", 409, "missing", missing=missing.numbers)
    except Refused as refused:
        return _says(refused.sentence, 422, refused.code)
    return JsonResponse({"kept": digest})


@page(
    face="phone", path="my/visits/<str:number>/files/<str:file>/", name="visit_file", may=SUPERVISOR, methods=("GET",)
)  # fmt: skip
def visit_file(request: HttpRequest, number: str, file: str) -> Any:
    """A recording, an original, a photograph of another device's record: as it came."""
    return capturing.serve(request, capturing.file_or_404(own_or_404(request, Visit, number), file))


@page(
    face="phone", path="my/visits/<str:number>/files/<str:file>/<int:width>/", name="visit_file_preview", may=SUPERVISOR,
    methods=("GET",),
)  # fmt: skip
def visit_file_preview(request: HttpRequest, number: str, file: str, width: int) -> HttpResponse:
    return showing.preview(capturing.file_or_404(own_or_404(request, Visit, number), file), width)


def _says(sentence: str, status: int, code: str, **more: Any) -> HttpResponse:
    return JsonResponse({"says": sentence, "code": code, **more}, status=status)


def _unkept(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "private, no-store"
    return answer
