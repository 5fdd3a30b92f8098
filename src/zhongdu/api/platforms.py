"""What another platform may ask: push a task in, read what became of its tasks; hand leads in (``api.leads``); as a department's
own system, tell what became of institutions and their people (``api.notices``).
Every request is signed (platforms.rules).

X-Zhongdu-Key        the platform's number
X-Zhongdu-Time       Unix seconds, within five minutes of ours
X-Zhongdu-Nonce      8 to 64 signs, never used before
X-Zhongdu-Signature  HMAC-SM3 or HMAC-SHA256 in hex
"""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema, Status
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import Field

from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.api import leads, notices
from zhongdu.api.faults import Fault, sentences
from zhongdu.calendar import clock
from zhongdu.messages.wire import signed
from zhongdu.platforms.acts import take_errand
from zhongdu.platforms.queries import Errand, Platform, result_of, results_of, secret_of, taken
from zhongdu.platforms.rules import LONGEST_NONCE, SHORTEST_NONCE, same, within_window
from zhongdu.scope.actor import SYSTEM

PAGE = 100  # tasks an answer
LARGEST = (
    settings.UPLOAD_LIMIT * 4 // 3 + 1024 * 1024
)  # bytes a request: a file in base64, and what is said with it


class Task(Schema):
    """A task as a platform pushes it."""

    id: str = Field(
        min_length=1, max_length=64, pattern=r"^[\x21-\x7e]+$", description="对方的编号，同一编号只收一次"
    )
    institution: str = Field(min_length=1, max_length=120, description="医药机构的名称或者医保代码")
    due: date = Field(description="完成期限")
    words: str = Field(default="", max_length=2000, description="任务内容")


class Brought(Schema):
    """What a visit brought for one question of its checklist."""

    question: str = Field(description="题目")
    kind: str = Field(description="photo 照片，sound 录音，video 录像，place 位置")
    count: int
    sha256: list[str] = Field(description="各文件的 SHA-256；位置没有")


class Result(Schema):
    """Where a task stands: waiting, assigned, accepted, done, declined, cancelled, returned."""

    id: str
    number: str
    state: str
    due: str
    reason: str | None = None
    done_at: str | None = None
    trouble: bool | None = None
    brought: list[Brought] | None = None


class TooLarge(Exception):
    """A request larger than a file that may be handed in."""


def authenticated(request: HttpRequest) -> Platform:
    """The platform that signed a request. The same words whatever was wrong: a guesser learns nothing."""
    _take_whole(request)
    told = {
        name: request.headers.get(f"X-Zhongdu-{name}", "") for name in ("Key", "Time", "Nonce", "Signature")
    }
    platform = (
        Platform.objects.select_related("docket", "bureau")
        .filter(key=told["Key"], state=Platform.State.ACTIVE)
        .first()
    )
    secret, digest = (secret_of(platform), platform.digest) if platform else ("nobody", "sm3")
    mine = signed(
        secret, digest, method=request.method or "", path=request.get_full_path(), time=told["Time"],
        nonce=told["Nonce"], body=request.body,
    )  # fmt: skip
    fresh = within_window(told["Time"], int(clock.now().timestamp()))
    sound = SHORTEST_NONCE <= len(told["Nonce"]) <= LONGEST_NONCE
    if (
        not same(mine, told["Signature"])
        or not platform
        or not fresh
        or not sound
        or not taken(platform, told["Nonce"])
    ):
        raise AuthenticationError
    return platform


def _take_whole(request: HttpRequest) -> None:
    """Read the body to its end, as far as a file in base64 may need: what is signed is the whole of it."""
    body = request.read(LARGEST + 1)
    if len(body) > LARGEST:
        raise TooLarge
    request._body = body


api = NinjaAPI(
    title="众督 · 外部平台接口", version="1", urls_namespace="platforms", docs_url=None, auth=authenticated
)


@api.exception_handler(AuthenticationError)
def _unsigned(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    says = "签名不对、时间相差太多，或者这个请求已经收过。"
    return api.create_response(request, {"code": "not_signed", "says": says}, status=401)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    told = {"code": refused.code, "says": refused.sentence, "fields": refused.fields}
    return api.create_response(request, told, status=409)


@api.exception_handler(ValidationError)
def _wrong(request: HttpRequest, wrong: ValidationError) -> HttpResponse:
    told = {"code": "bad_input", "says": "有几处要改一改。", "fields": sentences(wrong.errors)}
    return api.create_response(request, told, status=422)


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    says = "请求体读不懂，要用 UTF-8 的 JSON。"
    return api.create_response(request, {"code": "bad_request", "says": says}, status=error.status_code)


@api.exception_handler(TooLarge)
def _too_large(request: HttpRequest, error: TooLarge) -> HttpResponse:
    says = f"这一次传得太大了，最多 {LARGEST // 1024 // 1024} MB；附件可以分几次补充。"
    return api.create_response(request, {"code": "too_large", "says": says}, status=413)


@api.exception_handler(notices.NotADepartment)
def _no_department(request: HttpRequest, error: notices.NotADepartment) -> HttpResponse:
    says = "这个接入号不是哪个部门的系统，不能送部门信息。"
    return api.create_response(request, {"code": "not_a_department", "says": says}, status=403)


api.add_router("leads", leads.router)
api.add_router("notices", notices.router)


@api.post("tasks", response={200: Result, 401: Fault, 409: Fault, 422: Fault}, summary="推送一项任务")
def push(request: HttpRequest, task: Task) -> dict[str, Any]:
    """The same number again is the same task: the answer is where it stands now."""
    platform: Platform = request.auth  # type: ignore[attr-defined]
    if earlier := _own(platform).filter(outside=task.id).first():
        return result_of(earlier)
    try:
        with transaction.atomic():
            told = task.dict(exclude={"id"})
            return result_of(perform(take_errand, platform, SYSTEM, key=task.id, outside=task.id, **told))
    except IntegrityError:  # two at the same moment: the other one took it
        return result_of(_own(platform).get(outside=task.id))


@api.get("tasks/{id}", response={200: Result, 401: Fault, 404: Fault}, summary="查一项任务的结果")
def one(request: HttpRequest, id: str) -> Any:
    found = _own(request.auth).filter(outside=id).first()  # type: ignore[attr-defined]
    return result_of(found) if found else Status(404, {"code": "not_there", "says": "没有这项任务。"})


@api.get("tasks", response={200: list[Result], 401: Fault}, summary="按先后列出任务")
def several(request: HttpRequest, after: str = "") -> list[dict[str, Any]]:
    """The tasks after one of the platform's own numbers, in the order they came; at most a hundred."""
    rows = _own(request.auth).order_by("id")  # type: ignore[attr-defined]
    if after:
        last = rows.filter(outside=after).values_list("id", flat=True).first()
        rows = rows.filter(id__gt=last) if last else rows.none()
    return results_of(rows[:PAGE])


def _own(platform: Platform) -> Any:
    return Errand.objects.filter(platform=platform).select_related("docket", "visit__docket")
