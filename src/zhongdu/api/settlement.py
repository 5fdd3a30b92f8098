"""What a settlement system asks before it pays: may this code settle today, and if not, why.

``Authorization: Bearer <number>.<secret>``, as the bureau issued it. An answer is right as of the last commit: whoever
asks after an act is done is told what it did, by whichever process. Nothing personal is in an answer.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, ValidationError
from ninja.security import HttpBearer
from pydantic import Field

from zhongdu.agreements.queries import Book, answers_of, book, changes_after

MANY = 1000  # codes a question
PAGE = 500  # changes an answer
_JSON = "application/json"


class Reason(Schema):
    """One reason why a code may not settle."""

    state: str = Field(
        description="suspended 中止，own_request 机构申请中止，ended 解除，not_cooperating 检查期间暂停结算，practitioner_suspended 医师、药师中止服务，"
        "penalty 行政处罚决定责令暂停，no_agreement 没有协议，expired 已期满"
    )
    says: str = Field(description="中文说明")
    kind: str = Field(description="只停一种协议的，是哪一种；空的是全部")
    clause: str = Field(description="依据的条款地址，如 city:20/1")
    cites: str = Field(description="条款的写法，如《…办法》第二十条第一款")
    docket: str = Field(description="作出处理的卷宗编号")
    since: str | None = Field(description="从哪天起（含）")
    until: str | None = Field(description="到哪天止（含）；没有的，到另有处理为止")


class Answer(Schema):
    """Whether a code may settle on a day."""

    code: str
    may_settle: bool
    on: str = Field(description="按哪一天答的，中国的日期")
    since: str | None = Field(description="这样的状态从哪天起")
    until: str | None = Field(description="按现在所知，这样的状态到哪天止（含）")
    kinds: list[str] = Field(
        description="哪几种协议可以结算：inpatient 住院，outpatient 门诊，chronic 门诊慢特病，pharmacy 零售药店，dual 双通道，other 其他"
    )
    why: list[Reason]


class Question(Schema):
    codes: list[str] = Field(min_length=1, max_length=MANY, description="医保编码")


class Answers(Schema):
    answers: list[Answer]
    unknown: list[str] = Field(description="名单里没有的编码")


class Changed(Schema):
    n: int
    answer: Answer


class Changes(Schema):
    changes: list[Changed] = Field(description="按先后；同一编码只有最后一次，答的是现在的状态")
    cursor: int = Field(description="下一次从这里接着问，不会漏")


class Fault(Schema):
    code: str
    says: str


@dataclass(frozen=True)
class Asker:
    """Who asks: the territory of the bureau that issued the key; and the book as it was when they asked."""

    path: str
    book: Book


class Key(HttpBearer):
    """A key is looked up by its number and compared in constant time; the same words whatever is wrong with it."""

    def authenticate(self, request: HttpRequest, token: str) -> Asker | None:
        number, _, secret = token.partition(".")
        now = book()
        digest, path = now.keys.get(number, ("", ""))
        right = hmac.compare_digest(sha256(secret.encode()).hexdigest(), digest or "0" * 64)
        return Asker(path, now) if right and digest else None


api = NinjaAPI(
    title="众督 · 结算查询接口", version="1", urls_namespace="settlement", docs_url=None, auth=Key()
)


@api.exception_handler(AuthenticationError)
def _no_key(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return api.create_response(request, {"code": "no_key", "says": "密钥不对，或者已经停用。"}, status=401)


@api.exception_handler(ValidationError)
def _wrong(request: HttpRequest, wrong: ValidationError) -> HttpResponse:
    says = f"codes 是编码的列表，一次最多{MANY}个；after 是整数。"
    return api.create_response(request, {"code": "bad_input", "says": says}, status=422)


def _asker(request: HttpRequest) -> Asker:
    asker: Asker = request.auth  # type: ignore[attr-defined]
    return asker


@api.post("settlement", response={200: Answers, 401: Fault, 422: Fault}, summary="一次查许多编码")
def several(request: HttpRequest, question: Question) -> HttpResponse:
    """Up to a thousand codes; all answers are of the same moment."""
    asked = list(dict.fromkeys(question.codes))
    found = answers_of(asked, _asker(request).book)
    unknown = ",".join(f'"{_plain(code)}"' for code in asked if code not in found)
    body = b'{"answers":[' + b",".join(found[code] for code in asked if code in found)
    return HttpResponse(body + f'],"unknown":[{unknown}]}}'.encode(), content_type=_JSON)


def _plain(code: str) -> str:
    """A code nobody knows, given back so that it breaks no answer."""
    return "".join(sign for sign in code if sign.isascii() and sign.isalnum())[:40]


@api.get(
    "settlement/changes", response={200: Changes, 401: Fault, 422: Fault}, summary="从某处起，谁的结果变了"
)
def changes(request: HttpRequest, after: int = 0) -> HttpResponse:
    """The codes of the bureau's territory whose answers changed since a cursor, by acts and by days passing."""
    asker = _asker(request)
    rows, cursor = changes_after(max(0, after), asker.path, PAGE, asker.book)
    last = {code: n for n, code in rows}
    found = answers_of(list(last), asker.book)
    told = b",".join(
        b'{"n":%d,"answer":%s}' % (n, found[code])
        for code, n in sorted(last.items(), key=lambda each: each[1])
        if code in found
    )
    return HttpResponse(b'{"changes":[' + told + b'],"cursor":%d}' % cursor, content_type=_JSON)


@api.get(
    "settlement/{code}", response={200: Answer, 401: Fault, 404: Fault}, summary="查一个编码今天能不能结算"
)
def one(request: HttpRequest, code: str) -> HttpResponse:
    if (found := answers_of([code], _asker(request).book).get(code)) is not None:
        return HttpResponse(found, content_type=_JSON)
    return api.create_response(request, {"code": "not_known", "says": "名单里没有这个编码。"}, status=404)


def ahead(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: the one question that comes millions of times a day is answered before sessions, messages and whatever
    else only browsers need. What is not plainly a good question with a known answer goes the ordinary way."""
    start = "/api/v1/settlement/"

    def handle(request: HttpRequest) -> HttpResponse:
        if request.method != "GET" or not request.path_info.startswith(start):
            return get_response(request)
        scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        asker = Key().authenticate(request, token) if scheme.lower() == "bearer" else None
        code = request.path_info.removeprefix(start)
        found = answers_of([code], asker.book).get(code) if asker else None
        if found is None:
            return get_response(request)
        return HttpResponse(found, content_type=_JSON, headers={"Content-Length": str(len(found))})

    return handle
