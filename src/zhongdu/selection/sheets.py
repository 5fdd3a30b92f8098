"""A reviewer's own sheet: everybody to be scored, page by page, kept as one goes and handed in once."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from zhongdu import vault
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.kit import lists
from zhongdu.kit.matters import matter_context, matter_or_404, page_of
from zhongdu.kit.pages import page
from zhongdu.law.reliance import rests_on
from zhongdu.scope.roles import POSTS
from zhongdu.selection import acts, queries, scoring
from zhongdu.selection.features import FEATURES
from zhongdu.selection.models import Candidate, Criterion, Reviewer, Score, Selection
from zhongdu.selection.pages import fresh, seen, visitor

STAFF = frozenset(POSTS)
_SIZE = 40


@rests_on("selection.looks_at", "selection.best", kind="page")
@page(face="desk", path="desk/selections/<str:number>/sheet/", name="hand_in_scores", may=STAFF)
def sheet(request: HttpRequest, number: str) -> HttpResponse:
    matter = matter_or_404(request, Selection, number)
    reviewer = matter.reviewers.filter(user_id=visitor(request).user_id).first()
    if reviewer is None:
        raise PermissionDenied("评分表只给这次择优的评审人员。")
    context = matter_context(request, matter, "desk")
    open_ = matter.state == Selection.State.SCORING and not reviewer.handed_in_at
    criteria = list(matter.criteria.all())
    found = lists.page_of(request, queries.still_in(matter), by=("id",), size=_SIZE)
    rows, wrong = _rows(request, reviewer, criteria, found), ""
    if request.method == "POST" and open_:
        kept = [row for row in rows if not row["wrong"]]
        scoring.keep(reviewer, {row["candidate"].pk: (row["points"], row["recused"]) for row in kept})
        if len(kept) < len(rows):
            wrong = "有几处分数要改一改，见各行的说明；其余的已经保存。"
        elif request.POST.get("intent") != "hand_in":
            messages.success(request, "已保存。")
            return redirect(request.get_full_path())
        else:
            try:
                perform(
                    acts.hand_in_scores, matter, visitor(request), key=request.POST.get("key", ""),
                    seen=seen(matter, request.POST.get("seen")),
                )  # fmt: skip
            except Refused as refused:
                wrong = refused.sentence
            else:
                messages.success(request, "评分表已交。")
                return redirect(page_of(matter, "desk"))
    context |= {
        "found": found, "rows": rows, "criteria": criteria, "open": open_, "reviewer": reviewer, "wrong": wrong,
        "key": fresh(), "waiting": scoring.unfinished(reviewer), "all": queries.still_in(matter).count(),
        "looks_at": context["law"].find("selection.looks_at"),
    }  # fmt: skip
    return render(request, "selection/sheet.html", context)


def _rows(
    request: HttpRequest, reviewer: Reviewer, criteria: list[Criterion], found: Iterable[Candidate]
) -> list[dict[str, Any]]:
    """Each candidate with what a reviewer needs to know, and what was typed so far or just now."""
    listed = list(found)
    lines = {
        line.candidate_id: line for line in Score.objects.filter(reviewer=reviewer, candidate__in=listed)
    }
    told = vault.read_many([each.number for each in listed], ["name", "employer", "experience"])
    rows = []
    for each in listed:
        line, facts = lines.get(each.pk), told[each.number]
        typed = request.POST if request.method == "POST" else None
        texts = [
            typed.get(f"{each.number}:{at}", "").strip() if typed is not None
            else _text(line.points[at] if line and at < len(line.points) else None)
            for at in range(len(criteria))
        ]  # fmt: skip
        recused = f"{each.number}:aside" in typed if typed is not None else bool(line and line.recused)
        points, wrong = ([], "") if recused else _points(texts, criteria)
        rows.append(
            {
                "candidate": each, "name": vault.masked("name", facts.get("name", "")), "facts": facts, "points": points,
                "recused": recused, "wrong": wrong, "cells": list(zip(criteria, texts, strict=True)),
                "groups": "，".join(each.groups.get(feature, "") for feature in FEATURES),
            }
        )  # fmt: skip
    return rows


def _text(points: int | None) -> str:
    return "" if points is None else str(points)


def _points(texts: list[str], criteria: list[Criterion]) -> tuple[list[int | None], str]:
    points: list[int | None] = []
    for text, criterion in zip(texts, criteria, strict=True):
        if not text:
            points.append(None)
        elif text.isdecimal() and len(text) < 4 and int(text) <= criterion.most:
            points.append(int(text))
        else:
            return [], f"“{criterion.name}”请填0到{criterion.most}的整数。"
    return points, ""
