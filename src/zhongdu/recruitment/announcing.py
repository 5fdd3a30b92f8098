"""A notice on paper, and the working-contact letter (工作联系函) that asks a unit to recommend people."""

from datetime import date
from typing import Any

from django.http import HttpResponse

from zhongdu.kit.matters import band
from zhongdu.law.governing import Law
from zhongdu.law.pack import Bound
from zhongdu.law.reliance import rests_on
from zhongdu.papers.press import render
from zhongdu.recruitment.models import Notice
from zhongdu.recruitment.rules import spoken


@rests_on("notice.publishing", kind="paper")
def announced(notice: Notice, law: Law, on: date) -> bytes:
    """The notice as an official document."""
    return _printed(notice, law, on, notice.title, [*_paragraphs(notice.body), *_terms(notice, law)])


@rests_on("notice.working_letter", kind="paper")
def letter(notice: Notice, law: Law, on: date, unit: str) -> bytes:
    """A letter that asks a unit to recommend people under a notice."""
    asks = f"现请贵单位按照下列条件和要求，推荐医疗保障基金社会监督员人选，并请被推荐人于{spoken(notice.closes_on)}前提出书面申请。"
    title = f"关于推荐社会监督员人选的工作联系函（{notice.title}）"
    return _printed(notice, law, on, title, [asks, *_terms(notice, law), "专此函达。"], addressee=f"{unit}：")


def answer(pdf: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _printed(notice: Notice, law: Law, on: date, title: str, body: list[Any], **more: Any) -> bytes:
    data = {
        "dated": on, "title": title, "body": body, "issuer": notice.bureau.name, "issued": on,
        "demonstration": band(law) or None, **more,
    }  # fmt: skip
    return render("notice", data, title=title)


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _terms(notice: Notice, law: Law) -> list[Any]:
    """How many, when, by which ways, on which conditions: what the notice and the measure say."""
    ways = [bound.label for bound in law.family("channel") if bound.name in notice.channels]
    conditions = law.family("eligibility")
    told: list[Any] = [
        {"heading": 1, "text": "一、拟聘人数"}, f"{notice.quota}人。",
        {"heading": 1, "text": "二、选聘方式"}, f"{'、'.join(ways)}。",
        {"heading": 1, "text": "三、报名时间"}, f"{spoken(notice.opens_on)}至{spoken(notice.closes_on)}（含当天）。",
    ]  # fmt: skip
    if conditions:
        told.append({"heading": 1, "text": "四、聘任条件"})
        told += [_condition(at, bound) for at, bound in enumerate(conditions, start=1)]
        told.append(f"以上条件依据《{law.statute.title}》。")
    return told


def _condition(at: int, bound: Bound) -> str:
    strength = "" if bound.rule.strength.label == "应当" else f"（{bound.rule.strength.label}）"
    named = f"：{'、'.join(bound.rule.options)}" if bound.rule.options else ""
    return f"{at}.{bound.label}{named}{strength}。"
