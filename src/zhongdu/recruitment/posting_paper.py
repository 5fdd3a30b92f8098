"""A public notice as an official document, to hang up, print and file."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from zhongdu.kit.matters import band
from zhongdu.law.governing import Law
from zhongdu.law.reliance import rests_on
from zhongdu.papers.press import render
from zhongdu.recruitment.models import Application
from zhongdu.recruitment.rules import spoken


@rests_on("public_notice.period", "public_notice.objection_stops", kind="paper")
def posted(
    people: Sequence[Application], named: dict[str, dict[str, Any]], law: Law, ends: date, where: str
) -> bytes:
    """The list as it was posted: ``people`` of one posting, ``named`` by number with name and employer, the last day
    of the list, the address where one objects."""
    first = people[0]
    assert first.posted_on is not None
    bound, title = law.rule("public_notice.period"), "关于拟聘任医疗保障基金社会监督员的公示"
    extended = any(each.notice_ends_on != ends for each in people)
    columns = ["序号", "姓名", "工作单位", *(["公示到"] if extended else [])]
    rows = [
        [str(at), named[each.number].get("name", ""), named[each.number].get("employer") or "—", *([spoken(each.notice_ends_on)] if extended else [])]
        for at, each in enumerate(people, start=1)
    ]  # fmt: skip
    phone = f"，或者致电{first.bureau.hotline}" if first.bureau.hotline else ""
    body = [
        f"按照《{law.statute.title}》{bound.address.citation}的规定，经审核预选，现将拟聘任的医疗保障基金社会监督员名单予以公示。",
        f"公示期为{bound.rule.n}个工作日，自{spoken(first.posted_on + timedelta(days=1))}起，至{spoken(ends)}（含当天）止。",
        {"table": {"columns": columns, "rows": rows}},
        f"公示期内，任何单位和个人都可以实名或者匿名提出异议，写明事实和依据：在网上填写（{where}）{phone}。提出人的身份予以保密。",
    ]
    data = {
        "dated": first.posted_on, "title": title, "body": body, "issuer": first.bureau.name,
        "issued": first.posted_on, "demonstration": band(law) or None,
    }  # fmt: skip
    return render("notice", data, title=title)
