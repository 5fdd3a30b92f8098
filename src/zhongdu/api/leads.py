"""Leads that another system hands in: a hotline, another department, the province's own. Mounted by ``api.platforms``."""

from base64 import b64decode
from binascii import Error as NotBase64
from datetime import datetime
from typing import Annotated, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import AfterValidator, Field

from zhongdu.acts.refusal import Refused
from zhongdu.api.faults import Fault
from zhongdu.platforms.handing import changed, hand_in, pass_on, read_back

PAGE = 100  # leads an answer
MOST_FILES = 30

router = Router(tags=["线索"])


def _whole(line: str) -> str:
    """What every database keeps."""
    if "\x00" in line:
        raise ValueError
    return line


Line = Annotated[str, AfterValidator(_whole)]
Number = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[\x21-\x7e]+$")]


class Attached(Schema):
    """A file, as it is. What it is is found by its content; the name is only shown."""

    name: Annotated[Line, Field(default="", max_length=200, description="文件名")] = ""
    base64: str = Field(min_length=1, description="文件内容，base64；大小按本平台对单个文件的限制")


class HandedLead(Schema):
    """A lead as a system hands it in. Nothing has to be complete: what is missing is told in the answer."""

    id: Number = Field(description="对方的编号，同一编号只收一次")
    words: Annotated[Line, Field(default="", max_length=20_000, description="反映了什么，照反映人的话")] = ""
    institution: Annotated[
        Line, Field(default="", max_length=120, description="医药机构的代码或者名称；反映人怎么说就怎么写")
    ] = ""
    violations: Annotated[
        list[Annotated[Line, Field(max_length=200)]],
        Field(max_length=30, description="属于哪一类：概念名，或者办法里的叫法；拿不准就不写"),
    ] = []
    happened_at: datetime | None = Field(
        default=None, description="什么时间，如 2026-09-01T08:30:00+08:00；不写时区的，按中国时间"
    )
    place: Annotated[Line, Field(default="", max_length=200, description="什么地点")] = ""
    against: Annotated[
        Line,
        Field(
            default="",
            max_length=20,
            description="反映的是医保局、经办机构或者它们的人的，写那个局的区划代码",
        ),
    ] = ""
    name: Annotated[Line, Field(default="", max_length=60, description="反映人姓名，本人同意才写")] = ""
    phone: Annotated[Line, Field(default="", max_length=30, description="反映人电话，本人同意才写")] = ""
    agreed: bool = Field(default=False, description="反映人同意把姓名电话转来")
    attachments: list[Attached] = Field(
        default=[], max_length=MOST_FILES, description="照片、录音、视频或文件"
    )


class Addition(Schema):
    """What whoever spoke says further, under a number of its own."""

    id: Number = Field(description="对方给这次补充的编号，同一编号只收一次")
    words: Annotated[Line, Field(default="", max_length=5000, description="补充或者回答的话")] = ""
    attachments: list[Attached] = Field(default=[], max_length=MOST_FILES)


class Registered(Schema):
    """The lead is registered, whatever it lacks."""

    id: str
    number: str = Field(description="本平台的编号")
    lacks: list[str] = Field(description="办法要求写明而还没有的；可以用补充接口补上")
    code: str | None = Field(
        default=None, description="查询码，只在第一次返回：请告诉反映人，凭它在公众网站看答复、说没有答清楚"
    )


class Told(Schema):
    at: datetime
    what: str = Field(description="是什么：受理、请补充、答复……")
    words: str = Field(description="对反映人说的话，原样")


class Standing(Schema):
    """Where a lead stands, as whoever spoke would read it."""

    id: str
    number: str
    lacks: list[str]
    state: str = Field(
        description="filed、returned、taken_up、answered、declined、passed_on、merged、second_look"
    )
    says: str = Field(description="同一状态的中文")
    filed_on: str
    complete_by: str | None = Field(description="请在哪天以前补充；到期没有补充，按现有材料办理")
    answered_on: str | None
    outcome: str | None = Field(description="proved、partly、not_proved、unclear")
    outcome_says: str | None
    asked: bool = Field(description="是不是在等反映人补充或者回答")
    told: list[Told] = Field(description="对反映人说过的话，先后为序")


NOT_THERE = {"code": "not_there", "says": "没有这条线索，或者它的进展不从这里返回；反映人凭查询码可以查。"}
FAULTS = {400: Fault, 401: Fault, 409: Fault, 413: Fault, 422: Fault}


@router.post("", response={200: Registered, **FAULTS}, summary="转来一条线索", exclude_none=True)
def hand_in_lead(request: HttpRequest, lead: HandedLead) -> dict[str, Any]:
    """The same number again is the same lead; the receipt code is only in the first answer."""
    told = lead.dict(exclude={"id", "attachments"})
    return hand_in(request.auth, lead.id, evidence=_files(lead.attachments), **told)  # type: ignore[attr-defined]


@router.get("", response={200: list[Standing], 401: Fault}, summary="按先后列出转来的线索")
def several_leads(request: HttpRequest, after: str = "") -> list[dict[str, Any]]:
    """The leads after one of the system's own numbers, in the order they came; at most a hundred."""
    return changed(request.auth, after, PAGE)  # type: ignore[attr-defined]


@router.get("{id}", response={200: Standing, 401: Fault, 404: Fault}, summary="一条线索办到哪里")
def one_lead(request: HttpRequest, id: str) -> Any:
    return read_back(request.auth, id) or Status(404, NOT_THERE)  # type: ignore[attr-defined]


@router.post(
    "{id}/additions", response={200: Standing, 404: Fault, **FAULTS}, summary="转来反映人的补充或者回答"
)
def add_to_lead(request: HttpRequest, id: str, addition: Addition) -> Any:
    """What was asked to complete a lead, or whatever else whoever spoke says."""
    files = _files(addition.attachments)
    return pass_on(request.auth, id, addition.id, addition.words, files) or Status(404, NOT_THERE)  # type: ignore[attr-defined]


def _files(attached: list[Attached]) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(each.name or "附件", _bytes(each.base64)) for each in attached]


def _bytes(typed: str) -> bytes:
    try:
        return b64decode(typed, validate=True)
    except (NotBase64, ValueError):
        says = "附件内容要用 base64 写。"
        raise Refused("bad_file", says, fields={"attachments": says}) from None
