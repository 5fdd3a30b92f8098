"""By what a pool is looked at: the features, their groups, and what an application tells of them by itself. Pure.

What is read off the application is a suggestion; an officer corrects it where it is wrong. Groups are few, so that
they identify nobody. No text of the law lists them: they are the platform's, and a bureau names its own.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from zhongdu.law.judging import age_on

FEATURES = {
    "profession": "专业背景",
    "work": "从事工作",
    "age_band": "年龄",
    "region": "地区",
    "sex": "性别",
    "category": "类别",
    "origin": "来源",
}
UNKNOWN = "未归类"
PUBLIC, INSTITUTION, BUREAU = "社会公众", "定点医药机构", "医保部门"
YOUNG, FORTIES, FIFTIES, OLD = "40岁以下", "40至49岁", "50至59岁", "60岁以上"
_PROFESSIONS = {
    "医药卫生": ("医师", "医生", "护士", "护理", "药师", "医学", "卫生", "药学", "中医", "临床"),
    "法律": ("律师", "法律", "法学", "法院", "检察", "司法", "政法"),
    "财会审计": ("会计", "审计", "财务", "财经", "金融", "税务"),
    "信息技术": ("信息", "软件", "数据", "计算机", "程序"),
    "新闻传媒": ("记者", "新闻", "媒体", "日报", "编辑", "电视台"),
    "教育科研": ("教师", "教授", "师范", "学校", "中学", "小学", "研究"),
}
_WORK = {
    "退休": ("退休",),
    "社区基层": ("社区", "居委会", "村委会", "村支", "网格"),
    "机关事业": ("局", "委员会", "机关", "学校", "中学", "小学", "大学", "医院", "法院", "检察院", "政府"),
    "自由职业": ("自由职业", "无业", "个体", "务农", "农民"),
    "企业": ("公司", "企业", "集团", "事务所", "厂", "银行", "日报社"),
}
OTHER = "其他"
FIELDS = ("sex", "born", "id_number", "employer", "experience", "school", "address", "political_status")


def groups(regions: Sequence[str], categories: Sequence[str]) -> dict[str, list[str]]:
    """The groups of every feature as a round begins; regions and categories are the bureau's."""
    return {
        "profession": [*_PROFESSIONS, OTHER],
        "work": [*_WORK, OTHER],
        "age_band": [YOUNG, FORTIES, FIFTIES, OLD],
        "region": [*regions] or [UNKNOWN],
        "sex": ["男", "女"],
        "category": [*categories, PUBLIC],
        "origin": [PUBLIC, INSTITUTION, BUREAU],
    }


def derive(
    told: Mapping[str, Any],
    *,
    on: date,
    offered: Mapping[str, Sequence[str]],
    marks: Sequence[str],
    institutions: Collection[str],
    bureaus: Collection[str],
) -> dict[str, str]:
    """A person's group under each feature, as far as the application tells; ``marks`` are the preferences found in
    review, ``institutions`` and ``bureaus`` the names of those that are supervised and those that supervise."""
    employer = str(told.get("employer") or "").strip()
    words = " ".join(str(told.get(name) or "") for name in ("employer", "experience", "school"))
    found = {
        "profession": _by_word(_PROFESSIONS, words) or OTHER,
        "work": _by_word(_WORK, employer) or OTHER,
        "age_band": _age_band(_born(told), on),
        "region": next((region for region in offered.get("region", ()) if region in str(told.get("address") or "")), UNKNOWN),
        "sex": _sex(told),
        "category": next((mark for mark in marks if mark in offered.get("category", ())), PUBLIC),
        "origin": INSTITUTION if employer in institutions else BUREAU if _is_bureau(employer, bureaus) else PUBLIC,
    }  # fmt: skip
    return {name: group if group in offered.get(name, ()) else UNKNOWN for name, group in found.items()}


def _by_word(groups: Mapping[str, Sequence[str]], words: str) -> str:
    return next((group for group, signs in groups.items() if any(sign in words for sign in signs)), "")


def _born(told: Mapping[str, Any]) -> date | None:
    if told.get("born"):
        return date.fromisoformat(str(told["born"]))
    number = str(told.get("id_number") or "")
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14])) if len(number) == 18 else None


def _sex(told: Mapping[str, Any]) -> str:
    number = str(told.get("id_number") or "")
    read = ("女", "男")[int(number[16]) % 2] if len(number) == 18 else ""
    return str(told.get("sex") or read or UNKNOWN)


def _age_band(born: date | None, on: date) -> str:
    if born is None:
        return UNKNOWN
    age = age_on(born, on)
    return YOUNG if age < 40 else FORTIES if age < 50 else FIFTIES if age < 60 else OLD


def _is_bureau(employer: str, bureaus: Collection[str]) -> bool:
    return (
        any(employer.startswith(name) for name in bureaus)
        or "医疗保障局" in employer
        or "医保中心" in employer
    )
