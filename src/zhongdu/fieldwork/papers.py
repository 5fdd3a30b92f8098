"""The record of a visit as a paper: an official form to the letter, every other checklist likewise."""

from datetime import date
from string import ascii_uppercase
from typing import Any

from zhongdu import papers, vault
from zhongdu.calendar import clock
from zhongdu.fieldwork import bringing, checklists
from zhongdu.fieldwork.captures import Fix
from zhongdu.fieldwork.capturing import where
from zhongdu.fieldwork.models import Visit
from zhongdu.fieldwork.queries import along
from zhongdu.fieldwork.rules import CALLED, several
from zhongdu.kit.matters import band
from zhongdu.law.governing import governing
from zhongdu.law.media import MEDIA
from zhongdu.law.reliance import rests_on
from zhongdu.law.shapes import Checklist, Question

_BEGINS = 12  # signs of a hash: enough to tell files of one visit apart, and short enough to compare by eye
_HEAD = ("单位名称", "地点", "巡查时间", "巡查内容")


@rests_on("checklist", "work.record", kind="paper")
def record_of(visit: Visit) -> bytes:
    """The record as a PDF; of a visit that is not done yet, the form to fill in by hand."""
    checklist = checklists.rule_of(visit)
    kept = vault.read(visit.number, "visit_words", "visit_place", "visit_places", "signature")
    told = {**visit.answers, **(kept.get("visit_words") or {})}
    told |= _brought(visit, checklist) | _places(kept.get("visit_places") or {}, told)
    heads = [*checklist.head, *_HEAD[len(checklist.head) :]]
    day = clock.day_of(visit.done_at or visit.docket.opened_at)
    at = visit.done_at.astimezone(clock.CHINA) if visit.done_at else None
    data = {
        "dated": day,
        "title": checklist.title,
        "items": [
            {"label": heads[0], "value": visit.institution.name},
            {"label": heads[1], "value": kept.get("visit_place") or visit.institution.address},
            {"label": heads[2], "value": f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}" if at else ""},
            *_items(checklists.asked_of(visit, checklist), told, heads[3]),
        ],
        "sign": _sign(checklist, kept.get("signature", ""), visit.done_at and day),
        "foot": f"编号：{visit.number}{_company(visit)}",
        "demonstration": band(governing(visit.bureau, day)) or None,
    }
    return papers.render("record", data, title=checklist.title)


def _company(visit: Visit) -> str:
    """Who was to go along, as they confirmed: at the foot, since an official form has no line for it."""
    names = along([visit])[visit.pk]
    return f"　同行检查人员（经本人确认）：{'、'.join(names)}" if names else ""


def _sign(checklist: Checklist, name: str, day: date | None) -> dict[str, Any]:
    """An official form has its own line to sign; ours has the day beside the name."""
    line: dict[str, Any] = {
        "label": checklist.signature or "巡查人员签名：",
        "names": [name] if name else [],
    }
    return line if checklist.official else {**line, "date": day or "　年　月　日"}


def _brought(visit: Visit, checklist: Checklist) -> dict[str, str]:
    """How many photographs or recordings lie under each question, and how the hash of each begins: so that whoever
    holds a file can tell whether it is the one that was meant."""
    photos, recordings = bringing.of(visit, checklist)
    asks = {question.name: question.kind for question in checklist.questions if question.kind in MEDIA}
    found = {}
    for name, kept in {**photos, **recordings}.items():
        if name in asks:
            measure, called = CALLED[asks[name]]
            hashes = "、".join(each.blob.sha256[:_BEGINS] for each in kept)
            found[name] = f"附{called}{len(kept)}{measure}（SHA-256 {hashes}…）"
    return found


def _places(places: dict[str, Fix], told: dict[str, str]) -> dict[str, str]:
    taken = {name: f"{where(fix)}，误差约{round(fix['accuracy'])}米" for name, fix in places.items()}
    return {name: "；".join(filter(None, [told.get(name), said])) for name, said in taken.items()}


def _items(questions: list[Question], told: dict[str, str], head: str) -> list[dict[str, Any]]:
    """Questions with boxes together under their head, and each of the others with room to write."""
    numbered = list(enumerate(questions, start=1))
    boxes = [_boxes(number, question, told) for number, question in numbered if question.options]
    items: list[dict[str, Any]] = [{"label": head, "questions": boxes}] if boxes else [{"label": head}]
    for number, question in numbered:
        if not question.options:
            items.append(
                {
                    "label": f"{number}、{question.text}",
                    "value": told.get(question.name, ""),
                    "wide": question.kind == "words",
                }
            )
    return items


def _boxes(number: int, question: Question, told: dict[str, str]) -> dict[str, Any]:
    chosen = several(told.get(question.name, ""))
    options = [
        {"label": f"{letter}: {option}", "chosen": option in chosen}
        for letter, option in zip(ascii_uppercase, question.options, strict=False)
    ]
    return {"text": f"{number}、{question.text}", "options": options}
