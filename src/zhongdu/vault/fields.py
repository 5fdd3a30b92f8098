"""Every personal field, classified: what it is, how it is masked, and who may see even the mask."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from .refusals import Unclassified


class Sight(IntEnum):
    """Who may be shown the masked value; each step includes the ones after it."""

    SEALED = 0  # nobody: seen whole through a recorded unmasking, or not at all
    HANDLER = 1  # whoever handles the matter
    BUREAU = 2  # officers in whose territory the matter lies
    PUBLIC = 3  # everybody: the masked value may stand on a public page


@dataclass(frozen=True)
class Field:
    kind: str
    label: str
    masked_to: Sight


# Two-character surnames still in use, so that 欧阳锋 is masked 欧阳* and not 欧*锋.
COMPOUND_SURNAMES = frozenset(
    re.findall(
        "..",
        "欧阳司马上官诸葛夏侯皇甫尉迟公孙长孙慕容司徒司空令狐宇文独孤南宫东方西门端木闻人申屠太史轩辕呼延"
        "拓跋淳于单于赫连濮阳钟离百里东郭公冶宗政澹台万俟闾丘左丘公羊鲜于亓官仲孙公良谷梁",
    )
)
HIDDEN = "****"


def _name(name: str) -> str:
    if "·" in name or name.isascii():  # 阿卜杜拉·买买提, John Smith: the first letter alone
        return re.sub(r"[^·\s]", "*", name).replace("*", name[0], 1) if name[1:] else "*"
    shown = 2 if name[:2] in COMPOUND_SURNAMES and name[2:] else 1
    given = len(name) - shown
    if given <= 1:
        return name[:shown] + "*" if given else "*"
    return name[:shown] + "*" * (given - 1) + name[-1]


def _phone(number: str) -> str:
    digits = re.sub(r"\D", "", number)
    return f"{digits[:-8]}****{digits[-4:]}" if len(digits) >= 10 else HIDDEN


def _id_number(number: str) -> str:
    return f"{number[:6]}{'*' * 8}{number[-4:]}" if len(number) == 18 else HIDDEN


def _address(address: str) -> str:
    return address[: min(6, len(address) // 2)] + HIDDEN


def _account(number: str) -> str:
    digits = re.sub(r"\D", "", number)
    return f"{HIDDEN}{digits[-4:]}" if len(digits) >= 8 else HIDDEN


def _email(email: str) -> str:
    person, at, domain = email.rpartition("@")
    shown = f"{person[:1] if len(person) > 1 else ''}***@{domain}"
    return shown if at and email.strip() not in shown else HIDDEN  # "@example.cn" would stand there whole


def _date(text: str) -> str:
    return f"{text[:4]}-**-**" if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else HIDDEN


MASKS: dict[str, Callable[[str], str]] = {
    "name": _name,
    "phone": _phone,
    "id_number": _id_number,
    "address": _address,
    "email": _email,
    "account": _account,
    "date": _date,
    "text": lambda _: HIDDEN,
}


def mask(kind: str, value: Any) -> str:
    """The value with its tell-tale part starred; empty stays empty, what is not text is hidden whole."""
    if not isinstance(value, str):
        return HIDDEN if value else ""
    return MASKS[kind](value.strip()) if value.strip() else ""


FIELDS: dict[str, Field] = {}


def classify(name: str, kind: str, label: str, masked_to: Sight) -> None:
    """Declare a personal field, once; a room declares its own beside its models."""
    made = Field(kind, label, masked_to)
    if kind not in MASKS:
        raise ValueError(f"{name}: no way of masking is called {kind!r}")
    if FIELDS.setdefault(name, made) != made:
        raise ValueError(f"{name} is classified twice, and differently")


def kind_of(field: str) -> str:
    if field not in FIELDS:
        raise Unclassified(f"个人信息项目“{field}”尚未分类，不能保存或查找。")
    return FIELDS[field].kind


def masked(field: str, value: Any) -> str:
    return mask(kind_of(field), value)


for _field in (
    ("name", "name", "姓名", Sight.PUBLIC),
    ("sex", "text", "性别", Sight.BUREAU),
    ("birth_date", "date", "出生日期", Sight.BUREAU),
    ("ethnicity", "text", "民族", Sight.HANDLER),
    ("citizenship", "text", "国籍", Sight.HANDLER),
    ("id_number", "id_number", "身份证号", Sight.BUREAU),
    ("phone", "phone", "联系电话", Sight.BUREAU),
    ("email", "email", "电子邮箱", Sight.BUREAU),
    ("address", "address", "家庭住址", Sight.BUREAU),
    ("political_status", "text", "政治面貌", Sight.HANDLER),
    ("health", "text", "健康状况", Sight.HANDLER),
    ("education", "text", "学历", Sight.HANDLER),
    ("school", "text", "毕业院校", Sight.HANDLER),
    ("employer", "text", "工作单位", Sight.HANDLER),
    ("work_history", "text", "工作简历", Sight.HANDLER),
    ("family", "text", "近亲属情况", Sight.HANDLER),
    ("interests", "text", "利害关系申报", Sight.HANDLER),
    ("declaration", "text", "廉洁自律声明", Sight.HANDLER),
    ("signature", "text", "签名", Sight.HANDLER),
    ("photo", "text", "照片", Sight.HANDLER),
    ("draft", "text", "未提交的草稿", Sight.SEALED),
    ("narrative", "text", "线索内容", Sight.HANDLER),
    ("place_track", "text", "位置轨迹", Sight.HANDLER),
    ("reporter_name", "name", "反映人姓名", Sight.SEALED),
    ("reporter_phone", "phone", "反映人电话", Sight.SEALED),
    ("words", "text", "办理时填写的文字", Sight.HANDLER),
    ("file_name", "text", "文件原名", Sight.HANDLER),
):
    classify(*_field)
