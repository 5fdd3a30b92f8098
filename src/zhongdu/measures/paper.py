"""What a consultation is done with on paper: the notice with the draft's clauses, the sheet a bureau stamps, the digest.

Each is made of what was sent and answered, never of the day it is asked for: the same bytes whenever that is.
"""

from collections.abc import Iterator
from typing import Any

from zhongdu import papers
from zhongdu.law import drafting
from zhongdu.law.governing import compiled
from zhongdu.law.reliance import rests_on
from zhongdu.measures import queries, showing
from zhongdu.measures.models import Consultation, Draft
from zhongdu.papers import word

PDF, WORD = "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ANSWERS = {"none": "没有意见。", "comments": ""}


# --- the notice --------------------------------------------------------------------------------------------


def notice_pdf(asked: Consultation) -> bytes:
    data = notice_of(asked)
    return papers.render("notice", data, title=data["title"])


def notice_word(asked: Consultation) -> bytes:
    return word.notice(notice_of(asked))


@rests_on("measure.consultation", kind="paper")
def notice_of(asked: Consultation) -> dict[str, Any]:
    """The notice as it went to one bureau, and the draft as it then stood, clause by clause."""
    head = compiled(asked.edition).pack.head
    return {
        "dated": asked.sent_on,
        "title": f"关于征求《{head.title}》意见的通知",
        "number": f"编号：{asked.number}",
        "addressee": f"{asked.bureau.name}：",
        "body": [
            *_lines(notice_words(asked)),
            f"请于{_day(asked.until)}前（含当日）盖章书面反馈；没有意见的，也请书面反馈。",
            {"heading": 1, "text": "附：征求意见稿"},
            *_clauses(asked),
        ],
        "issuer": head.issuer_name or asked.draft.bureau.name,
        "issued": asked.sent_on,
    }


def notice_words(asked: Consultation) -> str:
    """The text of the notice, as its drafter wrote it into what was sent."""
    clauses: Any = drafting.read_document(asked.edition.text).get("clause", {})
    return str(clauses.get("notice", {}).get("gist", ""))


def _clauses(asked: Consultation) -> Iterator[str]:
    for line in queries.lines(compiled(asked.edition).pack):
        if line.address.path != "notice":
            yield f"{line.address.citation}　{line.clause.gist}"


# --- the reply ---------------------------------------------------------------------------------------------


def reply_pdf(asked: Consultation, answer: str) -> bytes:
    data = reply_sheet(asked, answer)
    return papers.render("application", data, title=data["title"])


def reply_word(asked: Consultation, answer: str) -> bytes:
    return word.application(reply_sheet(asked, answer))


@rests_on("measure.consultation", kind="paper")
def reply_sheet(asked: Consultation, answer: str) -> dict[str, Any]:
    """The sheet to print, stamp and scan: that there is no comment, or with room for them."""
    head = compiled(asked.edition).pack.head
    return {
        "dated": asked.sent_on,
        "title": "征求意见书面反馈表",
        "number": f"编号：{asked.number}",
        "columns": [3, 5, 3, 5],
        "rows": [
            {"cells": [{"label": "征求意见稿", "value": head.title, "span": 3}]},
            {"cells": [{"label": "反馈单位", "value": asked.bureau.name}, {"label": "反馈截止", "value": asked.until}]},
            {
                "height": 130 if answer == "comments" else 60,
                "cells": [
                    {
                        "label": "意见",
                        "value": ANSWERS[answer] or "（一条一条写，写明是第几条）",
                        "span": 3,
                        "align": "left",
                        "sign": {"label": "（盖章）", "date": "　　年　　月　　日"},
                    }
                ],
            },
        ],
        "foot": "盖章以后扫描或者拍照，在“回复意见”里上传。没有意见，也要盖章反馈。",
    }  # fmt: skip


# --- the digest --------------------------------------------------------------------------------------------


@rests_on("measure.consultation", kind="paper")
def digest_of(draft: Draft) -> dict[str, Any]:
    """Who was asked, who answered what and when; dated by the last answer there is."""
    asked = list(draft.consultations.select_related("docket", "bureau").order_by("bureau__path", "id"))
    written = showing.comments(asked)
    days = [each.replied_on or each.sent_on for each in asked]
    replied = [each for each in asked if each.replied_on]
    return {
        "dated": max(days),
        "title": f"《{draft.title}》征求意见情况汇总",
        "number": f"编号：{draft.number}",
        "body": [
            f"发给{len(asked)}个局，书面反馈{len(replied)}个，其中有意见的{sum(bool(each.has_comments) for each in replied)}个。",
            {
                "table": {
                    "columns": ["反馈单位", "反馈日期", "意见"],
                    "widths": [3, 3, 8],
                    "rows": [[each.bureau.name, _when(each), _answer(each, written)] for each in asked],
                }
            },
        ],
        "issuer": draft.bureau.name,
        "issued": max(days),
    }  # fmt: skip


def digest_word(draft: Draft) -> bytes:
    return word.notice(digest_of(draft))


def _when(asked: Consultation) -> str:
    if asked.replied_on is None:
        return asked.get_state_display()
    late = (asked.replied_on - asked.until).days
    return _day(asked.replied_on) + (f"（迟{late}天）" if late > 0 else "")


def _answer(asked: Consultation, written: dict[int, str]) -> str:
    if asked.replied_on is None:
        return "—"
    return written.get(asked.docket_id, "") if asked.has_comments else "没有意见"


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _day(day: Any) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
