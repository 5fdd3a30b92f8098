"""One piece of publicity work on paper: what, when, where, by whom, how it went and how many took part."""

from typing import Any

from zhongdu import papers
from zhongdu.kit.matters import band
from zhongdu.law.governing import governing
from zhongdu.law.reliance import rests_on
from zhongdu.papers import word
from zhongdu.publicity.models import Activity
from zhongdu.publicity.queries import account_of, took_part
from zhongdu.publicity.showing import facts


def pdf_of(activity: Activity) -> bytes:
    return papers.render("notice", printed(activity), title=_title(activity))


def word_of(activity: Activity) -> bytes:
    return word.notice(printed(activity))


def _title(activity: Activity) -> str:
    return f"{activity.title}记录"


@rests_on("publicity", kind="paper")
def printed(activity: Activity) -> dict[str, Any]:
    """All that stands on it; supervisors in numbers, not by name."""
    law = governing(activity.bureau, activity.on)
    said = [line.strip() for line in account_of(activity).splitlines() if line.strip()]
    when = f"{activity.on.year}年{activity.on.month}月{activity.on.day}日"
    return {
        "dated": activity.on,
        "title": _title(activity),
        "body": [
            {"heading": 1, "text": "一、基本情况"},
            f"日期：{when}",
            *(f"{each.label}：{each.value}" for each in facts(activity, law)),
            *([f"发布的网址：{activity.link}"] if activity.link else []),
            f"参加的社会监督员：{took_part(activity).count()}人",
            {"heading": 1, "text": "二、宣传情况"},
            *said,
        ],
        "issuer": activity.bureau.name,
        "issued": activity.on,
        "demonstration": band(law) or None,
    }
