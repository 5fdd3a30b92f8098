"""A notice on paper, and the working-contact letter (工作联系函) that asks a unit to recommend people."""

from datetime import date
from typing import Any

from django.http import HttpResponse

from zhongdu import files
from zhongdu.kit.matters import band
from zhongdu.law.governing import Law
from zhongdu.law.pack import Bound
from zhongdu.law.reliance import rests_on
from zhongdu.papers.press import render
from zhongdu.recruitment.models import Notice, Recommendation
from zhongdu.recruitment.queries import ATTACHED
from zhongdu.recruitment.rules import spoken
from zhongdu.scope.models import Bureau


@rests_on("notice.publishing", kind="paper")
def announced(notice: Notice, law: Law, on: date) -> bytes:
    """The notice as an official document."""
    kept = list(files.attached(notice.number, ATTACHED))
    names = files.names(kept)
    body = [*_paragraphs(notice.body), *_terms(notice, law)]
    attachments = [names[each.public_id] for each in kept]
    return _printed(notice.bureau, law, on, notice.title, body, attachments=attachments)


@rests_on("notice.working_letter", kind="paper")
def letter(letter: Recommendation, law: Law, address: str) -> bytes:
    """A letter that asks a unit to recommend people, with the address at which it does so."""
    way, notice, until = law.find(letter.channel), letter.notice, spoken(letter.expires_on)
    by_which = f"按照《{law.statute.title}》{way.address.citation}，" if way else ""
    whose = "" if letter.to_id == letter.bureau_id else f"{letter.to.name}"
    body: list[Any] = [
        f"{by_which}现请贵单位为{whose or '我局'}推荐医疗保障基金社会监督员人选，并请于{until}前（含当天）推荐。",
        *_paragraphs(letter.words),
        f"推荐请打开网址 {address}（也可扫描下面的二维码）填写。不需要注册，这个网址只供贵单位使用，推荐截止后失效。",
        "请事先征得被推荐人同意，只填写姓名、电话、工作单位和推荐理由；其他信息和书面申请由被推荐人本人在线填写，或者填写纸质报名表。",
        *(_terms(notice, law) if notice else _conditions(law, "一、")),
        "专此函达。",
    ]
    title = "关于推荐社会监督员人选的工作联系函" + (f"（{notice.title}）" if notice else "")
    return _printed(
        letter.bureau, law, letter.asked_on, title, body, addressee=f"{letter.unit}：",
        verify={"label": "扫码填写推荐", "url": address},
    )  # fmt: skip


def answer(pdf: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _printed(bureau: Bureau, law: Law, on: date, title: str, body: list[Any], **more: Any) -> bytes:
    data = {
        "dated": on, "title": title, "body": body, "issuer": bureau.name, "issued": on,
        "demonstration": band(law) or None, **more,
    }  # fmt: skip
    return render("notice", data, title=title)


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _terms(notice: Notice, law: Law) -> list[Any]:
    """How many, when, by which ways, on which conditions: what the notice and the measure say."""
    ways = [bound.label for bound in law.family("channel") if bound.name in notice.channels]
    told: list[Any] = [
        {"heading": 1, "text": "一、拟聘人数"}, f"{notice.quota}人。",
        {"heading": 1, "text": "二、选聘方式"}, f"{'、'.join(ways)}。",
        {"heading": 1, "text": "三、报名时间"}, f"{spoken(notice.opens_on)}至{spoken(notice.closes_on)}（含当天）。",
    ]  # fmt: skip
    return [*told, *_conditions(law, "四、")]


def _conditions(law: Law, number: str) -> list[Any]:
    conditions = law.family("eligibility")
    if not conditions:
        return []
    told = [_condition(at, bound) for at, bound in enumerate(conditions, start=1)]
    return [{"heading": 1, "text": f"{number}聘任条件"}, *told, f"以上条件依据《{law.statute.title}》。"]


def _condition(at: int, bound: Bound) -> str:
    strength = "" if bound.rule.strength.label == "应当" else f"（{bound.rule.strength.label}）"
    named = f"：{'、'.join(bound.rule.options)}" if bound.rule.options else ""
    return f"{at}.{bound.label}{named}{strength}。"
