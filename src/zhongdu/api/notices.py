"""What a department's own system tells: a revoked licence, a withdrawn certificate, a penalty. Mounted by
``api.platforms``; the key says which department speaks, the message never does.
"""

from collections import Counter
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from zhongdu.acts.refusal import Refused
from zhongdu.api.faults import Fault
from zhongdu.api.leads import Line, Number
from zhongdu.platforms import informing

PAGE = 100  # lines an answer
MANY = 500  # lines a message

router = Router(tags=["部门信息"])


class Told(Schema):
    """One thing that happened to one institution or one person. What is missing or wrong is told of each line."""

    id: Number = Field(description="部门自己的编号，同一编号只收一次；同一编号再送同样的内容，回答它现在怎样")
    what: Line = Field(
        default="",
        max_length=60,
        description="licence 执照、许可证或者登记证书被吊销，certificate 执业证书被吊销、注销，deceased 从业人员死亡，"
        "practitioner 从业人员受到处理，penalty 受到行政处罚，other 其他违法违规处理信息；也可以写中文",
    )
    code: Line = Field(
        default="",
        max_length=40,
        description="机构或者从业人员的国家医保编码；机构也可以写统一社会信用代码。名录里没有的也收，由人核对",
    )
    document: Line = Field(default="", max_length=200, description="文号")
    day: Line = Field(default="", max_length=40, description="处理之日，如 2026-09-01")
    words: Line = Field(default="", max_length=6_000, description="内容；个人姓名只写在这里，收到就封存")


class Message(Schema):
    notices: list[Told] = Field(min_length=1, max_length=MANY)


class Standing(Schema):
    """Where a line stands."""

    id: str
    number: str = Field(description="本平台的编号")
    state: str = Field(description="received、unmatched、acted")
    says: str = Field(description="同一状态的中文")
    matched: str = Field(description="institution 对上了机构，practitioner 对上了从业人员；空的是还没有对上")


class Answer(Schema):
    """What became of one line: ``taken`` with where it stands, or not, with ``problem``."""

    id: str
    taken: bool
    number: str | None = None
    state: str | None = None
    says: str | None = None
    matched: str | None = None
    problem: Fault | None = Field(
        default=None,
        description="code：no_such_matter、no_code、bad_code、no_document、bad_day、in_the_future、too_long、"
        "number_taken 编号用过而内容不同、told_already 这份文书登记过、does_not_fit 事项和代码不是一回事",
    )


class Answers(Schema):
    answers: list[Answer] = Field(description="一行一个回答，先后和送来的一样")


NOT_THERE = {"code": "not_there", "says": "没有收到过这个编号。"}
FAULTS = {400: Fault, 401: Fault, 403: Fault, 409: Fault, 413: Fault, 422: Fault}


class NotADepartment(Exception):
    """The system that signed is no department's: it has nothing to tell in one's name."""


def _department(request: HttpRequest) -> Any:
    platform = request.auth  # type: ignore[attr-defined]
    if not platform.department:
        raise NotADepartment
    return platform


@router.post("", response={200: Answers, **FAULTS}, summary="送来部门信息", exclude_none=True)
def inform(request: HttpRequest, message: Message) -> dict[str, Any]:
    """Each line by itself: what is wrong with one keeps no other out. Sending the same again does no harm."""
    platform, rows = _department(request), [each.dict() for each in message.notices]
    if twice := next((id for id, n in Counter(each["id"] for each in rows).items() if n > 1), ""):
        says = f"编号{twice}在这一次里出现了两次。"
        raise Refused("number_twice", says, fields={"notices": says})
    return {"answers": informing.inform(platform, rows)}


@router.get("", response={200: list[Standing], 401: Fault, 403: Fault}, summary="按先后列出送来的部门信息")
def several(request: HttpRequest, after: str = "") -> list[dict[str, Any]]:
    """The lines after one of the department's own numbers, in the order they came; at most a hundred."""
    return informing.several(_department(request), after, PAGE)


@router.get(
    "{id}", response={200: Standing, 401: Fault, 403: Fault, 404: Fault}, summary="一条部门信息办到哪里"
)
def one(request: HttpRequest, id: str) -> Any:
    """What follows from it is not told: an inspection comes unannounced."""
    return informing.one(_department(request), id) or Status(404, NOT_THERE)
